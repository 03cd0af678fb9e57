package import OneDNN

/// A reference picture of 64×64 to sixteen vectors that stand beside those of the text.
package final class ReferenceEncoder {
    package static let side = 64
    package static let places = 16

    private let machine: Machine
    private let width: Int
    private let enter: Convolution
    private let conv1: Convolution
    private let conv2: Convolution
    private let norm1: Tensor
    private let norm2: Tensor
    private let shrink1: Convolution
    private let shrink2: Convolution
    /// For each kind the places and the kind itself.
    private let added: [[Float]]
    private let norm: Tensor

    package init(_ part: Part, _ sizes: Architecture, on machine: Machine) throws {
        self.machine = machine
        width = sizes.textWidth
        let (a, b) = (sizes.referenceWidths[0], sizes.referenceWidths[1])
        enter = try part.folding("enter", 4, 3, a)
        conv1 = try part.convolution("conv1", a, a)
        norm1 = try part.norm("norm1", a)
        shrink1 = try part.folding("shrink1", 2, a, b)
        conv2 = try part.convolution("conv2", b, b)
        norm2 = try part.norm("norm2", b)
        shrink2 = try part.folding("shrink2", 2, b, width)
        let kinds = try part.numbers("kind.weight", [sizes.referenceKinds, width])
        let places = try part.numbers("place", [Self.places, width])
        added = (0..<sizes.referenceKinds).map { kind in
            places.indices.map { places[$0] + kinds[kind * sizes.textWidth + $0 % sizes.textWidth] }
        }
        norm = try part.norm("norm", width)
    }

    /// `picture`: 64 × 64 × 3, from -1 to 1.
    /// Answers 16 × width.
    package func encode(_ picture: [Float], _ kind: SmallReference.Kind) throws -> [Float] {
        var x = try enter(Tensor([1, Self.side, Self.side, 3], machine.element, copying: picture), on: machine)
        x = try shrink1(grow(x, conv1, norm1), on: machine)
        x = try shrink2(grow(x, conv2, norm2), on: machine)
        let placed = zip(x.floats, added[min(kind.rawValue, added.count - 1)]).map { $0 + $1 }
        return machine.normalized(Tensor([Self.places, width], copying: placed), gain: norm, to: .float32).floats
    }

    /// x + silu(conv(norm(x))), ready for the next product.
    private func grow(_ x: Tensor, _ conv: Convolution, _ norm: Tensor) throws -> Tensor {
        let more = machine.converted(try conv(machine.normalized(x, gain: norm), on: machine), .silu, to: .float32)
        return Tensor(x.shape, machine.element, copying: zip(x.floats, more.floats).map { $0 + $1 })
    }
}
