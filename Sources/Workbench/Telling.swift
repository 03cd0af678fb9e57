package import Domain

/// Where an engine that works on its own tells what it has drawn.
package struct Telling: Sendable {
    fileprivate let continuation: AsyncThrowingStream<Drawing, any Error>.Continuation

    package func callAsFunction(_ drawing: Drawing) {
        continuation.yield(drawing)
    }
}

/// What `work` tells, as the sequence that an engine answers with. The work runs in a task of its own, which is cancelled when
/// nobody listens any more; pictures are few, so those that nobody has taken yet may wait.
package func drawings(
    _ work: @escaping @Sendable (Telling) async throws -> Void
) -> AsyncThrowingStream<Drawing, any Error> {
    AsyncThrowingStream { continuation in
        // Nobody waits for it but the stream, which ends with it.
        let task = Task {
            do {
                try await work(Telling(continuation: continuation))
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in task.cancel() }
    }
}

extension Order {
    /// Draws the pictures of the order one after the other.
    ///
    /// A picture that fails with an `ImageTask.Failure` is lost and the others still come; when none comes, the failure of the
    /// first is that of all. A failure that would be the same for each picture should be thrown as `Hopeless`.
    package func drawEach(
        _ tell: Telling,
        _ draw: (_ index: Int) async throws -> Bitmap
    ) async throws {
        var drawn = 0
        var failures: [(index: Int, failure: ImageTask.Failure)] = []
        func flush() {
            for (index, failure) in failures { tell(.lost(index: index, reason: failure.message)) }
        }
        for index in 0..<count {
            do {
                let picture = try await draw(index).fitted(width: width, height: height)
                try Task.checkCancellation()
                if drawn == 0 { flush() }
                drawn += 1
                tell(.picture(index: index, picture))
                tell(.progress(Double(index + 1) / Double(count)))
            } catch let failure as ImageTask.Failure {
                if drawn > 0 { tell(.lost(index: index, reason: failure.message)) }
                failures.append((index, failure))
            } catch let end as Hopeless {
                guard drawn > 0 else { throw end.failure }
                for rest in index..<count { tell(.lost(index: rest, reason: end.failure.message)) }
                return
            }
        }
        if drawn == 0, let first = failures.first { throw first.failure }
    }
}

/// A failure that no further picture of the order would escape.
package struct Hopeless: Error {
    package var failure: ImageTask.Failure

    package init(_ failure: ImageTask.Failure) {
        self.failure = failure
    }
}
