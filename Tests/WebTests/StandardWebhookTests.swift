import Testing
import Web

struct StandardWebhookTests {
    private let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private let body = Array(#"{"test": 2432232314}"#.utf8)
    private let now = 1_614_265_330

    // The example of the reference libraries, https://github.com/standard-webhooks/standard-webhooks.
    @Test func `it signs as the specification's libraries do`() throws {
        let headers = try StandardWebhook(secret: secret).sign(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: now,
            body: body
        )
        #expect(
            headers == [
                "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp": "1614265330",
                "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ]
        )
    }

    @Test func `what was signed is verified, and nothing else`() throws {
        let webhook = try StandardWebhook(secret: StandardWebhook.makeSecret())
        let headers = webhook.sign(id: "msg_1", timestamp: now, body: body)
        #expect(webhook.verify(headers, body: body, now: now))
        #expect(webhook.verify(headers, body: body, now: now + 300))
        #expect(!webhook.verify(headers, body: body, now: now + 301))
        #expect(!webhook.verify(headers, body: body, now: now - 301))
        #expect(!webhook.verify(headers, body: body + [0], now: now))
        #expect(!webhook.verify([:], body: body, now: now))
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            var other = headers
            other[name] = (headers[name] ?? "") + "0"
            #expect(!webhook.verify(other, body: body, now: now))
        }
        #expect(try !StandardWebhook(secret: secret).verify(headers, body: body, now: now))
    }

    @Test func `one of several signatures is enough`() throws {
        let webhook = try StandardWebhook(secret: secret)
        var headers = webhook.sign(id: "msg_1", timestamp: now, body: body)
        headers["webhook-signature"] = "v1a,xyz v1,AAAA \(headers["webhook-signature"] ?? "")"
        #expect(webhook.verify(headers, body: body, now: now))
    }

    @Test(arguments: [Int.min, Int.max])
    func `a timestamp at the end of the world is just wrong`(timestamp: Int) throws {
        let webhook = try StandardWebhook(secret: secret)
        #expect(!webhook.verify(webhook.sign(id: "m", timestamp: timestamp, body: body), body: body, now: now))
    }

    @Test(arguments: [
        "", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!",
    ])
    func `what is no secret is refused without being repeated`(secret: String) throws {
        let error = try #require(throws: WebError.self) { try StandardWebhook(secret: secret) }
        #expect(error.description == "A webhook secret is whsec_ followed by the Base64 of 24 to 64 bytes.")
    }
}
