import Catalog
import Domain
import HTTP
import JSON
import Sodium

/// Creating: from a body to a task that no crash can lose.
extension Gateway {
    /// Fourteen pictures of 10 MB in base64.
    static let bodyLimit = 210_000_000

    @Sendable
    func createTask(_ call: Call) async throws -> Response {
        // Asked first: nothing may be refused once the task is there.
        let cursor = try cursor(call)
        let submitted = try await accept(call)
        let task = submitted.task
        var response: Response
        if task.order.isStreamed {
            response = Response(.ok, body: .events(next: events(of: task, after: cursor, call)))
            response.headers["cache-control"] = "no-store"
        } else {
            switch submitted {
            case .created: response = Response(json: created(task))
            case .repeated: response = Response(json: try await answer(call).task(task))
            }
        }
        response.headers["x-task-id"] = task.id.text
        return response
    }

    /// What is answered at once.
    private func created(_ task: ImageTask) -> JSON {
        [
            "id": .string(task.id.text), "created_at": .integer(task.createdAt.seconds), "status": "in_progress",
            "model": .string(task.order.model), "progress": 0,
        ]
    }

    /// Reads, checks, keeps the pictures and submits.
    func accept(_ call: Call) async throws -> Submitted {
        guard !state.isDraining else {
            throw Refusal(
                .serviceUnavailable,
                "unavailable",
                "The service is shutting down; try again in a moment.",
                headers: ["retry-after": "5"]
            )
        }
        let idempotencyKey = try idempotencyKey(call)
        let body = try await readBody(call)
        let prepared = try await prepare(body, call)
        guard let key = call.key else { throw Refusal.unauthorized }
        try checkAccess(key, prepared.model)
        try checkCount(key, prepared.draft.order)
        var order = prepared.draft.order
        order.requestID = call.id
        order.trace = Self.traceparent(of: call.request)
        let inputs = try await keep(prepared.draft.pictures, in: &order)
        let price = configuration.prices.price(of: order.model, width: order.width, height: order.height)
        let submission = Submission(
            id: ImageTask.ID(at: clock.now),
            order: order,
            key: key,
            price: price,
            queueLimit: configuration.queueLimit,
            inputs: inputs,
            idempotency: idempotencyKey.map {
                Submission.Idempotency(key: $0, fingerprint: fingerprint(body, call.request.headers["x-model"]))
            }
        )
        let submitted: Submitted
        do {
            submitted = try await tasks.submit(submission)
        } catch {
            // The pictures of a task that never was.
            try? await files.delete(inputs.map(\.key))
            var refusal = Refusal(error)
            refusal.model = order.model
            throw refusal
        }
        switch submitted {
        case .created(let task): logAccepted(task, call)
        case .repeated: try await files.delete(inputs.map(\.key))
        }
        return submitted
    }

    private func logAccepted(_ task: ImageTask, _ call: Call) {
        metrics.add(to: Self.createdCount, labels: "model=\"\(task.order.model)\"")
        log(
            .info,
            "task created",
            [
                "task": .string(task.id.text), "request_id": .string(call.id), "model": .string(task.order.model),
                "owner": .string(task.owner.name), "key": .string(task.keyID.text), "count": .integer(task.order.count),
            ]
        )
    }

    static let createdCount = Metrics.Name("flint_tasks_created_total", "Tasks accepted, by model.")

    private func idempotencyKey(_ call: Call) throws(Refusal) -> String? {
        guard let key = call.request.headers["idempotency-key"] else { return nil }
        guard (1...255).contains(key.unicodeScalars.count) else {
            throw Refusal(
                .badRequest,
                "invalid_request",
                "Idempotency-Key must be 1 to 255 characters long.",
                parameter: "Idempotency-Key"
            )
        }
        return key
    }

    private func fingerprint(_ body: [UInt8], _ headerModel: String?) -> [UInt8] {
        let digest = SHA256().hash(body)
        return headerModel.map { SHA256().hash(digest + Array($0.utf8)) } ?? digest
    }

