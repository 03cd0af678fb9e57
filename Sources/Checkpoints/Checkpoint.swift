package import Workbench

/// A model with its files, and how orders are put to it.
package struct Checkpoint: Sendable, Equatable {
    /// What a model makes of the strength of the text.
    package enum Guidance: String, CaseIterable, Sendable {
        /// Classifier-free guidance: two questions a step.
        case cfg
        /// A number that the model was trained to read.
        case distilled
        /// It was trained for one strength only, and the client's wish is told as a warning.
        case fixed
    }

    /// What a model makes of references.
    package enum References: String, CaseIterable, Sendable {
        /// It looks at them (FLUX.2, Kontext, Qwen-Image-Edit).
        case conditions
        /// It begins with the first of them in place of noise.
        case start
        case none
    }

    /// Of the files, as the manifest names them.
    package var parts = Parts()
    package var loras: [LoRA] = []
    /// When the client says nothing.
    package var steps = 20
    /// What the client may choose; `nil` for models that were made for a certain number.
    package var stepRange: ClosedRange<Int>?
    package var guidance = Guidance.cfg
    /// The strength that stands for the Spark models' usual 2.5.
    package var usualGuidance = 5.0
    package var negative = ""
    package var sampler = ""
    package var scheduler = ""
    package var flowShift: Double?
    package var clipSkip = -1
    package var sizes = SizeSteps()
    package var references = References.none
    package var mostReferences = 0
    package var strength = 0.75
    /// Pictures of more pixels are decoded in tiles.
    package var tilesAbove = 1_500_000
    /// A preview after so many steps; 0 for none.
    package var previewInterval = 0
    package var writesText = false

    package struct LoRA: Sendable, Equatable {
        package var path: String
        package var strength: Double
    }

    package init() {
        sizes.multiple = 16
        sizes.pixels = 65_536...4_194_304
    }
}
