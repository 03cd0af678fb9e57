import Catalog
import Domain
import Storage
import Studio
import Synchronization
import TestSupport

/// A store, a folder for files, and studios that work on them.
struct StudioScene {
    let store: CountingStore
    let files: DiskFiles
    let clock: ManualClock

    init(folder: TemporaryFolder, clock: ManualClock) throws {
        self.clock = clock
        store = CountingStore(try SQLiteStore(path: folder.path(of: "flint.db"), clock: clock))
        files = try DiskFiles(folder: folder.path(of: "files"))
    }

    func submit(_ order: Order = .sample()) async throws -> ImageTask.ID {
        clock.advance(by: .milliseconds(1))
        return try await store.submit(.sample(at: clock.now, order)).task.id
    }

    func ended(_ id: ImageTask.ID) async throws -> ImageTask {
        try await store.task(id) { $0.state.isFinished }
    }

    func task(_ id: ImageTask.ID) async throws -> ImageTask {
        guard let task = try await store.task(id) else { throw StoreError.notFound }
        return task
    }

    /// Sets a studio to work; the test ends it by cancelling, and waits for it.
    func start(
        _ engine: TestEngine,
        rewriter: (any Rewriter)? = nil,
        workers: Int = 1,
        lease: Duration = .seconds(60),
        grace: Duration = .zero,
        fetch: @escaping Gathering.Fetch = { _, _ throws(Gathering.Unfetched) in throw .init("is not looked for") }
    ) -> Task<Void, Never> {
        var configuration = Studio.Configuration()
        configuration.workers = workers
        configuration.lease = lease
        configuration.grace = grace
        let studio = Studio(
            configuration: configuration,
            store: store,
            files: files,
            engines: Engines(["spark_dream_3_0": engine, "spark_dream_5_0": engine]),
            gathering: Gathering(catalog: .spark, files: files, fetch: fetch, decoder: BesideTests.decoder()),
            rewriter: rewriter,
            metrics: Metrics(),
            log: .silent
        )
        return Task { await studio.run() }
    }

    /// Has a studio work as long as the body runs.
    func work<Answer>(
        with engine: TestEngine,
        rewriter: (any Rewriter)? = nil,
        workers: Int = 1,
        lease: Duration = .seconds(60),
        fetch: @escaping Gathering.Fetch = { _, _ throws(Gathering.Unfetched) in throw .init("is not looked for") },
        _ body: () async throws -> Answer
    ) async throws -> Answer {
        let studio = start(engine, rewriter: rewriter, workers: workers, lease: lease, fetch: fetch)
        do {
            let answer = try await body()
            studio.cancel()
            await studio.value
            return answer
        } catch {
            studio.cancel()
            await studio.value
            throw error
        }
    }

    func allFiles() async throws -> [FileKey] {
        try await files.files(writtenBefore: SystemClock().now + .days(1))
    }
}

/// A number that grows, and lets a test wait until it has grown.
final class Counter: Sendable {
    private let state = Mutex((value: 0, waiting: [(value: Int, continuation: CheckedContinuation<Void, Never>)]()))

    var value: Int { state.withLock { $0.value } }

    func increment() {
        let reached = state.withLock { state in
            state.value += 1
            let value = state.value
            defer { state.waiting.removeAll { $0.value <= value } }
            return state.waiting.filter { $0.value <= value }
        }
        for (_, continuation) in reached { continuation.resume() }
    }

    func wait(for value: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.value < value { state.waiting.append((value, continuation)) }
                return state.value >= value
            }
            if isThere { continuation.resume() }
        }
    }
}
