import Domain
import Locking
import SQLite

/// Connections for reading; a read runs on the thread that asks, on a connection that nobody else uses meanwhile.
final class Readers: Sendable {
    private let path: String
    private let idle = Lock<[Loan]>([])

    /// Held by one thread at a time: by the list, or by the one who took it out.
    private final class Loan: @unchecked Sendable {
        let database: Database

        init(_ database: Database) {
            self.database = database
        }
    }

    init(path: String) {
        self.path = path
    }

    func read<Answer>(_ query: (Database) throws -> Answer) throws(StoreError) -> Answer {
        do {
            let loan = try idle.withLock { $0.popLast() } ?? open()
            defer { idle.withLock { if $0.count < 16 { $0.append(loan) } } }
            return try query(loan.database)
        } catch {
            throw StoreError(error)
        }
    }

    private func open() throws -> Loan {
        let database = try Database(path: path)
        try database.execute("PRAGMA query_only = ON; PRAGMA cache_size = -2000; PRAGMA mmap_size = 268435456")
        return Loan(database)
    }
}
