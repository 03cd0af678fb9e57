import Ember
import Glibc
import OneDNN
import Testing

/// Each part against what PyTorch answers with the same weights.
struct NetworkTests {
    private static let canvas = Canvas(height: 32, width: 48)
    private static let elements = Element.fastest == .float32 ? [Element.float32] : [.float32, .bfloat16]

    private func model(_ element: Element) throws -> Model {
        try Model(
            Fixture.model,
            decoder: Fixture.decoder,
            composer: Fixture.composer,
            on: Machine(threads: 2, element: element)
        )
    }

    private static let prompt = [1, 12, 40, 9, 77]
    /// Two things, the second mirrored and partly outside.
    private static let composition = Composition([
        .init(tokens: [7, 34], x: 0.4, y: 0.6, width: 0.3, height: 0.5),
        .init(tokens: [31, 38, 107, 108], x: 0.9, y: 0.3, width: -0.4, height: 0.7),
    ])

    @Test func `coordinates and times are PyTorch's`() throws {
        #expect(distance(Self.canvas.coordinates(folded: 2), try Fixture.expected("coordinates")) < 1e-5)
        #expect(distance(Denoiser.timeFeatures(0.3, 32), try Fixture.expected("time_features")) < 1e-4)
    }

    @Test(arguments: elements)
    func `words are encoded as in PyTorch`(element: Element) throws {
        let (words, _) = try model(element).text.encode([Self.prompt])
        #expect(distance(Array(words.floats.prefix(5 * 32)), try Fixture.expected("words")) < tolerance(element))
    }

    @Test(arguments: elements)
    func `what a reference shows and what it looks like are PyTorch's`(element: Element) throws {
        let model = try model(element)
        let picture = try Fixture.expected("picture")
        #expect(distance(try model.glance.look(picture), try Fixture.expected("look")) < tolerance(element))
        let scores = try Fixture.expected("kinds")
        let sum = scores.reduce(0) { $0 + exp($1) }
        #expect(distance(try model.glance.kinds(picture), scores.map { exp($0) / sum }) < tolerance(element))
        var composition = Self.composition
        composition.things[1].tokens = []
        composition.things[1].seen = picture
        let cells = try #require(try model.sketch.cells(composition, Self.canvas))
        #expect(distance(cells, try Fixture.expected("shown")) < tolerance(element))
        #expect(distance(cells, try Fixture.expected("sketch")) > 0.01)
    }

    @Test func `words turn to where a reference looks`() throws {
        let sketch = try model(.float32).sketch
        let (side, depth) = (6, 8)
        // Only the first column says something.
        let words = (0..<side * side * depth).map { Float($0 / depth % side == 0 ? 1 : 0) }
        let mirrored = (0..<side * side * depth).map { Float($0 / depth % side == side - 1 ? 1 : 0) }
        #expect(sketch.facing(words, as: words.map { $0 / 3 }) == words)
        #expect(sketch.facing(words, as: mirrored.map { $0 / 3 }) == mirrored)
        #expect(sketch.facing(words, as: words.map { _ in 1 }) == words)
    }

    @Test func `what a reference shows stands beside the words, which look where it looks`() throws {
        let model = try model(.float32)
        let picture = try Fixture.expected("picture")
        let side = model.glance.side
        let mirrored = picture.indices.map { place in
            picture[place / (side * 3) * side * 3 + (side - 1 - place / 3 % side) * 3 + place % 3]
        }
        var thing = Self.composition.things[0]
        let words = try model.sketch.little([thing])
        var turned = 0
        for seen in [picture, mirrored] {
            let shown = try model.glance.thing(seen)
            thing.seen = seen
            let facing = model.sketch.facing(words, as: shown)
            if facing != words { turned += 1 }
            #expect(distance(try model.sketch.little([thing]), zip(facing, shown).map { $0 + $1 }) < 1e-5)
        }
        #expect(turned > 0)
    }

    @Test(arguments: elements)
    func `the clean picture is PyTorch's`(element: Element) throws {
        let model = try model(element)
        let found = try model.denoiser.clean(
            try Fixture.expected("noise"),
            time: 0.3,
            model.scene(Self.canvas, [Condition(tokens: Self.prompt)])
        )
        #expect(distance(found[0], try Fixture.expected("clean")) < tolerance(element))
    }

    @Test(arguments: elements)
    func `what stands where, and what it is to look like, enter as in PyTorch`(element: Element) throws {
        let model = try model(element)
        let cells = try #require(try model.sketch.cells(Self.composition, Self.canvas))
        #expect(distance(cells, try Fixture.expected("sketch")) < tolerance(element))
        #expect(try model.sketch.cells(Composition(), Self.canvas) == nil)
        let condition = Condition(tokens: Self.prompt, composition: Self.composition)
        var like = condition
        like.styles = [try Fixture.expected("picture")]
        let found = try model.denoiser.clean(
            try Fixture.expected("noise"),
            time: 0.3,
            model.scene(Self.canvas, [Condition(tokens: Self.prompt), condition, like])
        )
        #expect(distance(found[0], try Fixture.expected("clean")) < tolerance(element))
        #expect(distance(found[1], try Fixture.expected("clean_sketch")) < tolerance(element))
        #expect(distance(found[2], try Fixture.expected("clean_look")) < tolerance(element))
    }

    @Test(arguments: elements)
    func `the composer's scores are PyTorch's, with the same floats everywhere`(element: Element) throws {
        let expected = try Fixture.expected("scores")
        let written = try Fixture.expected("written").map { Int($0) }
        let found = try model(element).composer.scores(after: written, of: Array(expected.indices))
        #expect(distance(found, expected) < tolerance(.float32))
    }

    @Test(arguments: elements)
    func `four guided steps are PyTorch's`(element: Element) throws {
        let model = try model(element)
        var sampler = Sampler(noise: try Fixture.expected("noise"), steps: 4)
        while !sampler.isDone {
            let guidance = Guidance(text: 3).at(sampler.time)
            let scene = try model.scene(Self.canvas, guidance.conditions(tokens: Self.prompt))
            let clean = try model.denoiser.clean(sampler.z, time: sampler.time, scene)
            sampler.advance(towards: guidance.blend(clean))
        }
        #expect(distance(sampler.z, try Fixture.expected("drawn")) < tolerance(element))
    }

    @Test(arguments: elements)
    func `the decoder is PyTorch's`(element: Element) throws {
        let decoder = try model(element).decoder
        let small = try Fixture.expected("small")
        let canvas = Canvas(height: 12, width: 20)
        #expect(distance(try decoder.read(small, canvas).floats, try Fixture.expected("read")) < tolerance(element))
        let enlargement = try decoder.enlargement(of: small, canvas, width: 150, height: 90)
        // Rows may come in any pieces.
        let large = try [0..<31, 31..<32, 32..<90].flatMap { try decoder.rows($0, of: enlargement) }.map { Float($0) }
        let expected = try Fixture.expected("large").map { (max(-1, min(1, $0)) + 1) * 127.5 }
        let most = zip(large, expected).map { abs($0 - $1) }.max() ?? .infinity
        #expect(most < (element == .float32 ? 0.6 : 4))
    }
}
