package import Domain
import JSON
import Web
package import Workbench

/// Volcengine Ark's image generation: the family of `spark_dream_5_0`, references, groups and streams included.
package struct ArkEngine: InspectableEngine {
    package struct Configuration: Sendable {
        package var remote: RemoteConfiguration
        package var sizes = SizeSteps()
        package var references = 14
        /// Whether one call draws a whole group.
        package var drawsGroups = true
        package var streams = true

        package init(remote: RemoteConfiguration) {
            self.remote = remote
            sizes.pixels = 3_686_400...16_777_216
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
        abilities.references = configuration.references
        self.abilities = abilities
    }

    package var summary: String {
        "Volcengine Ark at \(configuration.remote.places), model \(configuration.remote.model ?? "")"
    }

    package func check() async throws(EngineProblem) -> String {
        try await configuration.remote.check("/models", caller)
    }

    package func draw(
        _ order: Order,
        references: [ReferencePicture]
    ) async throws -> any AsyncSequence<Drawing, any Error> & Sendable {
        drawings { tell in
            let size = configuration.sizes.size(for: order.width, order.height)
            let pictures = try references.map { dataURL(of: try configuration.remote.tools.encode($0.bitmap)) }
            tell(.understood(prompt: nil, tokens: 0, warnings: warnings(order, size)))
            if order.count > 1, order.variations.isEmpty, configuration.drawsGroups {
                try await drawGroup(order, size, pictures, tell)
            } else {
                try await order.drawEach(over: name, tell) { index in
                    try await drawOne(order, index, size, pictures)
                }
            }
        }
    }

    private func warnings(_ order: Order, _ size: SizeSteps.Size) -> [String] {
        var warnings: [String] = []
        if order.parameters["seed"] != nil { warnings.append("seed: the engine \(name) takes none.") }
        if size.width != order.width || size.height != order.height {
            warnings.append("The picture was drawn at \(size.text) and brought to \(order.width)x\(order.height).")
        }
        return warnings
    }

    // MARK: - The calls

    private func call(_ prompt: String, _ count: Int, _ size: SizeSteps.Size, _ pictures: [String]) -> Caller.Call {
        var fields: Object = [
            "model": .string(configuration.remote.model ?? ""), "prompt": .string(prompt), "size": .string(size.text),
            "response_format": "b64_json",
            // The visible label is ours to set, as the order says.
            "watermark": false,
            "sequential_image_generation": count > 1 ? "auto" : "disabled",
        ]
        if count > 1 { fields.append("sequential_image_generation_options", ["max_images": .integer(count)]) }
        if pictures.count == 1 { fields.append("image", .string(pictures[0])) }
        if pictures.count > 1 { fields.append("image", .array(pictures.map(JSON.string))) }
        if count > 1, configuration.streams { fields.append("stream", true) }
        return Caller.Call(
            method: .post,
            path: "/images/generations",
            headers: ["Content-Type": "application/json"],
            body: JSON.object(fields).encoded,
            timeout: configuration.remote.timeout,
            accept: "text/event-stream, application/json"
        )
    }

    private func drawOne(
        _ order: Order,
        _ index: Int,
        _ size: SizeSteps.Size,
        _ pictures: [String]
    ) async throws -> Bitmap {
        let answer = try await caller.json(call(order.prompt(at: index), 1, size, pictures))
        guard let item = answer.json["data"]?.array?.first else { throw RemoteFault.nonsense("it holds no picture.") }
        let upstream = caller.pool.upstreams[answer.upstream]
        if item["error"] != nil { throw refusal(item, upstream) }
        return try await source.picture(in: item, from: upstream, timeout: configuration.remote.timeout)
    }

    /// One call for all pictures; those that come are told at once.
    private func drawGroup(
        _ order: Order,
        _ size: SizeSteps.Size,
        _ pictures: [String],
        _ tell: Telling
    ) async throws {
        var group = Group(order: order, tell: tell)
        do {
            try await caller.open(call(order.prompt, order.count, size, pictures)) { answer, index in
                let upstream = caller.pool.upstreams[index]
                let isStream = answer.headers["Content-Type"]?.lowercased().hasPrefix("text/event-stream") == true
                guard isStream else {
                    var body: [UInt8] = []
                    for try await piece in answer { body += piece }
                    guard let items = (try? JSON(parsing: body))?["data"]?.array else {
                        throw RemoteFault.nonsense("it is no JSON with pictures.")
                    }
                    for (place, item) in items.enumerated() { try await take(item, at: place, upstream, &group) }
                    return
                }
                var reader = EventReader()
                reading: for try await piece in answer {
                    guard let events = try? reader.take(piece) else {
                        throw RemoteFault.nonsense("an event in it is too long.")
                    }
                    for event in events where !event.data.elementsEqual("[DONE]".utf8) {
                        guard let json = try? JSON(parsing: event.data) else {
                            throw RemoteFault.nonsense("an event in it is no JSON.")
                        }
                        switch json["type"]?.string ?? event.name {
                        case "image_generation.partial_succeeded", "image_generation.partial_failed":
                            try await take(json, at: json["image_index"]?.int ?? group.told, upstream, &group)
                        case "image_generation.completed": break reading
                        default: if json["error"] != nil { throw refusal(json, upstream) }
                        }
                    }
                }
            }
        } catch let fault as RemoteFault {
            // What came stays; the rest is lost.
            guard group.drawn > 0 else { throw fault.failure(of: name) }
            group.loseRest(fault.failure(of: name))
            return
        }
        group.loseRest(group.first ?? RemoteFault.nonsense("it holds no picture.").failure(of: name))
        if group.drawn == 0 {
            throw group.first ?? RemoteFault.nonsense("it holds no picture.").failure(of: name)
        }
    }

    private func take(_ item: JSON, at place: Int, _ upstream: Upstream, _ group: inout Group) async throws {
        guard group.isOpen(place) else { return }
        do {
            if item["error"] != nil { throw refusal(item, upstream) }
            let picture = try await source.picture(in: item, from: upstream, timeout: configuration.remote.timeout)
            group.add(picture, at: place)
        } catch let fault as RemoteFault {
            group.lose(place, fault.failure(of: name))
        }
    }

    private func refusal(_ item: JSON, _ upstream: Upstream) -> RemoteFault {
        .refused(status: 200, sentence: Sentence.clean(Sentence.text(in: item) ?? "", hiding: upstream.key?.text))
    }
}

/// The pictures of a group as they come; those that fail before the first one are told with it.
private struct Group {
    let order: Order
    let tell: Telling
    private(set) var drawn = 0
    private(set) var first: ImageTask.Failure?
    private var places: Set<Int> = []
    private var failures: [(Int, ImageTask.Failure)] = []

    init(order: Order, tell: Telling) {
        self.order = order
        self.tell = tell
    }

    var told: Int { places.count }

    func isOpen(_ place: Int) -> Bool { (0..<order.count).contains(place) && !places.contains(place) }

    mutating func add(_ picture: Bitmap, at place: Int) {
        places.insert(place)
        drawn += 1
        for (place, failure) in failures { tell(.lost(index: place, reason: failure.message)) }
        failures = []
        tell(.picture(index: place, picture.fitted(width: order.width, height: order.height)))
        tell(.progress(Double(places.count) / Double(order.count)))
    }

    mutating func lose(_ place: Int, _ failure: ImageTask.Failure) {
        places.insert(place)
        first = first ?? failure
        if drawn > 0 { tell(.lost(index: place, reason: failure.message)) } else { failures.append((place, failure)) }
    }

    /// The places that nothing came for.
    mutating func loseRest(_ failure: ImageTask.Failure) {
        for place in 0..<order.count where isOpen(place) { lose(place, failure) }
    }
}

extension ArkEngine: EngineKind {
    package static let name = "ark"

    package static func make(_ settings: inout EngineSettings, with tools: EngineTools) -> (any Engine)? {
        guard let remote = RemoteConfiguration(&settings, tools) else { return nil }
        var configuration = Configuration(remote: remote)
        configuration.remote.model = settings.requiredText("model")
        configuration.sizes = SizeSteps(&settings, usual: configuration.sizes)
        configuration.references = settings.integer("references", 0...14) ?? configuration.references
        configuration.drawsGroups = settings.flag("groups") ?? configuration.drawsGroups
        configuration.streams = settings.flag("stream") ?? configuration.streams
        return try? ArkEngine(configuration)
    }
}
