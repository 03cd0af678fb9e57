import OneDNN

/// One of those that draw: a thread of low priority with a model of its own, so that hands never wait for each other within a step.
actor Hand {
    private let configuration: EmberEngine.Configuration
    private let threads: Int
    private let thread: EngineThread
    private var machine: Machine?
    private var model: Model?
    private var lastUse = ContinuousClock.now
    private var isWatched = false

    init(_ configuration: EmberEngine.Configuration, threads: Int) throws(EmberError) {
        self.configuration = configuration
        self.threads = threads
        thread = try EngineThread(niceness: configuration.niceness)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    /// What a hand keeps of a picture between its steps.
    final class Kept<Content>: @unchecked Sendable {  // only the hand that made it, an actor, looks inside
        fileprivate let content: Content

        fileprivate init(_ content: Content) {
            self.content = content
        }
    }

    /// Loads the weights, unless they are there.
    func prepare() throws {
        _ = try loaded()
    }

    var isLoaded: Bool { model != nil }

    /// Lets the weights go.
    func rest() {
        model = nil
    }

    /// Decides what stands where.
    func compose(_ prompt: [Int], ratio: Float, obedience: Float, seed: UInt64) throws -> Composition {
        try Task.checkCancellation()
        return try loaded().composer.compose(prompt, ratio: ratio, obedience: obedience, seed: seed)
    }

    /// How likely each token is the name of what a small square picture shows.
    func kinds(in picture: [Float]) throws -> [Float] {
        try Task.checkCancellation()
        return try loaded().glance.kinds(picture)
    }

    /// Reads the conditions of a picture.
    func scene(_ canvas: Canvas, _ conditions: [Condition]) throws -> Kept<Denoiser.Scene> {
        try Task.checkCancellation()
        return Kept(try loaded().scene(canvas, conditions))
    }

    /// The clean picture under each condition.
    func clean(_ z: [Float], time: Float, _ scene: Kept<Denoiser.Scene>) throws -> [[Float]] {
        try Task.checkCancellation()
        return try loaded().denoiser.clean(z, time: time, scene.content)
    }

    func enlargement(
        of picture: [Float],
        _ canvas: Canvas,
        width: Int,
        height: Int
    ) throws -> Kept<Decoder.Enlargement> {
        Kept(try loaded().decoder.enlargement(of: picture, canvas, width: width, height: height))
    }

    /// Some rows of the finished picture.
    func rows(_ rows: Range<Int>, of enlargement: Kept<Decoder.Enlargement>) throws -> [UInt8] {
        try Task.checkCancellation()
        return try loaded().decoder.rows(rows, of: enlargement.content)
    }

    private func loaded() throws -> Model {
        lastUse = .now
        if let model { return model }
        let machine =
            try self.machine ?? Machine(threads: threads, element: configuration.isExact ? .float32 : .fastest)
        self.machine = machine
        let model = try Model(configuration.weights, on: machine)
        self.model = model
        watchIdleness()
        return model
    }

    /// Lets the weights go when they have not been used for a while.
    private func watchIdleness() {
        guard !isWatched else { return }
        isWatched = true
        let idle = configuration.idle
        // Nobody waits for it: it ends when the weights go, or soon after the hand itself.
        Task { [weak self] in
            var wait = idle
            while true {
                try? await Task.sleep(for: wait)
                guard let left = await self?.restIfIdle() else { return }
                wait = left
            }
        }
    }

    /// How long it is until the weights may go; `nil` when they are gone.
    private func restIfIdle() -> Duration? {
        let left = configuration.idle - (ContinuousClock.now - lastUse)
        guard model == nil || left <= .zero else { return left }
        model = nil
        isWatched = false
        return nil
    }
}
