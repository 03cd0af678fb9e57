import Domain
import Imaging
import JSON

/// The way of one task, from the claim to its end.
struct Work: Sendable {
    let store: any TaskStore
    let files: any FileStore
    let engines: Engines
    let finisher: Finisher
    let gathering: Gathering
    /// Without one, prompts stay as they are.
    let rewriter: (any Rewriter)?
    let previews: Previews
    let lease: Duration
    let metrics: Metrics
    let log: Log

    private static let endedCount = Metrics.Name("flint_tasks_ended_total", "Tasks that ended, by model and state.")
    private static let imageCount = Metrics.Name("flint_images_total", "Pictures drawn, by model.")
    private static let cost = Metrics.Name("flint_cost_usd_total", "What was charged, by model, in US dollars.")
    private static let waitTime = Metrics.Name("flint_task_wait_duration_seconds", "From created to claimed.")
    private static let stepTime = Metrics.Name(
        "flint_step_duration_seconds",
        "Of each picture: drawing, finishing, keeping."
    )
    private static let drawTime = Metrics.Name("flint_task_duration_seconds", "From claimed to ended, by model.")

    func perform(_ claim: Claim) async {
        let task = claim.task
        say("task started", task, ["attempt": .integer(task.attempts)])
        if task.attempts == 1, let started = task.startedAt {
            metrics.observe(started - task.createdAt, in: Self.waitTime)
        }
        do {
            let ended = try await end(claim)
            record(ended)
        } catch StoreError.claimLost {
            say("task was taken away", task)
        } catch {
            // The store could not be told: the lease will end, and the task will be tried again.
            log(
                .error,
                "the end of a task can't be stored",
                ["task": .string(task.id.text), "error": .string("\(error)")]
            )
        }
    }

    /// Draws the task and stores how it ended; `nil` when it was given back.
    private func end(_ claim: Claim) async throws -> ImageTask? {
        do {
            let report = try await drawWhileRenewing(claim)
            return try await store.complete(claim, report: report)
        } catch let error as StoreError {
            throw error
        } catch  where Task.isCancelled {
            // Being stopped is no fault of the engine, whatever it says of it. Where nobody stopped it, even a
            // `CancellationError` is one: given back uncounted, such a task would be tried for ever.
            try await store.release(claim)
            say("task given back", claim.task)
            return nil
        } catch let failure as ImageTask.Failure {
            return try await store.fail(claim, failure: failure, report: nil)
        } catch {
            log(.error, "the engine broke", ["task": .string(claim.task.id.text), "error": .string("\(error)")])
            let failure = ImageTask.Failure(.engineBroke, "The engine broke while it drew this task.")
            return try await store.fail(claim, failure: failure, report: nil)
        }
    }

    /// Draws, and keeps the claim meanwhile; a claim that is lost ends the drawing.
    private func drawWhileRenewing(_ claim: Claim) async throws -> ImageTask.Report {
        try await withThrowingTaskGroup(of: ImageTask.Report?.self) { group in
            group.addTask { try await draw(claim) }
            group.addTask {
                while true {
                    try await Task.sleep(for: lease / 3)
                    try await store.renew(claim, lease: lease)
                }
            }
            // A cancel is heard at once, also by an engine that is silent for long.
            group.addTask {
                for await _ in store.changes(of: claim.task.id) {
                    guard try await store.task(claim.task.id)?.state == .running else { throw StoreError.claimLost }
                }
                return nil
            }
            defer { group.cancelAll() }
            while let report = try await group.next() {
                if let report { return report }
            }
            throw CancellationError()
        }
    }

    private static let previewSide = 512

    private func draw(_ claim: Claim) async throws -> ImageTask.Report {
        defer { previews.forget(claim.task.id) }
        let order = claim.task.order
        guard let engine = engines[order.model] else {
            throw ImageTask.Failure(.noEngine, "No engine is set up for \(order.model).")
        }
        var report = ImageTask.Report(engine: engine.name, jobID: "\(claim.task.id)-\(claim.task.attempts)")
        let writing = try await words(of: order, for: engine, &report)
        let gathered = try await gathering.pictures(of: order, for: engine.abilities)
        report.warnings += gathered.warnings(engine.name)
        var pace = Pace()
        var drawn = 0
        var begun = ContinuousClock.now
        var lost: [ImageTask.Failure] = []
        for try await drawing in try await engine.draw(writing.order, references: gathered.pictures) {
            try Task.checkCancellation()
            switch drawing {
            case .accepted(let jobID): report.jobID = jobID
            case .understood(let prompt, let tokens, let warnings):
                report.revisedPrompt = prompt ?? report.revisedPrompt
                report.promptTokens = tokens
                report.warnings += warnings
            case .decided(let kinds): report.referenceKinds = kinds
            case .preview(let index, let bitmap):
                // Rough and soon replaced: one that can't be made is no loss.
                guard let bytes = try? Encoder().preview(of: bitmap, longestSide: Self.previewSide) else { continue }
                previews.show(Previews.Preview(index: index, bytes: bytes), of: claim.task.id)
            case .progress(let progress):
                if pace.isDue(progress) { try await store.advance(claim, to: progress) }
            case .picture(let index, let bitmap):
                metrics.observe(ContinuousClock.now - begun, in: Self.stepTime, labels: "step=\"draw\"")
                var provenance = Provenance(engine: engine.name, pictureID: "\(claim.task.id)-\(index)")
                provenance.prompt = order.prompt(at: index)
                provenance.usesReferences = !gathered.pictures.isEmpty
                provenance.ingredients = gathered.packets.prefix(gathered.pictures.count).compactMap { .init(xmp: $0) }
                let finished = try await keep(bitmap, at: index, writing.texts(at: index), provenance, claim)
                report.warnings += finished.warnings.filter { !report.warnings.contains($0) }
                begun = ContinuousClock.now
                drawn += 1
            case .lost(let index, let reason):
                let failure = ImageTask.Failure(.engineBroke, reason)
                lost.append(failure)
                try await store.add(picture(at: index, of: order, failure: failure), to: claim)
            }
        }
        try Task.checkCancellation()
        guard drawn > 0 else {
            throw lost.first ?? ImageTask.Failure(.badAnswer, "The engine ended without a picture.")
        }
        return report
    }

