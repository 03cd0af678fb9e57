/// Percent escapes in paths and queries.
package enum PercentEncoding {
    /// A segment of a path, decoded; `nil` where an escape is broken, is not UTF-8, or hides what the path's
    /// structure depends on: a slash, a NUL, a segment of dots.
    static func decodedSegment(_ segment: Substring) -> String? {
        guard segment.utf8.contains(UInt8(ascii: "%")) else {
            return segment == "." || segment == ".." ? nil : String(segment)
        }
        guard let text = decoded(segment), text != ".", text != "..",
            !text.utf8.contains(where: { $0 == Bytes.slash || $0 == 0 })
        else { return nil }
        return text
    }

    /// The text with its escapes replaced; `nil` where one is broken or the result is not UTF-8.
    /// In the query of a form a plus is a space.
    package static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(Bytes.hexDigit), let low = rest.next().flatMap(Bytes.hexDigit)
                else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(Bytes.space)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
