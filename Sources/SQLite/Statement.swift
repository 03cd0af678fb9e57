import CSQLite

/// A value for a `?`.
public enum Value: Sendable {
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// A compiled statement; the columns speak of the current row and are gone with the next step.
@safe public final class Statement {
    private let handle: OpaquePointer
    /// Keeps the connection open as long as its statement lives; the connection itself lets go of it first.
    private unowned let database: Database

    init(_ sql: String, in database: Database) throws(SQLiteError) {
        var prepared: OpaquePointer?
        try database.check(
            unsafe sqlite3_prepare_v3(database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        )
        guard let handle = unsafe prepared else {
            throw SQLiteError(code: SQLITE_MISUSE, message: "the statement is empty")
        }
        unsafe self.handle = handle
        self.database = database
    }

    deinit { unsafe sqlite3_finalize(handle) }

    func reset() {
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
    }

    func bind(_ values: [Value?]) throws(SQLiteError) {
        for (offset, value) in values.enumerated() {
            try bind(value, at: Int32(offset + 1))
        }
    }

    private func bind(_ value: Value?, at index: Int32) throws(SQLiteError) {
        switch value {
        case nil: try database.check(unsafe sqlite3_bind_null(handle, index))
        case .integer(let value): try database.check(unsafe sqlite3_bind_int64(handle, index, value))
        case .real(let value): try database.check(unsafe sqlite3_bind_double(handle, index, value))
        case .text(var text):
            let code = text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    unsafe flint_bind_text(handle, index, characters.baseAddress, Int32(characters.count))
                }
            }
            try database.check(code)
        case .blob(let bytes):
            let code = unsafe bytes.withUnsafeBytes { buffer in
                unsafe flint_bind_blob(handle, index, buffer.baseAddress, Int32(buffer.count))
            }
            try database.check(code)
        }
    }

    /// Goes to the next row; `false` behind the last one.
    func step() throws(SQLiteError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw database.lastError
        }
    }

    public func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    public func integer(_ column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(handle, column)
    }

    public func int(_ column: Int32) -> Int { Int(integer(column)) }

    public func real(_ column: Int32) -> Double {
        unsafe sqlite3_column_double(handle, column)
    }

    public func text(_ column: Int32) -> String {
        String(decoding: bytes(column), as: UTF8.self)
    }

    /// The bytes of a text or blob.
    public func bytes(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    public func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }
    public func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
}
