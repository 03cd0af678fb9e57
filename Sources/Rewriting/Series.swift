import Words

/// A row of scenes that a prompt names as a whole: the seasons, the times of day, the panels of a comic.
struct Series: Sendable {
    /// What names it; English words whole, Chinese ones anywhere.
    let names: [String]
    private let english: [String]
    private let chinese: [String]
    let settled: Set<BasicWords.Aspect>
    /// Whether its members follow each other, so that a few of them stand for all.
    let isOrdered: Bool

    private init(
        _ names: [String],
        _ english: [String],
        _ chinese: [String],
        settled: Set<BasicWords.Aspect> = [],
        isOrdered: Bool = true
    ) {
        precondition(english.count == chinese.count, "a series has the same members in both languages")
        self.names = names
        self.english = english
        self.chinese = chinese
        self.settled = settled
        self.isOrdered = isOrdered
    }

    func scenes(_ isChinese: Bool) -> [String] { isChinese ? chinese : english }

    func isNamed(in prompt: String) -> Bool { names.contains { place(of: $0, in: prompt) != nil } }

    /// The prompt without the name of the series and the little words that lead to it.
    func strip(_ prompt: String) -> String {
        for name in names.sorted(by: { $0.count > $1.count }) {
            guard var range = place(of: name, in: prompt) else { continue }
            for lead in [
                " in all ", " through the ", " through ", " during the ", " in the ", " in ", " at ", " the ",
                " of the ", " of ", " with ", " from ", "的",
            ]
            where prompt[..<range.lowerBound].lowercased().hasSuffix(lead) {
                range = prompt.index(range.lowerBound, offsetBy: -lead.count)..<range.upperBound
                break
            }
            return prompt[..<range.lowerBound] + " " + prompt[range.upperBound...]
        }
        return prompt
    }

    private func place(of name: String, in prompt: String) -> Range<String.Index>? {
        let isEnglish = name.utf8.allSatisfy { $0 < 128 }
        guard let range = prompt.firstRange(of: name, ignoringCase: true) else { return nil }
        guard isEnglish else { return range }
        let before = range.lowerBound > prompt.startIndex ? prompt[prompt.index(before: range.lowerBound)] : " "
        let after = range.upperBound < prompt.endIndex ? prompt[range.upperBound] : " "
        return before.isLetter || after.isLetter ? nil : range
    }

    /// The same seen in other ways; what a prompt that names no series gets.
    static let views = Series(
        [],
        [
            "in the centre", "close up, large", "far away, small", "on the left", "on the right", "seen from behind",
            "at the top", "at the bottom", "seen from the side", "seen from above, small", "in the bottom left corner",
            "in the bottom right corner", "seen from below, large", "in the top left corner", "in the top right corner",
        ],
        [
            "在中间", "特写，大", "远处，小", "在左边", "在右边", "背面", "在顶部", "在底部", "侧面", "俯视，小", "在左下角", "在右下角", "仰视，大", "在左上角",
            "在右上角",
        ],
        settled: [.place, .size],
        isOrdered: false
    )

