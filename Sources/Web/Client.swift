import Curl

/// Sends requests to other servers.
///
/// One client is one policy: its route and guard judge every connection, and connections are kept for its own requests only.
/// So a service has several: one for the URLs of strangers, one for what the settings name.
package final class Client: Sendable {
    package struct Configuration: Sendable {
        package var route: Route
        package var userAgent: String
        /// A file with the certificates to trust in place of the system's.
        package var certificates: String?
        /// How many connections stay open while nobody uses them.
        package var keptConnections: Int
        /// Stands in for the name server in tests; asked once for each hop, `nil` leaves the name to the system.
        package var resolve: (@Sendable (_ host: String) -> [String]?)?

        package init(
            route: Route = .direct(Guard()),
            userAgent: String = "Flint",
            certificates: String? = nil,
            keptConnections: Int = 32,
            resolve: (@Sendable (_ host: String) -> [String]?)? = nil
        ) {
            self.route = route
            self.userAgent = userAgent
            self.certificates = certificates
            self.keptConnections = keptConnections
            self.resolve = resolve
        }
    }

    /// A proxy connects where it likes, so there is either a guard or a proxy.
    package enum Route: Sendable {
        case direct(Guard)
        /// `http://user:password@host:port`; the environment's own proxy is never used.
        case proxy(String)

        /// `address`: as it stands in a packet.
        func permits(_ address: [UInt8]) -> Bool {
            guard case .direct(let policy) = self else { return true }
            guard let address = IPAddress(networkBytes: address) else { return false }
            return policy.permits(address)
        }
    }

    private let configuration: Configuration
    private let loop: TransferLoop

    package init(_ configuration: Configuration = Configuration()) throws(WebError) {
        self.configuration = configuration
        do throws(CurlError) {
            loop = try TransferLoop(kept: configuration.keptConnections)
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// The whole answer.
    package func send(_ request: WebRequest) async throws(WebError) -> WebResponse {
        let (head, download) = try await answer(to: request, inPieces: false)
        return WebResponse(head: head, body: try await download.rest())
    }

    /// Lends the answer while its body still comes; what is left of it when `body` returns is not fetched.
    package func stream<Result>(
        _ request: WebRequest,
        _ body: (WebStream) async throws -> Result
    ) async throws -> Result {
        let (head, download) = try await answer(to: request, inPieces: true)
        defer { download.cancel() }
        return try await body(WebStream(head: head, download: download))
    }

    /// Goes from hop to hop until there is an answer that is no redirect.
    private func answer(
        to request: WebRequest,
        inPieces: Bool
    ) async throws(WebError) -> (head: WebHead, download: Download) {
        let clock = ContinuousClock()
        let deadline = clock.now + request.limits.total
        var hop = try Hop(request)
        var redirects = 0
        while true {
            let time = clock.now.duration(to: deadline)
            guard time > .zero else { throw .timedOut(after: request.limits.total) }
            var exchange = exchange(for: hop, within: time, request.limits)
            exchange.isFresh = request.isSentOnce
            let download = Download(
                of: exchange,
                limits: request.limits,
                inPieces: inPieces,
                over: configuration.route,
                on: loop
            )
            let head = try await download.head()
            guard request.followsRedirects, let next = try nextHop(hop, after: head, dropping: download) else {
                return (head, download)
            }
            redirects += 1
            guard redirects <= request.limits.redirects else {
                download.cancel()
                throw .tooManyRedirects(limit: request.limits.redirects)
            }
            try await download.drain()
            hop = next
        }
    }

    private func nextHop(_ hop: Hop, after head: WebHead, dropping download: Download) throws(WebError) -> Hop? {
        do throws(WebError) {
            return try hop.next(after: head)
        } catch {
            download.cancel()
            throw error
        }
    }

    private func exchange(for hop: Hop, within time: Duration, _ limits: WebRequest.Limits) -> Exchange {
        var proxy: String?
        if case .proxy(let url) = configuration.route { proxy = url }
        return Exchange(
            url: hop.url,
            method: hop.method.rawValue,
            headers: hop.lines(userAgent: configuration.userAgent),
            body: hop.body,
            totalTime: time,
            connectTime: limits.connect,
            minimumRate: limits.minimumRate.map { ($0.bytesPerSecond, $0.patience) },
            proxy: proxy,
            certificates: configuration.certificates,
            addresses: configuration.resolve?(hop.url.host)
        )
    }
}

extension Client.Route: CustomStringConvertible {
    /// Without the proxy's URL, which may hold a password.
    package var description: String {
        switch self {
        case .direct: "direct"
        case .proxy: "proxy •••"
        }
    }
}