    func readBody(_ call: Call) async throws -> [UInt8] {
        if let coding = call.request.headers["content-encoding"], coding.lowercased() != "identity" {
            throw Refusal(
                .unsupportedMediaType,
                "unsupported_media_type",
                "The body must be sent as it is, not with Content-Encoding: \(coding.prefix(40))."
            )
        }
        if let type = call.request.headers["content-type"] {
            let media = type.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
            guard media == "application/json" || media == "text/json" || media.hasSuffix("+json") else {
                throw Refusal(
                    .unsupportedMediaType,
                    "unsupported_media_type",
                    "The body must be JSON: send Content-Type: application/json."
                )
            }
        }
        return try await call.request.body.collect(upTo: Self.bodyLimit)
    }

    // MARK: - Validation

    struct Prepared: Sendable {
        var model: Model
        var draft: Draft
        var surplus: [String]
    }

    /// A small body is judged at once on the thread of its connection; one that holds pictures elsewhere.
    func prepare(_ body: [UInt8], _ call: Call) async throws(Refusal) -> Prepared {
        body.count < 65_536 ? try judge(body, call) : try await judgeElsewhere(body, call)
    }

    @concurrent
    private func judgeElsewhere(_ body: [UInt8], _ call: Call) async throws(Refusal) -> Prepared {
        try judge(body, call)
    }

    private func judge(_ body: [UInt8], _ call: Call) throws(Refusal) -> Prepared {
        let json: JSON
        do {
            json = try JSON(parsing: body)
        } catch {
            throw Refusal(.badRequest, "invalid_json", "The body is no JSON: \(error).")
        }
        let envelope = try Envelope(json, headerModel: call.request.headers["x-model"])
        guard let model = catalog[envelope.model] else {
            throw Refusal(
                .notFound,
                "model_not_found",
                "There is no model \"\(envelope.model.prefix(60))\"; there are \(catalog.models.map(\.id).joined(separator: ", ")).",
                parameter: "model",
                model: String(envelope.model.prefix(60))
            )
        }
        if let key = call.key { try checkAccess(key, model) }
        do {
            var draft = try model.draft(from: envelope.parameters) {
                // Whole in a JavaScript number, too.
                Int64.random(in: 1..<(1 << 53))
            }
            draft.order.callback = envelope.callback
            let known = Set(model.parameters.map(\.name))
            draft.order.ignoredParameters =
                envelope.parameters.names.filter { !known.contains($0) }.prefix(50).map { String($0.prefix(80)) }
                + envelope.surplus
            return Prepared(model: model, draft: draft, surplus: envelope.surplus)
        } catch {
            throw Refusal(error, model: model.id)
        }
    }

    func checkAccess(_ key: APIKey, _ model: Model) throws(Refusal) {
        guard key.mayUse(model.id) else {
            throw Refusal(
                .forbidden,
                "permission_denied",
                "This key may not use \(model.id).",
                parameter: "model",
                model: model.id
            )
        }
    }

    /// More pictures at once than a minute allows would be told to wait for ever.
    private func checkCount(_ key: APIKey, _ order: Order) throws(Refusal) {
        guard let limit = key.limits.imagesPerMinute, order.count > limit else { return }
        throw Refusal(
            .forbidden,
            "permission_denied",
            "This request asks for \(order.count) images, and this key may have \(limit) a minute.",
            model: order.model
        )
    }

    /// Keeps the pictures of a request as files, one after the other, so that one at a time is in memory.
    private func keep(_ pictures: [IncomingPicture], in order: inout Order) async throws -> [StoredFile] {
        var kept: [StoredFile] = []
        for picture in pictures {
            do {
                switch picture.source {
                case .url(let url):
                    order.references.append(Reference(source: .url(url), kind: picture.kind, name: picture.name))
                case .base64:
                    let file = try await store(picture)
                    kept.append(file)
                    order.references.append(
                        Reference(source: .file(file.key), kind: picture.kind, name: picture.name)
                    )
                }
            } catch {
                try? await files.delete(kept.map(\.key))
                throw error
            }
        }
        return kept
    }

    @concurrent
    private func store(_ picture: IncomingPicture) async throws -> StoredFile {
        guard let bytes = picture.decoded(), let header = PictureHeader(of: bytes) else {
            throw Refusal(.badRequest, "invalid_request", "\(picture.name) can't be read.", parameter: picture.name)
        }
        return try await files.write(bytes, format: header.format)
    }
}
