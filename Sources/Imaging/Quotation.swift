/// A text between double quotes: "", “”, 「」 or 『』.
struct Quotation: Equatable {
    /// Where it stands in the scalars of the prompt, quotes and all.
    var range: Range<Int>
    var text: String

    /// Finds all of them, the outermost where they are nested. Inch marks, apostrophes and quotes without a partner are none.
    static func all(in prompt: [Unicode.Scalar]) -> [Quotation] {
        var found: [Quotation] = []
        var place = 0
        while place < prompt.count {
            guard let end = end(ofQuoteAt: place, in: prompt) else {
                place += 1
                continue
            }
            found.append(Quotation(range: place..<end + 1, text: plain(prompt[place + 1..<end])))
            place = end + 1
        }
        return found
    }

    private static let partners: [Unicode.Scalar: Unicode.Scalar] = ["“": "”", "「": "」", "『": "』"]
    private static let straight: Set<Unicode.Scalar> = ["\"", "＂"]

    /// The place of the closing quote, where an opening one stands.
    private static func end(ofQuoteAt start: Int, in prompt: [Unicode.Scalar]) -> Int? {
        let opening = prompt[start]
        if straight.contains(opening) {
            guard !isInchMark(at: start, in: prompt) else { return nil }
            return prompt[(start + 1)...].firstIndex(where: straight.contains)
        }
        guard let closing = partners[opening] else { return nil }
        var depth = 0
        for place in start..<prompt.count {
            if prompt[place] == opening { depth += 1 }
            if prompt[place] == closing { depth -= 1 }
            if depth == 0 { return place }
        }
        return nil
    }

    /// `5"`, `5'6"`, and `27 " wide`.
    private static func isInchMark(at place: Int, in prompt: [Unicode.Scalar]) -> Bool {
        guard let before = prompt[..<place].last else { return false }
        if before.properties.numericType == .decimal { return true }
        guard before.properties.isWhitespace, prompt[(place + 1)...].first?.properties.isWhitespace ?? true else {
            return false
        }
        return prompt[..<place].last { !$0.properties.isWhitespace }?.properties.numericType == .decimal
    }

    /// Without what can't be seen: control characters, marks that turn the direction of writing; white space is evened out.
    private static func plain(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var lines: [String.UnicodeScalarView] = [.init()]
        for scalar in scalars {
            if scalar == "\n" || scalar == "\u{2028}" || scalar == "\u{2029}" {
                lines.append(.init())
            } else if scalar.properties.isWhitespace {
                if lines[lines.count - 1].last != " " { lines[lines.count - 1].append(" ") }
            } else if isVisible(scalar) {
                lines[lines.count - 1].append(scalar)
            }
        }
        return lines.map { String($0).trimmingSpaces }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .surrogate, .unassigned, .privateUse: false
        // Joiners have work to do inside of words.
        case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
        default: true
        }
    }
}

extension String {
    var trimmingSpaces: String {
        var view = Substring(self)
        while view.last?.isWhitespace == true { view.removeLast() }
        return String(view.drop(while: \.isWhitespace))
    }
}
