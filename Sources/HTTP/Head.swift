/// The head of a request, read and found valid.
struct Head: Sendable, Equatable {
    var method: Method
    var path: String
    var query: String?
    /// 1.1, or else 1.0.
    var isHTTP11: Bool
    var headers: Headers
    var framing: Framing
    /// Whether the client wants to go on with this connection.
    var keepsAlive: Bool
    /// Whether the client waits for a `100 Continue` before it sends the body.
    var expectsContinue: Bool

    /// How the end of the body is known.
    enum Framing: Sendable, Equatable {
        case length(Int)
        case chunked
    }
}

extension Head {
    /// Draws from the fields what concerns the connection, and refuses what could be understood in two ways.
    init(line: RequestLine, headers: Headers) throws(HTTPError) {
        var hosts = 0
        var length: Int?
        var isChunked = false
        var closes = false
        var keepsAlive = false
        var expectsContinue = false
        for (name, value) in headers {
            switch name {
            case "host":
                hosts += 1
                guard value.utf8.allSatisfy(Bytes.isHost) else { throw .malformedField }
            case "content-length":
                // Even twice the same: other readers refuse that, or take the one or the other.
                guard length == nil else { throw .severalLengths }
                length = try Self.length(value)
            case "transfer-encoding":
                guard !isChunked, line.isHTTP11, value.lowercased() == "chunked" else { throw .unknownTransferCoding }
                isChunked = true
            case "connection":
                for word in value.lowercased().split(separator: ",") {
                    switch word.trimmingPrefix(while: \.isWhitespace).prefix(while: { !$0.isWhitespace }) {
                    case "close": closes = true
                    case "keep-alive": keepsAlive = true
                    default: break
                    }
                }
            case "expect" where line.isHTTP11:
                guard value.lowercased() == "100-continue" else { throw .unknownExpectation }
                expectsContinue = true
            default: break
            }
        }
        if hosts > 1 { throw .severalHosts }
        if hosts == 0, line.isHTTP11 { throw .missingHost }
        if isChunked, length != nil { throw .lengthWithTransferCoding }
        self.init(
            method: line.method,
            path: line.path,
            query: line.query,
            isHTTP11: line.isHTTP11,
            headers: headers,
            framing: isChunked ? .chunked : .length(length ?? 0),
            keepsAlive: line.isHTTP11 ? !closes : keepsAlive && !closes,
            expectsContinue: expectsContinue && (isChunked || length ?? 0 > 0)
        )
    }

    private static func length(_ value: String) throws(HTTPError) -> Int {
        guard (1...19).contains(value.utf8.count), value.utf8.allSatisfy(Bytes.isDigit), let length = Int(value) else {
            throw .malformedLength
        }
        return length
    }
}
