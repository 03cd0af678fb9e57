package import Domain
import Vips

/// From a file's bytes to pixels, in this very process: what the child that decodes does.
package enum Decoding {
    /// Pixels that a picture may have, whatever its model allows.
    package static let mostPixels = 64_000_000
    /// How much longer one side may be than the other: thin strips of a hundred thousand rows take minutes to be made smaller.
    package static let mostRatio = 32

    /// Loads what must be loaded while files can still be opened.
    static func prepare() {
        Picture.prepareToDecode()
    }

    /// Upright, in sRGB, on white where it can be seen through, no side longer than `longestSide`.
    package static func decode(_ bytes: [UInt8], longestSide: Int) throws(ImagingError) -> DecodedPicture {
        guard let header = PictureHeader(of: bytes) else { throw .damaged("it is of no known format") }
        guard header.width <= mostPixels, header.height <= mostPixels / header.width else {
            throw .damaged("its size is out of bounds")
        }
        guard max(header.width, header.height) / min(header.width, header.height) <= mostRatio else {
            throw .damaged("its sides are too unlike")
        }
        if header.format == .bmp { return try decodeBMP(bytes, longestSide) }
        do throws(VipsError) {
            let picture = try Picture(
                decoding: bytes,
                width: header.width,
                height: header.height,
                longestSide: longestSide
            )
            return DecodedPicture(bitmap: Bitmap(try picture.rgb()), xmp: picture.xmp)
        } catch {
            throw .damaged(error.plain)
        }
    }

    private static func decodeBMP(_ bytes: [UInt8], _ longestSide: Int) throws(ImagingError) -> DecodedPicture {
        let bitmap = try BMP.decode(bytes, pixels: mostPixels)
        guard max(bitmap.width, bitmap.height) > longestSide else { return DecodedPicture(bitmap: bitmap, xmp: []) }
        do throws(VipsError) {
            let picture = try Picture(rgb: bitmap.pixels, width: bitmap.width, height: bitmap.height)
            return DecodedPicture(bitmap: Bitmap(try picture.shrunk(to: longestSide).rgb()), xmp: [])
        } catch {
            throw .damaged(error.plain)
        }
    }
}

/// A picture that came in: its pixels, and the XMP packet that came with them.
package struct DecodedPicture: Sendable, Equatable {
    package var bitmap: Bitmap
    package var xmp: [UInt8]

    package init(bitmap: Bitmap, xmp: [UInt8]) {
        self.bitmap = bitmap
        self.xmp = xmp
    }
}

extension Bitmap {
    fileprivate init(_ raw: (pixels: [UInt8], width: Int, height: Int)) {
        self.init(width: raw.width, height: raw.height, pixels: raw.pixels)
    }
}

extension VipsError {
    /// The first line of what libvips says, short, without anything that is not plain text.
    fileprivate var plain: String {
        let line = message.prefix { !$0.isNewline }.unicodeScalars.filter {
            (0x20...0x7E).contains($0.value) && $0 != "/"
        }
        return String(String.UnicodeScalarView(line.prefix(100)))
    }
}
