package import Domain
import JSON
import SQLite

/// What workers do: claim, tell, end.
extension SQLiteStore {
    package func arrivals() -> AsyncStream<Void> { arrivalBells.listen(to: .task) }

    package func claim(by worker: String, lease: Duration) async throws(StoreError) -> Claim? {
        let now = clock.now
        // One worker may get a task twice; each claim has a name of its own, so that the earlier one is worth nothing.
        let name = "\(worker)/\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        let task = try await writer.write { database -> ImageTask? in
            guard let id = try Self.next(database) else { return nil }
            try database.run(
                """
                UPDATE tasks SET state = 1, attempts = attempts + 1, started_at = ?, worker = ?, lease_until = ?
                WHERE id = ?
                """,
                .moment(now),
                .text(name),
                .moment(now + lease),
                .id(id)
            )
            try database.run(
                """
                UPDATE owners SET last_claim = (SELECT max(last_claim) + 1 FROM owners)
                WHERE name = (SELECT owner FROM tasks WHERE id = ?)
                """,
                .id(id)
            )
            let attempt = try database.row("SELECT attempts FROM tasks WHERE id = ?", .id(id)) { $0.int(0) } ?? 1
            try database.add(.started(attempt: attempt), to: id, at: now)
            return try database.task(id)
        }
        guard let task else { return nil }
        changed(task.id)
        return Claim(task: task, worker: name)
    }

    /// The oldest waiting task of the owner who was served longest ago; jumps from owner to owner along the index.
    private static func next(_ database: Database) throws(SQLiteError) -> ImageTask.ID? {
        try database.row(
            """
            WITH RECURSIVE waiting (owner) AS (
                SELECT (SELECT owner FROM tasks WHERE state = 0 ORDER BY owner LIMIT 1)
                UNION ALL
                SELECT (SELECT owner FROM tasks WHERE state = 0 AND owner > waiting.owner ORDER BY owner LIMIT 1)
                FROM waiting WHERE waiting.owner IS NOT NULL
            )
            SELECT (SELECT id FROM tasks WHERE state = 0 AND owner = waiting.owner ORDER BY id LIMIT 1)
            FROM waiting JOIN owners ON owners.name = waiting.owner
            ORDER BY owners.last_claim LIMIT 1
            """
        ) { ImageTask.ID($0.text(0)) } ?? nil
    }

    package func renew(_ claim: Claim, lease: Duration) async throws(StoreError) {
        let until = clock.now + lease
        try await writer.write(durable: false) { database in
            try Self.update(claim, "lease_until = ?", .moment(until), in: database)
        }
    }

    package func advance(_ claim: Claim, to progress: Double) async throws(StoreError) {
        let now = clock.now
        try await writer.write(durable: false) { database in
            try Self.update(claim, "progress = max(progress, ?)", .real(min(1, max(0, progress))), in: database)
            // Tells what stands in the row: a second attempt begins anew, but what readers see only grows.
            let reached = try database.row("SELECT progress FROM tasks WHERE id = ?", .id(claim.task.id)) { $0.real(0) }
            try database.add(.progress(reached ?? 0), to: claim.task.id, at: now)
        }
        changed(claim.task.id)
    }

    package func add(_ picture: ImageTask.Picture, to claim: Claim) async throws(StoreError) {
        let now = clock.now
        try await writer.write { database in
            guard var pictures = try database.task(claim.task.id)?.pictures else { throw StoreError.claimLost }
            // A second attempt draws again what a first one had drawn already.
            pictures.removeAll { $0.index == picture.index }
            pictures.append(picture)
            pictures.sort { $0.index < $1.index }
            try Self.update(claim, "pictures = ?", .text(JSON.array(pictures.map(\.json)).text), in: database)
            if let file = picture.file {
                try database.run(
                    "INSERT OR REPLACE INTO files (key, task_id, size) VALUES (?, ?, ?)",
                    .text(file.text),
                    .id(claim.task.id),
                    .int(picture.size)
                )
            }
            try database.add(.picture(index: picture.index), to: claim.task.id, at: now)
        }
        changed(claim.task.id)
    }

    package func complete(_ claim: Claim, report: ImageTask.Report) async throws(StoreError) -> ImageTask {
        let now = clock.now
        let task = try await writer.write { database in
            guard let task = try database.task(claim.task.id) else { throw StoreError.claimLost }
            let images = task.pictures.count { $0.failure == nil }
            try Self.update(claim, "cost = price * ?", .int(images), in: database)
            return try Self.end(
                task.id,
                as: .completed,
                report: report,
                failure: nil,
                images: images,
                at: now,
                in: database
            )
        }
        ended(task)
        return task
    }

    package func fail(
        _ claim: Claim,
        failure: ImageTask.Failure,
        report: ImageTask.Report?
    ) async throws(StoreError) -> ImageTask {
        let now = clock.now
        let task = try await writer.write { database in
            try Self.update(claim, "cost = ?", .integer(0), in: database)
            return try Self.end(
                claim.task.id,
                as: .failed,
                report: report,
                failure: failure,
                images: 0,
                at: now,
                in: database
            )
        }
        ended(task)
        return task
    }

    package func release(_ claim: Claim) async throws(StoreError) {
        let now = clock.now
        try await writer.write { database in
            try Self.update(claim, "attempts = attempts - ?", .integer(1), in: database)
            try Self.putBack(claim.task.id, at: now, in: database)
        }
        changed(claim.task.id)
        arrivalBells.ring(.task)
    }

    package func recover(attempts: Int, lease: Duration) async throws(StoreError) -> [ImageTask] {
        let now = clock.now
        let touched = try await writer.write { database in
            // A lease that ends later than any could was given before the clock jumped back.
            let lost = try database.rows(
                "SELECT \(TaskRow.columns) FROM tasks WHERE state = 1 AND (lease_until < ? OR lease_until > ?) LIMIT 100",
                .moment(now),
                .moment(now + lease + lease),
                read: TaskRow.read
            )
            return try lost.map { task in
                if task.attempts < attempts {
                    try Self.putBack(task.id, at: now, in: database)
                    return try database.task(task.id) ?? task
                }
                let failure = ImageTask.Failure(.engineBroke, "The work was lost \(attempts) times; it was given up.")
                return try Self.end(
                    task.id,
                    as: .failed,
                    report: nil,
                    failure: failure,
                    images: 0,
                    at: now,
                    in: database
                )
            }
        }
        for task in touched { ended(task) }
        if !touched.isEmpty { arrivalBells.ring(.task) }
        return touched
    }

    func ended(_ task: ImageTask) {
        keyCache.forget(task.keyID)
        changed(task.id)
        if task.order.callback != nil { arrivalBells.ring(.delivery) }
    }

    /// Changes a task only while it is still the claim's.
    private static func update(_ claim: Claim, _ change: String, _ value: Value, in database: Database) throws {
        let changed = try database.run(
            "UPDATE tasks SET \(change) WHERE id = ? AND state = 1 AND worker = ? AND attempts = ?",
            value,
            .id(claim.task.id),
            .text(claim.worker),
            .int(claim.task.attempts)
        )
        guard changed == 1 else { throw StoreError.claimLost }
    }

    private static func putBack(_ id: ImageTask.ID, at now: Timestamp, in database: Database) throws(SQLiteError) {
        try database.run("UPDATE tasks SET state = 0, worker = NULL, lease_until = NULL WHERE id = ?", .id(id))
        try database.add(.returned, to: id, at: now)
    }

    /// Result, usage, charge, event and the delivery of its news, all in the transaction of the caller.
    static func end(
        _ id: ImageTask.ID,
        as state: ImageTask.State,
        report: ImageTask.Report?,
        failure: ImageTask.Failure?,
        images: Int,
        at now: Timestamp,
        in database: Database
    ) throws -> ImageTask {
        try database.run(
            """
            UPDATE tasks SET state = ?, ended_at = ?, worker = NULL, lease_until = NULL,
                progress = CASE WHEN ? = 2 THEN 1 ELSE progress END, report = ?, failure = ? WHERE id = ?
            """,
            .integer(state.rawValue),
            .moment(now),
            .integer(state.rawValue),
            report.map { .text($0.json.text) },
            failure.map { .text($0.json.text) },
            .id(id)
        )
        try database.run(
            "DELETE FROM events WHERE task_id = ? AND kind = ?",
            .id(id),
            .integer(Event.Kind.progressCode)
        )
        try database.add(state == .completed ? .completed : .failed, to: id, at: now)
        try database.run(
            """
            INSERT INTO usage (task_id, owner, key_id, model, images, failed, cost, at, waited, drawn)
            SELECT id, owner, key_id, model, ?, ?, cost, ended_at, max(0, coalesce(started_at, ended_at) - created_at),
                max(0, coalesce(ended_at - started_at, 0)) FROM tasks WHERE id = ?
            """,
            .int(images),
            .integer(state == .failed ? 1 : 0),
            .id(id)
        )
        guard let task = try database.task(id) else { throw StoreError.notFound }
        if task.cost > .zero {
            try database.run(
                "UPDATE keys SET spent = spent + ? WHERE id = ?",
                .money(task.cost),
                .text(task.keyID.text)
            )
            try database.run(
                "UPDATE owners SET spent = spent + ? WHERE name = ?",
                .money(task.cost),
                .owner(task.owner)
            )
        }
        if let callback = task.order.callback {
            try database.run(
                "INSERT INTO deliveries (id, task_id, owner, url, next_at) VALUES (?, ?, ?, ?, ?)",
                .text("msg_\(id.text)"),
                .id(id),
                .owner(task.owner),
                .text(callback),
                .moment(now)
            )
        }
        return task
    }
}
