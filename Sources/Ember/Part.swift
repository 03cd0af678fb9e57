package import OneDNN

/// A part of the network: the weights whose names begin alike.
package struct Part {
    let weights: Weights
    package let element: Element
    private let prefix: String

    package init(_ weights: Weights, _ element: Element, prefix: String = "") {
        self.weights = weights
        self.element = element
        self.prefix = prefix
    }

    package subscript(_ name: String) -> Part { Part(weights, element, prefix: prefix + name + ".") }
    package subscript(_ number: Int) -> Part { self["\(number)"] }

    func numbers(_ name: String, _ shape: [Int]) throws -> [Float] { try weights.numbers(prefix + name, shape) }

    /// The gain of a norm, times `factor`.
    func norm(_ name: String, _ width: Int, times factor: Float = 1) throws -> Tensor {
        Tensor([width], copying: try numbers(name + ".weight", [width]).map { $0 * factor })
    }

    func linear(_ name: String, _ inputs: Int, _ outputs: Int, bias: Bool = true) throws -> Linear {
        try Linear(
            weights: numbers(name + ".weight", [outputs, inputs]),
            inputs: inputs,
            outputs: outputs,
            bias: bias ? numbers(name + ".bias", [outputs]) : nil,
            element
        )
    }

    /// A matrix over some of the inputs only; what it answers can be added to what the others give.
    func linear(_ name: String, _ inputs: Range<Int>, of all: Int, _ outputs: Int, bias: Bool) throws -> Linear {
        let whole = try numbers(name + ".weight", [outputs, all])
        return try Linear(
            weights: (0..<outputs).flatMap { whole[$0 * all + inputs.lowerBound..<$0 * all + inputs.upperBound] },
            inputs: inputs.count,
            outputs: outputs,
            bias: bias ? numbers(name + ".bias", [outputs]) : nil,
            element
        )
    }

    func convolution(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Convolution {
        try Convolution(
            around: numbers(name + ".weight", [outputs, inputs, 3, 3]),
            inputs: inputs,
            outputs: outputs,
            bias: numbers(name + ".bias", [outputs]),
            element
        )
    }

    /// A matrix over `fold`×`fold` pixels at once.
    func folding(_ name: String, _ fold: Int, _ inputs: Int, _ outputs: Int) throws -> Convolution {
        try Convolution(
            folding: fold,
            weights: numbers(name + ".weight", [outputs, inputs * fold * fold]),
            inputs: inputs,
            outputs: outputs,
            bias: numbers(name + ".bias", [outputs]),
            element
        )
    }
}
