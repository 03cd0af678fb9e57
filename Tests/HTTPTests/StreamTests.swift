import HTTP
import Synchronization
import Testing

/// Bodies of responses that are made while they are sent.
@MainActor struct StreamTests {
    @Test func `a stream is sent in chunks as it is made`() throws {
        let gates = [Gate(), Gate(), Gate()]
        let serving = try Serving { _ in
            let step = Counter()
            return Response(
                .ok,
                body: .stream(next: {
                    let number = step.next()
                    guard number < 3 else { return nil }
                    await gates[number].wait()
                    return Array("piece \(number)".utf8)
                })
            )
        }
        let client = try serving.client()
        try client.send(get("/"))
        #expect(try client.readHead().headers["transfer-encoding"] == "chunked")
        for number in 0..<3 {
            gates[number].open()
            #expect(try client.readChunk() == Array("piece \(number)".utf8))
        }
        #expect(try client.readChunk().isEmpty)
        #expect(try client.ask(get("/")).text == "piece 0piece 1piece 2")
    }

    @Test func `an empty piece does not end the stream`() throws {
        let serving = try Serving { _ in
            let step = Counter()
            return Response(
                .ok,
                body: .stream(next: {
                    switch step.next() {
                    case 0: [65]
                    case 1: []
                    case 2: [66]
                    default: nil
                    }
                })
            )
        }
        #expect(try serving.client().ask(get("/")).text == "AB")
    }

    @Test func `HTTP 1_0 gets a stream as it is, ended by the connection`() throws {
        let serving = try Serving { _ in
            let step = Counter()
            return Response(.ok, body: .stream(next: { step.next() < 3 ? Array("abc".utf8) : nil }))
        }
        let client = try serving.client()
        try client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        let head = try client.readHead()
        #expect(head.headers["transfer-encoding"] == nil)
        #expect(head.headers["connection"] == "close")
        #expect(try client.readToEnd() == "abcabcabc")
    }

    @Test func `a stream is pulled no faster than the client reads`() throws {
        let step = Counter()
        let serving = try Serving { _ in
            Response(.ok, body: .stream(next: { step.next() < 1000 ? [UInt8](repeating: 65, count: 100_000) : nil }))
        }
        let client = try serving.client(receiveBuffer: 8192)
        try client.send(get("/"))
        _ = try client.readHead()
        var last = -1
        while step.value != last || last == 0 {
            last = step.value
            usleepMilliseconds(50)
        }
        #expect(last < 100)
        var size = 0
        while true {
            let piece = try client.readChunk()
            if piece.isEmpty { break }
            size += piece.count
        }
        #expect(size == 100_000_000)
    }

    @Test func `a stream that fails breaks the connection, so that the client knows`() throws {
        struct Failure: Error {}
        let serving = try Serving { _ in
            let step = Counter()
            return Response(
                .ok,
                body: .stream(next: {
                    if step.next() == 1 { throw Failure() }
                    return [65]
                })
            )
        }
        let client = try serving.client()
        try client.send(get("/"))
        #expect(try client.readHead().status == 200)
        #expect(try client.readToEnd() == "1\r\nA\r\n")
    }

    @Test func `a client that leaves cancels the handler`() throws {
        let cancelled = Counter()
        let entered = Counter()
        let serving = try Serving { _ in
            _ = entered.next()
            try? await Task.sleep(for: .seconds(30))
            if Task.isCancelled { _ = cancelled.next() }
            return Response(.ok)
        }
        for leave in [{ (client: Client) in client.close() }, { $0.reset() }] {
            let before = cancelled.value
            let client = try serving.client()
            try client.send(get("/"))
            #expect(eventually { entered.value == before + 1 })
            leave(client)
            #expect(eventually { cancelled.value == before + 1 })
        }
        #expect(eventually { serving.server.counters.connectionsOpen == 0 })
    }

    @Test func `a client that leaves cancels its stream`() throws {
        let cancelled = Counter()
        let serving = try Serving { _ in
            let step = Counter()
            return Response(
                .ok,
                body: .stream(next: {
                    if step.next() == 0 { return [65] }
                    do { try await Task.sleep(for: .seconds(30)) } catch {
                        _ = cancelled.next()
                        throw error
                    }
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

    @Test func `a client that only stops sending still gets its answer`() throws {
        let serving = try Serving { request in
            if request.path == "/slow" { try? await Task.sleep(for: .milliseconds(20)) }
            return await echo(request)
        }
        let client = try serving.client()
        try client.send(get("/a") + get("/slow") + get("/b"))
        client.finishSending()
        for path in ["/a", "/slow", "/b"] { #expect(try client.readReply().text == "GET \(path) ") }
        #expect(try client.isClosedByServer())
    }

    @Test func `a client that reads nothing is given up, and its task ends`() throws {
        let serving = try Serving({ $0.limits.transferGrace = .milliseconds(200) }) { _ in
            Response(.ok, body: .stream(next: { [UInt8](repeating: 65, count: 100_000) }))
        }
        let client = try serving.client(receiveBuffer: 8192)
        try client.send(get("/"))
        #expect(eventually { serving.server.counters.bytesSent > 0 })
        #expect(eventually { serving.server.counters.connectionsOpen == 0 })
        _ = try client.readHead()
    }
}
