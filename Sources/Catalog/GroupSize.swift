/// How many pictures a prompt asks for, in English or Chinese; 1 where it names none.
struct GroupSize {
    let count: Int

    init(_ prompt: String) {
        let text = PromptText(prompt).lowercased
        let named =
            Self.gridCount(text) ?? Self.panelCount(text) ?? Self.numberedCount(text) ?? Self.pictureCount(text)
            ?? Self.chineseCount(text)
        count = named ?? Self.seriesCount(text) ?? 1
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

    /// What counts something else than pictures.
    private static let units: Set<String> = [
        "mm", "cm", "m", "k", "d", "px", "dpi", "fps", "inch", "inches", "year", "years", "yr", "tone", "colour",
        "color", "colours",
        "colors", "percent", "point", "quarter", "quarters", "people", "person", "am", "pm", "bit", "megapixel",
    ]
    /// Before a number these say that the pictures hang or lie in the picture.
    private static let holders: Set<String> = [
        "with", "holding", "has", "have", "showing", "displaying", "containing", "contains", "carrying", "reading",
        "between", "near",
        "beside", "under", "behind", "hanging",
    ]
    private static let sets: Set<String> = ["series", "set", "collection", "group", "sequence", "carousel", "grid"]

    /// "four pictures of", "a set of six flat illustrations": a number, at most three other words, a word for pictures.
    private static func pictureCount(_ text: String) -> Int? {
        let tokens = text.split { !$0.isWordLetter }.map(String.init)
        for (place, token) in tokens.enumerated() {
            var number = Int(token) ?? words[token]
            if place + 1 < tokens.count, ["a dozen", "a pair", "a couple"].contains("\(token) \(tokens[place + 1])") {
                number = tokens[place + 1] == "dozen" ? 12 : 2
            }
            guard let number, (1...99).contains(number), place + 1 < tokens.count else { continue }
            if units.contains(tokens[place + 1]) || (place > 0 && holders.contains(tokens[place - 1])) { continue }
            for offset in 1..<min(5, tokens.count - place) {
                let word = tokens[place + offset]
                if pictures.contains(word) {
                    // "two cats picture" is one picture; "a four picture series" is four.
                    let after = place + offset + 1 < tokens.count ? tokens[place + offset + 1] : ""
                    if number == 1 || word.hasSuffix("s") || sets.contains(after) { return number }
                    break
                }
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

    /// "picture 1: …, picture 2: …": as many as the highest number.
    private static func numberedCount(_ text: String) -> Int? {
        let numbers = text.matches(of: /\b(?:picture|image|panel|scene|frame|photo)\s*#?([0-9]{1,2})\b/).compactMap {
            Int($0.1)
        }
        guard numbers.contains(1), let most = numbers.max(), most > 1 else { return nil }
        return most
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

    /// "4张", "三幅": measure words of pictures, unless furniture or paper follows, which are counted the same way; of several the highest,
    /// as in "第一张…第二张".
    private static func chineseCount(_ text: String) -> Int? {
        let counted = /([0-9]{1,2}|[一二两三四五六七八九十]{1,3})\s*(张|幅|款|帧|个版本|个方案|种方案)/
        let things =
            /^的?[大小长方圆木红白旧新]{0,2}(?:桌|椅|床|凳|沙发|纸(?!雕|艺|张)|脸|嘴|弓|网|票|卡片|名片|贺卡|皮|饼|餐桌|餐椅|书桌|课桌|毯|席|邮票|唱片|毛巾|手机|汽车|跑车)/
        return text.matches(of: counted).compactMap { match -> Int? in
            let rest = text[match.range.upperBound...]
            guard rest.prefixMatch(of: things) == nil, let number = number(match.1), number > 0 else { return nil }
            return number
        }.max()
    }

    /// "九宫格", "四格漫画".
    private static func gridCount(_ text: String) -> Int? {
        guard let match = text.firstMatch(of: /([二两三四五六七八九十]{1,3}|[0-9]{1,2})\s*(宫格|格漫画|格分镜|连画|连拍)/) else { return nil }
        return number(match.1)
    }

    /// "four-panel comic"; a door may have six panels, too.
    private static func panelCount(_ text: String) -> Int? {
        guard text.contains(/\b(?:comics?|manga|strips?|storyboard)\b/) else { return nil }
        return text.matches(of: /([a-z]+|[0-9]{1,2})[\s-]panels?\b/).lazy.compactMap {
            Int($0.1) ?? words[String($0.1)]
        }.first
    }

    // MARK: - Series

    private static let series: [(words: [String], ratio: Int)] = [
        (["four seasons", "each season", "every season", "through the seasons", "all seasons", "四季", "春夏秋冬"], 4),
        (["days of the week", "each day of the week", "一周七天", "星期一到星期日", "星期一至星期日", "周一到周日", "周一至周日"], 7),
        (["twelve months", "months of the year", "each month", "十二个月"], 12),
        (["zodiac signs", "twelve zodiac animals", "十二生肖", "十二星座"], 12),
        (["times of day", "times of the day", "早中晚夜"], 4),
        // Several without a number.
        (
            [
                "series of pictures", "series of images", "series of illustrations", "series of photos",
                "set of pictures",
                "set of images", "set of illustrations", "set of photos", "several pictures", "several images",
                "several illustrations", "group of images", "image series", "picture series", "comic strip", "一组图",
                "一套图", "系列图",
                "组图", "多张图", "几张图", "多幅", "几幅",
            ], 4
        ),
    ]

    private static func seriesCount(_ prompt: String) -> Int? {
        let text = PromptText(prompt)
        if let count = text.firstMatch(series) { return count }
        // The steps of a temple are none of a recipe.
        let isRecipe = prompt.contains(
            /\bsteps (?:of|to|for|in) (?:the )?(?:[a-z]+ing\b|how\b|make|bake|cook|draw|build|fold|brew|prepare|assemble|an? [a-z ]*recipe|process)/
        )
        for word in ["storyboard", "step by step", "step-by-step", "分镜", "步骤", ""]
        where word.isEmpty ? isRecipe : text.contains(word) {
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
