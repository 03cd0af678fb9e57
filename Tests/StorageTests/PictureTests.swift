import Domain
import TestSupport
import Testing

/// What a worker tells while it draws.
@Suite(.timeLimit(.minutes(1)))
struct PictureTests {
    let folder = TemporaryFolder()

    @Test(arguments: Backend.allCases)
    func `progress only grows`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start()
        for (told, shown) in [(0.25, 0.25), (0.5, 0.5), (0.1, 0.5), (-3, 0.5), (0.75, 0.75), (7, 1)] {
            try await scene.store.advance(claim, to: told)
            #expect(try await scene.task(claim.task.id).progress == shown)
        }
    }

    /// The events told what the worker had said, and so a second attempt led a reader backwards.
    @Test(arguments: Backend.allCases)
    func `the events of progress only grow, and stay between 0 and 1`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let first = try await scene.start()
        try await scene.store.advance(first, to: 0.5)
        scene.clock.advance(by: .seconds(61))
        _ = try await scene.store.recover(attempts: 5, lease: scene.lease)
        let second = try await scene.claim()
        for progress in [0.1, 0.6, 7] { try await scene.store.advance(second, to: progress) }
        let told = try await scene.kinds(of: first.task.id).compactMap { kind -> Double? in
            if case .progress(let value) = kind { value } else { nil }
        }
        #expect(told == told.sorted())
        #expect(told.first == 0.5)
        #expect(told.last == 1)
    }

    @Test(arguments: Backend.allCases)
    func `a second attempt does not show less progress than the first`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let first = try await scene.start()
        try await scene.store.advance(first, to: 0.5)
        try await scene.store.release(first)
        #expect(try await scene.task(first.task.id).progress == 0.5)
        let second = try await scene.claim()
        try await scene.store.advance(second, to: 0.2)
        #expect(try await scene.task(first.task.id).progress == 0.5)
    }

    @Test(arguments: Backend.allCases)
    func `pictures stand in their order, whichever came first`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let claim = try await scene.start(.sample(count: 3))
        let pictures = [ImageTask.Picture.sample(0, of: claim.task), .lost(1), .sample(2, of: claim.task)]
        for index in [2, 0, 1] { try await scene.store.add(pictures[index], to: claim) }
        #expect(try await scene.task(claim.task.id).pictures == pictures)
        #expect(
            try await scene.kinds(of: claim.task.id).suffix(3) == [
                .picture(index: 2), .picture(index: 0), .picture(index: 1),
            ]
        )
    }

    @Test(arguments: Backend.allCases)
    func `a second attempt puts its pictures in place of the first one's`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let first = try await scene.start(.sample(count: 2))
        try await scene.store.add(.sample(0, of: first.task), to: first)
        try await scene.store.add(.lost(1), to: first)
        scene.clock.advance(by: .seconds(61))
        _ = try await scene.store.recover(attempts: 5, lease: scene.lease)
        let second = try await scene.claim()
        let ended = try await scene.complete(second)
        #expect(ended.pictures == [.sample(0, of: second.task), .sample(1, of: second.task)])
        #expect(ended.cost == Money("0.06"))
    }

    @Test(arguments: Backend.allCases)
    func `the files of an attempt that was lost are not forgotten`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let first = try await scene.start()
        let old = ImageTask.Picture.sample(of: first.task)
        try await scene.store.add(old, to: first)
        scene.clock.advance(by: .seconds(61))
        _ = try await scene.store.recover(attempts: 5, lease: scene.lease)
        let ended = try await scene.complete(scene.claim())
        let files = Set([old.file!, ended.pictures[0].file!])
        #expect(files.count == 2)
        #expect(try await Set(scene.store.delete(ended.id)) == files)
    }
}
