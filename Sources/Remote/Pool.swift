import Locking

/// The upstreams of one engine, taken in turn by their weights, those that fail left out for a while.
final class Pool: Sendable {
    private struct Member {
        var breaker: Breaker
        /// How much it is behind with its share (smooth weighted round robin, after nginx).
        var credit = 0
    }

    let upstreams: [Upstream]
    private let members: Lock<[Member]>

    init(_ upstreams: [Upstream], rule: Breaker.Rule) {
        self.upstreams = upstreams
        members = Lock(upstreams.map { _ in Member(breaker: Breaker(rule)) })
    }

    /// The next to ask, rather one that was not asked before; `nil` when all are left alone.
    func next(at now: ContinuousClock.Instant = .now, except asked: Set<Int> = []) -> Int? {
        members.withLock { members in
            let healthy = members.indices.filter { !members[$0].breaker.isOpen(at: now) }
            let fresh = healthy.filter { !asked.contains($0) }
            let candidates = fresh.isEmpty ? healthy : fresh
            for index in candidates { members[index].credit += upstreams[index].weight }
            guard let chosen = candidates.max(by: { members[$0].credit < members[$1].credit }) else { return nil }
            members[chosen].credit -= candidates.reduce(0) { $0 + upstreams[$1].weight }
            members[chosen].breaker.begin()
            return chosen
        }
    }

    /// What a call says about the upstream that it went to.
    enum Sign {
        case wellDone, broken, nothing
    }

    func report(_ sign: Sign, of index: Int, at now: ContinuousClock.Instant = .now) {
        members.withLock { members in
            switch sign {
            case .wellDone: members[index].breaker.succeed()
            case .broken: members[index].breaker.fail(at: now)
            case .nothing: members[index].breaker.forget()
            }
        }
    }
}
