import TestSupport
import Testing
import Web

@Suite(.timeLimit(.minutes(1)))
struct RedirectTests {
    private let client: Client

    init() throws {
        client = try Client(.init(route: .direct(.everything)))
    }

    @Test(
        arguments: [301, 302, 303, 307, 308],
        ["/there", "there", "?there", "//127.0.0.1:PORT/there", "http://127.0.0.1:PORT/there"]
    )
    func `a redirect is followed`(status: Int, location: String) async throws {
        let server = TestServer { seen, connection in
            if seen.target.contains("there") { return connection.answer(200, [:], "here") }
            let location = location.replacing(
                "PORT",
                with: String(seen.headers["host"]?.split(separator: ":").last ?? "")
            )
            connection.answer(status, ["Location": location], "look there")
        }
        let response = try await client.send(WebRequest(.get, server.url()))
        #expect(response.status == 200)
        #expect(response.body == Array("here".utf8))
        #expect(server.connections() == 1, "and its connection is used again")
    }

    @Test func `three redirects are followed and four are not`() async throws {
        let server = TestServer { seen, connection in
            let left = Int(seen.target.dropFirst()) ?? 0
            if left == 0 { connection.answer() } else { connection.answer(302, ["Location": "/\(left - 1)"]) }
        }
        #expect(try await client.send(WebRequest(.get, server.url("/3"))).status == 200)
        await #expect(throws: WebError.tooManyRedirects(limit: 3)) {
            try await client.send(WebRequest(.get, server.url("/4")))
        }
        #expect(server.requests.map(\.target) == ["/3", "/2", "/1", "/0", "/4", "/3", "/2", "/1"])
    }

    @Test func `a redirect that is not to be followed is the answer`() async throws {
        let server = TestServer { _, connection in connection.answer(302, ["Location": "/there"], "look there") }
        let response = try await client.send(WebRequest(.get, server.url(), followsRedirects: false))
        #expect(response.status == 302)
        #expect(response.body == Array("look there".utf8))
        #expect(server.requests.count == 1)
    }

    @Test func `a redirect from an allowed address to a refused one is refused`() async throws {
        let inside = TestServer(on: "0.0.0.0")
        let outside = TestServer { _, connection in connection.answer(302, ["Location": inside.url(host: "127.0.0.2")])
        }
        let client = try Client(.init(route: .direct(Guard(allowing: CIDR.list("127.0.0.1")))))
        await #expect(throws: WebError.addressRefused) { try await client.send(WebRequest(.get, outside.url())) }
        #expect(outside.requests.count == 1)
        #expect(inside.connections() == 0)
    }

    @Test(arguments: [
        ("file:///etc/passwd", WebError.unsupportedScheme), ("ftp://127.0.0.1/", .unsupportedScheme),
        ("http://me:secret@127.0.0.1/", .credentialsInURL), ("http://", .malformedURL),
        ("http://127.0.0.1:99999", .malformedURL),
    ])
    func `a redirect to what is not for us is refused`(location: String, error: WebError) async throws {
        let server = TestServer { _, connection in connection.answer(302, ["Location": location]) }
        await #expect(throws: error) { try await client.send(WebRequest(.get, server.url())) }
    }

    @Test func `credentials stay with the origin they were given for`() async throws {
        let other = TestServer()
        let server = TestServer { _, connection in connection.answer(302, ["Location": other.url()]) }
        let headers: WebHeaders = [
            "Authorization": "Bearer key", "Cookie": "a=b", "X-Api-Key": "key", "Accept": "image/*",
        ]
        _ = try await client.send(WebRequest(.get, server.url(), headers: headers))
        #expect(server.requests.first?.headers["authorization"] == "Bearer key")
        let seen = try #require(other.requests.first?.headers)
        #expect(seen.keys.sorted() == ["accept", "host", "user-agent"])
        #expect(seen["accept"] == "image/*")
    }

    @Test func `credentials go along within an origin`() async throws {
        let server = TestServer { seen, connection in
            if seen.target == "/" { connection.answer(302, ["Location": "/there"]) } else { connection.answer() }
        }
        _ = try await client.send(WebRequest(.get, server.url(), headers: ["Authorization": "Bearer key"]))
        #expect(server.requests.map { $0.headers["authorization"] } == ["Bearer key", "Bearer key"])
    }

    @Test(arguments: [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
    func `a redirected POST becomes a GET, or goes again with its body`(status: Int, method: String) async throws {
        let server = TestServer { seen, connection in
            if seen.target == "/" { connection.answer(status, ["Location": "/there"]) } else { connection.answer() }
        }
        let headers: WebHeaders = ["Content-Type": "text/plain"]
        _ = try await client.send(WebRequest(.post, server.url(), headers: headers, body: [1, 2]))
        let seen = try #require(server.requests.last)
        #expect(seen.method == method)
        #expect(seen.body == (method == "GET" ? [] : [1, 2]))
        #expect(seen.headers["content-type"] == (method == "GET" ? nil : "text/plain"))
    }

    @Test func `a body does not go to another origin`() async throws {
        let other = TestServer()
        let server = TestServer { _, connection in connection.answer(307, ["Location": other.url()]) }
        let response = try await client.send(WebRequest(.post, server.url(), body: [1, 2]))
        #expect(response.status == 307)
        #expect(other.connections() == 0)
    }

    @Test func `a redirect with an endless body is followed all the same`() async throws {
        let server = TestServer { seen, connection in
            if seen.target == "/there" { return connection.answer(200, [:], "here") }
            connection.send("HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 999999999\r\n\r\n")
            let chunk = [UInt8](repeating: 0, count: 1 << 16)
            while connection.send(chunk) {}
        }
        #expect(try await client.send(WebRequest(.get, server.url())).body == Array("here".utf8))
    }
}
