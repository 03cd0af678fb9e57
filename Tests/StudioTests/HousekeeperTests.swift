import Domain
import Foundation
import Storage
import Studio
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HousekeeperTests {
    let folder = TemporaryFolder()
    /// Files get their age from the disk, so this clock begins now.
    let clock = ManualClock(SystemClock().now)

    private func sweep(
        _ scene: StudioScene,
        _ change: (inout Housekeeper.Configuration) -> Void = { _ in }
    ) async throws {
        var configuration = Housekeeper.Configuration()
        change(&configuration)
        try await Housekeeper(
            configuration: configuration,
            store: scene.store,
            files: scene.files,
            clock: clock,
            log: .silent
        ).sweep()
    }

    private func draw(_ count: Int, in scene: StudioScene) async throws -> [ImageTask] {
        try await scene.work(with: TestEngine()) {
            var tasks: [ImageTask] = []
            for _ in 0..<count { tasks.append(try await scene.ended(scene.submit())) }
            return tasks
        }
    }

    @Test func `young files and tasks are left alone`() async throws {
        let scene = try StudioScene(folder: folder, clock: clock)
        let task = try await draw(1, in: scene)[0]
        clock.advance(by: .days(7))
        try await sweep(scene)
        #expect(try await scene.task(task.id) == task)
        #expect(try await scene.allFiles() == [task.pictures[0].file!])
    }

    @Test func `old files are removed, and their tasks say so`() async throws {
        let scene = try StudioScene(folder: folder, clock: clock)
        let old = try await draw(1, in: scene)[0]
        clock.advance(by: .days(7) + .seconds(1))
        let young = try await draw(1, in: scene)[0]
        try await sweep(scene)
        #expect(try await scene.task(old.id).isExpired)
        #expect(try await scene.allFiles() == [young.pictures[0].file!])
    }

    @Test func `old tasks are forgotten`() async throws {
        let scene = try StudioScene(folder: folder, clock: clock)
        let task = try await draw(1, in: scene)[0]
        clock.advance(by: .days(91))
        try await sweep(scene)
        #expect(try await scene.store.task(task.id) == nil)
        #expect(try await scene.allFiles().isEmpty)
    }

    @Test func `files that are kept longer than their tasks go with them`() async throws {
        let scene = try StudioScene(folder: folder, clock: clock)
        _ = try await draw(1, in: scene)
        clock.advance(by: .days(3))
        try await sweep(scene) { $0.keepTasks = .days(1) }
        #expect(try await scene.allFiles().isEmpty)
    }

    @Test func `more than one round's worth is removed in one sweep`() async throws {
        let scene = try StudioScene(folder: folder, clock: clock)
        for _ in 0..<450 { _ = try await scene.store.cancel(scene.submit()) }
        clock.advance(by: .days(91))
        try await sweep(scene)
        #expect(try await scene.store.tasks(TaskFilter(owner: Owner("ann")), before: nil, limit: 1000).isEmpty)
    }

    @Test func `over the quota the oldest files go`() async throws {
        let scene = try StudioScene(folder: folder, clock: clock)
        let tasks = try await draw(4, in: scene)
        let bytes = tasks[2...].reduce(0) { $0 + $1.pictures[0].size }
        try await sweep(scene) { $0.quota = bytes }
        #expect(try await Set(scene.allFiles()) == Set(tasks[2...].map { $0.pictures[0].file! }))
        #expect(try await scene.store.statistics().fileBytes == bytes)
    }

    @Test func `files that belong to no task are removed when they are old, and not before`() async throws {
        let scene = try StudioScene(folder: folder, clock: clock)
        let orphan = try await scene.files.write([1, 2, 3], format: .jpeg).key
        let task = try await draw(1, in: scene)[0]
        clock.advance(by: .seconds(3590))
        try await sweep(scene)
        #expect(try await scene.allFiles().count == 2)
        #expect(scene.files.path(of: orphan) != nil)
        clock.advance(by: .seconds(20))
        try await sweep(scene)
        #expect(try await scene.allFiles() == [task.pictures[0].file!])
    }

    @Test func `the file of a task that still waits is never taken for an orphan`() async throws {
        let scene = try StudioScene(folder: folder, clock: clock)
        let input = try await scene.files.write([1, 2, 3], format: .png)
        _ = try await scene.store.submit(.sample(at: clock.now, inputs: [input]))
        clock.advance(by: .days(100))
        try await sweep(scene)
        #expect(try await scene.files.read(input.key) == [1, 2, 3])
    }
}
