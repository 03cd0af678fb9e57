import Locking

/// Rings for those who wait for something to happen to one thing, or to any.
final class Bells<Name: Hashable & Sendable>: Sendable {
    private struct State {
        var next = 0
        var listeners: [Name: [Int: AsyncStream<Void>.Continuation]] = [:]
    }

    private let state = Lock(State())

    func listen(to name: Name) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.next += 1
            state.listeners[name, default: [:]][state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { state in
                state.listeners[name]?[number] = nil
                if state.listeners[name]?.isEmpty == true { state.listeners[name] = nil }
            }
        }
        return stream
    }

    func ring(_ name: Name) {
        let listeners = state.withLock { $0.listeners[name].map { Array($0.values) } ?? [] }
        for listener in listeners { listener.yield() }
    }
}
