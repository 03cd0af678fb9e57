package import Domain
import JSON
import Web
package import Workbench

/// Another Flint, or any server of the Spark image API: creates a task there, and asks for it until it has ended.
package struct SparkEngine: InspectableEngine {
    package struct Configuration: Sendable {
        package var remote: RemoteConfiguration
        /// Between two questions how the work stands.
        package var interval: Duration = .seconds(1)

        package init(remote: RemoteConfiguration) {
            self.remote = remote
        }
    }

    package var name: String { configuration.remote.name }
    package let abilities: Abilities
    private let configuration: Configuration
    private let caller: Caller
    private let source: PictureSource

    private static let path = "/model/v1/generation"

    package init(_ configuration: Configuration) throws {
        self.configuration = configuration
        caller = try configuration.remote.makeCaller()
        source = try configuration.remote.makeSource()
        var abilities = Abilities()
        // That server finishes what its own engine can't do.
        abilities.writesText = true
        if let model = configuration.remote.model { abilities.references = Self.references[model] ?? 0 }
        self.abilities = abilities
    }

    /// How many pictures each model of that API takes.
    private static let references = ["spark_multi_dreamo": 5, "spark_dream_5_0": 14]

    package var summary: String {
        "the Spark API at \(configuration.remote.places)" + (configuration.remote.model.map { ", model \($0)" } ?? "")
    }

    package func check() async throws(EngineProblem) -> String {
        try await configuration.remote.check(Self.path + "/tasks?limit=1", caller)
    }

    package func draw(
        _ order: Order,
        references: [ReferencePicture]
    ) async throws -> any AsyncSequence<Drawing, any Error> & Sendable {
        drawings { tell in
            let request = try SparkRequest(
                order,
                model: configuration.remote.model ?? order.model,
                pictures: references.map { (kind: $0.kind, jpeg: try configuration.remote.tools.encode($0.bitmap)) }
            )
            // Each picture of a group is a task of its own there, with its own words and seed.
            try await order.drawEach(over: name, tell) { index in
                let item = try await finishedPicture(request.body(index), tell, from: index, of: order.count)
                return try await source.picture(
                    in: item.content,
                    from: item.upstream,
                    timeout: configuration.remote.timeout
                )
            }
        }
    }

    private func finishedPicture(
        _ body: JSON,
        _ tell: Telling,
        from index: Int,
        of count: Int
    ) async throws -> (content: JSON, upstream: Upstream) {
        let deadline = ContinuousClock.now + configuration.remote.timeout
        let created = try await caller.json(
            Caller.Call(
                method: .post,
                path: Self.path,
                // The key makes a second try find the task of the first, as long as it is the same server.
                headers: [
                    "Content-Type": "application/json", "Idempotency-Key": ImageTask.ID(at: SystemClock().now).text,
                ],
                body: body.encoded,
                isRepeatable: caller.pool.upstreams.count == 1,
                timeout: configuration.remote.timeout
            )
        )
        guard let id = created.json["id"]?.string, ImageTask.ID(id) != nil || isPlain(id) else {
            throw RemoteFault.nonsense("it names no task.")
        }
        let upstream = caller.pool.upstreams[created.upstream]
        if index == 0 { tell(.accepted(jobID: id)) }
        do {
            var task = created.json
            while task["status"]?.string == "in_progress" {
                guard ContinuousClock.now < deadline else { throw RemoteFault.unknown("it did not end in time.") }
                if let progress = task["progress"]?.number, (0...1).contains(progress) {
                    tell(.progress((Double(index) + progress) / Double(count)))
                }
                try await configuration.remote.retry.wait(configuration.interval)
                task = try await state(of: id, on: created.upstream)
            }
            return (try content(of: task, upstream), upstream)
        } catch {
            // Whatever the reason, nobody wants that picture any more.
            cancel(id, on: created.upstream)
            throw error
        }
    }

    private func state(of id: String, on upstream: Int) async throws -> JSON {
        do {
            return try await caller.json(
                Caller.Call(
                    path: Self.path + "/task/" + id,
                    isRepeatable: true,
                    upstream: upstream,
                    timeout: .seconds(30)
                )
            ).json
        } catch RemoteFault.refused(let status, let sentence) {
            throw RemoteFault.unknown("it answered with status \(status)" + (sentence.map { ": \($0)" } ?? "."))
        } catch let fault as RemoteFault {
            if case .nonsense = fault { throw fault }
            throw RemoteFault.unknown("it cannot be asked.")
        }
    }

    /// The first picture of a finished task; `output` is an array or an object.
    private func content(of task: JSON, _ upstream: Upstream) throws -> JSON {
        switch task["status"]?.string {
        case "completed":
            let output = task["output"]?.array?.first ?? task["output"]
            guard let content = output?["content"]?.array?.first else {
                throw RemoteFault.nonsense("it holds no picture.")
            }
            guard content["error"] == nil else { throw refusal(content, upstream) }
            return content
        case "failed": throw refusal(task, upstream)
        default: throw RemoteFault.nonsense("the task has no known state.")
        }
    }

    private func refusal(_ json: JSON, _ upstream: Upstream) -> RemoteFault {
        .refused(status: 200, sentence: Sentence.clean(Sentence.text(in: json) ?? "", hiding: upstream.key?.text))
    }

    /// An id that can stand in a path.
    private func isPlain(_ id: String) -> Bool {
        (1...200).contains(id.utf8.count)
            && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
    }

    /// Best effort, in a task that nobody waits for: the one that wanted the picture is often cancelled itself.
    private func cancel(_ id: String, on upstream: Int) {
        Task {
            let call = Caller.Call(
                method: .post,
                path: Self.path + "/task/\(id)/cancel",
                isRepeatable: true,
                upstream: upstream,
                timeout: .seconds(10)
            )
            _ = try? await caller.json(call)
        }
    }
}

extension SparkEngine: EngineKind {
    package static let name = "spark"

    package static func make(_ settings: inout EngineSettings, with tools: EngineTools) -> (any Engine)? {
        guard let remote = RemoteConfiguration(&settings, tools) else { return nil }
        var configuration = Configuration(remote: remote)
        configuration.remote.model = settings.text("model")
        configuration.interval = settings.duration("interval", 1...600) ?? configuration.interval
        return try? SparkEngine(configuration)
    }
}
