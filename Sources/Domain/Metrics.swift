import Locking

/// Numbers about the service, in the text form that Prometheus reads.
package final class Metrics: Sendable {
    /// A number's name, with its unit at the end, and one sentence about it.
    package final class Name: Sendable, Hashable {
        let text: String
        let help: String

        package init(_ text: String, _ help: String) {
            self.text = text
            self.help = help
        }

        // Each name is made once, so it is known by its place and not by its text.
        package static func == (left: Name, right: Name) -> Bool { left === right }
        package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
    }

    private struct Histogram {
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count)
        var count = 0
        var sum = 0.0

        mutating func add(_ seconds: Double, in bucket: Int?) {
            if let bucket { buckets[bucket] += 1 }
            count += 1
            sum += seconds
        }
    }

    private struct State {
        var counters: [Name: [String: Double]] = [:]
        var histograms: [Name: [String: Histogram]] = [:]
    }

    /// Upper bounds in seconds, from a poll to a long drawing.
    private static let bounds = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
    ]
    private let state = Lock(State())

    package init() {}

    /// Adds to a counter; the labels are written as Prometheus wants them, `route="poll",status="200"`.
    package func add(_ value: Double = 1, to name: Name, labels: String = "") {
        state.withLock { $0.counters[name, default: [:]][labels, default: 0] += value }
    }

    package func observe(_ duration: Duration, in name: Name, labels: String = "") {
        let seconds = duration.inSeconds
        let bucket = Self.bounds.firstIndex { seconds <= $0 }
        state.withLock { state in
            state.histograms[name, default: [:]][labels, default: Histogram()].add(seconds, in: bucket)
        }
    }

    /// The counters and histograms, followed by numbers that are only read now.
    package func text(gauges: [(name: Name, value: Double)]) -> String {
        let (counters, histograms) = state.withLock { ($0.counters, $0.histograms) }
        var text = ""
        func head(_ name: Name, _ type: String) {
            text += "# HELP \(name.text) \(name.help)\n# TYPE \(name.text) \(type)\n"
        }
        func line(_ name: String, _ labels: String, _ value: Double) {
            text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(Self.number(value))\n"
        }
        for (name, values) in counters.sorted(by: { $0.key.text < $1.key.text }) {
            head(name, "counter")
            for (labels, value) in values.sorted(by: { $0.key < $1.key }) { line(name.text, labels, value) }
        }
        for (name, values) in histograms.sorted(by: { $0.key.text < $1.key.text }) {
            head(name, "histogram")
            for (labels, histogram) in values.sorted(by: { $0.key < $1.key }) {
                let prefix = labels.isEmpty ? "" : labels + ","
                var sum = 0
                for (bound, count) in zip(Self.bounds, histogram.buckets) {
                    sum += count
                    line(name.text + "_bucket", "\(prefix)le=\"\(bound)\"", Double(sum))
                }
                line(name.text + "_bucket", "\(prefix)le=\"+Inf\"", Double(histogram.count))
                line(name.text + "_sum", labels, histogram.sum)
                line(name.text + "_count", labels, Double(histogram.count))
            }
        }
        for (name, value) in gauges {
            head(name, "gauge")
            line(name.text, "", value)
        }
        return text
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? "\(value)"
    }
}
