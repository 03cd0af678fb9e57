import Catalog
import Domain
package import HTTP
import JSON
import Web

/// Looking at tasks, and ending them.
extension Gateway {
    /// The task of the path, if it is the caller's; else it does not exist for the caller.
    func ownTask(_ call: Call) async throws -> ImageTask {
        guard let task = try await tasks.task(try call.taskID()), task.owner == call.owner else {
            throw Refusal.taskNotFound
        }
        return task
    }

    func answer(_ call: Call) -> TaskAnswer {
        TaskAnswer(catalog: catalog, links: links, files: files, base: baseURL(call.request), dialect: call.dialect)
    }

    @Sendable
    func showTask(_ call: Call) async throws -> Response {
        let task = try await ownTask(call)
        let answer = answer(call)
        guard task.state.isFinished else { return Response(json: try await answer.task(task)) }
        let name = AnswerCache.Name(
            task: task.id,
            isExpired: task.isExpired,
            isClient: call.dialect.isClient,
            base: answer.base
        )
        if let bytes = finished[name] { return Response(bytes: bytes) }
        let bytes = try await answer.task(task).encoded
        finished.keep(bytes, as: name)
        return Response(bytes: bytes)
    }

    /// The picture that is being drawn as it looks by now, where this process draws it.
    @Sendable
    func showPreview(_ call: Call) async throws -> Response {
        let task = try await ownTask(call)
        guard let preview = previews[task.id] else {
            return Response(.noContent, headers: ["cache-control": "no-store"])
        }
        let headers: Headers = [
            "content-type": "image/webp", "cache-control": "no-store", "x-image-index": "\(preview.index)",
            "x-content-type-options": "nosniff",
        ]
        return Response(.ok, headers: headers, body: .bytes(preview.bytes))
    }

    @Sendable
    func cancelTask(_ call: Call) async throws -> Response {
        let id = try await ownTask(call).id
        let task = try await tasks.cancel(id)
        log(.info, "task cancelled", ["task": .string(id.text), "request_id": .string(call.id)])
        return Response(json: try await answer(call).task(task))
    }

    @Sendable
    func deleteTask(_ call: Call) async throws -> Response {
        let id = try await ownTask(call).id
        try await files.delete(try await tasks.delete(id))
        log(.info, "task deleted", ["task": .string(id.text), "request_id": .string(call.id)])
        return Response(.noContent)
    }

    @Sendable
    func listTasks(_ call: Call) async throws -> Response {
        let limit = try call.query("limit", default: 20, in: 1...100)
        var cursor: ImageTask.ID?
        if let text = try call.query("cursor"), !text.isEmpty {
            guard let id = ImageTask.ID(text) else {
                throw Refusal(.badRequest, "invalid_request", "cursor is none that a list gave.", parameter: "cursor")
            }
            cursor = id
        }
        let model = try call.query("model").flatMap { $0.isEmpty ? nil : $0 }
        if let model, catalog[model] == nil {
            throw Refusal(
                .notFound,
                "model_not_found",
                "There is no model \"\(model.prefix(60))\".",
                parameter: "model"
            )
        }
        let status = try call.query("status", TaskFilter.Status.self)
        let filter = TaskFilter(owner: call.owner, model: model, status: status)
        // One more than asked for tells whether there is a next page.
        let found = try await tasks.tasks(filter, before: cursor, limit: limit + 1)
        let answer = answer(call)
        var data: [JSON] = []
        for task in found.prefix(limit) { data.append(try await answer.task(task, linksAlone: true)) }
        let next = found.count > limit ? found[limit - 1].id.text : nil
        return Response(json: ["data": .array(data), "next_cursor": next.map(JSON.string) ?? .null])
    }

    /// Creates a task and waits for its end.
    @Sendable
    func createAndWait(_ call: Call) async throws -> Response {
        let task = try await accept(call).task
        if call.request.headers["accept"]?.contains("text/event-stream") == true {
            var response = Response(.ok, body: .events(next: events(of: task, after: 0, call, plain: true)))
            response.headers["x-task-id"] = task.id.text
            response.headers["cache-control"] = "no-store"
            return response
        }
        guard let ended = try await end(of: task.id) else {
            let message = "The task is still in progress; go on by polling it."
            let body: JSON = [
                "id": .string(task.id.text), "status": "in_progress", "model": .string(task.order.model),
                "error": call.dialect.error(.init("timeout"), message, status: 504, parameter: nil),
                "request_id": .string(call.id),
            ]
            return Response(.gatewayTimeout, json: body)
        }
        var response = Response(json: try await answer(call).task(ended))
        response.headers["x-task-id"] = task.id.text
        return response
    }

    /// Waits until a task is finished; `nil` when it takes too long.
    private func end(of id: ImageTask.ID) async throws -> ImageTask? {
        let limit = configuration.syncLimit
        return try await withThrowingTaskGroup(of: ImageTask?.self) { group in
            group.addTask {
                let changes = tasks.changes(of: id)
                while !Task.isCancelled {
                    guard let task = try await tasks.task(id) else { throw Refusal.taskNotFound }
                    if task.state.isFinished { return task }
                    var rings = changes.makeAsyncIterator()
                    guard await rings.next() != nil else { return nil }
                }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Who sent a request: the other end of the connection, or whom a trusted proxy names. Of IPv6 only the network: one sender has as many
    /// addresses there as they like.
    package func sender(of request: Request) -> String {
        let isProxied = configuration.trustedProxies.contains(request.peer)
        let last = isProxied ? request.headers["x-forwarded-for"]?.split(separator: ",").last : nil
        let text = last.map { String($0.drop { $0 == " " }.prefix(60)) } ?? request.peer
        guard case .v6(let bits)? = IPAddress(text)?.unmapped else { return text }
        return String(bits >> 64, radix: 16) + "::/64"
    }

    /// How the client knows this service: by the settings, or by what its own request says.
    package func baseURL(_ request: Request) -> String {
        if let url = configuration.publicURL { return url }
        let isProxied = configuration.trustedProxies.contains(request.peer)
        let forwardedHost = isProxied ? request.headers["x-forwarded-host"] : nil
        let scheme = isProxied && request.headers["x-forwarded-proto"]?.lowercased() == "https" ? "https" : "http"
        let host = forwardedHost ?? request.headers["host"] ?? "localhost"
        let isPlain = host.utf8.allSatisfy {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 || UInt8(ascii: "0")...UInt8(ascii: ":") ~= $0
                || ".-_[]".utf8.contains($0)
        }
        return "\(scheme)://\(isPlain && !host.isEmpty ? host : "localhost")"
    }
}
