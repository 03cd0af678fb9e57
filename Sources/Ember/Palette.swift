/// How colours are spread: mean and deviation of lightness and of two differences of colour. Pictures are pulled to each other's after Reinhard et al.,
/// "Color Transfer between Images" (2001).
package struct Palette: Sendable {
    private let mean: SIMD3<Float>
    private let deviation: SIMD3<Float>
    private let weight: Float

    /// `weight`: How far it pulls, from 0 to 1.
    package init(of picture: [Float], weight: Float) {
        (mean, deviation) = Self.statistics(picture)
        self.weight = weight
    }

    package func pull(_ picture: inout [Float]) {
        let (from, spread) = Self.statistics(picture)
        let gain = pointwiseMin(
            pointwiseMax(deviation / pointwiseMax(spread, SIMD3(repeating: 0.02)), SIMD3(repeating: 0.3)),
            SIMD3(repeating: 3)
        )
        for place in stride(from: 0, to: picture.count, by: 3) {
            let colour = Self.apart(picture, place)
            let matched = (colour - from) * gain + mean
            let mixed = Self.together(colour + (matched - colour) * weight)
            for band in 0..<3 { picture[place + band] = max(-1, min(1, mixed[band])) }
        }
    }

    private static func statistics(_ picture: [Float]) -> (mean: SIMD3<Float>, deviation: SIMD3<Float>) {
        var (sum, squares) = (SIMD3<Float>.zero, SIMD3<Float>.zero)
        for place in stride(from: 0, to: picture.count, by: 3) {
            let colour = apart(picture, place)
            sum += colour
            squares += colour * colour
        }
        let count = Float(picture.count / 3)
        let mean = sum / count
        return (mean, pointwiseMax(squares / count - mean * mean, .zero).squareRoot())
    }

    /// Lightness, yellow against blue, red against green.
    private static func apart(_ picture: [Float], _ place: Int) -> SIMD3<Float> {
        let (r, g, b) = (picture[place], picture[place + 1], picture[place + 2])
        return SIMD3((r + g + b) / 3, (r + g) / 2 - b, r - g)
    }

    private static func together(_ colour: SIMD3<Float>) -> SIMD3<Float> {
        let half = colour.x + colour.y / 3  // (r + g) / 2
        return SIMD3(half + colour.z / 2, half - colour.z / 2, colour.x - colour.y * 2 / 3)
    }
}
