import Domain
import Storage
import TestSupport
import Testing

typealias Store = TaskStore & KeyStore & DeliveryStore

/// The databases that a store may be kept in; all are held to the same behaviour.
enum Backend: String, CaseIterable, CustomTestStringConvertible {
    case sqlite = "SQLite"

    var testDescription: String { rawValue }

    /// Opens the store that belongs to a folder; a second time, what the first one wrote is there.
    func open(in folder: TemporaryFolder, clock: ManualClock) async throws -> any Store {
        switch self {
        case .sqlite: try SQLiteStore(path: folder.path(of: "flint.db"), clock: clock)
        }
    }
}

/// A store, the clock it goes by, and what tests do with them again and again.
struct Scene {
    let store: any Store
    let clock: ManualClock
    /// What one picture costs.
    let price = Money(nanodollars: 30_000_000)
    let lease = Duration.seconds(60)

    init(_ backend: Backend, in folder: TemporaryFolder, clock: ManualClock = ManualClock()) async throws {
        self.clock = clock
        store = try await backend.open(in: folder, clock: clock)
    }

    /// A millisecond goes by with each, so that they have an order.
    func submission(
        _ order: Order = .sample(),
        by key: APIKey = .sample(),
        price: Money? = nil,
        queueLimit: Int = 100_000,
        inputs: [StoredFile] = [],
        idempotency: Submission.Idempotency? = nil
    ) -> Submission {
        clock.advance(by: .milliseconds(1))
        return .sample(
            at: clock.now,
            order,
            by: key,
            price: price ?? self.price,
            queueLimit: queueLimit,
            inputs: inputs,
            idempotency: idempotency
        )
    }

    @discardableResult
    func submit(
        _ order: Order = .sample(),
        by key: APIKey = .sample(),
        inputs: [StoredFile] = []
    ) async throws -> ImageTask {
        try await store.submit(submission(order, by: key, inputs: inputs)).task
    }

    func claim(_ worker: String = "worker") async throws -> Claim {
        try #require(try await store.claim(by: worker, lease: lease))
    }

    func start(_ order: Order = .sample(), by key: APIKey = .sample(), inputs: [StoredFile] = []) async throws -> Claim
    {
        try await submit(order, by: key, inputs: inputs)
        return try await claim()
    }

    /// Has a claim's pictures drawn and ends it; each file has a hundred bytes.
    @discardableResult
    func complete(_ claim: Claim, report: ImageTask.Report = .sample) async throws -> ImageTask {
        for index in 0..<claim.task.order.count {
            try await store.add(.sample(index, of: claim.task), to: claim)
        }
        return try await store.complete(claim, report: report)
    }

    @discardableResult
    func finish(
        _ order: Order = .sample(),
        by key: APIKey = .sample(),
        inputs: [StoredFile] = []
    ) async throws -> ImageTask {
        try await complete(start(order, by: key, inputs: inputs))
    }

    func task(_ id: ImageTask.ID) async throws -> ImageTask {
        try #require(try await store.task(id))
    }

    func kinds(of id: ImageTask.ID) async throws -> [Event.Kind] {
        try await store.events(of: id, after: 0).map(\.kind)
    }
}

extension ImageTask.Picture {
    /// A picture of a hundred bytes, its file named after task, attempt and place.
    static func sample(_ index: Int = 0, of task: ImageTask, size: Int = 100) -> ImageTask.Picture {
        ImageTask.Picture(
            index: index,
            width: 64,
            height: 48,
            seed: 7,
            file: FileKey("\(task.id)/\(task.attempts)-\(index).jpg"),
            size: size
        )
    }

    static func lost(_ index: Int) -> ImageTask.Picture {
        ImageTask.Picture(
            index: index,
            width: 64,
            height: 48,
            seed: 7,
            file: nil,
            size: 0,
            failure: ImageTask.Failure(.engineBroke, "It did not come out.")
        )
    }
}

extension ImageTask.Report {
    static let sample = ImageTask.Report(
        engine: "test",
        jobID: "job-1",
        revisedPrompt: "a fox, red",
        promptTokens: 3,
        warnings: ["slow"]
    )
}

extension ImageTask.Failure {
    static let sample = ImageTask.Failure(.engineBroke, "The engine broke.", parameter: "prompt")
}
