import Domain
import JSON
import TestSupport
import Testing
import Web

struct AccessTests {
    @Test(arguments: ["", "Basic abc", "Bearer", "Bearer ", "Bearer flint_aaaaaaaa_bbbb", "bearer x y"])
    func `what is no key opens nothing`(header: String) async throws {
        let service = try await Service()
        let answer = try await service.call(.get, "/model/v1/generation/tasks", headers: ["authorization": header])
        #expect(answer.status == 401)
        #expect(answer.error?["code"]?.string == "unauthorized")
        #expect(answer.headers["www-authenticate"] == "Bearer")
    }

    @Test func `the scheme may be written in any case, the key may not`() async throws {
        let service = try await Service()
        let path = "/model/v1/generation/tasks"
        #expect(try await service.call(.get, path, headers: ["authorization": "bEARER \(service.key)"]).status == 200)
        let upper = service.key.uppercased()
        #expect(try await service.call(.get, path, headers: ["authorization": "Bearer \(upper)"]).status == 401)
        let changed = String(service.key.dropLast()) + (service.key.hasSuffix("a") ? "b" : "a")
        #expect(try await service.call(.get, path, key: changed).status == 401)
    }

    @Test func `an unknown path is not found, with or without a key`() async throws {
        let service = try await Service()
        for headers: WebHeaders in [[:], ["authorization": ""]] {
            let answer = try await service.call(.get, "/nothing/here", headers: headers)
            #expect(answer.status == 404)
            #expect(answer.error?["code"]?.string == "not_found")
        }
        let wrong = try await service.call(.delete, "/model/v1/generation")
        #expect(wrong.status == 405)
        #expect(wrong.headers["allow"]?.contains("POST") == true)
    }

    @Test func `a key sees its owner's tasks only`() async throws {
        let service = try await Service()
        let mine = try await service.draw("spark_t2i_3_0", ["prompt": "a"])
        let id = mine["id"]?.string ?? ""
        let other = try await service.gateway.desk.create(name: "other", owner: Owner("else")).text
        let colleague = try await service.gateway.desk.create(name: "colleague").text
        #expect(try await service.poll(id, key: colleague).status == 200)
        #expect(try await service.poll(id, key: other).status == 404)
        #expect(try await service.call(.post, "/model/v1/generation/task/\(id)/cancel", key: other).status == 404)
        #expect(try await service.call(.delete, "/model/v1/generation/task/\(id)", key: other).status == 404)
        #expect(try await service.call(.get, "/model/v1/generation/task/\(id)/stream", key: other).status == 404)
        #expect(try await service.call(.get, "/model/v1/generation/tasks", key: other).json["data"] == [])
    }

    @Test func `a key may be bound to models`() async throws {
        let service = try await Service()
        let key = try await service.gateway.desk.create(name: "bound", models: ["spark_t2i_3_0"]).text
        #expect(try await service.create("spark_t2i_3_0", ["prompt": "a"], key: key).status == 200)
        let refused = try await service.create("spark_dream_3_0", ["prompt": ""], key: key)
        #expect(refused.status == 403)
        #expect(refused.error?["code"]?.string == "permission_denied")
    }