    static let all: [Series] = [
        Series(
            [
                "four seasons", "each season", "every season", "different seasons", "the seasons", "all seasons",
                "四个季节", "春夏秋冬",
                "四季",
            ],
            [
                "spring, with pink flowers, by day", "summer, with the sun, by day",
                "autumn, with an orange tree, at sunset", "winter, in the snow",
            ],
            ["春天，粉色的花，白天", "夏天，太阳，白天", "秋天，橙色的树，日落", "冬天，下雪"],
            settled: [.time]
        ),
        Series(
            [
                "different times of the day", "different times of day", "times of day", "times of the day",
                "from morning to night", "from dawn to dusk", "throughout the day",
                "一天中的不同时间",
                "不同时间", "从早到晚", "一天的变化", "早中晚",
            ],
            ["morning, at sunrise", "noon, sunny", "evening, at sunset", "at night"],
            ["清晨，日出", "中午，晴天", "傍晚，日落", "夜晚"],
            settled: [.time]
        ),
        Series(
            ["weathers", "kinds of weather", "types of weather", "weather conditions", "不同天气", "各种天气"],
            ["on a sunny day", "in the rain", "in the snow", "at sunset with clouds"],
            ["晴天", "下雨", "下雪", "日落，云朵"],
            settled: [.time]
        ),
        Series(
            ["days of the week", "each day of the week", "一周七天", "星期一到星期日"],
            [
                "Monday, red", "Tuesday, orange", "Wednesday, yellow", "Thursday, green", "Friday, blue",
                "Saturday, purple",
                "Sunday, pink",
            ],
            ["星期一，红色", "星期二，橙色", "星期三，黄色", "星期四，绿色", "星期五，蓝色", "星期六，紫色", "星期日，粉色"],
            settled: [.colour]
        ),
        Series(
            ["twelve months", "months of the year", "each month", "十二个月"],
            [
                "January, snow", "February, snow at night", "March, flowers", "April, rain", "May, a meadow by day",
                "June, the sun", "July, the beach by day", "August, the sea by day", "September, sunset",
                "October, an orange tree", "November, rain at night", "December, snow in the forest",
            ],
            [
                "一月，下雪", "二月，雪夜", "三月，花朵", "四月，下雨", "五月，草地，白天", "六月，太阳", "七月，沙滩，白天", "八月，大海，白天", "九月，日落", "十月，橙色的树",
                "十一月，雨夜", "十二月，森林里，下雪",
            ],
            settled: [.time, .setting]
        ),
        Series(
            ["twelve zodiac animals", "chinese zodiac", "zodiac animals", "十二生肖"],
            [
                "a rat", "an ox", "a tiger", "a rabbit", "a dragon", "a snake", "a horse", "a goat", "a monkey",
                "a rooster",
                "a dog", "a pig",
            ],
            ["一只老鼠", "一头牛", "一只老虎", "一只兔子", "一条龙", "一条蛇", "一匹马", "一只山羊", "一只猴子", "一只公鸡", "一只狗", "一头猪"]
        ),
        Series(
            [
                "different angles", "angles", "viewpoints", "different views", "perspectives", "turnaround", "不同角度",
                "多角度", "各个角度",
                "三视图",
            ],
            ["seen from the front", "seen from the side", "seen from behind", "seen from above", "close up, large"],
            ["正面", "侧面", "背面", "俯视", "特写，大"],
            settled: [.place],
            isOrdered: false
        ),
        Series(
            ["different poses", "poses", "postures", "不同姿势", "各种姿势", "不同动作", "姿态"],
            [
                "standing", "sitting", "walking to the left", "walking to the right", "jumping, at the top",
                "lying, at the bottom",
            ],
            ["站着", "坐着", "往左走，在左边", "往右走，在右边", "跳起来，在上方", "躺着，在下方"],
            settled: [.place],
            isOrdered: false
        ),
        Series(
            [
                "different colors", "different colours", "various colors", "colour variations", "color variations",
                "不同颜色", "各种颜色",
            ],
            [
                "red", "blue", "yellow", "green", "purple", "orange", "pink", "turquoise", "white", "black", "brown",
                "grey",
            ],
            ["红色", "蓝色", "黄色", "绿色", "紫色", "橙色", "粉色", "青色", "白色", "黑色", "棕色", "灰色"],
            settled: [.colour],
            isOrdered: false
        ),
        Series(
            ["expressions", "emotions", "moods", "表情", "情绪"],
            ["happy", "sad", "angry", "surprised", "sleepy", "in love, with a heart", "shy", "laughing", "crying"],
            ["开心", "难过", "生气", "惊讶", "困了", "喜欢，爱心", "害羞", "大笑", "大哭"],
            isOrdered: false
        ),
        Series(
            [
                "different places", "different locations", "around the world", "places", "settings", "不同地点", "不同地方",
                "不同场景",
            ],
            [
                "in a meadow", "on the beach", "in the city", "in the mountains", "in a forest", "in the desert",
                "on a street",
                "on the sea", "in a room", "in space", "in a kitchen",
            ],
            ["草地上", "沙滩上", "城市里", "群山间", "森林里", "沙漠里", "街道上", "海面上", "房间里", "太空里", "厨房里"],
            settled: [.setting],
            isOrdered: false
        ),
        Series(
            ["comic", "manga", "storyboard", "story", "漫画", "分镜", "故事"],
            [
                "the beginning, far away, small, on the left, by day", "it goes on, in the centre, by day",
                "the turning point, close up, large, at sunset", "the end, on the right, at night",
            ],
            ["开头，远处，小，在左边，白天", "发展，在中间，白天", "转折，特写，大，日落", "结尾，在右边，夜晚"],
            settled: [.place, .size, .time]
        ),
        Series(
            ["step by step", "step-by-step", "steps", "recipe", "how to make", "步骤", "食谱", "教程"],
            [
                "at the start, small", "on the way, in the centre", "nearly finished, large",
                "finished, large, in the centre",
            ],
            ["开始，小", "进行中，在中间", "快完成，大", "完成，大，在中间"],
            settled: [.place, .size]
        ),
    ]
}

extension String {
    func firstRange(of text: String, ignoringCase: Bool) -> Range<String.Index>? {
        let folded = ignoringCase ? lowercased() : self
        // Lower case of the same length keeps the places; else there is no telling.
        guard folded.count == count, let range = folded.firstRange(of: text.lowercased()) else { return nil }
        let start = folded.distance(from: folded.startIndex, to: range.lowerBound)
        let begin = index(startIndex, offsetBy: start)
        return begin..<index(begin, offsetBy: folded.distance(from: range.lowerBound, to: range.upperBound))
    }
}
