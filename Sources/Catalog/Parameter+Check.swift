import JSON

/// What is wrong with a value.
enum Problem {
    case type(String)
    case value(String)
}

extension Parameter {
    /// What the value must be, as the end of "… must be".
    package var rule: String {
        switch kind {
        case .text(let length): "text of \(length.lowerBound) to \(length.upperBound) characters that is not blank"
        case .boolean: "true or false"
        case .integer(let range), .side(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
        case .seed: "-1 or a positive integer"
        case .number(let range):
            "a number from \(JSON.number(range.lowerBound).text) to \(JSON.number(range.upperBound).text)"
        case .choice(let choices):
            choices.count == 1 ? "\"\(choices[0])\"" : "one of " + choices.joined(separator: ", ")
        case .choices(let choices, let most): "an array of at most \(most) of " + choices.joined(separator: ", ")
        case .pictures(.urls): "an array of http or https URLs"
        case .pictures(.base64): "an array of pictures in base64"
        case .pictures(.either): "a URL or a data:image/<format>;base64,… text, or an array of those"
        case .size: "2K, 3K or WIDTHxHEIGHT"
        case .object: "an object"
        case .tools: "an array of {\"type\": \"web_search\"}"
        }
    }

    /// Looks at everything that needs no other parameter; pictures and sizes have rules of their own.
    func problem(with value: JSON) -> Problem? {
        let type = Problem.type("must be \(rule), not \(value.shown)")
        let wrong = Problem.value("must be \(rule), not \(value.shown)")
        switch kind {
        case .text(let length):
            guard let text = value.string else { return type }
            let count = text.unicodeScalars.count
            if text.isBlank { return .value("must not be blank") }
            return length.contains(count)
                ? nil : .value("must be \(length.lowerBound) to \(length.upperBound) characters long, not \(count)")
        case .boolean: return value.bool == nil ? type : nil
        case .integer(let range):
            guard let number = value.integer else { return type }
            return range.contains(number) ? nil : wrong
        case .seed:
            guard let number = value.integer else { return type }
            return number == -1 || number > 0 ? nil : wrong
        case .number(let range):
            guard let number = value.number else { return type }
            return range.contains(number) ? nil : wrong
        case .choice(let choices):
            guard let text = value.string else { return type }
            return choices.contains(text) ? nil : wrong
        case .choices(let choices, _):
            guard let items = value.array else { return type }
            let odd = items.first { !($0.string.map(choices.contains) ?? false) }
            return odd.map { .value("must be \(rule); \($0.shown) is none of them") }
        case .tools:
            guard let tools = value.array else { return type }
            return tools.allSatisfy { $0["type"]?.string == "web_search" } ? nil : wrong
        case .object: return value.object == nil ? type : nil
        case .size, .side, .pictures: return nil
        }
    }
}

extension JSON {
    /// The value as a message shows it: shortened.
    var shown: String {
        if case .text(let text) = self, text.utf8Count > 40 {
            return "\"" + String(decoding: text.utf8.prefix(200), as: UTF8.self).prefix(37) + "…\""
        }
        switch self {
        case .array(let items): return "an array of \(items.count)"
        case .object: return "an object"
        default: return text
        }
    }
}

extension String {
    /// Whether there is nothing but white space, of any script.
    package var isBlank: Bool {
        unicodeScalars.allSatisfy { $0.properties.isWhitespace || Self.invisible.contains($0) }
    }

    /// Characters without width that Unicode does not count as space.
    private static let invisible: Set<Unicode.Scalar> = ["\u{200B}", "\u{2060}", "\u{FEFF}", "\u{3164}", "\u{2800}"]
}
