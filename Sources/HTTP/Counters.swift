import Synchronization

/// What a server has done since it started.
package struct Counters: Sendable, Equatable {
    package var connectionsOpen = 0
    package var connectionsAccepted = 0
    /// Connections turned away at a limit.
    package var connectionsRefused = 0
    package var requests = 0
    package var bytesReceived = 0
    package var bytesSent = 0
}

/// The part of one loop, which alone writes it, so that loops do not contend for a cache line.
final class LoopCounters: Sendable {
    private let requests = Atomic<Int>(0)
    private let bytesReceived = Atomic<Int>(0)
    private let bytesSent = Atomic<Int>(0)

    func answered() {
        requests.add(1, ordering: .relaxed)
    }

    func received(_ bytes: Int) {
        bytesReceived.add(bytes, ordering: .relaxed)
    }

    func sent(_ bytes: Int) {
        bytesSent.add(bytes, ordering: .relaxed)
    }

    func add(to sum: inout Counters) {
        sum.requests += requests.load(ordering: .relaxed)
        sum.bytesReceived += bytesReceived.load(ordering: .relaxed)
        sum.bytesSent += bytesSent.load(ordering: .relaxed)
    }
}
