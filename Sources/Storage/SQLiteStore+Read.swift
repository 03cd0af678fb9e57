package import Domain
import Locking
import SQLite
import Synchronization

/// What clients ask about their tasks, and what they end themselves.
extension SQLiteStore {
    package func task(_ id: ImageTask.ID) async throws(StoreError) -> ImageTask? {
        guard var task = try remembered(id) else { return nil }
        if task.state == .waiting { task.queuePosition = try position(of: task) }
        return task
    }

    private func remembered(_ id: ImageTask.ID) throws(StoreError) -> ImageTask? {
        if let task = taskCache.item(id) { return task }
        let mark = taskCache.mark
        guard let task = try readers.read({ try $0.task(id) }) else { return nil }
        taskCache.keep(task, as: id, readAt: mark)
        return task
    }

    package func tasks(
        _ filter: TaskFilter,
        before cursor: ImageTask.ID?,
        limit: Int
    ) async throws(StoreError) -> [ImageTask] {
        let status =
            switch filter.status {
            case .inProgress: " AND state < 2"
            case .completed: " AND state = 2"
            case .failed: " AND state = 3"
            case nil: ""
            }
        return try readers.read { database in
            try database.rows(
                """
                SELECT \(TaskRow.columns) FROM tasks
                WHERE owner = ? AND id < ? AND (? IS NULL OR model = ?)\(status) ORDER BY id DESC LIMIT ?
                """,
                .owner(filter.owner),
                .text(cursor?.text ?? "~"),
                filter.model.map(Value.text),
                filter.model.map(Value.text),
                .int(limit),
                read: TaskRow.read
            )
        }
    }

    package func events(of id: ImageTask.ID, after number: Int) async throws(StoreError) -> [Event] {
        try readers.read { database in
            try database.rows(
                "SELECT number, at, kind, value FROM events WHERE task_id = ? AND number > ? ORDER BY number",
                .id(id),
                .int(number)
            ) { row in
                Event.Kind(code: row.integer(2), value: row.real(3)).map {
                    Event(number: row.int(0), at: row.moment(1), kind: $0)
                }
            }
        }.compactMap { $0 }
    }

    package func changes(of id: ImageTask.ID) -> AsyncStream<Void> { taskBells.listen(to: id) }

    package func cancel(_ id: ImageTask.ID) async throws(StoreError) -> ImageTask {
        let now = clock.now
        let task = try await writer.write { database in
            guard let task = try database.task(id) else { throw StoreError.notFound }
            guard !task.state.isFinished else { throw StoreError.alreadyFinished }
            return try Self.end(
                id,
                as: .failed,
                report: task.report,
                failure: ImageTask.Failure(.cancelled, "The task was cancelled."),
                images: 0,
                at: now,
                in: database
            )
        }
        ended(task)
        return task
    }

    package func delete(_ id: ImageTask.ID) async throws(StoreError) -> [FileKey] {
        let now = clock.now
        let files = try await writer.write { database in
            guard let task = try database.task(id) else { throw StoreError.notFound }
            if !task.state.isFinished {
                let failure = ImageTask.Failure(.cancelled, "The task was deleted.")
                _ = try Self.end(id, as: .failed, report: nil, failure: failure, images: 0, at: now, in: database)
            }
            return try Self.forget(id, in: database)
        }
        changed(id)
        return files
    }

    /// Removes every trace of a task but its usage; answers with its files.
    static func forget(_ id: ImageTask.ID, in database: Database) throws(SQLiteError) -> [FileKey] {
        let files = try takeFiles(of: id, in: database)
        for table in ["events", "idempotency", "deliveries"] {
            try database.run("DELETE FROM \(table) WHERE task_id = ?", .id(id))
        }
        try database.run("DELETE FROM tasks WHERE id = ?", .id(id))
        return files
    }

    static func takeFiles(of id: ImageTask.ID, in database: Database) throws(SQLiteError) -> [FileKey] {
        let files = try database.rows("SELECT key FROM files WHERE task_id = ?", .id(id)) { FileKey($0.text(0)) }
        try database.run("DELETE FROM files WHERE task_id = ?", .id(id))
        return files
    }

    // MARK: - The place in the queue

    /// How many tasks will be claimed before this one, going by what waits now.
    private func position(of task: ImageTask) throws(StoreError) -> Int {
        let now = clock.now
        if let place = queue.withLock({ $0.position(of: task, at: now) }) { return place }
        let waiting = try readers.read { database in
            try database.rows("SELECT owner, id FROM tasks WHERE state = 0 ORDER BY owner, id") {
                (Owner($0.text(0)), $0.text(1))
            }
        }
        return queue.withLock { queue in
            queue = QueueSnapshot(waiting, at: now)
            return queue.position(of: task, at: now) ?? 0
        }
    }
}

/// The waiting tasks at one moment; good for a fifth of a second, so that many polls share one look.
struct QueueSnapshot {
    private var waiting: [Owner: [String]] = [:]
    private var takenAt = Timestamp(microseconds: 0)

    init() {}

    init(_ rows: [(owner: Owner, id: String)], at moment: Timestamp) {
        for row in rows { waiting[row.owner, default: []].append(row.id) }
        takenAt = moment
    }

    /// Owners are served in turn: before the n-th task of one owner come at most n of each other.
    func position(of task: ImageTask, at now: Timestamp) -> Int? {
        guard now - takenAt < .milliseconds(200), now >= takenAt else { return nil }
        let own = waiting[task.owner, default: []]
        // One that came after the look has its place as well, behind the older ones of its owner.
        let rank = own.firstIndex { $0 >= task.id.text } ?? own.count
        return waiting.reduce(rank) { sum, queue in queue.key == task.owner ? sum : sum + min(queue.value.count, rank) }
    }
}
