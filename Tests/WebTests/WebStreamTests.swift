import TestSupport
import Testing
import Web

@Suite(.timeLimit(.minutes(1)))
struct WebStreamTests {
    private let client: Client

    init() throws {
        client = try Client(.init(route: .direct(.everything)))
    }

    @Test func `a large body comes in small pieces, whole and in order`() async throws {
        let megabyte = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(16 << 20)\r\n\r\n")
            for _ in 0..<16 { connection.send(megabyte) }
        }
        let request = WebRequest(.get, server.url(), limits: .init(body: 16 << 20))
        let (count, largest, isRight) = try await client.stream(request) { answer in
            #expect(answer.status == 200)
            var (count, largest, isRight) = (0, 0, true)
            for try await piece in answer {
                // The last byte of each piece vouches for its place.
                isRight = isRight && piece.last == megabyte[(count + piece.count - 1) % megabyte.count]
                count += piece.count
                largest = max(largest, piece.count)
            }
            return (count, largest, isRight)
        }
        #expect(count == 16 << 20)
        #expect(isRight)
        #expect(largest <= (256 + 64) << 10, "so the sender waited for the reader")
    }

    @Test func `the head is there before the body`() async throws {
        let seen = Gate(2)
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
            seen.pass()
            connection.send("ok")
        }
        try await client.stream(WebRequest(.get, server.url())) { answer in
            #expect(answer.headers["Content-Length"] == "2")
            seen.pass()
            var body: [UInt8] = []
            for try await piece in answer { body += piece }
            #expect(body == Array("ok".utf8))
        }
    }

    @Test func `leaving early ends the transfer`() async throws {
        let closed = Moment()
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            while connection.send([UInt8](repeating: 0, count: 1 << 16)) {}
            closed.come()
        }
        try await client.stream(WebRequest(.get, server.url(), limits: .init(body: .max))) { answer in
            for try await _ in answer { break }
        }
        await closed.wait()
    }

    @Test func `a body that breaks off gives what came, and then the error`() async throws {
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            connection.hangUp()
        }
        try await client.stream(WebRequest(.get, server.url())) { answer in
            var body: [UInt8] = []
            await #expect(throws: WebError.connectionLost) {
                for try await piece in answer { body += piece }
            }
            #expect(body == Array("abc".utf8))
        }
    }

    @Test func `cancelling the reader ends the transfer`() async throws {
        let (arrived, closed) = (Moment(), Moment())
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            arrived.come()
            connection.waitForClose()
            closed.come()
        }
        let task = Task {
            try await client.stream(WebRequest(.get, server.url())) { answer in
                for try await _ in answer {}
            }
        }
        await arrived.wait()
        task.cancel()
        await #expect(throws: WebError.cancelled) { try await task.value }
        await closed.wait()
    }

    @Test func `the limits hold for streams, too`() async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], "abcdef") }
        await #expect(throws: WebError.bodyTooLarge(limit: 5)) {
            try await client.stream(WebRequest(.get, server.url(), limits: .init(body: 5))) { answer in
                for try await _ in answer {}
            }
        }
    }
}
