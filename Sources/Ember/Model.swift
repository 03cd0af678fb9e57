package import OneDNN

/// Everything that was loaded: composer, network and decoder.
package final class Model {
    package let text: TextEncoder
    package let reference: ReferenceEncoder
    package let denoiser: Denoiser
    package let decoder: Decoder
    package let composer: Composer
    package let sketch: Sketch

    package static let modelFile = "ember-model.safetensors"
    package static let decoderFile = "ember-decoder.safetensors"
    package static let composerFile = "ember-composer.safetensors"

    /// `folder`: Holds the files that `training/export.py` writes.
    package convenience init(_ folder: String, on machine: Machine) throws {
        try self.init(
            Weights("\(folder)/\(Self.modelFile)"),
            decoder: Weights("\(folder)/\(Self.decoderFile)"),
            composer: Weights("\(folder)/\(Self.composerFile)"),
            on: machine
        )
    }

    package init(_ weights: Weights, decoder: Weights, composer: Weights, on machine: Machine) throws {
        let sizes = try Architecture(weights)
        let part = Part(weights, machine.element)
        text = try TextEncoder(part["text"], sizes, on: machine)
        reference = try ReferenceEncoder(part["reference"], sizes, on: machine)
        sketch = try Sketch(part["sketch"], sizes, on: machine)
        denoiser = try Denoiser(part, sizes, on: machine)
        self.composer = try Composer(composer, on: machine)
        self.decoder = try Decoder(decoder, on: machine)
    }

    /// What the denoiser needs to know for a picture under each of the conditions.
    package func scene(_ canvas: Canvas, _ conditions: [Condition]) throws -> Denoiser.Scene {
        let (words, mask) = try text.encode(conditions.map(\.tokens))
        let width = words.shape[2]
        var (numbers, masks) = (rows(of: words), rows(of: mask))
        if conditions.contains(where: { $0.reference != nil }) {
            for (index, condition) in conditions.enumerated() {
                if let reference = condition.reference {
                    numbers[index] += try self.reference.encode(reference.picture, reference.kind)
                    masks[index] += [Float](repeating: 0, count: ReferenceEncoder.places)
                } else {
                    numbers[index] += [Float](repeating: 0, count: ReferenceEncoder.places * width)
                    masks[index] += [Float](repeating: unseen, count: ReferenceEncoder.places)
                }
            }
        }
        let all = Tensor([conditions.count, numbers[0].count / width, width], copying: numbers.flatMap { $0 })
        let sketches = try conditions.map { try sketch.cells($0.composition, canvas) }
        return try denoiser.scene(canvas, words: all, mask: masks, sketches: sketches)
    }

    private func rows(of tensor: Tensor) -> [[Float]] {
        let (numbers, count) = (tensor.floats, tensor.count / tensor.shape[0])
        return (0..<tensor.shape[0]).map { Array(numbers[$0 * count..<($0 + 1) * count]) }
    }
}

/// What a picture is to be like.
package struct Condition: Sendable {
    package var tokens: [Int]
    package var composition: Composition
    package var reference: SmallReference?

    package init(tokens: [Int], composition: Composition = Composition(), reference: SmallReference? = nil) {
        self.tokens = tokens
        self.composition = composition
        self.reference = reference
    }
}

/// A picture to go by: 64 × 64 × 3, from -1 to 1, and what is to be taken from it.
package struct SmallReference: Sendable {
    package enum Kind: Int, Sendable {
        case thing, face, style
    }

    package var picture: [Float]
    package var kind: Kind

    package init(picture: [Float], kind: Kind) {
        self.picture = picture
        self.kind = kind
    }
}
