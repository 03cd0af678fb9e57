import Locking

/// What was looked up before; it forgets all when it knows too much.
final class Memory: Sendable {
    private struct Known {
        var kinds: [String: [String]] = [:]
        var singulars: [String: String?] = [:]
    }

    private static let limit = 4096
    private let known = Lock(Known())

    func kinds(of noun: String, lookUp: () -> [String]) -> [String] {
        if let kinds = known.withLock({ $0.kinds[noun] }) { return kinds }
        let kinds = lookUp()
        known.withLock { known in
            if known.kinds.count >= Self.limit { known.kinds = [:] }
            known.kinds[noun] = kinds
        }
        return kinds
    }

    func singular(of word: String, lookUp: () -> String?) -> String? {
        if let singular = known.withLock({ $0.singulars[word] }) { return singular }
        let singular = lookUp()
        known.withLock { known in
            if known.singulars.count >= Self.limit { known.singulars = [:] }
            known.singulars[word] = .some(singular)
        }
        return singular
    }
}
