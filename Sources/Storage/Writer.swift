import Dispatch
import Domain
import Locking
import SQLite

/// The one that writes: changes that arrive together share a transaction, and so a sync to disk.
final class Writer: Sendable {
    /// Changes waiting for the next transaction.
    private struct Pending: Sendable {
        var isDurable: Bool
        var run: @Sendable (Database) throws -> Void
        var finish: @Sendable ((any Error)?) -> Void
    }

    private struct State {
        var pending: [Pending] = []
        var isRunning = false
    }

    private let state = Lock(State())
    private let queue = DispatchQueue(label: "flint.writer", qos: .userInitiated)
    private let connection: Connection

    /// Touched on the queue alone.
    private final class Connection: @unchecked Sendable {
        let database: Database
        var isDurable = true

        init(_ database: Database) {
            self.database = database
        }
    }

    init(_ database: sending Database) {
        connection = Connection(database)
    }

    /// Runs a change in a transaction and returns when it is committed; `durable` means on disk, not only out of this process.
    @discardableResult
    func write<Answer: Sendable>(
        durable: Bool = true,
        _ change: @escaping @Sendable (Database) throws -> Answer
    ) async throws(StoreError) -> Answer {
        let outcome: Result<Answer, any Error> = await withCheckedContinuation { continuation in
            let box = Lock<Answer?>(nil)
            add(
                Pending(
                    isDurable: durable,
                    run: { database in
                        let answer = try change(database)
                        box.withLock { $0 = answer }
                    },
                    finish: { error in
                        if let error {
                            continuation.resume(returning: .failure(error))
                        } else if let answer = box.withLock({ $0 }) {
                            continuation.resume(returning: .success(answer))
                        }
                    }
                )
            )
        }
        switch outcome {
        case .success(let answer): return answer
        case .failure(let error): throw StoreError(error)
        }
    }

    private func add(_ pending: Pending) {
        let mustStart = state.withLock { state in
            state.pending.append(pending)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { queue.async { self.drain() } }
    }

    private func drain() {
        while true {
            let batch = state.withLock { state in
                let batch = state.pending
                state.pending = []
                if batch.isEmpty { state.isRunning = false }
                return batch
            }
            if batch.isEmpty { return }
            commit(batch)
        }
    }

    /// One transaction; a change that throws is undone alone, a commit that fails fails them all.
    private func commit(_ batch: [Pending]) {
        let database = connection.database
        var errors = [(any Error)?](repeating: nil, count: batch.count)
        do {
            try setDurable(batch.contains(where: \.isDurable))
            try database.run("BEGIN IMMEDIATE")
            for (index, pending) in batch.enumerated() {
                try database.run("SAVEPOINT change")
                do {
                    try pending.run(database)
                    try database.run("RELEASE change")
                } catch {
                    errors[index] = error
                    // A full disk may have undone the whole transaction already; then this throws, and all have failed.
                    try database.run("ROLLBACK TO change")
                    try database.run("RELEASE change")
                }
            }
            try database.run("COMMIT")
        } catch {
            _ = try? database.run("ROLLBACK")
            for index in errors.indices where errors[index] == nil || !(errors[index] is StoreError) {
                errors[index] = error
            }
        }
        for (pending, error) in zip(batch, errors) { pending.finish(error) }
    }

    private func setDurable(_ isDurable: Bool) throws {
        guard isDurable != connection.isDurable else { return }
        try connection.database.run(isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
        connection.isDurable = isDurable
    }
}

extension StoreError {
    init(_ error: any Error) {
        self = error as? StoreError ?? .unavailable(detail: "\(error)")
    }
}
