/// A piece of a prompt between the quotes.
struct LetteringToken: Equatable {
    enum Kind: Equatable {
        case word(LetteringWord)
        /// A comma or the like, which a list of wishes may go across.
        case comma
        /// The end of a sentence, or another quotation: nothing goes across.
        case end
        case unknown
    }

    var kind: Kind
    /// Where it stands in the scalars of the prompt.
    var range: Range<Int>

    var word: LetteringWord? {
        if case .word(let word) = kind { word } else { nil }
    }

    /// Whether a clause ends here.
    var isBoundary: Bool { kind == .comma || kind == .end || word == .and }

    static func all(in prompt: [Unicode.Scalar], _ range: Range<Int>) -> [LetteringToken] {
        var tokens: [LetteringToken] = []
        var place = range.lowerBound
        while place < range.upperBound {
            let token = next(in: prompt, place..<range.upperBound)
            if let token { tokens.append(token) }
            place = token?.range.upperBound ?? place + 1
        }
        return tokens
    }

    /// The token that begins right here; `nil` for white space.
    private static func next(in prompt: [Unicode.Scalar], _ range: Range<Int>) -> LetteringToken? {
        let start = range.lowerBound
        let first = prompt[start]
        if first == "\n" { return LetteringToken(kind: .end, range: start..<start + 1) }
        if first.properties.isWhitespace || first == "-" { return nil }
        if ".!?。！？".unicodeScalars.contains(first) { return LetteringToken(kind: .end, range: start..<start + 1) }
        if ",;:，；：、()（）—".unicodeScalars.contains(first) {
            return LetteringToken(kind: .comma, range: start..<start + 1)
        }
        if isLatin(first) || first == "#" { return english(in: prompt, range) }
        if let (word, count) = LetteringWord.chinese(prompt[range]) {
            return LetteringToken(kind: .word(word), range: start..<start + count)
        }
        return LetteringToken(kind: .unknown, range: start..<start + 1)
    }

    /// The longest phrase of up to four words that means something; else one unknown word.
    private static func english(in prompt: [Unicode.Scalar], _ range: Range<Int>) -> LetteringToken {
        var ends: [Int] = []
        var place = range.lowerBound
        var phrase = ""
        var phrases: [String] = []
        while ends.count < 4, place < range.upperBound, isLatin(prompt[place]) || prompt[place] == "#" {
            while place < range.upperBound, isLatin(prompt[place]) || prompt[place] == "#" {
                phrase.unicodeScalars.append(contentsOf: prompt[place].properties.lowercaseMapping.unicodeScalars)
                place += 1
            }
            ends.append(place)
            phrases.append(phrase)
            guard place < range.upperBound, prompt[place] == " " || prompt[place] == "-" else { break }
            place += 1
            phrase += " "
        }
        for (end, phrase) in zip(ends, phrases).reversed() {
            guard let word = LetteringWord.phrase(phrase) else { continue }
            return LetteringToken(kind: .word(word), range: range.lowerBound..<end)
        }
        return LetteringToken(kind: .unknown, range: range.lowerBound..<(ends.first ?? range.lowerBound + 1))
    }

    private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x250
            && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "'")
    }
}
