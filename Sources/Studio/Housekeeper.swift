package import Domain
import JSON

/// Removes what has had its time: old files, old records, files that belong to no task, and more than the quota.
package struct Housekeeper: Sendable {
    package struct Configuration: Sendable {
        /// How long files are kept after the end of their task.
        package var keepFiles: Duration = .days(7)
        /// How long tasks are remembered after their end.
        package var keepTasks: Duration = .days(90)
        /// Bytes of files at most; `nil` is no limit.
        package var quota: Int?
        package var interval: Duration = .seconds(60)

        package init() {}
    }

    private let configuration: Configuration
    private let store: any TaskStore
    private let files: any FileStore
    private let clock: any WallClock
    private let log: Log
    /// Tasks in one transaction, so that others get their turn.
    private static let batch = 200

    package init(
        configuration: Configuration,
        store: any TaskStore,
        files: any FileStore,
        clock: any WallClock = SystemClock(),
        log: Log
    ) {
        self.configuration = configuration
        self.store = store
        self.files = files
        self.clock = clock
        self.log = log
    }

    package func run() async {
        while !Task.isCancelled {
            do {
                try await sweep()
            } catch {
                log(.error, "old tasks and files can't be removed", ["error": .string("\(error)")])
            }
            try? await Task.sleep(for: configuration.interval)
        }
    }

    /// One round over everything.
    package func sweep() async throws {
        let now = clock.now
        var removed = 0
        removed += try await drain {
            try await store.expireFiles(endedBefore: now - configuration.keepFiles, limit: Self.batch)
        }
        removed += try await drain {
            try await store.purge(endedBefore: now - configuration.keepTasks, limit: Self.batch)
        }
        if let quota = configuration.quota {
            removed += try await drain { try await store.expireFiles(downTo: quota, limit: Self.batch) }
        }
        removed += try await removeOrphans(now)
        if removed > 0 { log(.info, "old files removed", ["files": .integer(removed)]) }
    }

    /// Repeats a step until it finds nothing more; the record goes first, then the file, so that no record lacks its file.
    private func drain(_ step: () async throws -> Swept) async throws -> Int {
        var removed = 0
        while true {
            let swept = try await step()
            guard swept.tasks > 0 else { return removed }
            try await files.delete(swept.files)
            removed += swept.files.count
        }
    }

    /// Files that were written for a task that then never came to be; young ones may still be on their way.
    private func removeOrphans(_ now: Timestamp) async throws -> Int {
        let old = try await files.files(writtenBefore: now - .hours(1))
        var removed = 0
        for start in stride(from: 0, to: old.count, by: 1000) {
            let some = Array(old[start..<min(start + 1000, old.count)])
            let known = try await store.known(some)
            let orphans = some.filter { !known.contains($0) }
            try await files.delete(orphans)
            removed += orphans.count
        }
        return removed
    }
}
