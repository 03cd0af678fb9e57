import Locking

/// Remembers what was read until it is changed; safe against a reader that comes late with what was true before a change.
final class ReadCache<Name: Hashable & Sendable, Item: Sendable>: Sendable {
    private struct State {
        var items: [Name: Item] = [:]
        /// Counts changes: what was read before one is not kept after it.
        var changes = 0
    }

    private let limit: Int
    private let state = Lock(State())

    init(limit: Int) {
        self.limit = limit
    }

    func item(_ name: Name) -> Item? {
        state.withLock { $0.items[name] }
    }

    /// Ask before reading, and hand it back with what was read.
    var mark: Int { state.withLock { $0.changes } }

    func keep(_ item: Item, as name: Name, readAt mark: Int) {
        state.withLock { state in
            guard state.changes == mark else { return }
            if state.items.count >= limit { state.items.removeAll(keepingCapacity: true) }
            state.items[name] = item
        }
    }

    func forget(_ name: Name) {
        state.withLock { state in
            state.changes += 1
            state.items[name] = nil
        }
    }

    func forgetAll() {
        state.withLock { state in
            state.changes += 1
            state.items = [:]
        }
    }
}
