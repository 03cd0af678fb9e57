package import Domain

/// Reads Windows bitmaps, which libvips would hand to ImageMagick: 1 to 32 bits a pixel, palettes, masks, run lengths, either way up.
package struct BMP {
    private let reader: LittleEndianReader
    private let width: Int
    private let height: Int
    private let isTopDown: Bool
    private let depth: Int
    private let compression: Int
    private let palette: [RGBA]
    private let masks: [Mask]
    private let start: Int

    struct RGBA {
        var red: UInt8
        var green: UInt8
        var blue: UInt8
        var alpha: UInt8 = 255
    }

    /// Refuses what is larger than `pixels`, before any of them is made.
    package static func decode(_ bytes: [UInt8], pixels: Int) throws(ImagingError) -> Bitmap {
        try BMP(bytes, most: pixels).bitmap()
    }

    private init(_ bytes: [UInt8], most pixels: Int) throws(ImagingError) {
        reader = LittleEndianReader(bytes: bytes)
        guard reader.number(at: 0, 2) == 0x4D42, let start = reader.number(at: 10, 4),
            let size = reader.number(at: 14, 4)
        else { throw .damaged("its header is incomplete") }
        self.start = start
        let isCore = size == 12
        guard isCore || (40...1024).contains(size) else { throw .damaged("its header is of no known kind") }
        let sides =
            isCore
            ? (reader.number(at: 18, 2), reader.number(at: 20, 2))
            : (reader.number(at: 18, 4), reader.number(at: 22, 4))
        guard let first = sides.0, let second = sides.1, let depth = reader.number(at: isCore ? 24 : 28, 2),
            let compression = isCore ? 0 : reader.number(at: 30, 4)
        else { throw .damaged("its header is incomplete") }
        width = isCore ? first : Int(Int32(truncatingIfNeeded: first))
        let rows = isCore ? second : Int(Int32(truncatingIfNeeded: second))
        isTopDown = rows < 0
        height = abs(rows)
        self.depth = depth
        self.compression = compression
        guard width > 0, height > 0, width <= pixels, height <= pixels, width * height <= pixels else {
            throw .damaged("its size is out of bounds")
        }
        let isKnown: Bool =
            switch compression {
            case 0: [1, 4, 8, 16, 24, 32].contains(depth)
            case 1: depth == 8 && !isTopDown
            case 2: depth == 4 && !isTopDown
            case 3, 6: depth == 16 || depth == 32
            default: false
            }
        guard isKnown else { throw .damaged("it is packed in a way that is not supported") }
        let hasMasks = compression == 3 || compression == 6
        let masksAfter = hasMasks && size == 40 ? (compression == 6 ? 16 : 12) : 0
        masks =
            depth == 16 || depth == 32
            ? try Self.masks(reader, depth, hasMasks, hasAlpha: size >= 56 || compression == 6) : []
        palette = depth <= 8 ? Self.palette(reader, at: 14 + size + masksAfter, depth, isCore, before: start) : []
    }

    private static func masks(
        _ reader: LittleEndianReader,
        _ depth: Int,
        _ areGiven: Bool,
        hasAlpha: Bool
    ) throws(ImagingError) -> [Mask] {
        guard areGiven else {
            return depth == 16 ? [Mask(0x7C00), Mask(0x3E0), Mask(0x1F)] : [Mask(0xFF0000), Mask(0xFF00), Mask(0xFF)]
        }
        let bits = (0..<(hasAlpha ? 4 : 3)).map { reader.number(at: 54 + $0 * 4, 4) }
        guard !bits.contains(nil) else { throw .damaged("its header is incomplete") }
        return bits.map { Mask($0 ?? 0) }
    }

    /// As many colours as there are; what a pixel names beyond them is black.
    private static func palette(
        _ reader: LittleEndianReader,
        at place: Int,
        _ depth: Int,
        _ isCore: Bool,
        before end: Int
    ) -> [RGBA] {
        let width = isCore ? 3 : 4
        let used = isCore ? 0 : reader.number(at: 46, 4) ?? 0
        let count = used > 0 && used <= 1 << depth ? used : 1 << depth
        return (0..<count).map { index in
            let start = place + index * width
            guard start + 3 <= max(end, place), let blue = reader.byte(start), let green = reader.byte(start + 1),
                let red = reader.byte(start + 2)
            else { return RGBA(red: 0, green: 0, blue: 0) }
            return RGBA(red: red, green: green, blue: blue)
        }
    }

    private func bitmap() throws(ImagingError) -> Bitmap {
        var canvas = [UInt8](repeating: 0, count: width * height * 3)
        switch compression {
        case 1, 2: try readRuns(into: &canvas)
        default: try readRows(into: &canvas)
        }
        return Bitmap(width: width, height: height, pixels: canvas)
    }

    private func colour(_ index: Int) -> RGBA {
        index < palette.count ? palette[index] : RGBA(red: 0, green: 0, blue: 0)
    }

    /// Where a row of the file stands in the picture.
    private func line(_ row: Int) -> Int { isTopDown ? row : height - 1 - row }

    private func readRows(into canvas: inout [UInt8]) throws(ImagingError) {
        let stride = (width * depth + 31) / 32 * 4
        guard start >= 0, start + stride * height <= reader.bytes.count + 3 else { throw .damaged("it ends too early") }
        // Some programs name an alpha channel and leave it empty.
        let alpha = masks.count == 4 && masks[3].bits != 0 ? masks[3] : nil
        let hasAlpha =
            alpha.map { alpha in
                (0..<height * width).contains { value(start + $0 / width * stride, $0 % width) & alpha.bits != 0 }
            } ?? false
        for row in 0..<height {
            let from = start + row * stride
            var to = line(row) * width * 3
            for x in 0..<width {
                var pixel: RGBA
                switch depth {
                case 24:
                    pixel = RGBA(
                        red: reader.byte(from + x * 3 + 2) ?? 0,
                        green: reader.byte(from + x * 3 + 1) ?? 0,
                        blue: reader.byte(from + x * 3) ?? 0
                    )
                case 16, 32:
                    let bits = value(from, x)
                    pixel = RGBA(red: masks[0].value(bits), green: masks[1].value(bits), blue: masks[2].value(bits))
                    if hasAlpha, let alpha { pixel.alpha = alpha.value(bits) }
                default: pixel = colour(index(from, x))
                }
                if pixel.alpha < 255 { pixel = pixel.onWhite }
                canvas[to] = pixel.red
                canvas[to + 1] = pixel.green
                canvas[to + 2] = pixel.blue
                to += 3
            }
        }
    }

    private func value(_ row: Int, _ x: Int) -> Int {
        reader.number(at: row + x * depth / 8, depth / 8) ?? 0
    }

    /// The palette's index for a pixel of 1, 4 or 8 bits, the leftmost in the highest bits.
    private func index(_ row: Int, _ x: Int) -> Int {
        let byte = Int(reader.byte(row + x * depth / 8) ?? 0)
        let place = x * depth % 8
        return byte >> (8 - depth - place) & (1 << depth - 1)
    }

    /// Runs and escapes: 0 ends a line, 1 the picture, 2 moves on, more are pixels as they are.
    private func readRuns(into canvas: inout [UInt8]) throws(ImagingError) {
        let background = colour(0)
        for pixel in 0..<width * height {
            canvas[pixel * 3] = background.red
            canvas[pixel * 3 + 1] = background.green
            canvas[pixel * 3 + 2] = background.blue
        }
        var place = start
        var (x, y) = (0, 0)
        func put(_ index: Int) {
            if x < width, y < height {
                let pixel = colour(index)
                let to = ((height - 1 - y) * width + x) * 3
                canvas[to] = pixel.red
                canvas[to + 1] = pixel.green
                canvas[to + 2] = pixel.blue
            }
            x += 1
        }
        while y < height {
            guard let count = reader.byte(place), let code = reader.byte(place + 1) else {
                throw .damaged("it ends too early")
            }
            place += 2
            if count > 0 {
                for i in 0..<Int(count) { put(depth == 8 ? Int(code) : Int(i % 2 == 0 ? code >> 4 : code & 15)) }
                continue
            }
            switch code {
            case 0: (x, y) = (0, y + 1)
            case 1: return
            case 2:
                guard let right = reader.byte(place), let up = reader.byte(place + 1) else {
                    throw .damaged("it ends too early")
                }
                (x, y) = (x + Int(right), y + Int(up))
                place += 2
            default:
                let bytes = depth == 8 ? Int(code) : (Int(code) + 1) / 2
                guard place + bytes <= reader.bytes.count else { throw .damaged("it ends too early") }
                for i in 0..<Int(code) {
                    let byte = reader.bytes[place + (depth == 8 ? i : i / 2)]
                    put(depth == 8 ? Int(byte) : Int(i % 2 == 0 ? byte >> 4 : byte & 15))
                }
                place += (bytes + 1) / 2 * 2
            }
        }
    }
}

extension BMP.RGBA {
    fileprivate var onWhite: BMP.RGBA {
        let a = Int(alpha)
        func mixed(_ value: UInt8) -> UInt8 { UInt8((Int(value) * a + 255 * (255 - a) + 127) / 255) }
        return BMP.RGBA(red: mixed(red), green: mixed(green), blue: mixed(blue))
    }
}

/// Which bits of a pixel hold one of its colours.
private struct Mask {
    let bits: Int
    private let shift: Int
    private let most: Int

    init(_ bits: Int) {
        self.bits = bits
        shift = bits == 0 ? 0 : bits.trailingZeroBitCount
        most = bits >> shift
    }

    func value(_ pixel: Int) -> UInt8 {
        most == 0 ? 0 : UInt8(min(255, ((pixel & bits) >> shift) * 255 / most))
    }
}

private struct LittleEndianReader {
    let bytes: [UInt8]

    func byte(_ place: Int) -> UInt8? {
        place >= 0 && place < bytes.count ? bytes[place] : nil
    }

    func number(at place: Int, _ count: Int) -> Int? {
        guard place >= 0, place <= bytes.count - count else { return nil }
        var value = 0
        for i in 0..<count { value |= Int(bytes[place + i]) << (8 * i) }
        return value
    }
}
