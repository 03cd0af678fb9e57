import Glibc
package import OneDNN

/// The U-Net: the clean picture from a noisy one, under several conditions at once.
package final class Denoiser {
    private let machine: Machine
    private let sizes: Architecture
    private let time1: Linear
    private let time2: Linear
    private let pooled: Linear
    private let shape: Linear
    private let enter: Convolution
    private let down: [Level]
    private let shrink: [Convolution]
    private let grow: [Linear]
    /// The matrix that joins what comes from below with what was kept on the way down, in two halves.
    private let mergeBelow: [Linear]
    private let mergeKept: [Linear]
    private let up: [Level]
    private let norm: Tensor
    private let leave: Convolution

    package init(_ part: Part, _ sizes: Architecture, on machine: Machine) throws {
        self.machine = machine
        self.sizes = sizes
        let (widths, time) = (sizes.widths, sizes.timeWidth)
        time1 = try part.linear("time1", time, time)
        time2 = try part.linear("time2", time, time)
        pooled = try part.linear("pooled", sizes.textWidth, time)
        shape = try part.linear("shape", 2, time)
        enter = try part.convolution("enter", 12 + Canvas.coordinateCount, widths[0])
        down = try widths.indices.map {
            try Level(
                part["down"][$0],
                width: widths[$0],
                blocks: sizes.down[$0],
                attention: sizes.downAttention[$0],
                sizes,
                on: machine
            )
        }
        let depths = widths.indices.dropLast()
        shrink = try depths.map { try part.folding("shrink.\($0)", 2, widths[$0], widths[$0 + 1]) }
        grow = try depths.map { try part.linear("grow.\($0)", widths[$0 + 1], 4 * widths[$0]) }
        mergeBelow = try depths.map {
            try part.linear("merge.\($0)", 0..<widths[$0], of: 2 * widths[$0], widths[$0], bias: false)
        }
        mergeKept = try depths.map {
            try part.linear("merge.\($0)", widths[$0]..<2 * widths[$0], of: 2 * widths[$0], widths[$0], bias: true)
        }
        up = try depths.map {
            try Level(
                part["up"][$0],
                width: widths[$0],
                blocks: sizes.up[$0],
                attention: sizes.upAttention[$0],
                sizes,
                on: machine
            )
        }
        norm = try part.norm("norm", widths[0])
        leave = try part.convolution("leave", widths[0], 12)
    }

    /// What does not change from step to step.
    package struct Scene {
        let canvas: Canvas
        let batch: Int
        /// The coordinates of the cells that enter.
        let coordinates: [Float]
        /// The part of the condition that does not know the time.
        let condition: [Float]
        let down: [[Attention.Setting]]
        let up: [[Attention.Setting]]
        /// What stands where, added to the first cells.
        let sketch: Tensor?
    }

    /// `words`: Batch × words × text width.
    /// `mask`: For each word of each picture of the batch.
    /// `sketches`: For each picture of the batch, what `Sketch` made of its composition.
    /// `looks`: For each, what `Glance` saw in its styles.
    package func scene(
        _ canvas: Canvas,
        words: Tensor,
        mask: [[Float]],
        sketches: [[Float]?],
        looks: [[Float]?]
    ) throws -> Scene {
        let (batch, count, width) = (words.shape[0], words.shape[1], sizes.textWidth)
        let numbers = words.floats
        let first = (0..<batch).flatMap { numbers[$0 * count * width..<($0 * count + 1) * width] }
        let fromText = try pooled(Tensor([batch, width], machine.element, copying: first), on: machine).floats
        let proportions = [log(Float(canvas.width) / Float(canvas.height)), log(Float(canvas.pixels) / 4096)]
        let fromLooks = looks.flatMap { $0 ?? [Float](repeating: 0, count: sizes.timeWidth) }
        let fromShape = try shape(Tensor([1, 2], machine.element, copying: proportions), on: machine).floats
        let entering = Tensor(words.shape, machine.element, copying: numbers)
        let coordinates = down.indices.map { depth in canvas.coordinates(folded: 2 << depth) }
        func settings(_ level: Level, _ depth: Int) throws -> [Attention.Setting] {
            let places = Tensor(
                [coordinates[depth].count / Canvas.coordinateCount, Canvas.coordinateCount],
                machine.element,
                copying: coordinates[depth]
            )
            return try level.attention.map { try $0.setting(coordinates: places, words: entering, mask: mask) }
        }
        return Scene(
            canvas: canvas,
            batch: batch,
            coordinates: coordinates[0],
            condition: fromText.indices.map { fromText[$0] + fromLooks[$0] + fromShape[$0 % sizes.timeWidth] },
            down: try down.indices.map { try settings(down[$0], $0) },
            up: try up.indices.map { try settings(up[$0], $0) },
            sketch: sketched(sketches, canvas)
        )
    }

    private func sketched(_ sketches: [[Float]?], _ canvas: Canvas) -> Tensor? {
        guard sketches.contains(where: { $0 != nil }) else { return nil }
        let shape = [canvas.height / 2, canvas.width / 2, sizes.widths[0]]
        let none = [Float](repeating: 0, count: shape.reduce(1, *))
        return Tensor([sketches.count] + shape, copying: sketches.flatMap { $0 ?? none })
    }

    /// The clean picture for each condition of the scene, height × width × 3.
    package func clean(_ z: [Float], time: Float, _ scene: Scene) throws -> [[Float]] {
        let condition = try condition(time, scene)
        var x = try enter(entering(z, scene), on: machine)
        if let sketch = scene.sketch { machine.add(sketch, to: x) }
        var kept: [Tensor] = []
        for (depth, level) in down.enumerated() {
            try level.run(x, condition: condition, scene.down[depth])
            guard depth < shrink.count else { break }
            kept.append(x)
            x = try shrink[depth](machine.converted(x), on: machine)
        }
        for depth in up.indices.reversed() {
            let skip = kept[depth]
            let grown = try grow[depth](machine.converted(x), to: machine.element, on: machine)
            let width = sizes.widths[depth]
            let below = try mergeBelow[depth](grown.reshaped([grown.count / width, width]), on: machine)
            x = try mergeKept[depth](machine.converted(skip), on: machine)
            machine.addUnfolded(below, to: x)
            try up[depth].run(x, condition: condition, scene.up[depth])
        }
        let cells = try leave(machine.normalized(x, gain: norm, .silu), on: machine).floats
        let count = cells.count / scene.batch
        return (0..<scene.batch).map { unfold(cells[$0 * count..<($0 + 1) * count], scene.canvas) }
    }

    private func condition(_ time: Float, _ scene: Scene) throws -> Tensor {
        let features = Tensor([1, sizes.timeWidth], machine.element, copying: Self.timeFeatures(time, sizes.timeWidth))
        let fromTime = try time2(try time1(features, to: machine.element, .silu, on: machine), on: machine).floats
        let all = scene.condition.indices.map { index in
            let x = scene.condition[index] + fromTime[index % sizes.timeWidth]
            return x / (1 + exp(-x))
        }
        return Tensor([scene.batch, sizes.timeWidth], machine.element, copying: all)
    }

    /// Sines and cosines of the time, from one turn to a thousand.
    package static func timeFeatures(_ time: Float, _ width: Int) -> [Float] {
        let angles = (0..<width / 2).map { time * exp(Float($0) * Float(log(1000.0) / Double(width / 2 - 1))) * 2 }
        return angles.map { sin($0) } + angles.map { cos($0) }
    }

    /// 2×2 pixels become one cell, and its coordinates stand after them; the same for every condition.
    private func entering(_ z: [Float], _ scene: Scene) -> Tensor {
        let (rows, columns) = (scene.canvas.height / 2, scene.canvas.width / 2)
        var cells: [Float] = []
        cells.reserveCapacity(rows * columns * (12 + Canvas.coordinateCount))
        for row in 0..<rows {
            for column in 0..<columns {
                for y in 0..<2 {
                    let start = ((row * 2 + y) * columns + column) * 6
                    cells += z[start..<start + 6]
                }
                let place = (row * columns + column) * Canvas.coordinateCount
                cells += scene.coordinates[place..<place + Canvas.coordinateCount]
            }
        }
        let all = (1..<scene.batch).reduce(into: cells) { all, _ in all += cells }
        return Tensor([scene.batch, rows, columns, 12 + Canvas.coordinateCount], machine.element, copying: all)
    }

    private func unfold(_ cells: ArraySlice<Float>, _ canvas: Canvas) -> [Float] {
        let columns = canvas.width / 2
        var picture: [Float] = []
        picture.reserveCapacity(cells.count)
        for y in 0..<canvas.height {
            for column in 0..<columns {
                let start = cells.startIndex + (y / 2 * columns + column) * 12 + y % 2 * 6
                picture += cells[start..<start + 6]
            }
        }
        return picture
    }
}

/// Blocks at one resolution, the last of them followed by attention.
private final class Level {
    let blocks: [Block]
    let attention: [Attention]

    init(
        _ part: Part,
        width: Int,
        blocks count: Int,
        attention attended: Int,
        _ sizes: Architecture,
        on machine: Machine
    ) throws {
        blocks = try (0..<count).map {
            try Block(part["blocks"][$0], width: width, condition: sizes.timeWidth, on: machine)
        }
        attention = try (0..<min(attended, count)).map {
            try Attention(part["attention"][$0], width: width, sizes, on: machine)
        }
    }

    func run(_ x: Tensor, condition: Tensor, _ settings: [Attention.Setting]) throws {
        for (index, block) in blocks.enumerated() {
            try block.run(x, condition: condition)
            let late = index - blocks.count + attention.count
            if late >= 0 { try attention[late].run(x, settings[late]) }
        }
    }
}
