/// Where keys, owners and what they spent are kept.
package protocol KeyStore: Sendable {
    /// A key and the digest of its secret.
    func key(_ id: APIKey.ID) async throws(StoreError) -> StoredKey?
    func keys(of owner: Owner?) async throws(StoreError) -> [APIKey]
    func add(_ key: StoredKey) async throws(StoreError)
    /// Gives a key its name, models, limits and expiry anew; what it is and what it spent stays.
    func change(_ key: APIKey) async throws(StoreError)
    func replaceDigest(_ digest: [UInt8], of id: APIKey.ID) async throws(StoreError)
    func revoke(_ id: APIKey.ID) async throws(StoreError)
    func markUsed(_ id: APIKey.ID) async throws(StoreError)

    func account(of owner: Owner) async throws(StoreError) -> Account
    func accounts() async throws(StoreError) -> [Account]
    /// Sets what the owner may spend in all; `nil` is without end.
    func setCredit(_ credit: Money?, of owner: Owner) async throws(StoreError)
    /// From now on webhooks of the owner are signed with another secret.
    func rotateWebhookSecret(of owner: Owner) async throws(StoreError)

    func usage(_ query: UsageQuery) async throws(StoreError) -> [UsageRow]
}

package struct StoredKey: Sendable, Equatable {
    package var key: APIKey
    package var digest: [UInt8]

    package init(key: APIKey, digest: [UInt8]) {
        self.key = key
        self.digest = digest
    }
}

/// The money of an owner.
package struct Account: Sendable, Equatable {
    package var owner: Owner
    package var spent: Money
    package var credit: Money?
    /// Counts the webhook secrets that the owner has had.
    package var webhookSecretVersion: Int

    package init(owner: Owner, spent: Money, credit: Money?, webhookSecretVersion: Int) {
        self.owner = owner
        self.spent = spent
        self.credit = credit
        self.webhookSecretVersion = webhookSecretVersion
    }

    package var left: Money? { credit.map { max(.zero, $0 - spent) } }
}

package struct UsageQuery: Sendable {
    package enum Group: String, Sendable, CaseIterable {
        case day, model, key
    }

    package var owner: Owner
    package var from: Timestamp
    package var to: Timestamp
    package var group: Group

    package init(owner: Owner, from: Timestamp, to: Timestamp, group: Group) {
        self.owner = owner
        self.from = from
        self.to = to
        self.group = group
    }
}

package struct UsageRow: Sendable, Equatable {
    /// The day as `2026-05-01`, the model or the key's id.
    package var group: String
    package var tasks: Int
    package var failed: Int
    package var images: Int
    package var cost: Money

    package init(group: String, tasks: Int, failed: Int, images: Int, cost: Money) {
        self.group = group
        self.tasks = tasks
        self.failed = failed
        self.images = images
        self.cost = cost
    }
}
