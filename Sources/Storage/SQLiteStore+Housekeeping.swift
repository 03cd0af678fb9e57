package import Domain
import SQLite

/// What time and space make necessary.
extension SQLiteStore {
    package func expireFiles(endedBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Swept {
        defer { taskCache.forgetAll() }
        return try await writer.write { database in
            let ids = try database.rows(
                "SELECT id FROM tasks WHERE state >= 2 AND expired = 0 AND ended_at < ? ORDER BY ended_at LIMIT ?",
                .moment(moment),
                .int(limit)
            ) { ImageTask.ID($0.text(0)) }
            return try Self.expire(ids.compactMap { $0 }, in: database)
        }
    }

    package func expireFiles(downTo bytes: Int, limit: Int) async throws(StoreError) -> Swept {
        defer { taskCache.forgetAll() }
        return try await writer.write { database in
            var used = try database.row("SELECT coalesce(sum(size), 0) FROM files") { $0.int(0) } ?? 0
            guard used > bytes else { return Swept(tasks: 0, files: []) }
            let oldest = try database.rows(
                """
                SELECT id, (SELECT coalesce(sum(size), 0) FROM files WHERE task_id = tasks.id) FROM tasks
                WHERE state >= 2 AND expired = 0 ORDER BY ended_at LIMIT ?
                """,
                .int(limit)
            ) { (ImageTask.ID($0.text(0)), $0.int(1)) }
            var ids: [ImageTask.ID] = []
            for case (let id?, let size) in oldest where used > bytes {
                used -= size
                ids.append(id)
            }
            return try Self.expire(ids, in: database)
        }
    }

    private static func expire(_ ids: [ImageTask.ID], in database: Database) throws(SQLiteError) -> Swept {
        var files: [FileKey] = []
        for id in ids {
            try database.run("UPDATE tasks SET expired = 1 WHERE id = ?", .id(id))
            files += try takeFiles(of: id, in: database)
        }
        return Swept(tasks: ids.count, files: files)
    }

    package func purge(endedBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Swept {
        let day = clock.now - .hours(24)
        defer { taskCache.forgetAll() }
        return try await writer.write { database in
            try database.run("DELETE FROM idempotency WHERE at < ?", .moment(day))
            let ids = try database.rows(
                "SELECT id FROM tasks WHERE state >= 2 AND ended_at < ? ORDER BY ended_at LIMIT ?",
                .moment(moment),
                .int(limit)
            ) { ImageTask.ID($0.text(0)) }
            var files: [FileKey] = []
            for case let id? in ids { files += try Self.forget(id, in: database) }
            return Swept(tasks: ids.count, files: files)
        }
    }

    package func known(_ files: [FileKey]) async throws(StoreError) -> Set<FileKey> {
        try readers.read { database in
            var known: Set<FileKey> = []
            for file in files {
                let found = try database.row("SELECT 1 FROM files WHERE key = ?", .text(file.text)) { _ in true }
                if found == true { known.insert(file) }
            }
            return known
        }
    }

    package func statistics() async throws(StoreError) -> StoreStatistics {
        let now = clock.now
        return try readers.read { database in
            var statistics = StoreStatistics()
            statistics.waiting = try database.row("SELECT value FROM counts WHERE name = 'waiting'") { $0.int(0) } ?? 0
            statistics.running = try database.row("SELECT count(*) FROM tasks WHERE state = 1") { $0.int(0) } ?? 0
            let oldest = try database.row("SELECT min(created_at) FROM tasks WHERE state = 0") { $0.optionalMoment(0) }
            if let oldest = oldest ?? nil { statistics.oldestWait = max(.zero, now - oldest) }
            statistics.fileBytes = try database.row("SELECT coalesce(sum(size), 0) FROM files") { $0.int(0) } ?? 0
            statistics.pendingDeliveries =
                try database.row("SELECT count(*) FROM deliveries WHERE state = 0") { $0.int(0) } ?? 0
            return statistics
        }
    }

    package func check() async throws(StoreError) {
        try await writer.write { database in
            try database.run("UPDATE counts SET value = value WHERE name = 'waiting'")
        }
    }
}
