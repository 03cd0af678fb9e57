/// A request to another server, and how much of its answer is welcome.
package struct WebRequest: Sendable {
    package var method: Method
    package var url: String
    package var headers: WebHeaders
    package var body: [UInt8]
    package var limits: Limits
    /// Whether a redirect is followed; if not, it is the answer.
    package var followsRedirects: Bool
    /// Whether it must not reach the server twice: it gets a connection of its own then, since what is sent on a kept one that turns out to be dead is
    /// sent again.
    package var isSentOnce = false

    package init(
        _ method: Method = .get,
        _ url: String,
        headers: WebHeaders = [:],
        body: [UInt8] = [],
        limits: Limits = Limits(),
        followsRedirects: Bool = true
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
        self.followsRedirects = followsRedirects
    }

    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    package struct Limits: Sendable {
        /// Bytes of the answer's body.
        package var body: Int
        /// From the first step to the last byte, all redirects together.
        package var total: Duration
        /// For the name, the connection and TLS together, of each hop.
        package var connect: Duration
        /// `nil` for servers that think before they answer: silence is slowness, too.
        package var minimumRate: Rate?
        package var redirects: Int

        package init(
            body: Int = 10 << 20,
            total: Duration = .seconds(60),
            connect: Duration = .seconds(10),
            minimumRate: Rate? = nil,
            redirects: Int = 3
        ) {
            self.body = body
            self.total = total
            self.connect = connect
            self.minimumRate = minimumRate
            self.redirects = redirects
        }
    }

    /// The slowest that a server may be.
    package struct Rate: Sendable, Equatable {
        package var bytesPerSecond: Int
        /// How long it may be slower than that; whole seconds.
        package var patience: Duration

        package init(bytesPerSecond: Int, patience: Duration) {
            self.bytesPerSecond = bytesPerSecond
            self.patience = patience
        }
    }
}
