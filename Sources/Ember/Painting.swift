import Domain

/// An order that is being drawn, as far as it has come: each call of `next` does one step of it.
actor Painting {
    private enum Stage {
        case read
        case decided
        case begin(picture: Int)
        case step(picture: Int, Sampler)
        /// Shows the clean picture as the model sees it by now, before the next step.
        case preview(picture: Int, Sampler, clean: [Float])
        case decode(picture: Int, [Float])
        case done
    }

    private let order: Order
    private var references: [ReferencePicture]
    private let crew: Crew
    private var stage = Stage.read
    // Known once the order has been read.
    private var canvas = Canvas(height: Canvas.grain, width: Canvas.grain)
    private var world: World?
    /// Of the references: what stands in them, what they look like, and their colours.
    private var cutouts: [Cutout] = []
    private var styles: [[Float]] = []
    private var palettes: [Palette] = []
    /// The colours of a group: those of its first picture.
    private var palette: Palette?
    /// How far the others of a group are pulled towards them; what a variation says of colours must still be seen.
    private static let paletteWeight: Float = 0.5
    /// Of the picture that is being drawn: while guidance lasts, and after it.
    private var scenes: (guided: Crew.Scene, plain: Crew.Scene)?
    /// Previews of a picture at most.
    private static let previews = 6

    init(_ order: Order, references: [ReferencePicture], by crew: Crew) {
        self.order = order
        self.references = references
        self.crew = crew
    }

    /// The next piece; `nil` when all is drawn.
    func next() async throws -> Drawing? {
        try Task.checkCancellation()
        switch stage {
        case .read: return try await read()
        case .decided:
            stage = order.count > 0 ? .begin(picture: 0) : .done
            return .decided(references: references.map(\.kind))
        case .begin(let picture):
            if picture > 0 { try await look(at: picture) }
            return try await step(picture, Sampler(noise: noise(picture), steps: max(1, order.steps)))
        case .step(let picture, let sampler): return try await step(picture, sampler)
        case .preview(let picture, let sampler, let clean):
            stage = .step(picture: picture, sampler)
            return .preview(index: picture, Bitmap(width: canvas.width, height: canvas.height, small: clean))
        case .decode(let picture, let z):
            let small = z.map { max(-1, min(1, $0)) }
            if picture == 0, !order.variations.isEmpty { palette = Palette(of: small, weight: Self.paletteWeight) }
            let pixels = try await crew.enlarge(small, canvas, width: order.width, height: order.height)
            stage = picture + 1 < order.count ? .begin(picture: picture + 1) : .done
            return .picture(index: picture, Bitmap(width: order.width, height: order.height, pixels: pixels))
        case .done: return nil
        }
    }

    private var guidance: Guidance {
        // Half as steep: what lies in its very place is copied without much pressing, and with too much the setting of the words is lost.
        let image = 1 + (Float(order.imageGuidance) - 1) / 2
        // A face counts for more than another thing, and one that is to be kept for still more.
        let hasFace = references.contains { $0.kind == .face }
        let weight: Float = !hasFace ? 1 : order.keepsFaces ? 1.5 : 1.2
        return Guidance(text: Float(order.textGuidance), image: image * weight)
    }

    private func read() async throws -> Drawing {
        let world = try await crew.world()
        self.world = world
        async let ready: Void = crew.prepare()
        canvas = world.canvas(for: order)
        for index in references.indices where references[index].kind == .auto {
            references[index].kind = try await kind(of: references[index].bitmap, in: world)
        }
        try await regard(references, in: world)
        try await look(at: 0)
        try await ready
        stage = !references.isEmpty ? .decided : order.count > 0 ? .begin(picture: 0) : .done
        // What is said of the words holds for all pictures together, each word once.
        let prompts = order.variations.isEmpty ? [order.prompt] : order.variations
        let readings = prompts.prefix(max(1, order.count)).map(world.tokenizer.read)
        return .understood(
            prompt: nil,
            tokens: readings.reduce(0) { $0 + $1.tokens.count },
            warnings: Tokenizer.Reading(all: readings).warnings(hasReferences: !references.isEmpty)
        )
    }

    /// What is to be taken from a reference of which nobody says it: a face where the model sees one.
    private func kind(of picture: Bitmap, in world: World) async throws -> Reference.Kind {
        for part in AutoKind.parts(of: picture, side: world.glanceSide)
        where world.isFace(try await crew.kinds(in: part)) {
            return .face
        }
        return AutoKind.seen(in: picture)
    }

    private func regard(_ references: [ReferencePicture], in world: World) async throws {
        let side = world.glanceSide
        var cutouts: [Cutout] = []
        for reference in references where reference.kind != .style {
            let cutout = Cutout(of: reference.bitmap, side: side)
            cutouts.append(
                world.named(cutout, by: try await crew.kinds(in: cutout.picture), isFace: reference.kind == .face)
            )
        }
        self.cutouts = cutouts
        let examples = references.filter { $0.kind == .style }.map(\.bitmap)
        styles = examples.map { $0.small(side, side) }
        let weight = (1 - 1 / max(1, Float(order.imageGuidance))) / Float(max(1, examples.count))
        palettes = examples.map { Palette(of: $0.small(canvas.width, canvas.height), weight: weight) }
    }

    /// Reads the words of the next picture, and decides what stands where in it. Those of a group are composed by the same chances.
    private func look(at picture: Int) async throws {
        guard let world else { throw CancellationError() }
        let tokens = world.naming(cutouts, in: world.tokenizer.read(order.prompt(at: picture)).tokens)
        let seed = UInt64(bitPattern: order.variations.isEmpty ? order.seed &+ Int64(picture) : order.seed)
        let ratio = Float(canvas.width) / Float(canvas.height)
        var (composition, places) = (Composition(), Composition())
        // A reference stands where the words put its thing; when they name too few, references have the canvas to themselves.
        if cutouts.isEmpty || world.namesThing(tokens) {
            composition = try await crew.compose(tokens, ratio: ratio, obedience: guidance.text, seed: seed)
            (places, composition) = composition.reserving(cutouts.map(\.names), by: tokens)
        }
        composition.show(cutouts, at: places, ratio: ratio)
        let words = world.background.completed(tokens, behind: composition, seed: seed)
        let composed = composition
        func conditions(_ guidance: Guidance) -> [Condition] {
            guidance.conditions(tokens: words, composition: composed, styles: styles)
        }
        let (strong, plain) = (conditions(guidance), conditions(.plain))
        let guided = try await crew.scene(canvas, strong)
        scenes = (guided, strong.count == plain.count ? guided : try await crew.scene(canvas, plain))
    }

    /// Pictures whose words differ share most of their noise, so that layout and colours stay together; pictures of the same words differ by
    /// it and by what stands where. The first is what a single picture of its words would be.
    private func noise(_ picture: Int) -> [Float] {
        let own = Noise.normal(canvas.pixels * 3, seed: UInt64(bitPattern: order.seed &+ Int64(picture)))
        guard picture > 0, !order.variations.isEmpty else { return own }
        let shared = Noise.normal(canvas.pixels * 3, seed: UInt64(bitPattern: order.seed))
        return Noise.mixed(shared, own, share: Noise.groupShare)
    }

    private func step(_ picture: Int, _ before: Sampler) async throws -> Drawing {
        guard let scenes else { throw CancellationError() }
        var sampler = before
        let guidance = guidance.at(sampler.time)
        let scene = guidance == .plain ? scenes.plain : scenes.guided
        let clean = try await crew.clean(sampler.z, time: sampler.time, scene)
        var estimate = guidance.blend(clean).map { max(-1, min(1, $0)) }
        for palette in palettes { palette.pull(&estimate) }
        if picture > 0 { palette?.pull(&estimate) }
        sampler.advance(towards: estimate)
        if sampler.isDone {
            stage = .decode(picture: picture, sampler.z)
        } else if sampler.step % ((sampler.steps + Self.previews - 1) / Self.previews) == 0 {
            stage = .preview(picture: picture, sampler, clean: estimate)
        } else {
            stage = .step(picture: picture, sampler)
        }
        // The decoder has its share at the end.
        let share = Double(sampler.step) / Double(sampler.steps) * 0.8
        return .progress((Double(picture) + share) / Double(order.count))
    }
}

