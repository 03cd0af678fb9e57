import Words

/// Puts the plain words that an engine knows in the place of those it does not; the rest of a text, and what stands in quotes, stays as it is.
struct Simplifier {
    let thesaurus: Thesaurus
    let known: Set<String>
    /// Words of the longest form that engines know.
    private static let longest = 5

    func simplify(_ prompt: String) -> String {
        Passage.passages(of: prompt).map { $0.isQuoted ? $0.text : simplifyPlain($0.text) }.joined()
    }

    private func simplifyPlain(_ text: String) -> String {
        let pieces = Piece.pieces(of: text)
        var written: [String] = []
        var next = 0
        while next < pieces.count {
            switch pieces[next] {
            case .other(let text): written.append(text)
            case .chinese(let text): written.append(simplifyChinese(Array(text.unicodeScalars)[...]))
            case .english(let word):
                let (words, places) = phrase(pieces[next...])
                let knownCount = (1...words.count).last { known.contains(words.prefix($0).joined(separator: " ")) } ?? 0
                if let (count, standIn) = thesaurus.phrase(words[...], among: known), count > knownCount {
                    write(standIn, into: &written)
                    next = places[count - 1]
                } else if knownCount > 0 {
                    written += pieces[next...places[knownCount - 1]].map(\.text)
                    next = places[knownCount - 1]
                } else if let standIn = thesaurus.standIn(for: words[0], among: known) {
                    write(standIn, into: &written)
                } else {
                    written.append(word)
                }
            }
            next += 1
        }
        return written.joined()
    }

    /// The words that may be read as one phrase, and where they stand.
    private func phrase(_ pieces: ArraySlice<Piece>) -> (words: [String], places: [Int]) {
        var words: [String] = []
        var places: [Int] = []
        for place in pieces.indices {
            if let word = pieces[place].word {
                words.append(word)
                places.append(place)
                if words.count == Self.longest { break }
            } else if !pieces[place].joinsWords {
                break
            }
        }
        return (words, places)
    }

    private func write(_ standIn: Thesaurus.StandIn, into written: inout [String]) {
        var words = standIn.words
        if standIn.isPlural, let last = words.popLast() { words.append(plural(last)) }
        // "an otter" becomes "a dog".
        if let article = written.indices.last(where: { !written[$0].allSatisfy { $0 == " " } }),
            ["a", "an"].contains(written[article].lowercased()), let first = words.first?.first
        {
            written[article] = "aeiou".contains(first) ? "an" : "a"
        }
        written.append(words.joined(separator: " "))
    }

    private func plural(_ word: String) -> String {
        let irregular = ["man": "men", "woman": "women", "person": "people", "fish": "fishes"]
        let candidates = [irregular[word], word + "s", word + "es", String(word.dropLast()) + "ies"].compactMap { $0 }
        return candidates.first(where: known.contains) ?? word
    }

    private func simplifyChinese(_ text: ArraySlice<Unicode.Scalar>) -> String {
        var rest = text
        var written = ""
        while let first = rest.first {
            let reach = min(rest.count, 12)
            let knownCount =
                (1...reach).last { known.contains(String(String.UnicodeScalarView(rest.prefix($0)))) } ?? 0
            if let (count, words) = thesaurus.chinese(rest, among: known), count > knownCount {
                let chinese = words.map { BasicWords.byEnglish[$0]?.chinese ?? $0 }
                // A word that shows nothing is no trouble where it is read whole.
                written +=
                    words.isEmpty ? String(String.UnicodeScalarView(rest.prefix(count))) : chinese.joined()
                rest.removeFirst(count)
            } else if knownCount > 0 {
                written += String(String.UnicodeScalarView(rest.prefix(knownCount)))
                rest.removeFirst(knownCount)
            } else {
                written.unicodeScalars.append(first)
                rest.removeFirst()
            }
        }
        return written
    }
}
