/// Reads the heads of requests, line by line, as bytes come; it does no input itself.
///
/// Strict on purpose: a head that two readers could understand differently is how requests are smuggled past a proxy.
struct HeadParser {
    struct Limits: Sendable, Equatable {
        /// Of the whole head, in bytes.
        var head = 32 * 1024
        var fields = 100
        /// Of the target, in bytes.
        var target = 8 * 1024
    }

    private let limits: Limits
    private var line: RequestLine?
    private var headers = Headers()
    /// Bytes of this head that were in complete lines.
    private var taken = 0
    /// Bytes after them in which there is no line feed.
    private var searched = 0

    init(limits: Limits) {
        self.limits = limits
    }

    /// Whether a head has begun to arrive.
    var hasBegun: Bool { taken > 0 || searched > 0 }

    /// Takes the complete lines at the beginning of `bytes` and says how many bytes they were; the rest is to be
    /// presented again, with more behind it. With the line that ends the head comes the head.
    mutating func parse(_ bytes: Span<UInt8>) throws(HTTPError) -> (consumed: Int, head: Head?) {
        var start = 0
        while true {
            guard let end = Bytes.first(Bytes.lineFeed, in: bytes, from: start + searched) else {
                try checkBeginning(ofLine: bytes.extracting(start...))
                searched = bytes.count - start
                try checkSize(ofLine: searched)
                return (start, nil)
            }
            searched = 0
            try checkSize(ofLine: end + 1 - start)
            guard end > start, bytes[end - 1] == Bytes.carriageReturn else { throw .bareLineBreak }
            let text = bytes.extracting(start..<(end - 1))
            taken += end + 1 - start
            start = end + 1
            guard let line else {
                if text.isEmpty {
                    // One empty line before a request is what old clients sent after a body.
                    guard taken == 2 else { throw .malformedRequestLine }
                } else {
                    line = try RequestLine(text, targetLimit: limits.target)
                }
                continue
            }
            guard text.isEmpty else {
                guard headers.count < limits.fields else { throw .tooManyFields(limit: limits.fields) }
                let field = try FieldLine.parse(text)
                headers.add(lowercased: field.name, field.value)
                continue
            }
            let head = try Head(line: line, headers: headers)
            self = HeadParser(limits: limits)
            return (start, head)
        }
    }

    /// What can be no request is refused before its line ends: a handshake of TLS has no lines.
    private func checkBeginning(ofLine bytes: Span<UInt8>) throws(HTTPError) {
        guard let first = bytes.isEmpty ? nil : bytes[0] else { return }
        if line == nil, !Bytes.isToken(first), first != Bytes.carriageReturn { throw .malformedRequestLine }
        if let end = Bytes.first(Bytes.carriageReturn, in: bytes, from: max(0, searched - 1)), end < bytes.count - 1 {
            throw .bareLineBreak
        }
    }

    private func checkSize(ofLine count: Int) throws(HTTPError) {
        // Room for the method and the version around the target.
        if line == nil, count > limits.target + 32 { throw .targetTooLong(limit: limits.target) }
        if taken + count > limits.head { throw .headersTooLarge(limit: limits.head) }
    }
}
