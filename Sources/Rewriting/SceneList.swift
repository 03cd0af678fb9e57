/// The scenes that a prompt lists for its pictures: numbered ones, ordinals, or those behind a colon.
struct SceneList {
    /// What stands before the list.
    let subject: String
    let scenes: [String]

    /// `nil` where there is no list of two or more.
    init?(_ prompt: String, most: Int) {
        guard let (subject, scenes) = Self.numbered(prompt) ?? Self.behindColon(prompt), scenes.count >= 2 else {
            return nil
        }
        self.subject = subject
        self.scenes = Array(scenes.prefix(most))
    }

    private static var marks: Regex<Substring> {
        /(?:^|[\s,;，；。、:：])(?:\(?[1-9][0-9]?[.)、](?![0-9])|[①-⑮]|(?:panel|scene|picture|image|step|frame)\s+[1-9][0-9]?\s*[:：.]|第[一二三四五六七八九十0-9]{1,3}(?:张|幅|格|步|图|个场景)(?:是|[:：，、])?|图[一二三四五六七八九十0-9]{1,2}\s*[:：])\s*/
            .ignoresCase()
    }

    private static func numbered(_ prompt: String) -> (String, [String])? {
        let matches = prompt.matches(of: marks)
        guard matches.count >= 2, let first = matches.first else { return nil }
        let ends = matches.dropFirst().map(\.range.lowerBound) + [prompt.endIndex]
        let scenes = zip(matches, ends).map { clean(prompt[$0.range.upperBound..<$1]) }.filter { !$0.isEmpty }
        return (clean(prompt[..<first.range.lowerBound]), scenes)
    }

    private static func behindColon(_ prompt: String) -> (String, [String])? {
        guard let colon = prompt.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        let rest = prompt[prompt.index(after: colon)...]
        let list = rest.prefix { !".。\n".contains($0) }
        // Semicolons and arrows part scenes that have commas inside.
        let strong = list.split { ";；→>|".contains($0) }
        let items = (strong.count >= 2 ? strong : list.split { ",，、".contains($0) }).map(clean).filter { !$0.isEmpty }
        guard items.count >= 2 else { return nil }
        let tail = clean(rest[list.endIndex...])
        let subject = clean(prompt[..<colon])
        return (tail.isEmpty ? subject : "\(subject), \(tail)", items)
    }

    private static func clean(_ text: Substring) -> String {
        var text = String(text).trimmed(of: " ,.;:!\n，。；：、")
        for word in ["and ", "then ", "finally ", "最后", "然后", "和"] where text.lowercased().hasPrefix(word) {
            text = String(text.dropFirst(word.count)).trimmed(of: " ,，")
        }
        return text
    }
}
