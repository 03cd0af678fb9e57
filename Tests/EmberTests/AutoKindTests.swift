import Domain
import Foundation
import Testing

@testable import Ember

struct AutoKindTests {
    /// Thirty renders of `training/renderer` that the weights were not made from: faces, things on plain grounds, scenes; ten of each.
    private static func pictures() throws -> [(Reference.Kind, Bitmap)] {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(Fixture.folder)/references.rgb")))
        let size = 64 * 64 * 3
        try #require(bytes.count == 30 * size)
        return (0..<30).map { index in
            let kind: Reference.Kind = index < 10 ? .face : index < 20 ? .subject : .style
            return (kind, Bitmap(width: 64, height: 64, pixels: Array(bytes[index * size..<(index + 1) * size])))
        }
    }

    /// What the shipped model takes of a picture.
    private func taken(from bitmap: Bitmap, for prompt: String, by engine: EmberEngine) async throws -> Reference.Kind?
    {
        var order = Order(model: "ember", prompt: prompt, width: 64, height: 64, seed: 1)
        order.count = 0
        for try await drawing in try await engine.draw(order, references: [.init(kind: .auto, bitmap: bitmap)]) {
            if case .decided(let references) = drawing { return references.first }
        }
        return nil
    }

    @Test func `most pictures are taken for what they are, unless the words say otherwise`() async throws {
        let engine = try EmberEngine()
        var right: [Reference.Kind: Int] = [:]
        for (kind, bitmap) in try Self.pictures() where try await taken(from: bitmap, for: "a cat", by: engine) == kind
        {
            right[kind, default: 0] += 1
        }
        for kind in [Reference.Kind.face, .subject, .style] { #expect(right[kind, default: 0] >= 8, "\(right)") }
        let face = try #require(Self.pictures().first).1
        #expect(try await taken(from: face, for: "a cat in the style of the picture", by: engine) == .style)
    }

    @Test(arguments: [
        ("a cat in the style of the picture", Reference.Kind.style), ("一只猫，参考这种风格", .style),
        ("the person in the picture on a beach", .face),
        ("用这张脸画一个人", .face), ("the mug from the picture in a forest", .subject), ("把图中的杯子放在沙滩上", .subject),
    ])
    func `the words say what is wanted of a reference`(prompt: String, kind: Reference.Kind) {
        #expect(AutoKind.asked(in: prompt) == kind)
    }

    @Test(arguments: [(1, 1), (15, 240), (512, 3), (64, 64)])
    func `any size and a single colour are judged`(width: Int, height: Int) {
        for value: UInt8 in [0, 128, 255] {
            let picture = Bitmap(
                width: width,
                height: height,
                pixels: Array(repeating: value, count: width * height * 3)
            )
            #expect(AutoKind.seen(in: picture) == .style)
            let parts = AutoKind.parts(of: picture, side: 24)
            #expect(parts.map(\.count) == [Int](repeating: 24 * 24 * 3, count: 9))
            #expect(parts.allSatisfy { part in part.allSatisfy { $0 == Float(value) / 127.5 - 1 } })
        }
    }
}
