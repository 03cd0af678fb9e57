/// The head of a response, as it is written.
struct ResponseHead {
    var status: Status
    var headers: Headers
    var length: Length
    var keepsAlive: Bool
    var isHTTP11: Bool

    enum Length {
        case bytes(Int)
        case coded(BodyCoding)
        /// The status forbids a body, or the handler says itself what a GET would have given.
        case unsaid
    }

    /// Writes it; `date` is the whole line of the `Date` field.
    func write(to output: inout [UInt8], date: [UInt8]) {
        output += "HTTP/1.1 ".utf8
        Self.write(status.code, to: &output)
        output.append(Bytes.space)
        output += status.reason.utf8
        output += "\r\n".utf8
        output += date
        switch length {
        case .bytes(let count):
            output += "content-length: ".utf8
            Self.write(count, to: &output)
            output += "\r\n".utf8
        case .coded(.chunked): output += "transfer-encoding: chunked\r\n".utf8
        case .coded(.untilClose), .unsaid: break
        }
        if !keepsAlive {
            output += "connection: close\r\n".utf8
        } else if !isHTTP11 {
            output += "connection: keep-alive\r\n".utf8
        }
        for (name, value) in headers where !isOurs(name) { Self.write(name, value, to: &output) }
        output += "\r\n".utf8
    }

    /// Writes a refusal that ends its connection; it has bytes for a body, or none.
    static func writeRefusal(_ refusal: Response, to output: inout Output, date: [UInt8]) {
        if case .bytes(let bytes) = refusal.body { output.body = bytes }
        let head = ResponseHead(
            status: refusal.status,
            headers: refusal.headers,
            length: .bytes(output.body.count),
            keepsAlive: false,
            isHTTP11: true
        )
        head.write(to: &output.head, date: date)
    }

    /// Framing, the connection and the date are the server's business.
    private func isOurs(_ name: String) -> Bool {
        switch name {
        case "transfer-encoding", "connection", "date", "keep-alive": true
        case "content-length": if case .unsaid = length { status.isBodiless } else { true }
        default: false
        }
    }

    /// A line break in a value would start a field of somebody else's choosing: controls become spaces.
    private static func write(_ name: String, _ value: String, to output: inout [UInt8]) {
        precondition(name.utf8.allSatisfy(Bytes.isToken) && !name.isEmpty, "not a header name")
        output += name.utf8
        output += ": ".utf8
        if value.utf8.allSatisfy(Bytes.isFieldValue) {
            output += value.utf8
        } else {
            output += value.utf8.lazy.map { Bytes.isFieldValue($0) ? $0 : Bytes.space }
        }
        output += "\r\n".utf8
    }

    private static func write(_ number: Int, to output: inout [UInt8]) {
        output += String(number).utf8
    }
}
