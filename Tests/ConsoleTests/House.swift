import Catalog
import Domain
import Foundation
import Gateway
import HTTP
import JSON
import Sodium
import Storage
import TestSupport

@testable import Console

/// A console on a real store, asked in process as a browser would.
struct House {
    let folder = TemporaryFolder()
    let store: SQLiteStore
    let files: DiskFiles
    let gateway: Gateway
    let console: Console
    let clock = ManualClock()
    private let handler: Handler

    struct Answer {
        var status: Int
        var headers: Headers
        var text: String

        var json: JSON { (try? JSON(parsing: text)) ?? .null }
        var location: String? { headers["location"] }
        /// The cookie that it sets, as a browser sends it back.
        var cookie: String? { headers["set-cookie"]?.split(separator: ";").first.map(String.init) }
        /// The proof in the page's forms.
        var proof: String {
            text.firstMatch(of: /data-proof="([^"]*)"/).map { String($0.1) } ?? ""
        }
    }

    init(configure: (inout Gateway.Configuration) -> Void = { _ in }) throws {
        store = try SQLiteStore(path: folder.path(of: "flint.db"), clock: clock)
        files = try DiskFiles(folder: folder.path(of: "files"), clock: clock)
        var configuration = Gateway.Configuration()
        configure(&configuration)
        gateway = try Gateway(
            configuration: configuration,
            store: store,
            files: files,
            secret: Secret([UInt8](repeating: 7, count: 32)),
            clock: clock,
            metrics: Metrics(),
            log: .silent,
            state: ServiceState()
        )
        console = Console(
            configuration: .init(),
            gateway: gateway,
            store: store,
            files: files,
            engines: Engines(["spark_dream_3_0": TestEngine()]),
            clock: clock
        )
        handler = gateway.handler(adding: console.add)
    }

    func get(_ path: String, cookie: String? = nil, headers: Headers = [:]) async throws -> Answer {
        try await send(.get, path, [], cookie: cookie, headers: headers)
    }

    /// Sends a form as a page of this service does.
    func post(
        _ path: String,
        _ form: [(String, String)],
        cookie: String? = nil,
        headers: Headers = [:]
    ) async throws -> Answer {
        let body = form.map { "\($0.0.queryEscaped)=\($0.1.queryEscaped)" }.joined(separator: "&")
        var headers = headers
        if headers["content-type"] == nil { headers["content-type"] = "application/x-www-form-urlencoded" }
        return try await send(.post, path, Array(body.utf8), cookie: cookie, headers: headers)
    }

    func send(
        _ method: HTTP.Method,
        _ path: String,
        _ body: [UInt8],
        cookie: String? = nil,
        headers: Headers = [:]
    ) async throws -> Answer {
        let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
        var headers = headers
        headers["host"] = "flint.test"
        if let cookie { headers["cookie"] = cookie }
        let response = await handler(
            Request(
                method: method,
                path: parts[0],
                query: parts.count == 2 ? parts[1] : nil,
                headers: headers,
                body: RequestBody(bytes: body),
                peer: "10.0.0.9"
            )
        )
        var text = ""
        switch response.body {
        case .bytes(let bytes): text = String(decoding: bytes, as: UTF8.self)
        case .file(let file): text = String(decoding: try file.contents(), as: UTF8.self)
        case .events(let next): while let event = try await next() { text += event.data + "\n" }
        case .empty, .stream: break
        }
        return Answer(status: response.status.code, headers: response.headers, text: text)
    }

    /// Makes a person and signs them in; answers with the cookie.
    func signIn(_ name: String = "ann", owner: String = "ann", isAdmin: Bool = false) async throws -> String {
        let token = try await gateway.sessions.invite(name: name, owner: Owner(owner), isAdmin: isAdmin)
        let answer = try await post("/console/welcome", [("token", token), ("password", "correct horse")])
        return answer.cookie ?? ""
    }

    func proof(_ cookie: String) async throws -> String {
        try await get("/console/keys", cookie: cookie).proof
    }

    /// A task that is drawn already, with a picture of its own.
    @discardableResult
    func drawn(owner: String = "ann", prompt: String = "a red fox", key: String = "main") async throws -> ImageTask {
        clock.advance(by: .milliseconds(5))
        let submission = Submission.sample(
            at: clock.now,
            .sample(prompt: prompt),
            by: .sample(owner: owner, name: key)
        )
        let id = try await store.submit(submission).task.id
        guard let claim = try await store.claim(by: "worker", lease: .seconds(60)) else { throw CancellationError() }
        let file = try await files.write(Array("picture of \(owner)".utf8), format: .jpeg)
        try await store.add(
            ImageTask.Picture(index: 0, width: 64, height: 48, seed: 7, file: file.key, size: file.size),
            to: claim
        )
        _ = try await store.complete(claim, report: ImageTask.Report(engine: "test", jobID: "job-1"))
        guard let task = try await store.task(id) else { throw CancellationError() }
        return task
    }
}
