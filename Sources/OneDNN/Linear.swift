import CDNNL

/// A matrix that rows of numbers are multiplied with, and what is added to the result.
package final class Linear {
    package let inputs: Int
    package let outputs: Int
    private let kernel: Kernel
    private let bias: Tensor?
    private var operations: [Shape: Operation] = [:]

    private struct Shape: Hashable {
        let rows: Int
        let result: Element
        let finish: Finish
    }

    /// `weights`: A row of `inputs` numbers for each output.
    /// `element`: What the weights are kept in; what enters must be of the same.
    package init(
        weights: [Float],
        inputs: Int,
        outputs: Int,
        bias: [Float]?,
        _ element: Element
    ) throws(OneDNNError) {
        precondition(
            weights.count == inputs * outputs && bias.map { $0.count == outputs } ?? true,
            "weights of \(inputs)×\(outputs)"
        )
        self.inputs = inputs
        self.outputs = outputs
        kernel = try Kernel(weights, shape: [inputs, outputs], strides: [1, inputs], element)
        self.bias = bias.map { Tensor([outputs], copying: $0) }
    }

    /// As many rows out as come in.
    package func callAsFunction(
        _ x: Tensor,
        to element: Element = .float32,
        _ activation: Activation = .none,
        on machine: Machine
    ) throws(OneDNNError) -> Tensor {
        let result = Tensor(Array(x.shape.dropLast()) + [outputs], element)
        try run(x, into: result, Finish(activation: activation), on: machine)
        return result
    }

    /// Adds the result to `target`.
    package func add(_ x: Tensor, to target: Tensor, on machine: Machine) throws(OneDNNError) {
        try run(x, into: target, Finish(isAdded: true), on: machine)
    }

    /// Writes over `target`.
    package func write(
        _ x: Tensor,
        to target: Tensor,
        _ activation: Activation = .none,
        on machine: Machine
    ) throws(OneDNNError) {
        try run(x, into: target, Finish(activation: activation), on: machine)
    }

    private func run(_ x: Tensor, into target: Tensor, _ finish: Finish, on machine: Machine) throws(OneDNNError) {
        let rows = x.count / inputs
        precondition(x.count == rows * inputs && target.count == rows * outputs, "\(x.shape) × \(inputs)×\(outputs)")
        let operation = try operation(
            for: Shape(rows: rows, result: target.element, finish: finish),
            from: x.element,
            on: machine
        )
        var arguments = [(DNNL_ARG_SRC, x.storage), (DNNL_ARG_DST, target.storage)]
        if let weights = operation.weights { arguments.append((DNNL_ARG_WEIGHTS, weights)) }
        if let bias { arguments.append((DNNL_ARG_BIAS, bias.storage)) }
        try operation.run(on: machine, arguments)
    }

    private func operation(
        for shape: Shape,
        from element: Element,
        on machine: Machine
    ) throws(OneDNNError) -> Operation {
        if let known = operations[shape] { return known }
        var source = try dnnl_memory_desc_t([shape.rows, inputs], element)
        var weights = try dnnl_memory_desc_t(free: [inputs, outputs], element)
        var target = try dnnl_memory_desc_t([shape.rows, outputs], shape.result)
        var added = try dnnl_memory_desc_t([1, outputs], .float32)
        var wanted = dnnl_matmul_desc_t()
        if bias == nil {
            try check(unsafe dnnl_matmul_desc_init(&wanted, &source, &weights, nil, &target), "dnnl_matmul_desc_init")
        } else {
            try check(
                unsafe dnnl_matmul_desc_init(&wanted, &source, &weights, &added, &target),
                "dnnl_matmul_desc_init"
            )
        }
        let description = try unsafe PrimitiveDescription(&wanted, finish: shape.finish, on: machine)
        let arranged = try kernel.arranged(as: try description.weights, on: machine)
        let operation = try Operation(description, weights: arranged)
        operations[shape] = operation
        return operation
    }
}
