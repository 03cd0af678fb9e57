import Domain
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SubmitTests {
    let folder = TemporaryFolder()

    @Test(arguments: Backend.allCases)
    func `a submitted task waits, with nothing done yet`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let submission = scene.submission()
        guard case .created(let task) = try await scene.store.submit(submission) else {
            Issue.record("it was taken for a repetition")
            return
        }
        var expected = ImageTask(
            id: submission.id,
            owner: Owner("ann"),
            keyID: submission.key.id,
            order: submission.order,
            createdAt: scene.clock.now
        )
        #expect(task == expected)
        expected.queuePosition = 0
        #expect(try await scene.store.task(task.id) == expected)
        #expect(try await scene.kinds(of: task.id) == [.created])
    }

    @Test(arguments: Backend.allCases)
    func `what was submitted is there after the store is opened again`(backend: Backend) async throws {
        let clock = ManualClock()
        let task = try await Scene(backend, in: folder, clock: clock).submit()
        let again = try await Scene(backend, in: folder, clock: clock)
        #expect(try await again.task(task.id).order == task.order)
        #expect(try await again.claim().task.id == task.id)
    }

    @Test(arguments: Backend.allCases)
    func `an order comes back as it was given, to the last field`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var order = Order(
            model: "spark_dream_5_0",
            prompt: "雨 🌧 \"quoted\" \\ \u{0} \u{1} é",
            width: 4096,
            height: 1,
            seed: .max
        )
        order.rewriting = .fine
        order.textGuidance = 0.1 + 0.2
        order.imageGuidance = 7.5
        order.steps = 40
        order.references = [
            Reference(source: .file(FileKey("ab/cd.png")), kind: .face),
            Reference(source: .url("https://a/b?c"), kind: .style),
        ]
        order.keepsFaces = true
        order.count = 9
        order.format = .png
        order.inline = true
        order.isLabelled = true
        order.isStreamed = true
        order.callback = "https://a.example/hook"
        order.warnings = ["long"]
        order.ignoredParameters = ["id", "moderation"]
        order.parameters = ["prompt": "x", "n": 5, "deep": [true, nil, [:], 1.5]]
        order.requestID = "req-1"
        order.trace = "00-abc-def-01"
        let task = try await scene.submit(order)
        #expect(task.order == order)
        #expect(try await scene.task(task.id).order == order)
    }

    @Test(arguments: Backend.allCases)
    func `a task that nobody submitted is not there`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let id = ImageTask.ID(at: scene.clock.now)
        #expect(try await scene.store.task(id) == nil)
        #expect(try await scene.store.events(of: id, after: 0).isEmpty)
        await #expect(throws: StoreError.notFound) { try await scene.store.cancel(id) }
        await #expect(throws: StoreError.notFound) { try await scene.store.delete(id) }
    }

    @Test(arguments: Backend.allCases)
    func `hundreds of submits at once are all kept`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let ids = try await withThrowingTaskGroup(of: ImageTask.ID.self) { group in
            for _ in 0..<300 { group.addTask { try await scene.submit().id } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        let again = try await Scene(backend, in: folder, clock: scene.clock)
        let kept = try await again.store.tasks(TaskFilter(owner: Owner("ann")), before: nil, limit: 1000)
        #expect(Set(kept.map(\.id)) == ids)
        #expect(ids.count == 300)
        #expect(try await again.store.statistics().waiting == 300)
    }

    @Test(arguments: Backend.allCases)
    func `one submit that is refused does not take down those that came with it`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let poor = APIKey.sample(name: "poor", limits: APIKey.Limits(budget: Money("0.01")))
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask { (try? await scene.submit(by: number % 2 == 0 ? poor : .sample())) != nil }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes == [true: 50, false: 50])
        #expect(try await scene.store.statistics().waiting == 50)
    }

    @Test(arguments: Backend.allCases)
    func `a submit that breaks half-way leaves nothing behind`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let taken = StoredFile(key: FileKey("in/1.png"), size: 1)
        let free = StoredFile(key: FileKey("in/2.png"), size: 1)
        try await scene.submit(inputs: [taken])
        let broken = scene.submission(inputs: [free, taken])
        await #expect(throws: StoreError.self) { try await scene.store.submit(broken) }
        #expect(try await scene.store.task(broken.id) == nil)
        #expect(try await scene.store.events(of: broken.id, after: 0).isEmpty)
        #expect(try await scene.store.known([free.key]).isEmpty)
        #expect(try await scene.store.statistics().waiting == 1)
    }

    // MARK: - The place in the queue

    @Test(arguments: Backend.allCases)
    func `a waiting task knows how many come before it, owners in turn`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        var ann: [ImageTask] = []
        for _ in 0..<4 { ann.append(try await scene.submit()) }
        let ben = try await scene.submit(by: .sample(owner: "ben"))
        #expect(try await scene.task(ann[0].id).queuePosition == 0)
        #expect(try await scene.task(ann[3].id).queuePosition == 4)
        #expect(try await scene.task(ben.id).queuePosition == 0)
        let started = try await scene.claim().task.id
        #expect(try await scene.task(started).queuePosition == nil)
    }

    /// The places are looked up once for many readers; a task that came after the look was told that it was the first.
    @Test(arguments: Backend.allCases)
    func `a task that has just come is not told that it is the first`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let first = try await scene.submit()
        try await scene.submit()
        #expect(try await scene.task(first.id).queuePosition == 0)
        let last = try await scene.submit()
        #expect(try await scene.task(last.id).queuePosition == 2)
    }
}
