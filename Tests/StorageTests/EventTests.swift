import Domain
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct EventTests {
    let folder = TemporaryFolder()

    @Test(arguments: Backend.allCases)
    func `events are numbered from 1, in the order and at the time they happened`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let task = try await scene.submit()
        let submitted = scene.clock.now
        scene.clock.advance(by: .seconds(1))
        let claim = try await scene.claim()
        scene.clock.advance(by: .seconds(1))
        try await scene.store.advance(claim, to: 0.5)
        #expect(
            try await scene.store.events(of: task.id, after: 0) == [
                Event(number: 1, at: submitted, kind: .created),
                Event(number: 2, at: submitted + .seconds(1), kind: .started(attempt: 1)),
                Event(number: 3, at: submitted + .seconds(2), kind: .progress(0.5)),
            ]
        )
    }

    @Test(arguments: Backend.allCases)
    func `progress is forgotten at the end, and leaves a gap in the numbers`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start()
        for progress in [0.25, 0.5, 0.75] { try await scene.store.advance(claim, to: progress) }
        try await scene.complete(claim)
        let events = try await scene.store.events(of: claim.task.id, after: 0)
        #expect(events.map(\.kind) == [.created, .started(attempt: 1), .picture(index: 0), .completed])
        #expect(events.map(\.number) == [1, 2, 6, 7])
    }

    @Test(arguments: Backend.allCases)
    func `events are read from behind a number`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start()
        try await scene.store.advance(claim, to: 0.5)
        try await scene.complete(claim)
        let id = claim.task.id
        // The number of an event that is gone, one that is there, the last, and one that never was.
        #expect(try await scene.store.events(of: id, after: 3).map(\.number) == [4, 5])
        #expect(try await scene.store.events(of: id, after: 4).map(\.number) == [5])
        #expect(try await scene.store.events(of: id, after: 5).isEmpty)
        #expect(try await scene.store.events(of: id, after: 99).isEmpty)
    }

    // MARK: - Bells

    @Test(arguments: Backend.allCases)
    func `everything that happens to a task rings its bell`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let task = try await scene.submit(.sample(count: 2))
        var bell = scene.store.changes(of: task.id).makeAsyncIterator()
        let first = try await scene.claim()
        #expect(await bell.next() != nil)
        try await scene.store.release(first)
        #expect(await bell.next() != nil)
        let second = try await scene.claim()
        #expect(await bell.next() != nil)
        try await scene.store.advance(second, to: 0.5)
        #expect(await bell.next() != nil)
        try await scene.store.add(.sample(0, of: second.task), to: second)
        #expect(await bell.next() != nil)
        scene.clock.advance(by: .seconds(61))
        _ = try await scene.store.recover(attempts: 5, lease: scene.lease)
        #expect(await bell.next() != nil)
        let third = try await scene.claim()
        #expect(await bell.next() != nil)
        _ = try await scene.store.complete(third, report: .sample)
        #expect(await bell.next() != nil)
        _ = try await scene.store.delete(task.id)
        #expect(await bell.next() != nil)
    }

    @Test(arguments: Backend.allCases)
    func `a failure and a cancel ring the bell too`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start()
        var failed = scene.store.changes(of: claim.task.id).makeAsyncIterator()
        _ = try await scene.store.fail(claim, failure: .sample, report: nil)
        #expect(await failed.next() != nil)
        let task = try await scene.submit()
        var cancelled = scene.store.changes(of: task.id).makeAsyncIterator()
        _ = try await scene.store.cancel(task.id)
        #expect(await cancelled.next() != nil)
    }

    @Test(arguments: Backend.allCases)
    func `the bell of one task is not heard at another`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start()
        let other = try await scene.submit()
        let bell = scene.store.changes(of: other.id)
        try await scene.complete(claim)
        // It has not rung for the first task: the first ring is the cancel of the second.
        _ = try await scene.store.cancel(other.id)
        for await _ in bell {
            #expect(try await scene.task(other.id).state == .failed)
            break
        }
    }

    @Test(arguments: Backend.allCases)
    func `arrivals ring for a new task, one given back and one that was lost`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var bell = scene.store.arrivals().makeAsyncIterator()
        try await scene.submit()
        #expect(await bell.next() != nil)
        try await scene.store.release(scene.claim())
        #expect(await bell.next() != nil)
        _ = try await scene.claim()
        scene.clock.advance(by: .seconds(61))
        _ = try await scene.store.recover(attempts: 5, lease: scene.lease)
        #expect(await bell.next() != nil)
    }

    @Test(arguments: Backend.allCases)
    func `all who listen hear the bell, also when one has stopped listening`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var one = scene.store.arrivals().makeAsyncIterator()
        let gone = Task { [store = scene.store] in
            for await _ in store.arrivals() {}
        }
        var two = scene.store.arrivals().makeAsyncIterator()
        gone.cancel()
        await gone.value
        try await scene.submit()
        #expect(await one.next() != nil)
        #expect(await two.next() != nil)
    }
}
