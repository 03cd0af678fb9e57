package import Domain
import Glibc
import Locking
import SQLite

/// Tasks, keys, usage and deliveries in one SQLite file. One process writes it; any number may read.
package final class SQLiteStore: Sendable {
    let writer: Writer
    let readers: Readers
    let clock: any WallClock
    let taskBells = Bells<ImageTask.ID>()
    let taskCache = ReadCache<ImageTask.ID, ImageTask>(limit: 4096)
    let keyCache = ReadCache<APIKey.ID, RecentKey>(limit: 4096)
    let arrivalBells = Bells<Arrival>()
    let queue = Lock(QueueSnapshot())
    private let path: String

    /// A key may be revoked by another process, so what was read of it is believed for a second.
    struct RecentKey: Sendable {
        var stored: StoredKey
        var readAt: ContinuousClock.Instant
    }

    enum Arrival: Hashable, Sendable {
        case task, delivery
    }

    /// Opens or makes the file, and brings its tables to today's form.
    package init(path: String, clock: any WallClock = SystemClock()) throws {
        let database = try Self.open(path)
        writer = Writer(database)
        readers = Readers(path: path)
        self.clock = clock
        self.path = path
    }

    /// Several processes may open a new file at once; one that finds it locked, which SQLite does not always wait for, asks again.
    private static func open(_ path: String) throws -> Database {
        var patience = 200
        while true {
            do {
                let database = try Database(path: path)
                try database.execute(
                    """
                    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                    PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;
                    """
                )
                try Schema.migrate(database)
                return database
            } catch let error as SQLiteError where error.isBusy && patience > 0 {
                patience -= 1
                usleep(20_000)
            }
        }
    }

    /// Everybody who remembers the task, or waits for it, hears that it is another now.
    func changed(_ id: ImageTask.ID) {
        taskCache.forget(id)
        taskBells.ring(id)
    }

    /// Writes a consistent copy of the store into a new file, while it goes on being used.
    @concurrent
    package func backup(to target: String) async throws(StoreError) {
        do {
            try Database(path: path).backup(to: target)
        } catch {
            throw StoreError(error)
        }
    }
}

extension Value {
    static func moment(_ moment: Timestamp) -> Value { .integer(moment.microseconds) }
    static func money(_ money: Money) -> Value { .integer(money.nanodollars) }
    static func int(_ number: Int) -> Value { .integer(Int64(number)) }
    static func owner(_ owner: Owner) -> Value { .text(owner.name) }
    static func id(_ id: ImageTask.ID) -> Value { .text(id.text) }
}

extension Statement {
    func moment(_ column: Int32) -> Timestamp { Timestamp(microseconds: integer(column)) }
    func optionalMoment(_ column: Int32) -> Timestamp? { optionalInteger(column).map { Timestamp(microseconds: $0) } }
    func money(_ column: Int32) -> Money { Money(nanodollars: integer(column)) }
    func optionalMoney(_ column: Int32) -> Money? { optionalInteger(column).map { Money(nanodollars: $0) } }
}
