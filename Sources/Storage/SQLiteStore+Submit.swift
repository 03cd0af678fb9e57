package import Domain
import JSON
import SQLite

extension SQLiteStore: TaskStore {
    package func submit(_ submission: Submission) async throws(StoreError) -> Submitted {
        let now = clock.now
        let content = submission.order.json.text
        let submitted = try await writer.write { database in
            if let repeated = try Self.repeated(submission, now, database) { return Submitted.repeated(repeated) }
            try Self.checkLimits(submission, now, database)
            try Self.insert(submission, content, now, database)
            guard let task = try database.task(submission.id) else { throw StoreError.notFound }
            return .created(task)
        }
        if case .created = submitted { arrivalBells.ring(.task) }
        return submitted
    }

    /// The task of an earlier request with the same idempotency key, within a day.
    private static func repeated(
        _ submission: Submission,
        _ now: Timestamp,
        _ database: Database
    ) throws -> ImageTask? {
        guard let idempotency = submission.idempotency else { return nil }
        let earlier = try database.row(
            "SELECT fingerprint, task_id FROM idempotency WHERE owner = ? AND key = ? AND at > ?",
            .owner(submission.key.owner),
            .text(idempotency.key),
            .moment(now - .hours(24))
        ) { ($0.bytes(0), $0.text(1)) }
        guard let (fingerprint, text) = earlier, let id = ImageTask.ID(text), let task = try database.task(id) else {
            return nil
        }
        guard fingerprint == idempotency.fingerprint else { throw StoreError.idempotencyMismatch }
        return task
    }

    private static func checkLimits(_ submission: Submission, _ now: Timestamp, _ database: Database) throws {
        let key = submission.key
        let waiting = try database.row("SELECT value FROM counts WHERE name = 'waiting'") { $0.int(0) } ?? 0
        guard waiting < submission.queueLimit else { throw StoreError.queueFull(limit: submission.queueLimit) }
        if let limit = key.limits.tasksAtOnce {
            let unfinished = try database.row(
                "SELECT count(*) FROM tasks WHERE state < 2 AND key_id = ?",
                .text(key.id.text)
            ) { $0.int(0) }
            guard unfinished ?? 0 < limit else { throw StoreError.tooManyTasks(limit: limit) }
        }
        if let limit = key.limits.imagesPerMinute { try checkImages(submission, limit, now, database) }
        try checkFunds(submission, database)
    }

    private static func checkImages(
        _ submission: Submission,
        _ limit: Int,
        _ now: Timestamp,
        _ database: Database
    ) throws {
        let recent = try database.rows(
            // What lies in the future was created before the clock jumped back; nobody waits for that.
            """
            SELECT created_at, wanted FROM tasks WHERE key_id = ? AND created_at > ? AND created_at <= ?
            ORDER BY created_at
            """,
            .text(submission.key.id.text),
            .moment(now - .seconds(60)),
            .moment(now)
        ) { (at: $0.moment(0), count: $0.int(1)) }
        var excess = recent.reduce(submission.order.count) { $0 + $1.count } - limit
        guard excess > 0 else { return }
        // The wait ends when enough of the earlier pictures are a minute old.
        for earlier in recent {
            excess -= earlier.count
            if excess <= 0 {
                throw StoreError.tooManyImages(limit: limit, retryAfter: earlier.at + .seconds(60) - now)
            }
        }
        throw StoreError.tooManyImages(limit: limit, retryAfter: .seconds(60))
    }

    /// What is spent, what unfinished tasks may still cost, and this one, against the key's budget and the owner's credit.
    private static func checkFunds(_ submission: Submission, _ database: Database) throws {
        let key = submission.key
        let cost = submission.price * submission.order.count
        if let budget = key.limits.budget {
            let used = try database.row(
                """
                SELECT spent + (SELECT coalesce(sum(price * wanted), 0) FROM tasks WHERE state < 2 AND key_id = keys.id)
                FROM keys WHERE id = ?
                """,
                .text(key.id.text)
            ) { $0.money(0) }
            guard (used ?? .zero) + cost <= budget else { throw StoreError.insufficientFunds }
        }
        let account = try database.row(
            "SELECT credit, spent FROM owners WHERE name = ? AND credit IS NOT NULL",
            .owner(key.owner)
        ) { ($0.money(0), $0.money(1)) }
        if let (credit, spent) = account {
            let reserved = try database.row(
                "SELECT coalesce(sum(price * wanted), 0) FROM tasks WHERE state < 2 AND owner = ?",
                .owner(key.owner)
            ) { $0.money(0) }
            guard spent + (reserved ?? .zero) + cost <= credit else { throw StoreError.insufficientFunds }
        }
    }

    private static func insert(
        _ submission: Submission,
        _ content: String,
        _ now: Timestamp,
        _ database: Database
    ) throws {
        let (id, owner) = (submission.id, submission.key.owner)
        try database.run("INSERT OR IGNORE INTO owners (name) VALUES (?)", .owner(owner))
        try database.run(
            """
            INSERT INTO tasks (id, owner, key_id, model, content, price, wanted, created_at, last_event)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            .id(id),
            .owner(owner),
            .text(submission.key.id.text),
            .text(submission.order.model),
            .text(content),
            .money(submission.price),
            .int(submission.order.count),
            .moment(now)
        )
        try database.run(
            "INSERT INTO events (task_id, number, at, kind, value) VALUES (?, 1, ?, 0, 0)",
            .id(id),
            .moment(now)
        )
        for file in submission.inputs {
            try database.run(
                "INSERT INTO files (key, task_id, size) VALUES (?, ?, ?)",
                .text(file.key.text),
                .id(id),
                .int(file.size)
            )
        }
        if let idempotency = submission.idempotency {
            try database.run(
                "INSERT OR REPLACE INTO idempotency (owner, key, fingerprint, task_id, at) VALUES (?, ?, ?, ?, ?)",
                .owner(owner),
                .text(idempotency.key),
                .blob(idempotency.fingerprint),
                .id(id),
                .moment(now)
            )
        }
    }
}
