import Domain
import Ember
import Foundation
import Testing

/// The whole way with a tiny model of random weights: it draws nothing, but it draws it always alike.
struct EmberEngineTests {
    /// A folder of weights, gone with the test.
    private final class Folder {
        let path = NSTemporaryDirectory() + "ember-\(UUID())"

        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for (source, target) in [
                ("tiny-model.safetensors", "ember-model.safetensors"),
                ("tiny-decoder.safetensors", "ember-decoder.safetensors"),
                ("tiny-composer.safetensors", "ember-composer.safetensors"),
                ("vocabulary.json", "vocabulary.json"),
            ] {
                try FileManager.default.copyItem(atPath: "\(Fixture.folder)/\(source)", toPath: "\(path)/\(target)")
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private struct Result {
        var pictures: [Bitmap] = []
        var progress: [Double] = []
        var warnings: [String] = []
        var tokens = 0
    }

    private func order(
        _ prompt: String = "a red cat",
        width: Int = 128,
        height: Int = 128,
        seed: Int64 = 1,
        steps: Int = 3
    ) -> Order {
        var order = Order(model: "test", prompt: prompt, width: width, height: height, seed: seed)
        order.steps = steps
        return order
    }

    private func draw(
        _ order: Order,
        _ references: [ReferencePicture] = [],
        with engine: EmberEngine
    ) async throws -> Result {
        var result = Result()
        for try await drawing in try await engine.draw(order, references: references) {
            switch drawing {
            case .understood(_, let tokens, let warnings): (result.tokens, result.warnings) = (tokens, warnings)
            case .progress(let progress): result.progress.append(progress)
            case .picture(let index, let bitmap):
                #expect(index == result.pictures.count)
                result.pictures.append(bitmap)
            default: break
            }
        }
        return result
    }

    private func engine(_ folder: Folder, threads: Int = 2, isExact: Bool = false) throws -> EmberEngine {
        var configuration = EmberEngine.Configuration(weights: folder.path, threads: threads)
        configuration.isExact = isExact
        return try EmberEngine(configuration: configuration)
    }

    @Test func `an order becomes a picture of its size, step by step`() async throws {
        let folder = try Folder()
        let result = try await draw(order(width: 160, height: 96, steps: 5), with: engine(folder))
        #expect(result.pictures.map(\.width) == [160] && result.pictures.map(\.height) == [96])
        #expect(result.progress.count == 5)
        #expect(result.progress == result.progress.sorted())
        #expect(result.tokens == 4)
        #expect(result.warnings.isEmpty)
    }

    @Test func `the same seed gives the same bytes, another seed, prompt or guidance others`() async throws {
        let folder = try Folder()
        let engine = try engine(folder)
        let first = try await draw(order(), with: engine).pictures
        #expect(try await draw(order(), with: engine).pictures == first)
        #expect(try await draw(order(), with: try self.engine(folder)).pictures == first)
        #expect(try await draw(order(seed: 2), with: engine).pictures != first)
        #expect(try await draw(order("a blue dog"), with: engine).pictures != first)
        var guided = order()
        guided.textGuidance = 6
        #expect(try await draw(guided, with: engine).pictures != first)
    }

    @Test func `other threads and another precision give the same picture to the eye`() async throws {
        let folder = try Folder()
        let one = try await draw(order(), with: engine(folder, threads: 1, isExact: true)).pictures[0]
        let four = try await draw(order(), with: engine(folder, threads: 4, isExact: true)).pictures[0]
        #expect(zip(one.pixels, four.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 2 })
    }

    @Test func `several pictures of an order have seeds that follow each other`() async throws {
        let folder = try Folder()
        let engine = try engine(folder)
        var several = order(width: 64, height: 64)
        several.count = 3
        let pictures = try await draw(several, with: engine).pictures
        #expect(pictures.count == 3)
        let third = try await draw(order(width: 64, height: 64, seed: 3), with: engine).pictures
        #expect(pictures[2] == third[0])
    }

    @Test func `a group shares most of its noise, and begins with the single picture of its words`() async throws {
        let folder = try Folder()
        let engine = try engine(folder)
        var group = order(width: 64, height: 64, seed: 11)
        group.count = 3
        group.variations = ["a red cat", "a red cat, by day", "a red cat at night"]
        let pictures = try await draw(group, with: engine).pictures
        #expect(pictures.count == 3)
        #expect(try await draw(order(width: 64, height: 64, seed: 11), with: engine).pictures == [pictures[0]])
        #expect(Set(pictures.map(\.pixels)).count == 3)
        // The weights mean nothing, but the noise does: those of a group are nearer than two of other seeds.
        let other = try await draw(order("a red cat, by day", width: 64, height: 64, seed: 12), with: engine).pictures[
            0
        ]
        #expect(distance(pictures[1], pictures[0]) < 0.8 * distance(other, pictures[0]))
        #expect(distance(pictures[2], pictures[0]) < 0.8 * distance(other, pictures[0]))
    }

    @Test func `a reference may be asked for with words that name a thing, a person, or nothing`() async throws {
        let folder = try Folder()
        let engine = try engine(folder)
        let bitmap = Bitmap(width: 90, height: 70, pixels: (0..<90 * 70 * 3).map { UInt8(truncatingIfNeeded: $0 / 90) })
        for prompt in ["a person on the beach", "a cat and a dog", "at night", ""] {
            for count in 1...3 {
                let references = [ReferencePicture](repeating: .init(kind: .subject, bitmap: bitmap), count: count)
                let drawn = try await draw(order(prompt, width: 64, height: 64, steps: 2), references, with: engine)
                #expect(drawn.pictures.count == 1)
            }
        }
    }

    private func distance(_ a: Bitmap, _ b: Bitmap) -> Double {
        Double(zip(a.pixels, b.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }) / Double(a.pixels.count)
    }

    @Test(arguments: [(1, 0), (4, 3), (6, 5), (12, 5), (50, 5)])
    func `a picture is shown while it is drawn, now and then`(steps: Int, count: Int) async throws {
        let folder = try Folder()
        var shown: [Bitmap] = []
        for try await drawing in try await engine(folder).draw(
            order(width: 96, height: 64, steps: steps),
            references: []
        ) {
            if case .preview(let index, let bitmap) = drawing {
                #expect(index == 0)
                shown.append(bitmap)
            }
        }
        #expect(shown.count == count)
        #expect(shown.allSatisfy { $0.width < 96 && abs($0.width * 64 - $0.height * 96) <= 8 * 96 })
        #expect(Set(shown.map(\.pixels)).count == shown.count)
    }

    @Test func `a word that nobody taught is drawn as its nearest kind, and both are named`() async throws {
        let folder = try Folder()
        let result = try await draw(order("a red poodle", width: 32, height: 32, steps: 1), with: engine(folder))
        #expect(result.warnings.joined().contains("dog for poodle"), "\(result.warnings)")
        let known = try await draw(order("a red dog", width: 32, height: 32, steps: 1), with: engine(folder))
        #expect(result.pictures == known.pictures)
    }

    @Test(arguments: [(96, 32), (32, 96), (512, 32), (32, 512), (97, 33), (64, 64)])
    func `every shape is drawn`(width: Int, height: Int) async throws {
        let folder = try Folder()
        let picture = try await draw(order(width: width, height: height, steps: 1), with: engine(folder)).pictures[0]
        #expect(picture.width == width && picture.height == height)
    }

    @Test(arguments: [1, 50])
    func `few and many steps are drawn`(steps: Int) async throws {
        let folder = try Folder()
        #expect(
            try await draw(order(width: 32, height: 32, steps: steps), with: engine(folder)).progress.count == steps
        )
    }

