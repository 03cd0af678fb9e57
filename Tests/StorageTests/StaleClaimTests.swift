import Domain
import TestSupport
import Testing

/// A claim that somebody has lost does nothing any more, whatever happened since.
@Suite(.timeLimit(.minutes(1)))
struct StaleClaimTests {
    let folder = TemporaryFolder()

    /// How a claim comes to be stale.
    enum Loss: String, CaseIterable {
        case putBack, givenToAnother, givenToTheSameWorker, released, releasedAndTakenAgain, cancelled, deleted,
            completed, failed

        func happen(to claim: Claim, in scene: Scene) async throws {
            switch self {
            case .putBack: try await Self.lose(in: scene)
            case .givenToAnother:
                try await Self.lose(in: scene)
                _ = try await scene.claim("other")
            case .givenToTheSameWorker:
                try await Self.lose(in: scene)
                _ = try await scene.claim(claim.worker)
            case .released: try await scene.store.release(claim)
            case .releasedAndTakenAgain:
                try await scene.store.release(claim)
                _ = try await scene.claim()
            case .cancelled: _ = try await scene.store.cancel(claim.task.id)
            case .deleted: _ = try await scene.store.delete(claim.task.id)
            case .completed: try await scene.complete(claim)
            case .failed: _ = try await scene.store.fail(claim, failure: .sample, report: nil)
            }
        }

        private static func lose(in scene: Scene) async throws {
            scene.clock.advance(by: .seconds(61))
            #expect(try await scene.store.recover(attempts: 5, lease: scene.lease).count == 1)
        }
    }

    @Test(arguments: Backend.allCases, Loss.allCases)
    func `a stale claim can neither renew, advance, add, complete, fail nor release`(
        backend: Backend,
        loss: Loss
    ) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start()
        try await loss.happen(to: claim, in: scene)
        let task = try await scene.store.task(claim.task.id)
        let events = try await scene.store.events(of: claim.task.id, after: 0)
        let statistics = try await scene.store.statistics()

        let store = scene.store
        await #expect(throws: StoreError.claimLost) { try await store.renew(claim, lease: scene.lease) }
        await #expect(throws: StoreError.claimLost) { try await store.advance(claim, to: 0.9) }
        await #expect(throws: StoreError.claimLost) { try await store.add(.sample(3, of: claim.task), to: claim) }
        await #expect(throws: StoreError.claimLost) { try await store.complete(claim, report: .sample) }
        await #expect(throws: StoreError.claimLost) { try await store.fail(claim, failure: .sample, report: nil) }
        await #expect(throws: StoreError.claimLost) { try await store.release(claim) }

        #expect(try await store.task(claim.task.id) == task)
        #expect(try await store.events(of: claim.task.id, after: 0) == events)
        #expect(try await store.statistics() == statistics)
    }

    @Test(arguments: Backend.allCases)
    func `only one of many ends of the same claim counts`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let key = APIKey.sample()
        try await scene.store.add(StoredKey(key: key, digest: [1]))
        let claim = try await scene.start(by: key)
        try await scene.store.add(.sample(of: claim.task), to: claim)
        let ended = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask { (try? await scene.store.complete(claim, report: .sample)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(ended == 1)
        #expect(try await scene.store.account(of: key.owner).spent == scene.price)
        #expect(try await scene.kinds(of: claim.task.id).count { $0 == .completed } == 1)
    }

    @Test(arguments: Backend.allCases)
    func `a cancel and an end at once leave one end, charged or not`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        for _ in 0..<30 {
            let before = try await scene.store.account(of: Owner("ann")).spent
            let claim = try await scene.start()
            try await scene.store.add(.sample(of: claim.task), to: claim)
            async let end = try? scene.store.complete(claim, report: .sample)
            async let cancel = try? scene.store.cancel(claim.task.id)
            let winners = [await end, await cancel].compactMap { $0 }
            #expect(winners.count == 1)
            let task = try await scene.task(claim.task.id)
            #expect(task == winners.first)
            let spent = try await scene.store.account(of: Owner("ann")).spent - before
            #expect(spent == (task.state == .completed ? scene.price : .zero))
        }
    }
}
