import Domain
import TestSupport
import Testing

/// What was drawn and charged, to the billionth.
@Suite(.timeLimit(.minutes(1)))
struct UsageTests {
    let folder = TemporaryFolder()

    private func usage(_ scene: Scene, by group: UsageQuery.Group, owner: String = "ann") async throws -> [UsageRow] {
        let query = UsageQuery(
            owner: Owner(owner),
            from: Timestamp(seconds: 0),
            to: scene.clock.now + .seconds(1),
            group: group
        )
        return try await scene.store.usage(query)
    }

    @Test(arguments: Backend.allCases)
    func `usage is summed by day, by model and by key`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.finish(.sample(model: "a", count: 2), by: .sample(name: "one"))
        try await scene.finish(.sample(model: "b"), by: .sample(name: "two"))
        scene.clock.advance(by: .days(1))
        let failed = try await scene.start(.sample(model: "a", count: 3), by: .sample(name: "one"))
        _ = try await scene.store.fail(failed, failure: .sample, report: nil)
        try await scene.finish(.sample(model: "b"), by: .sample(owner: "ben"))

        #expect(
            try await usage(scene, by: .day) == [
                UsageRow(group: "2026-01-05", tasks: 2, failed: 0, images: 3, cost: Money("0.09")!),
                UsageRow(group: "2026-01-06", tasks: 1, failed: 1, images: 0, cost: .zero),
            ]
        )
        #expect(
            try await usage(scene, by: .model) == [
                UsageRow(group: "a", tasks: 2, failed: 1, images: 2, cost: Money("0.06")!),
                UsageRow(group: "b", tasks: 1, failed: 0, images: 1, cost: Money("0.03")!),
            ]
        )
        #expect(
            try await usage(scene, by: .key) == [
                UsageRow(group: "ann-one", tasks: 2, failed: 1, images: 2, cost: Money("0.06")!),
                UsageRow(group: "ann-two", tasks: 1, failed: 0, images: 1, cost: Money("0.03")!),
            ]
        )
        #expect(try await usage(scene, by: .model, owner: "ben").map(\.tasks) == [1])
        #expect(try await usage(scene, by: .model, owner: "eve").isEmpty)
    }

    @Test(arguments: Backend.allCases)
    func `usage counts from the first moment on, and up to but not with the last`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await scene.finish()
        let moment = scene.clock.now
        func count(from: Timestamp, to: Timestamp) async throws -> Int {
            let query = UsageQuery(owner: Owner("ann"), from: from, to: to, group: .model)
            return try await scene.store.usage(query).reduce(0) { $0 + $1.tasks }
        }
        #expect(try await count(from: moment, to: moment + .microseconds(1)) == 1)
        #expect(try await count(from: moment - .microseconds(1), to: moment) == 0)
        #expect(try await count(from: moment + .microseconds(1), to: moment + .hours(1)) == 0)
    }

    @Test(arguments: Backend.allCases)
    func `a day ends at midnight of the world's clock`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder, clock: ManualClock(Timestamp(seconds: 1_767_657_599)))
        try await scene.finish()
        scene.clock.advance(by: .seconds(1))
        try await scene.finish()
        #expect(try await usage(scene, by: .day).map(\.group) == ["2026-01-05", "2026-01-06"])
    }

    @Test(arguments: Backend.allCases)
    func `money is exact, where binary fractions would drift`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let price = try #require(Money("0.000000001"))
        let key = APIKey.sample()
        try await scene.store.add(StoredKey(key: key, digest: [1]))
        for number in 0..<30 {
            let order = Order.sample(count: 3)
            _ = try await scene.store.submit(
                scene.submission(order, by: key, price: number % 2 == 0 ? price : Money("0.1")!)
            )
            let ended = try await scene.complete(scene.claim())
            #expect(ended.cost == (number % 2 == 0 ? Money("0.000000003") : Money("0.3")))
        }
        let spent = Money("4.500000045")
        #expect(try await scene.store.account(of: key.owner).spent == spent)
        #expect(try await scene.store.key(key.id)?.key.spent == spent)
        #expect(try await usage(scene, by: .key).map(\.cost) == [spent])
    }

    @Test(arguments: Backend.allCases)
    func `the price is that of the day the task was accepted`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        _ = try await scene.store.submit(scene.submission(price: Money("0.07")))
        try await scene.submit()
        #expect(try await scene.complete(scene.claim()).cost == Money("0.07"))
        #expect(try await scene.complete(scene.claim()).cost == Money("0.03"))
    }

    @Test(arguments: Backend.allCases)
    func `usage outlives the task`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let deleted = try await scene.finish()
        try await scene.finish()
        _ = try await scene.store.delete(deleted.id)
        scene.clock.advance(by: .days(100))
        #expect(try await scene.store.purge(endedBefore: scene.clock.now, limit: 10).tasks == 1)
        #expect(try await usage(scene, by: .model).map(\.tasks) == [2])
        #expect(try await usage(scene, by: .model).map(\.cost) == [Money("0.06")])
    }
}
