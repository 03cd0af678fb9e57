import Domain
import JSON
import Locking
import Remote
import TestSupport
import Testing
import Workbench

/// Every way in which an upstream can fail, and what the task says of it.
@Suite(.timeLimit(.minutes(1)))
struct FailureTests {
    /// What a server does, how the task fails, and how often the server was asked.
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var kind: ImageTask.Failure.Kind
        var says: String
        var asked = 1
        var act: @Sendable (TestServer.Seen, Connection) -> Void

        static func status(
            _ status: Int,
            _ body: String,
            _ kind: ImageTask.Failure.Kind,
            _ says: String,
            asked: Int = 1
        ) -> Row {
            Row(testDescription: "status \(status) \(body.prefix(60))", kind: kind, says: says, asked: asked) {
                $1.answer(status, [:], body)
            }
        }
    }

    static let rows: [Row] = [
        .status(
            400,
            #"{"error": {"message": "The size is not supported.", "code": "x"}}"#,
            .upstreamRefused,
            "status 400: The size is not supported."
        ),
        .status(422, #"{"detail": [{"msg": "n must be 1"}]}"#, .upstreamRefused, "status 422: n must be 1"),
        .status(404, #"{"detail": "Not Found"}"#, .upstreamRefused, "status 404: Not Found"),
        .status(500, #"{"error": "server_error", "message": "out of memory"}"#, .upstreamRefused, "status 500"),
        .status(502, "<html>Bad Gateway</html>", .upstreamRefused, "status 502."),
        .status(
            401,
            #"{"error": {"message": "Incorrect API key provided: sk-te***cdef"}}"#,
            .upstreamRefused,
            "status 401."
        ),
        .status(
            400,
            #"{"error": {"message": "Bearer sk-test-0123456789abcdef is odd, see https://a.example/x and /srv/app/x.py\n  File 7"}}"#,
            .upstreamRefused,
            "status 400: Bearer ••• is odd, see … and …"
        ),
        .status(301, "", .upstreamRefused, "status 301."),
        .status(429, "", .upstreamRefused, "status 429.", asked: 4),
        .status(503, #"{"error": "busy"}"#, .upstreamRefused, "status 503: busy", asked: 4),
        .status(200, "<html>Welcome</html>", .badAnswer, "no JSON"),
        .status(200, "{}", .badAnswer, "no picture"),
        .status(200, #"{"data": []}"#, .badAnswer, "no picture"),
        .status(200, #"{"data": [{"revised_prompt": "x"}]}"#, .badAnswer, "neither a picture nor a link"),
        .status(200, #"{"data": [{"b64_json": "%%%"}]}"#, .badAnswer, "no base64"),
        .status(200, #"{"data": [{"b64_json": "AAAA"}]}"#, .badAnswer, "cannot be read"),
        Row(
            testDescription: "cut in the middle of the answer",
            kind: .statusUnknown,
            says: "ended before the answer was complete"
        ) {
            $1.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"data\": [")
            $1.hangUp()
        },
        Row(
            testDescription: "cut without an answer",
            kind: .statusUnknown,
            says: "ended before the answer was complete"
        ) {
            $1.hangUp()
        },
        Row(testDescription: "silence", kind: .statusUnknown, says: "did not answer in time") { $1.waitForClose() },
        Row(testDescription: "no HTTP", kind: .badAnswer, says: "does not answer in HTTP") {
            $1.send("SSH-2.0-OpenSSH_9.2\r\n")
            $1.hangUp()
        },
        Row(testDescription: "an expired link", kind: .badAnswer, says: "answers with status 410", asked: 2) {
            $0.method == "GET" ? $1.answer(410) : $1.answer(200, [:], #"{"data": [{"url": "/gone.png"}]}"#)
        },
        Row(
            testDescription: "a link to something that is no picture",
            kind: .badAnswer,
            says: "cannot be read",
            asked: 2
        ) {
            $0.method == "GET" ? $1.answer(200, [:], "<html>") : $1.answer(200, [:], #"{"data": [{"url": "/a.png"}]}"#)
        },
        Row(testDescription: "an event stream that ends early", kind: .badAnswer, says: "ended without a picture") {
            $1.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 16\r\n\r\ndata: {\"a\": 1}\n\n"
            )
        },
        Row(
            testDescription: "an event stream with an error",
            kind: .upstreamRefused,
            says: ": The model is overloaded."
        ) {
            let body = "event: error\ndata: {\"error\": {\"message\": \"The model is overloaded.\"}}\n\n"
            $1.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            )
        },
    ]

    @Test(arguments: rows)
    func `a server that fails is told in one sentence of the right kind`(row: Row) async throws {
        let server = TestServer(row.act)
        let engine = try Scene.openAI(server) {
            $0.remote.timeout = .milliseconds(row.says.contains("in time") ? 200 : 20_000)
        }
        let failure = try #require(await failure(engine))
        #expect(failure.kind == row.kind)
        #expect(failure.message.contains(row.says), "\(failure.message)")
        #expect(!failure.message.contains("sk-te") && !failure.message.contains("127.0.0.1"))
        #expect(server.requests.count == row.asked)
    }

    @Test func `nobody there is no engine`() async throws {
        let pauses = Lock<[Duration]>([])
        var remote = Scene.remote([], pauses: pauses)
        remote.upstreams = [Upstream(name: "gone", base: Scene.gone)]
        let failure = await failure(try OpenAIEngine(.init(remote: remote, dialect: .vllm)))
        #expect(failure?.kind == .noEngine)
        #expect(failure?.message == "The server of the engine far cannot be reached.")
        #expect(pauses.withLock { $0 } == [.milliseconds(500), .seconds(1), .seconds(2)])
    }

    @Test func `a server that asks to wait is waited for, but not for ever`() async throws {
        for (asked, isServed) in [("3", true), ("7200", false)] {
            let hasAsked = Lock(false)
            let server = TestServer { _, connection in
                let isFirst = hasAsked.withLock { hasAsked in
                    defer { hasAsked = true }
                    return !hasAsked
                }
                if isFirst {
                    connection.answer(429, ["Retry-After": asked])
                } else {
                    connection.answer(200, [:], Scene.answer())
                }
            }
            let pauses = Lock<[Duration]>([])
            let engine = try OpenAIEngine(.init(remote: Scene.remote([server], pauses: pauses), dialect: .vllm))
            let failure = await failure(engine)
            #expect((failure == nil) == isServed)
            #expect(pauses.withLock { $0 } == (isServed ? [.seconds(3)] : []))
        }
    }

    @Test func `when the first server is gone the second one draws, without waiting`() async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], Scene.answer()) }
        let pauses = Lock<[Duration]>([])
        var remote = Scene.remote([server], pauses: pauses)
        remote.upstreams.insert(Upstream(name: "gone", base: Scene.gone), at: 0)
        let engine = try OpenAIEngine(.init(remote: remote, dialect: .vllm))
        for _ in 0..<4 { #expect(try await Told(engine, .sample()).pictures.count == 1) }
        #expect(pauses.withLock { $0 }.isEmpty)
        #expect(server.requests.count == 4)
    }

    @Test func `a server that keeps failing is left alone for a while, and then tried again`() async throws {
        let isWell = Lock(false)
        let server = TestServer { _, connection in
            isWell.withLock { $0 } ? connection.answer(200, [:], Scene.answer()) : connection.answer(500)
        }
        var remote = Scene.remote([server])
        remote.failuresToRest = 3
        remote.rest = .seconds(3)
        let engine = try OpenAIEngine(.init(remote: remote, dialect: .vllm))
        for _ in 0..<3 { #expect(await failure(engine)?.kind == .upstreamRefused) }
        let resting = await failure(engine)
        #expect(resting?.kind == .noEngine)
        #expect(resting?.message == "No server of the engine far works at the moment.")
        #expect(server.requests.count == 3)
        isWell.withLock { $0 = true }
        try await Task.sleep(for: .milliseconds(3100))
        #expect(try await Told(engine, .sample()).pictures.count == 1)
    }

    @Test func `a trial that is cancelled leaves the next call to try`() async throws {
        let (arrived, calls) = (Gate(), Lock(0))
        let server = TestServer { _, connection in
            calls.withLock { $0 += 1 }
            switch calls.withLock({ $0 }) {
            case 1: connection.answer(500)
            case 2:
                arrived.open()
                connection.waitForClose()
            default: connection.answer(200, [:], Scene.answer())
            }
        }
        var remote = Scene.remote([server])
        remote.failuresToRest = 1
        remote.rest = .milliseconds(50)
        let engine = try OpenAIEngine(.init(remote: remote, dialect: .vllm))
        #expect(await failure(engine)?.kind == .upstreamRefused)
        try await Task.sleep(for: .milliseconds(100))
        let trial = Task { await failure(engine) }
        try await arrived.pass()
        trial.cancel()
        _ = await trial.value
        try await Task.sleep(for: .milliseconds(100))
        #expect(try await Told(engine, .sample()).pictures.count == 1)
    }

    @Test func `whoever stops listening ends the call`() async throws {
        let (arrived, ended) = (Gate(), Gate())
        let server = TestServer { _, connection in
            arrived.open()
            connection.waitForClose()
            ended.open()
        }
        let engine = try Scene.openAI(server)
        let task = Task { await failure(engine) }
        try await arrived.pass()
        task.cancel()
        try await ended.pass()
        _ = await task.value
        #expect(server.requests.count == 1)
    }
}
