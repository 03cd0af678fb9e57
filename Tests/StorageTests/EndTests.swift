import Domain
import TestSupport
import Testing

/// The ends that a task may come to.
@Suite(.timeLimit(.minutes(1)))
struct EndTests {
    let folder = TemporaryFolder()

    @Test(arguments: Backend.allCases)
    func `completing writes result, charge, usage and event together`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let key = APIKey.sample()
        try await scene.store.add(StoredKey(key: key, digest: [1]))
        let claim = try await scene.start(.sample(count: 2), by: key)
        try await scene.store.advance(claim, to: 0.5)
        scene.clock.advance(by: .seconds(3))
        let ended = try await scene.complete(claim)

        var expected = claim.task
        expected.state = .completed
        expected.endedAt = scene.clock.now
        expected.progress = 1
        expected.pictures = [.sample(0, of: claim.task), .sample(1, of: claim.task)]
        expected.report = .sample
        expected.cost = Money("0.06")!
        #expect(ended == expected)
        #expect(try await scene.task(ended.id) == expected)
        #expect(try await scene.store.key(key.id)?.key.spent == Money("0.06"))
        #expect(try await scene.store.account(of: key.owner).spent == Money("0.06"))
        let usage = try await scene.store.usage(
            UsageQuery(owner: key.owner, from: scene.clock.now, to: scene.clock.now + .seconds(1), group: .model)
        )
        #expect(usage == [UsageRow(group: "spark_dream_3_0", tasks: 1, failed: 0, images: 2, cost: Money("0.06")!)])
        #expect(try await scene.kinds(of: ended.id).last == .completed)
        let again = try await Scene(backend, in: folder, clock: scene.clock)
        #expect(try await again.task(ended.id) == expected)
    }

    @Test(arguments: Backend.allCases)
    func `only the pictures that came are charged`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start(.sample(count: 3))
        try await scene.store.add(.sample(0, of: claim.task), to: claim)
        try await scene.store.add(.lost(1), to: claim)
        try await scene.store.add(.sample(2, of: claim.task), to: claim)
        #expect(try await scene.store.complete(claim, report: .sample).cost == Money("0.06"))
    }

    @Test(arguments: Backend.allCases)
    func `failing keeps the reason and charges nothing`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start(.sample(count: 2))
        try await scene.store.add(.sample(0, of: claim.task), to: claim)
        let ended = try await scene.store.fail(claim, failure: .sample, report: .sample)
        #expect(ended.state == .failed)
        #expect(ended.failure == .sample)
        #expect(ended.report == .sample)
        #expect(ended.endedAt == scene.clock.now)
        #expect(ended.cost == .zero)
        #expect(try await scene.task(ended.id) == ended)
        #expect(try await scene.store.account(of: Owner("ann")).spent == .zero)
        #expect(try await scene.kinds(of: ended.id).last == .failed)
    }

    // MARK: - Cancelling

    @Test(arguments: Backend.allCases)
    func `a waiting task that is cancelled is never claimed`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let task = try await scene.submit()
        let ended = try await scene.store.cancel(task.id)
        #expect(ended.state == .failed)
        #expect(ended.failure?.kind == .cancelled)
        #expect(ended.cost == .zero)
        #expect(try await scene.store.claim(by: "worker", lease: scene.lease) == nil)
        #expect(try await scene.kinds(of: task.id) == [.created, .failed])
        #expect(try await scene.store.statistics().waiting == 0)
    }

    @Test(arguments: Backend.allCases)
    func `a running task that is cancelled is taken from its worker, and keeps what was drawn`(
        backend: Backend
    ) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start(.sample(count: 2))
        try await scene.store.add(.sample(0, of: claim.task), to: claim)
        let ended = try await scene.store.cancel(claim.task.id)
        #expect(ended.failure?.kind == .cancelled)
        #expect(ended.pictures == [.sample(0, of: claim.task)])
        #expect(ended.cost == .zero)
        await #expect(throws: StoreError.claimLost) { try await scene.store.renew(claim, lease: scene.lease) }
        scene.clock.advance(by: .hours(1))
        #expect(try await scene.store.recover(attempts: 5, lease: scene.lease).isEmpty)
    }

    @Test(arguments: Backend.allCases)
    func `a finished task can't be cancelled`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let completed = try await scene.finish()
        let cancelled = try await scene.store.cancel(scene.submit().id)
        for task in [completed, cancelled] {
            await #expect(throws: StoreError.alreadyFinished) { try await scene.store.cancel(task.id) }
            #expect(try await scene.task(task.id) == task)
        }
    }

    // MARK: - Deleting

    @Test(arguments: Backend.allCases)
    func `deleting a task removes every trace but what it cost, and hands over its files`(backend: Backend) async throws
    {
        let scene = try await Scene(backend, in: folder)
        let input = StoredFile(key: FileKey("in/put.png"), size: 5000)
        let task = try await scene.finish(.sample(count: 2, callback: "https://a.example/hook"), inputs: [input])
        #expect(try await scene.store.statistics().fileBytes == 5200)
        let files = try await scene.store.delete(task.id)
        #expect(Set(files) == Set([input.key] + task.pictures.compactMap(\.file)))
        #expect(try await scene.store.task(task.id) == nil)
        #expect(try await scene.store.events(of: task.id, after: 0).isEmpty)
        #expect(try await scene.store.known(files).isEmpty)
        #expect(try await scene.store.tasks(TaskFilter(owner: Owner("ann")), before: nil, limit: 10).isEmpty)
        #expect(try await scene.store.statistics() == StoreStatistics())
        #expect(try await scene.store.account(of: Owner("ann")).spent == Money("0.06"))
        await #expect(throws: StoreError.notFound) { try await scene.store.delete(task.id) }
    }

    @Test(arguments: Backend.allCases)
    func `deleting a waiting task takes it out of the queue`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let input = StoredFile(key: FileKey("in/put.png"), size: 5000)
        let task = try await scene.submit(inputs: [input])
        #expect(try await scene.store.delete(task.id) == [input.key])
        #expect(try await scene.store.claim(by: "worker", lease: scene.lease) == nil)
        #expect(try await scene.store.statistics() == StoreStatistics())
        #expect(try await scene.store.account(of: Owner("ann")).spent == .zero)
    }

    @Test(arguments: Backend.allCases)
    func `deleting a running task takes it from its worker`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start()
        try await scene.store.add(.sample(of: claim.task), to: claim)
        #expect(try await scene.store.delete(claim.task.id).count == 1)
        await #expect(throws: StoreError.claimLost) { try await scene.store.complete(claim, report: .sample) }
        #expect(try await scene.store.statistics() == StoreStatistics())
    }
}
