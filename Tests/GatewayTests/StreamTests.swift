import Domain
import JSON
import TestSupport
import Testing
import Web

struct StreamTests {
    private static let three: JSON = [
        "model": "spark_dream_5_0", "prompt": "three pictures of a fox", "sequential_image_generation": "auto",
        "stream": true,
    ]

    @Test func `a streamed create tells the task, each picture, the usage and the end`() async throws {
        let service = try await Service(engine: TestEngine(losing: [1], size: nil))
        let events = try await service.events(.post, "/model/v1/generation", Self.three)
        #expect(
            events.map(\.name) == [
                "task", "image_generation.partial_succeeded", "image_generation.partial_failed",
                "image_generation.partial_succeeded", "image_generation.completed", nil,
            ]
        )
        #expect(events.last?.data == "[DONE]")
        #expect(events[0].json["status"]?.string == "in_progress")
        let picture = events[1].json
        #expect(picture["type"]?.string == "image_generation.partial_succeeded")
        #expect(picture["image_index"]?.integer == 0)
        #expect(picture["size"]?.string == "2048x2048")
        #expect(try await service.call(.get, picture["url"]?.string ?? "").status == 200)
        #expect(events[2].json["error"]?["message"]?.string?.isEmpty == false)
        #expect(events[4].json["usage"]?["generated_images"]?.integer == 2)
    }

    @Test func `a stream that was cut goes on after the last event that came`() async throws {
        let gate = Gate()
        let engine = TestEngine { _ in [.picture(0), .pause(gate), .picture(1), .picture(2)] }
        let service = try await Service(engine: engine)
        let first = try await service.events(.post, "/model/v1/generation", Self.three, most: 2)
        let id = first[0].json["id"]?.string ?? ""
        gate.open()
        let path = "/model/v1/generation/task/\(id)/stream"
        let last = try #require(first.last?.id)
        let byHeader = try await service.events(.get, path, headers: ["Last-Event-ID": last])
        let byQuery = try await service.events(.get, path + "?cursor=\(last)")
        #expect(byHeader.map(\.id) == byQuery.map(\.id))
        #expect(byHeader.compactMap { $0.json["image_index"]?.int } == [1, 2])
        #expect(byHeader.last?.data == "[DONE]")
        #expect(try await service.events(.get, path).compactMap { $0.json["image_index"]?.int } == [0, 1, 2])
    }

    @Test func `any other task tells progress, output and its end`() async throws {
        let gate = Gate()
        let engine = TestEngine { _ in [.pause(gate), .tell(.progress(0.5)), .picture(0)] }
        let service = try await Service(engine: engine)
        let created = try await service.create("spark_t2i_3_0", ["prompt": "a"])
        let id = created.json["id"]?.string ?? ""
        async let watched = service.events(.get, "/model/v1/generation/task/\(id)/stream")
        gate.open()
        let events = try await watched
        #expect(Set(events.dropLast(2).map(\.name)) == ["progress"])
        #expect(events.dropLast().last?.name == "output")
        let output = events.dropLast().last?.json
        #expect(output?["output"]?.array?.first?["content"]?.array?.first?["chunk_index"]?.integer == 0)
        #expect(output?["cursor"]?.integer != nil)
        #expect(events.last?.name == "done")
        #expect(events.last?.json["status"]?.string == "completed")
    }

    @Test func `sync speaks in events where they are asked for`() async throws {
        let service = try await Service()
        let events = try await service.events(
            .post,
            "/model/v1/generation/sync",
            ["model": "spark_dream_5_0", "prompt": "a", "stream": true],
            headers: ["Accept": "text/event-stream"]
        )
        #expect(events.first?.name == "progress")
        #expect(events.last?.name == "done")
    }

    @Test func `a task that fails ends its stream with an error`() async throws {
        let service = try await Service(engine: nil)
        let native = try await service.events(.post, "/model/v1/generation", Self.three)
        #expect(native.map(\.name) == ["task", "error", nil])
        #expect(native[1].json["error"]?["code"]?.string == "InternalServiceError")
        let plain = try await service.events(
            .post,
            "/model/v1/generation/sync",
            ["model": "spark_dream_3_0", "prompt": "a"],
            headers: ["Accept": "text/event-stream"]
        )
        #expect(plain.last?.name == "error")
        #expect(plain.last?.json["error"]?["code"]?.string == "003019099")
    }

    @Test func `faults in a streamed request are plain JSON`() async throws {
        let service = try await Service()
        let answer = try await service.call(
            .post,
            "/model/v1/generation",
            ["model": "spark_dream_5_0", "prompt": "", "stream": true]
        )
        #expect(answer.status == 400)
        #expect(answer.error?["code"]?.string == "InvalidParameter")
        let task = try await service.draw("spark_t2i_3_0", ["prompt": "a"])
        let path = "/model/v1/generation/task/\(task["id"]?.string ?? "")/stream"
        #expect(try await service.call(.get, path + "?cursor=x").status == 400)
        #expect(try await service.call(.get, path, headers: ["Last-Event-ID": "-1"]).status == 400)
    }

    @Test func `a client that leaves does not stop its task`() async throws {
        let gate = Gate()
        let service = try await Service(engine: TestEngine { _ in [.pause(gate), .picture(0)] })
        let body: JSON = ["model": "spark_dream_5_0", "prompt": "a", "stream": true]
        let first = try await service.events(.post, "/model/v1/generation", body, most: 1)
        let id = try #require(first.first?.json["id"]?.string.flatMap { ImageTask.ID($0) })
        gate.open()
        #expect(try await service.store.task(id) { $0.state.isFinished }.state == .completed)
    }
}
