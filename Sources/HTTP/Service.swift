import Locking
import Synchronization

/// What the connections of a server share.
final class Service: Sendable {
    let configuration: Server.Configuration
    let handler: Handler
    /// Bound for connections at once, once the system's word on descriptors is known.
    let connectionLimit: Int
    private let draining = Atomic<Bool>(false)
    private let open = Atomic<Int>(0)
    private let accepted = Atomic<Int>(0)
    private let refused = Atomic<Int>(0)
    private let perAddress = Lock<[String: Int]>([:])
    let headLimits: HeadParser.Limits

    init(configuration: Server.Configuration, handler: @escaping Handler, descriptors: Int) {
        self.configuration = configuration
        self.handler = handler
        connectionLimit = min(configuration.limits.connections, max(16, descriptors - 256))
        headLimits = HeadParser.Limits(
            head: configuration.limits.headerBytes,
            fields: configuration.limits.headerFields,
            target: configuration.limits.target
        )
    }

    var isDraining: Bool { draining.load(ordering: .relaxed) }

    func drain() {
        draining.store(true, ordering: .relaxed)
    }

    var counters: Counters {
        Counters(
            connectionsOpen: open.load(ordering: .relaxed),
            connectionsAccepted: accepted.load(ordering: .relaxed),
            connectionsRefused: refused.load(ordering: .relaxed)
        )
    }

    /// Counts a new connection in, or says why it cannot be had.
    func admit(_ peer: String) -> HTTPError? {
        guard open.load(ordering: .relaxed) < connectionLimit else {
            refused.add(1, ordering: .relaxed)
            return .tooManyConnections
        }
        if let limit = configuration.limits.connectionsPerAddress, peer != Self.unixPeer {
            let isAdmitted = perAddress.withLock { counts in
                guard counts[peer, default: 0] < limit else { return false }
                counts[peer, default: 0] += 1
                return true
            }
            guard isAdmitted else {
                refused.add(1, ordering: .relaxed)
                return .tooManyConnectionsFromAddress
            }
        }
        open.add(1, ordering: .relaxed)
        accepted.add(1, ordering: .relaxed)
        return nil
    }

    func left(_ peer: String) {
        open.subtract(1, ordering: .relaxed)
        guard configuration.limits.connectionsPerAddress != nil, peer != Self.unixPeer else { return }
        perAddress.withLock { counts in
            let count = counts[peer, default: 1] - 1
            counts[peer] = count == 0 ? nil : count
        }
    }

    static let unixPeer = "unix"
}

extension Duration {
    /// Whole milliseconds, the unit of the loop's clock.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
