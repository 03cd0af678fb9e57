/// One HTTP request as libcurl is told about it: a single hop, nothing followed.
package struct Exchange: Sendable {
    package var url: ParsedURL
    package var method: String
    /// Whole lines without their ends, `Name: value`, checked by the caller.
    package var headers: [String]
    package var body: [UInt8]
    /// From the start to the last byte.
    package var totalTime: Duration
    /// For the name, the connection and TLS together.
    package var connectTime: Duration
    /// The transfer ends when it brings fewer bytes than that a second for `patience` long.
    package var minimumRate: (bytesPerSecond: Int, patience: Duration)?
    /// The proxy to go through; `nil` goes straight, whatever the environment says.
    package var proxy: String?
    /// A file with the certificates to trust in place of the system's.
    package var certificates: String?
    /// Addresses that stand in for what the name resolves to.
    package var addresses: [String]?
    /// Whether it gets a connection of its own: what goes out on a kept one is sent again when that turns out to be dead.
    package var isFresh = false

    package init(
        url: ParsedURL,
        method: String,
        headers: [String] = [],
        body: [UInt8] = [],
        totalTime: Duration,
        connectTime: Duration,
        minimumRate: (bytesPerSecond: Int, patience: Duration)? = nil,
        proxy: String? = nil,
        certificates: String? = nil,
        addresses: [String]? = nil
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
        self.totalTime = totalTime
        self.connectTime = connectTime
        self.minimumRate = minimumRate
        self.proxy = proxy
        self.certificates = certificates
        self.addresses = addresses
    }
}

/// Who takes what comes back. Everything is called on the loop's thread and must not block it.
package protocol Receiver: AnyObject, Sendable {
    /// Whether a connection may be opened to this address (4 or 16 bytes, network order).
    ///
    /// Asked after the name is resolved and before a socket exists, for each address of a name by itself; what is refused
    /// here never sees a packet.
    func allowsConnection(to address: [UInt8]) -> Bool

    /// A line of the answer's head, or of its trailers, with its end; `false` ends the transfer.
    func received(line: Span<UInt8>) -> Bool

    func received(body: Span<UInt8>) -> Flow

    /// The last call, made exactly once.
    func ended(_ failure: CurlError?)
}

/// What a receiver says to a piece of the body.
package enum Flow: Sendable {
    case take
    /// The same piece comes again after `resume`.
    case pause
    case stop
}
