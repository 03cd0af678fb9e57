import Domain
import JSON
import TestSupport
import Testing
import Web

struct CreateTests {
    @Test func `a created task is answered at once in the documented form`() async throws {
        let gate = Gate()
        let service = try await Service(engine: TestEngine { _ in [.pause(gate), .picture(0)] })
        let answer = try await service.call(
            .post,
            "/model/v1/generation",
            ["model": "spark_dream_3_0", "prompt": "a red fox"]
        )
        #expect(answer.status == 200)
        #expect(answer.json.object?.names == ["id", "created_at", "status", "model", "progress"])
        #expect(answer.json["id"]?.string?.wholeMatch(of: /[0-9a-v]{20}/) != nil)
        #expect(answer.json["progress"]?.integer == 0)
        #expect(answer.headers["x-task-id"] == answer.json["id"]?.string)
        gate.open()
    }

    @Test func `params win over the block, and the block over the top`() async throws {
        let service = try await Service()
        let body: JSON = [
            "model": "spark_t2i_3_0", "prompt": "top", "seed": 1, "width": 1024, "height": 1024,
            "input": [["prompt": "block", "seed": 2, "params": ["prompt": "params"]]],
        ]
        let id = try await service.call(.post, "/model/v1/generation", body).json["id"]?.string ?? ""
        let taskID = try #require(ImageTask.ID(id))
        let task = try #require(try await service.store.task(taskID))
        #expect(task.order.prompt == "params")
        #expect(task.order.seed == 2)
        #expect(task.order.width == 1024)
    }

    @Test func `the model may come as a header, but not as another one`() async throws {
        let service = try await Service()
        let alone = try await service.call(
            .post,
            "/model/v1/generation",
            ["input": [["params": ["prompt": "a"]]]],
            headers: ["X-Model": "spark_t2i_3_0"]
        )
        #expect(alone.status == 200)
        let differing = try await service.call(
            .post,
            "/model/v1/generation",
            ["model": "spark_dream_3_0", "prompt": "a"],
            headers: ["X-Model": "spark_t2i_3_0"]
        )
        #expect(differing.status == 400)
        #expect(differing.error?["param"]?.string == "model")
    }

    @Test(arguments: [
        ("{\"prompt\": \"a\"}", 400, "invalid_request"), ("{\"model\": 5, \"prompt\": \"a\"}", 400, "invalid_request"),
        ("{\"model\": \"spark_9\", \"prompt\": \"a\"}", 404, "model_not_found"), ("{\"model\": ", 400, "invalid_json"),
        ("", 400, "invalid_json"), ("[]", 400, "invalid_request"), ("\"text\"", 400, "invalid_request"),
        ("{\"model\": \"spark_t2i_3_0\", \"input\": {}}", 400, "invalid_request"),
        ("{\"model\": \"spark_t2i_3_0\", \"input\": []}", 400, "invalid_request"),
        ("{\"model\": \"spark_t2i_3_0\", \"input\": [{\"params\": 5}]}", 400, "invalid_request"),
        ("{\"model\": \"spark_t2i_3_0\", \"prompt\": \"a\", \"callback_url\": \"ftp://x\"}", 400, "invalid_request"),
        ("{\"model\": \"spark_t2i_3_0\", \"prompt\": \"a\", \"callback_url\": 5}", 400, "invalid_request"),
    ])
    func `a body that is no request is refused with its reason`(body: String, status: Int, code: String) async throws {
        let service = try await Service()
        let answer = try await service.send(.post, "/model/v1/generation", Array(body.utf8))
        #expect(answer.status == status)
        #expect(answer.error?["code"]?.string == code)
        #expect(answer.json["request_id"]?.string == answer.headers["x-request-id"])
    }

    @Test func `a body of another kind is refused`() async throws {
        let service = try await Service()
        let answer = try await service.send(
            .post,
            "/model/v1/generation",
            Array("prompt=a".utf8),
            headers: ["content-type": "application/x-www-form-urlencoded"]
        )
        #expect(answer.status == 415)
    }

