import Glibc
import HTTP
import Testing

/// Files over a real socket: whole, in parts, or not again.
@MainActor struct FileTests {
    /// A file of bytes that tell their place.
    private final class Temporary {
        let path: String
        let bytes: [UInt8]

        init(size: Int) throws {
            bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            var template = Array("/tmp/flint-file-XXXXXX".utf8CString)
            let descriptor = mkstemp(&template)
            try #require(descriptor >= 0)
            path = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
            var written = 0
            while written < size {
                written += bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            }
            close(descriptor)
        }

        deinit { unlink(path) }
    }

    private func serve(_ file: Temporary) throws -> Serving {
        let path = file.path
        return try Serving { _ in
            do {
                let file = try OpenFile(path: path, contentType: "image/png", etag: "v1")
                return Response(.ok, headers: ["cache-control": "private"], body: .file(file))
            } catch {
                return Response(.notFound)
            }
        }
    }

    @Test func `a file is sent whole, with its type, size and validators`() throws {
        let file = try Temporary(size: 3_000_000)
        let client = try serve(file).client(receiveBuffer: 65536)
        for _ in 0..<2 {
            let reply = try client.ask(get("/"))
            #expect(reply.status == 200)
            #expect(reply.body == file.bytes)
            #expect(reply.headers["content-type"] == "image/png")
            #expect(reply.headers["etag"] == "\"v1\"")
            #expect(reply.headers["accept-ranges"] == "bytes")
            #expect(reply.headers["cache-control"] == "private")
            #expect(reply.headers["last-modified"]?.hasSuffix("GMT") == true)
        }
    }

    @Test(arguments: [
        ("bytes=0-9", 206, 0..<10), ("bytes=10-", 206, 10..<1000), ("bytes=-10", 206, 990..<1000),
        ("bytes=990-5000", 206, 990..<1000), ("bytes=-5000", 206, 0..<1000), ("bytes=999-999", 206, 999..<1000),
        ("BYTES=0-0", 206, 0..<1), ("bytes=1000-", 416, 0..<0), ("bytes=-0", 416, 0..<0),
        ("bytes=99999999999999999999-", 416, 0..<0),
        ("bytes=0-9,20-29", 200, 0..<1000), ("bytes=9-0", 200, 0..<1000), ("bytes=a-b", 200, 0..<1000),
        ("bytes=-", 200, 0..<1000), ("lines=0-9", 200, 0..<1000), ("bytes=0-9-", 200, 0..<1000),
    ])
    func `a range gets its part`(range: String, status: Int, part: Range<Int>) throws {
        let file = try Temporary(size: 1000)
        let client = try serve(file).client()
        let reply = try client.ask(get("/", "Range: \(range)"))
        #expect(reply.status == status)
        #expect(reply.body == Array(file.bytes[part]))
        switch status {
        case 206: #expect(reply.headers["content-range"] == "bytes \(part.lowerBound)-\(part.upperBound - 1)/1000")
        case 416: #expect(reply.headers["content-range"] == "bytes */1000")
        default: #expect(reply.headers["content-range"] == nil)
        }
        #expect(try client.ask(get("/")).body == file.bytes)
    }

    @Test(arguments: [
        ("If-None-Match: \"v1\"", 304), ("If-None-Match: W/\"v1\"", 304), ("If-None-Match: \"v0\", \"v1\"", 304),
        ("If-None-Match: *", 304), ("If-None-Match: \"v0\"", 200), ("If-None-Match: v1", 200),
        ("Range: bytes=0-9\r\nIf-Range: \"v1\"", 206), ("Range: bytes=0-9\r\nIf-Range: \"v0\"", 200),
        ("Range: bytes=0-9\r\nIf-Range: W/\"v1\"", 200), ("Range: bytes=0-9\r\nIf-None-Match: \"v1\"", 304),
    ])
    func `a condition is met or not`(fields: String, status: Int) throws {
        let file = try Temporary(size: 100)
        let client = try serve(file).client()
        let reply = try client.ask(get("/", fields))
        #expect(reply.status == status)
        #expect(reply.headers["etag"] == "\"v1\"")
        if status == 304 {
            #expect(reply.headers["content-length"] == nil)
            #expect(reply.headers["content-type"] == nil)
        }
        #expect(try client.ask(get("/")).status == 200)
    }

    @Test func `a file is not sent again to who has it since it changed`() throws {
        let file = try Temporary(size: 100)
        let client = try serve(file).client()
        let modified = try #require(try client.ask(get("/")).headers["last-modified"])
        #expect(try client.ask(get("/", "If-Modified-Since: \(modified)")).status == 304)
        #expect(try client.ask(get("/", "If-Modified-Since: \(modified)", "If-None-Match: \"v0\"")).status == 200)
        #expect(try client.ask(get("/", "Range: bytes=0-9", "If-Range: \(modified)")).status == 206)
        #expect(try client.ask(get("/", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT")).status == 200)
    }

    @Test func `HEAD gets a file's head`() throws {
        let file = try Temporary(size: 100)
        let client = try serve(file).client()
        let reply = try client.ask("HEAD / HTTP/1.1\r\nHost: test\r\nRange: bytes=0-9\r\n\r\n")
        #expect(reply.status == 200)
        #expect(reply.headers["content-length"] == "100")
        #expect(try client.ask(get("/")).body.count == 100)
    }

    @Test func `an empty file is an empty body`() throws {
        let file = try Temporary(size: 0)
        let client = try serve(file).client()
        #expect(try client.ask(get("/")).headers["content-length"] == "0")
        #expect(try client.ask(get("/", "Range: bytes=0-")).status == 416)
    }

    @Test func `a folder or nothing cannot be opened as a file`() {
        #expect(throws: OpenFile.Failure.self) { try OpenFile(path: "/tmp", contentType: "a/b") }
        #expect(throws: OpenFile.Failure.self) { try OpenFile(path: "/tmp/flint-is-not-here", contentType: "a/b") }
    }
}
