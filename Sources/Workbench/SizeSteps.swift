import Glibc

/// The sizes that an engine draws in.
package struct SizeSteps: Sendable, Equatable {
    package struct Size: Sendable, Equatable {
        package var width: Int
        package var height: Int

        package init(_ width: Int, _ height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// The only sizes there are; with an empty list any size within the other bounds.
    package var list: [Size] = []
    /// What both sides are a multiple of.
    package var multiple = 1
    /// Pixels of a picture.
    package var pixels: ClosedRange<Int> = 1...Int.max

    package init() {}

    /// The size to draw in when a picture of this one is wanted: of the nearest shape, and large enough where it may be.
    package func size(for width: Int, _ height: Int) -> Size {
        let wanted = Double(width) / Double(height)
        func distance(_ size: Size) -> Double {
            let shape = abs(log(Double(size.width) / Double(size.height) / wanted))
            let area = abs(log(Double(size.width * size.height) / Double(width * height)))
            return shape * 4 + area
        }
        if let nearest = list.min(by: { distance($0) < distance($1) }) { return nearest }
        let area = Double(width * height)
        var scale = 1.0
        if area > Double(pixels.upperBound) { scale = (Double(pixels.upperBound) / area).squareRoot() }
        if area < Double(pixels.lowerBound) { scale = (Double(pixels.lowerBound) / area).squareRoot() }
        // Upwards, so that what is too much can be cut off; downwards where that would be too many pixels.
        func rounded(_ rule: FloatingPointRoundingRule) -> Size {
            func side(_ length: Int) -> Int {
                max(multiple, Int((Double(length) * scale / Double(multiple)).rounded(rule)) * multiple)
            }
            return Size(side(width), side(height))
        }
        let upwards = rounded(.up)
        return upwards.width * upwards.height <= pixels.upperBound ? upwards : rounded(.down)
    }
}

extension SizeSteps.Size {
    /// Reads `1024x1536`.
    package init?(_ text: String) {
        let sides = text.lowercased().split(separator: "x").map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1], (16...16_384).contains(width),
            (16...16_384).contains(height)
        else { return nil }
        self.init(width, height)
    }

    package var text: String { "\(width)x\(height)" }
}

extension SizeSteps {
    /// What `sizes`, `size_multiple` and `max_pixels` of the manifest say, over what is usual for the engine.
    package init(_ settings: inout EngineSettings, usual: SizeSteps) {
        self = usual
        if let texts = settings.list("sizes") {
            list = texts.compactMap { Size($0) }
            if list.count != texts.count {
                settings.note("sizes", "must be sizes such as [\"1024x1024\", \"1536x1024\"]")
            }
        }
        multiple = settings.integer("size_multiple", 1...256) ?? multiple
        if let most = settings.integer("max_pixels", 4096...268_435_456) {
            pixels = min(pixels.lowerBound, most)...most
        }
    }
}
