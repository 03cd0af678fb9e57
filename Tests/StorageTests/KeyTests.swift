import Domain
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct KeyTests {
    let folder = TemporaryFolder()

    @Test(arguments: Backend.allCases)
    func `a key comes back as it was added, also after the store is opened again`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var key = APIKey(id: APIKey.ID("abc"), owner: Owner("ann"), name: "für 猫", createdAt: scene.clock.now)
        key.isAdmin = true
        key.models = ["spark_t2i_3_0", "spark_dream_5_0"]
        key.limits = APIKey.Limits(
            requestsPerMinute: 1,
            imagesPerMinute: 2,
            tasksAtOnce: 3,
            budget: Money("4.000000001")
        )
        key.expiresAt = scene.clock.now + .days(30)
        let full = StoredKey(key: key, digest: [0, 255, 7])
        let plain = StoredKey(key: .sample(), digest: [])
        try await scene.store.add(full)
        try await scene.store.add(plain)
        let again = try await Scene(backend, in: folder, clock: scene.clock)
        #expect(try await again.store.key(key.id) == full)
        #expect(try await again.store.key(plain.key.id) == plain)
        #expect(try await again.store.key(APIKey.ID("other")) == nil)
    }

    @Test(arguments: Backend.allCases)
    func `a key that may use no model at all is not one that may use all`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var key = APIKey.sample()
        key.models = []
        try await scene.store.add(StoredKey(key: key, digest: [1]))
        #expect(try await scene.store.key(key.id)?.key.models == [])
    }

    @Test(arguments: Backend.allCases)
    func `keys are listed by age, of one owner or of all`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        for (number, owner) in ["ben", "ann", "ben"].enumerated() {
            let moment = scene.clock.now + .seconds(number)
            let key = APIKey.sample(owner: owner, name: "\(3 - number)", createdAt: moment)
            try await scene.store.add(StoredKey(key: key, digest: [1]))
        }
        #expect(try await scene.store.keys(of: nil).map(\.id.text) == ["ben-3", "ann-2", "ben-1"])
        #expect(try await scene.store.keys(of: Owner("ben")).map(\.id.text) == ["ben-3", "ben-1"])
        #expect(try await scene.store.keys(of: Owner("eve")).isEmpty)
    }

    @Test(arguments: Backend.allCases)
    func `the id of a key is given once`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.store.add(StoredKey(key: .sample(), digest: [1]))
        await #expect(throws: StoreError.self) { try await scene.store.add(StoredKey(key: .sample(), digest: [2])) }
        #expect(try await scene.store.key(APIKey.sample().id)?.digest == [1])
    }

    @Test(arguments: Backend.allCases)
    func `a revoked key stays revoked since the first time`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let id = APIKey.sample().id
        try await scene.store.add(StoredKey(key: .sample(), digest: [1]))
        let first = scene.clock.now
        try await scene.store.revoke(id)
        scene.clock.advance(by: .hours(1))
        try await scene.store.revoke(id)
        let key = try #require(try await scene.store.key(id)).key
        #expect(key.revokedAt == first)
        #expect(!key.isValid(at: scene.clock.now))
        #expect(try await scene.store.keys(of: nil).count == 1)
    }

    @Test(arguments: Backend.allCases)
    func `a rotated key has another digest and is otherwise the same`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var stored = StoredKey(key: .sample(limits: APIKey.Limits(tasksAtOnce: 3)), digest: [1])
        try await scene.store.add(stored)
        try await scene.store.replaceDigest([2, 3], of: stored.key.id)
        stored.digest = [2, 3]
        #expect(try await scene.store.key(stored.key.id) == stored)
    }

    @Test(arguments: Backend.allCases)
    func `a changed key has other terms and is otherwise the same`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var stored = StoredKey(key: .sample(limits: APIKey.Limits(tasksAtOnce: 3)), digest: [1])
        try await scene.store.add(stored)
        stored.key.name = "another"
        stored.key.models = ["spark_t2i_3_0"]
        stored.key.limits = APIKey.Limits(requestsPerMinute: 2, budget: Money("1.50"))
        stored.key.expiresAt = scene.clock.now + .days(1)
        try await scene.store.change(stored.key)
        #expect(try await scene.store.key(stored.key.id) == stored)
        stored.key.id = APIKey.ID("nobody")
        await #expect(throws: StoreError.notFound) { try await scene.store.change(stored.key) }
    }

    @Test(arguments: Backend.allCases)
    func `a key that is not there can be neither revoked nor rotated`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let id = APIKey.ID("nobody")
        await #expect(throws: StoreError.notFound) { try await scene.store.revoke(id) }
        await #expect(throws: StoreError.notFound) { try await scene.store.replaceDigest([1], of: id) }
        try await scene.store.markUsed(id)
    }

    @Test(arguments: Backend.allCases)
    func `a key remembers when it was used last`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let id = APIKey.sample().id
        try await scene.store.add(StoredKey(key: .sample(), digest: [1]))
        #expect(try await scene.store.key(id)?.key.lastUsedAt == nil)
        scene.clock.advance(by: .hours(1))
        try await scene.store.markUsed(id)
        #expect(try await scene.store.key(id)?.key.lastUsedAt == scene.clock.now)
    }

    // MARK: - Owners

    @Test(arguments: Backend.allCases)
    func `an owner that is new has no end of credit, and has spent nothing`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let account = Account(owner: Owner("ann"), spent: .zero, credit: nil, webhookSecretVersion: 1)
        #expect(try await scene.store.account(of: Owner("ann")) == account)
        #expect(try await scene.store.accounts().isEmpty)
        try await scene.store.add(StoredKey(key: .sample(), digest: [1]))
        #expect(try await scene.store.accounts() == [account])
    }

    @Test(arguments: Backend.allCases)
    func `accounts say what was spent, what may be, and which secret signs`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.store.setCredit(Money("10"), of: Owner("ben"))
        try await scene.store.setCredit(Money("5"), of: Owner("ann"))
        try await scene.store.rotateWebhookSecret(of: Owner("ann"))
        try await scene.store.rotateWebhookSecret(of: Owner("ann"))
        try await scene.store.rotateWebhookSecret(of: Owner("eve"))
        try await scene.finish()
        #expect(
            try await scene.store.accounts() == [
                Account(owner: Owner("ann"), spent: scene.price, credit: Money("5"), webhookSecretVersion: 3),
                Account(owner: Owner("ben"), spent: .zero, credit: Money("10"), webhookSecretVersion: 1),
                Account(owner: Owner("eve"), spent: .zero, credit: nil, webhookSecretVersion: 2),
            ]
        )
        #expect(try await scene.store.account(of: Owner("ann")).left == Money("4.97"))
    }
}
