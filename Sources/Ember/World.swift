import Domain
import Words

/// What can be known of the model without loading it: its words, its canvas, and where it comes from.
package struct World: Sendable {
    package let tokenizer: Tokenizer
    private let canvasSide: Int
    /// Side of the square picture in which a reference is looked at.
    let glanceSide: Int
    private let grammar: Grammar
    let background: Background
    private let people: Set<Int>
    private let faces: [Int]
    private let forms: [String: [Int]]
    private let numbers: Set<Int>
    private let also: [Int]
    /// How sure the model has to be of what it sees.
    private static let certainty: Float = 0.8
    /// And of a face, for which hardly anything else is taken.
    private static let faceCertainty: Float = 0.5
    /// Where the weights come from, in their own words.
    let origin: String

    static let vocabularyFile = "vocabulary.json"

    package init(_ folder: String) throws(EmberError) {
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
        faces = vocabulary.forms["face"] ?? []
        forms = vocabulary.forms
        numbers = Set(["2", "3", "4", "5", "many"].flatMap { vocabulary.forms[$0] ?? [] })
        also = ["and", "a"].flatMap { vocabulary.forms[$0] ?? [] }
        tokenizer = Tokenizer(vocabulary, thesaurus: .standard)
        canvasSide = sizes.canvas
        glanceSide = sizes.glanceSide
        origin = "\(weights.metadata["samples"] ?? "no") samples, \(weights.metadata["minutes"] ?? "no") minutes"
    }

    /// Whether any of the tokens stands for a thing.
    func namesThing(_ tokens: [Int]) -> Bool { grammar.namesThing(tokens) }

    /// Whether what has these names, as likely as they are, is a face.
    func isFace(_ shares: [Float]) -> Bool {
        faces.contains { shares.indices.contains($0) && shares[$0] > Self.faceCertainty }
    }

    /// What a cutout shows, by how likely each token is its name. A person may be called by any word for people, and so may whoever is behind a
    /// face that nobody could name.
    package func named(_ cutout: Cutout, by shares: [Float], isFace: Bool) -> Cutout {
        var cutout = cutout
        let likeliest = shares.indices.max { shares[$0] < shares[$1] } ?? 0
        cutout.kind = shares[likeliest] > Self.certainty && grammar.isKind(likeliest) ? likeliest : nil
        cutout.tint = forms[cutout.colour] ?? []
        let isPerson = cutout.kind.map(people.contains) ?? isFace
        cutout.names = isPerson ? people : Set([cutout.kind].compactMap(\.self))
        return cutout
    }

    /// The words, and after them the kinds that cutouts show and the words do not name.
    package func naming(_ cutouts: [Cutout], in words: [Int]) -> [Int] {
        var words = words
        for (index, cutout) in cutouts.enumerated() {
            let wanted = cutouts[...index].count { !$0.names.isDisjoint(with: cutout.names) }
            let said = words.count(where: cutout.names.contains)
            // Where things are counted, nobody knows how many of them the references are.
            guard let kind = cutout.kind, said < wanted, said == 0 || numbers.isDisjoint(with: words),
                words.count + also.count < tokenizer.vocabulary.limit
            else { continue }
            words += (namesThing(words) ? also : Array(also.suffix(1))) + [kind]
        }
        return words
    }

    func canvas(for order: Order) -> Canvas {
        Canvas(width: order.width, height: order.height, area: canvasSide * canvasSide)
    }
}
