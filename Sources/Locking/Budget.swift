/// An amount of something scarce, memory or places, that works at once share; whoever wants more than is left waits for its turn.
package actor Budget {
    private let whole: Int
    private var left: Int
    private var waiting: [(id: Int, amount: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    private var next = 0

    package init(_ amount: Int) {
        whole = amount
        left = amount
    }

    /// Does the work with so much set aside for it; what is more than there ever is counts as all of it.
    package nonisolated func spend<Result>(_ amount: Int, on work: () async throws -> Result) async throws -> Result {
        let amount = min(amount, whole)
        try await take(amount)
        do {
            let result = try await work()
            await give(amount)
            return result
        } catch {
            await give(amount)
            throw error
        }
    }

    private func take(_ amount: Int) async throws {
        try Task.checkCancellation()
        if waiting.isEmpty, amount <= left {
            left -= amount
            return
        }
        next += 1
        let id = next
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                waiting.append((id, amount, continuation))
            }
        } onCancel: {
            // Nobody waits for it: whoever is cancelled is out of the queue a moment later.
            Task { await leave(id) }
        }
    }

    private func give(_ amount: Int) {
        left += amount
        admit()
    }

    private func leave(_ id: Int) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: CancellationError())
        admit()
    }

    /// In the order in which they came, so that nobody who wants much waits for ever.
    private func admit() {
        while let first = waiting.first, first.amount <= left {
            left -= first.amount
            waiting.removeFirst().continuation.resume()
        }
    }
}
