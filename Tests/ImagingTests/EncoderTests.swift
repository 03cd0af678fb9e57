import Domain
import Imaging
import TestSupport
import Testing

struct EncoderTests {
    private let picture = Bitmap.gradient(width: 640, height: 480, seed: 5)

    /// The marker of the first frame: 0xC0 from top to bottom, 0xC2 progressive; and the sampling of its first component.
    private func frame(_ jpeg: [UInt8]) -> (marker: UInt8, sampling: UInt8)? {
        var place = 2
        while place + 12 < jpeg.count {
            let marker = jpeg[place + 1]
            if marker == 0xC0 || marker == 0xC2 { return (marker, jpeg[place + 11]) }
            place += 2 + Int(jpeg[place + 2]) << 8 + Int(jpeg[place + 3])
        }
        return nil
    }

    @Test func `JPEG keeps colour in full, and comes in scans unless it is large`() throws {
        var encoder = Encoder()
        let file = try encoder.encode(picture, as: .jpeg)
        let small = try #require(frame(file))
        #expect(small.marker == 0xC2)
        #expect(small.sampling == 0x11)
        encoder.mostProgressivePixels = 1000
        #expect(try frame(encoder.encode(picture, as: .jpeg))?.marker == 0xC0)
        encoder.isJPEGSubsampled = true
        #expect(try frame(encoder.encode(picture, as: .jpeg))?.sampling == 0x22)
    }

    @Test func `PNG keeps every pixel`() throws {
        #expect(try decode(try Encoder().encode(picture, as: .png)) == picture)
    }

    @Test(arguments: [
        (640, 480, 256, 256, 192), (100, 400, 200, 50, 200), (80, 60, 512, 80, 60), (1600, 100, 64, 64, 4),
    ])
    func `a preview is a small WebP of the same shape, never larger than the picture`(
        width: Int,
        height: Int,
        side: Int,
        previewWidth: Int,
        previewHeight: Int
    ) throws {
        let bitmap = Bitmap.gradient(width: width, height: height, seed: 1)
        let preview = try Encoder().preview(of: bitmap, longestSide: side)
        #expect(PictureHeader(of: preview) == PictureHeader(format: .webp, width: previewWidth, height: previewHeight))
        #expect(preview.count < 20_000)
    }
}
