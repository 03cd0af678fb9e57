import Domain
import Ember
import Testing

/// What is taken from references, before any model sees it.
struct ReferenceTests {
    /// A red oval on white, right and below of the middle.
    private static func oval(width: Int, height: Int) -> Bitmap {
        Bitmap(
            width: width,
            height: height,
            pixels: (0..<width * height).flatMap { spot -> [UInt8] in
                let x = Float(spot % width) / Float(width) - 0.6
                let y = Float(spot / width) / Float(height) - 0.7
                return x * x / 0.04 + y * y / 0.01 < 1 ? [220, 20, 30] : [255, 255, 255]
            }
        )
    }

    /// Blue and dark blue stripes.
    private static var stripes: Bitmap {
        let (light, dark): ([UInt8], [UInt8]) = ([20, 40, 230], [10, 20, 90])
        return Bitmap(width: 64, height: 64, pixels: (0..<64 * 64).flatMap { $0 / 8 % 2 == 0 ? light : dark })
    }

    private func colour(_ picture: [Float], row: Int, column: Int, of width: Int = 48) -> [Float] {
        (0..<3).map { picture[(row * width + column) * 3 + $0] }
    }

    @Test(arguments: [(96, 96), (300, 100), (80, 400)])
    func `a thing is cut out of its ground with a little room around it`(width: Int, height: Int) {
        let cutout = Cutout(of: Self.oval(width: width, height: height), side: 48)
        // Two fifths of the width, a fifth of the height.
        let ratio = 2 * Float(width) / Float(height)
        #expect(abs(cutout.ratio / ratio - 1) < 0.15)
        #expect(cutout.colour == "red")
        #expect(colour(cutout.picture, row: 24, column: 24)[0] > 0.6)
        #expect(colour(cutout.picture, row: 24, column: 24)[1] < -0.6)
        // It reaches nearly to the edges, and not into the corners.
        for (row, column) in [(24, 8), (24, 39), (8, 24), (39, 24)] {
            #expect(colour(cutout.picture, row: row, column: column)[1] < -0.6)
        }
        for (row, column) in [(2, 2), (45, 45), (24, 1), (46, 24)] {
            #expect(colour(cutout.picture, row: row, column: column)[1] > 0.8)
        }
    }

    @Test func `where nothing stands out the whole picture is taken`() {
        let noise = Bitmap(
            width: 60,
            height: 90,
            pixels: (0..<60 * 90 * 3).map { UInt8(truncatingIfNeeded: $0 * 7_919 >> 3) }
        )
        let plain = Bitmap(width: 60, height: 90, pixels: [UInt8](repeating: 77, count: 60 * 90 * 3))
        for cutout in [noise, plain].map({ Cutout(of: $0, side: 24) }) {
            #expect(abs(cutout.ratio - Float(60) / 90) < 0.01)
            // With the margin that every box has, it is the whole picture.
            for share in [cutout.x, cutout.y] {
                #expect(abs(share.lowerBound - 1 / 12) < 0.01 && abs(share.upperBound - 11 / 12) < 0.01)
            }
        }
    }

