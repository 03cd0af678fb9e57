extension Lettering {
    /// What a prompt asks to be written, and the prompt without it.
    package struct Reading: Sendable, Equatable {
        package var texts: [Lettering] = []
        /// Without the quoted texts and the words about them, which a picture model would try to draw.
        package var rest: String
    }

    /// Reads the texts in double quotes, each with the wishes that stand right before and behind it.
    package static func read(_ prompt: String) -> Reading {
        let scalars = Array(prompt.unicodeScalars)
        let quotations = Quotation.all(in: scalars)
        guard !quotations.isEmpty else { return Reading(rest: prompt) }
        var reader = Reader(scalars: scalars, quotations: quotations)
        return reader.read()
    }
}

private struct Reader {
    let scalars: [Unicode.Scalar]
    let quotations: [Quotation]
    /// What belongs to the lettering and not to the picture.
    var taken: [Range<Int>] = []

    init(scalars: [Unicode.Scalar], quotations: [Quotation]) {
        self.scalars = scalars
        self.quotations = quotations
    }

    mutating func read() -> Lettering.Reading {
        var wishes = quotations.map { _ in Lettering.Wishes() }
        var centred = quotations.map { _ in false }
        var aside = LetteringToken.all(in: scalars, 0..<quotations[0].range.lowerBound)
        for (index, quotation) in quotations.enumerated() {
            let end = index + 1 < quotations.count ? quotations[index + 1].range.lowerBound : scalars.count
            var behind = LetteringToken.all(in: scalars, quotation.range.upperBound..<end)
            let before = Self.lead(aside, toName: behind.first?.kind == .unknown && isSpaced(behind[0], quotation))
            aside = []
            if index + 1 < quotations.count {
                let split = Self.split(behind)
                aside = Array(behind[split...])
                behind = Array(behind[..<split])
            }
            let after = Self.trail(behind)
            // What was not taken may still lead to the next one.
            if !aside.isEmpty, after.count == behind.count {
                aside = aside.droppingLeadingComma
            } else if index + 1 < quotations.count {
                aside = Array(behind[after.count...]) + aside
            }
            for token in before + after {
                token.word?.apply(to: &wishes[index], centred: &centred[index])
                taken.append(token.range)
            }
            taken.append(quotation.range)
        }
        let texts = quotations.indices.compactMap { index -> Lettering? in
            guard !quotations[index].text.isEmpty else { return nil }
            if centred[index] { wishes[index].centre() }
            return Lettering(quotations[index].text, wishes: wishes[index])
        }
        return Lettering.Reading(texts: texts, rest: rest())
    }

    private func isSpaced(_ token: LetteringToken, _ quotation: Quotation) -> Bool {
        token.range.lowerBound > quotation.range.upperBound
    }

    /// The words right before a quotation that are about it. With a name behind the quotation (a red "STOP" sign), only what calls it a text.
    private static func lead(_ tokens: [LetteringToken], toName: Bool) -> ArraySlice<LetteringToken> {
        var start = tokens.count
        if tokens.last?.kind == .comma { start -= 1 }
        let first = start
        while start > 0, let word = tokens[start - 1].word, word != .and { start -= 1 }
        // A whole clause before that, and another, as long as they speak of nothing else.
        if start < first, start > 0, tokens[start - 1].kind == .comma {
            while let clause = wholeClause(in: tokens[..<start]) { start = clause }
        }
        let lead = tokens[start...]
        guard lead.contains(where: { $0.word?.counts == true }) else { return [] }
        if toName, !lead.contains(where: { $0.word?.isNaming == true }) { return [] }
        return lead
    }

    /// Where the clause begins that ends with these tokens, if all of it is about lettering.
    private static func wholeClause(in tokens: ArraySlice<LetteringToken>) -> Int? {
        guard let last = tokens.last, last.kind == .comma else { return nil }
        var start = tokens.endIndex - 1
        while start > tokens.startIndex, tokens[start - 1].word != nil { start -= 1 }
        let clause = tokens[start..<tokens.endIndex - 1]
        guard clause.contains(where: { $0.word?.counts == true }) else { return nil }
        return start == tokens.startIndex || tokens[start - 1].isBoundary ? start : nil
    }

