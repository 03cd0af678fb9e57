import Domain

/// An order that is being drawn, as far as it has come.
final class Painting: @unchecked Sendable {  // only the painter, an actor, looks inside
    enum Stage {
        case read
        case begin(picture: Int)
        case step(picture: Int, Sampler, Denoiser.Scene, Sampler.Conditions)
        case decode(picture: Int, [Float])
        case done
    }

    let order: Order
    /// The picture to go by, made small, and what to take from it.
    let reference: (picture: [Float], kind: ReferenceEncoder.Kind)?
    /// What is to be told about the order, before it is drawn.
    let warnings: [String]
    let canvas: Canvas
    var stage = Stage.read
    var tokens: [Int] = []

    init(_ order: Order, reference: (picture: [Float], kind: ReferenceEncoder.Kind)?, warnings: [String]) {
        self.order = order
        self.reference = reference
        self.warnings = warnings
        canvas = Canvas(width: order.width, height: order.height)
    }

    var guidance: Sampler.Guidance { .init(text: Float(order.textGuidance), image: Float(order.imageGuidance)) }

    /// How far the order is when that many steps of a picture are done; the decoder has its share at the end.
    func progress(picture: Int, steps: Int) -> Double {
        (Double(picture) + Double(steps) / Double(order.steps) * 0.8) / Double(order.count)
    }
}
