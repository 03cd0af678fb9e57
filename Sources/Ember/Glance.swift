import Glibc
import OneDNN

/// A look at a reference picture: cut out around a thing, it becomes the little picture that the thing's words would have become, and is named; whole, it
/// gives its look to another picture.
package final class Glance {
    /// Of the square picture that is looked at.
    package let side: Int

    private let machine: Machine
    private let width: Int
    private let enter: Convolution
    private let norms: [Tensor]
    private let convs: [Convolution]
    private let norm: Tensor
    private let thing: Linear
    private let look: Linear
    private let kind: Linear
    /// Pixels a side that become one spot of the little picture.
    static let fold = 4
    /// What stands there is named by what is in each ninth of the picture.
    static let pieces = 3

    init(_ part: Part, _ sizes: Architecture, on machine: Machine) throws {
        self.machine = machine
        side = sizes.glanceSide
        width = sizes.glanceWidth
        let blocks = 0..<sizes.glanceBlocks
        enter = try part.folding("enter", Self.fold, 3, width)
        norms = try blocks.map { try part.norm("norms.\($0)", sizes.glanceWidth) }
        convs = try blocks.map { try part.convolution("convs.\($0)", sizes.glanceWidth, sizes.glanceWidth) }
        norm = try part.norm("norm", width)
        thing = try part.linear("thing", width, sizes.sketchDepth)
        look = try part.linear("look", width, sizes.timeWidth)
        kind = try part.linear("kind", Self.pieces * Self.pieces * width, sizes.tokens)
    }

    /// What `Sketch` stretches into the thing's box.
    /// `picture`: side × side × 3, from -1 to 1.
    package func thing(_ picture: [Float]) throws -> [Float] {
        let cells = try cells(picture)
        return try thing(cells.reshaped([cells.count / width, width]), on: machine).floats
    }

    /// How likely each token is the name of what stands there.
    package func kinds(_ picture: [Float]) throws -> [Float] {
        let means = means(of: try cells(picture), pieces: Self.pieces)
        let scores = try kind(Tensor([1, means.count], machine.element, copying: means), on: machine).floats
        let highest = scores.max() ?? 0
        let shares = scores.map { exp($0 - highest) }
        let sum = shares.reduce(0, +)
        return shares.map { $0 / sum }
    }

    /// What is added to the condition of every block.
    /// `picture`: side × side × 3, from -1 to 1.
    package func look(_ picture: [Float]) throws -> [Float] {
        let mean = means(of: try cells(picture), pieces: 1)
        return try look(Tensor([1, width], machine.element, copying: mean), on: machine).floats
    }

    /// The mean of the cells in each piece of the picture, pieces × pieces × width.
    private func means(of cells: Tensor, pieces: Int) -> [Float] {
        let (numbers, columns) = (cells.floats, side / Self.fold)
        let length = columns / pieces
        var means = [Float](repeating: 0, count: pieces * pieces * width)
        for cell in 0..<columns * columns {
            let piece = cell / columns / length * pieces + cell % columns / length
            for band in 0..<width { means[piece * width + band] += numbers[cell * width + band] }
        }
        return means.map { $0 / Float(length * length) }
    }

    private func cells(_ picture: [Float]) throws -> Tensor {
        let x = try enter(Tensor([1, side, side, 3], machine.element, copying: picture), on: machine)
        for (norm, conv) in zip(norms, convs) {
            try conv.add(machine.normalized(x, gain: norm, .silu), to: x, on: machine)
        }
        return machine.normalized(x, gain: norm, .silu)
    }
}
