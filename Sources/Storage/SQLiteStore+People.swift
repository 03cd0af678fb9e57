package import Domain
import SQLite

extension SQLiteStore: PeopleStore {
    private static let columns = "name, owner, password, is_admin, created_at"

    private static func read(_ row: Statement) -> Person {
        Person(
            name: row.text(0),
            owner: Owner(row.text(1)),
            passwordHash: row.text(2),
            isAdmin: row.integer(3) == 1,
            createdAt: row.moment(4)
        )
    }

    package func people() async throws(StoreError) -> [Person] {
        try readers.read { database in
            try database.rows("SELECT \(Self.columns) FROM people ORDER BY name", read: Self.read)
        }
    }

    package func person(_ name: String) async throws(StoreError) -> Person? {
        try readers.read { database in
            try database.row("SELECT \(Self.columns) FROM people WHERE name = ?", .text(name), read: Self.read)
        }
    }

    package func add(_ invitation: Invitation) async throws(StoreError) {
        let now = clock.now
        try await writer.write { database in
            try database.run("DELETE FROM invitations WHERE expires_at < ?", .moment(now))
            try database.run(
                "INSERT INTO invitations (digest, name, owner, is_admin, expires_at) VALUES (?, ?, ?, ?, ?)",
                .blob(invitation.digest),
                invitation.name.map(Value.text),
                .owner(invitation.owner),
                .integer(invitation.isAdmin ? 1 : 0),
                .moment(invitation.expiresAt)
            )
        }
    }

    package func invitation(_ digest: [UInt8]) async throws(StoreError) -> Invitation? {
        let now = clock.now
        return try readers.read { database in
            try database.row(
                "SELECT name, owner, is_admin, expires_at FROM invitations WHERE digest = ? AND expires_at > ?",
                .blob(digest),
                .moment(now)
            ) { row in
                Invitation(
                    digest: digest,
                    name: row.optionalText(0),
                    owner: Owner(row.text(1)),
                    isAdmin: row.integer(2) == 1,
                    expiresAt: row.moment(3)
                )
            }
        }
    }

    package func accept(_ digest: [UInt8], as person: Person) async throws(StoreError) {
        let now = clock.now
        try await writer.write { database in
            let used = try database.run(
                "DELETE FROM invitations WHERE digest = ? AND expires_at > ?",
                .blob(digest),
                .moment(now)
            )
            guard used == 1 else { throw StoreError.notFound }
            try database.run(
                "INSERT OR REPLACE INTO people (\(Self.columns)) VALUES (?, ?, ?, ?, ?)",
                .text(person.name),
                .owner(person.owner),
                .text(person.passwordHash),
                .integer(person.isAdmin ? 1 : 0),
                .moment(person.createdAt)
            )
            try database.run("DELETE FROM sessions WHERE person = ?", .text(person.name))
        }
    }

    package func removePerson(_ name: String) async throws(StoreError) {
        try await writer.write { database in
            let removed = try database.run("DELETE FROM people WHERE name = ?", .text(name))
            guard removed == 1 else { throw StoreError.notFound }
            try database.run("DELETE FROM sessions WHERE person = ?", .text(name))
            try database.run("DELETE FROM invitations WHERE name = ?", .text(name))
        }
    }

    package func add(_ session: Session) async throws(StoreError) {
        try await writer.write { database in
            try database.run("DELETE FROM sessions WHERE expires_at < ?", .moment(session.createdAt))
            try database.run(
                "INSERT INTO sessions (digest, person, created_at, expires_at) VALUES (?, ?, ?, ?)",
                .blob(session.digest),
                .text(session.person),
                .moment(session.createdAt),
                .moment(session.expiresAt)
            )
        }
    }

    package func session(_ digest: [UInt8]) async throws(StoreError) -> SignedIn? {
        let now = clock.now
        return try readers.read { database in
            try database.row(
                """
                SELECT \(Self.columns.split(separator: ", ").map { "people.\($0)" }.joined(separator: ", ")),
                    sessions.created_at, sessions.expires_at
                FROM sessions JOIN people ON people.name = sessions.person WHERE digest = ? AND sessions.expires_at > ?
                """,
                .blob(digest),
                .moment(now)
            ) { row in
                let person = Self.read(row)
                return SignedIn(
                    person: person,
                    session: Session(
                        digest: digest,
                        person: person.name,
                        createdAt: row.moment(5),
                        expiresAt: row.moment(6)
                    )
                )
            }
        }
    }

    package func endSession(_ digest: [UInt8]) async throws(StoreError) {
        try await writer.write { database in
            try database.run("DELETE FROM sessions WHERE digest = ?", .blob(digest))
        }
    }
}
