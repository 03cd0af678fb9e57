import HTTP
import Testing

/// Server-sent events on the wire.
@MainActor struct EventStreamTests {
    @Test(arguments: [
        (ServerSentEvent(data: "hello"), "data: hello\n\n"),
        (ServerSentEvent(id: "7", event: "progress", data: "{}"), "id: 7\nevent: progress\ndata: {}\n\n"),
        (ServerSentEvent(data: "a\nb\r\nc\rd"), "data: a\ndata: b\ndata: c\ndata: d\n\n"),
        (ServerSentEvent(data: ""), "data: \n\n"),
        (ServerSentEvent(data: "\n"), "data: \ndata: \n\n"),
        (ServerSentEvent(id: "1\ndata: x", event: "a\rb", data: "c"), "id: 1\nevent: a\ndata: c\n\n"),
    ])
    func `an event has a line for each line of its data`(event: ServerSentEvent, text: String) {
        #expect(String(decoding: event.encoded, as: UTF8.self) == text)
    }

    @Test func `events are sent as they come, with comments in the silence between`() throws {
        let gate = Gate()
        let serving = try Serving({ $0.keepalive = .milliseconds(30) }) { _ in
            let step = Counter()
            return Response(
                .ok,
                body: .events(next: {
                    let number = step.next()
                    if number == 1 { await gate.wait() }
                    return number < 2 ? ServerSentEvent(id: "\(number)", data: "event \(number)") : nil
                })
            )
        }
        let client = try serving.client()
        try client.send(get("/"))
        let head = try client.readHead()
        #expect(head.headers["content-type"] == "text/event-stream; charset=utf-8")
        #expect(head.headers["cache-control"] == "no-cache")
        #expect(try client.readChunk() == Array("id: 0\ndata: event 0\n\n".utf8))
        for _ in 0..<3 { #expect(try client.readChunk() == Array(": keepalive\n\n".utf8)) }
        gate.open()
        var chunk = try client.readChunk()
        while chunk == Array(": keepalive\n\n".utf8) { chunk = try client.readChunk() }
        #expect(chunk == Array("id: 1\ndata: event 1\n\n".utf8))
        #expect(try client.readChunk().isEmpty)
        #expect(try client.ask("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n").status == 200)
    }

    @Test func `a reader that leaves ends its stream`() throws {
        let cancelled = Counter()
        let serving = try Serving { _ in
            Response(
                .ok,
                body: .events(next: {
                    do { try await Task.sleep(for: .seconds(30)) } catch { _ = cancelled.next() }
                    return nil
                })
            )
        }
        let client = try serving.client()
        try client.send(get("/"))
        _ = try client.readHead()
        client.close()
        #expect(eventually { cancelled.value == 1 && serving.server.counters.connectionsOpen == 0 })
    }

    @Test func `a reader that is stuck is given up`() throws {
        let serving = try Serving({
            $0.keepalive = .milliseconds(10)
            $0.limits.transferGrace = .milliseconds(100)
        }) { _ in
            let step = Counter()
            // Enough to fill the kernel's buffers; then silence.
            return Response(
                .ok,
                body: .events(next: {
                    if step.next() > 0 { try await Task.sleep(for: .seconds(30)) }
                    return ServerSentEvent(data: String(repeating: "a", count: 20_000_000))
                })
            )
        }
        let client = try serving.client(receiveBuffer: 8192)
        try client.send(get("/"))
        #expect(eventually { serving.server.counters.bytesSent > 0 })
        #expect(eventually { serving.server.counters.connectionsOpen == 0 })
        _ = try client.readHead()
    }
}
