import Ember
import OneDNN
import Testing

/// Each part against what PyTorch answers with the same weights.
struct NetworkTests {
    private static let canvas = Canvas(height: 32, width: 48)
    private static let elements = Element.fastest == .float32 ? [Element.float32] : [.float32, .bfloat16]

    private struct Parts {
        let machine: Machine
        let text: TextEncoder
        let reference: ReferenceEncoder
        let denoiser: Denoiser

        init(_ element: Element, threads: Int = 2) throws {
            machine = try Machine(threads: threads, element: element)
            let weights = try Fixture.model
            let sizes = try Architecture(weights)
            let part = Part(weights, element)
            text = try TextEncoder(part["text"], sizes, on: machine)
            reference = try ReferenceEncoder(part["reference"], sizes, on: machine)
            denoiser = try Denoiser(part, sizes, on: machine)
        }

        func scene(_ prompts: [[Int]]) throws -> Denoiser.Scene {
            let (words, mask) = try text.encode(prompts)
            let masks = mask.floats
            let rows = prompts.indices.map { Array(masks[$0 * text.places..<($0 + 1) * text.places]) }
            return try denoiser.scene(canvas, words: words, mask: rows)
        }
    }

    private static let prompt = [1, 12, 40, 9, 77]

    @Test func `coordinates and times are PyTorch's`() throws {
        #expect(distance(Self.canvas.coordinates(folded: 2), try Fixture.expected("coordinates")) < 1e-5)
        #expect(distance(Denoiser.timeFeatures(0.3, 32), try Fixture.expected("time_features")) < 1e-4)
    }

    @Test(arguments: elements)
    func `words are encoded as in PyTorch`(element: Element) throws {
        let (words, _) = try Parts(element).text.encode([Self.prompt])
        #expect(distance(Array(words.floats.prefix(5 * 32)), try Fixture.expected("words")) < tolerance(element))
    }

    @Test(arguments: elements)
    func `a reference is encoded as in PyTorch`(element: Element) throws {
        let found = try Parts(element).reference.encode(try Fixture.expected("reference"), .face)
        #expect(distance(found, try Fixture.expected("reference_words")) < tolerance(element))
    }

    @Test(arguments: elements)
    func `the clean picture is PyTorch's`(element: Element) throws {
        let parts = try Parts(element)
        let found = try parts.denoiser.clean(try Fixture.expected("noise"), time: 0.3, parts.scene([Self.prompt]))
        #expect(distance(found[0], try Fixture.expected("clean")) < tolerance(element))
    }

    @Test(arguments: elements)
    func `four guided steps are PyTorch's`(element: Element) throws {
        let parts = try Parts(element)
        let scene = try parts.scene([[1], Self.prompt])
        var sampler = Sampler(noise: try Fixture.expected("noise"), steps: 4)
        while !sampler.isDone {
            let clean = try parts.denoiser.clean(sampler.z, time: sampler.time, scene)
            sampler.advance(towards: Sampler.guided(clean, .emptyAndWords, .init(text: 3, image: 1)))
        }
        #expect(distance(sampler.z, try Fixture.expected("drawn")) < tolerance(element))
    }

    @Test(arguments: elements)
    func `the decoder is PyTorch's`(element: Element) throws {
        let machine = try Machine(threads: 2, element: element)
        let decoder = try Decoder(try Fixture.decoder, on: machine)
        let small = try Fixture.expected("small")
        let canvas = Canvas(height: 12, width: 20)
        #expect(distance(try decoder.read(small, canvas).floats, try Fixture.expected("read")) < tolerance(element))
        let large = try decoder.enlarge(small, canvas, width: 150, height: 90).map { Float($0) }
        let expected = try Fixture.expected("large").map { (max(-1, min(1, $0)) + 1) * 127.5 }
        let most = zip(large, expected).map { abs($0 - $1) }.max() ?? .infinity
        #expect(most < (element == .float32 ? 0.6 : 4))
    }
}
