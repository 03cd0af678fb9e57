import Domain

/// Makes room for a model before it is loaded: others that are idle are unloaded, the one that was used longest ago first.
actor MemoryDesk {
    /// The memory of a machine is one, whoever uses it.
    static let shared = MemoryDesk { ProcessMemory.available }

    /// There is not enough of it, even with all others unloaded.
    struct Shortage: Error {
        var need: Int
        var available: Int
    }

    private struct Member {
        weak var place: Workplace?
    }

    private let available: @Sendable () -> Int
    private var members: [Member] = []

    init(available: @escaping @Sendable () -> Int) {
        self.available = available
    }

    func makeRoom(for need: Int, at place: Workplace) async throws(Shortage) {
        members.removeAll { $0.place == nil }
        if !members.contains(where: { $0.place === place }) { members.append(Member(place: place)) }
        while available() < need {
            guard await unloadOne(but: place) else { throw Shortage(need: need, available: available()) }
        }
    }

    private func unloadOne(but place: Workplace) async -> Bool {
        var oldest: (place: Workplace, lastUse: ContinuousClock.Instant)?
        for member in members {
            guard let other = member.place, other !== place else { continue }
            let state = await other.state
            guard state.isLoaded, !state.isBusy else { continue }
            if state.lastUse < oldest?.lastUse ?? .now { oldest = (other, state.lastUse) }
        }
        guard let oldest, await oldest.place.rest() else { return false }
        // The kernel takes a moment to give back what a process held.
        try? await Task.sleep(for: .milliseconds(200))
        return true
    }
}
