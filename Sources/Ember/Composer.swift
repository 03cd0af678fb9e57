import Glibc
package import OneDNN

/// Reads a prompt and writes, token by token, what stands where: a small causal transformer, after `training/composer.py`.
///
/// It counts in floats of 32 bits everywhere, for one token taken otherwise would be another picture.
package final class Composer {
    private let machine: Machine
    private let grammar: Grammar
    private let width: Int
    private let embedding: [Float]
    private let positions: [Float]
    private let layers: [TextLayer]
    private let norm: Tensor

    /// How far choices stray from the likeliest: of kinds, colours and the end, and of places, which are many and alike.
    private static let (heat, spread): (Float, Float) = (1.2, 1.25)
    /// Chances that a thing has: half of them for its tokens, half for what they leave free.
    private static let chances = 16

    package init(_ weights: Weights, on machine: Machine) throws {
        self.machine = machine
        let reader = try ConfigurationReader(weights, format: "ember-composer")
        let part = Part(weights, .float32)
        grammar = try Grammar(reader)
        width = try reader.number("width", 8...4096, multipleOf: 8)
        let heads = try reader.number("heads", 1...64)
        guard width % (heads * 8) == 0 else { throw reader.fault("heads") }
        embedding = try part.numbers("embedding.weight", [grammar.tokenCount, width])
        positions = TextEncoder.positions(grammar.longest, width)
        let width = width
        layers = try (0..<reader.number("layers", 1...64)).map {
            try TextLayer(part["layers"][$0], width: width, heads: heads, on: machine)
        }
        norm = try part.norm("norm", width)
    }

    /// What stands where in a picture of these words. `ratio`: its width over its height. `obedience`: how strongly the words bind; with more, the
    /// likeliest is chosen more often.
    ///
    /// The chances of each choice come from the seed, the thing's number and the choice's place in it, so that words that differ little
    /// are composed alike.
    package func compose(_ prompt: [Int], ratio: Float, obedience: Float, seed: UInt64) throws -> Composition {
        let binding = max(1, obedience)
        // What things are binds quickly, where they stand more slowly.
        let (heat, spread) = (Self.heat / pow(binding, 1.75), Self.spread / binding)
        var reader = Reader(self)
        for token in grammar.opening(prompt, ratio: ratio) { try reader.read(token) }
        var writing = Writing(grammar, ratio: ratio)
        while true {
            let next = writing.allowed
            let scores = reader.scores(next.tokens)
            let number = writing.things.count
            func chance(_ place: Int) -> Float { Noise.uniform(seed: seed, UInt64(number * Self.chances + place)) }
            let token = next.tokens[
                Self.choose(scores, heat: next.isSpread ? spread : heat, at: chance(writing.current.count))
            ]
            guard token != grammar.end else { return Composition(writing.things) }
            writing.write(token) { chance(Self.chances / 2 + $0) }
            try reader.read(token)
        }
    }

    /// Of one sequence, how well each of `wanted` would follow it.
    package func scores(after sequence: [Int], of wanted: [Int]) throws -> [Float] {
        var reader = Reader(self)
        for token in sequence { try reader.read(token) }
        return reader.scores(wanted)
    }

    /// The place of the choice that stands at `chance` when the shares of all, by their scores, are laid side by side.
    private static func choose(_ scores: [Float], heat: Float, at chance: Float) -> Int {
        let most = scores.max() ?? 0
        let shares = scores.map { exp(($0 - most) / heat) }
        var rest = chance * shares.reduce(0, +)
        for (index, share) in shares.enumerated() {
            rest -= share
            if rest < 0 { return index }
        }
        return shares.count - 1
    }

    /// A sequence that is being read, and what each layer remembers of it.
    private struct Reader {
        private let composer: Composer
        private var memories: [TextLayer.Memory]
        private var place = 0
        private var answer: [Float] = []

        init(_ composer: Composer) {
            self.composer = composer
            memories = composer.layers.map { _ in TextLayer.Memory() }
        }

        mutating func read(_ token: Int) throws {
            let (c, width) = (composer, composer.width)
            precondition(token >= 0 && token < c.grammar.tokenCount && place < c.grammar.longest, "a token that fits")
            let numbers = (0..<width).map { c.embedding[token * width + $0] + c.positions[place * width + $0] }
            let x = Tensor([1, width], copying: numbers)
            for (index, layer) in c.layers.enumerated() { try layer.step(x, &memories[index]) }
            answer = c.machine.normalized(x, gain: c.norm, to: .float32).floats
            place += 1
        }

        func scores(_ tokens: [Int]) -> [Float] {
            let (c, width) = (composer, composer.width)
            return tokens.map { token in
                (0..<width).reduce(Float(0)) { $0 + answer[$1] * c.embedding[token * width + $1] }
                    / Float(width).squareRoot()
            }
        }
    }
}
