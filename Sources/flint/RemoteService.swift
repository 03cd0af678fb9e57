import Foundation
import JSON
import Web

/// A service at the other end of `--server`, spoken to as any client would.
struct RemoteService {
    let base: String
    let key: String
    private let client: Client

    init(_ arguments: Arguments) throws {
        let environment = ProcessInfo.processInfo.environment
        let url = arguments["--server"] ?? environment["FLINT_SERVER"] ?? "http://127.0.0.1:8080"
        guard let key = arguments["--key"] ?? environment["FLINT_KEY"] else {
            throw Exit(.key, "A key is needed: --key KEY or FLINT_KEY.")
        }
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.key = key
        // The person names the server, so any address is right.
        client = try Client(.init(route: .direct(.everything), userAgent: "flint/\(Flint.version)"))
    }

    func call(_ method: WebRequest.Method, _ path: String, body: JSON? = nil) async throws -> JSON {
        var headers: WebHeaders = ["authorization": "Bearer \(key)", "accept": "application/json"]
        if body != nil { headers["content-type"] = "application/json" }
        let response = try await send(
            WebRequest(
                method,
                base + path,
                headers: headers,
                body: body?.encoded ?? [],
                limits: WebRequest.Limits(body: 512 << 20, total: .seconds(120))
            )
        )
        let answer = (try? JSON(parsing: response.body)) ?? .null
        guard response.status < 400 else { throw Self.exit(response.status, answer) }
        return answer
    }

    /// A picture by its link, which needs no key.
    func download(_ url: String) async throws -> [UInt8] {
        let response = try await send(
            WebRequest(.get, url, limits: WebRequest.Limits(body: 512 << 20, total: .seconds(300)))
        )
        guard response.status == 200 else {
            throw Exit(.failed, "The picture can't be fetched: status \(response.status).")
        }
        return response.body
    }

    private func send(_ request: WebRequest) async throws(Exit) -> WebResponse {
        do {
            return try await client.send(request)
        } catch {
            throw Exit(.network, "\(base) can't be reached: \(error)")
        }
    }

    private static func exit(_ status: Int, _ answer: JSON) -> Exit {
        let message = answer["error"]?["message"]?.string ?? "The server answered \(status)."
        switch (status, answer["error"]?["code"]?.string) {
        case (401, _), (403, "permission_denied"): return Exit(.key, message)
        case (403, _), (429, _): return Exit(.limit, message)
        case (408, _), (504, _): return Exit(.timeout, message)
        case (400, _), (404, "model_not_found"), (413, _), (422, _): return Exit(.usage, message)
        default: return Exit(.failed, message)
        }
    }

    /// Polls until the task is finished, showing how far it is.
    func wait(for id: String, timeout: Duration) async throws -> JSON {
        let deadline = ContinuousClock.now + timeout
        defer { Terminal.endProgress() }
        var pause = Duration.milliseconds(100)
        while true {
            let task = try await call(.get, "/model/v1/generation/task/\(id)")
            guard task["status"]?.string == "in_progress" else { return task }
            let position = task["queue_position"]?.int.map { "waiting behind \($0)" }
            Terminal.showProgress(task["progress"]?.number ?? 0, position ?? "drawing")
            guard ContinuousClock.now + pause < deadline else {
                throw Exit(.timeout, "The task \(id) is not finished yet; go on with: flint task wait \(id)")
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(1))
        }
    }
}
