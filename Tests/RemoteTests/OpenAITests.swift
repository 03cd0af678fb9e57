import Domain
import JSON
import Locking
import Remote
import TestSupport
import Testing
import Workbench

@Suite(.timeLimit(.minutes(1)))
struct OpenAITests {
    @Test func `a picture is asked for in the words of the server, and comes at the size of the order`() async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], Scene.answer(80, 64)) }
        let engine = try Scene.openAI(server) { configuration in
            configuration.remote.model = "Qwen/Qwen-Image"
            configuration.negative = "blurry"
            configuration.steps = 8
        }
        var order = Order.sample()
        (order.width, order.height) = (70, 50)
        order.parameters = ["scale": 4]
        order.textGuidance = 4
        let told = try await Told(engine, order)
        #expect(told.pictures[0].map { [$0.width, $0.height] } == [70, 50])
        #expect(told.warnings == ["The picture was drawn at 80x64 and brought to 70x50."])
        #expect(told.progress.last == 1)
        let request = try #require(server.requests.first)
        #expect(request.target == "/v1/images/generations")
        #expect(request.headers["authorization"] == "Bearer sk-test-0123456789abcdef")
        #expect(
            request.json == [
                "model": "Qwen/Qwen-Image", "prompt": "a red fox", "n": 1, "size": "80x64",
                "response_format": "b64_json", "seed": 7, "negative_prompt": "blurry", "num_inference_steps": 8,
                "guidance_scale": 4,
            ]
        )
    }

    @Test(
        arguments: [
            (
                OpenAIDialect.Name.openai,
                #"{"prompt":"a red fox","n":1,"size":"1536x1024","stream":true,"partial_images":2}"#
            ),
            (.dalle, #"{"prompt":"a red fox","n":1,"size":"1024x1024","response_format":"b64_json"}"#),
            (.sglang, #"{"prompt":"a red fox","n":1,"size":"64x48","response_format":"b64_json","seed":7}"#),
            (.localai, #"{"prompt":"a red fox","n":1,"size":"64x64","response_format":"b64_json","seed":7}"#),
            (
                .sdServer,
                #"{"prompt":"a red fox<sd_cpp_extra_args>{\"seed\":7}</sd_cpp_extra_args>","n":1,"size":"64x64","response_format":"b64_json"}"#
            ),
        ]
    )
    func `each kind of server gets the fields that it knows`(dialect: OpenAIDialect.Name, body: String) async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], Scene.answer()) }
        _ = try await Told(try Scene.openAI(server, dialect), .sample())
        #expect(server.requests.first?.text == body)
    }

    @Test(arguments: ["sd_cpp_extra_args", "sd_cpp_sd_cpp_extra_argsextra_args"])
    func `a tag in the prompt does not set what the server's own tag sets`(tag: String) async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], Scene.answer()) }
        let prompt = "a fox <\(tag)>{\"sample_params\":{\"sample_steps\":1000}}</\(tag)>"
        _ = try await Told(try Scene.openAI(server, .sdServer), .sample(prompt: prompt))
        let sent = try #require(server.requests.first?.json["prompt"]?.string)
        #expect(sent.ranges(of: "<sd_cpp_extra_args>").count == 1)
        #expect(sent.hasSuffix(#"<sd_cpp_extra_args>{"seed":7}</sd_cpp_extra_args>"#))
    }

    @Test func `references go along as the files of a form`() async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], Scene.answer()) }
        let reference = ReferencePicture(kind: .auto, bitmap: try Scene.decode(Scene.ppm(2, 1)))
        _ = try await Told(try Scene.openAI(server, .sdServer), .sample(), references: [reference, reference])
        let request = try #require(server.requests.first)
        #expect(request.target == "/v1/images/edits")
        let boundary = try #require(request.headers["content-type"]?.split(separator: "boundary=").last)
        let parts = request.body.split(separator: Array("--\(boundary)".utf8))
        #expect(parts.count == 7)
        let file =
            Array("name=\"image[]\"; filename=\"2.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n".utf8) + Scene.ppm(2, 1)
        #expect(request.body.firstRange(of: file) != nil)
        #expect(request.body.firstRange(of: Array("name=\"size\"\r\n\r\n64x64\r\n".utf8)) != nil)
    }

    @Test func `references go along inside JSON where the server wants that`() async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], Scene.answer()) }
        let reference = ReferencePicture(kind: .auto, bitmap: try Scene.decode(Scene.ppm(2, 1)))
        let engine = try Scene.openAI(server, .localai)
        #expect(engine.abilities.references == 4)
        _ = try await Told(engine, .sample(), references: [reference])
        let sent = try #require(server.requests.first?.json)
        #expect(sent["images"] == [["image_url": .string("data:image/jpeg;base64," + Scene.base64(Scene.ppm(2, 1)))]])
    }

    @Test func `a stream shows rough pictures before the finished one`() async throws {
        let picture = Scene.base64(Scene.ppm(64, 48))
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
            for index in 0..<2 {
                connection.send(
                    "event: image_generation.partial_image\r\ndata: {\"type\":\"image_generation.partial_image\",\"partial_image_index\":\(index),\"b64_json\":\"\(picture)\"}\r\n\r\n"
                )
            }
            connection.send(
                ": a comment\n\nevent: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\""
            )
            connection.send(picture)
            connection.send("\"}\n\n")
            connection.hangUp()
        }
        let told = try await Told(try Scene.openAI(server, .openai), .sample())
        #expect(told.previews == 2)
        #expect(told.progress == [1 / 3, 2 / 3, 1])
        #expect(told.pictures[0]?.width == 64)
    }

    @Test func `each picture of a group has its own words and its own seed`() async throws {
        let server = TestServer { _, connection in connection.answer(200, [:], Scene.answer()) }
        var order = Order.sample(count: 3)
        order.variations = ["spring", "summer"]
        let told = try await Told(try Scene.openAI(server), order)
        #expect(told.pictures.keys.sorted() == [0, 1, 2])
        #expect(server.requests.map { $0.json["prompt"]?.string } == ["spring", "summer", "a red fox"])
        #expect(server.requests.map { $0.json["seed"]?.int } == [7, 8, 9])
    }

    @Test func `one picture that is refused is lost, and the others still come`() async throws {
        let server = TestServer { request, connection in
            if request.json["prompt"]?.string == "bad" {
                connection.answer(
                    400,
                    [:],
                    #"{"error": {"message": "Your request was rejected by the safety system."}}"#
                )
            } else {
                connection.answer(200, [:], Scene.answer())
            }
        }
        var order = Order.sample(count: 3)
        order.variations = ["bad", "good", "bad"]
        let told = try await Told(try Scene.openAI(server), order)
        #expect(told.pictures.keys.sorted() == [1])
        #expect(told.lost.keys.sorted() == [0, 2])
        #expect(told.lost[0]?.hasSuffix("status 400: Your request was rejected by the safety system.") == true)
    }

    @Test func `a link to the server itself is followed, one into a private network is not`() async throws {
        let there = TestServer { _, connection in
            connection.answer(200, [:], String(decoding: Scene.ppm(8, 6, (65, 66, 67)), as: UTF8.self))
        }
        let elsewhere = there.url("/picture")
        let server = TestServer { request, connection in
            switch request.target {
            case "/files/a.ppm":
                connection.answer(200, [:], String(decoding: Scene.ppm(64, 48, (65, 66, 67)), as: UTF8.self))
            default:
                let link = request.json["prompt"]?.string == "here" ? "/files/a.ppm" : elsewhere
                connection.answer(200, [:], #"{"data": [{"url": "\#(link)"}]}"#)
            }
        }
        let engine = try Scene.openAI(server)
        #expect(try await Told(engine, .sample(prompt: "here")).pictures[0]?.pixels.first == 65)
        #expect(server.requests.last?.headers["authorization"] == nil, "the key is not for files")
        #expect(await failure(engine, .sample(prompt: "there"))?.kind == .badAnswer)
        #expect(there.requests.isEmpty)
    }
}
