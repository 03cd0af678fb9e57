import Vips

/// Small pictures of large ones, for lists.
package struct Thumbnail: Sendable {
    /// Neither side is longer.
    package var side: Int
    package var quality = 80

    package init(side: Int) {
        self.side = side
    }

    /// WebP of any picture that can be read. It is smaller than the original or as large, never larger.
    package func make(of file: [UInt8]) throws -> [UInt8] {
        try Picture.thumbnail(of: file, side: side, quality: quality)
    }
}
