/// One request for pictures and what has become of it.
package struct ImageTask: Sendable, Equatable {
    package enum State: Int64, Sendable, CaseIterable {
        case waiting = 0
        case running = 1
        case completed = 2
        case failed = 3

        package var isFinished: Bool { self == .completed || self == .failed }
    }

    package var id: ID
    package var owner: Owner
    /// The key that created it; kept when the key is revoked.
    package var keyID: APIKey.ID
    package var order: Order
    package var state: State
    package var createdAt: Timestamp
    /// When a worker took it last; `nil` while it waits for the first time.
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    /// How many workers have taken it.
    package var attempts: Int
    /// From 0 to 1; only grows.
    package var progress: Double
    /// How many tasks are before it in the queue; only for a waiting task that was read with its place.
    package var queuePosition: Int?
    /// The pictures that are ready, in their order; those that failed stand among them.
    package var pictures: [Picture]
    package var report: Report?
    package var failure: Failure?
    /// What was charged, once it is completed.
    package var cost: Money
    /// Whether the files have been removed for their age.
    package var isExpired: Bool

    package init(id: ID, owner: Owner, keyID: APIKey.ID, order: Order, createdAt: Timestamp) {
        self.id = id
        self.owner = owner
        self.keyID = keyID
        self.order = order
        self.createdAt = createdAt
        state = .waiting
        attempts = 0
        progress = 0
        pictures = []
        cost = .zero
        isExpired = false
    }
}

extension ImageTask {
    /// Twenty characters of `0-9a-v`: 42 bits of milliseconds, then 58 random bits; so it sorts by time and can't be guessed.
    package struct ID: Sendable, Hashable, Comparable, CustomStringConvertible {
        package let text: String

        package init?(_ text: String) {
            guard text.utf8.count == 20, text.utf8.allSatisfy({ Self.digits.contains($0) }) else { return nil }
            self.text = text
        }

        package init(at moment: Timestamp, random: UInt64 = .random(in: 0...UInt64.max)) {
            let time = UInt64(max(0, moment.microseconds / 1000)) & (1 << 42 - 1)
            // 100 bits in all: the high 42 are the time, the low 58 the chance.
            let value = UInt128(time) << 58 | UInt128(random & (1 << 58 - 1))
            text = String(
                decoding: (0..<20).map { Self.digits[Int(value >> UInt128((19 - $0) * 5) & 31)] },
                as: UTF8.self
            )
        }

        package var description: String { text }
        package static func < (left: ID, right: ID) -> Bool { left.text < right.text }

        private static let digits = Array("0123456789abcdefghijklmnopqrstuv".utf8)
    }

    /// A picture of a task: its file, or why there is none.
    package struct Picture: Sendable, Equatable {
        package var index: Int
        package var width: Int
        package var height: Int
        package var seed: Int64
        /// Where the file is kept; `nil` for one that failed.
        package var file: FileKey?
        /// Bytes of the file.
        package var size: Int
        package var failure: Failure?

        package init(
            index: Int,
            width: Int,
            height: Int,
            seed: Int64,
            file: FileKey?,
            size: Int,
            failure: Failure? = nil
        ) {
            self.index = index
            self.width = width
            self.height = height
            self.seed = seed
            self.file = file
            self.size = size
            self.failure = failure
        }
    }

    /// What the worker tells about the work, once it has begun.
    package struct Report: Sendable, Equatable {
        package var engine: String
        /// The engine's own id of the work.
        package var jobID: String
        /// The text that the engine got, when it is another than the user's.
        package var revisedPrompt: String?
        package var promptTokens: Int
        package var warnings: [String]
        /// What was taken from each reference that the engine looked at.
        package var referenceKinds: [Reference.Kind] = []

        package init(
            engine: String,
            jobID: String,
            revisedPrompt: String? = nil,
            promptTokens: Int = 0,
            warnings: [String] = []
        ) {
            self.engine = engine
            self.jobID = jobID
            self.revisedPrompt = revisedPrompt
            self.promptTokens = promptTokens
            self.warnings = warnings
        }
    }

    /// Why a task, or one picture of it, came to nothing.
    package struct Failure: Error, Sendable, Equatable {
        package var kind: Kind
        /// One sentence for the client.
        package var message: String
        /// The parameter at fault, when it is one.
        package var parameter: String?

        package enum Kind: String, Sendable, CaseIterable {
            /// The engine broke (…095).
            case engineBroke
            /// Its answer made no sense (…096).
            case badAnswer
            /// An engine over HTTP answered with an error (…097).
            case upstreamRefused
            /// Asking it how the work stands failed (…098).
            case statusUnknown
            /// The work could not be handed to it, or there is no engine for the model (…099).
            case noEngine
            /// A reference that could only be looked at afterwards was no good.
            case badReference
            case cancelled
        }

        package init(_ kind: Kind, _ message: String, parameter: String? = nil) {
            self.kind = kind
            self.message = message
            self.parameter = parameter
        }
    }
}

/// Whose the tasks, the money and the webhooks are; several keys may share one.
package struct Owner: Sendable, Hashable, CustomStringConvertible {
    package let name: String

    package init(_ name: String) {
        self.name = name
    }

    package static let standard = Owner("default")
    package var description: String { name }
}

/// The name of a stored file, `4f/4f09….jpg`; never made from what a client sent.
package struct FileKey: Sendable, Hashable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}
