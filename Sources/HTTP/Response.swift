/// What a handler answers.
package struct Response: Sendable {
    package var status: Status
    package var headers: Headers
    package var body: Body

    package enum Body: Sendable {
        case empty
        case bytes([UInt8])
        /// A file on disk, sent by the kernel; `Range`, `If-None-Match`, `If-Range` and `HEAD` are the server's business.
        case file(OpenFile)
        /// Chunks that the server pulls, the next one when the last has been taken by the socket; `nil` ends the body.
        case stream(next: @Sendable () async throws -> [UInt8]?)
        /// Server-sent events; the server writes `: keepalive` whenever nothing came for 15 seconds.
        case events(next: @Sendable () async throws -> ServerSentEvent?)
    }

    package init(_ status: Status, headers: Headers = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