    @Test func `unknown parameters are named and change nothing`() async throws {
        let service = try await Service()
        let task = try await service.draw(
            "spark_t2i_3_0",
            ["prompt": "a", "moderation": true, "dash_scope": "x", "id": nil]
        )
        #expect(task["metadata"]?["ignored_parameters"] == ["moderation", "dash_scope"])
        #expect(task["status"]?.string == "completed")
    }

    @Test func `the same idempotency key answers with the first task, and never with another body`() async throws {
        let service = try await Service()
        let headers: WebHeaders = ["Idempotency-Key": "order-1"]
        let first = try await service.create("spark_t2i_3_0", ["prompt": "a"], headers: headers)
        let again = try await service.create("spark_t2i_3_0", ["prompt": "a"], headers: headers)
        let other = try await service.create("spark_t2i_3_0", ["prompt": "b"], headers: headers)
        #expect(first.json["id"] == again.json["id"])
        #expect(other.status == 422)
        #expect(other.error?["code"]?.string == "idempotency_mismatch")
        let long = try await service.create(
            "spark_t2i_3_0",
            ["prompt": "a"],
            headers: ["Idempotency-Key": String(repeating: "k", count: 256)]
        )
        #expect(long.status == 400)
    }

    @Test func `pictures of a request are kept, and removed with their task`() async throws {
        let gate = Gate()
        let service = try await Service(engine: TestEngine { _ in [.pause(gate), .picture(0)] })
        let png = Pictures.png(width: 64, height: 48)
        let created = try await service.create(
            "spark_multi_dreamo",
            ["prompt": "a", "binary_data_base64": [.string(png)]]
        )
        let id = try #require(created.json["id"]?.string.flatMap { ImageTask.ID($0) })
        let task = try #require(try await service.store.task(id))
        guard case .file(let key)? = task.order.references.first?.source else {
            Issue.record("the reference is no file")
            return
        }
        #expect(try await service.files.read(key) == PictureText.decode(png))
        #expect(try await service.call(.delete, "/model/v1/generation/task/\(id)").status == 204)
        #expect(service.files.path(of: key) == nil)
        gate.open()
    }

    @Test func `the queue refuses what it can't hold`() async throws {
        let gate = Gate()
        let engine = TestEngine { _ in [.pause(gate), .picture(0)] }
        let service = try await Service(engine: engine) { $0.queueLimit = 1 }
        _ = try await service.create("spark_t2i_3_0", ["prompt": "running"])
        await gate.reached()
        #expect(try await service.create("spark_t2i_3_0", ["prompt": "waiting"]).status == 200)
        let refused = try await service.create("spark_t2i_3_0", ["prompt": "too many"])
        #expect(refused.status == 429)
        #expect(refused.error?["code"]?.string == "queue_full")
        #expect(refused.headers["retry-after"] != nil)
        gate.open()
    }

    @Test func `a service that drains takes nothing new, but still tells`() async throws {
        let service = try await Service()
        let task = try await service.draw("spark_t2i_3_0", ["prompt": "a"])
        service.state.drain()
        #expect(try await service.create("spark_t2i_3_0", ["prompt": "a"]).status == 503)
        #expect(try await service.call(.get, "/readyz").status == 503)
        #expect(try await service.call(.get, "/healthz").status == 200)
        #expect(try await service.poll(task["id"]?.string ?? "").status == 200)
    }

    @Test func `the price is told without drawing anything`() async throws {
        let engine = TestEngine()
        let service = try await Service(engine: engine) {
            $0.prices.models["spark_dream_5_0"] = [.init(above: 0, price: Money(nanodollars: 40_000_000))]
        }
        let body: JSON = [
            "model": "spark_dream_5_0", "prompt": "four pictures of a fox", "sequential_image_generation": "auto",
        ]
        let data = try #require(try await service.call(.post, "/model/v1/generation/precharge", body).json["data"])
        #expect(data["cost"]?.string == "0.16")
        #expect(data["sample_count"]?.integer == 4)
        #expect(data["currency"]?.string == "USD")
        #expect(engine.drawings == 0)
    }
}
