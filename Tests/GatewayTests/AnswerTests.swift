import Domain
import Foundation
import JSON
import TestSupport
import Testing
import Web

/// What a task looks like to those who ask.
struct AnswerTests {
    @Test func `a completed task has output, usage and metadata`() async throws {
        let service = try await Service()
        let task = try await service.draw("spark_dream_3_0", ["prompt": "a red fox", "seed": 9])
        #expect(task["status"]?.string == "completed")
        let content = try #require(task["output"]?.array?.first?["content"]?.array?.first)
        #expect(content["type"]?.string == "image")
        #expect(content["jobId"]?.string == "job-1")
        #expect(task["output"]?.array?.first?["jobId"]?.string == "job-1")
        #expect(task["usage"] == ["cost": "0.03", "discount": 0])
        #expect(task["metadata"]?["seed"]?.integer == 9)
        #expect(task["metadata"]?["engine"]?.string == "test")
        #expect(task["progress"] == nil)
        let file = try await service.call(.get, content["url"]?.string ?? "")
        #expect(file.status == 200)
        #expect(file.bytes.count == content["size"]?.int)
        #expect(file.bytes.starts(with: [0xFF, 0xD8]))
    }

    @Test func `usage counts what each model counts`() async throws {
        let service = try await Service(engine: TestEngine(size: nil))
        let t2i = try await service.draw("spark_t2i_3_0", ["prompt": "a", "width": 512, "height": 512])
        #expect(
            t2i["usage"] == [
                "cost": "0.03", "discount": 0, "input_tokens": 0, "output_tokens": 1024, "total_tokens": 1024,
            ]
        )
        let image = try await service.draw("spark_image_3_1", ["prompt": "a", "width": 512, "height": 512])
        #expect(
            image["usage"]
                == [
                    "cost": "0.03", "discount": 0, "input_tokens": 0, "output_tokens": 0, "total_tokens": 300,
                    "generated_images": 1,
                ]
        )
    }

    @Test func `spark dream 5 answers an object, and an array to the public clients`() async throws {
        let service = try await Service()
        let task = try await service.draw("spark_dream_5_0", ["prompt": "a"])
        #expect(task["output"]?["content"]?.array?.count == 1)
        #expect(task["usage"]?["generated_images"]?.integer == 1)
        #expect(task["usage"]?["tool_usage"] == ["web_search": 0])
        let id = task["id"]?.string ?? ""
        for headers: WebHeaders in [["X-Source": "cli"], ["X-Model": "spark_dream_5_0"], ["User-Agent": "sa-go/1.2"]] {
            let answer = try await service.poll(id, headers: headers)
            #expect(answer.json["output"]?.array?.first?["content"]?.array?.count == 1)
        }
        #expect(try await service.poll(id).json["output"]?.object != nil)
    }

    @Test(arguments: [
        ("spark_dream_3_0", JSON.string("003019099")), ("spark_t2i_3_0", .integer(3_001_099)),
        ("spark_image_3_1", .integer(3_002_099)), ("spark_dream_5_0", .string("InternalServiceError")),
    ])
    func `a task without an engine fails with the code of its model`(model: String, code: JSON) async throws {
        let service = try await Service(engine: nil)
        let task = try await service.draw(model, ["prompt": "a"])
        #expect(task["status"]?.string == "failed")
        #expect(task["error"]?["code"] == code)
        #expect(task["output"] == nil)
        #expect(task["usage"] == nil)
    }

    @Test func `codes are integers to the public clients, and the envelope is theirs`() async throws {
        let service = try await Service(engine: nil)
        let failed = try await service.draw(
            "spark_dream_3_0",
            ["prompt": "a"],
            headers: ["User-Agent": "vtrix-cli/1.0"]
        )
        #expect(failed["error"]?["code"]?.integer == 3_019_099)
        let refused = try await service.create("spark_dream_3_0", ["prompt": ""], headers: ["X-Source": "cli"])
        #expect(refused.status == 400)
        #expect(refused.json["error"] == nil)
        #expect(refused.json["status"]?["code"]?.integer == 400)
        #expect(refused.json["status"]?["error_code"]?.string == "003019002")
        #expect(refused.json["message"]?.string?.contains("prompt") == true)
        let plain = try await service.create("spark_dream_5_0", ["prompt": ""], headers: ["X-Model": "spark_dream_5_0"])
        #expect(plain.error?["code"]?.integer == 400)
    }

    @Test func `the end of a message for integer codes is the padded form`() async throws {
        let service = try await Service()
        let answer = try await service.create("spark_t2i_3_0", ["prompt": "a", "width": 0, "height": 1328])
        #expect(answer.error?["code"]?.integer == 3_001_005)
        #expect(answer.error?["message"]?.string?.hasSuffix("[003001005]") == true)
        #expect(answer.error?["param"]?.string == "width")
    }

    @Test func `pictures come in base64 where they were asked for, and as links in lists`() async throws {
        let service = try await Service()
        let task = try await service.draw(
            "spark_dream_5_0",
            ["prompt": "a", "response_format": "b64_json", "output_format": "png"]
        )
        let content = try #require(task["output"]?["content"]?.array?.first)
        #expect(content["url"] == nil)
        let bytes = try #require(PictureText.decode(content["b64_json"]?.string ?? ""))
        #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        let list = try await service.call(.get, "/model/v1/generation/tasks")
        #expect(list.json["data"]?.array?.first?["output"]?["content"]?.array?.first?["url"] != nil)
    }

    @Test func `a picture that failed stands in its place and is not charged`() async throws {
        let service = try await Service(engine: TestEngine(losing: [1]))
        let task = try await service.draw(
            "spark_dream_5_0",
            ["prompt": "three pictures of a fox", "sequential_image_generation": "auto"]
        )
        let contents = try #require(task["output"]?["content"]?.array)
        #expect(contents.count == 3)
        #expect(contents[1]["error"]?["code"]?.string == "InternalServiceError")
        #expect(contents[2]["url"] != nil)
        #expect(task["usage"]?["cost"]?.string == "0.06")
        #expect(task["usage"]?["generated_images"]?.integer == 2)
    }

    @Test(arguments: ["spark_dream_5_0", "spark_dream_3_0", "spark_t2i_3_0"])
    func `an ordinary request is fulfilled without a warning`(model: String) async throws {
        let service = try await Service()
        let task = try await service.draw(model, ["prompt": "a red fox"])
        #expect(task["status"] == "completed")
        #expect(task["metadata"]?["warnings"] == nil)
    }

    @Test func `waiting tasks tell their place`() async throws {
        let gate = Gate()
        let service = try await Service(engine: TestEngine { _ in [.tell(.progress(0.5)), .pause(gate), .picture(0)] })
        let first = try await service.create("spark_t2i_3_0", ["prompt": "a"])
        await gate.reached()
        let second = try await service.create("spark_t2i_3_0", ["prompt": "b"])
        let third = try await service.create("spark_t2i_3_0", ["prompt": "c"])
        #expect(try await service.poll(first.json["id"]?.string ?? "").json["progress"]?.number == 0.5)
        #expect(try await service.poll(second.json["id"]?.string ?? "").json["queue_position"]?.integer == 0)
        #expect(try await service.poll(third.json["id"]?.string ?? "").json["queue_position"]?.integer == 1)
        gate.open()
    }

    @Test func `a finished task says when its files are gone`() async throws {
        let service = try await Service()
        let task = try await service.draw("spark_t2i_3_0", ["prompt": "a"])
        let url = task["output"]?.array?.first?["content"]?.array?.first?["url"]?.string ?? ""
        let swept = try await service.store.expireFiles(endedBefore: SystemClock().now + .hours(1), limit: 10)
        try await service.files.delete(swept.files)
        let later = try await service.poll(task["id"]?.string ?? "").json
        #expect(later["metadata"]?["expired"]?.bool == true)
        #expect(later["output"]?.array?.first?["content"]?.array?.first?["url"] == nil)
        #expect(try await service.call(.get, url).status == 410)
    }

    @Test func `sync waits for the end`() async throws {
        let service = try await Service()
        let answer = try await service.call(
            .post,
            "/model/v1/generation/sync",
            ["model": "spark_t2i_3_0", "prompt": "a"]
        )
        #expect(answer.json["status"]?.string == "completed")
    }

    @Test func `sync gives up after its time, and the task goes on`() async throws {
        let gate = Gate()
        let service = try await Service(engine: TestEngine { _ in [.pause(gate), .picture(0)] }) {
            $0.syncLimit = .milliseconds(50)
        }
        let answer = try await service.call(
            .post,
            "/model/v1/generation/sync",
            ["model": "spark_t2i_3_0", "prompt": "a"]
        )
        #expect(answer.status == 504)
        #expect(answer.error?["code"]?.string == "timeout")
        let id = try #require(answer.json["id"]?.string.flatMap { ImageTask.ID($0) })
        gate.open()
        let ended = try await service.store.task(id) { $0.state.isFinished }
        #expect(ended.state == .completed)
    }

    @Test func `running and waiting tasks are cancelled, finished ones are not`() async throws {
        let gate = Gate()
        let engine = TestEngine { _ in [.pause(gate), .picture(0)] }
        let service = try await Service(engine: engine)
        let running = try await service.create("spark_t2i_3_0", ["prompt": "a"])
        await gate.reached()
        let waiting = try await service.create("spark_t2i_3_0", ["prompt": "b"])
        for id in [running, waiting].map({ $0.json["id"]?.string ?? "" }) {
            let cancelled = try await service.call(.post, "/model/v1/generation/task/\(id)/cancel")
            #expect(cancelled.status == 200)
            #expect(cancelled.json["status"]?.string == "failed")
            #expect(cancelled.json["error"]?["code"]?.string == "cancelled")
            #expect(try await service.poll(id, headers: ["X-Source": "cli"]).error?["code"]?.integer == 499)
            let again = try await service.call(.post, "/model/v1/generation/task/\(id)/cancel")
            #expect(again.status == 409)
            #expect(again.error?["code"]?.string == "already_finished")
        }
        gate.open()
    }

    @Test func `a deleted task is gone with its files`() async throws {
        let service = try await Service()
        let task = try await service.draw("spark_t2i_3_0", ["prompt": "a"])
        let id = task["id"]?.string ?? ""
        let url = task["output"]?.array?.first?["content"]?.array?.first?["url"]?.string ?? ""
        #expect(try await service.call(.delete, "/model/v1/generation/task/\(id)").status == 204)
        #expect(try await service.poll(id).status == 404)
        #expect(try await service.call(.get, url).status == 410)
        #expect(try await service.call(.delete, "/model/v1/generation/task/\(id)").status == 404)
    }

    @Test func `the list goes through all tasks without loss or repetition`() async throws {
        let service = try await Service()
        var made: [String] = []
        for number in 0..<7 {
            let task = try await service.draw(number == 3 ? "spark_dream_3_0" : "spark_t2i_3_0", ["prompt": "a"])
            made.append(task["id"]?.string ?? "")
        }
        var seen: [String] = []
        var cursor = ""
        repeat {
            let page = try await service.call(.get, "/model/v1/generation/tasks?limit=3&cursor=\(cursor)")
            seen += page.json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            cursor = page.json["next_cursor"]?.string ?? ""
        } while !cursor.isEmpty
        #expect(seen == made.reversed())
        let filtered = try await service.call(.get, "/model/v1/generation/tasks?model=spark_dream_3_0&status=completed")
        #expect(filtered.json["data"]?.array?.count == 1)
        for query in ["limit=0", "limit=101", "limit=x", "cursor=!", "status=done"] {
            #expect(try await service.call(.get, "/model/v1/generation/tasks?\(query)").status == 400, "\(query)")
        }
        #expect(try await service.call(.get, "/model/v1/generation/tasks?model=none").status == 404)
    }
}
