package import Domain
import Glibc

extension Bitmap {
    /// The picture at another size: scaled until it covers that, and what stands over at the sides cut off.
    package func fitted(width: Int, height: Int) -> Bitmap {
        if width == self.width, height == self.height { return self }
        let scale = max(Double(width) / Double(self.width), Double(height) / Double(self.height))
        // A few pixels too many come from rounding to the sizes of the engine; cutting them off keeps the rest sharp.
        let surplus = max(self.width - width, self.height - height)
        if self.width >= width, self.height >= height, surplus < 64 { return cropped(width: width, height: height) }
        let across = Taps(from: self.width, to: width, scale: scale)
        let down = Taps(from: self.height, to: height, scale: scale)
        return resampled(across, down)
    }

    private func cropped(width: Int, height: Int) -> Bitmap {
        let (left, top) = ((self.width - width) / 2, (self.height - height) / 2)
        var kept: [UInt8] = []
        kept.reserveCapacity(width * height * 3)
        for row in top..<top + height {
            let start = (row * self.width + left) * 3
            kept += pixels[start..<start + width * 3]
        }
        return Bitmap(width: width, height: height, pixels: kept)
    }

    /// First along the rows, then along the columns.
    private func resampled(_ across: Taps, _ down: Taps) -> Bitmap {
        let width = across.starts.count
        var lines = [Float](repeating: 0, count: height * width * 3)
        for row in 0..<height {
            for column in 0..<width {
                var sums: (Float, Float, Float) = (0, 0, 0)
                for tap in 0..<across.width {
                    let weight = across.weights[column * across.width + tap]
                    let place = (row * self.width + across.place(column, tap)) * 3
                    sums.0 += weight * Float(pixels[place])
                    sums.1 += weight * Float(pixels[place + 1])
                    sums.2 += weight * Float(pixels[place + 2])
                }
                let place = (row * width + column) * 3
                lines[place] = sums.0
                lines[place + 1] = sums.1
                lines[place + 2] = sums.2
            }
        }
        let height = down.starts.count
        var result = [UInt8](repeating: 0, count: width * height * 3)
        for row in 0..<height {
            for column in 0..<width * 3 {
                var sum: Float = 0.5
                for tap in 0..<down.width {
                    sum += down.weights[row * down.width + tap] * lines[down.place(row, tap) * width * 3 + column]
                }
                result[row * width * 3 + column] = UInt8(max(0, min(255, sum)))
            }
        }
        return Bitmap(width: width, height: height, pixels: result)
    }
}

/// For each place of the result which places of the source count, and how much: Catmull-Rom, widened when the picture shrinks.
private struct Taps {
    let width: Int
    private let last: Int
    private(set) var starts: [Int] = []
    private(set) var weights: [Float] = []

    init(from source: Int, to target: Int, scale: Double) {
        let reach = max(1, 1 / scale) * 2
        width = Int(reach.rounded(.up)) * 2 + 1
        last = source - 1
        // The middle of both lies on the same spot.
        let offset = Double(source) / 2 - Double(target) / 2 / scale
        for place in 0..<target {
            let centre = (Double(place) + 0.5) / scale + offset - 0.5
            let start = Int((centre - reach).rounded(.down))
            let shares = (0..<width).map { Self.kernel((Double(start + $0) - centre) * min(1, scale)) }
            let total = shares.reduce(0, +)
            starts.append(start)
            weights += shares.map { Float($0 / total) }
        }
    }

    /// Places outside count as the edge.
    func place(_ target: Int, _ tap: Int) -> Int { max(0, min(last, starts[target] + tap)) }

    private static func kernel(_ distance: Double) -> Double {
        let x = abs(distance)
        if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
        if x < 2 { return ((-0.5 * x + 2.5) * x - 4) * x + 2 }
        return 0
    }
}
