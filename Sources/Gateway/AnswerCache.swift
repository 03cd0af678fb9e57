import Domain
import Locking

/// Answers to polls of finished tasks, as bytes: nothing about them changes any more but that their files expire.
final class AnswerCache: Sendable {
    struct Name: Hashable {
        var task: ImageTask.ID
        var isExpired: Bool
        var isClient: Bool
        var base: String
    }

    private let answers = Lock<[Name: [UInt8]]>([:])
    private static let limit = 2048
    /// Pictures in base64 are not worth remembering.
    private static let largest = 16_384

    subscript(_ name: Name) -> [UInt8]? {
        answers.withLock { $0[name] }
    }

    func keep(_ bytes: [UInt8], as name: Name) {
        guard bytes.count <= Self.largest else { return }
        answers.withLock { answers in
            if answers.count >= Self.limit { answers.removeAll(keepingCapacity: true) }
            answers[name] = bytes
        }
    }
}