    @Test(arguments: [
        ("a red qwertz and a zyxwv", "qwertz, zyxwv"), ("🙂", "no word of the prompt"), ("", "no word of the prompt"),
        ("饕餮", "饕, 餮"), (String(repeating: "红猫", count: 400), "only the first 48"),
    ])
    func `what is not understood is said`(prompt: String, expected: String) async throws {
        let folder = try Folder()
        let result = try await draw(order(prompt, width: 32, height: 32, steps: 1), with: engine(folder))
        #expect(result.pictures.count == 1)
        #expect(result.warnings.joined().contains(expected), "\(result.warnings)")
    }

    @Test func `a reference and its guidance change the picture`() async throws {
        let folder = try Folder()
        let engine = try engine(folder)
        let bitmap = Bitmap(width: 90, height: 70, pixels: (0..<90 * 70 * 3).map { UInt8(truncatingIfNeeded: $0 / 90) })
        let plain = try await draw(order(), with: engine).pictures
        let subject = [ReferencePicture(kind: .subject, bitmap: bitmap)]
        var asked = order()
        let taken = try await draw(asked, subject, with: engine).pictures
        #expect(taken != plain)
        #expect(try await draw(asked, [ReferencePicture(kind: .style, bitmap: bitmap)], with: engine).pictures != taken)
        asked.imageGuidance = 5
        #expect(try await draw(asked, subject, with: engine).pictures != taken)
    }

