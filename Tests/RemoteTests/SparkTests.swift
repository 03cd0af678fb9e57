import Domain
import JSON
import Locking
import Remote
import TestSupport
import Testing
import Workbench

@Suite(.timeLimit(.minutes(1)))
struct SparkTests {
    private static let id = "d758n65e878c73cmdg20"

    private func engine(_ server: TestServer, timeout: Duration = .seconds(20)) throws -> SparkEngine {
        var remote = Scene.remote([server], key: "flint_0123456789abcdef")
        remote.upstreams[0].base = server.url("")
        remote.timeout = timeout
        return try SparkEngine(.init(remote: remote))
    }

    /// A server that answers the create, then the polls one after the other (the last one for ever).
    private func server(_ polls: [(Int, String)]) -> (server: TestServer, cancelled: Gate) {
        let rest = Lock(polls)
        let cancelled = Gate()
        let server = TestServer { request, connection in
            if request.target == "/model/v1/generation" {
                connection.answer(200, [:], #"{"id": "\#(Self.id)", "status": "in_progress", "progress": 0}"#)
            } else if request.target.hasSuffix("/cancel") {
                connection.answer(200, [:], "{}")
                cancelled.open()
            } else if request.target == "/files/a.png" {
                connection.answer(200, [:], String(decoding: Scene.ppm(64, 48, (65, 66, 67)), as: UTF8.self))
            } else {
                let (status, body) = rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
                if status == 0 { connection.hangUp() } else { connection.answer(status, [:], body) }
            }
        }
        return (server, cancelled)
    }

    private func completed(_ output: String) -> (Int, String) {
        (200, #"{"status": "completed", "output": \#(output)}"#)
    }

    private let link = #"{"content": [{"type": "image", "url": "/files/a.png"}]}"#

    @Test func `a task is created, asked for until it has ended, and its picture copied`() async throws {
        let working = (200, #"{"status": "in_progress", "progress": 0.5}"#)
        // A poll that is cut or overloaded is asked again.
        let (server, _) = server([working, (0, ""), (503, ""), working, completed("[\(link)]")])
        let told = try await Told(try engine(server), .sample())
        #expect(told.jobID == Self.id)
        #expect(told.pictures[0]?.pixels.first == 65)
        #expect(told.progress == [0, 0.5, 0.5, 1])
        let request = try #require(server.requests.first)
        #expect(request.headers["idempotency-key"]?.utf8.count == 20)
        #expect(request.headers["authorization"] == "Bearer flint_0123456789abcdef")
        #expect(
            request.json == [
                "model": "spark_dream_3_0",
                "input": [
                    [
                        "params": [
                            "prompt": "a red fox", "width": 64, "height": 48, "seed": 7, "use_pre_llm": false,
                            "scale": 2.5,
                        ]
                    ]
                ],
            ]
        )
    }

    @Test func `the output may be an object, as one of the models has it`() async throws {
        let (server, _) = server([completed(link)])
        var order = Order.sample(model: "spark_dream_5_0")
        order.width = 2048
        let reference = ReferencePicture(kind: .style, bitmap: try Scene.decode(Scene.ppm(1, 1)))
        #expect(try await Told(try engine(server), order, references: [reference]).pictures.count == 1)
        let parameters = server.requests.first?.json["input"]?.array?.first?["params"]
        #expect(parameters?["size"]?.string == "2048x48")
        #expect(parameters?["watermark"]?.bool == false)
        #expect(parameters?["image"]?.array?.count == 1)
    }

    @Test func `references keep their kinds`() async throws {
        let (server, _) = server([completed("[\(link)]")])
        var order = Order.sample(model: "spark_multi_dreamo")
        order.keepsFaces = true
        let reference = ReferencePicture(kind: .face, bitmap: try Scene.decode(Scene.ppm(1, 1)))
        _ = try await Told(try engine(server), order, references: [reference])
        let parameters = server.requests.first?.json["input"]?.array?.first?["params"]
        #expect(parameters?["ref_type_list"] == ["ID"])
        #expect(parameters?["binary_data_base64"] == [.string(Scene.base64(Scene.ppm(1, 1)))])
        #expect(parameters?["swap_face"]?.bool == true)
        #expect(parameters?["use_rephraser"]?.bool == false)
    }

    @Test(arguments: [
        (
            404, #"{"error": {"message": "There is no such task."}}"#, ImageTask.Failure.Kind.statusUnknown,
            "status 404: There is no such task."
        ),
        (500, "", .statusUnknown, "status 500."),
        (0, "", .statusUnknown, "cannot be asked"),
        (200, "<html>", .badAnswer, "no JSON"),
        (200, #"{"status": "odd"}"#, .badAnswer, "no known state"),
        (200, #"{"status": "completed", "output": []}"#, .badAnswer, "no picture"),
        (
            200, #"{"status": "completed", "output": [{"content": [{"error": {"message": "lost it"}}]}]}"#,
            .upstreamRefused, "lost it"
        ),
        (
            200, #"{"status": "failed", "error": {"code": 3019095, "message": "The engine broke."}}"#, .upstreamRefused,
            "The engine broke."
        ),
        (
            200, #"{"status": "completed", "output": [{"content": [{"url": "/model/v1/generation/task/x"}]}]}"#,
            .badAnswer, "cannot be read"
        ),
    ])
    func `a poll that fails is told as what it is, and the task there is cancelled`(
        status: Int,
        body: String,
        kind: ImageTask.Failure.Kind,
        says: String
    ) async throws {
        let (server, cancelled) = server([(status, body)])
        let failure = await failure(try engine(server))
        #expect(failure?.kind == kind)
        #expect(failure?.message.contains(says) == true, "\(failure?.message ?? "")")
        if kind == .statusUnknown { try await cancelled.pass() }
    }

    @Test func `a create that is refused is told with the sentence of the server`() async throws {
        let server = TestServer { _, connection in
            connection.answer(403, [:], #"{"error": {"code": "insufficient_balance", "message": "No money."}}"#)
        }
        #expect(await failure(try engine(server))?.message == "The server of the engine far answered with status 403.")
        let full = TestServer { _, connection in
            connection.answer(
                400,
                [:],
                #"{"status": "failed", "error": {"code": "003019006", "error_message": "width is too small."}}"#
            )
        }
        #expect(await failure(try engine(full))?.message.hasSuffix("status 400: width is too small.") == true)
    }

    @Test func `a cancelled order is cancelled there, too`() async throws {
        let polled = Gate()
        let cancelled = Gate()
        let server = TestServer { request, connection in
            if request.target.hasSuffix("/cancel") { cancelled.open() }
            if request.method == "GET" { polled.open() }
            connection.answer(200, [:], #"{"id": "\#(Self.id)", "status": "in_progress", "progress": 0}"#)
        }
        let engine = try engine(server)
        let task = Task { await failure(engine) }
        try await polled.pass()
        task.cancel()
        try await cancelled.pass()
        _ = await task.value
    }

    @Test func `a task that does not end in time is given up`() async throws {
        let (server, cancelled) = server([(200, #"{"status": "in_progress", "progress": 0.5}"#)])
        let failure = await failure(try engine(server, timeout: .milliseconds(100)))
        #expect(failure?.kind == .statusUnknown)
        try await cancelled.pass()
    }
}
