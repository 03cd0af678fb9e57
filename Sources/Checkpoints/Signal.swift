import Glibc

/// Wakes the one thread that waits; a ring that nobody waits for is kept.
@safe final class Signal: @unchecked Sendable {  // a semaphore is made for several threads
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe semaphore.initialize(to: sem_t())
        unsafe sem_init(semaphore, 0, 0)
    }

    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    func ring() { unsafe sem_post(semaphore) }

    func wait() { while unsafe sem_wait(semaphore) != 0 && errno == EINTR {} }
}
