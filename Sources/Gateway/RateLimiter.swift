import Domain
import HTTP
import Locking

/// Counts the requests of keys that may make so many a minute, in a window that slides.
final class RateLimiter: Sendable {
    /// The two last whole minutes of a key, counted from when it was first seen.
    private struct Window {
        var start: Timestamp
        var before = 0
        var count = 0
    }

    struct Verdict {
        var isAllowed: Bool
        var headers: Headers
    }

    private let windows = Lock<[APIKey.ID: Window]>([:])
    private static let length = Duration.seconds(60)

    /// Counts a request; `nil` for a key without limit.
    func count(_ key: APIKey, at now: Timestamp) -> Verdict? {
        guard let limit = key.limits.requestsPerMinute else { return nil }
        return windows.withLock { windows in
            if windows.count > 10_000 { windows = windows.filter { now - $0.value.start < Self.length * 2 } }
            var window = windows[key.id] ?? Window(start: now)
            let passed = now - window.start
            if passed < .zero || passed >= Self.length * 2 {
                window = Window(start: now)
            } else if passed >= Self.length {
                window = Window(start: window.start + Self.length, before: window.count)
            }
            let age = max(0, (now - window.start).inSeconds / 60)
            // The part of the earlier minute that still lies within the last sixty seconds.
            let used = Double(window.before) * (1 - age) + Double(window.count)
            let isAllowed = used + 1 <= Double(limit)
            if isAllowed { window.count += 1 }
            windows[key.id] = window
            let left = max(0, Int(Double(limit) - used - (isAllowed ? 1 : 0)))
            let reset = max(1, Int(((1 - age) * 60).rounded(.up)))
            var headers: Headers = [
                "ratelimit-policy": "\"requests\";q=\(limit);w=60", "ratelimit": "\"requests\";r=\(left);t=\(reset)",
            ]
            if !isAllowed {
                let wait = window.before == 0 ? reset : max(1, min(reset, Int((60.0 / Double(limit)).rounded(.up))))
                headers["retry-after"] = String(wait)
            }
            return Verdict(isAllowed: isAllowed, headers: headers)
        }
    }
}
