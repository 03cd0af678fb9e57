/// How long a transfer may wait for the other end: a bucket of patience that waiting empties and bytes refill.
///
/// A stop is borne for the whole of the grace, and a drip as long as it keeps to the floor rate. Only time spent waiting
/// for the other end counts, so a slow handler costs nobody the connection. Times are milliseconds of the loop's clock.
struct Pace {
    /// In microseconds, as single bytes earn less than a millisecond.
    private let full: Int
    private var patience: Int
    private let bytesPerSecond: Int
    private var since: Int?

    init(grace: Int, bytesPerSecond: Int) {
        full = grace * 1000
        patience = full
        self.bytesPerSecond = max(1, bytesPerSecond)
    }

    /// Begins to wait, and says until when.
    mutating func wait(from now: Int) -> Int {
        let began = since ?? now
        since = began
        return began + max(0, patience / 1000)
    }

    mutating func moved(_ bytes: Int, at now: Int) {
        if let since { patience -= (now - since) * 1000 }
        since = nil
        let earned = bytes.multipliedReportingOverflow(by: 1_000_000)
        patience = earned.overflow ? full : min(full, patience + earned.partialValue / bytesPerSecond)
    }
}
