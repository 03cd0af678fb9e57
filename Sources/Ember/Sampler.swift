/// From noise to a picture: Euler steps along the straight path, after `training/sampling.py`, with guidance by text and by a reference.
package struct Sampler {
    /// How strongly words and references bind; 1 is no guidance.
    package struct Guidance: Sendable, Equatable {
        package var text: Float
        package var image: Float

        package init(text: Float, image: Float) {
            self.text = text
            self.image = image
        }
    }

    /// Which conditions a guided step asks the model for, in this order.
    package enum Conditions {
        /// The words alone.
        case words
        /// Nothing, and the words.
        case emptyAndWords
        /// Nothing, the reference, and the reference with the words (Brooks et al., "InstructPix2Pix", equation 3).
        case emptyReferenceAndBoth
    }

    package let steps: Int
    /// Steps taken.
    package private(set) var step = 0
    /// The noisy picture; the clean one after the last step.
    package private(set) var z: [Float]

    package init(noise: [Float], steps: Int) {
        precondition(steps > 0, "at least one step")
        z = noise
        self.steps = steps
    }

    package var isDone: Bool { step == steps }
    /// From 0, noise, to 1, picture.
    package var time: Float { Float(step) / Float(steps) }

    /// One picture from those that the model answered, by how much they count.
    package static func guided(_ clean: [[Float]], _ conditions: Conditions, _ guidance: Guidance) -> [Float] {
        switch conditions {
        case .words: clean[0]
        case .emptyAndWords: zip(clean[0], clean[1]).map { $0 + guidance.text * ($1 - $0) }
        case .emptyReferenceAndBoth:
            clean[0].indices.map { index in
                let (empty, reference, both) = (clean[0][index], clean[1][index], clean[2][index])
                return empty + guidance.image * (reference - empty) + guidance.text * (both - reference)
            }
        }
    }

    /// Goes one step towards the clean picture.
    package mutating func advance(towards clean: [Float]) {
        precondition(!isDone && clean.count == z.count, "a step that is left")
        let (before, after) = (time, Float(step + 1) / Float(steps))
        let share = (after - before) / (1 - before)
        for index in z.indices { z[index] += share * (clean[index] - z[index]) }
        step += 1
    }
}
