import CEvents
import Glibc
import Locking
import Synchronization

/// One thread that waits for sockets and runs everything that belongs to their connections.
///
/// It is the executor of the connections' actors, so that a request is read, handled and answered
/// without leaving the thread.
final class EventLoop: SerialExecutor, @unchecked Sendable {
    // Guarding: what is `private let` may be touched by everybody; every `var` by the loop's own thread only.

    private struct Inbox {
        var jobs: [UnownedJob] = []
        var work: [@Sendable () -> Void] = []
        var isSignalled = false
    }

    private struct Slot {
        let token: UInt64
        let connection: Connection
    }

    private let poller: Int32
    private let waker: Int32
    private let inbox = Lock(Inbox())
    private let thread = Atomic<UInt>(0)
    let counters = LoopCounters()
    private let assigned = Atomic<Int>(0)

    private var jobs: [UnownedJob] = []
    private var pauses: [Pause] = []
    private var slots: [Slot?] = []
    private var generation: UInt64 = 0
    private var deadlines = Deadlines()
    private var spare: [[UInt8]] = []
    private var listeners: [Int32: @Sendable () -> Void] = [:]
    private var dateSecond = 0
    private var isStopping = false
    /// Tasks that run handlers; the loop outlives them, for they run on it.
    var running = 0
    /// Milliseconds of a clock that never jumps, read once per round.
    private(set) var now = 0
    /// `date: …` with its CR LF, made once per second.
    private(set) var date: [UInt8] = []

    static let bufferSize = 64 * 1024
    // Times that belong to no connection: tokens that none can have.
    private static let drainToken = UInt64.max
    private static let listenToken = UInt64.max - 1

    init() throws(ServerError) {
        poller = events_create()
        waker = wakeup_create()
        guard poller >= 0, waker >= 0 else { throw .noDescriptors }
        events_add_input(poller, waker, UInt64(waker))
    }

    deinit {
        Socket.close(poller)
        Socket.close(waker)
    }

    // MARK: From any thread

