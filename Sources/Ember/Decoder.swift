import Glibc
package import OneDNN

/// The sharp decoder: features of the small picture, read at any point between its pixels, become the colour there
/// (after Chen et al., "Learning Continuous Image Representation with Local Implicit Image Function", 2021).
///
/// What comes before the interpolation is computed once for each small pixel. What a row or a column of points knows of its place is computed
/// once for the row or column, so that a point costs an interpolation, the hidden layers and nothing else.
package final class Decoder {
    /// What a point knows of itself: two waves along each axis, as sine and cosine, and how much the picture is enlarged.
    private static let waveCount = 9
    /// Small pixels by which a picture is continued beyond its edges, more than the convolutions can see.
    fileprivate static let edge = 8
    /// Points in one band, about: what stays in the second-level cache.
    private static let bandSize = 8192

    private let machine: Machine
    private let hidden: Int
    private let enter: Convolution
    private let blocks: [(first: Convolution, second: Convolution)]
    private let features: Linear
    private let colours: Linear
    /// Waves × hidden.
    private let point: [[Float]]
    private let hidden1: Linear
    private let hidden2: Linear
    private let leave: Linear

    package init(_ weights: Weights, on machine: Machine) throws {
        let reader = try ConfigurationReader(weights, format: "ember-decoder")
        let width = try reader.number("width", 8...1024, multipleOf: 8)
        let hidden = try reader.number("hidden", 8...1024, multipleOf: 8)
        let count = try reader.number("blocks", 0...64)
        let part = Part(weights, machine.element)
        self.machine = machine
        self.hidden = hidden
        enter = try part.convolution("enter", 3, width)
        blocks = try (0..<count).map {
            (
                try part["blocks"][$0].convolution("0", width, width),
                try part["blocks"][$0].convolution("1", width, width)
            )
        }
        features = try part.linear("features", 0..<width, of: width + 3, hidden, bias: true)
        colours = try part.linear("features", width..<width + 3, of: width + 3, hidden, bias: false)
        let places = try part.numbers("point.weight", [hidden, Self.waveCount])
        point = (0..<Self.waveCount).map { wave in (0..<hidden).map { places[$0 * Self.waveCount + wave] } }
        hidden1 = try part.linear("hidden1", hidden, hidden)
        hidden2 = try part.linear("hidden2", hidden, hidden)
        leave = try part.linear("leave", hidden, 3)
    }

    /// For each small pixel the first layer of the reader, before the point is known.
    package func read(_ picture: [Float], _ canvas: Canvas) throws -> Tensor {
        let small = Tensor([1, canvas.height, canvas.width, 3], machine.element, copying: picture)
        let x = try enter(small, on: machine)
        for block in blocks {
            let middle = try block.first(machine.converted(x, .silu), on: machine)
            try block.second.add(machine.converted(middle, .silu), to: x, on: machine)
        }
        let read = try features(machine.converted(x, .silu), on: machine)
        try colours.add(small, to: read, on: machine)
        return read
    }

    /// A picture on its way to another size.
    package struct Enlargement {
        fileprivate let picture: [Float]
        fileprivate let features: Tensor
        fileprivate let grid: Grid
        fileprivate let columns: Tensor
        fileprivate let band: Band
        /// Rows in a band.
        fileprivate let rows: Int
    }

    /// `picture`: Canvas height × width × 3, from -1 to 1.
    package func enlargement(of picture: [Float], _ canvas: Canvas, width: Int, height: Int) throws -> Enlargement {
        let grid = Grid(canvas, width: width, height: height)
        let continued = Self.continued(picture, canvas)
        let rows = Self.rows(width: width, height: height, threads: machine.threads)
        let count = rows * width
        let band = Band(
            first: Tensor([count, hidden], machine.element),
            second: Tensor([count, hidden], machine.element),
            colours: Tensor([count, 3]),
            rows: Tensor([rows, 2 * grid.canvas.width, hidden])
        )
        return Enlargement(
            picture: continued,
            features: try read(continued, grid.canvas),
            grid: grid,
            columns: columnTerms(grid),
            band: band,
            rows: rows
        )
    }

    /// The picture with its edge pixels repeated outwards, since the convolutions learned from pictures that go on.
    private static func continued(_ picture: [Float], _ canvas: Canvas) -> [Float] {
        (-edge..<canvas.height + edge).flatMap { y in
            let row = max(0, min(canvas.height - 1, y)) * canvas.width
            return (-edge..<canvas.width + edge).flatMap { x in
                let pixel = (row + max(0, min(canvas.width - 1, x))) * 3
                return picture[pixel..<pixel + 3]
            }
        }
    }

    private static func rows(width: Int, height: Int, threads: Int) -> Int {
        min(height, max(1, bandSize / width / threads) * threads)
    }

    /// Some rows of the enlarged picture, RGB of eight bits each. Memory does not grow with their number, but for the rows themselves.
    package func rows(_ wanted: Range<Int>, of enlargement: Enlargement) throws -> [UInt8] {
        let (grid, band, rows) = (enlargement.grid, enlargement.band, enlargement.rows)
        let width = grid.columns.count
        var pixels: [UInt8] = []
        pixels.reserveCapacity(wanted.count * width * 3)
        var done = wanted.lowerBound
        while done < wanted.upperBound {
            // As many rows in each band, so that one shape serves all; the last of the picture begins early and repeats a few.
            let start = min(done, grid.rows.count - rows)
            machine.parallel(rows) { row in
                rowTerms(enlargement.features, grid, at: start + row, into: band.rows, row)
                interpolate(band, row, enlargement.columns, grid)
                interpolateColours(enlargement.picture, grid, at: start + row, into: band.colours, row)
            }
            try hidden1.write(band.first, to: band.second, .silu, on: machine)
            try hidden2.write(band.second, to: band.first, .silu, on: machine)
            try leave.add(band.first, to: band.colours, on: machine)
            let end = min(start + rows, wanted.upperBound)
            pixels += band.colours.bytes((done - start) * width * 3..<(end - start) * width * 3)
            done = end
        }
        return pixels
    }

    fileprivate struct Band {
        let first: Tensor
        let second: Tensor
        let colours: Tensor
        /// For each row of points and small column what stands there, and how it changes towards the next column.
        let rows: Tensor
    }

    /// What each column of points adds to the first layer: width × hidden.
    private func columnTerms(_ grid: Grid) -> Tensor {
        let terms = Tensor([grid.columns.count, hidden])
        let target = terms.scalars
        for (column, place) in grid.columns.enumerated() {
            let waves = Self.waves(place.at)
            for i in 0..<hidden {
                var sum: Float = 0
                for (wave, value) in waves.enumerated() { sum += point[4 + wave][i] * value }
                target[column * hidden + i] = sum
            }
        }
        return terms
    }

    /// The features of one row of points at each small column, interpolated from above and below, with what the row adds.
    private func rowTerms(_ features: Tensor, _ grid: Grid, at y: Int, into target: Tensor, _ row: Int) {
        let (place, columns) = (grid.rows[y], grid.canvas.width)
        let waves = Self.waves(place.at)
        var added = [Float](repeating: 0, count: hidden)
        for i in 0..<hidden {
            added[i] = point[8][i] * grid.enlargement
            for (wave, value) in waves.enumerated() { added[i] += point[wave][i] * value }
        }
        let wide = hidden / 8
        let addedVectors = (0..<wide).map { i in Vector(added[i * 8..<i * 8 + 8]) }
        let (source, result) = (features.vectors, target.vectors)
        let (above, below) = (place.low * columns * wide, place.high * columns * wide)
        let (here, change) = (row * 2 * columns * wide, (row * 2 + 1) * columns * wide)
        for column in 0..<columns {
            for i in 0..<wide {
                let a = source[above + column * wide + i]
                result[here + column * wide + i] =
                    a + (source[below + column * wide + i] - a) * place.share + addedVectors[i]
            }
        }
        for column in 0..<columns {
            let next = min(column + 1, columns - 1)
            for i in 0..<wide {
                result[change + column * wide + i] = result[here + next * wide + i] - result[here + column * wide + i]
            }
        }
    }

    /// The first hidden layer of one row of points.
    private func interpolate(_ band: Band, _ row: Int, _ columns: Tensor, _ grid: Grid) {
        let (wide, small, width) = (hidden / 8, grid.canvas.width, grid.columns.count)
        let (source, added, target) = (band.rows.vectors, columns.vectors, band.first.vectors)
        let (here, change, out) = (row * 2 * small * wide, (row * 2 + 1) * small * wide, row * width * wide)
        for cell in grid.cells {
            for i in 0..<wide {
                let (a, d) = (source[here + cell.low * wide + i], source[change + cell.low * wide + i])
                for x in cell.columns {
                    target[out + x * wide + i] = (a + d * grid.columns[x].share + added[x * wide + i]).silu
                }
            }
        }
    }

    /// The small picture's own colours along one row of points.
    private func interpolateColours(_ picture: [Float], _ grid: Grid, at y: Int, into target: Tensor, _ row: Int) {
        let (place, length, width) = (grid.rows[y], grid.canvas.width * 3, grid.columns.count)
        let line = (0..<length).map { i in
            let a = picture[place.low * length + i]
            return a + (picture[place.high * length + i] - a) * place.share
        }
        let result = target.scalars
        for (x, place) in grid.columns.enumerated() {
            for i in 0..<3 {
                let a = line[place.low * 3 + i]
                result[(row * width + x) * 3 + i] = a + (line[place.high * 3 + i] - a) * place.share
            }
        }
    }

    private static func waves(_ place: Float) -> [Float] {
        let (one, two) = (2 * Float.pi * place, 4 * Float.pi * place)
        return [sin(one), cos(one), sin(two), cos(two)]
    }
}

