import OneDNN
import Testing

/// What oneDNN computes, against the same sums written out.
struct MachineTests {
    private static let elements = Element.fastest == .float32 ? [Element.float32] : [.float32, .bfloat16]

    /// Small whole numbers, which both elements hold exactly.
    private func numbers(_ count: Int, _ seed: Int) -> [Float] { (0..<count).map { Float(($0 * 7 + seed) % 5 - 2) } }

    @Test(arguments: elements)
    func `a linear layer multiplies, adds its bias and what stands there already`(element: Element) throws {
        let machine = try Machine(threads: 2, element: element)
        let (rows, inputs, outputs) = (5, 11, 16)
        let (x, weights, bias) = (numbers(rows * inputs, 1), numbers(inputs * outputs, 2), numbers(outputs, 3))
        let layer = try Linear(weights: weights, inputs: inputs, outputs: outputs, bias: bias, element)
        let expected = (0..<rows * outputs).map { place in
            let (row, output) = (place / outputs, place % outputs)
            return (0..<inputs).reduce(bias[output]) { $0 + x[row * inputs + $1] * weights[output * inputs + $1] }
        }
        let input = Tensor([rows, inputs], element, copying: x)
        #expect(try layer(input, on: machine).floats == expected)
        let target = Tensor([rows, outputs], copying: [Float](repeating: 100, count: rows * outputs))
        try layer.add(input, to: target, on: machine)
        #expect(target.floats == expected.map { $0 + 100 })
        let swished = try layer(input, .silu, on: machine).floats
        #expect(zip(swished, expected).allSatisfy { abs($0 - $1 / (1 + exponential(-$1))) < 1e-3 })
    }

    @Test(arguments: elements)
    func `a convolution looks around each pixel and sees nothing beyond the edge`(element: Element) throws {
        let machine = try Machine(threads: 2, element: element)
        let (batch, height, width, inputs, outputs) = (2, 4, 5, 3, 8)
        let (x, weights) = (numbers(batch * height * width * inputs, 1), numbers(outputs * inputs * 9, 2))
        let bias = numbers(outputs, 3)
        let layer = try Convolution(around: weights, inputs: inputs, outputs: outputs, bias: bias, element)
        var expected: [Float] = []
        for place in 0..<batch * height * width {
            let (picture, y, column) = (place / (height * width), place / width % height, place % width)
            for output in 0..<outputs {
                var sum = bias[output]
                for tap in 0..<9 {
                    let (row, beside) = (y + tap / 3 - 1, column + tap % 3 - 1)
                    guard (0..<height).contains(row), (0..<width).contains(beside) else { continue }
                    let pixel = (picture * height + row) * width + beside
                    for input in 0..<inputs {
                        sum += x[pixel * inputs + input] * weights[(output * inputs + input) * 9 + tap]
                    }
                }
                expected.append(sum)
            }
        }
        #expect(try layer(Tensor([batch, height, width, inputs], element, copying: x), on: machine).floats == expected)
    }

    @Test(arguments: elements)
    func `folding takes squares of pixels as one`(element: Element) throws {
        let machine = try Machine(threads: 1, element: element)
        let (height, width, inputs, outputs) = (4, 6, 8, 8)
        let (x, weights) = (numbers(height * width * inputs, 1), numbers(outputs * inputs * 4, 2))
        let layer = try Convolution(
            folding: 2,
            weights: weights,
            inputs: inputs,
            outputs: outputs,
            bias: numbers(outputs, 3),
            element
        )
        var expected: [Float] = []
        for cell in 0..<height * width / 4 {
            let (row, column) = (cell / (width / 2), cell % (width / 2))
            for output in 0..<outputs {
                var sum = numbers(outputs, 3)[output]
                for tap in 0..<4 {
                    let pixel = (row * 2 + tap / 2) * width + column * 2 + tap % 2
                    for input in 0..<inputs {
                        sum += x[pixel * inputs + input] * weights[(output * 4 + tap) * inputs + input]
                    }
                }
                expected.append(sum)
            }
        }
        #expect(try layer(Tensor([1, height, width, inputs], element, copying: x), on: machine).floats == expected)
    }

    @Test(arguments: elements)
    func `matrices are multiplied one by one, also turned`(element: Element) throws {
        let machine = try Machine(threads: 2, element: element)
        let (a, b) = (numbers(2 * 3 * 8, 1), numbers(2 * 8 * 4, 2))
        let expected = (0..<2 * 3 * 4).map { place in
            let (matrix, row, column) = (place / 12, place / 4 % 3, place % 4)
            return (0..<8).reduce(Float(0)) { $0 + a[(matrix * 3 + row) * 8 + $1] * b[(matrix * 8 + $1) * 4 + column] }
        }
        let turned = (0..<2 * 8 * 4).map { place -> Float in
            let (matrix, column, row) = (place / 32, place / 8 % 4, place % 8)
            return b[(matrix * 8 + row) * 4 + column]
        }
        let left = Tensor([2, 3, 8], element, copying: a)
        #expect(try machine.multiply(left, Tensor([2, 8, 4], element, copying: b)).floats == expected)
        #expect(
            try machine.multiply(left, Tensor([2, 4, 8], element, copying: turned), transposed: true).floats == expected
        )
    }

    @Test(arguments: [1, 2, 3])
    func `every number is worked on once`(threads: Int) throws {
        let machine = try Machine(threads: threads)
        let seen = Tensor([101])
        seen.fill(with: 0)
        machine.parallel(101) { seen.scalars[$0] += Float($0 + 1) }
        #expect(seen.floats == (1...101).map { Float($0) })
    }

    private func exponential(_ x: Float) -> Float { Vector(repeating: x).exponential[0] }
}
