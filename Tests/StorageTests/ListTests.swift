import Domain
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ListTests {
    let folder = TemporaryFolder()

    @Test(arguments: Backend.allCases, [1, 7, 50, 1000])
    func `many pages show every task once, newest first`(backend: Backend, size: Int) async throws {
        let scene = try await Scene(backend, in: folder)
        var submitted: [ImageTask.ID] = []
        for number in 0..<50 {
            submitted.append(try await scene.submit().id)
            try await scene.submit(by: .sample(owner: number % 2 == 0 ? "ben" : "zoe"))
        }
        var listed: [ImageTask.ID] = []
        while true {
            let page = try await scene.store.tasks(TaskFilter(owner: Owner("ann")), before: listed.last, limit: size)
            #expect(page.count <= size)
            #expect(page.allSatisfy { $0.owner == Owner("ann") })
            listed += page.map(\.id)
            if page.count < size { break }
        }
        #expect(listed == submitted.reversed())
    }

    @Test(arguments: Backend.allCases)
    func `tasks that come and go while one turns the pages make no repetition and no loss`(
        backend: Backend
    ) async throws {
        let scene = try await Scene(backend, in: folder)
        var submitted: [ImageTask.ID] = []
        for _ in 0..<30 { submitted.append(try await scene.submit().id) }
        let filter = TaskFilter(owner: Owner("ann"))
        var listed: [ImageTask.ID] = []
        while let page = Optional(try await scene.store.tasks(filter, before: listed.last, limit: 7)), !page.isEmpty {
            listed += page.map(\.id)
            try await scene.submit()
            // Even the task that the cursor stands on may go.
            _ = try await scene.store.delete(listed[listed.count - 1])
        }
        #expect(listed == submitted.reversed())
    }

    @Test(arguments: Backend.allCases)
    func `a list can be of one model and of one state`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let completed = try await scene.finish(.sample(model: "a"))
        let failed = try await scene.store.cancel(scene.submit(.sample(model: "b")).id)
        let running = try await scene.start(.sample(model: "a")).task
        let waiting = try await scene.submit(.sample(model: "b"))
        func list(_ model: String?, _ status: TaskFilter.Status?) async throws -> [ImageTask.ID] {
            let filter = TaskFilter(owner: Owner("ann"), model: model, status: status)
            return try await scene.store.tasks(filter, before: nil, limit: 10).map(\.id)
        }
        #expect(try await list(nil, nil) == [waiting.id, running.id, failed.id, completed.id])
        #expect(try await list(nil, .inProgress) == [waiting.id, running.id])
        #expect(try await list(nil, .completed) == [completed.id])
        #expect(try await list(nil, .failed) == [failed.id])
        #expect(try await list("a", nil) == [running.id, completed.id])
        #expect(try await list("b", .inProgress) == [waiting.id])
        #expect(try await list("b", .completed) == [])
        #expect(try await list("c", nil) == [])
    }

    @Test(arguments: Backend.allCases)
    func `pages of a filter show every one of its tasks once`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var cancelled: [ImageTask.ID] = []
        for number in 0..<40 {
            let task = try await scene.submit()
            guard number % 3 == 0 else { continue }
            cancelled.append(try await scene.store.cancel(task.id).id)
        }
        let filter = TaskFilter(owner: Owner("ann"), status: .failed)
        var listed: [ImageTask.ID] = []
        while let page = Optional(try await scene.store.tasks(filter, before: listed.last, limit: 4)), !page.isEmpty {
            listed += page.map(\.id)
        }
        #expect(listed == cancelled.reversed())
    }

    @Test(arguments: Backend.allCases)
    func `tasks that came while the clock was wrong are listed once as well`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var submitted: Set<ImageTask.ID> = []
        for number in 0..<20 {
            if number % 5 == 4 { scene.clock.turnBack(by: .hours(1)) }
            submitted.insert(try await scene.submit().id)
        }
        var listed: [ImageTask.ID] = []
        let filter = TaskFilter(owner: Owner("ann"))
        while let page = Optional(try await scene.store.tasks(filter, before: listed.last, limit: 3)), !page.isEmpty {
            listed += page.map(\.id)
        }
        #expect(listed.count == 20)
        #expect(Set(listed) == submitted)
    }
}
