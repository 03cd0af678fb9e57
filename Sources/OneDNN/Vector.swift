/// Eight numbers at once; rows of tensors are read and written so.
package typealias Vector = SIMD8<Float>

extension SIMD8<Float> {
    /// From bfloat16, which is the upper half of a float.
    @inlinable @inline(__always)
    package init(widening half: SIMD8<UInt16>) {
        self = unsafe unsafeBitCast(SIMD8<UInt32>(truncatingIfNeeded: half) &<< 16, to: SIMD8<Float>.self)
    }

    /// As bfloat16, rounded to the nearest, ties to even. Numbers only: a NaN may become an infinity.
    @inlinable @inline(__always)
    package var narrowed: SIMD8<UInt16> {
        let bits = unsafe unsafeBitCast(self, to: SIMD8<UInt32>.self)
        return SIMD8<UInt16>(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits &>> 16 & 1)) &>> 16)
    }

    /// e to the power of each, to some 2 in 10⁷ (after Cephes' `expf`). Written with additions and products alone,
    /// so that the compiler needs no instruction that the oldest x86-64 lacks.
    @inlinable @inline(__always)
    package var exponential: SIMD8<Float> {
        let x = self.clamped(lowerBound: SIMD8(repeating: -87), upperBound: SIMD8(repeating: 88))
        // Adding 1.5·2²³ leaves the nearest whole number in the lowest bits.
        let shifted = x * 1.442695041 + 12582912
        let whole = shifted - 12582912
        let rest = x - whole * 0.693359375 + whole * 2.12194440e-4
        var p = rest * 1.9875691500e-4 + 1.3981999507e-3
        p = p * rest + 8.3334519073e-3
        p = p * rest + 4.1665795894e-2
        p = p * rest + 1.6666665459e-1
        p = p * rest + 5.0000001201e-1
        p = p * rest * rest + rest + 1
        let power = unsafe unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &<< 23 &+ 0x3F80_0000
        return unsafe p * unsafeBitCast(power, to: SIMD8<Float>.self)
    }

    /// x / (1 + e⁻ˣ), also called swish.
    @inlinable @inline(__always)
    package var silu: SIMD8<Float> { self / (1 + (-self).exponential) }
}
