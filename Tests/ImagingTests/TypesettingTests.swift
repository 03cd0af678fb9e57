import Domain
import Imaging
import TestSupport
import Testing

/// Where texts come to stand, seen in the pixels.
struct TypesettingTests {
    private let width = 600
    private let height = 450

    private func ink(_ prompt: String, isLabelled: Bool = false, rows: Range<Int>? = nil) throws -> Bitmap.Ink {
        let picture = try picture(prompt, isLabelled: isLabelled)
        return try #require(picture.inkBox(besides: [0, 0, 0], rows: rows))
    }

    private func picture(_ prompt: String, isLabelled: Bool = false, ground: [UInt8] = [0, 0, 0]) throws -> Bitmap {
        let finished = try Finisher().finish(
            .plain(width: width, height: height, ground),
            texts: Lettering.read(prompt).texts,
            isLabelled: isLabelled,
            format: .png,
            provenance: Provenance(engine: "ember", pictureID: "1")
        )
        #expect(finished.warnings.isEmpty)
        return try decode(finished.bytes)
    }

    @Test(arguments: [
        ("\"Text\" in the top left corner", true, true), ("右上角“文字”", false, true),
        ("\"Text\" at the bottom left", true, false),
        ("“文字”，右下角", false, false),
    ])
    func `a text stands in its corner, at the margin`(prompt: String, isLeft: Bool, isTop: Bool) throws {
        let ink = try ink(prompt)
        let margin = height * 4 / 100
        #expect(abs((isLeft ? ink.left : width - 1 - ink.right) - margin) <= 3)
        #expect(abs((isTop ? ink.top : height - 1 - ink.bottom) - margin) <= 3)
    }

    @Test func `a text in the centre is in the middle both ways`() throws {
        let ink = try ink("\"HHH\" in the center")
        #expect(abs(ink.left - (width - 1 - ink.right)) <= 3)
        #expect(abs(ink.top - (height - 1 - ink.bottom)) <= 3)
    }

    @Test func `sizes grow in their order`() throws {
        let heights = try ["tiny", "small", "medium", "large", "huge"].map { try ink("\($0) \"HH\"").height }
        #expect(zip(heights, heights.dropFirst()).allSatisfy { Double($1) > Double($0) * 1.3 })
        // Of 450: huge letters have a body of 81 pixels, 58 of them up to the capitals.
        #expect((50...66).contains(heights[4]))
    }

    @Test func `a text has the colour it is asked to have`() throws {
        let picture = try picture("huge red \"IIII\"", ground: [255, 255, 255])
        let reds = stride(from: 0, to: picture.pixels.count, by: 3).count {
            Array(picture.pixels[$0..<$0 + 3]) == [0xD9, 0x23, 0x2B]
        }
        #expect(reds > 500)
    }

    @Test func `weights and faces differ`() throws {
        let looks = try ["bold", "light", "serif", "handwritten", "italic"].map { try picture("\($0) \"Look\"").pixels }
        for (index, look) in looks.enumerated() { #expect(!looks[(index + 1)...].contains(look)) }
    }

    @Test func `texts at one place stand below each other`() throws {
        let one = try ink("\"First\" at the top left")
        let two = try ink("\"First\" at the top left, \"Second\" at the top left")
        #expect(two.top == one.top && two.bottom > one.bottom + 10)
        let gap = try picture("\"First\" at the top left, \"Second\" at the top left")
            .inkBox(besides: [0, 0, 0], rows: one.bottom + 1..<one.bottom + 8)
        #expect(gap == nil)
    }

    @Test func `a text never stands on the label`() throws {
        let label = try ink("", isLabelled: true)
        let alone = try ink("small \"corner\" in the bottom right corner")
        #expect(alone.bottom > label.top)
        let both = try ink("small \"corner\" in the bottom right corner", isLabelled: true, rows: 0..<label.top - 4)
        #expect(both.bottom < label.top - 4)
        #expect(both.height == alone.height)
    }

    @Test(arguments: [
        "“A long headline that can't stand in one line of this size”", "huge “Donaudampfschifffahrtsgesellschaft”",
        "特大“很长的中文标题需要换行才能放得下”",
    ])
    func `long texts are wrapped or scaled, never cut`(prompt: String) throws {
        let ink = try ink(prompt)
        let margin = height * 4 / 100
        #expect(ink.left >= margin - 1 && width - 1 - ink.right >= margin - 1)
        #expect(ink.top >= margin - 1 && height - 1 - ink.bottom >= margin - 1)
        #expect(ink.width > width / 3)
    }

    @Test func `a text that may stand anywhere stands where the ground is calm`() throws {
        let restless = Scene.noise.bitmap(width: width, height: height).pixels
        let half = width * height / 2 * 3
        for isTopCalm in [true, false] {
            let calm = [UInt8](repeating: 0, count: half)
            let pixels = isTopCalm ? calm + restless[half...] : Array(restless[..<half]) + calm
            let finished = try Finisher().finish(
                Bitmap(width: width, height: height, pixels: pixels),
                texts: [Lettering("calm")],
                isLabelled: false,
                format: .png,
                provenance: Provenance(engine: "ember", pictureID: "1")
            )
            let set = try decode(finished.bytes).pixels
            #expect((set[..<half] != pixels[..<half]) == isTopCalm)
            #expect((set[half...] != pixels[half...]) != isTopCalm)
        }
    }
}
