package import Domain
import JSON
import Web
package import Workbench

/// Servers that speak the OpenAI Images API: OpenAI itself, vLLM-Omni, SGLang, LocalAI, stable-diffusion.cpp's server.
package struct OpenAIEngine: InspectableEngine {
    package struct Configuration: Sendable {
        package var remote: RemoteConfiguration
        package var dialect: OpenAIDialect
        /// In place of the order's own, for models that were made for a certain number.
        package var steps: Int?
        package var guidance: Double?
        package var negative: String?
        package var quality: String?

        package init(remote: RemoteConfiguration, dialect: OpenAIDialect.Name) {
            self.remote = remote
            self.dialect = OpenAIDialect(dialect)
        }
    }

    package var name: String { configuration.remote.name }
    package let abilities: Abilities
    private let configuration: Configuration
    private let caller: Caller
    private let source: PictureSource

    package init(_ configuration: Configuration) throws {
        self.configuration = configuration
        caller = try configuration.remote.makeCaller()
        source = try configuration.remote.makeSource()
        var abilities = Abilities()
        abilities.writesText = true
        abilities.references = configuration.dialect.edits == .none ? 0 : configuration.dialect.references
        self.abilities = abilities
    }

    package var summary: String {
        "OpenAI Images at \(configuration.remote.places)" + (configuration.remote.model.map { ", model \($0)" } ?? "")
    }

    package func check() async throws(EngineProblem) -> String {
        try await configuration.remote.check("/models", caller)
    }

    package func draw(
        _ order: Order,
        references: [ReferencePicture]
    ) async throws -> any AsyncSequence<Drawing, any Error> & Sendable {
        drawings { tell in
            let size = configuration.dialect.sizes.size(for: order.width, order.height)
            let request = OpenAIRequest(configuration, order, size)
            let pictures = try references.map { try configuration.remote.tools.encode($0.bitmap) }
            let warnings = request.warnings(hasReferences: !pictures.isEmpty)
            tell(.understood(prompt: nil, tokens: 0, warnings: warnings))
            try await order.drawEach(over: name, tell) { index in
                let call = request.call(index, pictures)
                return try await caller.open(call) { answer, upstream in
                    let isStream = answer.headers["Content-Type"]?.lowercased().hasPrefix("text/event-stream") == true
                    let item =
                        isStream
                        ? try await streamed(answer, upstream, index, of: order.count, tell) : try await whole(answer)
                    return try await source.picture(
                        in: item,
                        from: caller.pool.upstreams[upstream],
                        timeout: configuration.remote.timeout
                    )
                }
            }
        }
    }

    /// The first item of `data`.
    private func whole(_ answer: WebStream) async throws -> JSON {
        var body: [UInt8] = []
        for try await piece in answer { body += piece }
        guard let json = try? JSON(parsing: body) else { throw RemoteFault.nonsense("it is no JSON.") }
        guard let item = json["data"]?.array?.first else { throw RemoteFault.nonsense("it holds no picture.") }
        return item
    }

    /// The finished picture of an event stream; the rough ones before it go on as previews.
    private func streamed(
        _ answer: WebStream,
        _ upstream: Int,
        _ index: Int,
        of count: Int,
        _ tell: Telling
    ) async throws -> JSON {
        var reader = EventReader()
        for try await piece in answer {
            guard let events = try? reader.take(piece) else {
                throw RemoteFault.nonsense("an event in it is too long.")
            }
            for event in events {
                guard let json = try? JSON(parsing: event.data) else {
                    if event.data.elementsEqual("[DONE]".utf8) { continue }
                    throw RemoteFault.nonsense("an event in it is no JSON.")
                }
                switch json["type"]?.string ?? event.name {
                case "image_generation.completed", "image_edit.completed": return json
                case "image_generation.partial_image", "image_edit.partial_image":
                    let part = Double((json["partial_image_index"]?.int ?? 0) + 1) / Double(OpenAIRequest.previews + 1)
                    tell(.progress((Double(index) + min(max(part, 0), 0.9)) / Double(count)))
                    let place = caller.pool.upstreams[upstream]
                    // A preview that can't be read is no loss.
                    if let rough = try? await source.picture(
                        in: json,
                        from: place,
                        timeout: configuration.remote.timeout
                    ) {
                        tell(.preview(index: index, rough))
                    }
                case "error":
                    let key = caller.pool.upstreams[upstream].key?.text
                    let sentence = Sentence.clean(Sentence.text(in: json) ?? "", hiding: key)
                    throw RemoteFault.refused(status: answer.status, sentence: sentence)
                default: continue
                }
            }
        }
        throw RemoteFault.nonsense("it ended without a picture.")
    }
}

extension OpenAIEngine: EngineKind {
    package static let name = "openai"

    package static func make(_ settings: inout EngineSettings, with tools: EngineTools) -> (any Engine)? {
        guard let remote = RemoteConfiguration(&settings, tools) else { return nil }
        var configuration = Configuration(remote: remote, dialect: .openai)
        configuration.dialect = OpenAIDialect(&settings)
        configuration.remote.model = settings.text("model")
        configuration.steps = settings.integer("steps", 1...200)
        configuration.guidance = settings.number("guidance", 0...100)
        configuration.negative = settings.text("negative_prompt")
        configuration.quality = settings.text("quality")
        return try? OpenAIEngine(configuration)
    }
}
