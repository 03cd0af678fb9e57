import Glibc
import HTTP
import Testing

/// How a server ends.
@MainActor struct DrainTests {
    @Test(.timeLimit(.minutes(1))) func `what runs is finished, what is idle is closed, what comes is turned away`()
        async throws
    {
        let gate = Gate()
        let entered = Counter()
        let serving = try Serving { request in
            if request.path == "/slow" {
                _ = entered.next()
                await gate.wait()
            }
            return await echo(request)
        }
        let server = serving.server
        let ended = Counter()
        let run = Task {
            try await server.run()
            _ = ended.next()
        }
        let idle = try serving.client()
        #expect(try idle.ask(get("/")).status == 200)
        let busy = try serving.client()
        try busy.send(get("/slow"))
        #expect(eventually { entered.value == 1 })
        server.drain()
        #expect(try idle.isClosedByServer())
        #expect(throws: Client.Failure.self) { try serving.client().ask(get("/")) }
        #expect(ended.value == 0)
        gate.open()
        let reply = try busy.readReply()
        #expect(reply.status == 200)
        #expect(reply.headers["connection"] == "close")
        try await run.value
        #expect(ended.value == 1)
        #expect(server.counters.connectionsOpen == 0)
    }

    @Test(.timeLimit(.minutes(1))) func `what runs beyond the grace is cancelled`() async throws {
        let serving = try Serving({ $0.drainGrace = .milliseconds(50) }) { _ in
            try? await Task.sleep(for: .seconds(60))
            return Response(.ok)
        }
        let server = serving.server
        let client = try serving.client()
        try client.send(get("/"))
        #expect(eventually { server.counters.connectionsOpen == 1 })
        server.drain()
        #expect(try client.isClosedByServer())
        try await server.run()
    }

    @Test(.timeLimit(.minutes(1))) func `event streams end well, for their clients resume elsewhere`() async throws {
        let serving = try Serving { _ in
            Response(
                .ok,
                body: .events(next: {
                    try await Task.sleep(for: .seconds(60))
                    return nil
                })
            )
        }
        let client = try serving.client()
        try client.send(get("/"))
        _ = try client.readHead()
        serving.server.drain()
        #expect(try client.readChunk().isEmpty)
        try await serving.server.run()
    }

    @Test(.timeLimit(.minutes(1))) func `cancelling the run drains the server`() async throws {
        let serving = try Serving(handler: echo)
        let server = serving.server
        let run = Task { try await server.run() }
        #expect(try serving.client().ask(get("/")).status == 200)
        run.cancel()
        try await run.value
        #expect(throws: Client.Failure.self) { try serving.client() }
    }

    @Test(.timeLimit(.minutes(1))) func `a signal to end is told, and does not end the process`() async throws {
        var signals = terminationSignals().makeAsyncIterator()
        kill(getpid(), SIGTERM)
        #expect(await signals.next() == SIGTERM)
        kill(getpid(), SIGINT)
        let second = await signals.next()
        #expect(second == SIGINT)
    }
}
