import Glibc
import TestSupport
import Testing
import Web

@Suite(.timeLimit(.minutes(1)))
struct ClientTests {
    private let client: Client

    init() throws {
        client = try Client(.init(route: .direct(.everything)))
    }

    @Test func `an answer comes with status, headers and body`() async throws {
        let server = TestServer { _, connection in
            connection.answer(404, ["Content-Type": "text/plain", "X-Empty": ""], "nothing here")
        }
        let response = try await client.send(WebRequest(.get, server.url("/a?b=c#d")))
        #expect(response.status == 404)
        #expect(response.headers["content-type"] == "text/plain")
        #expect(response.headers["x-empty"] == "")
        #expect(String(decoding: response.body, as: UTF8.self) == "nothing here")
        let seen = try #require(server.requests.first)
        #expect(seen.method == "GET")
        #expect(seen.target == "/a?b=c")
        #expect(seen.headers["user-agent"] == "Flint")
    }

    @Test(arguments: [WebRequest.Method.post, .put, .patch, .delete], [0, 1, 3_000_000])
    func `a body arrives as it was given`(method: WebRequest.Method, size: Int) async throws {
        let server = TestServer { _, connection in connection.answer(201) }
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let request = WebRequest(method, server.url(), headers: ["Content-Type": "image/png"], body: body)
        #expect(try await client.send(request).status == 201)
        let seen = try #require(server.requests.first)
        #expect(seen.method == method.rawValue)
        #expect(seen.body == body)
        #expect(seen.headers["content-type"] == "image/png")
        #expect(seen.headers["expect"] == nil)
    }

    @Test func `a body without a type gets none`() async throws {
        let server = TestServer()
        _ = try await client.send(WebRequest(.post, server.url(), body: [1]))
        #expect(server.requests.first?.headers["content-type"] == nil)
    }

