import Words

/// What a short prompt leaves open, said for it: setting, light, composition, style. Nothing that the prompt has decided is touched,
/// and the same seed says the same.
struct Completion {
    let statement: Statement
    let seed: Int64
    /// `nil` where the engine understands any words.
    let known: Set<String>?

    /// Short phrases to add; `general` names the scene, `fine` also how it is to look.
    func phrases(isFine: Bool, settled: Set<BasicWords.Aspect> = []) -> [String] {
        // What must not be there can't be told from what may be added.
        guard !statement.isNegative else { return [] }
        let stated = statement.aspects.union(settled)
        var phrases: [(english: String, chinese: String)] = []
        var settings = statement.settings
        if !stated.contains(.setting), let setting = setting() {
            phrases.append(setting.phrase)
            settings.append(setting.word)
        }
        let isTimeless = !settings.filter { ["space", "plain", "background", "room", "kitchen"].contains($0) }.isEmpty
        if !stated.contains(.time), !isTimeless, !statement.things.isEmpty {
            phrases.append(choice(light(settings), for: 2))
        }
        if isFine {
            if !stated.contains(.place), !stated.contains(.count), statement.things.count == 1 {
                phrases.append(("in the centre", "在中间"))
            }
            if !stated.contains(.palette) { phrases.append(("vivid colors", "鲜艳色彩")) }
            if !stated.contains(.style) { phrases.append(style) }
        }
        if known == nil { phrases += quality(isFine: isFine) }
        return phrases.map { statement.isChinese ? $0.chinese : $0.english }
    }

    private func choice<Item>(_ items: [Item], for purpose: UInt64) -> Item {
        // SplitMix64 (Steele et al., "Fast splittable pseudorandom number generators", 2014).
        var z = UInt64(bitPattern: seed) &+ 0x9E37_79B9_7F4A_7C15 &* purpose
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return items[Int((z ^ (z >> 31)) % UInt64(items.count))]
    }

    /// Where the first thing lives; shapes stand before a plain ground.
    private func setting() -> (word: String, phrase: (english: String, chinese: String))? {
        guard let thing = statement.things.first else { return nil }
        let word = choice(Self.homes[thing] ?? ["meadow", "street", "beach"], for: 1)
        return Self.settings[word].map { (word, $0) }
    }

    private func light(_ settings: [String]) -> [(english: String, chinese: String)] {
        if statement.things.contains("sun") { return [("by day", "白天")] }
        if statement.things.contains("moon") { return [("at night", "夜晚")] }
        return known == nil
            ? [("in soft morning light", "柔和的晨光"), ("in warm evening light", "温暖的夕阳光"), ("in clear daylight", "明亮的日光")]
            : [("by day", "白天"), ("at sunset", "日落"), ("by day", "白天")]
    }

    private var style: (english: String, chinese: String) {
        known == nil ? ("clean illustration", "干净的插画风格") : ("flat illustration", "扁平插画")
    }

    /// For engines that understand any words.
    private func quality(isFine: Bool) -> [(english: String, chinese: String)] {
        let composition = [
            ("balanced composition", "构图平衡"), ("clear focus on the subject", "主体突出"),
            ("calm, open composition", "构图疏朗"),
        ]
        let detail = [("rich detail, harmonious colors", "细节丰富，色彩和谐"), ("fine texture, gentle contrast", "质感细腻，对比柔和")]
        return [choice(composition, for: 3)] + (isFine ? [choice(detail, for: 4)] : [])
    }

    private static let homes: [String: [String]] = [
        "circle": ["plain"], "square": ["plain"], "triangle": ["plain"], "star": ["plain"], "heart": ["plain"],
        "cat": ["meadow", "room", "street"], "dog": ["meadow", "beach", "street"], "rabbit": ["meadow", "forest"],
        "fish": ["sea"], "bird": ["forest", "meadow", "city"], "butterfly": ["meadow", "forest"],
        "tree": ["meadow", "mountains"], "flower": ["meadow"], "mushroom": ["forest"], "cactus": ["desert"],
        "apple": ["kitchen", "meadow"], "cup": ["kitchen", "room"], "chair": ["room"], "umbrella": ["street", "beach"],
        "balloon": ["meadow", "city", "mountains"], "house": ["meadow", "mountains", "street"],
        "castle": ["mountains", "forest", "meadow"], "car": ["street", "city"], "boat": ["sea"], "rocket": ["space"],
        "sun": ["sea", "mountains", "desert"], "moon": ["mountains", "sea", "forest"], "cloud": ["mountains", "sea"],
        "face": ["plain"],
    ]

    private static let settings: [String: (english: String, chinese: String)] = [
        "sea": ("on the sea", "海面上"), "beach": ("on the beach", "沙滩上"), "meadow": ("in a meadow", "草地上"),
        "forest": ("in a forest", "森林里"), "mountains": ("in the mountains", "群山间"), "desert": ("in the desert", "沙漠里"),
        "city": ("in the city", "城市里"), "street": ("on a street", "街道上"), "room": ("in a room", "房间里"),
        "kitchen": ("in a kitchen", "厨房里"), "space": ("in space", "太空里"), "plain": ("plain background", "简单背景"),
    ]
}
