import JSON

/// What a server says of its error, fit for the eyes of our own clients: one line, short, without keys, links and paths.
enum Sentence {
    private static let limit = 300

    /// The sentence in the body of an error; `nil` where there is none.
    static func find(in body: [UInt8], status: Int, hiding key: String?) -> String? {
        // Words about keys are for the operator: they like to show a part of the key.
        guard status != 401, status != 403, let json = try? JSON(parsing: body) else { return nil }
        return clean(text(in: json) ?? "", hiding: key)
    }

    /// The sentence in an `error` of any of the usual forms.
    static func text(in json: JSON) -> String? {
        let error = json["error"] ?? json
        return [
            error["error_message"], error["message"], error, json["message"], json["detail"]?.array?.first?["msg"],
            json["detail"],
        ]
        .lazy.compactMap { $0?.string }.first { !$0.isEmpty }
    }

    static func clean(_ text: String, hiding key: String?) -> String? {
        var text = text
        if let key { text = text.replacing(key, with: "•••") }
        // A stack begins on the second line.
        let line = text.prefix(4096).split(whereSeparator: \.isNewline).first ?? ""
        let words = line.split(whereSeparator: { $0.isWhitespace }).map(word)
        let cleaned = String(
            words.joined(separator: " ").unicodeScalars.filter { $0.properties.generalCategory != .control }
        )
        guard !cleaned.isEmpty else { return nil }
        return cleaned.unicodeScalars.count <= limit ? cleaned : String(cleaned.prefix(limit)) + "…"
    }

    private static func word(_ word: Substring) -> String {
        let bare = word.drop { "\"'(<[“‘`".contains($0) }
        let isPath = bare.hasPrefix("/") && bare.dropFirst().contains("/") || bare.contains(":\\")
        let isKey = ["sk-", "pk-", "key-", "hf_", "flint_", "whsec_"].contains { bare.hasPrefix($0) && bare.count > 12 }
        if isPath || isKey || bare.contains("://") { return "…" }
        return String(word)
    }
}

extension String {
    fileprivate init(_ scalars: [Unicode.Scalar]) {
        var view = UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
