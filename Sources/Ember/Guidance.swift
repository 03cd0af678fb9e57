/// How strongly words and a reference bind, and which pictures that takes in each step.
package struct Guidance: Sendable, Equatable {
    package var text: Float
    package var image: Float

    package init(text: Float, image: Float = 1) {
        self.text = text
        self.image = image
    }

    /// The conditions under which the model is asked, in the order in which `blend` wants the answers:
    /// nothing, the reference, and the reference with the words; without a reference, nothing and the words, or where nothing is to be
    /// strengthened the words alone.
    package func conditions(
        tokens: [Int],
        composition: Composition = Composition(),
        reference: SmallReference? = nil
    ) -> [Condition] {
        let empty = Condition(tokens: [Tokenizer.begin])
        if let reference {
            return [
                empty, Condition(tokens: [Tokenizer.begin], reference: reference),
                Condition(tokens: tokens, composition: composition, reference: reference),
            ]
        }
        let words = Condition(tokens: tokens, composition: composition)
        return text == 1 ? [words] : [empty, words]
    }

    /// One picture from those that the model answered; with a reference after Brooks et al., "InstructPix2Pix" (2023), equation 3.
    package func blend(_ clean: [[Float]]) -> [Float] {
        switch clean.count {
        case 1: clean[0]
        case 2: zip(clean[0], clean[1]).map { $0 + text * ($1 - $0) }
        default:
            clean[0].indices.map { index in
                let (empty, reference, both) = (clean[0][index], clean[1][index], clean[2][index])
                return empty + image * (reference - empty) + text * (both - reference)
            }
        }
    }
}
