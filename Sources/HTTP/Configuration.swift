extension Server {
    /// How a server is set up; every field has a default that is fit for service.
    package struct Configuration: Sendable {
        /// Where to listen.
        package var listen: [ListenAddress] = [.tcp(host: "127.0.0.1", port: 8080)]
        /// Threads that serve; `nil` is one per core.
        package var loops: Int?
        package var limits = Limits()
        /// How long the running requests may go on after `drain()`.
        package var drainGrace: Duration = .seconds(30)
        /// How long an event stream may be silent before a comment shows that it lives.
        package var keepalive: Duration = .seconds(15)
        /// Shapes the refusals that the server makes itself, before a handler sees the request.
        package var refuse: @Sendable (HTTPError) -> Response = HTTPError.plainText

        package init() {}
    }

    /// What clients may take of a server.
    package struct Limits: Sendable {
        /// Connections at once, also bounded by the descriptors the system grants.
        package var connections = 20_000
        /// Connections at once from one address; `nil` is no limit. Clients of a unix socket are not counted.
        package var connectionsPerAddress: Int?
        /// How long a connection may say nothing.
        package var idle: Duration = .seconds(30)
        /// How long the head of a request may take, from its first byte to its last.
        package var head: Duration = .seconds(10)
        /// How long a client may stop while it sends a body or takes a response.
        package var transferGrace: Duration = .seconds(20)
        /// What a client must keep to beyond the grace, sending and receiving, in bytes per second.
        package var floorRate = 1024
        /// Bytes of a head.
        package var headerBytes = 32 * 1024
        /// Fields of a head.
        package var headerFields = 100
        /// Bytes of a target.
        package var target = 8 * 1024
        /// Bytes of a body that nobody read which are read and dropped to keep the connection.
        package var unreadBody = 64 * 1024

        package init() {}
    }
}
