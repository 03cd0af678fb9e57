import OneDNN

/// What stands where, as the network sees it: the words of each thing, or what a reference shows of it, become a little picture of features, stretched into
/// its box and added to the first cells.
package final class Sketch {
    private let machine: Machine
    private let width: Int
    private let side: Int
    private let depth: Int
    private let embedding: [Float]
    private let paint: Linear
    private let leave: Linear
    private let glance: Glance

    init(_ part: Part, _ sizes: Architecture, glance: Glance, on machine: Machine) throws {
        self.machine = machine
        self.glance = glance
        (width, side, depth) = (sizes.sketchWidth, sizes.sketchSide, sizes.sketchDepth)
        embedding = try part.numbers("embedding.weight", [sizes.tokens, width])
        paint = try part.linear("paint", width, side * side * depth)
        leave = try part.linear("leave", depth, sizes.widths[0], bias: false)
    }

    /// The little pictures of things, things × side × side × depth.
    package func little(_ things: [Composition.Thing]) throws -> [Float] {
        let meant = things.flatMap { thing in
            (0..<width).map { place in thing.tokens.reduce(Float(0)) { $0 + embedding[$1 * width + place] } }
        }
        var little = try paint(Tensor([things.count, width], machine.element, copying: meant), on: machine).floats
        for (index, thing) in things.enumerated() {
            guard let seen = thing.seen else { continue }
            let spots = index * side * side * depth..<(index + 1) * side * side * depth
            let shown = try glance.thing(seen)
            let words = thing.tokens.isEmpty ? Array(little[spots]) : facing(Array(little[spots]), as: shown)
            little.replaceSubrange(spots, with: zip(words, shown).map { $0 + $1 })
        }
        return little
    }

    /// What is added to each of the canvas's first cells, rows × columns × channels; `nil` where nothing stands.
    package func cells(_ composition: Composition, _ canvas: Canvas) throws -> [Float]? {
        let things = composition.things
        guard !things.isEmpty else { return nil }
        let little = try little(things)
        let (rows, columns) = (canvas.height / 2, canvas.width / 2)
        var sums = [Vector](repeating: .zero, count: rows * columns * depth / 8)
        for (index, thing) in things.enumerated() {
            let first = index * side * side * depth
            let across = (0..<columns).map { reach($0, of: columns, middle: thing.x, length: thing.width) }
            for row in 0..<rows {
                let lines = reach(row, of: rows, middle: thing.y, length: thing.height)
                for column in 0..<columns where !lines.isEmpty && !across[column].isEmpty {
                    for band in 0..<depth / 8 {
                        var spot = Vector.zero
                        for (line, tall) in lines {
                            for (place, wide) in across[column] {
                                let start = first + (line * side + place) * depth + band * 8
                                spot += Vector(little[start..<start + 8]) * (tall * wide)
                            }
                        }
                        sums[(row * columns + column) * depth / 8 + band] += spot.silu
                    }
                }
            }
        }
        let numbers = sums.flatMap { sum in sum.indices.map { sum[$0] } }
        return try leave(Tensor([rows * columns, depth], machine.element, copying: numbers), on: machine).floats
    }

    /// What words mean, turned to where what is shown looks: words do not know that a thing is mirrored.
    package func facing(_ words: [Float], as shown: [Float]) -> [Float] {
        let line = side * depth
        let mirrored = words.indices.map { place in
            let (row, column, band) = (place / line, place % line / depth, place % depth)
            return words[row * line + (side - 1 - column) * depth + band]
        }
        func likeness(_ turned: [Float]) -> Float { zip(turned, shown).reduce(0) { $0 + $1.0 * $1.1 } }
        return likeness(mirrored) > likeness(words) ? mirrored : words
    }

    /// Which lines of a little picture fall on a cell, and how much of each: none or neighbours.
    private func reach(_ cell: Int, of cells: Int, middle: Float, length: Float) -> [(line: Int, share: Float)] {
        let place = (Float(cell) + 0.5) / Float(cells)
        let on = ((place - middle) / (length * Composition.margin) + 0.5) * Float(side) - 0.5
        guard on > -1, on < Float(side) else { return [] }
        let lower = Int(on.rounded(.down))
        return [(lower, Float(lower + 1) - on), (lower + 1, on - Float(lower))].filter {
            $0.0 >= 0 && $0.0 < side && $0.1 > 0
        }
    }
}