    @Test(arguments: [(1, 1), (1, 300), (300, 1), (4, 3), (2000, 10)])
    func `references of any shape are taken`(width: Int, height: Int) {
        for tone in [0, 200] as [UInt8] {
            var pixels = [UInt8](repeating: tone, count: width * height * 3)
            pixels[pixels.count / 2] = 255
            let bitmap = Bitmap(width: width, height: height, pixels: pixels)
            let cutout = Cutout(of: bitmap, side: 24)
            #expect(cutout.picture.count == 24 * 24 * 3 && cutout.picture.allSatisfy { abs($0) <= 1 })
            for ratio in [1 / 16, 1, 16] as [Float] {
                var composition = Composition()
                composition.show([cutout, cutout], at: Composition(), ratio: ratio)
                for side in composition.things.flatMap({ [$0.width, $0.height] }) { #expect(side > 0 && side < 4) }
            }
        }
    }

    @Test func `a reference stands where its thing would, as wide as it is and as large`() {
        let place = Composition.Thing(tokens: [7, 34], x: 0.25, y: 0.75, width: 0.2, height: 0.5)
        let other = Composition.Thing(tokens: [8, 34], x: 0.7, y: 0.5, width: 0.2, height: 0.5)
        var composition = Composition([other])
        // Nobody could name it, but it is in the place of one that has a name.
        var cutout = Cutout(of: Self.oval(width: 96, height: 96), side: 24)
        cutout.tint = [38]
        composition.show([cutout], at: Composition([place]), ratio: 1.5)
        let thing = composition.things[1]
        #expect(composition.things[0] == other)
        #expect(abs(thing.x - 0.25) < 0.01 && abs(thing.y - 0.75) < 0.01)
        #expect(thing.tokens == [7, 38] && thing.seen == cutout.picture)
        let (area, ratio) = (thing.width * thing.height, thing.width * 1.5 / thing.height)
        #expect(abs(area - 0.1) < 0.005)
        #expect(abs(ratio / cutout.ratio - 1) < 0.05)
    }

    @Test func `a thing that is cut off stays where it stands, as large as it is`() {
        // It touches the left edge, so there is no margin on that side.
        var pixels = [UInt8](repeating: 250, count: 60 * 60 * 3)
        for row in 15..<45 { for place in row * 180..<row * 180 + 90 { pixels[place] = 0 } }
        let half = Bitmap(width: 60, height: 60, pixels: pixels)
        let cutout = Cutout(of: half, side: 24)
        #expect(abs(cutout.ratio - 1) < 0.1 && cutout.x.lowerBound < 0.02 && cutout.x.upperBound < 0.95)
        var composition = Composition()
        let place = Composition.Thing(tokens: [7, 34], x: 0.5, y: 0.5, width: 0.4, height: 0.4)
        composition.show([cutout], at: Composition([place]), ratio: 1)
        let box = composition.things[0]
        // What is cut out reaches from the thing's left edge to a margin beyond its right one.
        let (left, right) = (box.x - box.width * 0.6, box.x + box.width * 0.6)
        #expect(abs(left - 0.3) < 0.02 && abs(right - 0.74) < 0.02)
    }

    @Test(arguments: [1.5, 0.5] as [Float])
    func `several without words stand side by side in the order of the request`(ratio: Float) {
        var composition = Composition()
        let cutouts = [Self.oval(width: 96, height: 96), Self.stripes].map { Cutout(of: $0, side: 24) }
        composition.show(cutouts, at: Composition(), ratio: ratio)
        #expect(composition.things.flatMap(\.tokens).isEmpty)
        let (first, second) = (composition.things[0], composition.things[1])
        #expect(first.seen == cutouts[0].picture && second.seen == cutouts[1].picture)
        if ratio > 1 {
            #expect(first.x + first.width / 2 <= 0.5 && second.x - second.width / 2 >= 0.5)
        } else {
            #expect(first.y + first.height / 2 <= 0.5 && second.y - second.height / 2 >= 0.5)
        }
    }

    @Test func `a palette gives its colours and nothing of its layout, and pulls as far as it is told`() {
        let stripes = Self.stripes.pixels.map { Float($0) / 127.5 - 1 }
        // Light on the left, dark on the right: that stays.
        let sides = (0..<48 * 48).flatMap { [Float](repeating: $0 % 48 < 24 ? 0.5 : -0.5, count: 3) }
        let pulled = [0, 0.5, 0.9].map { (weight: Float) in
            var picture = sides
            Palette(of: stripes, weight: weight).pull(&picture)
            return picture
        }
        #expect(zip(pulled[0], sides).allSatisfy { abs($0 - $1) < 1e-5 })
        let (left, right) = (colour(pulled[2], row: 9, column: 4), colour(pulled[2], row: 9, column: 40))
        #expect(left[2] > left[0] + 0.3 && right[2] > right[0] + 0.2)
        #expect(left[2] > right[2] + 0.3)
        #expect(colour(pulled[2], row: 9, column: 4) == colour(pulled[2], row: 40, column: 4))
        let blue = pulled.map { colour($0, row: 9, column: 4) }.map { $0[2] - $0[0] }
        #expect(blue[0] < blue[1] && blue[1] < blue[2])
        #expect(pulled.joined().allSatisfy { abs($0) <= 1 })
    }

    @Test(arguments: [
        ("a red house", ["cat"], "a red house and a cat"), ("a cat in the snow", ["cat"], "a cat in the snow"),
        ("in the snow", ["cat"], "in the snow a cat"), ("a house", ["cat", "cat"], "a house and a cat and a cat"),
        ("two cats", ["cat", "cat"], "two cats"), ("a dog and a woman", ["face"], "a dog and a woman"),
        ("a person", ["man", "woman"], "a person and a woman"), ("a house", [nil, "dog"], "a house and a dog"),
    ])
    func `what references show is said where the words do not`(
        prompt: String,
        shown: [String?],
        expected: String
    ) throws {
        let world = try World(ComposerTests.shipped)
        func tokens(_ words: String) -> [Int] { world.tokenizer.read(words).tokens }
        let cutouts = shown.map { kind in
            var shares = [Float](repeating: 0, count: 512)
            if let kind { shares[tokens(kind)[1]] = 0.9 }
            return world.named(Cutout(of: Self.stripes, side: 48), by: shares, isFace: false)
        }
        #expect(world.naming(cutouts, in: tokens(prompt)) == tokens(expected))
        for cutout in cutouts { #expect(cutout.tint == [tokens("blue")[1]]) }
    }

    @Test func `a face that nobody could name is some person's`() throws {
        let world = try World(ComposerTests.shipped)
        let nobody = [Float](repeating: 0.002, count: 512)
        let cutout = Cutout(of: Self.stripes, side: 48)
        #expect(world.named(cutout, by: nobody, isFace: false).names.isEmpty)
        let woman = world.tokenizer.read("woman").tokens[1]
        #expect(world.named(cutout, by: nobody, isFace: true).names.contains(woman))
    }

    @Test func `the model is asked about references alone too, where there are any`() {
        let seen = [Float](repeating: 0, count: 24 * 24 * 3)
        var shown = Composition.Thing(tokens: [], x: 0.5, y: 0.5, width: 0.5, height: 0.5)
        shown.seen = seen
        let named = Composition.Thing(tokens: [7, 34], x: 0.5, y: 0.5, width: 0.5, height: 0.5)
        let guidance = Guidance(text: 2.5, image: 4)
        #expect(guidance.conditions(tokens: [1, 5], composition: Composition([named])).count == 2)
        let asked = guidance.conditions(tokens: [1, 5], composition: Composition([named, shown]), styles: [seen])
        #expect(asked.map(\.composition.things.count) == [0, 1, 2])
        #expect(asked.map(\.styles.count) == [0, 1, 1])
        #expect(asked.map(\.tokens) == [[1], [1], [1, 5]])
        #expect(guidance.conditions(tokens: [1, 5], styles: [seen]).count == 3)
        // Where both bind alike, the references alone would cancel out.
        #expect(
            Guidance(text: 2.5, image: 2.5).conditions(tokens: [1, 5], styles: [seen]).map(\.tokens) == [[1], [1, 5]]
        )
        let blended: [Float] = [1 + 4 * 1 + 2.5 * 3]
        #expect(guidance.blend([[1], [2], [5]]) == blended)
    }
}
