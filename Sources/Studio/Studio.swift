package import Domain
package import Imaging
import JSON

/// Where tasks are worked on: takes them from the store, has them drawn, keeps the pictures, and tells the store.
package struct Studio: Sendable {
    package struct Configuration: Sendable {
        /// Tasks that are worked on at once.
        package var workers = 1
        /// How long a claim lasts without being renewed.
        package var lease: Duration = .seconds(60)
        /// How often a task whose worker was lost is tried.
        package var attempts = 5
        /// How long running work may go on when the studio is stopped.
        package var grace: Duration = .seconds(20)
        /// What is done to each picture after it was drawn.
        package var finishing = Finisher.Configuration()

        package init() {}
    }

    private let configuration: Configuration
    private let store: any TaskStore
    private let work: Work
    private let log: Log
    /// Tells the workers of this process from those of any other.
    private let name = String(UInt64.random(in: 0...UInt64.max), radix: 36)

    package init(
        configuration: Configuration,
        store: any TaskStore,
        files: any FileStore,
        engines: Engines,
        gathering: Gathering,
        rewriter: (any Rewriter)? = nil,
        previews: Previews = Previews(),
        metrics: Metrics,
        log: Log
    ) {
        self.configuration = configuration
        self.store = store
        self.log = log
        work = Work(
            store: store,
            files: files,
            engines: engines,
            finisher: Finisher(configuration.finishing),
            gathering: gathering,
            rewriter: rewriter,
            previews: previews,
            lease: configuration.lease,
            metrics: metrics,
            log: log
        )
    }

    /// Works until it is cancelled; then nothing new is claimed, what runs has its grace, and what is unfinished goes back.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<configuration.workers {
                group.addTask { await claimAndWork("\(name)-\(number)") }
            }
            group.addTask { await recoverLost() }
        }
    }

    private func claimAndWork(_ worker: String) async {
        while !Task.isCancelled {
            // Listens before it looks, so that nothing arrives unheard in between; a wait that ends uses its stream up.
            let arrivals = store.arrivals()
            do {
                if let claim = try await store.claim(by: worker, lease: configuration.lease) {
                    await perform(claim)
                    continue
                }
            } catch {
                log(.error, "no task can be claimed", ["error": .string("\(error)")])
                try? await Task.sleep(for: .seconds(1))
            }
            await pause(until: arrivals)
        }
    }

    /// The work has a task of its own, which this one waits for: being stopped reaches it only after the grace.
    private func perform(_ claim: Claim) async {
        let job = Task { await work.perform(claim) }
        await withTaskCancellationHandler {
            await job.value
        } onCancel: {
            // Nobody waits for it; all it holds is the job.
            Task { [grace = configuration.grace] in
                try? await Task.sleep(for: grace)
                job.cancel()
            }
        }
    }

    /// Waits for an arrival, but never for long: another process may have put something into the store.
    private func pause(until arrivals: AsyncStream<Void>) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var rings = arrivals.makeAsyncIterator()
                _ = await rings.next()
            }
            group.addTask { try? await Task.sleep(for: .seconds(5)) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Looks for tasks whose worker went silent.
    private func recoverLost() async {
        while !Task.isCancelled {
            do {
                let lost = try await store.recover(attempts: configuration.attempts, lease: configuration.lease)
                for task in lost { log(.warning, "a task was lost by its worker", ["task": .string(task.id.text)]) }
            } catch {
                log(.error, "lost tasks can't be looked for", ["error": .string("\(error)")])
            }
            try? await Task.sleep(for: .seconds(5))
        }
    }
}
