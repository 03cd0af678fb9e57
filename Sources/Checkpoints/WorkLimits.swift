/// How long things may take, and how much memory.
package struct WorkLimits: Sendable, Equatable {
    package var start: Duration = .seconds(60)
    package var load: Duration = .seconds(900)
    /// Between two signs of life while it draws.
    package var silence: Duration = .seconds(600)
    /// For a picture.
    package var draw: Duration = .seconds(3600)
    /// Between being asked to stop and being ended.
    package var stop: Duration = .seconds(5)
    /// How long a model stays in memory when nothing is drawn.
    package var idle: Duration = .seconds(600)
    /// What the process may hold, beside mapped files.
    package var memory: Int?

    package init() {}
}
