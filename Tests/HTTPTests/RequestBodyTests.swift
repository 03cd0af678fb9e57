import HTTP
import Synchronization
import Testing

/// Bodies of requests: pulled, collected, left, late.
@MainActor struct RequestBodyTests {
    @Test func `a body is given as it comes`() throws {
        let serving = try Serving { request in
            // What has been pulled goes back at once, so that the client sees that nothing waits for the end.
            Response(.ok, body: .stream(next: { try await request.body.next() }))
        }
        let client = try serving.client()
        try client.send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n")
        #expect(try client.readHead().headers["transfer-encoding"] == "chunked")
        for word in ["one", "two", "three"] {
            try client.send("\(word.count)\r\n\(word)\r\n")
            #expect(try client.readChunk() == Array(word.utf8))
        }
        try client.send("0\r\n\r\n")
        #expect(try client.readChunk().isEmpty)
        try client.send(post("/", "hello"))
        #expect(try client.readReply().text == "hello")
    }

    @Test func `a body nobody pulls is not read`() throws {
        let gate = Gate()
        let serving = try Serving { request in
            await gate.wait()
            let count = try? await request.body.collect(upTo: 100_000_000).count
            return Response(.ok, body: .bytes(Array("\(count ?? -1)".utf8)))
        }
        let client = try serving.client()
        let size = 50_000_000
        try client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: \(size)\r\n\r\n")
        let sender = Sender { try client.send([UInt8](repeating: 1, count: size)) }
        // The sender is stuck once the kernel's buffers are full; what the server has read stays small.
        var last = -1
        while serving.server.counters.bytesReceived != last || last == 0 {
            last = serving.server.counters.bytesReceived
            usleepMilliseconds(50)
        }
        #expect(last < 200_000)
        gate.open()
        #expect(try client.readReply().text == "\(size)")
        try sender.wait()
    }

    @Test func `a declared length over the limit is refused before the body is read`() throws {
        let serving = try Serving { request in
            do throws(HTTPError) {
                return Response(.ok, body: .bytes(try await request.body.collect(upTo: 10)))
            } catch {
                #expect(error == .payloadTooLarge(limit: 10))
                return HTTPError.plainText(error)
            }
        }
        let client = try serving.client()
        try client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000000000\r\n\r\n")
        let reply = try client.readReply()
        #expect(reply.status == 413)
        #expect(reply.headers["connection"] == "close")
        #expect(try client.isClosedByServer())
    }

    @Test func `chunks over the limit are refused when they come`() throws {
        let serving = try Serving { request in
            do throws(HTTPError) {
                return Response(.ok, body: .bytes(try await request.body.collect(upTo: 10)))
            } catch {
                return HTTPError.plainText(error)
            }
        }
        let client = try serving.client()
        try client.send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<11 { try client.send("1\r\na\r\n") }
        #expect(try client.readReply().status == 413)
    }

    @Test func `a client that waits for 100 gets it at the first pull`() throws {
        let serving = try Serving(handler: echo)
        let client = try serving.client()
        for _ in 0..<2 {
            try client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nExpect: 100-Continue\r\n\r\n")
            #expect(try client.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try client.send("hello")
            #expect(try client.readReply().text == "POST / hello")
        }
    }

    @Test func `a client that does not wait for 100 does not get it`() throws {
        let serving = try Serving(handler: echo)
        let client = try serving.client()
        #expect(try client.ask(post("/", "hello", "Expect: 100-continue")).text == "POST / hello")
    }

    @Test func `a client that waits for 100 and is refused keeps its body`() throws {
        let serving = try Serving { _ in Response(.unauthorized) }
        let client = try serving.client()
        try client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        let reply = try client.readReply()
        #expect(reply.status == 401)
        #expect(reply.headers["connection"] == "close")
        #expect(try client.isClosedByServer())
    }

    @Test(arguments: [
        "Content-Length: 1000\r\n\r\n" + String(repeating: "a", count: 1000),
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ])
    func `a small body that nobody read is dropped, and the connection goes on`(body: String) throws {
        let serving = try Serving { request in Response(.ok, body: .bytes(Array(request.path.utf8))) }
        let client = try serving.client()
        #expect(try client.ask("POST /1 HTTP/1.1\r\nHost: test\r\n\(body)").text == "/1")
        #expect(try client.ask(get("/2")).text == "/2")
    }

    @Test func `a large body that nobody read ends the connection, and the answer arrives`() throws {
        let serving = try Serving { _ in Response(.unauthorized, body: .bytes(Array("no".utf8))) }
        let client = try serving.client()
        let size = 1_000_000
        try client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: \(size)\r\n\r\n")
        try? client.send([UInt8](repeating: 1, count: size))
        let reply = try client.readReply()
        #expect(reply.status == 401)
        #expect(reply.headers["connection"] == "close")
        #expect(try client.isClosedByServer())
    }

    @Test func `a body that breaks off is an error of the body`() throws {
        let seen = Mutex<HTTPError?>(nil)
        let serving = try Serving { request in
            do throws(HTTPError) { _ = try await request.body.collect(upTo: 100) } catch {
                seen.withLock { $0 = error }
            }
            return Response(.ok)
        }
        let client = try serving.client()
        try client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhel")
        client.close()
        #expect(eventually { seen.withLock { $0 } == .disconnected })
    }

    @Test func `a body that stops is given up`() throws {
        let serving = try Serving({ $0.limits.transferGrace = .milliseconds(100) }, handler: echo)
        let client = try serving.client()
        try client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 500\r\n\r\nhello")
        let reply = try client.readReply()
        #expect(reply.status == 408)
        #expect(reply.headers["connection"] == "close")
        #expect(try client.isClosedByServer())
    }

    @Test func `a body slower than the floor rate is given up`() throws {
        let serving = try Serving(
            {
                $0.limits.transferGrace = .milliseconds(200)
                $0.limits.floorRate = 10_000
            },
            handler: echo
        )
        let client = try serving.client(patience: 5)
        try client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 500\r\n\r\n")
        // It never stops for long, and yet a byte in ten milliseconds is a hundredth of the floor.
        for _ in 0..<100 {
            guard (try? client.send("a")) != nil else { break }
            usleepMilliseconds(10)
        }
        #expect(try client.readReply().status == 408)
    }

    @Test func `a body outlives its request as an error, not as another's bytes`() async throws {
        let kept = Mutex<RequestBody?>(nil)
        let serving = try Serving { request in
            kept.withLock { $0 = $0 ?? request.body }
            return Response(.ok)
        }
        let client = try serving.client()
        #expect(try client.ask(post("/", "first")).status == 200)
        let body = try #require(kept.withLock { $0 })
        await #expect(throws: HTTPError.disconnected) { try await body.next() }
    }

    @Test func `a body given as bytes is pulled once`() async throws {
        let body = RequestBody(bytes: [1, 2, 3])
        #expect(body.declaredLength == 3)
        await #expect(throws: HTTPError.payloadTooLarge(limit: 2)) { try await body.collect(upTo: 2) }
        #expect(try await body.next() == [1, 2, 3])
        #expect(try await body.next() == nil)
        #expect(try await body.collect(upTo: 9) == [])
        #expect(try await RequestBody(bytes: []).next() == nil)
    }
}
