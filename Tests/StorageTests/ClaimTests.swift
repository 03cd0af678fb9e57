import Domain
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ClaimTests {
    let folder = TemporaryFolder()

    @Test(arguments: Backend.allCases)
    func `there is nothing to claim where nothing waits`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        #expect(try await scene.store.claim(by: "worker", lease: .seconds(60)) == nil)
        try await scene.finish()
        #expect(try await scene.store.claim(by: "worker", lease: .seconds(60)) == nil)
    }

    @Test(arguments: Backend.allCases)
    func `a claimed task runs, and says since when and for which time`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let submitted = try await scene.submit()
        scene.clock.advance(by: .seconds(5))
        let claim = try await scene.claim()
        #expect(claim.task.id == submitted.id)
        #expect(claim.task.order == submitted.order)
        let task = try await scene.task(submitted.id)
        #expect(task == claim.task)
        #expect(task.state == .running)
        #expect(task.attempts == 1)
        #expect(task.startedAt == scene.clock.now)
        #expect(task.createdAt == scene.clock.now - .seconds(5))
    }

    @Test(arguments: Backend.allCases)
    func `the oldest task of an owner is claimed first`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var submitted: [ImageTask.ID] = []
        for number in 0..<20 { submitted.append(try await scene.submit(by: .sample(name: "key\(number % 3)")).id) }
        var claimed: [ImageTask.ID] = []
        while let claim = try await scene.store.claim(by: "worker", lease: scene.lease) {
            claimed.append(claim.task.id)
        }
        #expect(claimed == submitted)
    }

    @Test(arguments: Backend.allCases)
    func `owners are served in turn`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        for owner in ["ann", "ann", "ann", "ben", "ben", "eve"] { try await scene.submit(by: .sample(owner: owner)) }
        var owners: [String] = []
        while let claim = try await scene.store.claim(by: "worker", lease: scene.lease) {
            owners.append(claim.task.owner.name)
        }
        #expect(Set(owners[0..<3]) == ["ann", "ben", "eve"])
        #expect(Set(owners[3..<5]) == ["ann", "ben"])
        #expect(owners[5] == "ann")
    }

    @Test(arguments: Backend.allCases)
    func `an owner with thousands waiting does not starve another`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        try await withThrowingTaskGroup { group in
            for _ in 0..<2000 { group.addTask { _ = try await scene.submit() } }
            try await group.waitForAll()
        }
        _ = try await scene.claim()
        for _ in 0..<3 {
            let ben = try await scene.submit(by: .sample(owner: "ben"))
            let next = [try await scene.claim().task.id, try await scene.claim().task.id]
            #expect(next.contains(ben.id))
        }
    }

    @Test(arguments: Backend.allCases)
    func `two workers never claim the same task`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        for _ in 0..<100 { try await scene.submit() }
        let claimed = try await withThrowingTaskGroup(of: [ImageTask.ID].self) { group in
            for number in 0..<8 {
                group.addTask {
                    var mine: [ImageTask.ID] = []
                    while let claim = try await scene.store.claim(by: "worker\(number)", lease: scene.lease) {
                        mine.append(claim.task.id)
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(claimed.count == 100)
        #expect(Set(claimed).count == 100)
    }

    @Test(arguments: Backend.allCases)
    func `two stores on the same data never give out the same task`(backend: Backend) async throws {
        let one = try await Scene(backend, in: folder)
        let two = try await Scene(backend, in: folder, clock: one.clock)
        for _ in 0..<60 { try await one.submit() }
        async let first = claimAll(one)
        async let second = claimAll(two)
        let claimed = try await first + second
        #expect(claimed.count == 60)
        #expect(Set(claimed).count == 60)
    }

    private func claimAll(_ scene: Scene) async throws -> [ImageTask.ID] {
        var claimed: [ImageTask.ID] = []
        while let claim = try await scene.store.claim(by: "worker", lease: scene.lease) {
            claimed.append(claim.task.id)
        }
        return claimed
    }

    @Test(arguments: Backend.allCases)
    func `tasks that came before the clock jumped back are claimed all the same`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let before = try await scene.submit()
        scene.clock.turnBack(by: .hours(5))
        let after = try await scene.submit()
        let claimed = [try await scene.claim().task.id, try await scene.claim().task.id]
        #expect(Set(claimed) == [before.id, after.id])
    }
}
