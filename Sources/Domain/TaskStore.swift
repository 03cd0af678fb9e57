/// Where tasks live. Creating and working never meet but here, so any number of processes may share a store.
package protocol TaskStore: Sendable {
    /// Accepts a task durably: when this returns, no crash can lose it.
    func submit(_ submission: Submission) async throws(StoreError) -> Submitted

    func task(_ id: ImageTask.ID) async throws(StoreError) -> ImageTask?

    /// Newest first, those before the cursor.
    func tasks(_ filter: TaskFilter, before cursor: ImageTask.ID?, limit: Int) async throws(StoreError) -> [ImageTask]

    /// The events after a number, in their order.
    func events(of id: ImageTask.ID, after number: Int) async throws(StoreError) -> [Event]

    /// Rings, without a word of what, whenever something may have happened to the task.
    func changes(of id: ImageTask.ID) -> AsyncStream<Void>

    /// Rings when there may be something to claim.
    func arrivals() -> AsyncStream<Void>

    /// Ends a task that is not finished; throws `.alreadyFinished` for one that is.
    func cancel(_ id: ImageTask.ID) async throws(StoreError) -> ImageTask

    /// Removes a task, cancelling it if need be, and answers with the files that nobody needs any more.
    func delete(_ id: ImageTask.ID) async throws(StoreError) -> [FileKey]

    // MARK: For workers

    /// Takes the task that is next: owners in turn, the oldest of each first.
    func claim(by worker: String, lease: Duration) async throws(StoreError) -> Claim?

    /// Keeps a claim; `.claimLost` when the task was cancelled or given to another.
    func renew(_ claim: Claim, lease: Duration) async throws(StoreError)
    func advance(_ claim: Claim, to progress: Double) async throws(StoreError)
    func add(_ picture: ImageTask.Picture, to claim: Claim) async throws(StoreError)

    /// Writes result, usage, charge and event in one transaction; a task is charged here or nowhere.
    func complete(_ claim: Claim, report: ImageTask.Report) async throws(StoreError) -> ImageTask
    func fail(
        _ claim: Claim,
        failure: ImageTask.Failure,
        report: ImageTask.Report?
    ) async throws(StoreError) -> ImageTask

    /// Gives the task back for another worker, without counting the attempt.
    func release(_ claim: Claim) async throws(StoreError)

    /// Puts tasks whose worker is gone back into the queue, and fails those that were tried often enough.
    func recover(attempts: Int, lease: Duration) async throws(StoreError) -> [ImageTask]

    // MARK: Keeping house

    /// The files of tasks that ended before a moment; the tasks say from then on that they are expired.
    func expireFiles(endedBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Swept

    /// Forgets tasks that ended before a moment and answers with what is left of their files.
    func purge(endedBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Swept

    /// The files of the oldest finished tasks, until no more than so many bytes are in use.
    func expireFiles(downTo bytes: Int, limit: Int) async throws(StoreError) -> Swept

    /// Which of these files belong to a task.
    func known(_ files: [FileKey]) async throws(StoreError) -> Set<FileKey>

    func statistics() async throws(StoreError) -> StoreStatistics

    /// Throws when the store can't be read and written now.
    func check() async throws(StoreError)
}

/// A task on its way into the store, with everything that decides whether it may enter.
package struct Submission: Sendable {
    package var id: ImageTask.ID
    package var order: Order
    package var key: APIKey
    /// What one picture will cost.
    package var price: Money
    /// How many tasks may wait in all.
    package var queueLimit: Int
    package var inputs: [StoredFile]
    package var idempotency: Idempotency?

    package struct Idempotency: Sendable, Equatable {
        package var key: String
        /// A digest of the request; another one under the same key is refused.
        package var fingerprint: [UInt8]

        package init(key: String, fingerprint: [UInt8]) {
            self.key = key
            self.fingerprint = fingerprint
        }
    }

    package init(
        id: ImageTask.ID,
        order: Order,
        key: APIKey,
        price: Money,
        queueLimit: Int,
        inputs: [StoredFile] = [],
        idempotency: Idempotency? = nil
    ) {
        self.id = id
        self.order = order
        self.key = key
        self.price = price
        self.queueLimit = queueLimit
        self.inputs = inputs
        self.idempotency = idempotency
    }
}

package enum Submitted: Sendable {
    case created(ImageTask)
    /// The same request was here before; this is its task.
    case repeated(ImageTask)

    package var task: ImageTask {
        switch self {
        case .created(let task), .repeated(let task): task
        }
    }
}

package struct TaskFilter: Sendable {
    package enum Status: String, Sendable, CaseIterable {
        case inProgress = "in_progress"
        case completed, failed
    }

    package var owner: Owner
    package var model: String?
    package var status: Status?

    package init(owner: Owner, model: String? = nil, status: Status? = nil) {
        self.owner = owner
        self.model = model
        self.status = status
    }
}

/// The right to work on a task, until its lease ends.
package struct Claim: Sendable {
    package var task: ImageTask
    package var worker: String

    package init(task: ImageTask, worker: String) {
        self.task = task
        self.worker = worker
    }
}

package struct StoredFile: Sendable, Equatable {
    package var key: FileKey
    package var size: Int

    package init(key: FileKey, size: Int) {
        self.key = key
        self.size = size
    }
}

/// What a round of housekeeping touched; the files are nobody's from now on.
package struct Swept: Sendable, Equatable {
    package var tasks: Int
    package var files: [FileKey]

    package init(tasks: Int, files: [FileKey]) {
        self.tasks = tasks
        self.files = files
    }
}

package struct StoreStatistics: Sendable, Equatable {
    package var waiting = 0
    package var running = 0
    /// How long the oldest waiting task has waited.
    package var oldestWait: Duration = .zero
    package var fileBytes = 0
    package var pendingDeliveries = 0

    package init() {}
}
