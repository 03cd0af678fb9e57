/// One line `name: value` of a head or a trailer.
enum FieldLine {
    /// Reads a line that stands without its CR LF.
    static func parse(_ line: Span<UInt8>) throws(HTTPError) -> (name: String, value: String) {
        if line[0] == Bytes.space || line[0] == Bytes.tab { throw .foldedField }
        var colon = 0
        while colon < line.count, Bytes.isToken(line[colon]) { colon += 1 }
        guard colon > 0, colon < line.count, line[colon] == Bytes.colon else { throw .malformedField }
        var start = colon + 1
        var end = line.count
        while start < end, isBlank(line[start]) { start += 1 }
        while end > start, isBlank(line[end - 1]) { end -= 1 }
        for index in start..<end where !Bytes.isFieldValue(line[index]) {
            throw line[index] == Bytes.carriageReturn ? .bareLineBreak : .malformedField
        }
        return (Bytes.lowercasedText(line.extracting(..<colon)), Bytes.text(line.extracting(start..<end)))
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == Bytes.space || byte == Bytes.tab }
}
