import Domain
import Synchronization

/// The hands that draw together: each takes some of the conditions of a step, and rows of the finished picture as it gets to them.
actor Crew {
    private let configuration: EmberEngine.Configuration
    private let hands: [Hand]
    private let turns = Atomic(0)
    private var known: World?
    /// Rows that a hand takes at a time.
    private static let rowsAtOnce = 64

    init(_ configuration: EmberEngine.Configuration) throws(EmberError) {
        self.configuration = configuration
        // A guided step asks two questions or three. Two hands answer them without meeting in between; more threads than two work within a hand.
        let count = min(2, max(1, configuration.threads))
        var hands: [Hand] = []
        for _ in 0..<count { hands.append(try Hand(configuration, threads: max(1, configuration.threads / count))) }
        self.hands = hands
    }

    /// What each hand keeps of a picture.
    struct Scene: Sendable {
        fileprivate let parts: [(hand: Hand, kept: Hand.Kept<Denoiser.Scene>)]
    }

    /// The words and sizes of the model, read at first use.
    func world() throws -> World {
        if let known { return known }
        let world = try World(configuration.weights)
        known = world
        return world
    }

    /// Lets the weights go; who draws meanwhile loads them again.
    func rest() async {
        known = nil
        for hand in hands { await hand.rest() }
    }

    var isLoaded: Bool {
        get async {
            for hand in hands where await hand.isLoaded { return true }
            return false
        }
    }

    /// Makes all hands ready, for in the end they are all needed.
    nonisolated func prepare() async throws {
        try await withThrowingTaskGroup { group in
            for hand in hands { group.addTask { try await hand.prepare() } }
            try await group.waitForAll()
        }
    }

    /// What stands where in a picture of these words.
    nonisolated func compose(_ prompt: [Int], ratio: Float, obedience: Float, seed: UInt64) async throws -> Composition
    {
        try await hands[0].compose(prompt, ratio: ratio, obedience: obedience, seed: seed)
    }

    /// How likely each token is the name of what a small square picture shows.
    nonisolated func kinds(in picture: [Float]) async throws -> [Float] { try await hands[0].kinds(in: picture) }

    nonisolated func scene(_ canvas: Canvas, _ conditions: [Condition]) async throws -> Scene {
        // Pictures that need one hand only take the hands in turns.
        let first = conditions.count < hands.count ? turns.wrappingAdd(1, ordering: .relaxed).oldValue : 0
        return try await withThrowingTaskGroup { group in
            for (index, some) in share(conditions).enumerated() {
                let hand = hands[(first + index) % hands.count]
                group.addTask { (index, hand, try await hand.scene(canvas, some)) }
            }
            var parts: [Int: (hand: Hand, kept: Hand.Kept<Denoiser.Scene>)] = [:]
            while let (index, hand, kept) = try await group.next() { parts[index] = (hand, kept) }
            return Scene(parts: parts.sorted { $0.key < $1.key }.map(\.value))
        }
    }

    /// The conditions in their order, as evenly shared as they go.
    private nonisolated func share(_ conditions: [Condition]) -> [[Condition]] {
        let count = min(hands.count, conditions.count)
        return (0..<count).map {
            Array(conditions[conditions.count * $0 / count..<conditions.count * ($0 + 1) / count])
        }
    }

    /// The clean picture under each condition of the scene.
    nonisolated func clean(_ z: [Float], time: Float, _ scene: Scene) async throws -> [[Float]] {
        try await withThrowingTaskGroup { group in
            for (index, part) in scene.parts.enumerated() {
                group.addTask { (index, try await part.hand.clean(z, time: time, part.kept)) }
            }
            var answers: [Int: [[Float]]] = [:]
            while let (index, clean) = try await group.next() { answers[index] = clean }
            return answers.sorted { $0.key < $1.key }.flatMap(\.value)
        }
    }

    /// The picture at its final size.
    nonisolated func enlarge(_ picture: [Float], _ canvas: Canvas, width: Int, height: Int) async throws -> [UInt8] {
        let next = Counter()
        let bands = (height + Self.rowsAtOnce - 1) / Self.rowsAtOnce
        return try await withThrowingTaskGroup { group in
            for hand in hands {
                group.addTask {
                    let enlargement = try await hand.enlargement(of: picture, canvas, width: width, height: height)
                    var done: [(Int, [UInt8])] = []
                    while let band = next.take(below: bands) {
                        let rows = band * Self.rowsAtOnce..<min((band + 1) * Self.rowsAtOnce, height)
                        done.append((band, try await hand.rows(rows, of: enlargement)))
                    }
                    return done
                }
            }
            var pixels = [UInt8](repeating: 0, count: width * height * 3)
            while let done = try await group.next() {
                for (band, bytes) in done {
                    let start = band * Self.rowsAtOnce * width * 3
                    pixels.replaceSubrange(start..<start + bytes.count, with: bytes)
                }
            }
            return pixels
        }
    }
}

/// Gives out numbers, each once.
private final class Counter: Sendable {
    private let next = Atomic(0)

    func take(below end: Int) -> Int? {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return number < end ? number : nil
    }
}
