import Domain

/// What a prompt says of its references by number: "the fox of image 1 in the style of the second picture", "把图1的脸换成图2".
struct Mentions {
    /// What is to be taken from a reference, by its place from 0, where the words around its name say so.
    private(set) var kinds: [Int: Reference.Kind] = [:]
    /// The prompt without the names, whose numbers would be taken for those of things.
    private(set) var rest: String

    init(_ prompt: String) {
        var rest = prompt
        // From the last, so that the places of the others stay true.
        let found = unsafe prompt.matches(of: Self.name).sorted { $0.range.lowerBound > $1.range.lowerBound }
        for match in found {
            guard let number = Self.number(match.output), number >= 1, number <= 14 else { continue }
            let before = prompt[..<match.range.lowerBound].suffix(24).lowercased()
            let after = prompt[match.range.upperBound...].prefix(8)
            if let kind = Self.kind(before: before, after: String(after)) { kinds[number - 1] = kind }
            rest.replaceSubrange(match.range, with: " ")
        }
        self.rest = found.isEmpty ? prompt : rest
    }

    private nonisolated(unsafe) static let name =
        /(?i)(?:the\s+)?(?:(first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th)\s+(?:reference\s+)?(?:image|picture|photo)|(?:reference\s+)?(?:image|picture|photo|figure)\s*#?([0-9]{1,2})\b)|(?:参考)?(?:图片|图像|图)\s*([0-9]{1,2}|[一二三四五六七八九十])|第\s*([0-9]{1,2}|[一二三四五六七八九十])\s*(?:张|幅|个)(?:参考)?(?:图片|图像|图|照片)?/

    private static func number(
        _ output: Regex<(Substring, Substring?, Substring?, Substring?, Substring?)>.RegexOutput
    ) -> Int? {
        guard let text = output.1 ?? output.2 ?? output.3 ?? output.4 else { return nil }
        let words = [
            "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
            "5th": 5,
        ]
        if let index = Array("一二三四五六七八九十").firstIndex(of: Character(String(text.prefix(1)))), text.count == 1 {
            return index + 1
        }
        return Int(text) ?? words[text.lowercased()]
    }

    private static func kind(before: String, after: String) -> Reference.Kind? {
        if ["style of", "style from", "look of", "colours of", "colors of", "palette of"].contains(
            where: before.hasSuffixBeforeSpace
        )
            || ["的风格", "的画风", "的色调", "的配色", "的颜色"].contains(where: after.hasPrefix)
        {
            return .style
        }
        if ["face of", "face from", "person in", "person from"].contains(where: before.hasSuffixBeforeSpace)
            || ["的脸", "的人脸", "中的人", "里的人", "的人物"].contains(where: after.hasPrefix)
        {
            return .face
        }
        if after.hasPrefix("'s style") || after.hasPrefix("’s style") { return .style }
        return nil
    }
}

extension String {
    fileprivate func hasSuffixBeforeSpace(_ words: String) -> Bool {
        var text = self[...]
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return text.hasSuffix(words)
    }
}
