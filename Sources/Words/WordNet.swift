/// The nouns of WordNet 3.0, read from the files of its distribution as they are (see wndb(5WN)).
struct WordNet: Sendable {
    private let index: SortedText
    private let data: SortedText
    private let exceptions: SortedText
    private let counts: SortedText

    /// Where Debian's package puts it.
    static let standardFolder = "/usr/share/wordnet"

    /// `nil` where the files are not there.
    init?(folder: String = standardFolder) {
        guard let index = SortedText("\(folder)/index.noun"), let data = SortedText("\(folder)/data.noun"),
            let exceptions = SortedText("\(folder)/noun.exc"), let counts = SortedText("\(folder)/cntlist.rev")
        else { return nil }
        self.index = index
        self.data = data
        self.exceptions = exceptions
        self.counts = counts
    }

    /// A meaning: the words for it, and the wider meanings above it.
    struct Meaning {
        let words: [String]
        let wider: [Int]
    }

    /// The meanings of a noun, the commonest first, as places in the data; empty for what is no noun.
    func meanings(of noun: String) -> [Int] {
        let key = noun.replacing(" ", with: "_")
        guard let line = index.lines(beginning: "\(key) ", most: 1).first else { return [] }
        // lemma pos synset_cnt p_cnt [symbol...] sense_cnt tagsense_cnt offset...
        let fields = line.split(separator: " ")
        guard fields.count > 3, let pointers = Int(fields[3]) else { return [] }
        return fields.dropFirst(6 + pointers).compactMap { Int($0) }
    }

    func meaning(at place: Int) -> Meaning? {
        // offset lex_filenum ss_type w_cnt word lex_id [word lex_id...] p_cnt [symbol offset pos source/target...] | gloss
        guard let line = data.line(at: place) else { return nil }
        let fields = line.prefix { $0 != "|" }.split(separator: " ")
        guard fields.count > 4, let count = Int(fields[3], radix: 16), fields.count > 4 + 2 * count,
            let pointers = Int(fields[4 + 2 * count])
        else { return nil }
        let words = (0..<count).map { fields[4 + 2 * $0].lowercased().replacing("_", with: " ") }
        var wider: [Int] = []
        for pointer in 0..<pointers {
            let place = 5 + 2 * count + 4 * pointer
            guard place + 2 < fields.count else { break }
            if fields[place] == "@" || fields[place] == "@i", fields[place + 2] == "n",
                let above = Int(fields[place + 1])
            {
                wider.append(above)
            }
        }
        return Meaning(words: words, wider: wider)
    }

    /// The singular of a plural that is in use; `nil` for what is no plural.
    func singular(of word: String) -> String? {
        if let line = exceptions.lines(beginning: "\(word) ", most: 1).first {
            return line.split(separator: " ").dropFirst().first.map(String.init)
        }
        for (ending, replacement) in Self.endings where word.hasSuffix(ending) && word.count > ending.count + 1 {
            let singular = String(word.dropLast(ending.count)) + replacement
            if !meanings(of: singular).isEmpty { return singular }
        }
        return nil
    }

    /// WordNet's own rules (morphy(7WN)).
    private static let endings = [
        ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"), ("ies", "y"),
        ("s", ""),
    ]

    /// Whether a word that is also a verb or an adjective is mostly a noun in the texts that were counted.
    func isMostlyNoun(_ word: String) -> Bool {
        var nouns = 0
        var others = 0
        for line in counts.lines(beginning: "\(word)%") {
            // lemma%type:… sense count
            let fields = line.split(separator: " ")
            guard fields.count == 3, let count = Int(fields[2]) else { continue }
            if fields[0].dropFirst(word.count + 1).first == "1" { nouns += count } else { others += count }
        }
        return nouns >= others
    }
}
