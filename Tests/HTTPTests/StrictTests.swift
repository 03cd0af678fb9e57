import HTTP
import Testing

/// What a request must not be, over a real socket: each row is answered with its status, and the connection ends.
@MainActor struct StrictTests {
    nonisolated struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let status: Int
        let request: String

        init(_ description: String, _ status: Int, _ request: String) {
            testDescription = description
            self.status = status
            self.request = request
        }
    }

    nonisolated static let rows = [
        Row("Transfer-Encoding with Content-Length", 400, chunked("Content-Length: 5\r\nTransfer-Encoding: chunked")),
        Row("Content-Length with Transfer-Encoding", 400, chunked("Transfer-Encoding: chunked\r\nContent-Length: 5")),
        Row("a coding that only contains chunked", 400, chunked("Transfer-Encoding: xchunked")),
        Row("two codings", 400, chunked("Transfer-Encoding: gzip, chunked")),
        Row("identity", 400, chunked("Transfer-Encoding: identity")),
        Row("chunked twice", 400, chunked("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")),
        Row("an empty coding", 400, chunked("Transfer-Encoding:")),
        Row("chunked in quotes", 400, chunked("Transfer-Encoding: \"chunked\"")),
        Row("chunked in HTTP/1.0", 400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Row("two lengths that differ", 400, field("Content-Length: 5\r\nContent-Length: 6")),
        Row("a length said twice", 400, field("Content-Length: 5\r\nContent-Length: 5")),
        Row("a list of lengths", 400, field("Content-Length: 5, 5")),
        Row("a length with a sign", 400, field("Content-Length: +5")),
        Row("a negative length", 400, field("Content-Length: -1")),
        Row("a length in hexadecimal", 400, field("Content-Length: 0x5")),
        Row("an empty length", 400, field("Content-Length:")),
        Row("a length of 20 digits", 400, field("Content-Length: 00000000000000000005")),
        Row("a length beyond 63 bits", 400, field("Content-Length: 9999999999999999999")),
        Row("space before the colon", 400, field("Content-Length : 5")),
        Row("tab before the colon", 400, field("Name\t: 5")),
        Row("no colon", 400, field("Name")),
        Row("no name", 400, field(": value")),
        Row("a name with a space", 400, field("Na me: value")),
        Row("a name beyond ASCII", 400, field("Näme: value")),
        Row("a folded field", 400, field("Name: a\r\n b")),
        Row("a fold in the first field", 400, "GET / HTTP/1.1\r\n Host: test\r\n\r\n"),
        Row("a bare LF", 400, "GET / HTTP/1.1\nHost: test\n\n"),
        Row("a bare LF after a field", 400, field("Name: value\nOther: value")),
        Row("a bare CR in a value", 400, field("Name: a\rb")),
        Row("a NUL in a value", 400, field("Name: a\0b")),
        Row("another control in a value", 400, field("Name: a\u{1}b")),
        Row("a DEL in a value", 400, field("Name: a\u{7F}b")),
        Row("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
        Row("two Hosts", 400, field("Host: test")),
        Row("a Host with a space", 400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        Row("two Hosts in HTTP/1.0", 400, "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
        Row("no version", 400, "GET /\r\n\r\n"),
        Row("two spaces", 400, "GET  / HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("a space at the end", 400, "GET / HTTP/1.1 \r\nHost: test\r\n\r\n"),
        Row("a tab for a space", 400, "GET\t/ HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("a version in lower case", 400, "GET / http/1.1\r\nHost: test\r\n\r\n"),
        Row("a target without a slash", 400, "GET path HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("a target with a fragment", 400, "GET /a#b HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("a target beyond ASCII", 400, "GET /ä HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("a NUL in the target", 400, "GET /a\0b HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("a target of another scheme", 400, "GET ftp://test/ HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("an asterisk but for OPTIONS", 400, "GET * HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("a TLS handshake", 400, "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{FC}\u{3}\u{3}\n"),
        Row("a method nobody knows", 501, "BREW / HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("a method in lower case", 501, "get / HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("CONNECT", 501, "CONNECT test:443 HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        Row("HTTP/1.2", 505, "GET / HTTP/1.2\r\nHost: test\r\n\r\n"),
        Row("HTTP/0.9", 505, "GET / HTTP/0.9\r\n\r\n"),
        Row("an expectation nobody knows", 417, field("Expect: a miracle")),
        Row("a target over 8 KB", 414, "GET /\(String(repeating: "a", count: 8192)) HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("a target without an end", 414, "GET /\(String(repeating: "a", count: 10_000))"),
        Row("a field over 32 KB", 431, field("Name: \(String(repeating: "a", count: 33_000))")),
        Row("a field without an end", 431, "GET / HTTP/1.1\r\nName: \(String(repeating: "a", count: 40_000))"),
        Row("101 fields", 431, field((1...100).map { "Name\($0): a" }.joined(separator: "\r\n"))),
        Row("two empty lines before a request", 400, "\r\n\r\nGET / HTTP/1.1\r\nHost: test\r\n\r\n"),
        Row("a CR alone in a line without an end", 400, "GET / HTTP/1.1\r\nName: a\rb"),
        Row("a TLS handshake without a line", 400, "\u{16}\u{3}\u{1}\u{2}"),
    ]

    nonisolated static func field(_ field: String) -> String { "POST / HTTP/1.1\r\nHost: test\r\n\(field)\r\n\r\n" }
    nonisolated static func chunked(_ fields: String) -> String { field(fields) + "0\r\n\r\n" }

    @Test(arguments: rows)
    func `is refused, and the connection ends`(row: Row) throws {
        let serving = try Serving(handler: echo)
        let client = try serving.client()
        try client.send(row.request)
        let reply = try client.readReply()
        #expect(reply.status == row.status)
        #expect(reply.headers["connection"] == "close")
        #expect(reply.text.hasSuffix(".\n"))
        #expect(try client.isClosedByServer())
        #expect(serving.server.counters.requests == 0)
    }

    @Test(arguments: [
        "5\nhello\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "5\r\nhello\r0\r\n\r\n",
        "\r\nhello\r\n",
        "g\r\n", "-5\r\nhello\r\n", "0x5\r\nhello\r\n", " 5\r\nhello\r\n", "5 \r\nhello\r\n", "5 ;a\r\nhello\r\n",
        "00000000000000005\r\nhello\r\n0\r\n\r\n", "8000000000000000\r\nhello",
        "5;\(String(repeating: "a", count: 257))\r\n",
        "5;a\nb\r\nhello\r\n", "5;a\0\r\nhello\r\n", "5\r\nhello\r\n0\r\nbad trailer\r\n\r\n", "0\r\nName: value\n\n",
    ])
    func `a bad chunk is refused, and the connection ends`(body: String) throws {
        let serving = try Serving(handler: echo)
        let client = try serving.client()
        try client.send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
        let reply = try client.readReply()
        #expect(reply.status == 400)
        #expect(reply.headers["connection"] == "close")
        #expect(try client.isClosedByServer())
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: test\r\n\r\n", "GET / "),
        ("\r\nGET / HTTP/1.1\r\nHost: test\r\n\r\n", "GET / "),
        ("GET / HTTP/1.0\r\n\r\n", "GET / "),
        ("GET / HTTP/1.1\r\nHOST:test\r\nname:\t v \t\r\nempty:\r\n\r\n", "GET / "),
        ("GET http://other:80/a?b HTTP/1.1\r\nHost: test\r\n\r\n", "GET /a "),
        ("GET http://other HTTP/1.1\r\nHost: test\r\n\r\n", "GET / "),
        ("OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n", "OPTIONS * "),
        (
            "POST /a%20b HTTP/1.1\r\nHost: [::1]:8080\r\nContent-Length: 5\r\n\r\nhello",
            "POST /a%20b hello"
        ),
        (
            "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: CHUNKED\r\n\r\n5;a=\"b\"\r\nhello\r\n00\r\nT: r\r\n\r\n",
            "POST / hello"
        ),
        ("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 0000000000000000005\r\n\r\nhello", "POST / hello"),
    ])
    func `unusual but valid requests are served`(request: String, answer: String) throws {
        let serving = try Serving(handler: echo)
        let reply = try serving.client().ask(request)
        #expect(reply.status == 200)
        #expect(reply.text == answer)
    }

    @Test func `a hundred fields and a target of 8 KB are served`() throws {
        let serving = try Serving(handler: echo)
        let fields = (1...99).map { "Name\($0): a" }.joined(separator: "\r\n")
        let path = "/" + String(repeating: "a", count: 8191)
        #expect(try serving.client().ask(get(path, fields)).status == 200)
    }
}
