/// How the other end finds the end of a body that is made while it is sent.
enum BodyCoding: Sendable {
    case chunked
    /// For HTTP/1.0: as it is, and the connection's end is the body's.
    case untilClose

    /// Appends a piece in its coding.
    func write(_ piece: [UInt8], to output: inout [UInt8]) {
        guard case .chunked = self else {
            output += piece
            return
        }
        output.reserveCapacity(output.count + piece.count + 20)
        output += String(piece.count, radix: 16).utf8
        output += [Bytes.carriageReturn, Bytes.lineFeed]
        output += piece
        output += [Bytes.carriageReturn, Bytes.lineFeed]
    }

    func writeEnd(to output: inout [UInt8]) {
        if case .chunked = self { output += "0\r\n\r\n".utf8 }
    }
}
