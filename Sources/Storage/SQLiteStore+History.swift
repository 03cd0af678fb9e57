package import Domain
import SQLite

extension SQLiteStore: HistoryStore {
    /// How many tasks one search looks at; more would keep the person waiting.
    static let searchDepth = 8_000

    /// May look at very many rows, so it leaves the caller's thread.
    @concurrent
    package func search(
        _ search: TaskSearch,
        before cursor: ImageTask.ID?,
        limit: Int
    ) async throws(StoreError) -> TaskPage {
        let status =
            switch search.status {
            case .inProgress: " AND state < 2"
            case .completed: " AND state = 2"
            case .failed: " AND state = 3"
            case nil: ""
            }
        // One pattern for all words would ask for their order, so each has its own; a handful is enough.
        let patterns = search.words.prefix(6).map { Value.text("%\(Self.escaped($0))%") }
        let words = patterns.map { _ in " AND json_extract(content, '$.prompt') LIKE ? ESCAPE '\\'" }.joined()
        let start = Value.text(cursor?.text ?? "~")
        let model = search.model.map(Value.text)
        let key = (search.key?.text).map(Value.text)
        return try readers.read { database in
            // Walks the index alone, to where this search must stop.
            let floor = try database.row(
                "SELECT id FROM tasks WHERE owner = ? AND id < ? ORDER BY id DESC LIMIT 1 OFFSET ?",
                .owner(search.owner),
                start,
                .int(Self.searchDepth - 1)
            ) { $0.text(0) }
            var tasks = try database.rows(
                """
                SELECT \(TaskRow.columns) FROM tasks
                WHERE owner = ? AND id < ? AND id >= ? AND (? IS NULL OR model = ?) AND (? IS NULL OR key_id = ?)\(status)\(words)
                ORDER BY id DESC LIMIT ?
                """,
                with: [.owner(search.owner), start, .text(floor ?? ""), model, model, key, key] + patterns + [
                    .int(limit + 1)
                ],
                read: TaskRow.read
            )
            // One more than asked for tells whether there is more within reach.
            guard tasks.count > limit else {
                return TaskPage(tasks: tasks, next: floor.flatMap { ImageTask.ID($0) })
            }
            tasks.removeLast()
            return TaskPage(tasks: tasks, next: tasks.last?.id)
        }
    }

    private static func escaped(_ word: String) -> String {
        word.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }

    @concurrent
    package func activity(of owner: Owner, from: Timestamp, to: Timestamp) async throws(StoreError) -> [Activity] {
        try readers.read { database in
            try database.rows(
                """
                SELECT strftime('%Y-%m-%d', at / 1000000, 'unixepoch') AS day, model, key_id, count(*), sum(failed),
                    sum(images), sum(cost), sum(waited), sum(drawn)
                FROM usage WHERE owner = ? AND at >= ? AND at < ? GROUP BY day, model, key_id ORDER BY day, model, key_id
                """,
                .owner(owner),
                .moment(from),
                .moment(to)
            ) { row in
                Activity(
                    day: row.text(0),
                    model: row.text(1),
                    key: APIKey.ID(row.text(2)),
                    tasks: row.int(3),
                    failed: row.int(4),
                    images: row.int(5),
                    cost: row.money(6),
                    waited: .microseconds(row.integer(7)),
                    drawn: .microseconds(row.integer(8))
                )
            }
        }
    }

    @concurrent
    package func speeds(since moment: Timestamp) async throws(StoreError) -> [ModelSpeed] {
        try readers.read { database in
            try database.rows(
                """
                SELECT model, sum(images), sum(failed), sum(CASE WHEN images > 0 THEN drawn ELSE 0 END) FROM usage
                WHERE at >= ? GROUP BY model ORDER BY model
                """,
                .moment(moment)
            ) { row in
                let images = row.int(1)
                return ModelSpeed(
                    model: row.text(0),
                    images: images,
                    failed: row.int(2),
                    drawing: .microseconds(row.integer(3) / Int64(max(1, images)))
                )
            }
        }
    }
}
