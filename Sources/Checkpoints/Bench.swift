/// The workplaces of an engine: each task takes one and gives it back; the others wait in the order in which they came.
actor Bench {
    private var free: [Workplace]
    private var waiting: [(id: Int, continuation: CheckedContinuation<Workplace, any Error>)] = []
    private var next = 0

    init(_ places: [Workplace]) {
        free = places
    }

    func take() async throws -> Workplace {
        try Task.checkCancellation()
        // The one that was used last has its model loaded.
        if let place = free.popLast() { return place }
        next += 1
        let id = next
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                waiting.append((id, continuation))
            }
        } onCancel: {
            // Nobody waits for it: whoever is cancelled is out of the queue a moment later.
            Task { await leave(id) }
        }
    }

    func give(_ place: Workplace) {
        if waiting.isEmpty { free.append(place) } else { waiting.removeFirst().continuation.resume(returning: place) }
    }

    private func leave(_ id: Int) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: CancellationError())
    }
}
