import Domain
import TestSupport
import Testing

/// What keeps a task out, and what lets the next one in.
@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    let folder = TemporaryFolder()

    @Test(arguments: Backend.allCases)
    func `a full queue takes nothing more until a task is claimed`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        for _ in 0..<2 { _ = try await scene.store.submit(scene.submission(queueLimit: 2)) }
        await #expect(throws: StoreError.queueFull(limit: 2)) {
            try await scene.store.submit(scene.submission(by: .sample(owner: "ben"), queueLimit: 2))
        }
        _ = try await scene.claim()
        _ = try await scene.store.submit(scene.submission(queueLimit: 2))
        #expect(try await scene.store.statistics().waiting == 2)
    }

    @Test(arguments: Backend.allCases)
    func `a key has no more tasks at once than it may, running ones counted`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let key = APIKey.sample(limits: APIKey.Limits(tasksAtOnce: 2))
        try await scene.submit(by: key)
        let claim = try await scene.start(by: key)
        await #expect(throws: StoreError.tooManyTasks(limit: 2)) { try await scene.submit(by: key) }
        // Another key of the same owner is not held up by it.
        try await scene.submit(by: .sample(name: "other", limits: key.limits))
        try await scene.complete(claim)
        try await scene.submit(by: key)
    }

    @Test(arguments: Backend.allCases)
    func `a key draws so many images a minute, and is told when the next may come`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let key = APIKey.sample(limits: APIKey.Limits(imagesPerMinute: 5))
        try await scene.submit(.sample(count: 2), by: key)
        let first = scene.clock.now
        scene.clock.advance(by: .seconds(20))
        try await scene.submit(.sample(count: 3), by: key)
        let second = scene.clock.now

        var submission = scene.submission(.sample(count: 1), by: key)
        await #expect(
            throws: StoreError.tooManyImages(limit: 5, retryAfter: first + .seconds(60) - scene.clock.now)
        ) { try await scene.store.submit(submission) }
        submission = scene.submission(.sample(count: 3), by: key)
        await #expect(
            throws: StoreError.tooManyImages(limit: 5, retryAfter: second + .seconds(60) - scene.clock.now)
        ) { try await scene.store.submit(submission) }

        scene.clock.advance(by: first + .seconds(60) - scene.clock.now)
        try await scene.submit(.sample(count: 2), by: key)
        await #expect(throws: StoreError.self) { try await scene.submit(.sample(count: 1), by: key) }
    }

    @Test(arguments: Backend.allCases)
    func `more images in one task than a minute allows never come through`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let key = APIKey.sample(limits: APIKey.Limits(imagesPerMinute: 2))
        await #expect(throws: StoreError.tooManyImages(limit: 2, retryAfter: .seconds(60))) {
            try await scene.submit(.sample(count: 3), by: key)
        }
    }

    /// Tasks from before the jump lay in the future, and the key had to wait until the clock had come there.
    @Test(arguments: Backend.allCases)
    func `a clock that jumps back an hour does not lock a key out for an hour`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let key = APIKey.sample(limits: APIKey.Limits(imagesPerMinute: 1))
        try await scene.submit(by: key)
        scene.clock.turnBack(by: .hours(1))
        scene.clock.advance(by: .seconds(61))
        try await scene.submit(by: key)
    }

    // MARK: - Money

    @Test(arguments: Backend.allCases)
    func `a key's budget covers what is spent, what unfinished tasks may cost, and this task`(
        backend: Backend
    ) async throws {
        let scene = try await Scene(backend, in: folder)
        let key = APIKey.sample(limits: APIKey.Limits(budget: Money("0.12")))
        try await scene.store.add(StoredKey(key: key, digest: [1]))
        try await scene.finish(by: key)
        try await scene.submit(.sample(count: 2), by: key)
        await #expect(throws: StoreError.insufficientFunds) { try await scene.submit(.sample(count: 2), by: key) }
        try await scene.submit(by: key)
        await #expect(throws: StoreError.insufficientFunds) { try await scene.submit(by: key) }
    }

    @Test(arguments: Backend.allCases)
    func `an owner's credit counts the tasks of all keys`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.store.setCredit(Money("0.09"), of: Owner("ann"))
        try await scene.finish(by: .sample(name: "one"))
        try await scene.submit(by: .sample(name: "two"))
        try await scene.submit(by: .sample(name: "three"))
        await #expect(throws: StoreError.insufficientFunds) { try await scene.submit(by: .sample(name: "one")) }
        try await scene.submit(by: .sample(owner: "ben"))
        try await scene.store.setCredit(nil, of: Owner("ann"))
        try await scene.submit()
    }

    @Test(arguments: Backend.allCases)
    func `what was set aside is free again after a failure, a cancel and a delete`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.store.setCredit(Money("0.03"), of: Owner("ann"))
        let claim = try await scene.start()
        await #expect(throws: StoreError.insufficientFunds) { try await scene.submit() }
        _ = try await scene.store.fail(claim, failure: .sample, report: nil)

        let cancelled = try await scene.submit()
        await #expect(throws: StoreError.insufficientFunds) { try await scene.submit() }
        _ = try await scene.store.cancel(cancelled.id)

        let deleted = try await scene.submit()
        await #expect(throws: StoreError.insufficientFunds) { try await scene.submit() }
        _ = try await scene.store.delete(deleted.id)

        try await scene.finish()
        await #expect(throws: StoreError.insufficientFunds) { try await scene.submit() }
    }

    @Test(arguments: Backend.allCases)
    func `pictures that were lost are set aside no longer once the task ends`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.store.setCredit(Money("0.09"), of: Owner("ann"))
        let claim = try await scene.start(.sample(count: 3))
        try await scene.store.add(.sample(0, of: claim.task), to: claim)
        try await scene.store.add(.lost(1), to: claim)
        try await scene.store.add(.lost(2), to: claim)
        await #expect(throws: StoreError.insufficientFunds) { try await scene.submit() }
        _ = try await scene.store.complete(claim, report: .sample)
        try await scene.submit(.sample(count: 2))
        await #expect(throws: StoreError.insufficientFunds) { try await scene.submit() }
    }

    @Test(arguments: Backend.allCases)
    func `many submits at once do not spend more than there is`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.store.setCredit(Money("0.30"), of: Owner("ann"))
        let accepted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 { group.addTask { (try? await scene.submit()) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(accepted == 10)
    }
}
