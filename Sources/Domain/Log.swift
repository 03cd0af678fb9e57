package import JSON

/// Where log lines go: one JSON object a line, so that machines can read what people wrote.
package struct Log: Sendable {
    package enum Level: String, Sendable, CaseIterable, Comparable {
        case debug, info, warning, error

        private var rank: Int {
            switch self {
            case .debug: 0
            case .info: 1
            case .warning: 2
            case .error: 3
            }
        }

        package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
    }

    private let level: Level
    private let clock: any WallClock
    private let write: @Sendable (String) -> Void

    package init(
        level: Level = .info,
        clock: any WallClock = SystemClock(),
        write: @escaping @Sendable (String) -> Void
    ) {
        self.level = level
        self.clock = clock
        self.write = write
    }

    /// For tests and for commands that talk to a person.
    package static let silent = Log(level: .error) { _ in }

    /// Never hand this a prompt, a key or a header: what is not in `fields` can't leak.
    package func callAsFunction(_ level: Level, _ message: String, _ fields: @autoclosure () -> Object = [:]) {
        guard level >= self.level else { return }
        var line: Object = [
            "time": .string(clock.now.iso8601), "level": .string(level.rawValue), "message": .string(message),
        ]
        for field in fields().members { line.append(field.name, field.value) }
        write(JSON.object(line).text)
    }
}

extension Timestamp {
    /// `2026-05-01T12:00:00.000Z`.
    package var iso8601: String {
        let milliseconds = Int(microseconds / 1000)
        let day = Self.floorDivide(milliseconds, 86_400_000)
        let rest = milliseconds - day * 86_400_000
        let (year, month, date) = Self.civil(day)
        func padded(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))T\(padded(rest / 3_600_000, 2)):"
            + "\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1000 % 60, 2)).\(padded(rest % 1000, 3))Z"
    }

    /// Reads `2026-05-01`, a moment with `T…Z`, or seconds since 1970.
    package init?(text: String) {
        if let seconds = Int64(text) {
            guard seconds.magnitude < 1 << 40 else { return nil }
            self.init(seconds: seconds)
            return
        }
        guard
            let match = text.wholeMatch(
                of: /([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?Z)?/
            ),
            let year = Int(match.1), let month = Int(match.2), let date = Int(match.3), (1...12).contains(month),
            (1...31).contains(date)
        else { return nil }
        let hour = match.4.flatMap { Int($0) } ?? 0
        let minute = match.5.flatMap { Int($0) } ?? 0
        let second = match.6.flatMap { Int($0) } ?? 0
        guard hour < 24, minute < 60, second < 61 else { return nil }
        self.init(seconds: Int64(Self.days(year, month, date) * 86_400 + hour * 3600 + minute * 60 + second))
    }

    private static func floorDivide(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : (number + 1) / divisor - 1
    }

    // The Gregorian calendar in eras of 400 years, each beginning on a first of March.

    private static func civil(_ day: Int) -> (year: Int, month: Int, date: Int) {
        let shifted = day + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let date = dayOfYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, date)
    }

    private static func days(_ year: Int, _ month: Int, _ date: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
