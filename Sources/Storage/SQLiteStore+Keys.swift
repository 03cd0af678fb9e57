package import Domain
import JSON
import SQLite

extension SQLiteStore: KeyStore {
    private static let columns = """
        id, owner, name, is_admin, models, requests_per_minute, images_per_minute, tasks_at_once, budget, created_at, \
        expires_at, revoked_at, last_used_at, spent, digest
        """

    private static func read(_ row: Statement) -> StoredKey {
        var key = APIKey(
            id: APIKey.ID(row.text(0)),
            owner: Owner(row.text(1)),
            name: row.text(2),
            createdAt: row.moment(9)
        )
        key.isAdmin = row.integer(3) == 1
        key.models = row.isNull(4) ? nil : (try? JSON(parsing: row.bytes(4)))?.array?.compactMap(\.string)
        key.limits = APIKey.Limits(
            requestsPerMinute: row.optionalInteger(5).map(Int.init),
            imagesPerMinute: row.optionalInteger(6).map(Int.init),
            tasksAtOnce: row.optionalInteger(7).map(Int.init),
            budget: row.optionalMoney(8)
        )
        key.expiresAt = row.optionalMoment(10)
        key.revokedAt = row.optionalMoment(11)
        key.lastUsedAt = row.optionalMoment(12)
        key.spent = row.money(13)
        return StoredKey(key: key, digest: row.bytes(14))
    }

    package func key(_ id: APIKey.ID) async throws(StoreError) -> StoredKey? {
        let now = ContinuousClock.now
        if let recent = keyCache.item(id), now - recent.readAt < .seconds(1) { return recent.stored }
        let mark = keyCache.mark
        let stored = try readers.read { database in
            try database.row("SELECT \(Self.columns) FROM keys WHERE id = ?", .text(id.text), read: Self.read)
        }
        if let stored { keyCache.keep(RecentKey(stored: stored, readAt: now), as: id, readAt: mark) }
        return stored
    }

    package func keys(of owner: Owner?) async throws(StoreError) -> [APIKey] {
        try readers.read { database in
            try database.rows(
                "SELECT \(Self.columns) FROM keys WHERE ? IS NULL OR owner = ? ORDER BY created_at, id",
                owner.map(Value.owner),
                owner.map(Value.owner),
                read: Self.read
            )
        }.map(\.key)
    }

    package func add(_ stored: StoredKey) async throws(StoreError) {
        let key = stored.key
        let models = key.models.map { Value.text(JSON.array($0.map(JSON.string)).text) }
        try await writer.write { database in
            try database.run("INSERT OR IGNORE INTO owners (name) VALUES (?)", .owner(key.owner))
            try database.run(
                """
                INSERT INTO keys (id, owner, name, digest, is_admin, models, requests_per_minute, images_per_minute,
                    tasks_at_once, budget, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                .text(key.id.text),
                .owner(key.owner),
                .text(key.name),
                .blob(stored.digest),
                .integer(key.isAdmin ? 1 : 0),
                models,
                key.limits.requestsPerMinute.map(Value.int),
                key.limits.imagesPerMinute.map(Value.int),
                key.limits.tasksAtOnce.map(Value.int),
                key.limits.budget.map(Value.money),
                .moment(key.createdAt),
                key.expiresAt.map(Value.moment)
            )
        }
    }

    package func change(_ key: APIKey) async throws(StoreError) {
        try await writer.write { database in
            let changed = try database.run(
                """
                UPDATE keys SET name = ?, models = ?, requests_per_minute = ?, images_per_minute = ?,
                    tasks_at_once = ?, budget = ?, expires_at = ? WHERE id = ?
                """,
                .text(key.name),
                key.models.map { Value.text(JSON.array($0.map(JSON.string)).text) },
                key.limits.requestsPerMinute.map(Value.int),
                key.limits.imagesPerMinute.map(Value.int),
                key.limits.tasksAtOnce.map(Value.int),
                key.limits.budget.map(Value.money),
                key.expiresAt.map(Value.moment),
                .text(key.id.text)
            )
            guard changed == 1 else { throw StoreError.notFound }
        }
        keyCache.forget(key.id)
    }

    package func replaceDigest(_ digest: [UInt8], of id: APIKey.ID) async throws(StoreError) {
        try await changeKey(id, "digest = ?", .blob(digest))
    }

    package func revoke(_ id: APIKey.ID) async throws(StoreError) {
        try await changeKey(id, "revoked_at = coalesce(revoked_at, ?)", .moment(clock.now))
    }

    package func markUsed(_ id: APIKey.ID) async throws(StoreError) {
        let now = clock.now
        try await writer.write(durable: false) { database in
            try database.run("UPDATE keys SET last_used_at = ? WHERE id = ?", .moment(now), .text(id.text))
        }
        keyCache.forget(id)
    }

    private func changeKey(_ id: APIKey.ID, _ change: String, _ value: Value) async throws(StoreError) {
        try await writer.write { database in
            let changed = try database.run("UPDATE keys SET \(change) WHERE id = ?", value, .text(id.text))
            guard changed == 1 else { throw StoreError.notFound }
        }
        keyCache.forget(id)
    }

    // MARK: - Owners and what they spent

    package func account(of owner: Owner) async throws(StoreError) -> Account {
        let found = try readers.read { database in
            try database.row("SELECT name, spent, credit, webhook_secret FROM owners WHERE name = ?", .owner(owner)) {
                Self.account($0)
            }
        }
        return found ?? Account(owner: owner, spent: .zero, credit: nil, webhookSecretVersion: 1)
    }

    package func accounts() async throws(StoreError) -> [Account] {
        try readers.read { database in
            try database.rows("SELECT name, spent, credit, webhook_secret FROM owners ORDER BY name") {
                Self.account($0)
            }
        }
    }

    private static func account(_ row: Statement) -> Account {
        Account(
            owner: Owner(row.text(0)),
            spent: row.money(1),
            credit: row.optionalMoney(2),
            webhookSecretVersion: row.int(3)
        )
    }

    package func setCredit(_ credit: Money?, of owner: Owner) async throws(StoreError) {
        try await writer.write { database in
            try database.run("INSERT OR IGNORE INTO owners (name) VALUES (?)", .owner(owner))
            try database.run("UPDATE owners SET credit = ? WHERE name = ?", credit.map(Value.money), .owner(owner))
        }
    }

    package func rotateWebhookSecret(of owner: Owner) async throws(StoreError) {
        try await writer.write { database in
            try database.run("INSERT OR IGNORE INTO owners (name) VALUES (?)", .owner(owner))
            try database.run("UPDATE owners SET webhook_secret = webhook_secret + 1 WHERE name = ?", .owner(owner))
        }
    }

    /// May look at very many rows, so it leaves the caller's thread.
    @concurrent
    package func usage(_ query: UsageQuery) async throws(StoreError) -> [UsageRow] {
        let group =
            switch query.group {
            case .day: "strftime('%Y-%m-%d', at / 1000000, 'unixepoch')"
            case .model: "model"
            case .key: "key_id"
            }
        return try readers.read { database in
            try database.rows(
                """
                SELECT \(group), count(*), sum(failed), sum(images), sum(cost) FROM usage
                WHERE owner = ? AND at >= ? AND at < ? GROUP BY 1 ORDER BY 1
                """,
                .owner(query.owner),
                .moment(query.from),
                .moment(query.to)
            ) { row in
                UsageRow(
                    group: row.text(0),
                    tasks: row.int(1),
                    failed: row.int(2),
                    images: row.int(3),
                    cost: row.money(4)
                )
            }
        }
    }
}
