import CSQLite

/// What SQLite said when it refused.
public struct SQLiteError: Error, CustomStringConvertible {
    public let code: Int32
    public let message: String

    public init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "SQLite error \(code): \(message)" }

    /// Whether somebody else holds the file at the moment.
    public var isBusy: Bool { code & 0xFF == SQLITE_BUSY }

    /// Whether a row would break a uniqueness rule.
    public var isConstraint: Bool { code & 0xFF == SQLITE_CONSTRAINT }
}

/// One connection to a database file; used by one thread at a time.
@safe public final class Database {
    let handle: OpaquePointer
    private var statements: [String: Statement] = [:]

    public init(path: String, readOnly: Bool = false) throws(SQLiteError) {
        let access = readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let handle = unsafe opened else {
            let message = unsafe String(cString: sqlite3_errstr(code))
            unsafe sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: message)
        }
        unsafe self.handle = handle
        unsafe sqlite3_busy_timeout(handle, 10_000)
    }

    deinit {
        statements = [:]
        unsafe sqlite3_close_v2(handle)
    }

    /// Runs statements that answer nothing.
    public func execute(_ sql: String) throws(SQLiteError) {
        try check(unsafe sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// The compiled statement for a text, kept for the next time.
    public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        if let statement = statements[sql] {
            statement.reset()
            return statement
        }
        let statement = try Statement(sql, in: self)
        statements[sql] = statement
        return statement
    }

    /// Runs one statement with values for its `?`, for what it changes; answers how many rows that were.
    @discardableResult
    public func run(_ sql: String, _ values: Value?...) throws(SQLiteError) -> Int {
        let statement = try prepare(sql)
        defer { statement.reset() }
        try statement.bind(values)
        while try statement.step() {}
        return unsafe Int(sqlite3_changes(handle))
    }

    /// The rows of a query, each turned into a value.
    public func rows<Row>(
        _ sql: String,
        _ values: Value?...,
        read: (Statement) throws(SQLiteError) -> Row
    ) throws(SQLiteError) -> [Row] {
        try rows(sql, with: values, read: read)
    }

    /// The rows of a query whose number of values is known only now.
    public func rows<Row>(
        _ sql: String,
        with values: [Value?],
        read: (Statement) throws(SQLiteError) -> Row
    ) throws(SQLiteError) -> [Row] {
        let statement = try prepare(sql)
        defer { statement.reset() }
        try statement.bind(values)
        var rows: [Row] = []
        while try statement.step() { rows.append(try read(statement)) }
        return rows
    }

    /// The first row of a query.
    public func row<Row>(
        _ sql: String,
        _ values: Value?...,
        read: (Statement) throws(SQLiteError) -> Row
    ) throws(SQLiteError) -> Row? {
        let statement = try prepare(sql)
        defer { statement.reset() }
        try statement.bind(values)
        return try statement.step() ? try read(statement) : nil
    }

    /// Copies the whole database, consistent, into a new file while others go on writing.
    public func backup(to path: String) throws(SQLiteError) {
        let target = try Database(path: path)
        guard let backup = unsafe sqlite3_backup_init(target.handle, "main", handle, "main") else {
            throw target.lastError
        }
        // All in one step: between two, any change would begin the copy anew. Writers don't wait for it, for they
        // write to the log.
        var code = SQLITE_OK
        repeat {
            code = unsafe sqlite3_backup_step(backup, -1)
            if code == SQLITE_BUSY || code == SQLITE_LOCKED { sqlite3_sleep(20) }
        } while code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED
        let finished = unsafe sqlite3_backup_finish(backup)
        try target.check(finished)
    }

    func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw lastError }
    }

    var lastError: SQLiteError {
        unsafe SQLiteError(code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)))
    }
}
