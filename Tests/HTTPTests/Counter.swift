import Synchronization

/// A number that handlers on any thread count up.
final class Counter: Sendable {
    private let number = Atomic<Int>(0)

    /// The number so far; the next call gives the next.
    func next() -> Int { number.add(1, ordering: .relaxed).oldValue }

    var value: Int { number.load(ordering: .relaxed) }
}
