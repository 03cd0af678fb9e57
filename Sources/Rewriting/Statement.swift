import Words

/// What a prompt says about its picture, as far as plain words tell: so that nothing is added that it has decided itself.
struct Statement {
    private(set) var aspects: Set<BasicWords.Aspect> = []
    /// The plain words of the things, in their order.
    private(set) var things: [String] = []
    private(set) var settings: [String] = []
    /// Whether it says what must not be there.
    private(set) var isNegative = false
    let isChinese: Bool

    init(_ prompt: String, _ thesaurus: Thesaurus) {
        isChinese = prompt.isMostlyChinese
        let text = Passage.passages(of: prompt).filter { !$0.isQuoted }.map(\.text).joined(separator: ", ")
        for word in Self.plainWords(in: text, thesaurus) {
            guard let basic = BasicWords.byEnglish[word] else { continue }
            aspects.insert(basic.aspect)
            if basic.aspect == .thing { things.append(word) }
            if basic.aspect == .setting { settings.append(word) }
        }
        let lower = text.lowercased()
        let english = " " + lower.split { !$0.isLetter && $0 != "'" }.joined(separator: " ") + " "
        func says(_ words: [String]) -> Bool {
            words.contains { $0.utf8.first.map { $0 < 128 } == true ? english.contains(" \($0) ") : lower.contains($0) }
        }
        if says(Self.styles) { aspects.insert(.style) }
        if says(Self.places) { aspects.insert(.setting) }
        if says(Self.palettes) { aspects.insert(.palette) }
        isNegative = says(Self.negations)
    }

    /// Everything in plain words, so far as it can be told.
    private static func plainWords(in text: String, _ thesaurus: Thesaurus) -> [String] {
        let simplified = Simplifier(thesaurus: thesaurus, known: known).simplify(text)
        // Plain phrases of several words count as one.
        let phrases = BasicWords.all.map(\.english).filter { $0.contains(" ") && simplified.contains($0) }
        return phrases
            + Piece.pieces(of: simplified).flatMap { piece -> [String] in
                switch piece {
                case .english(let word): [word.lowercased()].map { singular[$0] ?? $0 }
                case .chinese(let text): chineseWords(in: Array(text.unicodeScalars)[...])
                case .other: []
                }
            }
    }

    private static func chineseWords(in text: ArraySlice<Unicode.Scalar>) -> [String] {
        var words: [String] = []
        var rest = text
        while !rest.isEmpty {
            let found = (1...min(4, rest.count)).reversed().lazy.compactMap { count in
                byChinese[String(String.UnicodeScalarView(rest.prefix(count)))].map { (count, $0) }
            }.first
            if let found { words.append(found.1) }
            rest.removeFirst(found?.0 ?? 1)
        }
        return words
    }

    private static let byChinese: [String: String] = {
        var words = [
            "夜": "night", "雪": "snow", "雨": "rain", "海": "sea", "山": "mountains", "林": "forest", "城": "city",
            "街": "street",
            "日落": "sunset", "黄昏": "sunset", "冬": "snow",
        ]
        for word in BasicWords.all {
            words[word.chinese] = word.english
            // 红色 is also said 红.
            if word.aspect == .colour { words[String(word.chinese.prefix(1))] = word.english }
        }
        return words
    }()
    private static let singular: [String: String] = {
        var words = ["men": "man", "women": "woman", "people": "person", "butterflies": "butterfly"]
        for word in BasicWords.all where word.aspect == .thing { words[word.english + "s"] = word.english }
        return words
    }()
    private static let known = Set(BasicWords.all.flatMap { [$0.english, $0.chinese] }).union(byChinese.keys).union(
        singular.keys
    ).union(["a", "an", "the", "in", "of"])

    private static let styles = [
        "style", "photo", "photograph", "photorealistic", "realistic", "oil painting", "watercolor", "watercolour",
        "painting", "render", "pixel art", "impressionist", "impressionism", "cinematic", "vintage", "retro",
        "engraving",
        "woodcut", "pencil", "crayon", "gouache", "pastels", "ink", "claymation", "风格", "画风", "写实", "油画", "水彩", "水墨",
        "像素",
        "摄影", "照片", "国画", "版画", "工笔", "印象派", "复古", "渲染", "浮世绘", "油彩",
    ]
    /// What says where something is, even where the place itself is unknown.
    private static let places = [
        "background", "backdrop", "in front of a", "inside a", "inside the", "in a", "in the", "at the", "at a",
        "on the",
        "on a", "underground", "indoors", "outdoors", "背景", "里", "上", "中", "旁", "边", "下", "室内", "室外", "户外",
    ]
    private static let palettes = ["palette", "colours", "colors", "tones", "色调", "配色", "色彩"]
    private static let negations = [
        "no", "not", "without", "don't", "avoid", "except", "never", "nothing", "没有", "不要", "别", "无", "不带", "去掉", "除了",
    ]
}
