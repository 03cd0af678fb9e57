import CEvents
import Glibc
import Locking

/// An HTTP/1.1 server: event loops, one per core, that have requests answered by one handler.
///
///     let server = Server(configuration: configuration, handler: { await router($0) })
///     let addresses = try server.start()
///     try await server.run()
package final class Server: Sendable {
    private let configuration: Configuration
    private let handler: Handler
    private let state = Lock(State())

    private struct State {
        var service: Service?
        var loops: [EventLoop] = []
        var listeners: [Listener] = []
        var runningLoops = 0
        var isDraining = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    package init(configuration: Configuration, handler: @escaping Handler) {
        self.configuration = configuration
        self.handler = handler
    }

    /// Listens and serves from now on, on threads of its own; gives the addresses as bound.
    @discardableResult
    package func start() throws(ServerError) -> [ListenAddress] {
        let descriptors = process_prepare()
        let service = Service(configuration: configuration, handler: handler, descriptors: Int(clamping: descriptors))
        var listeners: [Listener] = []
        var loops: [EventLoop] = []
        do {
            for address in configuration.listen { listeners.append(try Listener(address)) }
            for _ in 0..<max(1, configuration.loops ?? cores) { loops.append(try EventLoop()) }
        } catch {
            for listener in listeners { listener.close() }
            throw error
        }
        state.withLock { [loops, listeners] state in
            precondition(state.service == nil, "a server starts once")
            state.service = service
            state.loops = loops
            state.listeners = listeners
            state.runningLoops = loops.count
        }
        for loop in loops { loop.start { self.loopFinished() } }
        let first = loops[0]
        let acceptor = Acceptor(service: service, loops: loops)
        first.submit { [listeners] in
            for listener in listeners {
                first.listen(listener.descriptor) { acceptor.accept(from: listener) }
            }
        }
        return listeners.map(\.address)
    }

    /// Returns when the server has been drained; being cancelled drains it.
    package func run() async throws(ServerError) {
        if state.withLock({ $0.service == nil }) { try start() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.runningLoops > 0 { state.waiting.append(continuation) }
                    return state.runningLoops == 0
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            drain()
        }
    }

    /// Takes no more connections, closes idle ones, ends event streams, and lets the running requests end
    /// within the grace that the configuration gives them.
    package func drain() {
        let parts = state.withLock { state -> (Service, [EventLoop], [Listener])? in
            guard let service = state.service, !state.isDraining else { return nil }
            state.isDraining = true
            return (service, state.loops, state.listeners)
        }
        guard let (service, loops, listeners) = parts else { return }
        service.drain()
        loops[0].submit {
            loops[0].stopListening()
            for listener in listeners { listener.close() }
        }
        let grace = configuration.drainGrace.milliseconds
        for loop in loops { loop.submit { loop.drain(grace: grace) } }
    }

    package var counters: Counters {
        let (service, loops) = state.withLock { ($0.service, $0.loops) }
        guard let service else { return Counters() }
        return loops.reduce(into: service.counters) { $1.counters.add(to: &$0) }
    }

    private func loopFinished() {
        let waiting = state.withLock { state in
            state.runningLoops -= 1
            guard state.runningLoops == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting.removeAll() }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// The cores that this process may use.
    private var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
