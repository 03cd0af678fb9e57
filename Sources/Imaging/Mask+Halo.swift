import Vips

extension Mask {
    /// The mask with `margin` more on each side, blurred and made `gain` times as strong: an outline, or a shade.
    func halo(margin: Int, sigma: Double, gain: Double) -> Mask {
        let (wide, high) = (width + 2 * margin, height + 2 * margin)
        var values = [UInt16](repeating: 0, count: wide * high)
        for row in 0..<height {
            for column in 0..<width {
                values[(row + margin) * wide + column + margin] = UInt16(coverage[row * width + column]) * 256
            }
        }
        // Three means over boxes come close to a Gaussian, and cost the same however wide they are.
        let radius = max(1, Int((((4 * sigma * sigma + 1).squareRoot() - 1) / 2).rounded()))
        for _ in 0..<3 {
            values = Self.meansOfRows(values, wide, high, radius)
            values = Self.meansOfColumns(values, wide, high, radius)
        }
        let strong = values.map { UInt8(min(255, Double($0) / 256 * gain)) }
        return Mask(width: wide, height: high, coverage: strong)
    }

    private static func meansOfRows(_ values: [UInt16], _ width: Int, _ height: Int, _ radius: Int) -> [UInt16] {
        let share = (1 << 24) / (2 * radius + 1)
        var means = [UInt16](repeating: 0, count: values.count)
        for row in 0..<height {
            let start = row * width
            var sum = (0..<min(radius, width)).reduce(0) { $0 + Int(values[start + $1]) }
            for column in 0..<width {
                if column + radius < width { sum += Int(values[start + column + radius]) }
                if column > radius { sum -= Int(values[start + column - radius - 1]) }
                means[start + column] = UInt16(truncatingIfNeeded: (sum * share) >> 24)
            }
        }
        return means
    }

    private static func meansOfColumns(_ values: [UInt16], _ width: Int, _ height: Int, _ radius: Int) -> [UInt16] {
        let share = (1 << 24) / (2 * radius + 1)
        var means = [UInt16](repeating: 0, count: values.count)
        // A sum for each column, so that the rows are gone through in their order.
        var sums = [Int](repeating: 0, count: width)
        for row in 0..<min(radius, height) {
            for column in 0..<width { sums[column] += Int(values[row * width + column]) }
        }
        for row in 0..<height {
            let (ahead, behind) = ((row + radius) * width, (row - radius - 1) * width)
            if row + radius < height { for column in 0..<width { sums[column] += Int(values[ahead + column]) } }
            if row > radius { for column in 0..<width { sums[column] -= Int(values[behind + column]) } }
            for column in 0..<width {
                means[row * width + column] = UInt16(truncatingIfNeeded: (sums[column] * share) >> 24)
            }
        }
        return means
    }
}
