/// How many pictures a prompt asks for, in English or Chinese; 1 where it names none.
struct GroupSize {
    let count: Int

    init(_ prompt: String) {
        let text = PromptText(prompt).lowercased
        count =
            Self.gridCount(text) ?? Self.panelCount(text) ?? Self.pictureCount(text) ?? Self.chineseCount(text)
            ?? Self.seriesCount(text) ?? 1
    }

    // MARK: - Numbers of pictures

    private static let words = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "a dozen": 12, "a pair of": 2,
        "a couple of": 2,
    ]
    private static let pictures: Set<String> = [
        "picture", "pictures", "image", "images", "illustration", "illustrations", "photo", "photos", "photograph",
        "photographs", "drawing", "drawings", "painting", "paintings", "poster", "posters", "variation", "variations",
        "version", "versions", "frame", "frames", "shot", "shots", "sketch", "sketches", "rendering", "renderings",
        "wallpaper", "wallpapers", "card", "cards", "pic", "pics", "artworks", "sheets",
    ]

    /// "four pictures of", "a set of six flat illustrations": a number, at most three other words, a word for pictures.
    private static func pictureCount(_ text: String) -> Int? {
        let tokens = text.split { !$0.isWordLetter }.map(String.init)
        for (place, token) in tokens.enumerated() {
            var number = Int(token) ?? words[token]
            if place + 1 < tokens.count, ["a dozen", "a pair", "a couple"].contains("\(token) \(tokens[place + 1])") {
                number = tokens[place + 1] == "dozen" ? 12 : 2
            }
            guard let number, (1...99).contains(number) else { continue }
            for word in tokens[(place + 1)...].prefix(4) {
                if pictures.contains(word) { return number }
                // "two cats in one picture": the number belongs to something else.
                if ["in", "with", "on", "of", "and", "for", "from", "under", "by", "at"].contains(word),
                    !["pair", "couple", "dozen"].contains(tokens[place + 1])
                {
                    break
                }
            }
        }
        return nil
    }

    private static let digits: [Character: Int] = [
        "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    ]

    private static func number(_ text: Substring) -> Int? {
        if let number = Int(text) { return number }
        if let ten = text.firstIndex(of: "十") {
            let tens = text[..<ten].first.flatMap { digits[$0] } ?? 1
            let ones = text[text.index(after: ten)...].first.flatMap { digits[$0] } ?? 0
            return tens * 10 + ones
        }
        return text.count == 1 ? text.first.flatMap { digits[$0] } : nil
    }

    /// "4张", "三幅": measure words of pictures, unless furniture or paper follows, which are counted the same way.
    private static func chineseCount(_ text: String) -> Int? {
        for match in text.matches(of: /([0-9]{1,2}|[一二两三四五六七八九十]{1,3})\s*(张|幅|组图)/) {
            let rest = text[match.range.upperBound...]
            guard let next = rest.first, "桌椅床凳纸脸嘴弓网票卡皮饼沙木餐书方圆长小大".contains(next) else {
                if let number = number(match.1), number > 0 { return number }
                continue
            }
        }
        return nil
    }

    /// "九宫格", "four-panel comic", "四格漫画".
    private static func gridCount(_ text: String) -> Int? {
        guard let match = text.firstMatch(of: /([二两三四五六七八九十]{1,3}|[0-9]{1,2})\s*(宫格|格漫画)/) else { return nil }
        return number(match.1)
    }

    private static func panelCount(_ text: String) -> Int? {
        guard let match = text.firstMatch(of: /([a-z]+|[0-9]{1,2})[\s-]panels?\b/) else { return nil }
        return Int(match.1) ?? words[String(match.1)]
    }

    // MARK: - Series

    private static let series: [(words: [String], ratio: Int)] = [
        (["four seasons", "each season", "every season", "through the seasons", "all seasons", "四季", "春夏秋冬"], 4),
        (["days of the week", "each day of the week", "一周七天", "星期一到星期日"], 7),
        (["twelve months", "months of the year", "each month", "十二个月"], 12),
        (["zodiac signs", "twelve zodiac animals", "十二生肖", "十二星座"], 12),
        (["four-panel comic", "four panel comic", "四格漫画"], 4),
    ]

    private static func seriesCount(_ prompt: String) -> Int? {
        let text = PromptText(prompt)
        if let count = text.firstMatch(series) { return count }
        for word in ["storyboard", "step by step", "step-by-step", "steps of", "steps to", "steps for", "分镜", "步骤"]
        where text.contains(word) {
            if let match = prompt.firstMatch(
                of: /([a-z]+|[0-9]{1,2}|[一二两三四五六七八九十]{1,3})[\s-]*(?:steps?\b|scenes?\b|个步骤|步|个分镜|个场景)/
            ),
                let number = words[String(match.1)] ?? number(match.1), number > 0
            {
                return number
            }
            return listed(in: prompt) ?? 4
        }
        return nil
    }

    /// How many things a list in the prompt names: numbered ones, or those behind a colon.
    private static func listed(in text: String) -> Int? {
        let numbered = text.matches(of: /(?:^|[\s,;，；。、])(?:\(?[1-9][0-9]?[.)、]|[①-⑮])/).count
        if numbered >= 2 { return numbered }
        guard let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        let list = text[text.index(after: colon)...].prefix { !".。\n".contains($0) }
        let items = list.split { ",;，；、→>|".contains($0) }.filter { !$0.allSatisfy(\.isWhitespace) }
        return items.count >= 2 ? items.count : nil
    }
}
