package import Domain
import Vips

/// Turns bitmaps into files.
package struct Encoder: Sendable {
    /// 90 without colour subsampling: illustration has edges in colour alone, which subsampling smears.
    package var jpegQuality = 90
    /// 1 of 9: within a few per cent of the smallest file, at a fraction of the time.
    package var pngCompression = 1

    package init() {}

    package func encode(_ bitmap: Bitmap, as format: PictureFormat) throws -> [UInt8] {
        let picture = try Picture(rgb: bitmap.pixels, width: bitmap.width, height: bitmap.height)
        switch format {
        case .jpeg: return try picture.jpeg(quality: jpegQuality)
        case .png: return try picture.png(compression: pngCompression)
        case .webp, .bmp, .tiff, .gif: throw ImagingError.notWritten(format)
        }
    }
}