    @Test func `requests a minute are limited, polls are free`() async throws {
        let service = try await Service()
        let key = try await service.gateway.desk.create(name: "slow", limits: .init(requestsPerMinute: 2)).text
        let first = try await service.create("spark_t2i_3_0", ["prompt": "a"], key: key)
        #expect(first.headers["ratelimit-policy"] == "\"requests\";q=2;w=60")
        #expect(first.headers["ratelimit"]?.contains("r=1") == true)
        _ = try await service.create("spark_t2i_3_0", ["prompt": "a"], key: key)
        let refused = try await service.create("spark_t2i_3_0", ["prompt": "a"], key: key)
        #expect(refused.status == 429)
        #expect(refused.error?["code"]?.string == "rate_limited")
        #expect(Int(refused.headers["retry-after"] ?? "") ?? 0 > 0)
        for _ in 0..<5 { #expect(try await service.poll(first.json["id"]?.string ?? "", key: key).status == 200) }
    }

    @Test func `images a minute, tasks at once and money are limited`() async throws {
        let gate = Gate()
        let service = try await Service(engine: TestEngine { _ in [.pause(gate), .picture(0)] })
        func key(_ limits: APIKey.Limits) async throws -> String {
            try await service.gateway.desk.create(name: "limited", limits: limits).text
        }
        let images = try await key(.init(imagesPerMinute: 1))
        #expect(try await service.create("spark_t2i_3_0", ["prompt": "a"], key: images).status == 200)
        let tooMany = try await service.create("spark_t2i_3_0", ["prompt": "a"], key: images)
        #expect(tooMany.status == 429)
        #expect((1...60).contains(Int(tooMany.headers["retry-after"] ?? "") ?? 0))
        let tasks = try await key(.init(tasksAtOnce: 1))
        #expect(try await service.create("spark_t2i_3_0", ["prompt": "a"], key: tasks).status == 200)
        #expect(try await service.create("spark_t2i_3_0", ["prompt": "a"], key: tasks).status == 429)
        let budget = try await key(.init(budget: Money("0.05")))
        #expect(try await service.create("spark_t2i_3_0", ["prompt": "a"], key: budget).status == 200)
        let broke = try await service.create("spark_t2i_3_0", ["prompt": "a"], key: budget)
        #expect(broke.status == 403)
        #expect(broke.error?["code"]?.string == "insufficient_balance")
        gate.open()
    }

    @Test func `an admin makes, lists, rotates and revokes keys over HTTP`() async throws {
        let service = try await Service()
        let made = try await service.call(
            .post,
            "/api/v1/keys",
            ["name": "app", "owner": "team", "requests_per_minute": 60, "budget": "1.50"]
        )
        #expect(made.status == 201)
        let text = made.json["key"]?.string ?? ""
        let id = made.json["id"]?.string ?? ""
        #expect(text.hasPrefix(id))
        #expect(try await service.call(.get, "/model/v1/generation/tasks", key: text).status == 200)
        #expect(try await service.call(.post, "/api/v1/keys", ["name": "x"], key: text).status == 403)
        let list = try await service.call(.get, "/api/v1/keys?owner=team")
        #expect(list.json["data"]?.array?.count == 1)
        #expect(!list.text.contains(String(text.suffix(40))))
        let rotated = try await service.call(.post, "/api/v1/keys/\(id)/rotate")
        #expect(try await service.call(.get, "/model/v1/generation/tasks", key: text).status == 401)
        let fresh = rotated.json["key"]?.string ?? ""
        #expect(try await service.call(.get, "/model/v1/generation/tasks", key: fresh).status == 200)
        let changes: JSON = ["name": "web", "budget": .null, "models": ["spark_dream_3_0"]]
        let changed = try await service.call(.patch, "/api/v1/keys/\(id)", changes)
        #expect(changed.json["name"] == "web" && changed.json["budget"] == nil)
        #expect(changed.json["requests_per_minute"] == 60)
        #expect(try await service.call(.patch, "/api/v1/keys/\(id)", ["owner": "other"]).status == 400)
        #expect(try await service.call(.patch, "/api/v1/keys/\(id)", ["budget": "lots"]).status == 400)
        #expect(try await service.call(.patch, "/api/v1/keys/\(id)", changes, key: fresh).status == 403)
        #expect(try await service.call(.patch, "/api/v1/keys/flint_none", changes).status == 404)
        #expect(try await service.call(.delete, "/api/v1/keys/\(id)").status == 204)
        #expect(try await service.call(.get, "/model/v1/generation/tasks", key: fresh).status == 401)
        #expect(try await service.call(.delete, "/api/v1/keys/flint_none").status == 404)
    }

    @Test(arguments: [
        JSON.object([:]), ["name": ""], ["name": "a", "models": ["none"]], ["name": "a", "budget": 5],
        ["name": "a", "requests_per_minute": 0], ["name": "a", "expires_at": "soon"], ["name": "a", "admin": "yes"],
        ["name": "a", "owner": ""],
    ])
    func `a wish for a key that makes no sense is refused`(body: JSON) async throws {
        let service = try await Service()
        let answer = try await service.call(.post, "/api/v1/keys", body)
        #expect(answer.status == 400)
        #expect(answer.error?["param"]?.string != nil)
    }

    @Test func `numbers at the edge of what fits end no process`() async throws {
        let service = try await Service()
        for edge: Int64 in [.min, .max] {
            let text = "\(edge)"
            #expect(try await service.call(.get, "/api/v1/usage?from=\(text)&to=\(text)").status == 400)
            for moment in [JSON.integer(edge), .string(text)] {
                let answer = try await service.call(.post, "/api/v1/keys", ["name": "a", "expires_at": moment])
                #expect(answer.status == 400)
            }
        }
    }

    @Test func `an expired key opens nothing`() async throws {
        let clock = ManualClock()
        let service = try await Service(clock: clock)
        let key = try await service.gateway.desk.create(name: "short", expiresAt: clock.now + .seconds(60)).text
        #expect(try await service.call(.get, "/model/v1/generation/tasks", key: key).status == 200)
        clock.advance(by: .seconds(60))
        #expect(try await service.call(.get, "/model/v1/generation/tasks", key: key).status == 401)
    }

    @Test func `usage and balance tell what was spent and what is left`() async throws {
        let service = try await Service()
        _ = try await service.draw("spark_t2i_3_0", ["prompt": "a"])
        _ = try await service.draw("spark_dream_3_0", ["prompt": "a"])
        let put = try await service.call(.put, "/api/v1/owners/default", ["credit": "1.00"])
        #expect(put.json["balance"]?.string == "0.94")
        let balance = try await service.call(.get, "/api/v1/user/balance").json["data"]
        #expect(balance?["spent"]?.string == "0.06")
        #expect(balance?["balance"]?.string == "0.94")
        let usage = try await service.call(.get, "/api/v1/usage?group=model").json
        #expect(usage["data"]?.array?.map { $0["model"]?.string } == ["spark_dream_3_0", "spark_t2i_3_0"])
        #expect(usage["total"]?["cost"]?.string == "0.06")
        #expect(try await service.call(.get, "/api/v1/usage?from=2020-01-01&to=2020-01-02").json["data"] == [])
        for query in ["group=week", "from=yesterday", "from=2021-01-02&to=2021-01-01"] {
            #expect(try await service.call(.get, "/api/v1/usage?\(query)").status == 400)
        }
        _ = try await service.call(.put, "/api/v1/owners/default", ["credit": "0.06"])
        #expect(try await service.create("spark_t2i_3_0", ["prompt": "a"]).status == 403)
    }
}
