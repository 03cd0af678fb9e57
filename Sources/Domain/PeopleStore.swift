/// Where the people are kept who may sign in, and the doors that stand open for them.
package protocol PeopleStore: Sendable {
    func people() async throws(StoreError) -> [Person]
    func person(_ name: String) async throws(StoreError) -> Person?
    /// Keeps an invitation; those that have ended are forgotten meanwhile.
    func add(_ invitation: Invitation) async throws(StoreError)
    func invitation(_ digest: [UInt8]) async throws(StoreError) -> Invitation?
    /// Uses up an invitation and keeps the person, whose sessions until now end; `.notFound` when somebody else was quicker.
    func accept(_ digest: [UInt8], as person: Person) async throws(StoreError)
    /// Forgets a person with all sessions.
    func removePerson(_ name: String) async throws(StoreError)

    func add(_ session: Session) async throws(StoreError)
    /// A session and whose it is; one that has ended is nobody's.
    func session(_ digest: [UInt8]) async throws(StoreError) -> SignedIn?
    func endSession(_ digest: [UInt8]) async throws(StoreError)
}

/// Somebody who signs in with a password, and sees what belongs to one owner.
package struct Person: Sendable, Equatable {
    package var name: String
    package var owner: Owner
    /// As Argon2 writes it, with its own salt.
    package var passwordHash: String
    /// Whether they may invite and remove others, and see the machine.
    package var isAdmin: Bool
    package var createdAt: Timestamp

    package init(name: String, owner: Owner, passwordHash: String, isAdmin: Bool, createdAt: Timestamp) {
        self.name = name
        self.owner = owner
        self.passwordHash = passwordHash
        self.isAdmin = isAdmin
        self.createdAt = createdAt
    }
}

/// The right to choose a password once. Only a digest of its token is kept.
package struct Invitation: Sendable, Equatable {
    package var digest: [UInt8]
    /// Whom it is for; `nil` where they choose their name themselves.
    package var name: String?
    package var owner: Owner
    package var isAdmin: Bool
    package var expiresAt: Timestamp

    package init(digest: [UInt8], name: String?, owner: Owner, isAdmin: Bool, expiresAt: Timestamp) {
        self.digest = digest
        self.name = name
        self.owner = owner
        self.isAdmin = isAdmin
        self.expiresAt = expiresAt
    }
}

/// A door that stands open for a person. Only a digest of its token is kept.
package struct Session: Sendable, Equatable {
    package var digest: [UInt8]
    package var person: String
    package var createdAt: Timestamp
    package var expiresAt: Timestamp

    package init(digest: [UInt8], person: String, createdAt: Timestamp, expiresAt: Timestamp) {
        self.digest = digest
        self.person = person
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

package struct SignedIn: Sendable, Equatable {
    package var person: Person
    package var session: Session

    package init(person: Person, session: Session) {
        self.person = person
        self.session = session
    }
}
