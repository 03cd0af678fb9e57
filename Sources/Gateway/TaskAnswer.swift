import Catalog
import Domain
import JSON

/// Writes tasks as clients read them.
struct TaskAnswer: Sendable {
    let catalog: Catalog
    let links: ResultLinks
    let files: any FileStore
    /// `https://pictures.example.com`, as the client knows this service.
    let base: String
    let dialect: Dialect

    /// The task as it stands. With `links` alone it has links also where the client asked for base64.
    func task(_ task: ImageTask, linksAlone: Bool = false) async throws(StoreError) -> JSON {
        guard let model = catalog[task.order.model] else { throw .notFound }
        var object: Object = [
            "id": .string(task.id.text), "created_at": .integer(task.createdAt.seconds),
            "status": .string(status(of: task)), "model": .string(task.order.model),
        ]
        switch task.state {
        case .waiting, .running:
            object.append("progress", .number(task.progress))
            if let position = task.queuePosition { object.append("queue_position", .integer(position)) }
            if model.answersObject, !task.pictures.isEmpty {
                object.append("output", try await output(task, model, linksAlone: linksAlone))
            }
        case .completed:
            object.append("output", try await output(task, model, linksAlone: linksAlone))
            object.append("usage", usage(of: task, model))
            object.append("metadata", metadata(of: task))
        case .failed:
            if let failure = task.failure { object.append("error", error(failure, model)) }
            object.append("metadata", metadata(of: task))
        }
        return .object(object)
    }

    func status(of task: ImageTask) -> String {
        switch task.state {
        case .waiting, .running: "in_progress"
        case .completed: "completed"
        case .failed: "failed"
        }
    }

    func error(_ failure: ImageTask.Failure, _ model: Model) -> JSON {
        let code = model.code(for: failure)
        let message = code.isInteger ? "\(failure.message) [\(code.text)]" : failure.message
        // A task that failed has no HTTP status of its own; 499 is what proxies say of a request that was given up.
        return dialect.error(
            code,
            message,
            status: failure.kind == .cancelled ? 499 : 500,
            parameter: failure.parameter
        )
    }

    // MARK: - Output

    private func output(_ task: ImageTask, _ model: Model, linksAlone: Bool) async throws(StoreError) -> JSON {
        var contents: [JSON] = []
        for picture in task.pictures {
            contents.append(.object(try await content(picture, of: task, model, linksAlone: linksAlone)))
        }
        return wrap(contents, task, model)
    }

    /// The array of the documents, or the object of the one that has it so.
    func wrap(_ contents: [JSON], _ task: ImageTask, _ model: Model) -> JSON {
        var part: Object = ["content": .array(contents)]
        if let report = task.report { part.append("jobId", .string(report.jobID)) }
        return model.answersObject && !dialect.isClient ? .object(part) : [.object(part)]
    }

    /// One picture, or why there is none.
    func content(
        _ picture: ImageTask.Picture,
        of task: ImageTask,
        _ model: Model,
        linksAlone: Bool = false
    ) async throws(StoreError) -> Object {
        var content: Object = ["type": "image"]
        if let failure = picture.failure {
            content.append("error", error(failure, model))
            return content
        }
        if !task.isExpired, let file = picture.file {
            if task.order.inline, !linksAlone {
                content.append("b64_json", .text(try await Self.base64(of: file, in: files)))
            } else {
                content.append("url", .string(url(of: picture, task)))
            }
        }
        content.append("size", .integer(picture.size))
        if let report = task.report { content.append("jobId", .string(report.jobID)) }
        return content
    }

    /// Valid for 24 hours from the end of the task; of one that runs, from its beginning.
    func url(of picture: ImageTask.Picture, _ task: ImageTask) -> String {
        let expires = (task.endedAt ?? task.startedAt ?? task.createdAt) + ResultLinks.lifetime
        return base + links.path(task.id, index: picture.index, format: task.order.format, expires: expires)
    }

    @concurrent
    static func base64(of file: FileKey, in files: any FileStore) async throws(StoreError) -> Text {
        Text(String(decoding: PictureText.encode(try await files.read(file)), as: UTF8.self))
    }

    // MARK: - Usage and metadata

    func usage(of task: ImageTask, _ model: Model) -> JSON {
        let good = task.pictures.filter { $0.failure == nil }
        let area = good.reduce(0) { $0 + $1.width * $1.height } / 256
        var usage: Object = ["cost": .string(task.cost.description), "discount": 0]
        switch model.usage {
        case .costOnly: break
        case .tokens:
            let input = task.report?.promptTokens ?? 0
            usage.append("input_tokens", .integer(input))
            usage.append("output_tokens", .integer(area))
            usage.append("total_tokens", .integer(input + area))
        case .zeroTokensAndImages:
            usage.append("input_tokens", 0)
            usage.append("output_tokens", 0)
            usage.append("total_tokens", .integer(task.cost.nanodollars / 100_000))
            usage.append("generated_images", .integer(good.count))
        case .imagesAndTokens:
            usage.append("generated_images", .integer(good.count))
            usage.append("output_tokens", .integer(area))
            usage.append("total_tokens", .integer(area))
            usage.append("tool_usage", ["web_search": 0])
        }
        return .object(usage)
    }

    private func metadata(of task: ImageTask) -> JSON {
        let order = task.order
        var metadata: Object = [
            "seed": .integer(order.seed), "width": .integer(order.width), "height": .integer(order.height),
        ]
        if let report = task.report {
            if let prompt = report.revisedPrompt, prompt != order.prompt {
                metadata.append("revised_prompt", .string(prompt))
            }
            metadata.append("engine", .string(report.engine))
            if !report.referenceKinds.isEmpty {
                metadata.append("reference_types", .array(report.referenceKinds.map { .string($0.rawValue) }))
            }
        }
        metadata.append("in_queue_at", .number(task.createdAt.secondsWithFraction))
        if let started = task.startedAt { metadata.append("started_at", .number(started.secondsWithFraction)) }
        if let ended = task.endedAt { metadata.append("completed_at", .number(ended.secondsWithFraction)) }
        if !order.ignoredParameters.isEmpty {
            metadata.append("ignored_parameters", .array(order.ignoredParameters.map(JSON.string)))
        }
        let warnings = order.warnings + (task.report?.warnings ?? [])
        if !warnings.isEmpty { metadata.append("warnings", .array(warnings.map(JSON.string))) }
        if task.isExpired { metadata.append("expired", true) }
        return .object(metadata)
    }
}
