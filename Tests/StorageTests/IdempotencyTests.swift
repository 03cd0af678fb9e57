import Domain
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct IdempotencyTests {
    let folder = TemporaryFolder()
    private let again = Submission.Idempotency(key: "order-1", fingerprint: [1, 2, 3])

    @Test(arguments: Backend.allCases)
    func `the same request under the same key is answered with the first task`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let first = try await scene.store.submit(scene.submission(idempotency: again)).task
        guard case .repeated(let task) = try await scene.store.submit(scene.submission(idempotency: again)) else {
            Issue.record("a second task was made")
            return
        }
        #expect(task.id == first.id)
        #expect(try await scene.store.statistics().waiting == 1)
    }

    @Test(arguments: Backend.allCases)
    func `a repetition shows how the first task stands, and is asked for no limits`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let key = APIKey.sample(limits: APIKey.Limits(imagesPerMinute: 1, tasksAtOnce: 1))
        _ = try await scene.store.submit(scene.submission(by: key, queueLimit: 1, idempotency: again))
        let ended = try await scene.complete(scene.claim())
        let repeated = try await scene.store.submit(scene.submission(by: key, queueLimit: 0, idempotency: again))
        #expect(repeated.task == ended)
    }

    @Test(arguments: Backend.allCases)
    func `another request under the same key is refused`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        _ = try await scene.store.submit(scene.submission(idempotency: again))
        let other = Submission.Idempotency(key: again.key, fingerprint: [9])
        await #expect(throws: StoreError.idempotencyMismatch) {
            try await scene.store.submit(scene.submission(idempotency: other))
        }
        #expect(try await scene.store.statistics().waiting == 1)
    }

    @Test(arguments: Backend.allCases)
    func `owners may use the same key for different requests`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let ann = try await scene.store.submit(scene.submission(idempotency: again)).task
        let ben = try await scene.store.submit(scene.submission(by: .sample(owner: "ben"), idempotency: again)).task
        #expect(ann.id != ben.id)
    }

    @Test(arguments: Backend.allCases)
    func `two keys of one owner share what was asked before`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let first = try await scene.store.submit(scene.submission(idempotency: again)).task
        let second = try await scene.store.submit(scene.submission(by: .sample(name: "other"), idempotency: again)).task
        #expect(first.id == second.id)
    }

    @Test(arguments: Backend.allCases)
    func `after 24 hours the same key makes a new task, and not before`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let first = try await scene.store.submit(scene.submission(idempotency: again)).task
        scene.clock.advance(by: .hours(24) - .seconds(1))
        #expect(try await scene.store.submit(scene.submission(idempotency: again)).task.id == first.id)
        scene.clock.advance(by: .seconds(1))
        let second = try await scene.store.submit(scene.submission(idempotency: again)).task
        #expect(second.id != first.id)
        #expect(try await scene.store.submit(scene.submission(idempotency: again)).task.id == second.id)
    }

    @Test(arguments: Backend.allCases)
    func `a deleted task is not answered with again`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let first = try await scene.store.submit(scene.submission(idempotency: again)).task
        _ = try await scene.store.delete(first.id)
        #expect(try await scene.store.submit(scene.submission(idempotency: again)).task.id != first.id)
    }

    @Test(arguments: Backend.allCases)
    func `a refused request leaves its key free`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        await #expect(throws: StoreError.queueFull(limit: 0)) {
            try await scene.store.submit(scene.submission(queueLimit: 0, idempotency: again))
        }
        let other = Submission.Idempotency(key: again.key, fingerprint: [9])
        guard case .created = try await scene.store.submit(scene.submission(idempotency: other)) else {
            Issue.record("the refused request was remembered")
            return
        }
    }

    @Test(arguments: Backend.allCases)
    func `the same request fifty times at once makes one task`(backend: Backend) async throws {
        let scene = try await Scene(backend, in: folder)
        let tasks = try await withThrowingTaskGroup(of: Submitted.self) { group in
            for _ in 0..<50 {
                group.addTask { try await scene.store.submit(scene.submission(idempotency: again)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(tasks.map(\.task.id)).count == 1)
        #expect(tasks.count { if case .created = $0 { true } else { false } } == 1)
        #expect(try await scene.store.statistics().waiting == 1)
    }
}