    /// What is drawn and what is set over it. In a group each picture may have texts of its own, so its plan comes first; else the texts and how they
    /// are to look are taken out before the rest is worded anew.
    private func words(
        of order: Order,
        for engine: any Engine,
        _ report: inout ImageTask.Report
    ) async throws -> Writing {
        let isWritten = engine.abilities.writesText
        let isGroup = order.count > 1
        let writing = Writing(
            isGroup ? try await reworded(order, for: engine, &report) : order,
            isWrittenByEngine: isWritten
        )
        let final = isGroup ? writing : writing.with(try await reworded(writing.order, for: engine, &report))
        let text = final.order.words
        if text != order.prompt { report.revisedPrompt = text }
        return final
    }

    private func reworded(
        _ order: Order,
        for engine: any Engine,
        _ report: inout ImageTask.Report
    ) async throws -> Order {
        guard let rewrite = try await rewriter?.rewrite(order, for: engine) else { return order }
        report.warnings += rewrite.warnings
        var order = order
        order.prompt = rewrite.prompt
        order.variations = rewrite.variations
        return order
    }

    /// Finishes a picture and keeps it; a file whose task is gone meanwhile is removed again.
    private func keep(
        _ bitmap: Bitmap,
        at index: Int,
        _ texts: [Lettering],
        _ provenance: Provenance,
        _ claim: Claim
    ) async throws -> Finisher.Finished {
        let order = claim.task.order
        let start = ContinuousClock.now
        let finished = try finisher.finish(
            bitmap,
            texts: texts,
            isLabelled: order.isLabelled,
            format: order.format,
            provenance: provenance
        )
        let ended = ContinuousClock.now
        metrics.observe(ended - start, in: Self.stepTime, labels: "step=\"finish\"")
        let file = try await files.write(finished.bytes, format: order.format)
        metrics.observe(ContinuousClock.now - ended, in: Self.stepTime, labels: "step=\"keep\"")
        var picture = picture(at: index, of: order, failure: nil)
        picture.width = bitmap.width
        picture.height = bitmap.height
        picture.file = file.key
        picture.size = file.size
        do {
            try await store.add(picture, to: claim)
        } catch {
            try await files.delete([file.key])
            throw error
        }
        metrics.add(to: Self.imageCount, labels: "model=\"\(order.model)\"")
        return finished
    }

    private func picture(at index: Int, of order: Order, failure: ImageTask.Failure?) -> ImageTask.Picture {
        ImageTask.Picture(
            index: index,
            width: order.width,
            height: order.height,
            seed: order.seed &+ Int64(index),
            file: nil,
            size: 0,
            failure: failure
        )
    }

    // MARK: - Telling

    private func record(_ task: ImageTask?) {
        guard let task else { return }
        let model = task.order.model
        let state = task.state == .completed ? "completed" : "failed"
        metrics.add(to: Self.endedCount, labels: "model=\"\(model)\",state=\"\(state)\"")
        metrics.add(Double(task.cost.nanodollars) / 1e9, to: Self.cost, labels: "model=\"\(model)\"")
        var fields: Object = ["cost_usd": .string(task.cost.description), "images": .integer(task.pictures.count)]
        if let started = task.startedAt, let ended = task.endedAt {
            metrics.observe(ended - started, in: Self.drawTime, labels: "model=\"\(model)\"")
            fields.append("duration_ms", .integer((ended - started).microseconds / 1000))
        }
        if let failure = task.failure { fields.append("failure", .string(failure.kind.rawValue)) }
        say("task \(state)", task, fields)
    }

    private func say(_ message: String, _ task: ImageTask, _ more: Object = [:]) {
        var fields: Object = ["task": .string(task.id.text), "model": .string(task.order.model)]
        if let id = task.order.requestID { fields.append("request_id", .string(id)) }
        if let trace = task.order.trace { fields.append("traceparent", .string(trace)) }
        for field in more.members { fields.append(field.name, field.value) }
        log(.info, message, fields)
    }
}

/// Lets progress through when it is worth writing down.
private struct Pace {
    private var last = ContinuousClock.now - .seconds(1)
    private var told = 0.0

    mutating func isDue(_ progress: Double) -> Bool {
        let now = ContinuousClock.now
        guard progress > told, now - last >= .milliseconds(100) || progress >= 1 else { return false }
        last = now
        told = progress
        return true
    }
}
