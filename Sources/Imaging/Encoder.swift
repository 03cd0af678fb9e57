package import Domain
import Vips

/// Turns bitmaps into files, without any metadata.
package struct Encoder: Sendable {
    /// From 1 to 100. With colour in full: subsampling saves a third, but smears edges in colour alone, as illustration has them, by nine decibels.
    package var jpegQuality = 90
    package var isJPEGSubsampled = false
    /// Larger pictures are written from top to bottom, in one pass: progressive files are a tenth smaller and show early, but take four to ten times
    /// as long, and six bytes of memory for each pixel.
    package var mostProgressivePixels = 1600 * 1600

    package init() {}

    package func encode(_ bitmap: Bitmap, as format: PictureFormat) throws -> [UInt8] {
        guard format == .jpeg || format == .png || format == .webp else { throw ImagingError.notWritten(format) }
        return try Picture.withPixels(bitmap.pixels, width: bitmap.width, height: bitmap.height) {
            picture throws(VipsError) in
            switch format {
            case .png: try picture.png(compression: 1, filter: .sub)
            case .webp: try picture.webp(quality: 82, effort: 3)
            default:
                try picture.jpeg(
                    quality: jpegQuality,
                    subsampled: isJPEGSubsampled,
                    progressive: bitmap.width * bitmap.height <= mostProgressivePixels
                )
            }
        }
    }

    /// A small WebP of the picture as it looks by now: soon there, and gone again.
    package func preview(of bitmap: Bitmap, longestSide: Int) throws -> [UInt8] {
        try Picture.withPixels(bitmap.pixels, width: bitmap.width, height: bitmap.height) { picture throws(VipsError) in
            try picture.thumbnail(longestSide: longestSide).webp(quality: 75, effort: 1)
        }
    }
}
