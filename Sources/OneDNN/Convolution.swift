import CDNNL

/// Square windows over pictures of batch × height × width × channels.
package final class Convolution {
    package let inputs: Int
    package let outputs: Int
    private let side: Int
    private let stride: Int
    private let padding: Int
    private let kernel: Kernel
    private let bias: Tensor
    private var operations: [Shape: Operation] = [:]

    private struct Shape: Hashable {
        let batch: Int
        let height: Int
        let width: Int
        let finish: Finish
    }

    /// A 3×3 window around each pixel.
    /// `weights`: Output × input × row × column.
    package init(
        around weights: [Float],
        inputs: Int,
        outputs: Int,
        bias: [Float],
        _ element: Element
    ) throws(OneDNNError) {
        precondition(
            weights.count == outputs * inputs * 9 && bias.count == outputs,
            "weights of \(outputs)×\(inputs)×3×3"
        )
        (side, stride, padding) = (3, 1, 1)
        self.inputs = inputs
        self.outputs = outputs
        kernel = try Kernel(weights, shape: [outputs, inputs, 3, 3], strides: [inputs * 9, 9, 3, 1], element)
        self.bias = Tensor([outputs], copying: bias)
    }

    /// `fold`×`fold` pixels become one.
    /// `weights`: Output × row × column × input, as a matrix over the folded pixels has them.
    package init(
        folding fold: Int,
        weights: [Float],
        inputs: Int,
        outputs: Int,
        bias: [Float],
        _ element: Element
    ) throws(OneDNNError) {
        precondition(
            weights.count == outputs * inputs * fold * fold && bias.count == outputs,
            "weights of \(outputs)×\(fold)×\(fold)×\(inputs)"
        )
        (side, stride, padding) = (fold, fold, 0)
        self.inputs = inputs
        self.outputs = outputs
        kernel = try Kernel(
            weights,
            shape: [outputs, inputs, fold, fold],
            strides: [inputs * fold * fold, 1, fold * inputs, inputs],
            element
        )
        self.bias = Tensor([outputs], copying: bias)
    }

    /// A picture of floats, and `stride` times smaller.
    package func callAsFunction(_ x: Tensor, on machine: Machine) throws(OneDNNError) -> Tensor {
        let result = Tensor([x.shape[0], x.shape[1] / stride, x.shape[2] / stride, outputs])
        try run(x, into: result, Finish(), on: machine)
        return result
    }

    /// Adds the result to `target`.
    package func add(_ x: Tensor, to target: Tensor, on machine: Machine) throws(OneDNNError) {
        try run(x, into: target, Finish(isAdded: true), on: machine)
    }

    private func run(_ x: Tensor, into target: Tensor, _ finish: Finish, on machine: Machine) throws(OneDNNError) {
        let shape = Shape(batch: x.shape[0], height: x.shape[1], width: x.shape[2], finish: finish)
        precondition(
            x.shape[3] == inputs && shape.height % stride == 0 && shape.width % stride == 0
                && target.shape == [shape.batch, shape.height / stride, shape.width / stride, outputs],
            "\(x.shape) → \(target.shape)"
        )
        let operation = try operation(for: shape, from: x.element, to: target.element, on: machine)
        var arguments = [(DNNL_ARG_SRC, x.storage), (DNNL_ARG_DST, target.storage), (DNNL_ARG_BIAS, bias.storage)]
        if let weights = operation.weights { arguments.append((DNNL_ARG_WEIGHTS, weights)) }
        try operation.run(on: machine, arguments)
    }

    private func operation(
        for shape: Shape,
        from element: Element,
        to result: Element,
        on machine: Machine
    ) throws(OneDNNError) -> Operation {
        if let known = operations[shape] { return known }
        let (height, width) = (shape.height / stride, shape.width / stride)
        var source = try dnnl_memory_desc_t(
            [shape.batch, inputs, shape.height, shape.width],
            element,
            strides: [shape.height * shape.width * inputs, 1, shape.width * inputs, inputs]
        )
        var target = try dnnl_memory_desc_t(
            [shape.batch, outputs, height, width],
            result,
            strides: [height * width * outputs, 1, width * outputs, outputs]
        )
        var weights = try dnnl_memory_desc_t(free: [outputs, inputs, side, side], element)
        var added = try dnnl_memory_desc_t([outputs], .float32)
        var wanted = dnnl_convolution_desc_t()
        let (steps, edges) = (
            [dnnl_dim_t](repeating: dnnl_dim_t(stride), count: 2),
            [dnnl_dim_t](repeating: dnnl_dim_t(padding), count: 2)
        )
        try check(
            unsafe dnnl_convolution_forward_desc_init(
                &wanted,
                dnnl_forward_inference,
                dnnl_convolution_direct,
                &source,
                &weights,
                &added,
                &target,
                steps,
                edges,
                edges
            ),
            "dnnl_convolution_forward_desc_init"
        )
        let description = try unsafe PrimitiveDescription(&wanted, finish: shape.finish, on: machine)
        let arranged = try kernel.arranged(as: try description.weights, on: machine)
        let operation = try Operation(description, weights: arranged)
        operations[shape] = operation
        return operation
    }
}
