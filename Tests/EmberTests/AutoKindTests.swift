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

    @Test func `most pictures are taken for what they are`() throws {
        let pictures = try Self.pictures()
        let right = pictures.filter { AutoKind.decide($0.1, prompt: "a cat") == $0.0 }.count
        print("AUTO: \(right) of \(pictures.count)")
        #expect(right >= 22)
        for kind in [Reference.Kind.face, .subject, .style] {
            #expect(pictures.filter { $0.0 == kind && AutoKind.decide($0.1, prompt: "") == kind }.count >= 5, "\(kind)")
        }
    }

    @Test(arguments: [
        ("a cat in the style of the picture", Reference.Kind.style), ("一只猫，参考这种风格", .style),
        ("the person in the picture on a beach", .face),
        ("用这张脸画一个人", .face), ("the mug from the picture in a forest", .subject), ("把图中的杯子放在沙滩上", .subject),
    ])
    func `the words outrank the picture`(prompt: String, kind: Reference.Kind) throws {
        for (_, picture) in try Self.pictures().prefix(25) { #expect(AutoKind.decide(picture, prompt: prompt) == kind) }
    }

    @Test(arguments: [(1, 1), (15, 240), (512, 3), (64, 64)])
    func `any size and a single colour are judged`(width: Int, height: Int) {
        for value: UInt8 in [0, 128, 255] {
            let picture = Bitmap(
                width: width,
                height: height,
                pixels: Array(repeating: value, count: width * height * 3)
            )
            #expect(AutoKind.decide(picture, prompt: "") != .auto)
        }
    }
}
