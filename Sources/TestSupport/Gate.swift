import Locking

/// Holds those who come until the test opens it, and tells the test when somebody has come.
package final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var hasBeenReached = false
        var next = 0
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Lock(State())

    package init() {}

    /// Goes on when the gate is open; throws when the caller's task is cancelled while it waits.
    package func pass() async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let (outcome, watchers) = state.withLock {
                    state -> (Result<Void, any Error>?, [CheckedContinuation<Void, Never>]) in
                    state.hasBeenReached = true
                    defer { state.watchers = [] }
                    if state.isOpen { return (.success(()), state.watchers) }
                    // Asked inside the lock: a cancel before this is seen here, one after it finds the continuation.
                    if Task.isCancelled { return (.failure(CancellationError()), state.watchers) }
                    state.waiting[number] = continuation
                    return (nil, state.watchers)
                }
                for watcher in watchers { watcher.resume() }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(throwing: CancellationError())
        }
    }

    package func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns when somebody has come to the gate.
    package func reached() async {
        await withCheckedContinuation { continuation in
            let hasBeenReached = state.withLock { state in
                if !state.hasBeenReached { state.watchers.append(continuation) }
                return state.hasBeenReached
            }
            if hasBeenReached { continuation.resume() }
        }
    }
}
