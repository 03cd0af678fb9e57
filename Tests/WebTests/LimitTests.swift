import TestSupport
import Testing
import Web

@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    private let client: Client

    init() throws {
        client = try Client(.init(route: .direct(.everything)))
    }

    @Test func `a body that says it is too large is not read`() async throws {
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\nx")
            connection.waitForClose()
        }
        await #expect(throws: WebError.bodyTooLarge(limit: 1000)) {
            try await client.send(WebRequest(.get, server.url(), limits: .init(body: 1000)))
        }
    }

    @Test func `nobody is believed to send a petabyte`() async throws {
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000\r\n\r\nx")
            connection.hangUp()
        }
        await #expect(throws: WebError.connectionLost) {
            try await client.send(WebRequest(.get, server.url(), limits: .init(body: .max)))
        }
    }

    @Test func `a body that does not say how large it is ends at the limit`() async throws {
        let closed = Moment()
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "100\r\n" + String(repeating: "x", count: 256) + "\r\n"
            while connection.send(chunk) {}
            closed.come()
        }
        await #expect(throws: WebError.bodyTooLarge(limit: 100_000)) {
            try await client.send(WebRequest(.get, server.url(), limits: .init(body: 100_000)))
        }
        await closed.wait()
    }

    @Test(arguments: [999, 1000])
    func `a body up to the limit is welcome`(size: Int) async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], String(repeating: "x", count: size)) }
        let response = try await client.send(WebRequest(.get, server.url(), limits: .init(body: 1000)))
        #expect(response.body.count == size)
    }

    @Test func `endless headers end`() async throws {
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\n")
            while connection.send("X-More: " + String(repeating: "x", count: 1000) + "\r\n") {}
        }
        await #expect(throws: WebError.headTooLarge(limit: 64 << 10)) {
            try await client.send(WebRequest(.get, server.url()))
        }
    }

    @Test func `a server that never answers is left when the time is over`() async throws {
        let server = TestServer { _, connection in connection.waitForClose() }
        let error = try await #require(throws: WebError.self) {
            try await client.send(WebRequest(.get, server.url(), limits: .init(total: .milliseconds(250))))
        }
        #expect(error == .timedOut(after: .milliseconds(250)))
        #expect(error.description == "The server of the URL did not finish its answer within 0.25 s.")
    }

    @Test func `a server that drips is left when the time is over`() async throws {
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")
            connection.waitForClose()
        }
        await #expect(throws: WebError.timedOut(after: .milliseconds(250))) {
            try await client.send(WebRequest(.get, server.url(), limits: .init(total: .milliseconds(250))))
        }
    }

    @Test func `all redirects share the time`() async throws {
        let server = TestServer { seen, connection in
            if seen.target == "/" { return connection.answer(302, ["Location": "/slow"]) }
            connection.waitForClose()
        }
        await #expect(throws: WebError.timedOut(after: .milliseconds(400))) {
            try await client.send(WebRequest(.get, server.url(), limits: .init(total: .milliseconds(400))))
        }
    }

    @Test func `a server slower than the minimum rate is left`() async throws {
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nx")
            connection.waitForClose()
        }
        let rate = WebRequest.Rate(bytesPerSecond: 1000, patience: .seconds(1))
        let error = try await #require(throws: WebError.self) {
            try await client.send(WebRequest(.get, server.url(), limits: .init(minimumRate: rate)))
        }
        #expect(error == .tooSlow(rate))
        #expect(error.description == "The server of the URL sent less than 1000 bytes per second for 1 s.")
    }
}