extension Bitmap {
    /// From numbers of -1 to 1.
    fileprivate init(width: Int, height: Int, small: [Float]) {
        self.init(width: width, height: height, pixels: small.map { UInt8(max(0, min(255, ($0 + 1) * 127.5))) })
    }
}

extension Tokenizer.Reading {
    /// Several prompts read as one, for what there is to say of them.
    fileprivate init(all readings: [Tokenizer.Reading]) {
        self.init()
        tokens = readings.map(\.tokens).max { $0.count < $1.count } ?? tokens
        unknown = readings.flatMap(\.unknown)
        standIns = readings.flatMap(\.standIns)
        isCut = readings.contains(where: \.isCut)
    }

    /// What a client should know about how the prompt was read.
    fileprivate func warnings(hasReferences: Bool) -> [String] {
        var warnings: [String] = []
        var seen: Set<String> = []
        let words = unknown.filter { seen.insert($0).inserted }
        if !words.isEmpty {
            let listed = words.prefix(20).map { $0.count > 40 ? $0.prefix(40) + "…" : $0 }.joined(separator: ", ")
            let more = words.count > 20 ? " and \(words.count - 20) more" : ""
            warnings.append("The built-in model does not know these words and left them out: \(listed)\(more).")
        }
        let drawn = standIns.filter { seen.insert($0.word).inserted }
        if !drawn.isEmpty {
            let listed = drawn.prefix(20).map { "\($0.kind) for \($0.word.prefix(40))" }.joined(separator: ", ")
            let more = drawn.count > 20 ? " and more" : ""
            warnings.append("The built-in model does not know these words and drew what is nearest: \(listed)\(more).")
        }
        if isCut { warnings.append("The built-in model read only the first \(tokens.count) words of the prompt.") }
        if tokens.count == 1, !hasReferences {
            warnings.append("The built-in model knows no word of the prompt, so the picture is of its own invention.")
        }
        return warnings
    }
}
