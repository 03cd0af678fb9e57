import Domain
import Foundation
import Imaging
import TestSupport
import Testing

struct FontTests {
    @Test func `without fonts the picture still comes, with warnings`() async {
        await #expect(processExitsWith: .success) {
            // fontconfig reads this once, before it is first asked; so the test has a process of its own.
            let folder = TemporaryFolder()
            let path = folder.path(of: "fonts.conf")
            let empty = "<?xml version=\"1.0\"?><fontconfig><dir>\(folder.path)</dir></fontconfig>"
            try Data(empty.utf8).write(to: URL(filePath: path))
            setenv("FONTCONFIG_FILE", path, 1)
            let picture = Bitmap.plain(width: 300, height: 200, [200, 200, 200])
            let finished = try Finisher().finish(
                picture,
                texts: [Lettering("Hello"), Lettering("你好")],
                isLabelled: true,
                format: .png,
                provenance: Provenance(engine: "ember", pictureID: "1")
            )
            precondition(finished.warnings.count == 3)
            precondition(finished.warnings.allSatisfy { $0.contains("no font is installed") })
            let back = try decode(finished.bytes)
            precondition(back == picture)
        }
    }
}
