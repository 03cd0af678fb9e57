import Domain
import Locking

/// Counts failed attempts at doors, so that passwords can't be guessed.
final class AttemptLimiter: Sendable {
    private struct Door {
        var since: Timestamp
        var failures = 0
    }

    static let most = 10
    static let span = Duration.seconds(15 * 60)
    private let doors = Lock<[String: Door]>([:])

    /// How long the next attempt must wait; `nil` when it may be made now.
    func wait(for names: [String], at now: Timestamp) -> Duration? {
        doors.withLock { doors in
            names.compactMap { name -> Duration? in
                guard let door = doors[name], door.failures >= Self.most else { return nil }
                let left = Self.span - (now - door.since)
                return left > .zero ? left : nil
            }.max()
        }
    }

    func count(_ names: [String], at now: Timestamp) {
        doors.withLock { doors in
            if doors.count > 10_000 { doors = doors.filter { now - $0.value.since < Self.span } }
            for name in names {
                var door = doors[name] ?? Door(since: now)
                if now - door.since >= Self.span { door = Door(since: now) }
                door.failures += 1
                doors[name] = door
            }
        }
    }

    func forget(_ names: [String]) {
        doors.withLock { doors in
            for name in names { doors[name] = nil }
        }
    }
}
