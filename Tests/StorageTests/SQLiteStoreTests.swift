import Domain
import Foundation
import SQLite
import Storage
import Synchronization
import TestSupport
import Testing

/// What is true of the file, beyond what is true of any store.
@Suite(.timeLimit(.minutes(1)))
struct SQLiteStoreTests {
    let folder = TemporaryFolder()
    private var path: String { folder.path(of: "flint.db") }

    private func integrity(of path: String) throws -> String? {
        try Database(path: path).row("PRAGMA integrity_check") { $0.text(0) }
    }

    private func count(_ table: String, in path: String) throws -> Int? {
        try Database(path: path).row("SELECT count(*) FROM \(table)") { $0.int(0) }
    }

    // MARK: - Versions

    @Test func `an empty file gets the tables of today`() throws {
        _ = try Database(path: path)
        _ = try SQLiteStore(path: path)
        let version = try Database(path: path).row("PRAGMA user_version") { $0.int(0) }
        #expect(version == 2)
        #expect(try count("tasks", in: path) == 0)
    }

    @Test func `a file of today is opened as it is`() async throws {
        let task = try await Scene(.sqlite, in: folder).submit()
        for _ in 0..<3 { #expect(try await SQLiteStore(path: path).task(task.id)?.id == task.id) }
    }

    @Test func `a file of a later version is refused and left alone`() throws {
        try Database(path: path).execute("CREATE TABLE future (x); PRAGMA user_version = 999")
        let error = #expect(throws: SQLiteError.self) { try SQLiteStore(path: path) }
        #expect(error?.message.contains("later version") == true)
        #expect(try Database(path: path).row("PRAGMA user_version") { $0.int(0) } == 999)
        #expect(throws: SQLiteError.self) { try count("tasks", in: path) }
    }

    @Test func `a file that is no database is refused and left alone`() throws {
        let text = String(repeating: "these are my holiday notes\n", count: 100)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: SQLiteError.self) { try SQLiteStore(path: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    /// Two commands that start together both saw an empty file, and the second could not make the tables again.
    @Test func `a new file may be opened by many at once`() async throws {
        for round in 0..<10 {
            let path = folder.path(of: "\(round).db")
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { @concurrent in try await SQLiteStore(path: path).check() } }
                try await group.waitForAll()
            }
            #expect(try count("counts", in: path) == 1)
        }
    }

    // MARK: - Backup

    @Test func `a backup has everything, and is a store`() async throws {
        let scene = try await Scene(.sqlite, in: folder)
        let task = try await scene.finish()
        try await scene.submit()
        let copy = folder.path(of: "copy.db")
        try await #require(scene.store as? SQLiteStore).backup(to: copy)
        let restored = try SQLiteStore(path: copy, clock: scene.clock)
        #expect(try await restored.task(task.id) == task)
        #expect(try await restored.claim(by: "worker", lease: .seconds(60)) != nil)
    }

    /// It went piece by piece and began anew whenever somebody wrote in between: of a busy store it never came to an end.
    @Test func `a backup ends while somebody writes without a pause`() async throws {
        try await submitMuch(to: Scene(.sqlite, in: folder))
        let copy = folder.path(of: "copy.db")
        let scribe = Scribe(path: path)
        Thread.detachNewThread { scribe.write(atMost: 50_000) }
        try Database(path: path).backup(to: copy)
        #expect(scribe.stop() < 50_000)
        #expect(try integrity(of: copy) == "ok")
    }

    /// More than a copy takes in one piece.
    private func submitMuch(to scene: Scene) async throws {
        let long = Order.sample(prompt: String(repeating: "a red fox ", count: 10_000))
        try await withThrowingTaskGroup { group in
            for _ in 0..<200 { group.addTask { try await scene.submit(long) } }
            try await group.waitForAll()
        }
    }

    @Test func `what was written together is in a backup together`() async throws {
        let scene = try await Scene(.sqlite, in: folder)
        let store = try #require(scene.store as? SQLiteStore)
        try await submitMuch(to: scene)
        let copy = folder.path(of: "copy.db")
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    while !Task.isCancelled {
                        try await scene.finish(by: .sample(owner: "ben"))
                    }
                }
            }
            try await store.backup(to: copy)
            group.cancelAll()
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
        #expect(try integrity(of: copy) == "ok")
        let restored = try SQLiteStore(path: copy, clock: scene.clock)
        #expect(try await restored.tasks(TaskFilter(owner: Owner("ann")), before: nil, limit: 1000).count == 200)
        let ended = try await restored.tasks(
            TaskFilter(owner: Owner("ben"), status: .completed),
            before: nil,
            limit: 100_000
        )
        #expect(try await restored.account(of: Owner("ben")).spent == scene.price * ended.count)
        #expect(try count("usage", in: copy) == ended.count)
    }

    // MARK: - A full disk

    @Test(.enabled(if: SmallDisk.canBeMade, "only root may make a small disk"))
    func `on a full disk nothing is accepted, nothing is lost, and with room it goes on`() async throws {
        let disk = try SmallDisk(megabytes: 2)
        let path = "\(disk.path)/flint.db"
        let clock = ManualClock()
        let store = try SQLiteStore(path: path, clock: clock)
        let long = Order.sample(prompt: String(repeating: "a red fox ", count: 2000))
        var accepted: [ImageTask.ID] = []
        func submit() async throws {
            clock.advance(by: .milliseconds(1))
            accepted.append(try await store.submit(.sample(at: clock.now, long)).task.id)
        }
        for _ in 0..<5 { try await submit() }
        try disk.fill(leaving: 100_000)

        // The log of changes grows until nothing more fits.
        for _ in 0..<200 { try? await submit() }
        #expect(accepted.count < 100)
        let isRefused = await #expect(throws: StoreError.self) { try await submit() }
        guard case .unavailable(let detail) = isRefused else {
            Issue.record("\(String(describing: isRefused)) does not say that the store is away")
            return
        }
        #expect(detail.contains("full"))
        // What is there can still be read.
        for id in accepted { #expect(try await store.task(id)?.state == .waiting) }

        disk.makeRoom()
        try await store.check()
        try await submit()
        let claim = try #require(try await store.claim(by: "worker", lease: .seconds(60)))
        #expect(claim.task.id == accepted[0])
        try await store.add(.sample(of: claim.task), to: claim)
        #expect(try await store.complete(claim, report: .sample).state == .completed)

        #expect(try integrity(of: path) == "ok")
        let again = try SQLiteStore(path: path, clock: clock)
        let kept = try await again.tasks(TaskFilter(owner: Owner("ann")), before: nil, limit: 1000)
        #expect(kept.map(\.id) == accepted.reversed())
        #expect(try await again.statistics().waiting == accepted.count - 1)
    }

    @Test(.enabled(if: SmallDisk.canBeMade, "only root may make a small disk"))
    func `many who write while the disk is full are all refused, and none waits for ever`() async throws {
        let disk = try SmallDisk(megabytes: 2)
        let clock = ManualClock()
        let store = try SQLiteStore(path: "\(disk.path)/flint.db", clock: clock)
        try disk.fill()
        let long = Order.sample(prompt: String(repeating: "a red fox ", count: 20_000))
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do throws(StoreError) {
                        _ = try await store.submit(.sample(at: clock.now, long))
                        return false
                    } catch {
                        if case .unavailable = error { return true }
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused == 50)
        disk.makeRoom()
        #expect(try await store.statistics().waiting == 0)
        #expect(try await store.submit(.sample(at: clock.now)).task.state == .waiting)
        #expect(try integrity(of: "\(disk.path)/flint.db") == "ok")
    }
}

/// Makes small changes one after the other, on a thread of its own.
private final class Scribe: Sendable {
    private let path: String
    private let isStopped = Atomic(false)
    private let changes = Atomic(0)

    init(path: String) {
        self.path = path
    }

    func write(atMost limit: Int) {
        guard let database = try? Database(path: path) else { return }
        _ = try? database.execute("PRAGMA synchronous = OFF")
        while !isStopped.load(ordering: .relaxed), changes.load(ordering: .relaxed) < limit {
            _ = try? database.run("UPDATE owners SET webhook_secret = webhook_secret + 1")
            changes.add(1, ordering: .relaxed)
        }
    }

    /// How many changes there were.
    func stop() -> Int {
        isStopped.store(true, ordering: .relaxed)
        return changes.load(ordering: .relaxed)
    }
}
