import Sodium

/// Signs messages to other people's servers after Standard Webhooks 1.0 (https://www.standardwebhooks.com).
package struct StandardWebhook: Sendable {
    private let key: HMACSHA256

    /// `secret`: `whsec_` and the Base64 of 24 to 64 bytes, which the owner of the webhook knows, too.
    package init(secret: String) throws(WebError) {
        guard secret.hasPrefix(Self.prefix),
            let key = Base64.standard.decode(String(secret.dropFirst(Self.prefix.count))),
            (24...64).contains(key.count)
        else { throw .unusableWebhookSecret }
        self.key = HMACSHA256(key: key)
    }

    private static let prefix = "whsec_"

    /// A fresh secret.
    package static func makeSecret() -> String {
        prefix + Base64.standard.encode(Random.bytes(32))
    }

    /// The three headers that go with `body`.
    ///
    /// `id`: the same for each attempt at one message. `timestamp`: of this attempt, in Unix seconds.
    package func sign(id: String, timestamp: Int, body: [UInt8]) -> WebHeaders {
        let code = key.hash(signed(id: id, timestamp: String(timestamp), body: body))
        return [
            "webhook-id": id,
            "webhook-timestamp": String(timestamp),
            "webhook-signature": "v1," + Base64.standard.encode(code),
        ]
    }

    /// Whether one of the signatures in `headers` is ours and the message no older, and no newer, than `tolerance`.
    package func verify(_ headers: WebHeaders, body: [UInt8], now: Int, tolerance: Duration = .seconds(300)) -> Bool {
        guard let id = headers["webhook-id"], let time = headers["webhook-timestamp"], let timestamp = Int(time),
            let signatures = headers["webhook-signature"]
        else { return false }
        let window = Int(tolerance.components.seconds)
        guard ((now - window)...(now + window)).contains(timestamp) else { return false }
        let message = signed(id: id, timestamp: time, body: body)
        return signatures.split(separator: " ").contains { signature in
            guard signature.hasPrefix("v1,"), let code = Base64.standard.decode(String(signature.dropFirst(3)))
            else { return false }
            return key.isHash(code, of: message)
        }
    }

    private func signed(id: String, timestamp: String, body: [UInt8]) -> [UInt8] {
        Array("\(id).\(timestamp).".utf8) + body
    }
}
