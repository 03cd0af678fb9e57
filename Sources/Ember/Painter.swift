import Domain
import OneDNN

/// Draws, one step of one painting at a time, on a thread of its own.
actor Painter {
    private let configuration: EmberEngine.Configuration
    private let thread: EngineThread
    private var machine: Machine?
    private var model: Model?

    init(_ configuration: EmberEngine.Configuration) throws(EmberError) {
        self.configuration = configuration
        thread = try EngineThread(niceness: configuration.niceness)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// Lets the weights go; the next painting loads them again.
    func rest() {
        model = nil
    }

    /// The next piece of a painting; `nil` when it is finished.
    func next(_ painting: Painting) throws -> Drawing? {
        try Task.checkCancellation()
        let model = try loaded()
        let order = painting.order
        switch painting.stage {
        case .read:
            let reading = model.tokenizer.read(order.prompt)
            painting.tokens = reading.tokens
            painting.stage = order.count > 0 ? .begin(picture: 0) : .done
            return .understood(
                prompt: nil, tokens: reading.tokens.count, warnings: painting.warnings + Self.warnings(about: reading, model.tokenizer)
            )
        case .begin(let picture):
            let (scene, conditions) = try model.scene(
                painting.canvas, tokens: painting.tokens, reference: painting.reference, isGuided: order.textGuidance != 1
            )
            let noise = Noise.normal(painting.canvas.height * painting.canvas.width * 3, seed: UInt64(bitPattern: order.seed &+ Int64(picture)))
            let sampler = Sampler(noise: noise, steps: order.steps)
            painting.stage = .step(picture: picture, sampler, scene, conditions)
            return .progress(painting.progress(picture: picture, steps: 0))
        case .step(let picture, var sampler, let scene, let conditions):
            let clean = try model.denoiser.clean(sampler.z, time: sampler.time, scene)
            sampler.advance(towards: Sampler.guided(clean, conditions, painting.guidance))
            painting.stage =
                sampler.isDone ? .decode(picture: picture, sampler.z) : .step(picture: picture, sampler, scene, conditions)
            return .progress(painting.progress(picture: picture, steps: sampler.step))
        case .decode(let picture, let z):
            let small = z.map { max(-1, min(1, $0)) }
            let pixels = try model.decoder.enlarge(small, painting.canvas, width: order.width, height: order.height) {
                try Task.checkCancellation()
            }
            painting.stage = picture + 1 < order.count ? .begin(picture: picture + 1) : .done
            return .picture(index: picture, Bitmap(width: order.width, height: order.height, pixels: pixels))
        case .done: return nil
        }
    }

    private func loaded() throws -> Model {
        if let model { return model }
        let machine = try self.machine ?? Machine(threads: configuration.threads, element: configuration.isExact ? .float32 : .fastest)
        self.machine = machine
        let model = try Model(configuration.weights, on: machine)
        self.model = model
        return model
    }

    private static let listed = 20

    private static func warnings(about reading: Tokenizer.Reading, _ tokenizer: Tokenizer) -> [String] {
        var warnings: [String] = []
        var seen: Set<String> = []
        let unknown = reading.unknown.filter { seen.insert($0).inserted }
        if !unknown.isEmpty {
            let words = unknown.prefix(listed).map { $0.count > 40 ? $0.prefix(40) + "…" : $0 }.joined(separator: ", ")
            let more = unknown.count > listed ? " and \(unknown.count - listed) more" : ""
            warnings.append("The built-in model does not know these words and left them out: \(words)\(more).")
        }
        if reading.isCut { warnings.append("The built-in model read the first \(reading.tokens.count) words of the prompt only.") }
        if reading.tokens.count == 1 {
            warnings.append("The built-in model knows no word of the prompt, so the picture is of its own invention.")
        }
        return warnings
    }
}
