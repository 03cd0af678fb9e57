import Glibc
import Synchronization

/// Lets waiting tasks through once it is open.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// Work on a thread of its own, for a client that sends while it receives.
final class Sender: @unchecked Sendable {  // `error` is read after the thread has ended
    private let work: () throws -> Void
    private var error: (any Error)?
    private var thread = pthread_t()

    init(_ work: @escaping () throws -> Void) {
        self.work = work
        pthread_create(&thread, nil, runSender, Unmanaged.passRetained(self).toOpaque())
    }

    fileprivate func run() {
        do { try work() } catch { self.error = error }
    }

    func wait() throws {
        pthread_join(thread, nil)
        if let error { throw error }
    }
}

private func runSender(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<Sender>.fromOpaque(argument).takeRetainedValue().run()
    return nil
}

func usleepMilliseconds(_ milliseconds: UInt32) {
    usleep(milliseconds * 1000)
}

/// Looks again until it is so, for some seconds.
func eventually(_ isSo: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<3000 {
        if try isSo() { return true }
        usleepMilliseconds(10)
    }
    return false
}
