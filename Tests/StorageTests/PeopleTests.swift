import Domain
import Storage
import TestSupport
import Testing

/// Who may sign in, and for how long.
@Suite(.timeLimit(.minutes(1)))
struct PeopleTests {
    let folder = TemporaryFolder()
    let clock = ManualClock()

    private func open() throws -> SQLiteStore {
        try SQLiteStore(path: folder.path(of: "flint.db"), clock: clock)
    }

    private func ann(isAdmin: Bool = false) -> Person {
        Person(name: "ann", owner: Owner("team"), passwordHash: "hash", isAdmin: isAdmin, createdAt: clock.now)
    }

    private func invite(_ store: SQLiteStore, _ digest: [UInt8] = [1], name: String? = "ann") async throws {
        let expiry = clock.now + .hours(1)
        try await store.add(
            Invitation(digest: digest, name: name, owner: Owner("team"), isAdmin: false, expiresAt: expiry)
        )
    }

    @Test func `an invitation makes one person, once`() async throws {
        let store = try open()
        try await invite(store)
        #expect(try await store.invitation([1])?.name == "ann")
        try await store.accept([1], as: ann())
        #expect(try await store.people() == [ann()])
        await #expect(throws: StoreError.self) { try await store.accept([1], as: ann(isAdmin: true)) }
        #expect(try await store.person("ann")?.isAdmin == false)
        #expect(try await store.invitation([1]) == nil)
    }

    @Test func `an invitation that has ended is none`() async throws {
        let store = try open()
        try await invite(store, name: nil)
        clock.advance(by: .hours(2))
        #expect(try await store.invitation([1]) == nil)
        await #expect(throws: StoreError.self) { try await store.accept([1], as: ann()) }
        #expect(try await store.people().isEmpty)
    }

    @Test func `a session is the person's until it ends, also for the next process`() async throws {
        var store = try open()
        try await invite(store)
        try await store.accept([1], as: ann())
        let session = Session(digest: [7], person: "ann", createdAt: clock.now, expiresAt: clock.now + .hours(1))
        try await store.add(session)
        store = try open()
        #expect(try await store.session([7]) == SignedIn(person: ann(), session: session))
        #expect(try await store.session([8]) == nil)
        try await store.endSession([7])
        #expect(try await store.session([7]) == nil)
        try await store.add(session)
        clock.advance(by: .hours(2))
        #expect(try await store.session([7]) == nil)
    }

    @Test func `another password and a removal end all sessions`() async throws {
        let store = try open()
        try await invite(store)
        try await store.accept([1], as: ann())
        let session = Session(digest: [7], person: "ann", createdAt: clock.now, expiresAt: clock.now + .hours(1))
        try await store.add(session)
        try await invite(store, [2])
        try await store.accept([2], as: ann())
        #expect(try await store.session([7]) == nil)
        try await store.add(session)
        try await store.removePerson("ann")
        #expect(try await store.session([7]) == nil)
        await #expect(throws: StoreError.self) { try await store.removePerson("ann") }
    }
}
