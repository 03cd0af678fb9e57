/// How often and when a call is tried again.
package struct RetryPolicy: Sendable {
    /// Tries in all.
    package var tries = 4
    package var first: Duration = .milliseconds(500)
    package var longest: Duration = .seconds(20)
    /// The longest that a server may ask us to wait.
    package var patience: Duration = .seconds(60)
    /// From 0 to 1; stands in for chance in tests.
    package var jitter: @Sendable () -> Double = { .random(in: 0...1) }
    package var wait: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    package init() {}

    /// How long to wait after so many tries; `nil` when it is over.
    func pause(after tries: Int, asked: Duration? = nil) -> Duration? {
        guard tries < self.tries else { return nil }
        if let asked { return asked <= patience ? asked : nil }
        let doubled = first * (1 << min(tries - 1, 16))
        // Between half and all of it, so that many clients do not come back together.
        return min(doubled, longest) * (0.5 + jitter() / 2)
    }
}
