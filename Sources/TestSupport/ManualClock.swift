package import Domain
import Locking

/// A clock that stands still until a test turns it, forwards or back.
package final class ManualClock: WallClock {
    private let time: Lock<Timestamp>

    /// Starts at noon of 5 January 2026.
    package init(_ start: Timestamp = Timestamp(seconds: 1_767_614_400)) {
        time = Lock(start)
    }

    package var now: Timestamp { time.withLock { $0 } }

    package func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }

    package func turnBack(by duration: Duration) {
        time.withLock { $0 = $0 - duration }
    }
}
