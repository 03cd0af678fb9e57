package import OneDNN

/// Everything that was loaded: composer, network and decoder.
package final class Model {
    package let text: TextEncoder
    package let denoiser: Denoiser
    package let decoder: Decoder
    package let composer: Composer
    package let sketch: Sketch
    package let glance: Glance

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
        glance = try Glance(part["glance"], sizes, on: machine)
        sketch = try Sketch(part["sketch"], sizes, glance: glance, on: machine)
        denoiser = try Denoiser(part, sizes, on: machine)
        self.composer = try Composer(composer, on: machine)
        self.decoder = try Decoder(decoder, on: machine)
    }

    /// What the denoiser needs to know for a picture under each of the conditions.
    package func scene(_ canvas: Canvas, _ conditions: [Condition]) throws -> Denoiser.Scene {
        let (words, mask) = try text.encode(conditions.map(\.tokens))
        return try denoiser.scene(
            canvas,
            words: words,
            mask: rows(of: mask),
            sketches: conditions.map { try sketch.cells($0.composition, canvas) },
            looks: conditions.map { try look(of: $0.styles) }
        )
    }

    private func rows(of tensor: Tensor) -> [[Float]] {
        let (numbers, count) = (tensor.floats, tensor.count / tensor.shape[0])
        return (0..<tensor.shape[0]).map { Array(numbers[$0 * count..<($0 + 1) * count]) }
    }

    /// The mean of what they look like.
    private func look(of pictures: [[Float]]) throws -> [Float]? {
        let looks = try pictures.map(glance.look)
        guard let first = looks.first else { return nil }
        return first.indices.map { index in looks.reduce(0) { $0 + $1[index] } / Float(looks.count) }
    }
}

/// What a picture is to be like.
package struct Condition: Sendable {
    package var tokens: [Int]
    package var composition: Composition
    /// Pictures that it is to look like: small and square.
    package var styles: [[Float]]

    package init(tokens: [Int], composition: Composition = Composition(), styles: [[Float]] = []) {
        self.tokens = tokens
        self.composition = composition
        self.styles = styles
    }
}
