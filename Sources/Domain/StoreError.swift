/// Why the store did not do what it was asked for.
package enum StoreError: Error, Sendable, Equatable {
    case queueFull(limit: Int)
    case tooManyTasks(limit: Int)
    case tooManyImages(limit: Int, retryAfter: Duration)
    case insufficientFunds
    case idempotencyMismatch
    case notFound
    case alreadyFinished
    /// The task was cancelled, or belongs to another worker now.
    case claimLost
    /// Nothing can be written now: the disk is full or the store is away. The detail is for the log.
    case unavailable(detail: String)
}
