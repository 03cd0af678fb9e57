import Foundation
import OneDNN
import Testing

struct VectorTests {
    @Test func `the exponential is right to some parts in ten million`() {
        for x in stride(from: Float(-86), through: 87, by: 0.0137) {
            let (found, expected) = (Vector(repeating: x).exponential[3], exp(Double(x)))
            #expect(abs(Double(found) / expected - 1) < 5e-7, "\(x)")
        }
        #expect(Vector(repeating: -1000).exponential[0] < 1e-37)
        #expect(Vector(repeating: 1000).exponential[0].isFinite)
    }

    @Test func `silu is x where x is large and nothing where it is far below`() {
        #expect(Vector(repeating: 60).silu[0] == 60)
        #expect(abs(Vector(repeating: -200).silu[0]) < 1e-30)
        #expect(abs(Vector(repeating: 1).silu[0] - 0.731_058_6) < 1e-6)
    }

    @Test func `bfloat16 is rounded to the nearest, ties to even`() {
        let numbers: [Float] = [0, 1, -1, 3.14159, 1.00390625, 1.01171875, -65504, 0.1]
        let rounded: [Float] = [0, 1, -1, 3.140625, 1, 1.015625, -65536, 0.100_097_656_25]
        #expect(Vector(widening: Vector(numbers).narrowed) == Vector(rounded))
        #expect(Tensor([8], .bfloat16, copying: numbers).floats == rounded)
    }

    @Test func `tensors give their numbers as vectors and as bytes`() {
        for element in [Element.float32, .bfloat16] {
            let tensor = Tensor([2, 8], element, copying: (0..<16).map { Float($0) })
            tensor.vectors[1] = tensor.vectors[0] * 2
            #expect(tensor.floats == (0..<8).map { Float($0) } + (0..<8).map { Float($0) * 2 })
        }
        let bytes = Tensor([6], copying: [-5, -1, 0, 0.5, 1, 7]).bytes(0..<6)
        #expect(bytes == [0, 0, 128, 191, 255, 255])
    }
}