    /// The words right behind a quotation that are about it.
    private static func trail(_ tokens: [LetteringToken]) -> ArraySlice<LetteringToken> {
        var end = 0
        var place = tokens.prefix { $0.kind == .comma || $0.word == .and }.count
        while place < tokens.count {
            var clause = place
            while clause < tokens.count, let word = tokens[clause].word, word != .and { clause += 1 }
            let isWhole = clause == tokens.count || tokens[clause].isBoundary
            let kept = isWhole ? clause : withoutDescription(tokens, place, clause)
            let counts = tokens[place..<kept].contains { $0.word?.counts == true }
            // Behind a comma stands either nothing but wishes, or something else.
            guard counts, isWhole || place == 0 else { break }
            end = kept
            guard isWhole, clause < tokens.count, tokens[clause].kind != .end else { break }
            place = clause
            while place < tokens.count, tokens[place].kind == .comma || tokens[place].word == .and { place += 1 }
        }
        return tokens[..<end]
    }

    /// The clause without the words that describe the unknown one behind it: "on a red" of "on a red door".
    private static func withoutDescription(_ tokens: [LetteringToken], _ start: Int, _ unknown: Int) -> Int {
        var end = unknown
        while end > start, tokens[end - 1].word?.isAdjective == true { end -= 1 }
        while end > start, let word = tokens[end - 1].word, !word.counts { end -= 1 }
        return end
    }

    /// Where, between two quotations, the words about the second begin.
    private static func split(_ tokens: [LetteringToken]) -> Int {
        if let boundary = tokens.lastIndex(where: \.isBoundary) { return boundary }
        let isAboutFirst = tokens.first?.word == .preposition || tokens.first?.word == .saying
        return isAboutFirst ? tokens.count : 0
    }

    /// The prompt without what was taken, its punctuation put in order.
    private func rest() -> String {
        var kept = String.UnicodeScalarView()
        let gone = taken.reduce(into: [Bool](repeating: false, count: scalars.count)) { gone, range in
            for place in range { gone[place] = true }
        }
        for (place, scalar) in scalars.enumerated() {
            guard !gone[place] else {
                if kept.last.map({ !$0.properties.isWhitespace }) ?? false, scalar.value < 0x2000 { kept.append(" ") }
                continue
            }
            kept.append(scalar)
        }
        return String(kept).withTidyPunctuation
    }
}

extension LetteringWord {
    /// Whether it calls the quotation a text.
    fileprivate var isNaming: Bool {
        switch self {
        case .noun, .saying: true
        default: false
        }
    }
}

extension [LetteringToken] {
    fileprivate var droppingLeadingComma: [LetteringToken] { first?.isBoundary == true ? Array(dropFirst()) : self }
}

extension Lettering.Wishes {
    /// "In the centre" means both ways, "at the top centre" only one.
    fileprivate mutating func centre() {
        switch (row, column) {
        case (nil, nil): (row, column) = (.middle, .centre)
        case (_, nil): column = .centre
        default: row = row ?? .middle
        }
    }
}

extension String {
    /// Without commas that follow one another, open or close the text, and without spaces before them.
    fileprivate var withTidyPunctuation: String {
        let marks: Set<Unicode.Scalar> = [",", ";", "，", "；", "、", ":", "："]
        let ends: Set<Unicode.Scalar> = [".", "!", "?", "。", "！", "？"]
        var tidy: [Unicode.Scalar] = []
        for scalar in unicodeScalars {
            if scalar.properties.isWhitespace {
                if let last = tidy.last, !last.properties.isWhitespace { tidy.append(scalar == "\n" ? "\n" : " ") }
                continue
            }
            if marks.contains(scalar) || ends.contains(scalar) {
                while let last = tidy.last, last == " " || marks.contains(last) { tidy.removeLast() }
                guard let last = tidy.last, !ends.contains(last) || ends.contains(scalar) else { continue }
            }
            tidy.append(scalar)
        }
        let loose: Set<Unicode.Scalar> = marks.union([" ", "\n", "的"])
        let dangling = [" and", " with", " with the", " and the"].map { Array($0.unicodeScalars) }
        while let last = tidy.last {
            if let words = dangling.first(where: { tidy.suffix($0.count).elementsEqual($0) }) {
                tidy.removeLast(words.count)
            } else if marks.contains(last) || last.properties.isWhitespace {
                tidy.removeLast()
            } else {
                break
            }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: tidy.drop { loose.contains($0) })
        return String(view).trimmingSpaces
    }
}
