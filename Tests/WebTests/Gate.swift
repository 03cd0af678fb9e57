import Glibc

/// Something that happens once, on whichever thread, and that a test waits for.
final class Moment: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func come() {
        continuation.yield()
        continuation.finish()
    }

    func wait() async {
        for await _ in stream { return }
    }
}

/// Holds threads until a number of them are there.
final class Gate: @unchecked Sendable {  // `count` is touched with `mutex` held
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var count: Int

    init(_ count: Int) {
        self.count = count
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        mutex.deallocate()
        changed.deallocate()
    }

    func pass() {
        pthread_mutex_lock(mutex)
        count -= 1
        while count > 0 { pthread_cond_wait(changed, mutex) }
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(mutex)
    }
}
