import Catalog
import Domain
import Foundation
import Gateway
import HTTP
import JSON
import Storage
import Studio
import Web

/// `flint run`: a picture from the command line, drawn by a service or right here.
enum Run {
    static func run(_ arguments: some Sequence<String>) async throws {
        let flags: Set<String> = ["--out", "--server", "--key", "--output", "--timeout"]
        let arguments = try Arguments(arguments, flags: flags, repeated: ["--param"], switches: ["--dry-run"])
        guard arguments.words.count == 1, let model = Catalog.spark[arguments.words[0]] else {
            let known = Catalog.spark.models.map(\.id).joined(separator: ", ")
            throw Exit(.usage, "Use: flint run MODEL --param prompt=\"…\" -o out.jpg, where MODEL is one of \(known).")
        }
        let form = try TaskReport.form(arguments)
        let parameters = try RunParameters.read(arguments.repeated["--param"] ?? [], for: model)
        let body: JSON = ["model": .string(model.id), "input": [["params": .object(parameters)]]]
        do throws(Fault) {
            _ = try model.draft(from: parameters) { 1 }
        } catch {
            throw Exit(.usage, error.message)
        }
        if arguments.has("--dry-run") { return Terminal.answer(body.pretty) }
        let isRemote = arguments["--server"] != nil || ProcessInfo.processInfo.environment["FLINT_SERVER"] != nil
        if isRemote {
            try await runThere(body, arguments, form)
        } else {
            try await runHere(body, arguments, form)
        }
    }

    static func timeout(_ arguments: Arguments) throws(Exit) -> Duration {
        guard let text = arguments["--timeout"] else { return .seconds(600) }
        guard let seconds = Double(text), seconds > 0, seconds < 1_000_000 else {
            throw Exit(.usage, "--timeout must be a number of seconds.")
        }
        return .seconds(seconds)
    }

    // MARK: - By a service

    private static func runThere(_ body: JSON, _ arguments: Arguments, _ form: TaskReport.Form) async throws {
        let service = try RemoteService(arguments)
        // A stream would answer with events; the task is polled either way.
        let created = try await service.call(.post, "/model/v1/generation", body: body.withoutStream)
        guard let id = created["id"]?.string else { throw Exit(.failed, "The server answered without an id.") }
        let task = try await service.wait(for: id, timeout: try timeout(arguments))
        if task["status"]?.string == "completed" {
            // The service is gone with this command, and its links with it: what counts is the file.
            try await save(task, arguments["--out"]) { content in
                if let text = content["b64_json"]?.string, let bytes = PictureText.decode(text) { return bytes }
                return try await service.download(content["url"]?.string ?? "")
            }
        }
        TaskReport.show(task, form)
        try TaskReport.exit(of: task)
    }

    // MARK: - Right here

