/// What the first bytes of a picture say about it; nothing is decoded, and the name and declared type count for nothing.
package struct PictureHeader: Sendable, Equatable {
    package let format: PictureFormat
    package let width: Int
    package let height: Int

    package init(format: PictureFormat, width: Int, height: Int) {
        self.format = format
        self.width = width
        self.height = height
    }

    /// `nil` where the bytes are none of the six formats, or end before they tell the size.
    package init?(of bytes: [UInt8]) {
        var reader = HeaderReader(bytes: bytes)
        let found: PictureHeader? =
            switch bytes.first {
            case 0xFF: reader.jpeg()
            case 0x89: reader.png()
            case UInt8(ascii: "G"): reader.gif()
            case UInt8(ascii: "R"): reader.webp()
            case UInt8(ascii: "B"): reader.bmp()
            case UInt8(ascii: "I"), UInt8(ascii: "M"): reader.tiff()
            default: nil
            }
        guard let found, found.width > 0, found.height > 0 else { return nil }
        self = found
    }
}

private struct HeaderReader {
    let bytes: [UInt8]
    var isBigEndian = true

    func has(_ text: String, at place: Int) -> Bool {
        place + text.utf8.count <= bytes.count && bytes[place..<place + text.utf8.count].elementsEqual(text.utf8)
    }

    /// The number in so many bytes, in the order of the file; `nil` behind its end.
    func number(at place: Int, count: Int) -> Int? {
        guard place >= 0, place <= bytes.count - count else { return nil }
        let slice = bytes[place..<place + count]
        return isBigEndian ? slice.reduce(0) { $0 << 8 | Int($1) } : slice.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Walks from marker to marker until a frame header (SOF) tells the size.
    func jpeg() -> PictureHeader? {
        guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { return nil }
        var place = 2
        while place + 3 < bytes.count {
            guard bytes[place] == 0xFF else { return nil }
            let marker = bytes[place + 1]
            switch marker {
            case 0xFF:  // fill
                place += 1
            case 0x01, 0xD0...0xD7:  // stand alone
                place += 2
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                guard let height = number(at: place + 5, count: 2), let width = number(at: place + 7, count: 2) else {
                    return nil
                }
                return PictureHeader(format: .jpeg, width: width, height: height)
            case 0xD8...0xDA: return nil
            default:
                guard let length = number(at: place + 2, count: 2), length >= 2 else { return nil }
                place += 2 + length
            }
        }
        return nil
    }

    func png() -> PictureHeader? {
        guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), has("IHDR", at: 12),
            let width = number(at: 16, count: 4), let height = number(at: 20, count: 4)
        else { return nil }
        return PictureHeader(format: .png, width: width, height: height)
    }

    mutating func gif() -> PictureHeader? {
        guard has("GIF87a", at: 0) || has("GIF89a", at: 0) else { return nil }
        isBigEndian = false
        guard let width = number(at: 6, count: 2), let height = number(at: 8, count: 2) else { return nil }
        return PictureHeader(format: .gif, width: width, height: height)
    }

    mutating func webp() -> PictureHeader? {
        guard has("RIFF", at: 0), has("WEBP", at: 8) else { return nil }
        isBigEndian = false
        if has("VP8 ", at: 12), bytes.count >= 30, bytes[23] == 0x9D, bytes[24] == 0x01, bytes[25] == 0x2A,
            let width = number(at: 26, count: 2), let height = number(at: 28, count: 2)
        {
            return PictureHeader(format: .webp, width: width & 0x3FFF, height: height & 0x3FFF)
        }
        if has("VP8L", at: 12), bytes.count >= 25, bytes[20] == 0x2F, let bits = number(at: 21, count: 4) {
            return PictureHeader(format: .webp, width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
        }
        if has("VP8X", at: 12), let width = number(at: 24, count: 3), let height = number(at: 27, count: 3) {
            return PictureHeader(format: .webp, width: width + 1, height: height + 1)
        }
        return nil
    }

    mutating func bmp() -> PictureHeader? {
        isBigEndian = false
        guard has("BM", at: 0), let size = number(at: 14, count: 4) else { return nil }
        if size == 12, let width = number(at: 18, count: 2), let height = number(at: 20, count: 2) {
            return PictureHeader(format: .bmp, width: width, height: height)
        }
        guard size >= 40, let width = number(at: 18, count: 4), let height = number(at: 22, count: 4) else {
            return nil
        }
        // A negative height says that the rows run downwards.
        let rows = Int(Int32(truncatingIfNeeded: height).magnitude)
        return PictureHeader(format: .bmp, width: Int(Int32(truncatingIfNeeded: width)), height: rows)
    }

    mutating func tiff() -> PictureHeader? {
        if has("II*\0", at: 0) {
            isBigEndian = false
        } else if !has("MM\0*", at: 0) {
            return nil
        }
        guard let directory = number(at: 4, count: 4), let entries = number(at: directory, count: 2) else { return nil }
        var width: Int?
        var height: Int?
        for entry in 0..<entries {
            let place = directory + 2 + entry * 12
            guard let tag = number(at: place, count: 2), let type = number(at: place + 2, count: 2) else { return nil }
            guard tag == 256 || tag == 257 else { continue }
            let value = number(at: place + 8, count: type == 3 ? 2 : 4)
            if tag == 256 { width = value } else { height = value }
        }
        guard let width, let height else { return nil }
        return PictureHeader(format: .tiff, width: width, height: height)
    }
}
