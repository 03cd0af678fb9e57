/// Why the server, or the router, will not serve a request.
package enum HTTPError: Error, Sendable, Equatable {
    // The head.
    case malformedRequestLine
    case malformedTarget
    case malformedField
    case bareLineBreak
    case foldedField
    case missingHost
    case severalHosts
    case headersTooLarge(limit: Int)
    case tooManyFields(limit: Int)
    case targetTooLong(limit: Int)
    case unknownMethod
    case versionNotSupported
    case unknownExpectation
    case headTimeout

    // The body.
    case malformedLength
    case severalLengths
    case lengthWithTransferCoding
    case unknownTransferCoding
    case malformedChunk
    case payloadTooLarge(limit: Int)
    case bodyTooSlow
    /// The client closed its connection before the request was complete or answered.
    case disconnected

    // The way to a handler.
    case malformedPath
    case notFound
    case methodNotAllowed(allowed: [Method])

    // The server's own state.
    case tooManyConnections
    case tooManyConnectionsFromAddress

    package var status: Status {
        switch self {
        case .malformedRequestLine, .malformedTarget, .malformedField, .bareLineBreak, .foldedField, .missingHost,
            .severalHosts, .malformedLength, .severalLengths, .lengthWithTransferCoding, .unknownTransferCoding,
            .malformedChunk, .malformedPath:
            .badRequest
        case .headersTooLarge, .tooManyFields: .headersTooLarge
        case .targetTooLong: .uriTooLong
        case .unknownMethod: .notImplemented
        case .versionNotSupported: .versionNotSupported
        case .unknownExpectation: .expectationFailed
        case .headTimeout, .bodyTooSlow: .requestTimeout
        case .payloadTooLarge: .payloadTooLarge
        case .disconnected: .clientClosedRequest
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .tooManyConnections: .serviceUnavailable
        case .tooManyConnectionsFromAddress: .tooManyRequests
        }
    }

    /// The word for it in an error document.
    package var code: String {
        switch self {
        case .headersTooLarge, .tooManyFields: "headers_too_large"
        case .targetTooLong: "uri_too_long"
        case .unknownMethod: "not_implemented"
        case .versionNotSupported: "version_not_supported"
        case .unknownExpectation: "expectation_failed"
        case .headTimeout, .bodyTooSlow: "request_timeout"
        case .payloadTooLarge: "payload_too_large"
        case .disconnected: "client_closed_request"
        case .notFound: "not_found"
        case .methodNotAllowed: "method_not_allowed"
        case .tooManyConnections: "unavailable"
        case .tooManyConnectionsFromAddress: "too_many_connections"
        default: "invalid_request"
        }
    }

    /// One sentence for the client.
    package var message: String {
        switch self {
        case .malformedRequestLine: "The request line is not of the form METHOD TARGET HTTP/1.1."
        case .malformedTarget: "The request target is neither a path nor an http URL."
        case .malformedField: "A header field is malformed: its name, its colon or a control character in its value."
        case .bareLineBreak: "A line of the head contains a CR or LF alone; lines end with CR LF."
        case .foldedField: "A header field is folded over several lines, which HTTP/1.1 has abolished."
        case .missingHost: "An HTTP/1.1 request needs a Host header."
        case .severalHosts: "The request has more than one Host header."
        case .headersTooLarge(let limit): "The head of the request is larger than \(limit) bytes."
        case .tooManyFields(let limit): "The request has more than \(limit) header fields."
        case .targetTooLong(let limit): "The request target is longer than \(limit) bytes."
        case .unknownMethod: "The server does not know this method."
        case .versionNotSupported: "The server speaks HTTP/1.1 and HTTP/1.0 only."
        case .unknownExpectation: "The only expectation the server can meet is 100-continue."
        case .headTimeout: "The head of the request did not arrive in time."
        case .malformedLength: "Content-Length is not a number of 1 to 19 digits."
        case .severalLengths: "The request has more than one Content-Length."
        case .lengthWithTransferCoding: "The request has both Transfer-Encoding and Content-Length."
        case .unknownTransferCoding: "The only transfer coding the server accepts is chunked, in HTTP/1.1."
        case .malformedChunk: "The chunked coding of the body is malformed."
        case .payloadTooLarge(let limit): "The body is larger than \(limit) bytes."
        case .bodyTooSlow: "The body arrived too slowly."
        case .disconnected: "The client closed the connection before the request was complete."
        case .malformedPath: "The path contains an invalid percent escape or a forbidden character."
        case .notFound: "There is nothing at this path."
        case .methodNotAllowed(let allowed):
            "This path answers \(allowed.map(\.rawValue).joined(separator: ", ")) only."
        case .tooManyConnections: "The server has as many connections as it can serve; try again later."
        case .tooManyConnectionsFromAddress: "There are too many connections from this address."
        }
    }

    /// The refusal in plain text, for servers whose documents have no shape of their own.
    package static func plainText(_ error: HTTPError) -> Response {
        var response = Response(
            error.status,
            headers: ["content-type": "text/plain; charset=utf-8"],
            body: .bytes(Array((error.message + "\n").utf8))
        )
        error.describe(in: &response.headers)
        return response
    }

    /// Adds the fields that a status demands, whatever the shape of the document.
    func describe(in headers: inout Headers) {
        if case .methodNotAllowed(let allowed) = self {
            headers["allow"] = allowed.map(\.rawValue).joined(separator: ", ")
        }
    }
}