    @Test func `orders at the same time do not disturb each other`() async throws {
        let folder = try Folder()
        let engine = try engine(folder)
        let alone = try await draw(order(seed: 5), with: engine).pictures
        try await withThrowingTaskGroup { group in
            for seed: Int64 in 4...7 {
                group.addTask { (seed, try await draw(order(seed: seed), with: engine).pictures) }
            }
            for try await (seed, pictures) in group where seed == 5 { #expect(pictures == alone) }
        }
    }

    @Test func `a cancelled order ends between steps`() async throws {
        let folder = try Folder()
        let engine = try engine(folder)
        var endless = order(steps: 50)
        endless.count = 1000
        let wanted = endless
        let (told, tell) = AsyncStream<Void>.makeStream()
        let task = Task {
            for try await drawing in try await engine.draw(wanted, references: []) {
                if case .progress = drawing { tell.yield() }
            }
            try Task.checkCancellation()
        }
        for await _ in told { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        // And the engine is free for the next.
        #expect(try await draw(order(width: 32, height: 32, steps: 1), with: engine).pictures.count == 1)
    }

    @Test func `weights that were let go are loaded again`() async throws {
        let folder = try Folder()
        let engine = try engine(folder)
        let first = try await draw(order(), with: engine).pictures
        await engine.rest()
        #expect(try await draw(order(), with: engine).pictures == first)
    }

    @Test func `an idle engine lets the weights go by itself`() async throws {
        let folder = try Folder()
        var configuration = EmberEngine.Configuration(weights: folder.path, threads: 2)
        configuration.idle = .milliseconds(20)
        let engine = try EmberEngine(configuration: configuration)
        #expect(await !engine.isLoaded)
        let first = try await draw(order(), with: engine).pictures
        let deadline = ContinuousClock.now + .seconds(30)
        while await engine.isLoaded, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(10)) }
        #expect(await !engine.isLoaded)
        #expect(try await draw(order(), with: engine).pictures == first)
    }

    @Test func `missing and damaged weights are clear errors, and whole ones are described`() async throws {
        let folder = try Folder()
        let configuration = EmberEngine.Configuration(weights: folder.path, threads: 1)
        #expect(try EmberEngine.check(configuration).contains("111 tokens"))
        let model = "\(folder.path)/ember-model.safetensors"
        let bytes = try Data(contentsOf: URL(filePath: model))
        try bytes.prefix(bytes.count / 2).write(to: URL(filePath: model))
        #expect(throws: EmberError.self) { try EmberEngine.check(configuration) }
        let engine = try EmberEngine(configuration: configuration)
        await #expect(throws: ImageTask.Failure.self) { try await draw(order(), with: engine) }
        try bytes.write(to: URL(filePath: model))
        #expect(try await draw(order(), with: engine).pictures.count == 1)
        for file in ["decoder", "composer"].map({ "\(folder.path)/ember-\($0).safetensors" }) {
            let bytes = try Data(contentsOf: URL(filePath: file))
            try FileManager.default.removeItem(atPath: file)
            #expect(throws: EmberError.self) { try EmberEngine.check(configuration) }
            try bytes.write(to: URL(filePath: file))
        }
        #expect(try EmberEngine.check(configuration).contains("111 tokens"))
    }
}
