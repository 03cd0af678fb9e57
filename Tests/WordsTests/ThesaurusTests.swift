import Testing
import Words

struct ThesaurusTests {
    private let thesaurus = Thesaurus.standard
    private let known: Set<String> = Set(BasicWords.all.map(\.english)).union(["dogs", "seat", "head", "ball", "home"])

    @Test func `WordNet is installed`() {
        #expect(thesaurus.hasWordNet)
    }

    @Test(arguments: [
        ("poodle", "dog"), ("limousine", "car"), ("otter", "dog"), ("lion", "cat"), ("hamster", "rabbit"),
        ("salmon", "fish"),
        ("trout", "fish"), ("penguin", "bird"), ("beetle", "butterfly"), ("oak", "tree"), ("toadstool", "mushroom"),
        ("cathedral", "house"), ("fortress", "castle"), ("bicycle", "car"), ("schooner", "boat"), ("teacher", "person"),
        ("nun", "woman"), ("fez", "hat"), ("ocean", "sea"), ("savannah", "meadow"), ("maroon", "red"),
        ("gigantic", "large"),
        ("carafe", "cup"), ("pony", "dog"), ("tornado", nil), ("sadness", nil), ("running", nil), ("qwertz", nil),
        ("beautiful", nil), ("who", nil), ("arsenic", nil), ("fly", nil), ("the", nil), ("", nil), ("pizza", nil),
    ])
    func `words go to the nearest kind, or nowhere`(word: String, kind: String?) {
        #expect(thesaurus.standIn(for: word, among: known)?.text == kind)
    }

    @Test(arguments: [("poodles", "dog"), ("geese", "bird"), ("wolves", "dog"), ("taxis", "car"), ("fishermen", "man")])
    func `plurals are known as such`(word: String, kind: String) {
        #expect(thesaurus.standIn(for: word, among: known) == .init(words: [kind], isPlural: true))
    }

    @Test func `a word that the model learns later is nearer than its kind`() {
        #expect(thesaurus.standIn(for: "pony", among: known.union(["horse"]))?.text == "horse")
        #expect(thesaurus.standIn(for: "poodle", among: ["cat", "car"]) == nil)
    }

    @Test(arguments: [
        ("水獭在河边", 2, ["dog"]), ("山羊", 2, ["dog"]), ("开心的狗", 2, []), ("樱花树下", 3, ["pink", "tree"]),
        ("月光下的湖", 3, ["night"]),
    ])
    func `Chinese words are read whole`(text: String, count: Int, words: [String]) throws {
        let found = try #require(thesaurus.chinese(Array(text.unicodeScalars)[...], among: known))
        #expect(found.count == count)
        #expect(found.words == words)
    }

    @Test func `phrases are more than their words`() throws {
        let found = try #require(thesaurus.phrase(["hot", "air", "balloons", "over"], among: known))
        #expect(found.count == 3)
        #expect(found.standIn.words == ["balloon"])
        #expect(thesaurus.phrase(["hot", "dogs"], among: known) == nil)
    }

    @Test func `without WordNet the tables still help`() {
        let small = Thesaurus(folder: "/nowhere")
        #expect(!small.hasWordNet)
        #expect(small.standIn(for: "maroon", among: known)?.text == "red")
        #expect(small.standIn(for: "doggos", among: known) == .init(words: ["dog"], isPlural: true))
        #expect(small.standIn(for: "poodle", among: known) == nil)
        #expect(small.chinese(Array("猫头鹰".unicodeScalars)[...], among: known)?.words == ["bird"])
    }

    /// Every entry must lead somewhere: a typing error in the tables would be silent.
    @Test func `all of the tables leads to plain words`() {
        #expect(Thesaurus.deadEnds(in: thesaurus).isEmpty, "\(Thesaurus.deadEnds(in: thesaurus))")
    }
}
