/// Leads words to the plain ones that a model knows: poodle to dog, maroon to red, 水獭 to 狗.
package struct Thesaurus: Sendable {
    /// With WordNet where it is installed; without it, only with the tables inside.
    package static let standard = Thesaurus(folder: WordNet.standardFolder)

    private let wordNet: WordNet?
    /// The plain words by the meanings that they stand for.
    private let kinds: [Int: String]
    private let memory = Memory()

    package init(folder: String?) {
        wordNet = folder.flatMap { WordNet(folder: $0) }
        var kinds: [Int: String] = [:]
        if let wordNet {
            for (word, nouns) in Kinds.meanings {
                for (noun, number) in nouns {
                    let meanings = wordNet.meanings(of: noun)
                    if meanings.indices.contains(number - 1) { kinds[meanings[number - 1]] = word }
                }
            }
        }
        self.kinds = kinds
    }

    package var hasWordNet: Bool { wordNet != nil }

    /// What stands for a word: plain words, and whether the word was a plural.
    package struct StandIn: Sendable, Equatable {
        package let words: [String]
        package let isPlural: Bool

        package init(words: [String], isPlural: Bool) {
            self.words = words
            self.isPlural = isPlural
        }

        package var text: String { words.joined(separator: " ") }
    }

    /// What stands for an English word among those that are known; `nil` where nothing is near enough.
    package func standIn(for word: String, among known: Set<String>) -> StandIn? {
        let word = word.hasSuffix("'s") ? String(word.dropLast(2)) : word
        if known.contains(word) { return StandIn(words: [word], isPlural: false) }
        guard word.utf8.count > 2, !Self.small.contains(word), word.utf8.allSatisfy({ $0 < 128 }) else { return nil }
        if let plain = plain(word, among: known) { return StandIn(words: plain, isPlural: false) }
        let singular =
            wordNet.flatMap { net in memory.singular(of: word) { net.singular(of: word) } }
            ?? (word.hasSuffix("s") ? String(word.dropLast()) : nil)
        if let singular, singular != word {
            if known.contains(singular) { return StandIn(words: [singular], isPlural: true) }
            if let plain = plain(singular, among: known) { return StandIn(words: plain, isPlural: true) }
        }
        let noun = singular.flatMap { wordNet?.meanings(of: $0).isEmpty == false ? $0 : nil } ?? word
        return kind(of: noun, among: known).map { StandIn(words: [$0], isPlural: noun != word) }
    }

    /// What stands for a phrase of several English words.
    package func phrase(_ words: ArraySlice<String>, among known: Set<String>) -> (count: Int, standIn: StandIn)? {
        for count in stride(from: min(NearWords.reach, words.count), to: 1, by: -1) {
            let phrase = words.prefix(count).joined(separator: " ")
            // What the model can read in parts, it shall.
            guard !known.contains(phrase), !words.prefix(count).allSatisfy(known.contains) else { continue }
            if let plain = plain(phrase, among: known) { return (count, StandIn(words: plain, isPlural: false)) }
            if phrase.hasSuffix("s"), let plain = plain(String(phrase.dropLast()), among: known) {
                return (count, StandIn(words: plain, isPlural: true))
            }
        }
        return nil
    }

    /// The longest Chinese word at the beginning, how long it is, and what it is in plain English; no words where it shows nothing.
    package func chinese(_ text: ArraySlice<Unicode.Scalar>, among known: Set<String>) -> (count: Int, words: [String])?
    {
        for count in stride(from: min(ChineseWords.reach, text.count), to: 0, by: -1) {
            let word = String(String.UnicodeScalarView(text.prefix(count)))
            guard let english = ChineseWords.english[word] else { continue }
            // What the model can read in parts, it shall.
            guard ChineseWords.misleading.contains(word) || !isReadable(text.prefix(count), known) else { continue }
            var words: [String] = []
            for part in english {
                guard let standIn = standIn(for: part, among: known) else { return nil }
                words += standIn.words
            }
            return (count, words)
        }
        return nil
    }

    /// Whether known forms cover the text.
    private func isReadable(_ text: ArraySlice<Unicode.Scalar>, _ known: Set<String>) -> Bool {
        var rest = text
        while !rest.isEmpty {
            guard
                let count = (1...rest.count).last(where: {
                    known.contains(String(String.UnicodeScalarView(rest.prefix($0))))
                })
            else { return false }
            rest.removeFirst(count)
        }
        return true
    }

    /// The words of the table for a word or phrase, where all of them are known.
    private func plain(_ phrase: String, among known: Set<String>) -> [String]? {
        guard let words = NearWords.plain[phrase] else { return nil }
        return words.allSatisfy(known.contains) ? words : nil
    }

    /// The nearest kind above a noun: a known word for a wider meaning, or one that stands for it.
    private func kind(of noun: String, among known: Set<String>) -> String? {
        guard let wordNet else { return nil }
        let kinds = memory.kinds(of: noun) { wordNet.isMostlyNoun(noun) ? self.kinds(above: noun, wordNet) : [] }
        return kinds.first(where: known.contains)
    }

    /// Everything that a noun is a kind of, the nearest first.
    private func kinds(above noun: String, _ wordNet: WordNet) -> [String] {
        var found: [(distance: Int, word: String)] = []
        // A rarer meaning must be as much nearer as it is rarer.
        for (rank, meaning) in wordNet.meanings(of: noun).prefix(3).enumerated() {
            var level = [meaning]
            for depth in 0..<12 where !level.isEmpty {
                for place in level {
                    if let kind = kinds[place] { found.append((depth + 4 * rank, kind)) }
                    // Other words for the meaning, where it is their commonest.
                    for word in wordNet.meaning(at: place)?.words ?? []
                    where !Self.vague.contains(word) && !word.contains(" ") && wordNet.meanings(of: word).first == place
                    {
                        found.append((depth + 4 * rank, word))
                    }
                }
                level = level.flatMap { wordNet.meaning(at: $0)?.wider ?? [] }
            }
        }
        return found.enumerated().sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
            .map(\.element.word)
    }

    /// Words whose commonest meaning is not what a picture shows by them.
    private static let vague: Set<String> = [
        "disc", "seat", "home", "figure", "head", "field", "plain", "art", "artwork", "picture", "image", "photo",
        "painting", "drawing", "illustration", "scene", "view", "style", "side", "color", "colour", "part", "many",
        "people", "human", "tones", "palette", "evening", "outline drawing", "before", "lower", "middle", "ball",
        "sketch",
        "cap", "seaside", "vector", "portrait", "hound", "bunny", "solid", "guy", "cosmos", "dress", "coat", "left",
        "over",
        "star", "heart", "space", "line", "front", "top", "bottom", "right", "corner", "day", "on", "one", "small",
        "large",
    ]

    /// Words that only join others; as nouns WordNet knows some as chemical elements and states.
    private static let small: Set<String> = [
        "the", "and", "for", "with", "from", "that", "this", "into", "onto", "off", "out", "down", "are", "was", "were",
        "has", "have", "had", "his", "her", "hers", "its", "our", "their", "they", "them", "she", "him", "who", "whom",
        "whose", "which", "what", "when", "where", "while", "why", "how", "all", "any", "each", "every", "few", "more",
        "most", "much", "some", "such", "than", "then", "too", "very", "can", "will", "may", "might", "must", "shall",
        "should", "would", "could", "not", "nor", "but", "yet", "you", "your", "yours", "mine", "ours", "both",
        "either",
        "neither", "other", "another", "same", "own", "just", "only", "also", "about", "after", "before", "again",
        "against",
        "along", "among", "around", "across", "through", "during", "until", "toward", "towards", "upon", "within",
        "without", "per", "via", "like", "been", "being", "does", "did", "doing", "let", "get", "got", "make", "made",
        "look",
        "looking", "kind", "sort", "type", "lot", "bit", "set", "way", "thing", "things", "something", "nothing",
        "there",
        "here", "now", "ever", "never", "still", "full", "light", "lights", "dark", "bright", "line", "lines", "shape",
        "ground",
    ]
}

extension Thesaurus {
    /// Entries of the tables that lead to nothing; for tests.
    package static func deadEnds(in thesaurus: Thesaurus) -> [String] {
        let known = Set(BasicWords.all.map(\.english))
        let plain = NearWords.plain.filter { !$0.value.allSatisfy(known.contains) }
        let chinese = ChineseWords.english.filter { word, _ in
            thesaurus.chinese(Array(word.unicodeScalars)[...], among: known)?.count != word.unicodeScalars.count
        }
        let kinds = Kinds.meanings.flatMap { $0.nouns }.filter { noun, number in
            thesaurus.wordNet?.meanings(of: noun).indices.contains(number - 1) == false
        }
        return plain.map(\.key) + chinese.map(\.key) + kinds.map(\.noun)
    }
}
