import Domain
import Vips

/// A bitmap that is being drawn on; its pixels are copied when the first of them changes.
struct Canvas {
    let width: Int
    let height: Int
    private var pixels: [UInt8]

    init(_ bitmap: Bitmap) {
        width = bitmap.width
        height = bitmap.height
        pixels = bitmap.pixels
    }

    var bitmap: Bitmap { Bitmap(width: width, height: height, pixels: pixels) }
    var shorterSide: Int { min(width, height) }

    /// Lays colour where the mask covers, its top left corner at `x`, `y`; what is outside of the canvas is cut off.
    mutating func lay(_ colour: Lettering.Colour, through mask: Mask, x: Int, y: Int, opacity: Double = 1) {
        let columns = max(0, -x)..<min(mask.width, width - x)
        let rows = max(0, -y)..<min(mask.height, height - y)
        guard !columns.isEmpty, !rows.isEmpty else { return }
        let weights = (0...255).map { Int(Double($0) * opacity * 257 + 0.5) }
        let (red, green, blue) = (Int(colour.red), Int(colour.green), Int(colour.blue))
        let line = width * 3
        pixels.withUnsafeMutableBufferPointer { pixels in
            mask.coverage.withUnsafeBufferPointer { coverage in
                for row in rows {
                    var pixel = (y + row) * line + (x + columns.lowerBound) * 3
                    for column in columns {
                        let weight = weights[Int(coverage[row * mask.width + column])]
                        if weight > 0 {
                            pixels[pixel] = Self.mixed(pixels[pixel], red, weight)
                            pixels[pixel + 1] = Self.mixed(pixels[pixel + 1], green, weight)
                            pixels[pixel + 2] = Self.mixed(pixels[pixel + 2], blue, weight)
                        }
                        pixel += 3
                    }
                }
            }
        }
    }

    /// A weight of 65,535 is all of the new.
    private static func mixed(_ old: UInt8, _ new: Int, _ weight: Int) -> UInt8 {
        UInt8((Int(old) * (65_535 - weight) + new * weight + 32_767) / 65_535)
    }

    /// What lies beneath a box: some thousand of its pixels.
    func ground(in box: Box) -> Ground {
        let columns = max(0, box.x)..<max(max(0, box.x) + 1, min(width, box.x + box.width))
        let rows = max(0, box.y)..<max(max(0, box.y) + 1, min(height, box.y + box.height))
        var lights: [Double] = []
        var roughness = 0.0
        for row in stride(from: rows.lowerBound, to: min(rows.upperBound, height), by: max(1, rows.count / 40)) {
            var last: Double?
            for column in stride(
                from: columns.lowerBound,
                to: min(columns.upperBound, width),
                by: max(1, columns.count / 80)
            ) {
                let pixel = (row * width + column) * 3
                let light = Ground.luminance(pixels[pixel], pixels[pixel + 1], pixels[pixel + 2])
                if let last { roughness += abs(light - last) }
                last = light
                lights.append(light)
            }
        }
        return Ground(lights: lights, roughness: roughness / Double(max(1, lights.count)))
    }
}

/// A part of a picture, in pixels from its top left corner.
struct Box: Equatable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int

    var right: Int { x + width }
    var bottom: Int { y + height }

    func touches(_ other: Box, gap: Int) -> Bool {
        x < other.right + gap && other.x < right + gap && y < other.bottom + gap && other.y < bottom + gap
    }
}
