import Domain
import Words

/// What can be known of the model without loading it: its words, its canvas, and where it comes from.
struct World: Sendable {
    let tokenizer: Tokenizer
    private let canvasSide: Int
    private let grammar: Grammar
    let background: Background
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
        grammar = try Grammar(ConfigurationReader(Weights("\(folder)/\(Model.composerFile)"), format: "ember-composer"))
        guard grammar.highestMeaning < sizes.tokens else {
            throw .damaged(
                path: "\(folder)/\(Model.composerFile)",
                reason: "it writes tokens that the model does not know"
            )
        }
        background = Background(vocabulary)
        tokenizer = Tokenizer(vocabulary, thesaurus: .standard)
        canvasSide = sizes.canvas
        origin = "\(weights.metadata["samples"] ?? "no") samples, \(weights.metadata["minutes"] ?? "no") minutes"
    }

    /// Whether any of the tokens stands for a thing.
    func namesThing(_ tokens: [Int]) -> Bool { grammar.namesThing(tokens) }

    func canvas(for order: Order) -> Canvas {
        Canvas(width: order.width, height: order.height, area: canvasSide * canvasSide)
    }
}
