import Catalog
import Domain
import Foundation
import Gateway
import HTTP
import JSON
import Sodium
import Storage
import Studio
import TestSupport
import Web

/// A whole service on a port of its own, with an engine that the test brings; asked over real sockets.
final class Service: Sendable {
    struct Answer: Sendable {
        var status: Int
        var headers: WebHeaders
        var bytes: [UInt8]

        var json: JSON { (try? JSON(parsing: bytes)) ?? .null }
        var text: String { String(decoding: bytes, as: UTF8.self) }
        var error: JSON? { json["error"] }
    }

    let folder = TemporaryFolder()
    let store: SQLiteStore
    let files: DiskFiles
    let gateway: Gateway
    let clock: any WallClock
    let state = ServiceState()
    let key: String
    let base: String
    private let server: Server
    private let client: Client
    private let running: [Task<Void, any Error>]

    init(
        engine: (any Engine)? = TestEngine(),
        clock: any WallClock = SystemClock(),
        fetchAllow: [CIDR] = [],
        configure: (inout Gateway.Configuration) -> Void = { _ in }
    ) async throws {
        self.clock = clock
        let previews = Previews()
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
            state: state,
            previews: previews
        )
        key = try await gateway.desk.create(name: "test", isAdmin: true).text
        var settings = Server.Configuration()
        settings.listen = [.tcp(host: "127.0.0.1", port: 0)]
        settings.loops = 1
        settings.drainGrace = .milliseconds(100)
        settings.refuse = Gateway.refusal
        let server = Server(configuration: settings, handler: gateway.handler())
        self.server = server
        guard case .tcp(_, let port)? = try server.start().first else { throw CancellationError() }
        base = "http://127.0.0.1:\(port)"
        client = try Client(.init(route: .direct(.everything)))
        var studio = Studio.Configuration()
        studio.grace = .milliseconds(10)
        let engines = Engines(
            engine.map { engine in Dictionary(uniqueKeysWithValues: Catalog.spark.models.map { ($0.id, engine) }) }
                ?? [:]
        )
        let worker = Studio(
            configuration: studio,
            store: store,
            files: files,
            engines: engines,
            gathering: Gathering(
                catalog: .spark,
                files: files,
                fetch: ReferenceFetcher(client: try Client(.init(route: .direct(Guard(allowing: fetchAllow))))).fetch,
                decoder: BesideTests.decoder()
            ),
            previews: previews,
            metrics: Metrics(),
            log: .silent
        )
        let courier = WebhookCourier(
            gateway: gateway,
            deliveries: store,
            client: try Client(.init(route: .direct(Guard(allowing: fetchAllow)))),
            base: base
        )
        // Cancelled when the service goes; nobody waits for their end.
        running = [Task { await worker.run() }, Task { await courier.run() }, Task { try await server.run() }]
    }

    deinit {
        server.drain()
        for task in running { task.cancel() }
    }

    // MARK: - Asking

    func call(
        _ method: WebRequest.Method,
        _ path: String,
        _ body: JSON? = nil,
        headers: WebHeaders = [:],
        key: String? = nil
    ) async throws -> Answer {
        try await send(method, path, body?.encoded ?? [], headers: headers, key: key, isJSON: body != nil)
    }

    func send(
        _ method: WebRequest.Method,
        _ path: String,
        _ body: [UInt8],
        headers: WebHeaders = [:],
        key: String? = nil,
        isJSON: Bool = true
    ) async throws -> Answer {
        var all: WebHeaders = ["authorization": "Bearer \(key ?? self.key)"]
        if isJSON { all["content-type"] = "application/json" }
        for field in headers.fields { all[field.name] = field.value }
        let url = path.hasPrefix("http") ? path : base + path
        let request = WebRequest(
            method,
            url,
            headers: all,
            body: body,
            limits: .init(body: 256 << 20, total: .seconds(60)),
            followsRedirects: false
        )
        let response = try await client.send(request)
        return Answer(status: response.status, headers: response.headers, bytes: response.body)
    }

    /// Creates a task from parameters, in the wrapped form of the clients.
    func create(
        _ model: String,
        _ parameters: Object,
        headers: WebHeaders = [:],
        key: String? = nil
    ) async throws -> Answer {
        let body: JSON = ["model": .string(model), "input": [["params": .object(parameters)]]]
        return try await call(.post, "/model/v1/generation", body, headers: headers, key: key)
    }

    func poll(_ id: String, headers: WebHeaders = [:], key: String? = nil) async throws -> Answer {
        try await call(.get, "/model/v1/generation/task/\(id)", headers: headers, key: key)
    }

    /// Creates a task, waits for its end in the store, and polls it.
    func draw(
        _ model: String,
        _ parameters: Object,
        headers: WebHeaders = [:],
        key: String? = nil
    ) async throws -> JSON {
        let created = try await create(model, parameters, headers: headers, key: key)
        guard let id = created.json["id"]?.string, let taskID = ImageTask.ID(id) else { return created.json }
        _ = try await store.task(taskID) { $0.state.isFinished }
        return try await poll(id, headers: headers, key: key).json
    }

    /// The events of a stream until it ends, or until there are enough.
    func events(
        _ method: WebRequest.Method,
        _ path: String,
        _ body: JSON? = nil,
        headers: WebHeaders = [:],
        most: Int = .max
    ) async throws -> [StreamEvent] {
        var all: WebHeaders = ["authorization": "Bearer \(key)", "content-type": "application/json"]
        for field in headers.fields { all[field.name] = field.value }
        let request = WebRequest(method, base + path, headers: all, body: body?.encoded ?? [])
        return try await client.stream(request) { answer in
            var text: [UInt8] = []
            for try await piece in answer {
                text += piece
                if StreamEvent.all(in: text).count >= most { break }
            }
            return Array(StreamEvent.all(in: text).prefix(most))
        }
    }
}

/// An event as a client reads it.
struct StreamEvent: Equatable, Sendable {
    var id: String?
    var name: String?
    var data: String

    var json: JSON { (try? JSON(parsing: data)) ?? .null }

    static func all(in bytes: [UInt8]) -> [StreamEvent] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n\n", omittingEmptySubsequences: true).dropLast(
            bytes.suffix(2).elementsEqual([10, 10]) ? 0 : 1
        ).compactMap { block in
            var event = StreamEvent(data: "")
            var hasData = false
            for line in block.split(separator: "\n") {
                if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
                if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") {
                    event.data += line.dropFirst(6)
                    hasData = true
                }
            }
            return hasData ? event : nil
        }
    }
}
