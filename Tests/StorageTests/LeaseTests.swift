import Domain
import TestSupport
import Testing

/// What becomes of work whose worker falls silent.
@Suite(.timeLimit(.minutes(1)))
struct LeaseTests {
    let folder = TemporaryFolder()

    @Test(arguments: Backend.allCases)
    func `a task is left to its worker as long as the lease lasts`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        _ = try await scene.start()
        scene.clock.advance(by: .seconds(60))
        #expect(try await scene.store.recover(attempts: 5, lease: scene.lease).isEmpty)
        #expect(try await scene.store.claim(by: "other", lease: scene.lease) == nil)
    }

    @Test(arguments: Backend.allCases)
    func `a lease that is renewed does not end`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start()
        for _ in 0..<5 {
            scene.clock.advance(by: .seconds(50))
            try await scene.store.renew(claim, lease: scene.lease)
            #expect(try await scene.store.recover(attempts: 5, lease: scene.lease).isEmpty)
        }
        try await scene.complete(claim)
    }

    @Test(arguments: Backend.allCases)
    func `a lost lease puts the task back, and another worker ends it`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let lost = try await scene.start()
        scene.clock.advance(by: .seconds(61))
        let recovered = try await scene.store.recover(attempts: 5, lease: scene.lease)
        #expect(recovered.map(\.id) == [lost.task.id])
        #expect(recovered.first?.state == .waiting)
        #expect(try await scene.store.statistics().waiting == 1)

        let claim = try await scene.claim("other")
        #expect(claim.task.id == lost.task.id)
        #expect(claim.task.attempts == 2)
        try await scene.complete(claim)
        #expect(
            try await scene.kinds(of: lost.task.id) == [
                .created, .started(attempt: 1), .returned, .started(attempt: 2), .picture(index: 0), .completed,
            ]
        )
    }

    @Test(arguments: Backend.allCases)
    func `a task whose worker was lost five times fails as a broken engine, and costs nothing`(
        backend: Backend
    ) async throws {
        let scene = try await Scene(backend, in: folder)
        let task = try await scene.submit(.sample(callback: "https://a.example/hook"))
        for attempt in 1...5 {
            let claim = try await scene.claim()
            #expect(claim.task.attempts == attempt)
            try await scene.store.add(.sample(0, of: claim.task), to: claim)
            #expect(try await scene.store.statistics().pendingDeliveries == 0)
            scene.clock.advance(by: .seconds(61))
            #expect(try await scene.store.recover(attempts: 5, lease: scene.lease).count == 1)
        }
        #expect(try await scene.store.claim(by: "worker", lease: scene.lease) == nil)
        let failed = try await scene.task(task.id)
        #expect(failed.state == .failed)
        #expect(failed.failure?.kind == .engineBroke)
        #expect(failed.cost == .zero)
        #expect(try await scene.kinds(of: task.id).last == .failed)
        #expect(try await scene.store.statistics().pendingDeliveries == 1)
        #expect(try await scene.store.recover(attempts: 5, lease: scene.lease).isEmpty)
    }

    @Test(arguments: Backend.allCases)
    func `a task that was given back waits in its old place, and the attempt does not count`(
        backend: Backend
    ) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start()
        try await scene.submit()
        try await scene.store.release(claim)
        let task = try await scene.task(claim.task.id)
        #expect(task.state == .waiting)
        #expect(task.attempts == 0)
        let again = try await scene.claim()
        #expect(again.task.id == claim.task.id)
        #expect(again.task.attempts == 1)
        #expect(
            try await scene.kinds(of: task.id) == [.created, .started(attempt: 1), .returned, .started(attempt: 1)]
        )
    }

    @Test(arguments: Backend.allCases)
    func `two lookers for lost tasks put each back once`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        for _ in 0..<20 { _ = try await scene.start() }
        scene.clock.advance(by: .seconds(61))
        async let one = scene.store.recover(attempts: 5, lease: scene.lease)
        async let two = scene.store.recover(attempts: 5, lease: scene.lease)
        let all = try await one + two
        #expect(all.count == 20)
        #expect(Set(all.map(\.id)).count == 20)
        #expect(try await scene.store.statistics().waiting == 20)
    }

    // MARK: - A clock that jumps back

    @Test(arguments: Backend.allCases)
    func `a clock that jumps back takes no work from a living worker`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start()
        scene.clock.turnBack(by: .hours(3))
        try await scene.store.renew(claim, lease: scene.lease)
        #expect(try await scene.store.recover(attempts: 5, lease: scene.lease).isEmpty)
        try await scene.store.advance(claim, to: 0.5)
        let ended = try await scene.complete(claim)
        #expect(ended.state == .completed)
        #expect(try await scene.kinds(of: ended.id).last == .completed)
    }

    @Test(arguments: Backend.allCases)
    func `a task of a dead worker does not wait for the clock to come back to its lease`(backend: Backend) async throws
    {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start()
        scene.clock.turnBack(by: .hours(3))
        #expect(try await scene.store.recover(attempts: 5, lease: scene.lease).map(\.id) == [claim.task.id])
        #expect(try await scene.claim("other").task.id == claim.task.id)
    }
}