/// Where the points lie between the small pixels.
private struct Grid {
    struct Place {
        /// In small pixels from the edge.
        let at: Float
        /// The small pixels that it lies between, and how far from the first to the second.
        let low: Int
        let high: Int
        let share: Float
    }

    /// The small picture and what continues it beyond its edges.
    let canvas: Canvas
    let rows: [Place]
    let columns: [Place]
    /// Columns of points between the same two columns of small pixels.
    let cells: [(low: Int, columns: Range<Int>)]
    let enlargement: Float

    init(_ canvas: Canvas, width: Int, height: Int) {
        self.canvas = Canvas(height: canvas.height + 2 * Decoder.edge, width: canvas.width + 2 * Decoder.edge)
        rows = Self.places(height, canvas.height)
        columns = Self.places(width, canvas.width)
        enlargement = log2((Float(width * height) / Float(canvas.pixels)).squareRoot()) / 4
        var cells: [(low: Int, columns: Range<Int>)] = []
        for (x, place) in columns.enumerated() {
            if let last = cells.last, last.low == place.low {
                cells[cells.count - 1].columns = last.columns.lowerBound..<x + 1
            } else {
                cells.append((place.low, x..<x + 1))
            }
        }
        self.cells = cells
    }

    private static func places(_ count: Int, _ size: Int) -> [Place] {
        (0..<count).map { index in
            let at = (Float(index) + 0.5) * Float(Double(size) / Double(count)) + Float(Decoder.edge)
            let low = Int(at - 0.5)
            return Place(at: at, low: low, high: low + 1, share: at - 0.5 - Float(low))
        }
    }
}
