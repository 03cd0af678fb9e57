import Dispatch
import Locking
import Sodium

/// Where passwords are hashed: one at a time on a thread of its own, since each takes time and 32 MB.
struct PasswordRoom: Sendable {
    private let queue = DispatchQueue(label: "flint.passwords", qos: .utility)
    private let waiting = Waiting()
    private static let limit = 16

    private final class Waiting: Sendable {
        let count = Lock(0)
    }

    func make(_ password: String) async throws -> String {
        try await enter { try PasswordHash.make(password) }
    }

    func isRight(_ password: String, for hash: String) async throws -> Bool {
        try await enter { PasswordHash.isRight(password, for: hash) }
    }

    /// Too many at once are sent away instead of being kept waiting.
    private func enter<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws -> Answer {
        let isAdmitted = waiting.count.withLock { count in
            guard count < Self.limit else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { throw SessionDesk.Failure.busy }
        defer { waiting.count.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
