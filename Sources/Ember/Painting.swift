import Domain

/// An order that is being drawn, as far as it has come: each call of `next` does one step of it.
actor Painting {
    private enum Stage {
        case read
        case begin(picture: Int)
        case step(picture: Int, Sampler)
        case decode(picture: Int, [Float])
        case done
    }

    private let order: Order
    private let reference: SmallReference?
    private let crew: Crew
    private var stage = Stage.read
    // Known once the order has been read.
    private var canvas = Canvas(height: Canvas.grain, width: Canvas.grain)
    private var scene: Crew.Scene?

    init(_ order: Order, reference: SmallReference?, by crew: Crew) {
        self.order = order
        self.reference = reference
        self.crew = crew
    }

    /// The next piece; `nil` when all is drawn.
    func next() async throws -> Drawing? {
        try Task.checkCancellation()
        switch stage {
        case .read: return try await read()
        case .begin(let picture):
            let noise = Noise.normal(canvas.pixels * 3, seed: UInt64(bitPattern: order.seed &+ Int64(picture)))
            return try await step(picture, Sampler(noise: noise, steps: max(1, order.steps)))
        case .step(let picture, let sampler): return try await step(picture, sampler)
        case .decode(let picture, let z):
            let small = z.map { max(-1, min(1, $0)) }
            let pixels = try await crew.enlarge(small, canvas, width: order.width, height: order.height)
            stage = picture + 1 < order.count ? .begin(picture: picture + 1) : .done
            return .picture(index: picture, Bitmap(width: order.width, height: order.height, pixels: pixels))
        case .done: return nil
        }
    }

    private var guidance: Guidance { Guidance(text: Float(order.textGuidance), image: Float(order.imageGuidance)) }

    private func read() async throws -> Drawing {
        let world = try await crew.world()
        let reading = world.tokenizer.read(order.prompt)
        let conditions = guidance.conditions(tokens: reading.tokens, reference: reference)
        canvas = world.canvas(for: order)
        scene = try await crew.scene(canvas, conditions)
        stage = order.count > 0 ? .begin(picture: 0) : .done
        return .understood(prompt: nil, tokens: reading.tokens.count, warnings: reading.warnings)
    }

    private func step(_ picture: Int, _ before: Sampler) async throws -> Drawing {
        guard let scene else { throw CancellationError() }
        var sampler = before
        let clean = try await crew.clean(sampler.z, time: sampler.time, scene)
        sampler.advance(towards: guidance.blend(clean))
        stage = sampler.isDone ? .decode(picture: picture, sampler.z) : .step(picture: picture, sampler)
        // The decoder has its share at the end.
        let share = Double(sampler.step) / Double(sampler.steps) * 0.8
        return .progress((Double(picture) + share) / Double(order.count))
    }
}

extension Tokenizer.Reading {
    /// What a client should know about how the prompt was read.
    fileprivate var warnings: [String] {
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
        if tokens.count == 1 {
            warnings.append("The built-in model knows no word of the prompt, so the picture is of its own invention.")
        }
        return warnings
    }
}