    /// The whole service in a folder that is gone afterwards, asked in process.
    private static func runHere(_ body: JSON, _ arguments: Arguments, _ form: TaskReport.Form) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "flint-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try DataFolder(path, settings: Settings(), exclusively: true)
        let gateway = try Gateway(
            configuration: .init(),
            store: folder.store,
            files: folder.files,
            secret: folder.secret,
            metrics: Metrics(),
            log: .silent,
            state: ServiceState()
        )
        let key = try await gateway.desk.create(name: "run").text
        let (settings, lineup) = try Settings.readWithEngines(flags: [:])
        var configuration = Studio.Configuration()
        configuration.finishing = settings.finishing
        let studio = Studio(
            configuration: configuration,
            store: folder.store,
            files: folder.files,
            engines: lineup.engines,
            gathering: settings.gathering(files: folder.files, client: try settings.client()),
            rewriter: try settings.rewriter(log: .silent),
            metrics: Metrics(),
            log: .silent
        )
        let service = InProcessService(handler: gateway.handler(), key: key)
        let deadline = try timeout(arguments)
        let task = try await withThrowingTaskGroup(of: JSON?.self) { group in
            group.addTask {
                await studio.run()
                return nil
            }
            group.addTask { try await service.draw(body.withoutStream, timeout: deadline) }
            defer { group.cancelAll() }
            while let task = try await group.next() { if let task { return task } }
            throw CancellationError()
        }
        Terminal.endProgress()
        if task["status"]?.string == "completed" {
            // The service is gone with this command, and its links with it: what counts is the file.
            try await save(task, arguments["--out"] ?? "\(task["id"]?.string ?? "picture").\(extensionOf(task))") {
                content in
                try await service.picture(content)
            }
        }
        if form != .url { TaskReport.show(task, form, withLinks: false) }
        try TaskReport.exit(of: task)
    }

    private static func extensionOf(_ task: JSON) -> String {
        TaskReport.contents(of: task).first?["url"]?.string?.hasSuffix(".png") == true ? "png" : "jpg"
    }

    /// Saves one picture under its name, several as `name-1.jpg`, `name-2.jpg`.
    private static func save(
        _ task: JSON,
        _ target: String?,
        fetch: (JSON) async throws -> [UInt8]
    ) async throws {
        guard let target else { return }
        let contents = TaskReport.contents(of: task).filter { $0["error"] == nil }
        for (index, content) in contents.enumerated() {
            var url = URL(filePath: target)
            if contents.count > 1 {
                let name = "\(url.deletingPathExtension().lastPathComponent)-\(index + 1).\(url.pathExtension)"
                url = url.deletingLastPathComponent().appending(path: name)
            }
            let bytes = try await fetch(content)
            do {
                try Data(bytes).write(to: url, options: .atomic)
            } catch {
                throw Exit(.failed, "\(url.path) can't be written.")
            }
            Terminal.say("Saved \(url.relativePath)")
        }
    }
}

extension JSON {
    fileprivate var withoutStream: JSON {
        guard var top = object, var params = self["input"]?.array?.first?["params"]?.object else { return self }
        params["stream"] = nil
        top["input"] = [["params": .object(params)]]
        return .object(top)
    }
}

/// The service of this very process, without a socket between.
private struct InProcessService: Sendable {
    let handler: Handler
    let key: String

    private func call(_ method: HTTP.Method, _ path: String, body: JSON? = nil) async throws -> Response {
        let request = Request(
            method: method,
            path: path,
            headers: ["authorization": "Bearer \(key)", "host": "localhost"],
            body: RequestBody(bytes: body?.encoded ?? [])
        )
        return await handler(request)
    }

    private func json(_ response: Response) throws -> JSON {
        guard case .bytes(let bytes) = response.body else { return .null }
        let answer = try JSON(parsing: bytes)
        guard response.status.code < 400 else {
            throw Exit(.usage, answer["error"]?["message"]?.string ?? "The request was refused.")
        }
        return answer
    }

    func draw(_ body: JSON, timeout: Duration) async throws -> JSON {
        let created = try json(try await call(.post, "/model/v1/generation", body: body))
        let path = "/model/v1/generation/task/\(created["id"]?.string ?? "")"
        let deadline = ContinuousClock.now + timeout
        while true {
            let task = try json(try await call(.get, path))
            guard task["status"]?.string == "in_progress" else { return task }
            Terminal.showProgress(task["progress"]?.number ?? 0, "drawing")
            guard ContinuousClock.now < deadline else { throw Exit(.timeout, "The picture was not finished in time.") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    func picture(_ content: JSON) async throws -> [UInt8] {
        if let text = content["b64_json"]?.string, let bytes = PictureText.decode(text) { return bytes }
        let path = content["url"]?.string?.replacing("http://localhost", with: "") ?? ""
        guard case .file(let file) = try await call(.get, path).body else {
            throw Exit(.failed, "The picture is gone.")
        }
        return try file.contents()
    }
}
