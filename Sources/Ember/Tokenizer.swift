package import Words

/// Text to tokens: the longest form that the vocabulary knows, word by word in English, character by character in Chinese.
/// The same as `training/tokenizer.py`, but that words which nobody taught may be led to their nearest kind.
package struct Tokenizer: Sendable {
    /// Padding, which nobody looks at.
    package static let nothing = 0
    /// The token that every prompt begins with; alone it is the empty prompt.
    package static let begin = 1
    /// Words in an English form at most.
    private static let longest = 5

    package let vocabulary: Vocabulary
    /// Knows what is near to words that nobody taught; without it they are left out.
    private let thesaurus: Thesaurus?

    package init(_ vocabulary: Vocabulary, thesaurus: Thesaurus? = nil) {
        self.vocabulary = vocabulary
        self.thesaurus = thesaurus
    }

    package struct Reading: Sendable {
        package var tokens = [Tokenizer.begin]
        /// What was left out because nobody taught it.
        package var unknown: [String] = []
        /// What nobody taught either, and what was read in its place.
        package var standIns: [(word: String, kind: String)] = []
        /// Whether there was more than the model can read.
        package var isCut = false
    }

    package func read(_ text: String) -> Reading {
        var reading = Reading()
        let pieces = Self.pieces(of: text)
        var next = 0
        while next < pieces.count {
            if case .chinese(let characters) = pieces[next] {
                readChinese(characters, into: &reading)
                next += 1
            } else {
                next += readEnglish(pieces[next...], into: &reading)
            }
        }
        reading.isCut = reading.tokens.count > vocabulary.limit
        reading.tokens = Array(reading.tokens.prefix(vocabulary.limit))
        return reading
    }

    private enum Piece {
        case english(String)
        case chinese([Unicode.Scalar])

        var text: String {
            switch self {
            case .english(let word): word
            case .chinese(let characters): String(String.UnicodeScalarView(characters))
            }
        }
    }

    /// What matches `[a-z0-9']+` or `[\u3400-\u9fff]+` in the lower-cased text.
    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var word = String.UnicodeScalarView()
        var characters: [Unicode.Scalar] = []
        func end() {
            if !word.isEmpty { pieces.append(.english(String(word))) }
            if !characters.isEmpty { pieces.append(.chinese(characters)) }
            word = .init()
            characters = []
        }
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9", "'":
                if !characters.isEmpty { end() }
                word.append(scalar)
            case _ where scalar.isChinese:
                if !word.isEmpty { end() }
                characters.append(scalar)
            default: end()
            }
        }
        end()
        return pieces
    }

    /// Reads the longest form at the beginning; how many pieces it has.
    private func readEnglish(_ pieces: ArraySlice<Piece>, into reading: inout Reading) -> Int {
        let words = pieces.prefix(Self.longest).map(\.text)
        for count in stride(from: words.count, to: 0, by: -1) {
            if let tokens = vocabulary.forms[words.prefix(count).joined(separator: " ")] {
                reading.tokens += tokens
                return count
            }
        }
        if let standIn = thesaurus?.standIn(for: words[0], among: vocabulary.words) {
            read(standIn.words, for: words[0], into: &reading)
            if standIn.isPlural { reading.tokens += vocabulary.forms["many"] ?? [] }
        } else {
            reading.unknown.append(words[0])
        }
        return 1
    }

    private func read(_ known: [String], for word: String, into reading: inout Reading) {
        reading.tokens += known.flatMap { vocabulary.forms[$0] ?? [] }
        if !known.isEmpty { reading.standIns.append((word, known.joined(separator: " "))) }
    }

    private func readChinese(_ characters: [Unicode.Scalar], into reading: inout Reading) {
        var rest = characters[...]
        while let first = rest.first {
            var length = min(vocabulary.reach, rest.count)
            var tokens: [Int]?
            while length > 0 {
                tokens = vocabulary.forms[text(rest, length)]
                if tokens != nil { break }
                length -= 1
            }
            // A longer word is another one: 山羊 is no mountain.
            if let (count, known) = thesaurus?.chinese(rest, among: vocabulary.words), count > length {
                read(known, for: text(rest, count), into: &reading)
                rest.removeFirst(count)
                continue
            }
            reading.tokens += tokens ?? []
            if length == 0 { reading.unknown.append(String(first)) }
            rest.removeFirst(max(1, length))
        }
    }

    private func text(_ characters: ArraySlice<Unicode.Scalar>, _ count: Int) -> String {
        String(String.UnicodeScalarView(characters.prefix(count)))
    }
}
