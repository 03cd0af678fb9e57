import OneDNN

/// Two convolutions; the condition scales and shifts between them.
final class Block {
    private let machine: Machine
    private let width: Int
    private let norm1: Tensor
    private let norm2: [Float]
    private let conv1: Convolution
    private let conv2: Convolution
    private let modulation: Linear

    init(_ part: Part, width: Int, condition: Int, on machine: Machine) throws {
        self.machine = machine
        self.width = width
        norm1 = try part.norm("norm1", width)
        norm2 = try part.numbers("norm2.weight", [width])
        conv1 = try part.convolution("conv1", width, width)
        conv2 = try part.convolution("conv2", width, width)
        modulation = try part.linear("modulation", condition, 2 * width)
    }

    /// Changes `x` in place.
    func run(_ x: Tensor, condition: Tensor) throws {
        let batch = x.shape[0]
        let modulated = try modulation(condition, on: machine).floats
        var (gain, shift) = ([Float](), [Float]())
        for picture in 0..<batch {
            let row = modulated[picture * 2 * width..<(picture + 1) * 2 * width]
            gain += zip(norm2, row).map { $0 * (1 + $1) }
            shift += row.suffix(width)
        }
        let middle = try conv1(machine.normalized(x, gain: norm1, .silu), on: machine)
        let entering = machine.normalized(
            middle,
            gain: Tensor([batch, width], copying: gain),
            shift: Tensor([batch, width], copying: shift),
            .silu
        )
        try conv2.add(entering, to: x, on: machine)
    }
}
