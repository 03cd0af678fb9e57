import Testing

@testable import HTTP

/// The rules of heads, without a socket.
struct HeadParserTests {
    private let request = "\r\nPOST /a?b HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nX: y\r\n\r\n"

    @Test func `a head is the same in one piece and in any two`() throws {
        let bytes = Array(request.utf8)
        var whole = HeadParser(limits: .init())
        let (consumed, expected) = try whole.parse(bytes.span)
        #expect(consumed == bytes.count)
        let head = try #require(expected)
        #expect(head.path == "/a")
        #expect(head.query == "b")
        #expect(head.framing == .length(5))
        for split in 1..<bytes.count {
            var parser = HeadParser(limits: .init())
            let first = Array(bytes[..<split])
            let (used, none) = try parser.parse(first.span)
            #expect(none == nil)
            #expect(parser.hasBegun)
            let rest = Array(bytes[used...])
            let (_, head) = try parser.parse(rest.span)
            #expect(head == expected)
            #expect(!parser.hasBegun)
        }
    }

    @Test func `what follows a head is left alone`() throws {
        var parser = HeadParser(limits: .init())
        let bytes = Array((request + "hello" + request).utf8)
        let (consumed, _) = try parser.parse(bytes.span)
        #expect(consumed == request.utf8.count)
    }

    @Test(arguments: [
        ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: close\r\n", false),
        ("HTTP/1.1", "Connection: a, CLOSE ,b\r\n", false),
        ("HTTP/1.1", "Connection: closed\r\n", true), ("HTTP/1.0", "", false),
        ("HTTP/1.0", "Connection: Keep-Alive\r\n", true),
        ("HTTP/1.0", "Connection: keep-alive, close\r\n", false),
    ])
    func `a connection is kept as its client says`(version: String, fields: String, isKept: Bool) throws {
        var parser = HeadParser(limits: .init())
        let bytes = Array("GET / \(version)\r\nHost: test\r\n\(fields)\r\n".utf8)
        #expect(try parser.parse(bytes.span).head?.keepsAlive == isKept)
    }

    @Test func `values that are not UTF-8 are repaired`() throws {
        var parser = HeadParser(limits: .init())
        let bytes = Array("GET / HTTP/1.1\r\nHost: test\r\nX: é".utf8) + [0xFF] + Array("\r\n\r\n".utf8)
        #expect(try parser.parse(bytes.span).head?.headers["x"] == "é\u{FFFD}")
    }
}
