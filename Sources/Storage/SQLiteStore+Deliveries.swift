package import Domain
import SQLite

extension SQLiteStore: DeliveryStore {
    package func dueDeliveries(limit: Int, lease: Duration) async throws(StoreError) -> [Delivery] {
        let now = clock.now
        return try await writer.write { database in
            // What was never tried is due whatever the clock says: it may have jumped back since.
            let due = try database.rows(
                """
                SELECT id, task_id, owner, url, attempts FROM deliveries
                WHERE state = 0 AND (next_at <= ? OR attempts = 0) ORDER BY next_at LIMIT ?
                """,
                .moment(now),
                .int(limit)
            ) { row in
                ImageTask.ID(row.text(1)).map {
                    Delivery(
                        id: Delivery.ID(row.text(0)),
                        task: $0,
                        owner: Owner(row.text(2)),
                        url: row.text(3),
                        attempts: row.int(4)
                    )
                }
            }.compactMap { $0 }
            for delivery in due {
                try database.run(
                    "UPDATE deliveries SET attempts = attempts + 1, next_at = ? WHERE id = ?",
                    .moment(now + lease),
                    .text(delivery.id.text)
                )
            }
            return due
        }
    }

    package func delivered(_ id: Delivery.ID) async throws(StoreError) {
        try await writer.write { database in
            try database.run("UPDATE deliveries SET state = 1 WHERE id = ?", .text(id.text))
        }
    }

    package func failed(_ id: Delivery.ID, reason: String, retryAfter: Duration?) async throws(StoreError) {
        let next = clock.now + (retryAfter ?? .zero)
        try await writer.write { database in
            try database.run(
                "UPDATE deliveries SET state = ?, next_at = ?, last_error = ? WHERE id = ?",
                .integer(retryAfter == nil ? 2 : 0),
                .moment(next),
                .text(reason),
                .text(id.text)
            )
        }
    }

    package func deliveriesArrive() -> AsyncStream<Void> { arrivalBells.listen(to: .delivery) }
}
