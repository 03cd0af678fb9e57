import Domain
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DeliveryTests {
    let folder = TemporaryFolder()
    private let order = Order.sample(callback: "https://a.example/hook")
    private let lease = Duration.seconds(30)

    @Test(arguments: Backend.allCases)
    func `each end of a task that wants to be told of is due at once`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let completed = try await scene.finish(order)
        let failed = try await scene.store.fail(scene.start(order), failure: .sample, report: nil)
        let cancelled = try await scene.store.cancel(scene.submit(order).id)
        try await scene.finish()
        let due = try await scene.store.dueDeliveries(limit: 10, lease: lease)
        #expect(due.map(\.task) == [completed.id, failed.id, cancelled.id])
        #expect(due.allSatisfy { $0.url == "https://a.example/hook" && $0.owner == Owner("ann") && $0.attempts == 0 })
        #expect(Set(due.map(\.id)).count == 3)
    }

    @Test(arguments: Backend.allCases)
    func `nothing is due before the end`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start(order)
        try await scene.store.add(.sample(of: claim.task), to: claim)
        #expect(try await scene.store.dueDeliveries(limit: 10, lease: lease).isEmpty)
        #expect(try await scene.store.statistics().pendingDeliveries == 0)
    }

    @Test(arguments: Backend.allCases)
    func `a delivery that somebody has taken is due again when the lease ends`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.finish(order)
        let first = try #require(try await scene.store.dueDeliveries(limit: 10, lease: lease).first)
        #expect(try await scene.store.dueDeliveries(limit: 10, lease: lease).isEmpty)
        scene.clock.advance(by: lease)
        let second = try #require(try await scene.store.dueDeliveries(limit: 10, lease: lease).first)
        #expect(second.id == first.id)
        #expect(second.attempts == 1)
    }

    @Test(arguments: Backend.allCases)
    func `a delivery that went through is not due again`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.finish(order)
        let delivery = try #require(try await scene.store.dueDeliveries(limit: 10, lease: lease).first)
        try await scene.store.delivered(delivery.id)
        scene.clock.advance(by: .days(1))
        #expect(try await scene.store.dueDeliveries(limit: 10, lease: lease).isEmpty)
        #expect(try await scene.store.statistics().pendingDeliveries == 0)
    }

    @Test(arguments: Backend.allCases)
    func `a delivery that failed is tried when its time has come`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.finish(order)
        for attempt in 0..<4 {
            let delivery = try #require(try await scene.store.dueDeliveries(limit: 10, lease: lease).first)
            #expect(delivery.attempts == attempt)
            try await scene.store.failed(delivery.id, reason: "503", retryAfter: .hours(2))
            scene.clock.advance(by: .hours(2) - .microseconds(1))
            #expect(try await scene.store.dueDeliveries(limit: 10, lease: lease).isEmpty)
            scene.clock.advance(by: .microseconds(1))
        }
    }

    @Test(arguments: Backend.allCases)
    func `a delivery that was given up is never due again`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.finish(order)
        let delivery = try #require(try await scene.store.dueDeliveries(limit: 10, lease: lease).first)
        try await scene.store.failed(delivery.id, reason: "410", retryAfter: nil)
        scene.clock.advance(by: .days(365))
        #expect(try await scene.store.dueDeliveries(limit: 10, lease: lease).isEmpty)
        #expect(try await scene.store.statistics().pendingDeliveries == 0)
    }

    @Test(arguments: Backend.allCases)
    func `no more are taken than asked for, those that wait longest first`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var ended: [ImageTask.ID] = []
        for _ in 0..<5 { ended.append(try await scene.finish(order).id) }
        #expect(try await scene.store.dueDeliveries(limit: 3, lease: lease).map(\.task) == Array(ended[0..<3]))
        #expect(try await scene.store.dueDeliveries(limit: 3, lease: lease).map(\.task) == Array(ended[3...]))
    }

    @Test(arguments: Backend.allCases)
    func `many couriers at once take each delivery once`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        for _ in 0..<30 { try await scene.finish(order) }
        let taken = try await withThrowingTaskGroup(of: [Delivery].self) { group in
            for _ in 0..<10 { group.addTask { try await scene.store.dueDeliveries(limit: 5, lease: lease) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(taken.count == 30)
        #expect(Set(taken.map(\.id)).count == 30)
    }

    @Test(arguments: Backend.allCases)
    func `the end of a task rings the couriers' bell`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var bell = scene.store.deliveriesArrive().makeAsyncIterator()
        try await scene.finish(order)
        #expect(await bell.next() != nil)
        _ = try await scene.store.cancel(scene.submit(order).id)
        #expect(await bell.next() != nil)
    }

    /// Those written before the jump lay in the future, and nobody was told until the clock had come there.
    @Test(arguments: Backend.allCases)
    func `a clock that jumps back does not hold up the news of an end`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.finish(order)
        scene.clock.turnBack(by: .hours(5))
        #expect(try await scene.store.dueDeliveries(limit: 10, lease: lease).count == 1)
    }
}
