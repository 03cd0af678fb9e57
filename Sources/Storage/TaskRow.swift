import Domain
import JSON
import SQLite

/// How a task is read from its row.
enum TaskRow {
    static let columns = """
        id, owner, key_id, content, state, created_at, started_at, ended_at, attempts, progress, pictures, report, failure, \
        cost, expired
        """

    static func read(_ row: Statement) throws(SQLiteError) -> ImageTask {
        guard let id = ImageTask.ID(row.text(0)), let order = json(row.bytes(3)).flatMap({ Order(json: $0) }),
            let state = ImageTask.State(rawValue: row.integer(4))
        else { throw SQLiteError(code: 0, message: "the row of a task can't be read") }
        var task = ImageTask(
            id: id,
            owner: Owner(row.text(1)),
            keyID: APIKey.ID(row.text(2)),
            order: order,
            createdAt: row.moment(5)
        )
        task.state = state
        task.startedAt = row.optionalMoment(6)
        task.endedAt = row.optionalMoment(7)
        task.attempts = row.int(8)
        task.progress = row.real(9)
        task.pictures = json(row.bytes(10))?.array?.compactMap { ImageTask.Picture(json: $0) } ?? []
        task.report = row.isNull(11) ? nil : json(row.bytes(11)).flatMap { ImageTask.Report(json: $0) }
        task.failure = row.isNull(12) ? nil : json(row.bytes(12)).flatMap { ImageTask.Failure(json: $0) }
        task.cost = row.money(13)
        task.isExpired = row.integer(14) == 1
        return task
    }

    private static func json(_ bytes: [UInt8]) -> JSON? {
        try? JSON(parsing: bytes)
    }
}

extension Database {
    func task(_ id: ImageTask.ID) throws(SQLiteError) -> ImageTask? {
        try row("SELECT \(TaskRow.columns) FROM tasks WHERE id = ?", .id(id), read: TaskRow.read)
    }

    /// Adds an event to a task and counts it.
    func add(_ kind: Event.Kind, to id: ImageTask.ID, at moment: Timestamp) throws(SQLiteError) {
        try run("UPDATE tasks SET last_event = last_event + 1 WHERE id = ?", .id(id))
        let (code, value) = kind.stored
        try run(
            "INSERT INTO events (task_id, number, at, kind, value) SELECT id, last_event, ?, ?, ? FROM tasks WHERE id = ?",
            .moment(moment),
            .integer(code),
            .real(value),
            .id(id)
        )
    }
}

extension Event.Kind {
    fileprivate var stored: (code: Int64, value: Double) {
        switch self {
        case .created: (0, 0)
        case .started(let attempt): (1, Double(attempt))
        case .progress(let value): (Self.progressCode, value)
        case .picture(let index): (3, Double(index))
        case .returned: (4, 0)
        case .completed: (5, 0)
        case .failed: (6, 0)
        }
    }

    static let progressCode: Int64 = 2

    init?(code: Int64, value: Double) {
        switch code {
        case 0: self = .created
        case 1: self = .started(attempt: Int(value))
        case Self.progressCode: self = .progress(value)
        case 3: self = .picture(index: Int(value))
        case 4: self = .returned
        case 5: self = .completed
        case 6: self = .failed
        default: return nil
        }
    }
}
