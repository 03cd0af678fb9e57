/// Eight numbers at once; rows of tensors are read and written so.
public typealias Vector = SIMD8<Float>

extension SIMD8<Float> {
    /// From bfloat16, which is the upper half of a float.
    @inlinable @inline(__always)
    public init(widening half: SIMD8<UInt16>) {
        var halves = SIMD16<UInt16>.zero
        halves.oddHalf = half
        self = unsafe unsafeBitCast(halves, to: SIMD8<Float>.self)
    }

    /// As bfloat16, rounded to the nearest, ties to even. Numbers only: a NaN may become an infinity.
    @inlinable @inline(__always)
    public var narrowed: SIMD8<UInt16> {
        let bits = unsafe unsafeBitCast(self, to: SIMD8<UInt32>.self)
        return unsafe unsafeBitCast(bits &+ 0x7FFF &+ (bits &>> 16 & 1), to: SIMD16<UInt16>.self).oddHalf
    }

    /// e to the power of each, to some 2 in 10⁷ (after Cephes' `expf`). Written with additions and products alone,
    /// so that the compiler needs no instruction that the oldest x86-64 lacks.
    @inlinable @inline(__always)
    public var exponential: SIMD8<Float> {
        // The library's own `clamped` is a call.
        let (lowest, highest) = (SIMD8<Float>(repeating: -87), SIMD8<Float>(repeating: 88))
        let high = self.replacing(with: lowest, where: self .< lowest)
        let x = high.replacing(with: highest, where: high .> highest)
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
    public var silu: SIMD8<Float> { self / (1 + (-self).exponential) }
}
