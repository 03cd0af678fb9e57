import Domain
import Storage

/// A store that counts how often claims are renewed.
struct CountingStore: TaskStore {
    let renewals = Counter()
    private let store: SQLiteStore

    init(_ store: SQLiteStore) {
        self.store = store
    }

    func renew(_ claim: Claim, lease: Duration) async throws(StoreError) {
        try await store.renew(claim, lease: lease)
        renewals.increment()
    }

    func account(of owner: Owner) async throws(StoreError) -> Account {
        try await store.account(of: owner)
    }

    func submit(_ submission: Submission) async throws(StoreError) -> Submitted { try await store.submit(submission) }
    func task(_ id: ImageTask.ID) async throws(StoreError) -> ImageTask? { try await store.task(id) }
    func tasks(_ filter: TaskFilter, before cursor: ImageTask.ID?, limit: Int) async throws(StoreError) -> [ImageTask] {
        try await store.tasks(filter, before: cursor, limit: limit)
    }
    func events(of id: ImageTask.ID, after number: Int) async throws(StoreError) -> [Event] {
        try await store.events(of: id, after: number)
    }
    func changes(of id: ImageTask.ID) -> AsyncStream<Void> { store.changes(of: id) }
    func arrivals() -> AsyncStream<Void> { store.arrivals() }
    func cancel(_ id: ImageTask.ID) async throws(StoreError) -> ImageTask { try await store.cancel(id) }
    func delete(_ id: ImageTask.ID) async throws(StoreError) -> [FileKey] { try await store.delete(id) }
    func claim(by worker: String, lease: Duration) async throws(StoreError) -> Claim? {
        try await store.claim(by: worker, lease: lease)
    }
    func advance(_ claim: Claim, to progress: Double) async throws(StoreError) {
        try await store.advance(claim, to: progress)
    }
    func add(_ picture: ImageTask.Picture, to claim: Claim) async throws(StoreError) {
        try await store.add(picture, to: claim)
    }
    func complete(_ claim: Claim, report: ImageTask.Report) async throws(StoreError) -> ImageTask {
        try await store.complete(claim, report: report)
    }
    func fail(
        _ claim: Claim,
        failure: ImageTask.Failure,
        report: ImageTask.Report?
    ) async throws(StoreError) -> ImageTask {
        try await store.fail(claim, failure: failure, report: report)
    }
    func release(_ claim: Claim) async throws(StoreError) { try await store.release(claim) }
    func recover(attempts: Int, lease: Duration) async throws(StoreError) -> [ImageTask] {
        try await store.recover(attempts: attempts, lease: lease)
    }
    func expireFiles(endedBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Swept {
        try await store.expireFiles(endedBefore: moment, limit: limit)
    }
    func purge(endedBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Swept {
        try await store.purge(endedBefore: moment, limit: limit)
    }
    func expireFiles(downTo bytes: Int, limit: Int) async throws(StoreError) -> Swept {
        try await store.expireFiles(downTo: bytes, limit: limit)
    }
    func known(_ files: [FileKey]) async throws(StoreError) -> Set<FileKey> { try await store.known(files) }
    func statistics() async throws(StoreError) -> StoreStatistics { try await store.statistics() }
    func check() async throws(StoreError) { try await store.check() }
}
