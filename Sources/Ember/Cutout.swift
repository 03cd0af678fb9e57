package import Domain

/// What a reference shows of a thing: the part of the picture in which it stands, small and square.
package struct Cutout: Sendable {
    /// Side × side × 3, from -1 to 1.
    package let picture: [Float]
    /// Its width over its height in the reference.
    package let ratio: Float

    /// Pixels a side of the picture in which the thing is looked for.
    private static let search = 64
    /// What differs that much from the ground belongs to the thing.
    private static let threshold: Float = 0.3

    /// Around what stands out from the ground, and a little more; where nothing does, the whole picture.
    package init(of bitmap: Bitmap, side: Int) {
        let (x, y) = Self.place(of: bitmap.small(Self.search, Self.search))
        func range(_ share: ClosedRange<Float>, of length: Int) -> Range<Int> {
            let lower = min(length - 1, Int(share.lowerBound * Float(length)))
            return lower..<max(lower + 1, min(length, Int((share.upperBound * Float(length)).rounded(.up))))
        }
        let (columns, rows) = (range(x, of: bitmap.width), range(y, of: bitmap.height))
        picture = bitmap.small(side, side, of: columns, rows)
        ratio = Float(columns.count) / Float(rows.count)
    }

    /// In shares of the picture's sides.
    private static func place(of picture: [Float]) -> (x: ClosedRange<Float>, y: ClosedRange<Float>) {
        let ground = Ground(picture, search, search)
        guard !ground.isBusy else { return (0...1, 0...1) }
        let apart = (0..<search * search).map { ground.distance(picture, $0) > threshold }
        // One spot alone may be dirt.
        func extent(_ isThere: (Int, Int) -> Bool) -> ClosedRange<Float>? {
            let lines = (0..<search).filter { line in (0..<search).count { isThere(line, $0) } > 1 }
            guard let first = lines.first, let last = lines.last else { return nil }
            let margin = Float(last + 1 - first) * (Composition.margin - 1) / 2
            return max(0, (Float(first) - margin) / Float(search))...min(1, (Float(last + 1) + margin) / Float(search))
        }
        guard let x = extent({ apart[$1 * search + $0] }), let y = extent({ apart[$0 * search + $1] }) else {
            return (0...1, 0...1)
        }
        return (x, y)
    }
}

extension Composition {
    /// Adds things that references show: where the words have put theirs, or where they have not, side by side.
    /// `ratio`: Width over height of the canvas.
    package mutating func show(_ cutouts: [Cutout], at places: Composition, ratio: Float) {
        for (index, cutout) in cutouts.enumerated() {
            // As wide as it is in the reference, on as much of the canvas.
            let wide = cutout.ratio / ratio
            var thing = Thing(tokens: [], x: 0.5, y: 0.5, width: 1, height: 1)
            if places.things.count == cutouts.count {
                let place = places.things[index]
                let area = abs(place.width) * place.height
                (thing.x, thing.y) = (place.x, place.y)
                thing.height = (area / wide).squareRoot()
            } else {
                let (middle, share) = ((Float(index) + 0.5) / Float(cutouts.count), 1 / Float(cutouts.count))
                let isLying = ratio >= 1
                (thing.x, thing.y) = isLying ? (middle, 0.5) : (0.5, middle)
                thing.height = min(isLying ? 1 : share, (isLying ? share : 1) / wide) * Self.roomOfASlot
            }
            thing.height = min(thing.height, 1, 1 / wide)
            thing.width = thing.height * wide
            thing.seen = cutout.picture
            things.append(thing)
        }
    }

    /// How much of its part of the canvas a thing takes that stands beside others.
    private static let roomOfASlot: Float = 0.7
}

/// The colour around a thing, and whether it is one.
private struct Ground {
    private let colour: SIMD3<Float>
    /// Whether the edge has many colours.
    let isBusy: Bool

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
        isBusy = edge.count { ($0 - colour).largest > 0.3 } * 5 > edge.count * 2
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
    func small(_ columns: Int, _ rows: Int) -> [Float] { small(columns, rows, of: 0..<width, 0..<height) }

    /// A part of the picture squeezed into so many pixels.
    func small(_ columns: Int, _ rows: Int, of across: Range<Int>, _ down: Range<Int>) -> [Float] {
        func piece(_ index: Int, of count: Int, _ range: Range<Int>) -> Range<Int> {
            let lower = range.lowerBound + index * range.count / count
            return lower..<max(range.lowerBound + (index + 1) * range.count / count, lower + 1)
        }
        var result: [Float] = []
        result.reserveCapacity(rows * columns * 3)
        for row in 0..<rows {
            let lines = piece(row, of: rows, down)
            for column in 0..<columns {
                let spots = piece(column, of: columns, across)
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
