/// The first line of a request: what is wanted, of what, in which version.
struct RequestLine: Sendable, Equatable {
    var method: Method
    var path: String
    var query: String?
    var isHTTP11: Bool
}

extension RequestLine {
    /// Reads a line that stands without its CR LF.
    init(_ line: Span<UInt8>, targetLimit: Int) throws(HTTPError) {
        guard let methodEnd = Bytes.first(Bytes.space, in: line), methodEnd > 0 else { throw .malformedRequestLine }
        for index in 0..<methodEnd where !Bytes.isToken(line[index]) { throw .malformedRequestLine }
        let targetStart = methodEnd + 1
        guard let targetEnd = Bytes.first(Bytes.space, in: line, from: targetStart), targetEnd > targetStart else {
            throw .malformedRequestLine
        }
        isHTTP11 = try Self.version(line.extracting((targetEnd + 1)...))
        guard let method = Self.method(line.extracting(..<methodEnd)) else { throw .unknownMethod }
        self.method = method
        guard targetEnd - targetStart <= targetLimit else { throw .targetTooLong(limit: targetLimit) }
        (path, query) = try Self.target(line.extracting(targetStart..<targetEnd), of: method)
    }

    private static func version(_ word: Span<UInt8>) throws(HTTPError) -> Bool {
        if Bytes.equal(word, "HTTP/1.1") { return true }
        if Bytes.equal(word, "HTTP/1.0") { return false }
        guard word.count == 8, Bytes.equal(word.extracting(..<5), "HTTP/"), Bytes.isDigit(word[5]),
            word[6] == UInt8(ascii: "."), Bytes.isDigit(word[7])
        else { throw .malformedRequestLine }
        throw .versionNotSupported
    }

    private static func method(_ word: Span<UInt8>) -> Method? {
        if Bytes.equal(word, "GET") { return .get }
        if Bytes.equal(word, "POST") { return .post }
        if Bytes.equal(word, "HEAD") { return .head }
        if Bytes.equal(word, "PUT") { return .put }
        if Bytes.equal(word, "PATCH") { return .patch }
        if Bytes.equal(word, "DELETE") { return .delete }
        if Bytes.equal(word, "OPTIONS") { return .options }
        return nil
    }

    /// A path with its query, `*` for OPTIONS, or the whole URL that proxies are asked with, of which the path counts.
    private static func target(
        _ bytes: Span<UInt8>,
        of method: Method
    ) throws(HTTPError) -> (path: String, query: String?) {
        for index in bytes.indices where !Bytes.isTarget(bytes[index]) { throw .malformedTarget }
        if method == .options, bytes.count == 1, bytes[0] == UInt8(ascii: "*") { return ("*", nil) }
        var start = 0
        if bytes[0] != Bytes.slash {
            start = try authorityEnd(bytes)
        }
        let question = Bytes.first(Bytes.question, in: bytes, from: start)
        let path = bytes.extracting(start..<(question ?? bytes.count))
        return (
            path.isEmpty ? "/" : Bytes.text(path),
            question.map { Bytes.text(bytes.extracting(($0 + 1)...)) }
        )
    }

    /// Where the path of a whole URL begins.
    private static func authorityEnd(_ bytes: Span<UInt8>) throws(HTTPError) -> Int {
        var start = 0
        if bytes.count > 7, Bytes.equal(bytes.extracting(..<7), "http://") { start = 7 }
        if bytes.count > 8, Bytes.equal(bytes.extracting(..<8), "https://") { start = 8 }
        guard start > 0 else { throw .malformedTarget }
        var end = start
        while end < bytes.count, Bytes.isHost(bytes[end]) { end += 1 }
        guard end > start, end == bytes.count || bytes[end] == Bytes.slash || bytes[end] == Bytes.question else {
            throw .malformedTarget
        }
        return end
    }
}
