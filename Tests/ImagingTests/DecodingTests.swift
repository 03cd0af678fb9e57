import Domain
import Imaging
import TestSupport
import Testing

struct DecodingTests {
    private static let colours = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]

    /// What the quarters of a file show that does not show red, green, blue and white.
    private static func expected(_ name: String) -> [[Int]] {
        let (black, white) = ([0, 0, 0], [255, 255, 255])
        return switch name {
        // As ink on paper has them.
        case _ where name.contains("cmyk"): [[237, 28, 36], [0, 154, 73], [36, 44, 135], white]
        case _ where name.contains("profile"): [colours[1], colours[0], colours[2], white]
        case _ where name.contains("grey") || name == "png-1.png": [black, white, black, white]
        case "bmp-1.bmp": [colours[0], colours[1], colours[0], colours[1]]
        default: colours
        }
    }

    /// Colours that went through CMYK or a lossy codec come back near, not equal.
    private static func tolerance(_ name: String) -> Int {
        if name.contains("cmyk") { return 30 }
        return name.hasSuffix("jpg") || name == "webp.webp" || name.contains("profile") ? 16 : 0
    }

    @Test(arguments: PictureFiles.names)
    func `every way of writing a picture down is read upright and in its colours`(name: String) throws {
        let bitmap = try Decoding.decode(PictureFiles.bytes(name), longestSide: 4096).bitmap
        #expect(bitmap.width == 32 && bitmap.height == 24)
        let expected = Self.expected(name)
        for quarter in 0..<4 {
            let found = bitmap.quarter(quarter)
            let isNear = zip(found, expected[quarter]).allSatisfy { abs($0 - $1) <= Self.tolerance(name) }
            #expect(isNear, "quarter \(quarter) is \(found), not \(expected[quarter])")
        }
    }

    @Test(arguments: ["jpeg.jpg", "png-16.png", "webp.webp", "tiff.tiff", "gif.gif", "bmp-24.bmp"])
    func `a picture is made no larger than asked`(name: String) throws {
        let bitmap = try Decoding.decode(PictureFiles.bytes(name), longestSide: 8).bitmap
        #expect(bitmap.width == 8 && bitmap.height == 6)
        #expect(bitmap.quarter(0)[0] > 180 && bitmap.quarter(2)[2] > 180)
    }

    @Test(arguments: PictureFiles.names)
    func `a file that ends too early is refused or shown, and never breaks`(name: String) throws {
        let bytes = try PictureFiles.bytes(name)
        for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 24)) {
            _ = try? Decoding.decode(Array(bytes.prefix(count)), longestSide: 64)
        }
        // Half of the pixels are missing: shown as if whole it would be a lie.
        if ["jpg", "bmp"].contains(name.suffix(3)) || name == "png.png" {
            let cut = Array(bytes.prefix(bytes.count * 6 / 10))
            #expect(throws: ImagingError.self) { try Decoding.decode(cut, longestSide: 64) }
        }
    }

    @Test(arguments: [
        Array("%PDF-1.4\n".utf8), Array("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".utf8),
        Array("P6\n1 1\n255\nabc".utf8), [], [0xFF], Array("#define x_width 16\n".utf8), [0, 0, 1, 0, 1, 0],
    ])
    func `other formats are no pictures`(bytes: [UInt8]) {
        #expect(throws: ImagingError.damaged("it is of no known format")) {
            try Decoding.decode(bytes, longestSide: 64)
        }
    }

    @Test func `a header that promises more than memory holds is refused before any pixel is made`() throws {
        var png = try PictureFiles.bytes("png.png")
        png.replaceSubrange(16..<24, with: [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF])
        #expect(throws: ImagingError.damaged("its size is out of bounds")) {
            try Decoding.decode(png, longestSide: 64)
        }
        var bmp = try PictureFiles.bytes("bmp-24.bmp")
        bmp.replaceSubrange(18..<26, with: [0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0x80])
        #expect(throws: ImagingError.self) { try Decoding.decode(bmp, longestSide: 64) }
    }

    @Test func `a strip is refused before any pixel is made`() throws {
        var bmp = try PictureFiles.bytes("bmp-8.bmp")
        // 32 pixels wide, 655,384 high.
        bmp.replaceSubrange(22..<26, with: [0x18, 0, 0x0A, 0])
        #expect(throws: ImagingError.damaged("its sides are too unlike")) { try Decoding.decode(bmp, longestSide: 64) }
    }

    @Test func `an animation whose frames are larger than itself is refused before any pixel is made`() throws {
        var gif = try PictureFiles.bytes("gif.gif")
        gif.replaceSubrange(30..<34, with: [0xFF, 0x7F, 0xFF, 0x7F])
        #expect(throws: ImagingError.damaged("picture: it is of another size than it says")) {
            try Decoding.decode(gif, longestSide: 64)
        }
    }

    @Test(arguments: 0..<40)
    func `bytes that chance has changed do no harm`(seed: UInt64) throws {
        var chance = SeededChance(seed)
        for name in PictureFiles.names {
            var bytes = try PictureFiles.bytes(name)
            for _ in 0..<Int.random(in: 1...8, using: &chance) {
                bytes[Int.random(in: bytes.indices, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
            }
            _ = try? Decoding.decode(bytes, longestSide: 64)
        }
    }
}

/// SplitMix64, after Steele, Lea and Flood (2014).
private struct SeededChance: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
