import Domain
import JSON
import Remote
import TestSupport
import Testing
import Workbench

@Suite(.timeLimit(.minutes(1)))
struct ArkTests {
    private func engine(
        _ server: TestServer,
        configure: (inout ArkEngine.Configuration) -> Void = { _ in }
    ) throws -> ArkEngine {
        var configuration = ArkEngine.Configuration(remote: Scene.remote([server]))
        configuration.remote.model = "seedream-5"
        configuration.sizes.pixels = 1...1_000_000
        configure(&configuration)
        return try ArkEngine(configuration)
    }

    private func succeeded(_ index: Int) -> String {
        event(
            #"{"type":"image_generation.partial_succeeded","image_index":\#(index),"size":"64x48","b64_json":"\#(Scene.base64(Scene.ppm(64, 48)))"}"#
        )
    }

    private func event(_ json: String) -> String { "data: \(json)\n\n" }

    private func stream(_ events: [String], isWhole: Bool = true) -> TestServer {
        TestServer { _, connection in
            let body = events.joined()
            let length = body.utf8.count + (isWhole ? 0 : 1)
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: \(length)\r\n\r\n\(body)"
            )
            if !isWhole { connection.hangUp() }
        }
    }

    @Test func `one picture is asked for plainly`() async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], Scene.answer()) }
        let reference = ReferencePicture(kind: .auto, bitmap: try Scene.decode(Scene.ppm(1, 1)))
        let told = try await Told(try engine(server), .sample(), references: [reference])
        #expect(told.pictures.count == 1)
        #expect(
            server.requests.first?.json == [
                "model": "seedream-5", "prompt": "a red fox", "size": "64x48", "response_format": "b64_json",
                "watermark": false, "sequential_image_generation": "disabled",
                "image": .string("data:image/jpeg;base64," + Scene.base64(Scene.ppm(1, 1))),
            ]
        )
    }

    @Test func `a group is one stream, and each picture is told when it comes`() async throws {
        let server = stream([
            succeeded(0), succeeded(2), succeeded(1), event(#"{"type":"image_generation.completed","usage":{}}"#),
            event("[DONE]"),
        ])
        let told = try await Told(try engine(server), .sample(count: 3))
        #expect(told.pictures.keys.sorted() == [0, 1, 2])
        #expect(told.progress.last == 1)
        #expect(server.requests.first?.json["sequential_image_generation_options"] == ["max_images": 3])
        #expect(server.requests.first?.json["stream"] == true)
    }

    @Test func `a picture of a group that fails, and one that never comes, are lost alone`() async throws {
        let failed = event(
            #"{"type":"image_generation.partial_failed","image_index":0,"error":{"code":"x","message":"It was blocked."}}"#
        )
        let server = stream([failed, succeeded(1), event(#"{"type":"image_generation.completed"}"#)])
        let told = try await Told(try engine(server), .sample(count: 3))
        #expect(told.pictures.keys.sorted() == [1])
        #expect(told.lost.keys.sorted() == [0, 2])
        #expect(told.lost[0]?.hasSuffix(": It was blocked.") == true)
    }

    @Test func `what came before the connection was cut stays`() async throws {
        let server = stream([succeeded(0)], isWhole: false)
        let told = try await Told(try engine(server), .sample(count: 2))
        #expect(server.requests.count == 1)
        #expect(told.pictures.keys.sorted() == [0])
        #expect(told.lost.keys.sorted() == [1])
    }

    @Test func `a group of which nothing comes fails with the reason`() async throws {
        let blocked = event(
            #"{"type":"image_generation.partial_failed","image_index":0,"error":{"code":"x","message":"It was blocked."}}"#
        )
        let first = try await failure(of: stream([blocked]))
        #expect(first?.kind == .upstreamRefused)
        let second = try await failure(of: stream([event(#"{"error":{"code":"x","message":"Too busy."}}"#)]))
        #expect(second?.message.hasSuffix(": Too busy.") == true)
        let third = try await failure(of: stream([], isWhole: false))
        #expect(third?.kind == .statusUnknown)
        let fourth = try await failure(of: stream([event("<html>")]))
        #expect(fourth?.kind == .badAnswer)
    }

    private func failure(of server: TestServer) async throws -> ImageTask.Failure? {
        let failure = await RemoteTests.failure(try engine(server), .sample(count: 2))
        #expect(server.requests.count == 1)
        return failure
    }

    @Test func `a group whose pictures have words of their own is drawn one by one`() async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], Scene.answer()) }
        var order = Order.sample(count: 2)
        order.variations = ["spring", "summer"]
        #expect(try await Told(try engine(server), order).pictures.count == 2)
        #expect(server.requests.map { $0.json["prompt"]?.string } == ["spring", "summer"])
    }

    @Test func `a group in one plain answer is taken as well`() async throws {
        let item = #"{"b64_json": "\#(Scene.base64(Scene.ppm(64, 48)))"}"#
        let server = TestServer { _, connection in
            connection.answer(200, [:], #"{"data": [\#(item), {"error": {"message": "no"}}]}"#)
        }
        let told = try await Told(try engine(server) { $0.streams = false }, .sample(count: 2))
        #expect(told.pictures.keys.sorted() == [0])
        #expect(told.lost.keys.sorted() == [1])
    }
}
