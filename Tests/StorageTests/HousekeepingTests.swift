import Domain
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HousekeepingTests {
    let folder = TemporaryFolder()

    @Test(arguments: Backend.allCases)
    func `files are given up by the age of their task's end`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let input = StoredFile(key: FileKey("in/put.png"), size: 5000)
        let old = try await scene.finish(inputs: [input])
        scene.clock.advance(by: .hours(1))
        let border = scene.clock.now
        let young = try await scene.finish()

        let swept = try await scene.store.expireFiles(endedBefore: border, limit: 10)
        #expect(swept.tasks == 1)
        #expect(Set(swept.files) == [input.key, old.pictures[0].file!])
        #expect(try await scene.store.expireFiles(endedBefore: border, limit: 10) == Swept(tasks: 0, files: []))

        var expected = old
        expected.isExpired = true
        #expect(try await scene.task(old.id) == expected)
        #expect(try await scene.task(young.id) == young)
        #expect(try await scene.store.statistics().fileBytes == 100)
    }

    @Test(arguments: Backend.allCases)
    func `unfinished tasks keep their files, whatever their age`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let one = StoredFile(key: FileKey("in/1.png"), size: 1000)
        let two = StoredFile(key: FileKey("in/2.png"), size: 1000)
        let claim = try await scene.start(inputs: [one])
        try await scene.submit(inputs: [two])
        scene.clock.advance(by: .days(400))
        #expect(try await scene.store.expireFiles(endedBefore: scene.clock.now, limit: 10).tasks == 0)
        #expect(try await scene.store.expireFiles(downTo: 0, limit: 10).tasks == 0)
        #expect(try await scene.store.purge(endedBefore: scene.clock.now, limit: 10).tasks == 0)
        #expect(try await scene.store.known([one.key, two.key]).count == 2)
        try await scene.complete(claim)
    }

    @Test(arguments: Backend.allCases)
    func `a round touches no more tasks than it may, the oldest first`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var files: [FileKey] = []
        for _ in 0..<5 { files.append(try await scene.finish().pictures[0].file!) }
        scene.clock.advance(by: .hours(1))
        let now = scene.clock.now
        #expect(try await scene.store.expireFiles(endedBefore: now, limit: 2).files == Array(files[0..<2]))
        #expect(try await scene.store.expireFiles(endedBefore: now, limit: 2).files == Array(files[2..<4]))
        #expect(try await scene.store.expireFiles(endedBefore: now, limit: 2).files == Array(files[4...]))
        #expect(try await scene.store.expireFiles(endedBefore: now, limit: 2).tasks == 0)
    }

    @Test(arguments: Backend.allCases)
    func `over the quota the oldest files go, and no more than need be`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var tasks: [ImageTask] = []
        for _ in 0..<5 { tasks.append(try await scene.finish(.sample(count: 2))) }
        #expect(try await scene.store.expireFiles(downTo: 1000, limit: 10).tasks == 0)
        let swept = try await scene.store.expireFiles(downTo: 650, limit: 10)
        #expect(swept.tasks == 2)
        #expect(Set(swept.files) == Set(tasks[0..<2].flatMap { $0.pictures.compactMap(\.file) }))
        #expect(try await scene.store.statistics().fileBytes == 600)
        #expect(try await scene.task(tasks[1].id).isExpired)
        #expect(try await !scene.task(tasks[2].id).isExpired)
    }

    @Test(arguments: Backend.allCases)
    func `purged tasks are gone, with the files they still had`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let expired = try await scene.finish()
        _ = try await scene.store.expireFiles(downTo: 0, limit: 10)
        let old = try await scene.finish(.sample(callback: "https://a.example/hook"))
        scene.clock.advance(by: .days(90))
        let border = scene.clock.now
        let young = try await scene.finish()

        let swept = try await scene.store.purge(endedBefore: border, limit: 10)
        #expect(swept == Swept(tasks: 2, files: [old.pictures[0].file!]))
        #expect(try await scene.store.task(expired.id) == nil)
        #expect(try await scene.store.task(old.id) == nil)
        #expect(try await scene.store.events(of: old.id, after: 0).isEmpty)
        #expect(try await scene.task(young.id) == young)
        var statistics = StoreStatistics()
        statistics.fileBytes = 100
        #expect(try await scene.store.statistics() == statistics)
    }

    @Test(arguments: Backend.allCases)
    func `the files of tasks are known, and no others`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let input = StoredFile(key: FileKey("in/put.png"), size: 1)
        let drawn = try await scene.finish(inputs: [input]).pictures[0].file!
        let keys = [input.key, FileKey("no/body.jpg"), drawn]
        #expect(try await scene.store.known(keys) == [input.key, drawn])
        #expect(try await scene.store.known([]).isEmpty)
        _ = try await scene.store.expireFiles(downTo: 0, limit: 10)
        #expect(try await scene.store.known(keys).isEmpty)
    }

    // MARK: - Statistics

    @Test(arguments: Backend.allCases)
    func `statistics say what waits, for how long, what runs and how much is stored`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        #expect(try await scene.store.statistics() == StoreStatistics())
        try await scene.finish(.sample(count: 3, callback: "https://a.example/hook"))
        _ = try await scene.start()
        try await scene.submit()
        let oldest = scene.clock.now
        scene.clock.advance(by: .seconds(90))
        try await scene.submit(by: .sample(owner: "ben"))
        var expected = StoreStatistics()
        expected.waiting = 2
        expected.running = 1
        expected.oldestWait = scene.clock.now - oldest
        expected.fileBytes = 300
        expected.pendingDeliveries = 1
        #expect(try await scene.store.statistics() == expected)
        scene.clock.turnBack(by: .hours(1))
        #expect(try await scene.store.statistics().oldestWait == .zero)
    }

    /// The number of waiting tasks is counted as they come and go; here it is held against the list.
    @Test(arguments: Backend.allCases)
    func `the counts are right after anything that may happen`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var random = SplitMix(state: 42)
        var tasks: [ImageTask] = []
        for _ in 0..<200 {
            let any = tasks.randomElement(using: &random)?.id
            switch Int.random(in: 0..<10, using: &random) {
            case 0...2: try await scene.submit()
            case 3: _ = try await scene.store.claim(by: "worker", lease: scene.lease)
            case 4:
                if let claim = try await scene.store.claim(by: "worker", lease: scene.lease) {
                    try await scene.complete(claim)
                }
            case 5:
                if let claim = try await scene.store.claim(by: "worker", lease: scene.lease) {
                    try await scene.store.release(claim)
                }
            case 6: if let any { _ = try? await scene.store.cancel(any) }
            case 7: if let any { _ = try await scene.store.delete(any) }
            case 8:
                scene.clock.advance(by: .seconds(61))
                _ = try await scene.store.recover(attempts: 2, lease: scene.lease)
            default: _ = try await scene.store.purge(endedBefore: scene.clock.now - .seconds(100), limit: 2)
            }
            tasks = try await scene.store.tasks(TaskFilter(owner: Owner("ann")), before: nil, limit: 1000)
            let statistics = try await scene.store.statistics()
            try #require(statistics.waiting == tasks.count { $0.state == .waiting })
            try #require(statistics.running == tasks.count { $0.state == .running })
        }
    }

    @Test(arguments: Backend.allCases)
    func `a store that works says so`(backend: Backend) async throws {
        try await Scene(backend, in: folder).store.check()
    }
}

/// The same chance each time (Steele, Lea and Flood 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
