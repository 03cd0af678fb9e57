/// How long a transfer may wait for the other end: a grace, and then a floor under its average rate.
///
/// Only time spent waiting for the other end counts, so a slow handler costs nobody the connection.
struct Pace {
    private let grace: Int
    private let bytesPerSecond: Int
    private var moved = 0
    private var waited = 0
    private var since: Int?

    /// A pace whose grace is in milliseconds.
    init(grace: Int, bytesPerSecond: Int) {
        self.grace = grace
        self.bytesPerSecond = max(1, bytesPerSecond)
    }

    /// Begins to wait, and says until when. Times are milliseconds of the loop's clock.
    mutating func wait(from now: Int) -> Int {
        since = since ?? now
        let earned = moved.multipliedReportingOverflow(by: 1000)
        let allowance = earned.overflow ? Int.max / 4 : earned.partialValue / bytesPerSecond
        return (since ?? now) + max(0, grace + allowance - waited)
    }

    mutating func moved(_ bytes: Int, at now: Int) {
        moved += bytes
        if let since { waited += now - since }
        since = nil
    }
}
