import Glibc

/// One thread of low priority that an actor lives on: what it computes blocks nobody else, and the workers that OpenMP starts from it
/// are of the same low priority.
final class EngineThread: SerialExecutor {
    private let mailbox = Mailbox()

    /// `niceness`: How far it stands behind the threads of the process, from 0 to 19.
    init(niceness: Int) throws(EmberError) {
        mailbox.niceness = niceness
        // The thread lets go of it when it ends.
        let owner = unsafe Unmanaged.passRetained(mailbox)
        var thread = pthread_t()
        let code = unsafe pthread_create(&thread, nil, runEngine, owner.toOpaque())
        guard code == 0 else {
            unsafe owner.release()
            throw .noThread(code: code)
        }
        pthread_detach(thread)
    }

    /// The thread ends when nobody can give it work any more.
    deinit { mailbox.close() }

    func enqueue(_ job: consuming ExecutorJob) {
        mailbox.add(unsafe Mailbox.Letter(job: UnownedJob(job), executor: asUnownedSerialExecutor()))
    }
}

private func runEngine(_ owner: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let owner = unsafe owner else { return nil }
    let mailbox = unsafe Unmanaged<Mailbox>.fromOpaque(owner).takeRetainedValue()
    // On Linux each thread has a priority of its own and hands it down to those that it starts.
    // Best effort: where it is refused, drawing works all the same.
    let process = __priority_which_t(PRIO_PROCESS.rawValue)
    _ = setpriority(process, 0, min(19, getpriority(process, 0) + Int32(mailbox.niceness)))
    while let letter = mailbox.next() { unsafe letter.job.runSynchronously(on: letter.executor) }
    return nil
}

/// What the thread is to do, in order.
///
/// What varies is touched with `mutex` held, but `niceness`, which is set before the thread starts.
@safe private final class Mailbox: @unchecked Sendable {
    @safe struct Letter {
        let job: UnownedJob
        let executor: UnownedSerialExecutor
    }

    var niceness = 0
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let arrival: UnsafeMutablePointer<pthread_cond_t>
    private var letters: [Letter] = []
    private var isClosed = false

    init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe arrival = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe arrival.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(arrival, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(arrival)
        unsafe pthread_mutex_destroy(mutex)
        unsafe arrival.deallocate()
        unsafe mutex.deallocate()
    }

    func add(_ letter: Letter) {
        unsafe pthread_mutex_lock(mutex)
        letters.append(letter)
        unsafe pthread_cond_signal(arrival)
        unsafe pthread_mutex_unlock(mutex)
    }

    func close() {
        unsafe pthread_mutex_lock(mutex)
        isClosed = true
        unsafe pthread_cond_signal(arrival)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Waits for the next letter; `nil` when there will be none.
    func next() -> Letter? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while letters.isEmpty {
            if isClosed { return nil }
            unsafe pthread_cond_wait(arrival, mutex)
        }
        return letters.removeFirst()
    }
}
