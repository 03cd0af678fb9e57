import Domain
import Imaging
import TestSupport
import Testing

struct LabelTests {
    private func labelled(_ bitmap: Bitmap, _ wording: LabelWording = .english) throws -> Bitmap {
        var configuration = Finisher.Configuration()
        configuration.label = wording
        let finished = try Finisher(configuration).finish(
            bitmap,
            texts: [],
            isLabelled: true,
            format: .png,
            provenance: Provenance(engine: "ember", pictureID: "1")
        )
        #expect(finished.warnings.isEmpty)
        return try decode(finished.bytes)
    }

    @Test(
        arguments: [(600, 600), (512, 300), (300, 512), (900, 300), (1200, 80)],
        LabelWording.allCases
    )
    func `the label is in the bottom right corner, a twentieth of the shorter side high and inside the margin`(
        size: (width: Int, height: Int),
        wording: LabelWording
    ) throws {
        let picture = try labelled(.plain(width: size.width, height: size.height, [0, 0, 0]), wording)
        let ink = try #require(picture.inkBox(besides: [0, 0, 0]))
        let shorter = min(size.width, size.height)
        // Descenders of 生 aside, letters are as high as the rule wants; measured on ink that is clearly there.
        #expect(ink.height + 1 >= (shorter + 19) / 20)
        #expect(ink.height <= shorter / 10 + 4)
        #expect(ink.left > size.width / 5)
        let inset = max(1, shorter * 4 / 100)
        #expect(abs(size.width - 1 - ink.right - inset) <= 2)
        #expect(abs(size.height - 1 - ink.bottom - inset) <= 2)
    }

    @Test func `the wordings differ`() throws {
        let black = Bitmap.plain(width: 512, height: 512, [0, 0, 0])
        let widths = try LabelWording.allCases.map { try labelled(black, $0).inkBox(besides: [0, 0, 0])?.width ?? 0 }
        #expect(widths[1] < widths[0] && widths[0] < widths[2])
    }

    @Test(arguments: Scene.allCases)
    func `the label stands out from any ground`(scene: Scene) throws {
        let ground = scene.bitmap(width: 512, height: 512)
        let picture = try labelled(ground)
        // In the middle of the letters are light and dark pixels that differ as text must from its ground: 4.5 to 1.
        var lights: [Double] = []
        for y in 470..<490 {
            for x in 300..<485 {
                lights.append(Double(picture.pixels[(y * 512 + x) * 3]) / 255)
            }
        }
        lights.sort()
        let (dark, light) = (lights[lights.count / 20], lights[lights.count * 19 / 20])
        func luminance(_ value: Double) -> Double { value * value * (0.8 + 0.2 * value) }
        #expect((luminance(light) + 0.05) / (luminance(dark) + 0.05) > 4.5)
        #expect(picture.pixels[..<(400 * 512 * 3)] == ground.pixels[..<(400 * 512 * 3)])
    }

    @Test func `a picture too small for a label still comes`() throws {
        for side in [1, 2, 8, 20] { _ = try labelled(.plain(width: side, height: side, [9, 9, 9])) }
    }
}
