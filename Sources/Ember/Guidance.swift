/// How strongly words and references bind, and which pictures that takes in each step.
package struct Guidance: Sendable, Equatable {
    package var text: Float
    package var image: Float

    /// From this time on nothing is strengthened: what stands where is decided by then, and edges would break, the more so with more guidance and more
    /// steps. After Kynkäänniemi et al., "Applying Guidance in a Limited Interval" (2024).
    private static let end: Float = 0.5
    /// As the words and references say, and no more.
    package static let plain = Guidance(text: 1)

    package func at(_ time: Float) -> Guidance { time < Self.end ? self : .plain }

    package init(text: Float, image: Float = 1) {
        self.text = text
        self.image = image
    }

    /// The conditions under which the model is asked, in the order in which `blend` wants the answers:
    /// nothing, the references, and the references with the words; without references, or where they bind as the words do, nothing and all; where
    /// nothing is to be strengthened all alone.
    package func conditions(
        tokens: [Int],
        composition: Composition = Composition(),
        styles: [[Float]] = []
    ) -> [Condition] {
        let empty = Condition(tokens: [Tokenizer.begin])
        let all = Condition(tokens: tokens, composition: composition, styles: styles)
        let shown = Composition(composition.things.filter { $0.seen != nil })
        if text != image, !shown.things.isEmpty || !styles.isEmpty {
            return [empty, Condition(tokens: [Tokenizer.begin], composition: shown, styles: styles), all]
        }
        return text == 1 ? [all] : [empty, all]
    }

    /// One picture from those that the model answered; with references after Brooks et al., "InstructPix2Pix" (2023), equation 3.
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
