/// A form with files, as `multipart/form-data` (RFC 7578).
struct Multipart {
    private let boundary: String
    private var bytes: [UInt8] = []

    /// The boundary is long and random, so that it stands in no picture.
    init(boundary: String = "flint-\(UInt64.random(in: 0...UInt64.max))-\(UInt64.random(in: 0...UInt64.max))") {
        self.boundary = boundary
    }

    var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    var body: [UInt8] { bytes + Array("--\(boundary)--\r\n".utf8) }

    mutating func add(_ name: String, _ value: String) {
        begin(name, more: "")
        bytes += Array(value.utf8) + [0x0D, 0x0A]
    }

    mutating func add(_ name: String, file: String, type: String, _ content: [UInt8]) {
        begin(name, more: "; filename=\"\(file)\"\r\nContent-Type: \(type)")
        bytes += content
        bytes += [0x0D, 0x0A]
    }

    private mutating func begin(_ name: String, more: String) {
        bytes += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\(more)\r\n\r\n".utf8)
    }
}
