import Domain
import Foundation
import Imaging

/// The pictures of `Tests/Fixtures/Pictures`, all of which show the same four colours.
enum PictureFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/Pictures")

    static let names: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !$0.hasSuffix(".py") }.sorted()
    }()

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }
}

extension Decoder {
    /// With the program that was built beside the tests.
    static func beside(_ change: (inout Configuration) -> Void = { _ in }) -> Decoder {
        var configuration = Configuration()
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        configuration.program = URL(filePath: tests).deletingLastPathComponent().appending(path: "flint").path
        change(&configuration)
        return Decoder(configuration)
    }
}

extension Bitmap {
    /// The colour in the middle of a quarter: 0 top left, 1 top right, 2 bottom left, 3 bottom right.
    func quarter(_ number: Int) -> [Int] {
        let x = width / 4 + (number % 2) * width / 2
        let y = height / 4 + (number / 2) * height / 2
        return (0..<3).map { Int(pixels[(y * width + x) * 3 + $0]) }
    }
}
