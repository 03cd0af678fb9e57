/// Where the task of a connection waits until its event loop lets it go on.
///
/// A continuation would do the same, but Swift resumes it on the global pool, which passes it to the loop: two hops
/// of threads more, and a server that stands still while others block the pool. Here the task waits as a job in the
/// queue of an executor that holds it back. Everything happens on the loop's thread.
actor Pause {
    private nonisolated let place = Place()
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe place.asUnownedSerialExecutor() }

    private var hasEnded = false

    /// Waits for `end()`.
    ///
    /// Neither inlined nor optimized: the optimizer leaves out a hop to an actor that does nothing there.
    @inline(never)
    @_optimize(none)
    func wait() {
        hasEnded = true
    }

    nonisolated func end() { place.release() }
}

/// An executor that runs its one job when it is told to.
private final class Place: SerialExecutor, @unchecked Sendable {  // touched by the loop's thread only
    private var job: UnownedJob?

    func enqueue(_ job: consuming ExecutorJob) {
        self.job = UnownedJob(job)
    }

    func release() {
        unsafe job.take()?.runSynchronously(on: asUnownedSerialExecutor())
    }
}
