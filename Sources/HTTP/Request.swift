/// A request whose head has been read; its body is pulled when the handler asks for it.
package struct Request: Sendable {
    package var method: Method
    /// The path as sent, percent escapes and all, without the query.
    package var path: String
    /// What follows the `?`, as sent.
    package var query: String?
    package var headers: Headers
    package var body: RequestBody
    /// The address of the other end, `127.0.0.1`, `::1` or `unix`, without its port.
    package var peer: String

    package init(
        method: Method,
        path: String,
        query: String? = nil,
        headers: Headers = [:],
        body: RequestBody = RequestBody(bytes: []),
        peer: String = "unix"
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.peer = peer
    }
}

/// The methods that the server knows; any other is answered 501 before a handler sees it.
package enum Method: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
}
