import Ember
import Testing

struct NoiseTests {
    /// The known answers of Random123's `kat_vectors` for philox4x32-10.
    @Test(arguments: [
        (
            SIMD4<UInt32>(repeating: 0), SIMD2<UInt32>(repeating: 0),
            SIMD4<UInt32>(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
        ),
        (
            SIMD4<UInt32>(repeating: 0xFFFF_FFFF), SIMD2<UInt32>(repeating: 0xFFFF_FFFF),
            SIMD4<UInt32>(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
        ),
        (
            SIMD4<UInt32>(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344), SIMD2<UInt32>(0xA409_3822, 0x299F_31D0),
            SIMD4<UInt32>(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
        ),
    ])
    func `the generator is Philox`(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, expected: SIMD4<UInt32>) {
        #expect(Noise.philox(counter, key) == expected)
    }

    @Test func `the numbers are normal, and another seed gives others`() {
        let numbers = Noise.normal(40_001, seed: 7)
        #expect(numbers.count == 40_001)
        let mean = numbers.reduce(0, +) / Float(numbers.count)
        let variance = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Float(numbers.count)
        let within = numbers.filter { abs($0) < 1 }.count
        #expect(abs(mean) < 0.02)
        #expect(abs(variance - 1) < 0.03)
        #expect(abs(Double(within) / 40_001 - 0.6827) < 0.01)
        #expect(Noise.normal(8, seed: 7) == Array(numbers.prefix(8)))
        #expect(Noise.normal(8, seed: 8) != Array(numbers.prefix(8)))
        #expect(Noise.normal(8, seed: 7 + 1 << 32) != Array(numbers.prefix(8)))
    }

    @Test func `chances lie evenly between 0 and 1, and another seed gives others`() {
        let numbers = (0..<10_000).map { Noise.uniform(seed: 7, UInt64($0)) }
        #expect(numbers.allSatisfy { (0..<1).contains($0) })
        for tenth in 0..<10 {
            let share = numbers.count { Int($0 * 10) == tenth }
            #expect(abs(share - 1000) < 120)
        }
        #expect((0..<10_000).map { Noise.uniform(seed: 8, UInt64($0)) } != numbers)
    }

    @Test func `mixed noise is as normal, and as near to each as its share says`() {
        let (a, b) = (Noise.normal(40_000, seed: 1), Noise.normal(40_000, seed: 2))
        let mixed = Noise.mixed(a, b, share: 0.8)
        let variance = mixed.map { $0 * $0 }.reduce(0, +) / 40_000
        let likeness = zip(a, mixed).map(*).reduce(0, +) / 40_000
        #expect(abs(variance - 1) < 0.03)
        #expect(abs(likeness - Float(0.8).squareRoot()) < 0.03)
    }
}
