import Glibc

/// Normal numbers from a seed: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011) as the source,
/// the seed as its key and the place as its counter; Box-Muller makes two normal numbers of each two.
package enum Noise {
    package static func normal(_ count: Int, seed: UInt64) -> [Float] {
        var numbers: [Float] = []
        numbers.reserveCapacity(count + 3)
        var counter: UInt64 = 0
        while numbers.count < count {
            let key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
            let word = philox(
                SIMD4(UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32), 0, 0),
                key
            )
            for (a, b) in [(word.x, word.y), (word.z, word.w)] {
                let radius = (-2 * log((Double(a) + 0.5) * 0x1p-32)).squareRoot()
                let angle = 2 * Double.pi * (Double(b) + 0.5) * 0x1p-32
                numbers.append(Float(radius * cos(angle)))
                numbers.append(Float(radius * sin(angle)))
            }
            counter += 1
        }
        return Array(numbers.prefix(count))
    }

    /// A number from 0 to 1, of another sequence than the normal ones.
    package static func uniform(seed: UInt64, _ place: UInt64) -> Float {
        let key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        let word = philox(SIMD4(UInt32(truncatingIfNeeded: place), UInt32(truncatingIfNeeded: place >> 32), 1, 0), key)
        return Float(word.x >> 8) * 0x1p-24
    }

    /// How much of the variance of their noise the pictures of a group share.
    static let groupShare: Float = 0.8

    /// √share·a + √(1-share)·b: as normal as both.
    package static func mixed(_ a: [Float], _ b: [Float], share: Float) -> [Float] {
        let (x, y) = (share.squareRoot(), (1 - share).squareRoot())
        return zip(a, b).map { x * $0 + y * $1 }
    }

    package static func philox(_ counter: SIMD4<UInt32>, _ key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var (counter, key) = (counter, key)
        for _ in 0..<10 {
            let a = counter.x.multipliedFullWidth(by: 0xD251_1F53)
            let b = counter.z.multipliedFullWidth(by: 0xCD9E_8D57)
            counter = SIMD4(b.high ^ counter.y ^ key.x, b.low, a.high ^ counter.w ^ key.y, a.low)
            key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
        }
        return counter
    }
}
