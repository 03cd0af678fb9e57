import CProcesses
import Domain
import Glibc
import JSON
import Locking
import Processes

/// A worker's process as its supervisor sees it: started, spoken to, watched, ended.
final class Child: Sendable {
    enum Event: Sendable {
        case message(Message)
        /// The process is gone; nothing comes after this.
        case ended(End)
    }

    enum End: Sendable, Equatable {
        case exit(code: Int32)
        case signal(Int32)
        /// Ended by us, for the reason given.
        case killed(Reason)
    }

    enum Reason: String, Sendable {
        case silent = "it said nothing for too long"
        case slow = "it took too long"
        case large = "it took too much memory"
        case senseless = "it said something that made no sense"
        case stopped = "it did not stop when asked to"
        case unwanted = "it was not needed any more"
    }

    private struct State {
        var events: [Event] = []
        var waiting: CheckedContinuation<Event, Never>?
        var reason: Reason?
        /// The pidfd, while the process is not reaped yet.
        var handle: Int32
        var silence: Duration?
        var heard = ContinuousClock.now
        var deadline: ContinuousClock.Instant?
        var memory: Int?
        /// When it is ended for not having stopped.
        var stopBy: ContinuousClock.Instant?
    }

    let pid: Int32
    private let line: Line
    private let state: Lock<State>

    /// Starts the process; `errno` where that fails.
    init(program: String, arguments: [String], environment: [String: String]) throws(StartFailure) {
        guard let (ours, theirs) = Line.pair() else { throw StartFailure(code: errno) }
        defer { close(theirs) }
        let nothing = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(nothing) }
        line = Line(ours)
        var handle: Int32 = -1
        let pid = unsafe withCStrings([program] + arguments) { arguments in
            unsafe withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
                unsafe child_start(program, arguments, environment, theirs, nothing, nothing, &handle)
            }
        }
        guard pid > 0 else { throw StartFailure(code: -pid) }
        self.pid = pid
        state = Lock(State(handle: handle))
        startThread()
    }

    struct StartFailure: Error {
        var code: Int32
    }

    func send(_ message: Message) async {
        let bytes = message.bytes
        // A worker that does not read would hold a thread of the pool.
        await withCheckedContinuation { continuation in
            onThread { [line] in
                _ = line.write(bytes)
                continuation.resume()
            }
        }
    }

    /// Asks it to give up a job, and ends it when it goes on; from wherever, without waiting.
    func stop(job: Int, within time: Duration) {
        state.withLock { $0.stopBy = .now + time }
        let bytes = Message(["kind": "stop", "job": .integer(job)]).bytes
        onThread { [line] in _ = line.write(bytes) }
    }

    /// The next event, in order. A cancelled caller waits on: the process is told, and the events go on until it has ended.
    func next() async -> Event {
        await withCheckedContinuation { continuation in
            let event: Event? = state.withLock { state in
                if !state.events.isEmpty { return state.events.removeFirst() }
                state.waiting = continuation
                return nil
            }
            if let event { continuation.resume(returning: event) }
        }
    }

    /// From now on the process is ended when it says nothing for so long, goes on for so long, or takes so much memory.
    func watch(silence: Duration?, time: Duration? = nil, memory: Int?) {
        state.withLock { state in
            state.silence = silence
            state.heard = .now
            state.deadline = time.map { .now + $0 }
            state.memory = memory
            state.stopBy = nil
        }
    }

    func kill(_ reason: Reason) {
        state.withLock { state in
            guard state.handle >= 0 else { return }
            state.reason = state.reason ?? reason
            child_kill(state.handle)
        }
    }

    // MARK: - The thread that listens

    private func startThread() {
        // It holds the child until that has ended.
        onThread { self.listen() }
    }

    private func listen() {
        var reader = MessageReader()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var looked = ContinuousClock.now
        while let count = line.read(within: 200, into: &buffer) {
            if count > 0 {
                reader.take(buffer[..<count])
                state.withLock { $0.heard = .now }
                do {
                    while let message = try reader.next() { tell(.message(message)) }
                } catch {
                    kill(.senseless)
                    break
                }
            }
            if ContinuousClock.now - looked > .milliseconds(200) {
                looked = .now
                if let reason = overstep() { kill(reason) }
            }
        }
        tell(.ended(reap()))
    }

    private func overstep() -> Reason? {
        let now = ContinuousClock.now
        let (limit, reason): (Int?, Reason?) = state.withLock { state in
            if let deadline = state.deadline, now > deadline { return (nil, .slow) }
            if let deadline = state.stopBy, now > deadline { return (nil, .stopped) }
            if let silence = state.silence, now - state.heard > silence { return (nil, .silent) }
            return (state.memory, nil)
        }
        if let reason { return reason }
        guard let limit, ProcessMemory.own(of: pid) > limit else { return nil }
        return .large
    }

    /// Waits for the end of a process that has closed its socket, and helps where it does not come.
    private func reap() -> End {
        let handle = state.withLock { $0.handle }
        var status: Int32 = 0
        if unsafe child_wait(pid, handle, 2000, &status) != 0 {
            child_kill(handle)
            _ = unsafe child_wait(pid, handle, 60_000, &status)
        }
        let reason = state.withLock { state in
            close(state.handle)
            state.handle = -1
            return state.reason
        }
        if let reason { return .killed(reason) }
        // After <bits/waitstatus.h>, whose macros Swift does not see.
        let signal = status & 0x7F
        return signal == 0 ? .exit(code: status >> 8 & 0xFF) : .signal(signal)
    }

    private func tell(_ event: Event) {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            if state.waiting == nil { state.events.append(event) }
            return state.waiting
        }
        waiting?.resume(returning: event)
    }
}

extension Child.End: CustomStringConvertible {
    var description: String {
        switch self {
        case .exit(let code): "it ended with code \(code)"
        case .signal(let signal): "it was ended by signal \(signal)"
        case .killed(let reason): reason.rawValue
        }
    }
}

/// Runs something that blocks on a thread of its own; nobody waits for that thread.
private func onThread(_ work: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let owner = unsafe Unmanaged.passRetained(Work(work)).toOpaque()
    let code = unsafe pthread_create(&thread, nil, runWork, owner)
    precondition(code == 0, "the system gives no thread")
    pthread_detach(thread)
}

private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runWork(_ owner: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let owner = unsafe owner { unsafe Unmanaged<Work>.fromOpaque(owner).takeRetainedValue().body() }
    return nil
}
