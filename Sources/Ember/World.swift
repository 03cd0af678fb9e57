import Domain
import Words

/// What can be known of the model without loading it: its words, its canvas, and where it comes from.
struct World: Sendable {
    let tokenizer: Tokenizer
    private let canvasSide: Int
    /// Side of the square picture in which a reference is looked at.
    let glanceSide: Int
    private let grammar: Grammar
    let background: Background
    private let people: Set<Int>
    private let also: [Int]
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
        people = Set(["man", "woman", "person", "face"].flatMap { vocabulary.forms[$0] ?? [] })
        also = ["and", "a"].flatMap { vocabulary.forms[$0] ?? [] }
        tokenizer = Tokenizer(vocabulary, thesaurus: .standard)
        canvasSide = sizes.canvas
        glanceSide = sizes.glanceSide
        origin = "\(weights.metadata["samples"] ?? "no") samples, \(weights.metadata["minutes"] ?? "no") minutes"
    }

    /// Whether any of the tokens stands for a thing.
    func namesThing(_ tokens: [Int]) -> Bool { grammar.namesThing(tokens) }

    /// What a reference shows, by how likely each token is its name; `nil` if nobody can tell.
    func kind(_ shares: [Float]) -> Int? {
        guard let token = shares.indices.max(by: { shares[$0] < shares[$1] }), shares[token] > 0.6,
            grammar.isKind(token)
        else { return nil }
        return token
    }

    /// The words, and after them the kinds that references show and the words do not name. Whoever is shown is named by any word for people.
    func naming(_ shown: [Int?], in words: [Int]) -> (words: [Int], shown: [Int?]) {
        var words = words
        var shown = shown
        let namesPeople = !people.isDisjoint(with: words)
        for (index, kind) in shown.enumerated() {
            guard let kind, !words.contains(kind) else { continue }
            if namesPeople, people.contains(kind) {
                shown[index] = nil
            } else if words.count + also.count < tokenizer.vocabulary.limit {
                words += (namesThing(words) ? also : Array(also.suffix(1))) + [kind]
            }
        }
        return (words, shown)
    }

    func canvas(for order: Order) -> Canvas {
        Canvas(width: order.width, height: order.height, area: canvasSide * canvasSide)
    }
}
