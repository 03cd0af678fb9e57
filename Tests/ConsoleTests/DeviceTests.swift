import Domain
import HTTP
import JSON
import Sodium
import Testing

@testable import Console

/// How a program at a command line gets a key from a person.
@Suite(.timeLimit(.minutes(1)))
struct DeviceTests {
    let house: House
    private let program = Ed25519.SigningKey()

    init() throws {
        house = try House()
    }

    private func begin() async throws -> JSON {
        let body: JSON = ["client_id": "a-cli", "client_public_key": .string(Base64.url.encode(program.publicKey))]
        return try await house.send(.post, "/api/v1/cli/device/code", body.encoded).json
    }

    private func ask(
        _ device: String,
        nonce: String,
        age: Int64 = 0,
        by signer: Ed25519.SigningKey? = nil
    ) async throws -> JSON {
        let timestamp = house.clock.now.seconds - age
        let digest = SHA256().hash(utf8: "\(device):\(timestamp):\(nonce)")
        let body: JSON = [
            "device_code": .string(device), "timestamp": .string("\(timestamp)"), "nonce": .string(nonce),
            "proof": .string(Base64.url.encode((signer ?? program).sign(digest))),
        ]
        return try await house.send(.post, "/api/v1/cli/token", body.encoded).json
    }

    @Test func `a program gets a key when its person allows it, once`() async throws {
        let begun = try await begin()
        #expect(begun["status"]?["code"]?.int == 200)
        let device = try #require(begun["data"]?["device_code"]?.string)
        let code = try #require(begun["data"]?["user_code"]?.string)
        #expect(begun["data"]?["verification_uri"]?.string == "http://flint.test/console/device")
        #expect(try await ask(device, nonce: "1")["data"]?["status"]?.string == "pending")

        let cookie = try await house.signIn()
        let page = try await house.get("/console/device?code=\(code.lowercased())", cookie: cookie)
        #expect(page.text.contains("a-cli") && page.text.contains("10.0.0.9"))
        let form = [("proof", page.proof), ("code", code), ("verdict", "allow")]
        #expect(try await house.post("/console/device", form, cookie: cookie).status == 200)

        let allowed = try await ask(device, nonce: "2")
        #expect(allowed["data"]?["status"]?.string == "authorized")
        let key = try #require(allowed["data"]?["api_key"]?.string)
        #expect(allowed["data"]?["access_token"]?.string == key)
        let me = try await house.get("/api/v1/auth/me", headers: ["authorization": "Bearer \(key)"]).json
        #expect(me["data"]?["user"]?["account"]?.string == "ann" && me["data"]?["user"]?["name"]?.string == "a-cli")
        #expect(try await ask(device, nonce: "3")["data"]?["status"]?.string == "expired")
    }

    @Test(arguments: [Int64.min, .max])
    func `a time at the edge of what fits is refused`(timestamp: Int64) async throws {
        let body: JSON = [
            "device_code": "x", "timestamp": .string("\(timestamp)"), "nonce": "1", "proof": "AAAA",
        ]
        #expect(try await house.send(.post, "/api/v1/cli/token", body.encoded).status == 400)
    }

    @Test func `a refused program gets nothing`() async throws {
        let begun = try await begin()
        let device = try #require(begun["data"]?["device_code"]?.string)
        let code = try #require(begun["data"]?["user_code"]?.string)
        let cookie = try await house.signIn()
        let proof = try await house.proof(cookie)
        let form = [("proof", proof), ("code", code), ("verdict", "refuse")]
        #expect(try await house.post("/console/device", form, cookie: cookie).status == 200)
        #expect(try await ask(device, nonce: "1")["data"]?["status"]?.string == "denied")
        #expect(try await house.store.keys(of: Owner("ann")).isEmpty)
    }

    @Test func `only the program itself, now, and with a new nonce gets an answer`() async throws {
        let device = try #require(try await begin()["data"]?["device_code"]?.string)
        #expect(try await ask(device, nonce: "1", by: Ed25519.SigningKey())["status"]?["code"]?.int == 401)
        #expect(try await ask(device, nonce: "1", age: 301)["status"]?["code"]?.int == 401)
        #expect(try await ask(device, nonce: "1", age: -301)["status"]?["code"]?.int == 401)
        #expect(try await ask(device, nonce: "1")["data"]?["status"]?.string == "pending")
        #expect(try await ask(device, nonce: "1")["status"]?["code"]?.int == 401)
        house.clock.advance(by: DeviceDesk.lifetime + .seconds(1))
        #expect(try await ask(device, nonce: "2")["data"]?["status"]?.string == "expired")
    }

    @Test(arguments: ["", "{}", "[]", "{\"client_public_key\": \"abc\"}", "{\"client_public_key\": 5}"])
    func `a request that makes no sense is refused in the clients' envelope`(body: String) async throws {
        let answer = try await house.send(.post, "/api/v1/cli/device/code", Array(body.utf8))
        #expect(answer.status == 400 && answer.json["status"]?["code"]?.int == 400)
        let token = try await house.send(.post, "/api/v1/cli/token", Array(body.utf8))
        #expect(token.status == 400 && token.json["status"]?["code"]?.int == 400)
    }

    @Test func `one address can't fill the desk`() async throws {
        for _ in 0..<20 { #expect(try await begin()["status"]?["code"]?.int == 200) }
        #expect(try await begin()["status"]?["code"]?.int == 429)
    }
}
