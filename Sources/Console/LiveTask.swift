import Catalog
import Domain
import Gateway
import HTTP
import JSON
import Locking

/// How a task stands, again whenever it changes, until it is finished.
extension Console {
    @Sendable
    func watchTask(_ visit: Visit) async throws -> Response {
        let id = try await ownTask(visit).id
        let said = Lock(Said())
        let changes = store.changes(of: id)
        return Response(
            .ok,
            body: .events {
                while true {
                    if said.withLock({ $0.isOver }) { return nil }
                    guard let task = try await store.task(id) else { return nil }
                    let text = standing(of: task, visit.language).text
                    let isNews = said.withLock { said in
                        defer { said = Said(text: text, isOver: task.state.isFinished) }
                        return said.text != text
                    }
                    if isNews { return ServerSentEvent(data: text) }
                    var rings = changes.makeAsyncIterator()
                    guard await rings.next() != nil else { return nil }
                }
            }
        )
    }

    private struct Said {
        var text = ""
        var isOver = false
    }

    /// What the pages show of a task while it runs and when it has ended.
    func standing(of task: ImageTask, _ language: Language) -> JSON {
        var object: Object = [
            "id": .string(task.id.text), "state": .string(task.state.name),
            "stateText": .string(task.state.phrase[language]), "progress": .number(task.progress),
            "count": .integer(task.order.count), "model": .string(task.order.model),
            "width": .integer(task.order.width), "height": .integer(task.order.height),
            "seed": .integer(task.order.seed), "pictures": .array(task.pictures.map { picture($0, of: task) }),
        ]
        if let place = task.queuePosition { object.append("position", .integer(place)) }
        if let failure = task.failure { object.append("error", error(failure, of: task)) }
        let warnings = task.order.warnings + (task.report?.warnings ?? [])
        if !warnings.isEmpty { object.append("warnings", .array(warnings.map(JSON.string))) }
        if let revised = task.report?.revisedPrompt, revised != task.order.prompt {
            object.append("revised", .string(revised))
        }
        if task.state.isFinished, let started = task.startedAt, let ended = task.endedAt {
            object.append("seconds", .number((ended - started).inSeconds))
        }
        if task.state == .completed { object.append("cost", .string(task.cost.description)) }
        return .object(object)
    }

    private func picture(_ picture: ImageTask.Picture, of task: ImageTask) -> JSON {
        if let failure = picture.failure {
            return ["index": .integer(picture.index), "error": error(failure, of: task)]
        }
        return [
            "index": .integer(picture.index), "width": .integer(picture.width), "height": .integer(picture.height),
            "seed": .integer(picture.seed), "size": .integer(picture.size),
            "url": .string("/console/pictures/\(task.id)/\(picture.index)"),
            "thumbnail": .string("/console/thumbnails/\(task.id)/\(picture.index)"),
        ]
    }

    private func error(_ failure: ImageTask.Failure, of task: ImageTask) -> JSON {
        let code = catalog[task.order.model]?.code(for: failure).text ?? ""
        var object: Object = ["code": .string(code), "message": .string(failure.message)]
        if let parameter = failure.parameter { object.append("param", .string(parameter)) }
        return .object(object)
    }
}
