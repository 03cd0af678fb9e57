import Domain
package import HTTP
import JSON
import Synchronization

/// The id of a request: the client's own where it sent a sane one.
enum RequestID {
    private static let process = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    private static let counter = Atomic(0)

    static func make() -> String {
        "\(process)-\(counter.wrappingAdd(1, ordering: .relaxed).newValue)"
    }

    static func of(_ request: Request) -> String {
        if let sent = request.headers["x-request-id"], (1...128).contains(sent.utf8.count),
            sent.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
        {
            return sent
        }
        return make()
    }
}

/// What changes while the service runs.
package final class ServiceState: Sendable {
    private let draining = Atomic(false)

    package init() {}

    package var isDraining: Bool { draining.load(ordering: .relaxed) }

    package func drain() { draining.store(true, ordering: .relaxed) }
}

extension Gateway {
    static let requestCount = Metrics.Name("flint_http_requests_total", "Requests answered, by route and status.")
    static let requestTime = Metrics.Name(
        "flint_http_request_duration_seconds",
        "Time to the head of the answer, by route."
    )

    /// The frame around every request: id, cross-origin headers, log line.
    func respond(to request: Request, by router: Router) async -> Response {
        let id = RequestID.of(request)
        let start = ContinuousClock.now
        // Handlers find the id where the client would have put it.
        var request = request
        request.headers["x-request-id"] = id
        var response: Response
        if request.method == .options, let preflight = preflight(request) {
            response = preflight
        } else {
            response = await router(request) { [request] in
                Refusal($0).response(Dialect(of: request), requestID: id)
            }
        }
        response.headers["x-request-id"] = id
        allowOrigin(request, &response)
        logLine(request, response, id: id, duration: ContinuousClock.now - start)
        return response
    }

    private func logLine(_ request: Request, _ response: Response, id: String, duration: Duration) {
        log(.info, "request", logFields(request, response, id: id, duration: duration))
    }

    private func logFields(_ request: Request, _ response: Response, id: String, duration: Duration) -> Object {
        var fields: Object = [
            "request_id": .string(id), "method": .string(request.method.rawValue),
            "path": .string(safePath(request.path)),
            "status": .integer(response.status.code), "duration_ms": .number(Double(duration.microseconds) / 1000),
            "peer": .string(request.peer),
        ]
        if let trace = Self.traceparent(of: request) { fields.append("traceparent", .string(trace)) }
        return fields
    }

    /// A link to a result is a key to it, so its signature stays out of the log.
    private func safePath(_ path: String) -> String {
        path.hasPrefix("/files/") ? "/files/…" : String(path.prefix(200))
    }

    /// The trace that the client is in, if it says so in the form of the W3C.
    static func traceparent(of request: Request) -> String? {
        guard let trace = request.headers["traceparent"],
            trace.wholeMatch(of: /[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/) != nil
        else { return nil }
        return trace
    }

    // MARK: - Endpoints

    typealias Endpoint = @Sendable (Call) async throws -> Response

    /// An endpoint that asks for a key.
    func endpoint(_ name: String, _ body: @escaping Endpoint) -> Router.RouteHandler {
        open(name) { call in
            var call = call
            let key = try await authenticate(call.request)
            call.key = key
            guard isCounted(name), let verdict = limiter.count(key, at: clock.now) else { return try await body(call) }
            guard verdict.isAllowed else {
                let limit = key.limits.requestsPerMinute ?? 0
                throw Refusal(
                    .tooManyRequests,
                    "rate_limited",
                    "This key may make \(limit) requests a minute.",
                    headers: verdict.headers
                )
            }
            var response = try await body(call)
            for (name, value) in verdict.headers { response.headers[name] = value }
            return response
        }
    }

    /// Watching a task is free: a limit on requests is meant for what makes work.
    private func isCounted(_ name: String) -> Bool { !["poll", "stream", "list"].contains(name) }

    /// An endpoint for everybody; errors become answers here.
    func open(_ name: String, _ body: @escaping Endpoint) -> Router.RouteHandler {
        let route = "route=\"\(name)\""
        let answered = "\(route),status=\"200\""
        return { request, path in
            let start = ContinuousClock.now
            let call = Call(
                request: request,
                path: path,
                id: request.headers["x-request-id"] ?? "",
                dialect: Dialect(of: request)
            )
            var response: Response
            do {
                response = try await body(call)
            } catch {
                let refusal = Refusal(error)
                if refusal.status.code >= 500 {
                    log(.error, "request failed", ["request_id": .string(call.id), "error": .string("\(error)")])
                }
                response = refusal.response(call.dialect, requestID: call.id)
            }
            let labels = response.status == .ok ? answered : "\(route),status=\"\(response.status.code)\""
            metrics.add(to: Self.requestCount, labels: labels)
            metrics.observe(ContinuousClock.now - start, in: Self.requestTime, labels: route)
            return response
        }
    }

    /// The key that a request shows, or that of the person who is signed in to the console.
    func authenticate(_ request: Request) async throws -> APIKey {
        guard let header = request.headers["authorization"] else {
            guard let visitor = try await sessions.visitor(of: request) else { throw Refusal.unauthorized }
            guard visitor.mayChange(by: request) else {
                throw Refusal(
                    .forbidden,
                    "permission_denied",
                    "A change in a session needs the header \(Visitor.proofHeader) with the session's own text."
                )
            }
            return visitor.key
        }
        let parts = header.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard parts.count == 2, Substring(parts[0]).lowercased() == "bearer",
            let key = try await desk.recognise(String(Substring(parts[1].drop { $0 == UInt8(ascii: " ") })))
        else { throw Refusal.unauthorized }
        return key
    }

    /// Writes down what nobody foresaw.
    package func report(_ error: any Error, of request: Request) {
        let id = request.headers["x-request-id"] ?? ""
        log(.error, "request failed", ["request_id": .string(id), "error": .string("\(error)")])
    }

    // MARK: - Other origins

    private func allowOrigin(_ request: Request, _ response: inout Response) {
        guard !configuration.origins.isEmpty else { return }
        response.headers.add("vary", "Origin")
        guard let origin = request.headers["origin"], isAllowed(origin) else { return }
        response.headers["access-control-allow-origin"] = origin
        response.headers["access-control-expose-headers"] =
            "x-request-id, x-task-id, retry-after, ratelimit, ratelimit-policy"
    }

    private func isAllowed(_ origin: String) -> Bool {
        configuration.origins.contains("*") || configuration.origins.contains(origin)
    }

    /// The answer to a browser that asks before it sends.
    private func preflight(_ request: Request) -> Response? {
        guard let origin = request.headers["origin"], isAllowed(origin),
            request.headers["access-control-request-method"] != nil
        else { return nil }
        return Response(
            .noContent,
            headers: [
                "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
                "access-control-allow-headers":
                    "authorization, content-type, idempotency-key, last-event-id, x-model, x-request-id, x-source",
                "access-control-max-age": "86400",
            ]
        )
    }
}
