import Domain
import Gateway
import HTTP
import JSON
import Testing

@testable import Console

/// Who gets in, what they can do there, and what nobody can make them do.
@Suite(.timeLimit(.minutes(1)))
struct AccessTests {
    let house: House

    init() throws {
        house = try House()
    }

    private func refuses(_ name: String, _ password: String) async throws -> Bool {
        let answer = try await house.post("/console/sign-in", [("name", name), ("password", password)])
        return answer.status == 400 && answer.cookie == nil
    }

    @Test func `the link of the first start opens the door once`() async throws {
        let token = try await house.gateway.sessions.invite(name: nil, owner: .standard, isAdmin: true)
        let welcome = try await house.get("/console/welcome?token=\(token)")
        #expect(welcome.status == 200 && welcome.text.contains(token))
        let form = [("token", token), ("name", "ann"), ("password", "correct horse")]
        let inside = try await house.post("/console/welcome", form)
        #expect(inside.status == 303 && inside.location == "/console")
        let cookie = try #require(inside.cookie)
        let attributes = try #require(inside.headers["set-cookie"])
        #expect(
            attributes.contains("HttpOnly") && attributes.contains("SameSite=Lax") && !attributes.contains("Secure")
        )
        #expect(try await house.get("/console", cookie: cookie).status == 200)
        #expect(try await house.post("/console/welcome", form).status == 400)
        let person = try await house.store.person("ann")
        #expect(person?.isAdmin == true && person?.owner == .standard)
        #expect(person?.passwordHash.hasPrefix("$argon2id$") == true)
    }

    @Test func `an old link opens nothing`() async throws {
        let token = try await house.gateway.sessions.invite(name: "ann", owner: .standard, isAdmin: true)
        house.clock.advance(by: SessionDesk.invitationLifetime + .seconds(1))
        let answer = try await house.post("/console/welcome", [("token", token), ("password", "correct horse")])
        #expect(answer.status == 400 && answer.cookie == nil)
        #expect(try await house.store.people().isEmpty)
    }

    @Test func `an open link can't take over somebody who is there`() async throws {
        _ = try await house.signIn("ann")
        let token = try await house.gateway.sessions.invite(name: nil, owner: .standard, isAdmin: true)
        let form = [("token", token), ("name", "ann"), ("password", "another horse")]
        #expect(try await house.post("/console/welcome", form).status == 400)
        #expect(try await house.store.person("ann")?.isAdmin == false)
    }

    @Test(arguments: ["", "short", "1234567"])
    func `a password of less than eight characters is refused`(password: String) async throws {
        let token = try await house.gateway.sessions.invite(name: "ann", owner: .standard, isAdmin: false)
        let answer = try await house.post("/console/welcome", [("token", token), ("password", password)])
        #expect(answer.status == 400 && answer.text.contains("At least 8"))
        #expect(try await house.gateway.sessions.invitation(token) != nil)
    }

    @Test func `name and password open the door, and neither alone`() async throws {
        _ = try await house.signIn("ann")
        let right = try await house.post("/console/sign-in", [("name", "ann"), ("password", "correct horse")])
        #expect(right.status == 303 && right.cookie != nil)
        #expect(try await refuses("ann", "wrong horse"))
        #expect(try await refuses("ben", "correct horse"))
        #expect(try await refuses("", ""))
    }

    @Test func `passwords can't be guessed for long`() async throws {
        _ = try await house.signIn("ann")
        for _ in 0..<10 { #expect(try await refuses("ann", "wrong horse")) }
        let stopped = try await house.post("/console/sign-in", [("name", "ann"), ("password", "correct horse")])
        #expect(stopped.status == 429 && Int(stopped.headers["retry-after"] ?? "") ?? 0 > 60)
        house.clock.advance(by: .seconds(15 * 60))
        let later = try await house.post("/console/sign-in", [("name", "ann"), ("password", "correct horse")])
        #expect(later.status == 303)
    }

    @Test func `behind a trusted proxy each guesser is counted apart`() async throws {
        let house = try House { $0.trustedProxies = ["10.0.0.9"] }
        _ = try await house.signIn("ann")
        func attempt(_ name: String, _ password: String, from sender: String) async throws -> Int {
            try await house.post(
                "/console/sign-in",
                [("name", name), ("password", password)],
                headers: ["x-forwarded-for": "1.1.1.1, \(sender)"]
            ).status
        }
        for number in 0..<10 { #expect(try await attempt("nobody \(number)", "wrong horse", from: "9.9.9.9") == 400) }
        #expect(try await attempt("ann", "correct horse", from: "9.9.9.9") == 429)
        #expect(try await attempt("ann", "correct horse", from: "8.8.8.8") == 303)
        // One sender has as many addresses of an IPv6 network as they like.
        for number in 0..<10 {
            #expect(try await attempt("nobody \(number)", "wrong horse", from: "2001:db8::\(number)") == 400)
        }
        #expect(try await attempt("ann", "correct horse", from: "2001:db8::ffff") == 429)
        #expect(try await attempt("ann", "correct horse", from: "2001:db9::1") == 303)
    }

    @Test func `who fails at a name shuts it to themselves, not to its owner`() async throws {
        let house = try House { $0.trustedProxies = ["10.0.0.9"] }
        _ = try await house.signIn("ann")
        func attempt(_ password: String, from sender: String) async throws -> Int {
            let form = [("name", "ann"), ("password", password)]
            return try await house.post("/console/sign-in", form, headers: ["x-forwarded-for": sender]).status
        }
        for _ in 0..<10 { #expect(try await attempt("wrong horse", from: "9.9.9.9") == 400) }
        #expect(try await attempt("correct horse", from: "9.9.9.9") == 429)
        #expect(try await attempt("correct horse", from: "8.8.8.8") == 303)
    }

    @Test func `over https the cookie is one that only https can set`() async throws {
        let house = try House { $0.publicURL = "https://pictures.test" }
        _ = try await house.signIn("ann")
        let answer = try await house.post("/console/sign-in", [("name", "ann"), ("password", "correct horse")])
        let cookie = try #require(answer.headers["set-cookie"])
        #expect(cookie.hasPrefix("__Host-flint_session=") && cookie.contains("; Secure"))
        #expect(try await house.get("/console", cookie: answer.cookie).status == 200)
    }

    @Test func `a session ends by signing out, by time, and with another password`() async throws {
        let cookie = try await house.signIn("ann")
        let other = try await house.post("/console/sign-in", [("name", "ann"), ("password", "correct horse")]).cookie
        let left = try await house.post("/console/sign-out", [("proof", house.proof(cookie))], cookie: cookie)
        #expect(left.status == 303)
        #expect(try await house.get("/console", cookie: cookie).status == 303)
        #expect(try await house.get("/console", cookie: other).status == 200)

        let proof = try await house.proof(other ?? "")
        let change = [("proof", proof), ("present", "correct horse"), ("password", "another horse")]
        let changed = try await house.post("/console/account", change, cookie: other)
        #expect(changed.status == 303)
        #expect(try await house.get("/console", cookie: other).status == 303)
        #expect(try await house.get("/console", cookie: changed.cookie).status == 200)
        #expect(try await refuses("ann", "correct horse"))
        house.clock.advance(by: SessionDesk.lifetime + .seconds(1))
        #expect(try await house.get("/console", cookie: changed.cookie).status == 303)
    }

    @Test(arguments: [
        "/console", "/console/tasks", "/console/keys", "/console/usage", "/console/usage.csv", "/console/system",
        "/console/people",
        "/console/account", "/console/device",
    ])
    func `who is not signed in is led to the door`(path: String) async throws {
        let answer = try await house.get(path)
        #expect(answer.status == 303)
        #expect(answer.location?.hasPrefix("/console/sign-in") == true)
    }

    @Test func `a cookie that is none of ours opens nothing`() async throws {
        for cookie in ["flint_session=", "flint_session=abc", "flint_session=\(String(repeating: "a", count: 5000))"] {
            #expect(try await house.get("/console", cookie: cookie).status == 303)
        }
    }

    // MARK: - What other sites can't do

    @Test func `a form without the session's proof changes nothing`() async throws {
        let cookie = try await house.signIn("ann")
        let ben = try await house.signIn("ben", owner: "ben")
        let proofs = ["", "wrong", try await house.proof(ben)]
        for proof in proofs {
            let answer = try await house.post("/console/keys", [("proof", proof), ("name", "x")], cookie: cookie)
            #expect(answer.status == 403)
        }
        #expect(try await house.store.keys(of: Owner("ann")).isEmpty)
    }

    @Test(
        arguments: [
            ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "same-site"], ["origin": "https://evil.example"],
            ["origin": "null"],
        ] as [[String: String]]
    )
    func `a form that another site sends is refused`(sent: [String: String]) async throws {
        let cookie = try await house.signIn("ann")
        var headers = Headers()
        for (name, value) in sent { headers[name] = value }
        let form = [("proof", try await house.proof(cookie)), ("name", "x")]
        #expect(try await house.post("/console/keys", form, cookie: cookie, headers: headers).status == 403)
    }

    @Test func `the session opens the API for reading, and for changes with its proof alone`() async throws {
        let cookie = try await house.signIn("ann")
        let task = try await house.drawn()
        #expect(try await house.get("/model/v1/generation/task/\(task.id)", cookie: cookie).status == 200)
        let order = JSON.object(["model": "spark_dream_3_0", "prompt": "a fox"]).encoded
        let json: Headers = ["content-type": "application/json"]
        let bare = try await house.send(.post, "/model/v1/generation", order, cookie: cookie, headers: json)
        #expect(bare.status == 403)
        var headers = json
        headers["x-flint-proof"] = try await house.proof(cookie)
        let made = try await house.send(.post, "/model/v1/generation", order, cookie: cookie, headers: headers)
        #expect(made.status == 200)
        let id = try #require(made.json["id"]?.string.flatMap { ImageTask.ID($0) })
        #expect(try await house.store.task(id)?.owner == Owner("ann"))
        // It is nobody's key: managing keys of others needs one that was made for it.
        #expect(try await house.get("/api/v1/keys", cookie: cookie).status == 403)
    }

    @Test func `every page says what a browser may load`() async throws {
        let cookie = try await house.signIn("ann")
        for path in ["/console", "/console/tasks", "/docs", "/docs/spark_dream_3_0", "/console/sign-in"] {
            let page = try await house.get(path, cookie: cookie)
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(page.headers["x-content-type-options"] == "nosniff")
            #expect(!page.text.contains(" style=") && !page.text.contains(" onclick="))
        }
    }

    // MARK: - What belongs to others

    @Test func `what belongs to another owner does not exist`() async throws {
        let task = try await house.drawn(owner: "ben", prompt: "a purple walrus")
        let key = try await house.gateway.desk.create(name: "ben's", owner: Owner("ben")).key
        let cookie = try await house.signIn("ann")
        for path in [
            "/console/tasks/\(task.id)", "/console/pictures/\(task.id)/0", "/console/thumbnails/\(task.id)/0",
            "/console/references/\(task.id)/0", "/console/api/tasks/\(task.id)/live",
            "/model/v1/generation/task/\(task.id)",
        ] {
            #expect(try await house.get(path, cookie: cookie).status == 404, "\(path)")
        }
        let proof = [("proof", try await house.proof(cookie))]
        for path in [
            "/console/tasks/\(task.id)/delete", "/console/tasks/\(task.id)/cancel",
            "/console/keys/\(key.id.text)/revoke",
            "/console/keys/\(key.id.text)/rotate",
        ] {
            #expect(try await house.post(path, proof, cookie: cookie).status == 404, "\(path)")
        }
        #expect(try await house.store.key(key.id)?.key.revokedAt == nil)
        #expect(!(try await house.get("/console/tasks", cookie: cookie)).text.contains(task.id.text))
        #expect(!(try await house.get("/console/keys", cookie: cookie)).text.contains(key.id.text))
        #expect(!(try await house.get("/console?from=\(task.id)", cookie: cookie)).text.contains("a purple walrus"))
        #expect(try await house.get("/console/usage.csv", cookie: cookie).text.split(separator: "\r\n").count == 1)
    }

    @Test func `only admins see people and the machine`() async throws {
        let ann = try await house.signIn("ann")
        let boss = try await house.signIn("boss", owner: "default", isAdmin: true)
        #expect(try await house.get("/console/people", cookie: ann).status == 404)
        #expect(try await house.get("/console/people", cookie: boss).status == 200)
        #expect(!(try await house.get("/console/system", cookie: ann)).text.contains("Free on disk"))
        #expect(try await house.get("/console/system", cookie: boss).text.contains("Free on disk"))
        let form = [("proof", try await house.proof(ann)), ("name", "eve"), ("owner", "default")]
        #expect(try await house.post("/console/people", form, cookie: ann).status == 404)

        let proof = try await house.proof(boss)
        let invited = try await house.post(
            "/console/people",
            [("proof", proof), ("name", "eve"), ("owner", "eve")],
            cookie: boss
        )
        let token = try #require(invited.text.firstMatch(of: /welcome\?token=([\w-]+)/)?.1)
        let inside = try await house.post("/console/welcome", [("token", String(token)), ("password", "a long one")])
        #expect(inside.status == 303)
        #expect(try await house.store.person("eve")?.owner == Owner("eve"))
        let removal = [("proof", proof), ("name", "eve")]
        #expect(try await house.post("/console/people/remove", removal, cookie: boss).status == 303)
        #expect(try await house.get("/console", cookie: inside.cookie).status == 303)
    }
}
