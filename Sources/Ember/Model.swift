package import OneDNN

/// Everything that was loaded: the words, the network and the decoder.
package final class Model {
    package let tokenizer: Tokenizer
    package let text: TextEncoder
    package let reference: ReferenceEncoder
    package let denoiser: Denoiser
    package let decoder: Decoder
    /// Where the weights come from, in their own words.
    package let origin: String

    package static let modelFile = "ember-model.safetensors"
    package static let decoderFile = "ember-decoder.safetensors"
    package static let vocabularyFile = "vocabulary.json"

    /// - Parameter folder: Holds the three files that `training/export.py` writes.
    package init(_ folder: String, on machine: Machine) throws {
        let vocabulary = try Vocabulary("\(folder)/\(Self.vocabularyFile)")
        let weights = try Weights("\(folder)/\(Self.modelFile)")
        let sizes = try Architecture(weights)
        guard vocabulary.size <= sizes.tokens, vocabulary.limit <= sizes.textLimit else {
            throw EmberError.damaged(path: "\(folder)/\(Self.vocabularyFile)", reason: "the model knows fewer tokens than it has")
        }
        tokenizer = Tokenizer(vocabulary)
        let part = Part(weights, machine.element)
        text = try TextEncoder(part["text"], sizes, on: machine)
        reference = try ReferenceEncoder(part["reference"], sizes, on: machine)
        denoiser = try Denoiser(part, sizes, on: machine)
        decoder = try Decoder(try Weights("\(folder)/\(Self.decoderFile)"), on: machine)
        origin = "\(weights.metadata["samples"] ?? "0") samples, \(weights.metadata["minutes"] ?? "0") minutes"
    }

    /// The conditions of a picture, for guidance.
    package func scene(
        _ canvas: Canvas, tokens: [Int], reference: (picture: [Float], kind: ReferenceEncoder.Kind)?, isGuided: Bool
    ) throws -> (Denoiser.Scene, Sampler.Conditions) {
        let empty = [Tokenizer.begin]
        let conditions: Sampler.Conditions = reference != nil ? .emptyReferenceAndBoth : isGuided ? .emptyAndWords : .words
        let prompts =
            switch conditions {
            case .words: [tokens]
            case .emptyAndWords: [empty, tokens]
            case .emptyReferenceAndBoth: [empty, empty, tokens]
            }
        let (words, mask) = try text.encode(prompts)
        let width = words.shape[2]
        var (numbers, masks) = (rows(of: words), rows(of: mask))
        if let reference {
            let more = try self.reference.encode(reference.picture, reference.kind)
            for picture in prompts.indices {
                numbers[picture] += more
                masks[picture] += [Float](repeating: picture == 0 ? unseen : 0, count: ReferenceEncoder.places)
            }
        }
        let all = Tensor([prompts.count, numbers[0].count / width, width], copying: numbers.flatMap { $0 })
        return (try denoiser.scene(canvas, words: all, mask: masks), conditions)
    }

    private func rows(of tensor: Tensor) -> [[Float]] {
        let (numbers, count) = (tensor.floats, tensor.count / tensor.shape[0])
        return (0..<tensor.shape[0]).map { Array(numbers[$0 * count..<($0 + 1) * count]) }
    }
}
