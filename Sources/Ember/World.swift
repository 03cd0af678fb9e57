import Domain
import Words

/// What can be known of the model without loading it: its words, its canvas, and where it comes from.
struct World: Sendable {
    let tokenizer: Tokenizer
    private let canvasSide: Int
    /// Where the weights come from, in their own words.
    let origin: String

    static let vocabularyFile = "vocabulary.json"

    init(_ folder: String) throws(EmberError) {
        let vocabulary = try Vocabulary("\(folder)/\(Self.vocabularyFile)")
        let weights = try Weights("\(folder)/\(Model.modelFile)")
        let sizes = try Architecture(weights)
        guard vocabulary.size <= sizes.tokens, vocabulary.limit <= sizes.textLimit else {
            throw .damaged(path: "\(folder)/\(Self.vocabularyFile)", reason: "it has more tokens than the model knows")
        }
        tokenizer = Tokenizer(vocabulary, thesaurus: .standard)
        canvasSide = sizes.canvas
        origin = "\(weights.metadata["samples"] ?? "no") samples, \(weights.metadata["minutes"] ?? "no") minutes"
    }

    func canvas(for order: Order) -> Canvas {
        Canvas(width: order.width, height: order.height, area: canvasSide * canvasSide)
    }
}
