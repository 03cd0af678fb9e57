import Catalog
import Domain
import HTTP
import JSON
import Locking

/// The events of a task as a stream: a view of its numbered list, resumable after any number.
extension Gateway {
    @Sendable
    func streamTask(_ call: Call) async throws -> Response {
        let task = try await ownTask(call)
        var response = Response(.ok, body: .events(next: events(of: task, after: try cursor(call), call)))
        response.headers["x-task-id"] = task.id.text
        response.headers["cache-control"] = "no-store"
        return response
    }

    /// Where the client was: what its browser says, or the query.
    func cursor(_ call: Call) throws(Refusal) -> Int {
        let query = try call.query("cursor")
        let text = call.request.headers["last-event-id"] ?? query ?? "0"
        guard let number = Int(text.isEmpty ? "0" : text), number >= 0 else {
            throw Refusal(.badRequest, "invalid_request", "cursor must be the number of an event.", parameter: "cursor")
        }
        return number
    }

    /// Plain ones speak of progress and output even if the task was created as a stream.
    func events(
        of task: ImageTask,
        after cursor: Int,
        _ call: Call,
        plain: Bool = false
    )
        -> @Sendable () async throws -> ServerSentEvent?
    {
        let isNative = task.order.isStreamed && !plain
        let answer = answer(call)
        let place = Lock(StreamPlace(cursor: cursor))
        let changes = tasks.changes(of: task.id)
        return {
            while true {
                if let event = place.withLock({ $0.take() }) { return event }
                if place.withLock({ $0.isOver }) { return nil }
                let news = try await tasks.events(of: task.id, after: place.withLock { $0.cursor })
                guard let now = try await tasks.task(task.id) else { return nil }
                var events: [ServerSentEvent] = []
                for event in news {
                    let said =
                        isNative
                        ? try await answer.nativeEvent(event, of: now) : try await answer.plainEvent(event, of: now)
                    if let said { events.append(said) }
                }
                // Finished, and nothing was added since: this was the end.
                let isOver = now.state.isFinished && (news.last?.kind.isEnd ?? true)
                if isOver, isNative { events.append(ServerSentEvent(data: "[DONE]")) }
                place.withLock { $0.add(events, cursor: news.last?.number, isOver: isOver) }
                if events.isEmpty, !isOver {
                    var rings = changes.makeAsyncIterator()
                    guard await rings.next() != nil else { return nil }
                }
            }
        }
    }
}

/// Where a stream stands, and what it has still to say.
private struct StreamPlace {
    private(set) var cursor: Int
    private(set) var isOver = false
    private var pending: [ServerSentEvent] = []

    init(cursor: Int) {
        self.cursor = cursor
    }

    mutating func take() -> ServerSentEvent? {
        pending.isEmpty ? nil : pending.removeFirst()
    }

    mutating func add(_ events: [ServerSentEvent], cursor: Int?, isOver: Bool) {
        pending += events
        self.cursor = cursor ?? self.cursor
        self.isOver = isOver
    }
}

extension Event.Kind {
    var isEnd: Bool { self == .completed || self == .failed }
}

extension TaskAnswer {
    // MARK: - The words of a task that was created as a stream

    func nativeEvent(_ event: Event, of task: ImageTask) async throws(StoreError) -> ServerSentEvent? {
        guard let model = catalog[task.order.model] else { return nil }
        let number = String(event.number)
        switch event.kind {
        case .created:
            let created: JSON = [
                "id": .string(task.id.text), "created_at": .integer(task.createdAt.seconds), "status": "in_progress",
                "model": .string(task.order.model), "progress": 0,
            ]
            return ServerSentEvent(id: number, event: "task", data: created.text)
        case .started, .progress, .returned: return nil
        case .picture(let index):
            guard let picture = task.pictures.first(where: { $0.index == index }) else { return nil }
            let name = "image_generation.partial_\(picture.failure == nil ? "succeeded" : "failed")"
            var data: Object = [
                "type": .string(name), "model": .string(task.order.model), "created": .integer(event.at.seconds),
                "image_index": .integer(index),
            ]
            if let failure = picture.failure {
                data.append("error", error(failure, model))
            } else {
                let content = try await content(picture, of: task, model)
                for name in ["url", "b64_json"] {
                    if let value = content[name] { data.append(name, value) }
                }
                data.append("size", .string("\(picture.width)x\(picture.height)"))
            }
            return ServerSentEvent(id: number, event: name, data: JSON.object(data).text)
        case .completed:
            let data: JSON = [
                "type": "image_generation.completed", "model": .string(task.order.model),
                "created": .integer(event.at.seconds), "usage": usage(of: task, model),
            ]
            return ServerSentEvent(id: number, event: "image_generation.completed", data: data.text)
        case .failed: return failed(event, task, model)
        }
    }

    // MARK: - The words of every other task

    func plainEvent(_ event: Event, of task: ImageTask) async throws(StoreError) -> ServerSentEvent? {
        guard let model = catalog[task.order.model] else { return nil }
        let number = String(event.number)
        switch event.kind {
        case .created, .started, .returned, .progress:
            var data: Object = ["id": .string(task.id.text)]
            if case .progress(let progress) = event.kind {
                data.append("progress", .number(progress))
            } else {
                data.append("progress", .number(event.kind == .created ? 0 : task.progress))
            }
            if task.state == .waiting, let position = task.queuePosition {
                data.append("queue_position", .integer(position))
            }
            return ServerSentEvent(id: number, event: "progress", data: JSON.object(data).text)
        case .picture(let index):
            guard let picture = task.pictures.first(where: { $0.index == index }) else { return nil }
            var content = try await content(picture, of: task, model)
            content.append("chunk_index", .integer(index))
            let data: JSON = [
                "id": .string(task.id.text), "model": .string(task.order.model), "status": .string(status(of: task)),
                "output": wrap([.object(content)], task, model), "cursor": .integer(event.number),
            ]
            return ServerSentEvent(id: number, event: "output", data: data.text)
        case .completed: return ServerSentEvent(id: number, event: "done", data: try await self.task(task).text)
        case .failed: return failed(event, task, model)
        }
    }

    private func failed(_ event: Event, _ task: ImageTask, _ model: Model) -> ServerSentEvent {
        let failure = task.failure ?? ImageTask.Failure(.engineBroke, "The task failed.")
        let data: JSON = ["id": .string(task.id.text), "status": "failed", "error": error(failure, model)]
        return ServerSentEvent(id: String(event.number), event: "error", data: data.text)
    }
}
