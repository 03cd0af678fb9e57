/// Puts an answer's head together, line by line.
struct HeadReader {
    /// Bytes of all lines together; libcurl limits a single line only.
    static let limit = 64 << 10

    private(set) var head: WebHead?
    private var draft: WebHead?
    private var size = 0

    /// `line`: as it came, with its end.
    mutating func take(_ line: Span<UInt8>) throws(WebError) {
        size += line.count
        guard size <= Self.limit else { throw .headTooLarge(limit: Self.limit) }
        // What follows the body are trailers, which nobody asked for.
        guard head == nil else { return }
        let text = String(decoding: line.withUnsafeBufferPointer { Array($0) }, as: UTF8.self)
        if draft == nil {
            draft = WebHead(status: try status(text), headers: [:])
        } else if text.allSatisfy(\.isNewline) {
            // `100 Continue` and its like announce the real head.
            if let draft, draft.status >= 200 { head = draft }
            draft = nil
        } else if let colon = text.firstIndex(of: ":") {
            let name = String(text[..<colon])
            let value = trimmed(text[text.index(after: colon)...])
            draft?.headers.append(name, value)
        }
    }

    /// `HTTP/1.1 200 OK`
    private func status(_ line: String) throws(WebError) -> Int {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), let status = Int(words[1]), (100..<600).contains(status)
        else { throw .malformedAnswer }
        return status
    }

    private func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
