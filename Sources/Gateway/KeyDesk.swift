package import Domain
import Locking
package import Sodium

/// Makes keys and recognises them.
package struct KeyDesk: Sendable {
    private let store: any KeyStore
    private let hash: KeyedHash
    private let clock: any WallClock
    private let used = Used()

    /// Keys that opened a door since the last look, so that a poll never writes.
    private final class Used: Sendable {
        let keys = Lock<Set<APIKey.ID>>([])
    }

    package init(store: any KeyStore, secret: Secret, clock: any WallClock) throws {
        self.store = store
        self.clock = clock
        hash = try KeyedHash(key: Secret(secret.withBytes { HMACSHA256(key: $0).hash(utf8: "api keys") }))
    }

    /// `flint_` + 8 characters that may be shown + `_` + 40 that may not.
    private static let prefix = "flint_"
    private static let idLength = 8

    private static func random(_ length: Int) -> String {
        let digits = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        var text: [UInt8] = []
        while text.count < length {
            // Bytes beyond the last whole multiple of 62 would make some digits likelier.
            for byte in Random.bytes(length) where byte < 248 && text.count < length {
                text.append(digits[Int(byte) % 62])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Stores a key and answers with its text, which is never to be had again.
    package func create(
        name: String,
        owner: Owner = .standard,
        isAdmin: Bool = false,
        models: [String]? = nil,
        limits: APIKey.Limits = .init(),
        expiresAt: Timestamp? = nil
    ) async throws(StoreError) -> (key: APIKey, text: String) {
        let id = APIKey.ID(Self.prefix + Self.random(Self.idLength))
        var key = APIKey(id: id, owner: owner, name: name, createdAt: clock.now)
        key.isAdmin = isAdmin
        key.models = models
        key.limits = limits
        key.expiresAt = expiresAt
        let text = "\(id.text)_\(Self.random(40))"
        try await store.add(StoredKey(key: key, digest: hash.hash(utf8: text)))
        return (key, text)
    }

    /// Gives a key another secret; the old text opens nothing from now on.
    package func rotate(_ id: APIKey.ID) async throws(StoreError) -> String {
        let text = "\(id.text)_\(Self.random(40))"
        try await store.replaceDigest(hash.hash(utf8: text), of: id)
        return text
    }

    /// The key of a text, if it is one and valid now.
    func recognise(_ text: String) async throws(StoreError) -> APIKey? {
        let length = Self.prefix.utf8.count + Self.idLength
        guard text.utf8.count <= 200 else { return nil }
        let id = APIKey.ID(String(decoding: text.utf8.prefix(length), as: UTF8.self))
        let digest = hash.hash(utf8: text)
        // An unknown id is compared all the same, so that the time tells nothing.
        let stored = try await store.key(id)
        let isRight = constantTimeEquals(digest, stored?.digest ?? [UInt8](repeating: 0, count: digest.count))
        guard isRight, let key = stored?.key, key.isValid(at: clock.now) else { return nil }
        used.keys.withLock { _ = $0.insert(key.id) }
        return key
    }

    /// Writes down which keys were used since the last time.
    package func recordUse() async throws(StoreError) {
        let keys = used.keys.withLock { keys in
            defer { keys = [] }
            return keys
        }
        for key in keys { try await store.markUsed(key) }
    }
}
