package import Domain

/// What a reference shows of a thing: the part of the picture in which it stands, small and square.
package struct Cutout: Sendable {
    /// Side × side × 3, from -1 to 1.
    package let picture: [Float]
    /// The thing's width over its height in the reference.
    package let ratio: Float
    /// Where the thing stands in the picture, in shares of its sides.
    package let x: ClosedRange<Float>
    package let y: ClosedRange<Float>
    /// The plain colour that most of its middle is nearest to.
    package let colour: String
    /// What it is; `nil` if nobody can tell.
    package var kind: Int?
    /// The token of its colour.
    package var tint: [Int] = []
    /// Whatever words may call it by.
    package var names: Set<Int> = []

    /// Pixels a side of the picture in which the thing is looked for.
    private static let search = 64
    /// What differs that much from the ground belongs to the thing.
    private static let threshold: Float = 0.3
    /// On a side, in lengths of the thing.
    private static let margin = (Composition.margin - 1) / 2

    /// Around what stands out from the ground, and a little more; where nothing does or the ground has many colours, the whole picture.
    package init(of bitmap: Bitmap, side: Int) {
        let found = Self.place(of: bitmap.small(Self.search, Self.search))
        func part(_ share: ClosedRange<Float>, of length: Int) -> (cut: Range<Int>, thing: ClosedRange<Float>) {
            let room = (share.upperBound - share.lowerBound) * Self.margin
            let lower = min(length - 1, Int(max(0, share.lowerBound - room) * Float(length)))
            let upper = Int((min(1, share.upperBound + room) * Float(length)).rounded(.up))
            let cut = lower..<max(lower + 1, min(length, upper))
            func inside(_ bound: Float) -> Float {
                max(0, min(1, (bound * Float(length) - Float(lower)) / Float(cut.count)))
            }
            return (cut, inside(share.lowerBound)...inside(share.upperBound))
        }
        let (across, down) = (part(found.x, of: bitmap.width), part(found.y, of: bitmap.height))
        picture = bitmap.small(side, side, of: across.cut, down.cut)
        (x, y) = (across.thing, down.thing)
        ratio = Float(across.cut.count) * x.length / (Float(down.cut.count) * y.length)
        colour = Self.colour(of: picture, side: side, x: x, y: y)
    }

    /// As the renderer that Ember learnt from has them.
    private static let colours: [(name: String, tone: SIMD3<Float>)] = [
        ("red", [222, 50, 52]), ("orange", [246, 138, 30]), ("yellow", [250, 210, 44]), ("green", [58, 160, 70]),
        ("blue", [44, 104, 218]), ("purple", [136, 74, 204]), ("pink", [246, 140, 186]), ("brown", [140, 90, 54]),
        ("turquoise", [40, 192, 188]), ("white", [248, 248, 246]), ("grey", [146, 151, 158]), ("black", [40, 40, 46]),
    ]

    private static func colour(
        of picture: [Float],
        side: Int,
        x: ClosedRange<Float>,
        y: ClosedRange<Float>
    ) -> String {
        var votes = [Float](repeating: 0, count: colours.count)
        for row in 0..<side {
            for column in 0..<side {
                let across = ((Float(column) + 0.5) / Float(side) - x.middle) / x.length
                let down = ((Float(row) + 0.5) / Float(side) - y.middle) / y.length
                guard across * across + down * down < 0.12 else { continue }
                let place = (row * side + column) * 3
                let tone = (SIMD3(picture[place], picture[place + 1], picture[place + 2]) + 1) * 127.5
                let distances = colours.map { (($0.tone - tone) * ($0.tone - tone)).sum() }
                votes[distances.indices.min { distances[$0] < distances[$1] } ?? 0] += 1
            }
        }
        // Outlines, windows and sails are black, grey and white whatever the colour of their thing is.
        for neutral in colours.indices.suffix(3) { votes[neutral] *= 0.5 }
        return colours[votes.indices.max { votes[$0] < votes[$1] } ?? 0].name
    }

    /// The thing without its margin, in shares of the picture's sides.
    private static func place(of picture: [Float]) -> (x: ClosedRange<Float>, y: ClosedRange<Float>) {
        // So that with its margin it is the whole picture.
        let inset = Self.margin / Composition.margin
        let whole = (x: inset...(1 - inset), y: inset...(1 - inset))
        let ground = Ground(picture, side: search)
        guard !ground.isBusy else { return whole }
        let apart = (0..<search * search).map { ground.distance(picture, $0) > threshold }
        // One spot alone may be dirt.
        func extent(_ isThere: (Int, Int) -> Bool) -> ClosedRange<Float>? {
            let lines = (0..<search).filter { line in (0..<search).count { isThere(line, $0) } > 1 }
            guard let first = lines.first, let last = lines.last else { return nil }
            return Float(first) / Float(search)...Float(last + 1) / Float(search)
        }
        guard let x = extent({ apart[$1 * search + $0] }), let y = extent({ apart[$0 * search + $1] }) else {
            return whole
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
                thing.tokens = place.tokens
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
            thing.x = max(thing.width / 2, min(1 - thing.width / 2, thing.x))
            thing.y = max(thing.height / 2, min(1 - thing.height / 2, thing.y))
            things.append(thing.showing(cutout))
        }
    }

    /// How much of its part of the canvas a thing takes that stands beside others.
    private static let roomOfASlot: Float = 0.7
}

extension Composition.Thing {
    /// The thing with what a reference shows, and the words for that beside it, in the box of what was cut out around it.
    fileprivate func showing(_ cutout: Cutout) -> Self {
        var thing = self
        thing.seen = cutout.picture
        // What nobody can name is what the words say of its place.
        thing.tokens = (cutout.kind ?? tokens.first).map { [$0] + cutout.tint } ?? []
        thing.x += (0.5 - cutout.x.middle) / cutout.x.length * width
        thing.y += (0.5 - cutout.y.middle) / cutout.y.length * height
        thing.width = width / cutout.x.length / Composition.margin
        thing.height = height / cutout.y.length / Composition.margin
        return thing
    }
}

extension ClosedRange<Float> {
    fileprivate var middle: Float { (lowerBound + upperBound) / 2 }
    /// Never nothing, so that it can be divided by.
    fileprivate var length: Float { Swift.max(upperBound - lowerBound, 0.001) }
}

/// The colour around a thing, and whether it is one.
private struct Ground {
    private let colour: SIMD3<Float>
    /// Whether the edge has many colours.
    let isBusy: Bool

    init(_ picture: [Float], side: Int) {
        var edge: [SIMD3<Float>] = []
        for row in 0..<side {
            for column in 0..<side where row == 0 || column == 0 || row == side - 1 || column == side - 1 {
                let place = (row * side + column) * 3
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
