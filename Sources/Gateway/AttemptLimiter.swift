import Domain
import Locking

/// Counts failed attempts at doors, so that passwords can't be guessed.
final class AttemptLimiter: Sendable {
    private struct Door {
        var since: Timestamp
        var failures = 0
    }

    static let span = Duration.seconds(15 * 60)
    /// Beyond these, the longest known are forgotten.
    private static let mostDoors = 50_000
    private let doors = Lock<[String: Door]>([:])

    /// How long the next attempt must wait; `nil` when it may be made now. `limits`: how often each door may be failed at.
    func wait(for limits: [String: Int], at now: Timestamp) -> Duration? {
        doors.withLock { doors in
            limits.compactMap { name, most -> Duration? in
                guard let door = doors[name], door.failures >= most else { return nil }
                let left = Self.span - (now - door.since)
                return left > .zero ? left : nil
            }.max()
        }
    }

    func count(_ names: some Sequence<String>, at now: Timestamp) {
        doors.withLock { doors in
            if doors.count > Self.mostDoors {
                let middle = doors.values.map(\.since).sorted()[doors.count / 2]
                doors = doors.filter { $0.value.since > middle }
            }
            for name in names {
                var door = doors[name] ?? Door(since: now)
                if now - door.since >= Self.span { door = Door(since: now) }
                door.failures += 1
                doors[name] = door
            }
        }
    }

    func forget(_ names: some Sequence<String>) {
        doors.withLock { doors in
            for name in names { doors[name] = nil }
        }
    }
}
