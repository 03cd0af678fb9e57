import Foundation
package import Imaging

/// The programs that are built together with the tests.
package enum BesideTests {
    package static func program(_ name: String) -> String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: tests).deletingLastPathComponent().appending(path: name).path
    }

    /// A decoder whose children are the real program.
    package static func decoder(_ change: (inout Decoder.Configuration) -> Void = { _ in }) -> Decoder {
        var configuration = Decoder.Configuration()
        configuration.program = program("flint")
        change(&configuration)
        return Decoder(configuration)
    }
}

/// The pictures of `Tests/Fixtures/Pictures`, all of which show the same four colours.
package enum PictureFiles {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Tests/Fixtures/Pictures")

    package static let names: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !$0.hasSuffix(".py") }.sorted()
    }()

    package static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }
}
