import HTTP
import Testing

/// Requests and responses on one connection.
@MainActor struct ConversationTests {
    @Test func `a response has a date, its length, and the fields of the handler`() throws {
        let serving = try Serving { _ in
            Response(
                .created,
                headers: ["X-Name": "value", "Content-Length": "99", "Connection": "x"],
                body: .bytes([65])
            )
        }
        let reply = try serving.client().ask(get("/"))
        #expect(reply.head.hasPrefix("HTTP/1.1 201 Created\r\n"))
        #expect(reply.headers["x-name"] == "value")
        #expect(reply.headers.all("content-length") == ["1"])
        #expect(reply.headers["connection"] == nil)
        #expect(reply.headers["date"]?.hasSuffix(" GMT") == true)
        #expect(reply.headers["date"]?.count == 29)
    }

    @Test func `a request is what the client sent`() throws {
        let serving = try Serving { request in
            let fields = request.headers.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
            let text =
                "\(request.path) \(request.query ?? "-") \(request.peer) \(request.body.declaredLength ?? -1) \(fields)"
            return Response(.ok, body: .bytes(Array(text.utf8)))
        }
        let client = try serving.client()
        let first = try client.ask(get("/a/%2F?b=c?d", "Accept: a", "X-Two: 1", "x-two: 2"))
        #expect(first.text == "/a/%2F b=c?d 127.0.0.1 0 host=test|accept=a|x-two=1|x-two=2")
        #expect(try client.ask(post("/?", "hello")).text == "/  127.0.0.1 5 host=test|content-length=5")
    }

    @Test func `many requests follow each other on one connection`() throws {
        let serving = try Serving(handler: echo)
        let client = try serving.client()
        for number in 0..<100 {
            #expect(try client.ask(post("/\(number)", "body")).text == "POST /\(number) body")
        }
        #expect(serving.server.counters.requests == 100)
        #expect(serving.server.counters.connectionsAccepted == 1)
    }

    @Test func `pipelined requests are answered in order, even if the first takes long`() throws {
        let serving = try Serving { request in
            if request.path == "/0" { try? await Task.sleep(for: .milliseconds(50)) }
            return await echo(request)
        }
        let client = try serving.client()
        try client.send((0..<100).map { post("/\($0)", "body \($0)") }.joined())
        for number in 0..<100 {
            #expect(try client.readReply().text == "POST /\(number) body \(number)")
        }
    }

    @Test func `a request may come byte by byte`() throws {
        let serving = try Serving(handler: echo)
        let client = try serving.client()
        for request in [
            get("/a"), post("/b", "hello"),
            "POST /c HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        ] {
            for byte in request.utf8 { try client.send([byte]) }
            #expect(try client.readReply().status == 200)
        }
    }

    @Test func `HTTP 1_0 closes unless it is asked not to`() throws {
        let serving = try Serving(handler: echo)
        let closing = try serving.client()
        let reply = try closing.ask("GET / HTTP/1.0\r\n\r\n")
        #expect(reply.headers["connection"] == "close")
        #expect(try closing.isClosedByServer())
        let keeping = try serving.client()
        for _ in 0..<2 {
            let reply = try keeping.ask("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
            #expect(reply.headers["connection"] == "keep-alive")
        }
    }

    @Test func `a client that asks to close is closed`() throws {
        let serving = try Serving(handler: echo)
        let client = try serving.client()
        let reply = try client.ask(get("/", "Connection: foo, Close"))
        #expect(reply.headers["connection"] == "close")
        #expect(try client.isClosedByServer())
    }

    @Test func `a handler can close the connection`() throws {
        let serving = try Serving { _ in Response(.ok, headers: ["connection": "close"]) }
        let client = try serving.client()
        #expect(try client.ask(get("/")).headers["connection"] == "close")
        #expect(try client.isClosedByServer())
    }

    @Test func `HEAD gets the head of GET and no body`() throws {
        let serving = try Serving { request in
            switch request.path {
            case "/bytes": Response(.ok, body: .bytes(Array("hello".utf8)))
            case "/length": Response(.ok, headers: ["content-length": "7"])
            default: Response(.ok, body: .stream(next: { fatalError("HEAD pulls nothing") }))
            }
        }
        let client = try serving.client()
        #expect(try client.ask("HEAD /bytes HTTP/1.1\r\nHost: test\r\n\r\n").headers["content-length"] == "5")
        #expect(try client.ask("HEAD /length HTTP/1.1\r\nHost: test\r\n\r\n").headers["content-length"] == "7")
        #expect(try client.ask("HEAD /stream HTTP/1.1\r\nHost: test\r\n\r\n").status == 200)
        #expect(try client.ask(get("/bytes")).text == "hello")
    }

    @Test func `a 204 has neither body nor length`() throws {
        let serving = try Serving { _ in Response(.noContent, body: .bytes([65])) }
        let client = try serving.client()
        for _ in 0..<2 {
            let reply = try client.ask(get("/"))
            #expect(reply.status == 204)
            #expect(reply.headers["content-length"] == nil)
        }
    }

    @Test func `a line break in a value becomes a space`() throws {
        let serving = try Serving { _ in Response(.ok, headers: ["x-name": "a\r\nset-cookie: b\0"]) }
        let reply = try serving.client().ask(get("/"))
        #expect(reply.headers["x-name"] == "a  set-cookie: b ")
        #expect(reply.headers["set-cookie"] == nil)
    }

    @Test func `a big response reaches a client that reads slowly`() throws {
        let bytes = (0..<8_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let serving = try Serving { _ in Response(.ok, body: .bytes(bytes)) }
        let client = try serving.client(receiveBuffer: 8192)
        #expect(try client.ask(get("/")).body == bytes)
        #expect(serving.server.counters.bytesSent > bytes.count)
    }

    @Test func `refusals are shaped by the configuration`() throws {
        let serving = try Serving({ $0.refuse = { Response($0.status, body: .bytes(Array("{\"\($0.code)\"}".utf8))) } })
        { _ in
            Response(.ok)
        }
        let reply = try serving.client().ask("BREW / HTTP/1.1\r\n\r\n")
        #expect(reply.status == 501)
        #expect(reply.text == "{\"invalid_request\"}")
    }

    @Test func `handlers run on the loop and may hop elsewhere`() throws {
        actor Elsewhere { func number() -> Int { 42 } }
        let elsewhere = Elsewhere()
        let serving = try Serving { _ in
            let number = await elsewhere.number()
            return Response(.ok, body: .bytes(Array("\(number)".utf8)))
        }
        let client = try serving.client()
        for _ in 0..<20 { #expect(try client.ask(get("/")).text == "42") }
    }
}
