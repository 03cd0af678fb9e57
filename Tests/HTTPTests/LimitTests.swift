import Glibc
import HTTP
import Testing

/// What the server lets clients take, and what it does with those who take more.
@MainActor struct LimitTests {
    @Test func `a connection that says nothing is closed`() throws {
        let serving = try Serving({ $0.limits.idle = .milliseconds(50) }, handler: echo)
        #expect(try serving.client().isClosedByServer())
        let used = try serving.client()
        #expect(try used.ask(get("/")).status == 200)
        #expect(try used.isClosedByServer())
    }

    @Test func `a head that is not complete in time is answered 408`() throws {
        let serving = try Serving({ $0.limits.head = .milliseconds(150) }, handler: echo)
        let client = try serving.client()
        let began = ContinuousClock.now
        // However often it sends a little: the time is for the whole head.
        for byte in get("/", "Name: value").utf8 {
            guard (try? client.send([byte])) != nil else { break }
            usleepMilliseconds(10)
            if ContinuousClock.now - began > .milliseconds(200) { break }
        }
        let reply = try client.readReply()
        #expect(reply.status == 408)
        #expect(reply.headers["connection"] == "close")
        #expect(serving.server.counters.requests == 0)
    }

    @Test func `connections beyond the limit are answered 503`() throws {
        let serving = try Serving({ $0.limits.connections = 2 }, handler: echo)
        let first = try serving.client()
        let second = try serving.client()
        #expect(try first.ask(get("/")).status == 200)
        #expect(try second.ask(get("/")).status == 200)
        #expect(try serving.client().readReply().status == 503)
        #expect(serving.server.counters.connectionsRefused == 1)
        first.close()
        #expect(eventually { serving.server.counters.connectionsOpen == 1 })
        #expect(try serving.client().ask(get("/")).status == 200)
    }

    @Test func `connections beyond the limit of their address are answered 429`() throws {
        let serving = try Serving({ $0.limits.connectionsPerAddress = 1 }, handler: echo)
        let first = try serving.client()
        #expect(try first.ask(get("/")).status == 200)
        #expect(try serving.client().readReply().status == 429)
        first.close()
        #expect(eventually { serving.server.counters.connectionsOpen == 0 })
        #expect(try serving.client().ask(get("/")).status == 200)
    }

    @Test func `the sizes of heads are settings`() throws {
        let serving = try Serving(
            {
                $0.limits.headerBytes = 200
                $0.limits.headerFields = 3
                $0.limits.target = 20
            },
            handler: echo
        )
        #expect(try serving.client().ask(get("/", "A: b", "C: d")).status == 200)
        #expect(try serving.client().ask(get("/", "A: b", "C: d", "E: f")).status == 431)
        #expect(try serving.client().ask(get("/", "A: \(String(repeating: "b", count: 200))")).status == 431)
        #expect(try serving.client().ask(get("/" + String(repeating: "b", count: 20))).status == 414)
    }

    @Test func `a refused client that goes on sending is cut off`() throws {
        let serving = try Serving(handler: echo)
        let client = try serving.client()
        try client.send("BREW / HTTP/1.1\r\n\r\n")
        let piece = [UInt8](repeating: 65, count: 100_000)
        #expect(throws: Client.Failure.self) {
            for _ in 0..<1000 { try client.send(piece) }
        }
    }

    @Test func `many event streams and slow clients do not stop a request`() throws {
        let entered = Counter()
        let serving = try Serving({ $0.keepalive = .milliseconds(500) }) { request in
            guard request.path == "/events" else { return await echo(request) }
            _ = entered.next()
            return Response(
                .ok,
                body: .events(next: {
                    try await Task.sleep(for: .seconds(60))
                    return nil
                })
            )
        }
        // The full numbers are for the benchmark; here as many as any machine's limit on files allows.
        var clients: [Client] = []
        for number in 0..<200 {
            let client = try serving.client()
            try client.send(number < 150 ? get("/events") : "GET / HTTP/1.1\r\nHo")
            clients.append(client)
        }
        #expect(eventually { entered.value == 150 })
        for number in 0..<20 {
            #expect(try serving.client().ask(get("/\(number)")).text == "GET /\(number) ")
        }
        #expect(serving.server.counters.connectionsOpen >= 200)
    }
}