    @Test func `HEAD is answered without waiting for a body`() async throws {
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
        }
        let response = try await client.send(WebRequest(.head, server.url()))
        #expect(response.headers["Content-Length"] == "999999999")
        #expect(response.body.isEmpty)
    }

    @Test func `requests to one host share a connection`() async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], "x") }
        for _ in 0..<5 { _ = try await client.send(WebRequest(.get, server.url())) }
        #expect(server.connections() == 1)
    }

    @Test func `a kept connection that died is replaced, and the body sent from its start`() async throws {
        let server = TestServer { seen, connection in
            connection.answer(200, [:], String(seen.body.count))
            connection.hangUp()
        }
        for _ in 0..<3 {
            let response = try await client.send(WebRequest(.post, server.url(), body: [1, 2, 3]))
            #expect(response.body == Array("3".utf8))
        }
        #expect(server.requests.map(\.body) == [[1, 2, 3], [1, 2, 3], [1, 2, 3]])
    }

    @Test func `fourteen requests are under way at once`() async throws {
        let gate = Gate(14)
        let server = TestServer { _, connection in
            gate.pass()
            connection.answer(200, [:], "x")
        }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<14 { group.addTask { try await client.send(WebRequest(.get, server.url())).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [Int](repeating: 200, count: 14))
    }

    @Test func `cancelling the task ends the transfer`() async throws {
        let (arrived, closed) = (Moment(), Moment())
        let server = TestServer { _, connection in
            arrived.come()
            connection.waitForClose()
            closed.come()
        }
        let task = Task { try await client.send(WebRequest(.get, server.url())) }
        await arrived.wait()
        task.cancel()
        await #expect(throws: WebError.cancelled) { try await task.value }
        await closed.wait()
    }

    @Test func `a task that is cancelled already sends nothing that it would wait for`() async throws {
        let server = TestServer { _, connection in connection.waitForClose() }
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await client.send(WebRequest(.get, server.url()))
        }
        task.cancel()
        await #expect(throws: WebError.cancelled) { try await task.value }
    }

    @Test func `cookies are not kept`() async throws {
        let server = TestServer { _, connection in connection.answer(200, ["Set-Cookie": "a=b"]) }
        _ = try await client.send(WebRequest(.get, server.url()))
        _ = try await client.send(WebRequest(.get, server.url()))
        #expect(server.requests.allSatisfy { $0.headers["cookie"] == nil })
    }

    @Test func `interim answers are passed over and trailers ignored`() async throws {
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Late: 1\r\n\r\n")
        }
        let response = try await client.send(WebRequest(.get, server.url()))
        #expect(response.status == 200)
        #expect(response.headers["Link"] == nil)
        #expect(response.headers["X-Late"] == nil)
        #expect(response.body == Array("abc".utf8))
    }

    @Test(arguments: [
        ("hello\r\n", WebError.malformedAnswer),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", .connectionLost),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", .connectionLost),
        ("", .connectionLost),
    ])
    func `a broken answer is an error`(answer: String, error: WebError) async throws {
        let server = TestServer { _, connection in
            connection.send(answer)
            connection.hangUp()
        }
        await #expect(throws: error) { try await client.send(WebRequest(.get, server.url())) }
    }

    @Test func `a server that speaks no TLS gets no https`() async throws {
        let server = TestServer()
        let url = server.url().replacing("http:", with: "https:")
        // Whatever it answers to the handshake ends the handshake.
        let error = try await #require(throws: WebError.self) {
            let limits = WebRequest.Limits(connect: .milliseconds(300))
            return try await client.send(WebRequest(.get, url, limits: limits))
        }
        #expect([.secureConnectionFailed, .connectTimedOut(after: .milliseconds(300))].contains(error))
        #expect(server.requests.isEmpty)
    }

    @Test func `nobody listening is said so`() async throws {
        // A port that was free a moment ago.
        let url = { TestServer().url() }()
        await #expect(throws: WebError.connectionFailed) { try await client.send(WebRequest(.get, url)) }
    }

    @Test func `a name that does not exist is said so`() async throws {
        // A label longer than a name may have, so that no name server is asked.
        let url = "http://\(String(repeating: "a", count: 64)).invalid/"
        await #expect(throws: WebError.nameNotFound) { try await client.send(WebRequest(.get, url)) }
    }

    @Test(arguments: [
        ("ftp://127.0.0.1/", WebError.unsupportedScheme), ("file:///etc/passwd", .unsupportedScheme),
        ("gopher://127.0.0.1:70/_x", .unsupportedScheme), ("dict://127.0.0.1/", .unsupportedScheme),
        ("http://me@127.0.0.1/", .credentialsInURL), ("http://me:secret@127.0.0.1/", .credentialsInURL),
        ("http://:secret@127.0.0.1/", .credentialsInURL), ("", .malformedURL), ("http://", .malformedURL),
        ("127.0.0.1", .malformedURL), ("//127.0.0.1/", .malformedURL), ("http://127.0.0.1:99999/", .malformedURL),
        ("http://127.0.0.1/\r\nX: y", .malformedURL), ("http://127.0.0.1/\0", .malformedURL),
        ("http://a/" + String(repeating: "x", count: 20_000), .malformedURL),
    ])
    func `a URL that is not for us is refused`(url: String, error: WebError) async throws {
        await #expect(throws: error) { try await client.send(WebRequest(.get, url)) }
        #expect(!error.description.contains("127.0.0.1") && !error.description.contains("secret"))
    }

    @Test func `letters outside ASCII and spaces are escaped`() async throws {
        let server = TestServer()
        _ = try await client.send(WebRequest(.get, server.url("/画 a%20b")))
        #expect(server.requests.first?.target == "/%e7%94%bb%20a%20b")
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\0b", "\u{7f}"])
    func `a header cannot smuggle another`(value: String) async throws {
        let server = TestServer()
        await #expect(throws: WebError.self) {
            try await client.send(WebRequest(.get, server.url(), headers: ["X-Good": value]))
        }
        #expect(server.connections() == 0)
    }

    @Test(arguments: ["Host", "content-length", "Transfer-Encoding", "X Y", "", "X:"])
    func `a header that is the client's own, or has no name, is refused`(name: String) async throws {
        await #expect(throws: WebError.self) {
            try await client.send(WebRequest(.get, "http://127.0.0.1:1/", headers: [name: "x"]))
        }
    }

    @Test func `a proxy from the settings is used`() async throws {
        let proxy = TestServer { _, connection in connection.answer(200, [:], "by proxy") }
        let client = try Client(.init(route: .proxy(proxy.url())))
        let response = try await client.send(WebRequest(.get, "http://pictures.invalid/a.png"))
        #expect(String(decoding: response.body, as: UTF8.self) == "by proxy")
        #expect(proxy.requests.first?.target == "http://pictures.invalid/a.png")
    }

    @Test func `neither a proxy nor a password is taken from the environment`() async throws {
        await #expect(processExitsWith: .success) {
            let proxy = TestServer()
            let server = TestServer()
            for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"] {
                setenv(name, proxy.url(), 1)
            }
            setenv("no_proxy", "", 1)
            var folder = Array("/tmp/flint-web-XXXXXX".utf8CString)
            let home = String(cString: try #require(mkdtemp(&folder)))
            let file = try #require(fopen("\(home)/.netrc", "w"))
            fputs("machine 127.0.0.1 login me password secret\n", file)
            fclose(file)
            setenv("HOME", home, 1)

            let client = try Client(.init(route: .direct(Guard(allowing: CIDR.list("127.0.0.1")))))
            let response = try await client.send(WebRequest(.get, server.url()))
            unlink("\(home)/.netrc")
            rmdir(home)
            #expect(response.status == 200)
            #expect(proxy.connections() == 0)
            #expect(server.requests.map { $0.headers["authorization"] } == [nil])
        }
    }

    @Test func `a client may go while nothing is under way`() async throws {
        for _ in 0..<20 {
            let server = TestServer()
            let passing = try Client(.init(route: .direct(.everything)))
            _ = try await passing.send(WebRequest(.get, server.url()))
        }
    }
}
