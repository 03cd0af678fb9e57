/// Whether one upstream is worth asking: after some failures in a row it is left alone for a while, then one call tries it.
struct Breaker: Equatable {
    struct Rule: Equatable, Sendable {
        var failures = 5
        var rest: Duration = .seconds(30)
    }

    private let rule: Rule
    private var failures = 0
    private var restsUntil: ContinuousClock.Instant?
    private var isOnTrial = false

    init(_ rule: Rule) {
        self.rule = rule
    }

    func isOpen(at now: ContinuousClock.Instant) -> Bool {
        guard let restsUntil else { return false }
        return isOnTrial || now < restsUntil
    }

    /// A call is on its way.
    mutating func begin() {
        if restsUntil != nil { isOnTrial = true }
    }

    mutating func succeed() {
        failures = 0
        restsUntil = nil
        isOnTrial = false
    }

    mutating func fail(at now: ContinuousClock.Instant) {
        failures += 1
        if isOnTrial || failures >= rule.failures { restsUntil = now + rule.rest }
        isOnTrial = false
    }

    /// The call ended without saying anything about the upstream.
    mutating func forget() {
        isOnTrial = false
    }
}
