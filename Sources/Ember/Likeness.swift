package import Domain

/// Pulls a picture that is being drawn towards those that were sent along: towards the colours of a STYLE, and towards what stands in an IP or ID, where it
/// stands.
///
/// It changes the clean picture as the model sees it in each step, so that anything can be a reference, a photograph too: colours after Reinhard et al., "Color
/// Transfer between Images" (2001), layout by its low frequencies after Choi et al., "ILVR" (2021). The finer things are the model's own.
package struct Likeness: Sendable {
    private var styles: [Palette] = []
    private var things: [Silhouette] = []
    private let canvas: Canvas

    /// `guidance`: from 1, no pull at all, to 7. `keepsFaces`: faces count for more. `places`: where the things stand that are to look like
    /// the references, in their order; where there are none, they stand side by side.
    package init(
        _ references: [ReferencePicture],
        guidance: Float,
        keepsFaces: Bool,
        places: Composition = Composition(),
        on canvas: Canvas
    ) {
        self.canvas = canvas
        let weight = 1 - 1 / max(1, guidance)
        let subjects = references.filter { $0.kind != .style }
        for reference in references where reference.kind == .style {
            styles.append(Palette(of: reference.bitmap.small(canvas.width, canvas.height), weight: weight))
        }
        for (place, reference) in subjects.enumerated() {
            let isFace = reference.kind == .face
            let weight = isFace && keepsFaces ? weight.squareRoot() : weight
            things.append(
                Silhouette(
                    reference.bitmap,
                    in: places.things.count < subjects.count
                        ? Slot(place, of: subjects.count, on: canvas) : Slot(places.things[place], on: canvas),
                    on: canvas,
                    weight: weight,
                    isFace: isFace
                )
            )
        }
    }

    package var isIdle: Bool { styles.isEmpty && things.isEmpty }

    /// The clean picture, pulled. `time`: from 0, noise, to 1, picture; towards the end the model finishes what it has.
    package func pulled(_ clean: [Float], time: Float) -> [Float] {
        var picture = clean
        let ease = max(0, min(1, (0.95 - time) / 0.15))
        for thing in things { thing.pull(&picture, share: ease, on: canvas) }
        // Each style has its part of the pull.
        for style in styles { style.pull(&picture, share: 1 / Float(styles.count)) }
        return picture
    }
}

/// Where on the canvas a thing has its place.
struct Slot {
    let rows: Range<Int>
    let columns: Range<Int>

    /// The box of a thing, as far as it is on the canvas.
    init(_ thing: Composition.Thing, on canvas: Canvas) {
        func range(_ middle: Float, _ length: Float, of side: Int) -> Range<Int> {
            let lower = max(0, min(side - 1, Int((middle - abs(length) / 2) * Float(side))))
            return lower..<max(lower + 1, min(side, Int(((middle + abs(length) / 2) * Float(side)).rounded(.up))))
        }
        rows = range(thing.y, thing.height, of: canvas.height)
        columns = range(thing.x, thing.width, of: canvas.width)
    }

    /// One of several places side by side, in the order of the request.
    init(_ index: Int, of count: Int, on canvas: Canvas) {
        if canvas.width >= canvas.height {
            rows = 0..<canvas.height
            columns = canvas.width * index / count..<canvas.width * (index + 1) / count
        } else {
            rows = canvas.height * index / count..<canvas.height * (index + 1) / count
            columns = 0..<canvas.width
        }
    }
}

/// How colours are spread: mean and deviation of lightness and of two differences of colour.
struct Palette {
    private let mean: SIMD3<Float>
    private let deviation: SIMD3<Float>
    private let weight: Float

    init(of picture: [Float], weight: Float) {
        (mean, deviation) = Self.statistics(picture)
        self.weight = weight
    }

    func pull(_ picture: inout [Float], share: Float) {
        let (from, spread) = Self.statistics(picture)
        let gain = pointwiseMin(
            pointwiseMax(deviation / pointwiseMax(spread, SIMD3(repeating: 0.02)), SIMD3(repeating: 0.3)),
            SIMD3(repeating: 3)
        )
        for place in stride(from: 0, to: picture.count, by: 3) {
            let colour = Self.apart(picture, place)
            let matched = (colour - from) * gain + mean
            let mixed = Self.together(colour + (matched - colour) * (weight * share))
            for band in 0..<3 { picture[place + band] = max(-1, min(1, mixed[band])) }
        }
    }

    private static func statistics(_ picture: [Float]) -> (mean: SIMD3<Float>, deviation: SIMD3<Float>) {
        var (sum, squares) = (SIMD3<Float>.zero, SIMD3<Float>.zero)
        for place in stride(from: 0, to: picture.count, by: 3) {
            let colour = apart(picture, place)
            sum += colour
            squares += colour * colour
        }
        let count = Float(picture.count / 3)
        let mean = sum / count
        return (mean, pointwiseMax(squares / count - mean * mean, .zero).squareRoot())
    }

    /// Lightness, yellow against blue, red against green.
    private static func apart(_ picture: [Float], _ place: Int) -> SIMD3<Float> {
        let (r, g, b) = (picture[place], picture[place + 1], picture[place + 2])
        return SIMD3((r + g + b) / 3, (r + g) / 2 - b, r - g)
    }

    private static func together(_ colour: SIMD3<Float>) -> SIMD3<Float> {
        let half = colour.x + colour.y / 3  // (r + g) / 2
        return SIMD3(half + colour.z / 2, half - colour.z / 2, colour.x - colour.y * 2 / 3)
    }
}