    func start(finished: @escaping @Sendable () -> Void) {
        let start = unsafe Unmanaged.passRetained(Start(loop: self, finished: finished))
        var thread = pthread_t()
        let code = unsafe pthread_create(&thread, nil, runLoop, start.toOpaque())
        precondition(code == 0, "the system refuses a thread")
        pthread_detach(thread)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            jobs.append(job)
        } else {
            post { $0.jobs.append(job) }
        }
    }

    /// Connections that this loop has, or is about to get.
    var connections: Int { assigned.load(ordering: .relaxed) }

    func assign() {
        assigned.add(1, ordering: .relaxed)
    }

    /// Has the loop run something in its next round.
    func submit(_ work: @escaping @Sendable () -> Void) {
        post { $0.work.append(work) }
    }

    func isIsolatingCurrentContext() -> Bool? { isCurrent }

    func checkIsolated() {
        precondition(isCurrent, "a connection is touched outside its event loop")
    }

    private var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    private func post(_ change: (inout Inbox) -> Void) {
        let mustSignal = inbox.withLock { inbox in
            change(&inbox)
            defer { inbox.isSignalled = true }
            return !inbox.isSignalled
        }
        if mustSignal { wakeup_signal(waker) }
    }

    // MARK: On the loop's thread

    fileprivate func run() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        var items = [events_item](repeating: events_item(), count: 256)
        readClock()
        while !(isStopping && running == 0 && connections == 0) {
            let count = unsafe items.withUnsafeMutableBufferPointer { items in
                unsafe events_wait(poller, items.baseAddress, Int32(items.count), patience)
            }
            precondition(count >= 0, "epoll failed")
            readClock()
            for index in 0..<Int(count) { happened(items[index]) }
            expire()
            takeInbox()
            runJobs()
        }
        thread.store(0, ordering: .relaxed)
    }

    /// How long to wait for events, in milliseconds.
    private var patience: Int32 {
        if !jobs.isEmpty || !pauses.isEmpty { return 0 }
        guard let next = deadlines.next else { return -1 }
        return Int32(clamping: max(0, next - now))
    }

    private func readClock() {
        now = Int(clock_milliseconds())
        var seconds = time_t()
        unsafe time(&seconds)
        guard seconds != dateSecond else { return }
        dateSecond = seconds
        date = Array("date: \(HTTPDate.text(secondsSince1970: seconds))\r\n".utf8)
    }

    private func happened(_ item: events_item) {
        let descriptor = Int32(truncatingIfNeeded: item.tag & 0xFFFF_FFFF)
        if item.tag >> 32 == 0 {
            if descriptor == waker { wakeup_clear(waker) } else { listeners[descriptor]?() }
            return
        }
        // The descriptor may have been closed, and even reused, since the kernel reported.
        guard let slot = slots[Int(descriptor)], slot.token == item.tag else { return }
        slot.connection.assumeIsolated { $0.happened(item.bits) }
    }

    private func expire() {
        while let entry = deadlines.take(until: now) {
            switch entry.token {
            case Self.drainToken:
                for slot in slots { slot?.connection.assumeIsolated { $0.close() } }
                continue
            case Self.listenToken:
                resumeListening()
                continue
            default: break
            }
            guard let slot = slots[Int(entry.token & 0xFFFF_FFFF)], slot.token == entry.token else { continue }
            slot.connection.assumeIsolated { $0.timeReached(entry.time) }
        }
    }

    private func takeInbox() {
        let (received, work) = inbox.withLock { inbox in
            defer {
                inbox.isSignalled = false
                inbox.jobs.removeAll()
                inbox.work.removeAll()
            }
            return (inbox.jobs, inbox.work)
        }
        jobs += received
        for item in work { item() }
    }

    /// Runs the jobs that are there; those they make wait for the next round, so that sockets get their turn.
    private func runJobs() {
        let ended = pauses
        pauses.removeAll()
        for pause in ended { pause.end() }
        guard !jobs.isEmpty else { return }
        let batch = jobs
        jobs.removeAll()
        for job in batch { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    // MARK: For connections and the server, on the loop's thread

    /// Begins to serve a socket.
    func adopt(_ descriptor: Int32, peer: String, service: Service) {
        generation = (generation + 1) & 0x7FFF_FFFF
        if generation == 0 { generation = 1 }
        let token = generation << 32 | UInt64(descriptor)
        let connection = Connection(descriptor: descriptor, token: token, peer: peer, loop: self, service: service)
        while slots.count <= Int(descriptor) { slots.append(nil) }
        slots[Int(descriptor)] = Slot(token: token, connection: connection)
        guard events_add(poller, descriptor, token) == 0 else {
            connection.assumeIsolated { $0.close() }
            return
        }
        connection.assumeIsolated { $0.opened() }
    }

    /// Forgets a connection and closes its socket, which takes it out of the poller too.
    func close(_ token: UInt64) {
        let descriptor = Int32(truncatingIfNeeded: token & 0xFFFF_FFFF)
        slots[Int(descriptor)] = nil
        assigned.subtract(1, ordering: .relaxed)
        Socket.close(descriptor)
    }

    func look(at token: UInt64, at time: Int) {
        deadlines.add(token, at: time)
    }

    /// Lets the other connections have their turn.
    func nextRound() async {
        let pause = Pause()
        pauses.append(pause)
        await pause.wait()
    }

    func takeBuffer() -> [UInt8] {
        spare.popLast() ?? [UInt8](repeating: 0, count: Self.bufferSize)
    }

    func giveBack(_ buffer: consuming [UInt8]) {
        if spare.count < 8, buffer.count == Self.bufferSize { spare.append(buffer) }
    }

    func listen(_ descriptor: Int32, ready: @escaping @Sendable () -> Void) {
        listeners[descriptor] = ready
        events_add_input(poller, descriptor, UInt64(descriptor))
    }

    func stopListening() {
        for descriptor in listeners.keys { events_remove(poller, descriptor) }
        listeners.removeAll()
    }

    /// Does not listen for a moment: level-triggered events that cannot be served would keep the loop awake.
    func pauseListening() {
        for descriptor in listeners.keys { events_remove(poller, descriptor) }
        deadlines.add(Self.listenToken, at: now + 100)
    }

    private func resumeListening() {
        for descriptor in listeners.keys { events_add_input(poller, descriptor, UInt64(descriptor)) }
    }

    /// Lets the connections end, the slow ones by force after `grace` milliseconds; then the loop ends.
    func drain(grace: Int) {
        isStopping = true
        for slot in slots { slot?.connection.assumeIsolated { $0.drain() } }
        deadlines.add(Self.drainToken, at: now + grace)
    }

}

/// What a new thread is given.
private final class Start: Sendable {
    let loop: EventLoop
    let finished: @Sendable () -> Void

    init(loop: EventLoop, finished: @escaping @Sendable () -> Void) {
        self.loop = loop
        self.finished = finished
    }
}

private func runLoop(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument = unsafe argument else { return nil }
    let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
    start.loop.run()
    start.finished()
    return nil
}
