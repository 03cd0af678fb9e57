import Glibc
package import OneDNN

/// Tokens to vectors, each knowing of the others.
package final class TextEncoder {
    /// Places for tokens, padding included: always as many, so that one shape serves every prompt.
    package let places: Int
    private let sizes: Architecture
    private let machine: Machine
    private let embedding: [Float]
    private let positions: [Float]
    private let layers: [TextLayer]
    private let norm: Tensor

    package init(_ part: Part, _ sizes: Architecture, on machine: Machine) throws {
        self.sizes = sizes
        self.machine = machine
        places = (sizes.textLimit + 7) / 8 * 8
        embedding = try part.numbers("embedding.weight", [sizes.tokens, sizes.textWidth])
        positions = Self.positions(sizes.textLimit, sizes.textWidth)
        layers = try (0..<sizes.textLayers).map {
            try TextLayer(part["layers"][$0], width: sizes.textWidth, heads: sizes.textHeads, on: machine)
        }
        norm = try part.norm("norm", sizes.textWidth)
    }

    /// The vectors of each prompt, batch × places × width, and the mask to add to attention: 0 where to look, a large negative where not.
    package func encode(_ prompts: [[Int]]) throws -> (words: Tensor, mask: Tensor) {
        let width = sizes.textWidth
        var numbers = [Float](repeating: 0, count: prompts.count * places * width)
        var mask = [Float](repeating: unseen, count: prompts.count * places)
        for (row, tokens) in prompts.enumerated() {
            for (place, token) in tokens.prefix(sizes.textLimit).enumerated() where token != Tokenizer.nothing {
                precondition(token >= 0 && token < sizes.tokens, "a token of the vocabulary")
                mask[row * places + place] = 0
                let start = (row * places + place) * width
                for i in 0..<width { numbers[start + i] = embedding[token * width + i] + positions[place * width + i] }
            }
        }
        let x = Tensor([prompts.count, places, width], copying: numbers)
        let masks = Tensor([prompts.count, places], copying: mask)
        for layer in layers { try layer.run(x, mask: masks) }
        return (machine.normalized(x, gain: norm, to: .float32), masks)
    }

    static func positions(_ count: Int, _ width: Int) -> [Float] {
        (0..<count).flatMap { place -> [Float] in
            let angles = (0..<width / 2).map { Float(place) * exp(Float($0) * Float(-log(200.0) / Double(width / 2))) }
            return angles.map { sin($0) * 0.5 } + angles.map { cos($0) * 0.5 }
        }
    }
}

/// What is added to the score of a key that nobody shall look at.
let unseen: Float = -1e4

final class TextLayer {
    private let width: Int
    private let heads: Int
    private let machine: Machine
    private let norm1: Tensor
    private let norm2: Tensor
    private let qkv: Linear
    private let out: Linear
    private let wide: Linear
    private let narrow: Linear

    init(_ part: Part, width: Int, heads: Int, on machine: Machine) throws {
        self.machine = machine
        self.width = width
        self.heads = heads
        // Scores are divided by the root of a head's width, which the norm of the queries can't know: the matrix takes it over.
        norm1 = try part.norm("norm1", width)
        norm2 = try part.norm("norm2", width)
        let matrix = try part.numbers("qkv.weight", [3 * width, width])
        let scale = 1 / Float(width / heads).squareRoot()
        qkv = try Linear(
            weights: matrix.prefix(width * width).map { $0 * scale } + matrix.dropFirst(width * width),
            inputs: width,
            outputs: 3 * width,
            bias: nil,
            part.element
        )
        out = try part.linear("out", width, width)
        wide = try part.linear("wide", width, 3 * width)
        narrow = try part.linear("narrow", 3 * width, width)
    }

    /// Keys and values of what was read.
    struct Memory {
        fileprivate var keys: [Float] = []
        fileprivate var values: [Float] = []
    }

    /// Reads one more token, which looks at itself and at all before it. Changes `x`, a row of 32-bit floats, in place.
    func step(_ x: Tensor, _ memory: inout Memory) throws {
        let all = try qkv(machine.normalized(x, gain: norm1, to: .float32), on: machine).floats
        memory.keys += all[width..<2 * width]
        memory.values += all[2 * width..<3 * width]
        let (known, depth) = (memory.keys.count / width, width / heads)
        var found = [Float](repeating: 0, count: width)
        for head in 0..<heads {
            let band = head * depth..<(head + 1) * depth
            let scores = (0..<known).map { token in
                band.reduce(Float(0)) { $0 + all[$1] * memory.keys[token * width + $1] }
            }
            let most = scores.max() ?? 0
            let shares = scores.map { exp($0 - most) }
            let total = shares.reduce(0, +)
            for (token, share) in shares.enumerated() {
                for i in band { found[i] += share / total * memory.values[token * width + i] }
            }
        }
        try out.add(Tensor([1, width], copying: found), to: x, on: machine)
        let middle = try wide(machine.normalized(x, gain: norm2, to: .float32), .silu, on: machine)
        try narrow.add(middle, to: x, on: machine)
    }

    /// Changes `x` in place.
    func run(_ x: Tensor, mask: Tensor) throws {
        let (batch, places, width) = (x.shape[0], x.shape[1], x.shape[2])
        let all = try qkv(machine.normalized(x, gain: norm1), on: machine)
        let parts = (0..<3).map { part in
            let target = Tensor([batch * heads, places, width / heads], machine.element)
            machine.takeHeads(all, part: part, of: 3, heads: heads, into: target)
            return target
        }
        try out.add(try machine.attend(parts[0], parts[1], parts[2], mask: mask, heads: heads), to: x, on: machine)
        let middle = try wide(machine.normalized(x, gain: norm2), to: machine.element, .silu, on: machine)
        try narrow.add(middle, to: x, on: machine)
    }
}