/// What stands in a reference, without its ground: the colours of its parts, coarsely, and how far each spot belongs to it.
private struct Silhouette {
    private let rows: Range<Int>
    private let columns: Range<Int>
    /// Of the box, three numbers a spot.
    private let colours: [Float]
    /// Of the box, from 0 to 1.
    private let belongs: [Float]

    init(_ bitmap: Bitmap, in slot: Slot, on canvas: Canvas, weight: Float, isFace: Bool) {
        // Whole in its place, the ground around it left to the model.
        let scale = min(
            Double(slot.columns.count) / Double(bitmap.width),
            Double(slot.rows.count) / Double(bitmap.height)
        )
        let width = max(1, Int(Double(bitmap.width) * scale))
        let height = max(1, Int(Double(bitmap.height) * scale))
        let left = slot.columns.lowerBound + (slot.columns.count - width) / 2
        let top = slot.rows.lowerBound + (slot.rows.count - height) / 2
        columns = left..<left + width
        rows = top..<top + height
        let picture = bitmap.small(width, height)
        let ground = Ground(picture, width, height)
        var belongs = [Float](repeating: 0, count: width * height)
        for row in 0..<height {
            for column in 0..<width {
                let spot = row * width + column
                // On a busy ground nobody knows what the thing is: what stands in the middle.
                let (x, y) = ((Float(column) + 0.5) / Float(width) * 2 - 1, (Float(row) + 0.5) / Float(height) * 2 - 1)
                let middle = max(0, min(1, 1.6 - 1.4 * (x * x + y * y).squareRoot()))
                let apart = max(0, min(1, (ground.distance(picture, spot) - 0.15) * 5))
                let share = isFace ? max(apart, middle) * middle : apart
                belongs[spot] = weight * (share + (middle - share) * ground.unrest)
            }
        }
        self.belongs = belongs
        colours = picture
    }

    /// Exchanges the coarse parts: what is finer than the blur stays the model's.
    func pull(_ picture: inout [Float], share: Float, on canvas: Canvas) {
        guard share > 0 else { return }
        var box: [Float] = []
        box.reserveCapacity(colours.count)
        for row in rows {
            box +=
                picture[(row * canvas.width + columns.lowerBound) * 3..<(row * canvas.width + columns.upperBound) * 3]
        }
        let difference = blurred(zip(colours, box).map { $0 - $1 }, columns.count, rows.count)
        for row in 0..<rows.count {
            for column in 0..<columns.count {
                let spot = row * columns.count + column
                let place = ((rows.lowerBound + row) * canvas.width + columns.lowerBound + column) * 3
                for band in 0..<3 {
                    let pulled = picture[place + band] + share * belongs[spot] * difference[spot * 3 + band]
                    picture[place + band] = max(-1, min(1, pulled))
                }
            }
        }
    }

    /// The mean of each spot and its eight neighbours.
    private func blurred(_ picture: [Float], _ width: Int, _ height: Int) -> [Float] {
        var result = picture
        for row in 0..<height {
            for column in 0..<width {
                for band in 0..<3 {
                    var (sum, count) = (Float(0), Float(0))
                    for y in max(0, row - 1)...min(height - 1, row + 1) {
                        for x in max(0, column - 1)...min(width - 1, column + 1) {
                            sum += picture[(y * width + x) * 3 + band]
                            count += 1
                        }
                    }
                    result[(row * width + column) * 3 + band] = sum / count
                }
            }
        }
        return result
    }
}

/// The colour around a thing, and whether it is one.
private struct Ground {
    private let colour: SIMD3<Float>
    /// From 0, one colour all along the edge, to 1.
    let unrest: Float

    init(_ picture: [Float], _ width: Int, _ height: Int) {
        var edge: [SIMD3<Float>] = []
        for row in 0..<height {
            for column in 0..<width where row == 0 || column == 0 || row == height - 1 || column == width - 1 {
                let place = (row * width + column) * 3
                edge.append(SIMD3(picture[place], picture[place + 1], picture[place + 2]))
            }
        }
        func median(_ band: Int) -> Float { edge.map { $0[band] }.sorted()[edge.count / 2] }
        let colour = SIMD3(median(0), median(1), median(2))
        self.colour = colour
        let strangers = edge.count { ($0 - colour).largest > 0.3 }
        unrest = max(0, min(1, Float(strangers) / Float(edge.count) * 2.5 - 0.5))
    }

    func distance(_ picture: [Float], _ spot: Int) -> Float {
        (SIMD3(picture[spot * 3], picture[spot * 3 + 1], picture[spot * 3 + 2]) - colour).largest
    }
}

extension SIMD3<Float> {
    fileprivate var largest: Float { Swift.max(abs(x), abs(y), abs(z)) }
}

extension Bitmap {
    /// The picture squeezed into so many pixels, each the mean of what it covers, from -1 to 1.
    func small(_ columns: Int, _ rows: Int) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(rows * columns * 3)
        for row in 0..<rows {
            let lines = row * height / rows..<max((row + 1) * height / rows, row * height / rows + 1)
            for column in 0..<columns {
                let spots = column * width / columns..<max((column + 1) * width / columns, column * width / columns + 1)
                var sums = (0, 0, 0)
                for y in lines {
                    for x in spots {
                        let place = (y * width + x) * 3
                        sums.0 += Int(pixels[place])
                        sums.1 += Int(pixels[place + 1])
                        sums.2 += Int(pixels[place + 2])
                    }
                }
                let count = Float(lines.count * spots.count) * 127.5
                result += [Float(sums.0) / count - 1, Float(sums.1) / count - 1, Float(sums.2) / count - 1]
            }
        }
        return result
    }
}
