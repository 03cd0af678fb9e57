/// The words in which prompts say how a text is to look, in English and Chinese.
enum LetteringWord: Equatable {
    case size(Lettering.Size)
    case colour(Lettering.Colour)
    case weight(Lettering.Weight)
    case face(Lettering.Face)
    case italic
    case row(Lettering.Row)
    case column(Lettering.Column)
    case corner(Lettering.Row, Lettering.Column)
    case centre
    case alignment(Lettering.Column)
    /// What the text is called.
    case noun(Lettering.Role?)
    /// That it is said or written.
    case saying
    /// Leads to a place or a manner: in, at, with.
    case preposition
    case article
    case and

    /// Whether it would describe the noun behind it.
    var isAdjective: Bool {
        switch self {
        case .size, .colour, .weight, .face, .italic, .row, .column, .corner, .centre, .article: true
        case .alignment, .noun, .saying, .preposition, .and: false
        }
    }

    /// Whether it says something about the text, and does not just hold words together.
    var counts: Bool {
        switch self {
        case .preposition, .article, .and: false
        default: true
        }
    }

    func apply(to wishes: inout Lettering.Wishes, centred: inout Bool) {
        switch self {
        case .size(let size): wishes.size = size
        case .colour(let colour): wishes.colour = colour
        case .weight(let weight): wishes.weight = weight
        case .face(let face): wishes.face = face
        case .italic: wishes.isItalic = true
        case .row(let row): wishes.row = row
        case .column(let column): wishes.column = column
        case .corner(let row, let column): (wishes.row, wishes.column) = (row, column)
        case .centre: centred = true
        case .alignment(let column): wishes.alignment = column
        case .noun(let role): wishes.role = role ?? wishes.role
        case .saying, .preposition, .article, .and: break
        }
    }

    /// A word or up to three, in lower case, with single spaces between.
    static func phrase(_ words: some StringProtocol) -> LetteringWord? {
        if let word = english[String(words)] { return word }
        guard words.utf8.first == UInt8(ascii: "#"), words.utf8.count == 7,
            let rgb = UInt32(words.dropFirst(), radix: 16)
        else { return nil }
        return .colour(Lettering.Colour(rgb))
    }

    private static let english: [String: LetteringWord] = {
        var words: [String: LetteringWord] = [:]
        func add(_ word: LetteringWord, _ list: String) {
            for name in list.split(separator: ",") { words[String(name).trimmingSpaces] = word }
        }
        add(.size(.tiny), "tiny, very small, minuscule")
        add(.size(.small), "small, smaller, little")
        add(.size(.medium), "medium, medium sized, normal sized, mid sized")
        add(.size(.large), "large, larger, big, bigger, large sized, tall")
        add(.size(.huge), "huge, very large, very big, extra large, giant, enormous, gigantic, massive, oversized")
        add(.weight(.bold), "bold, extra bold, heavy, thick, fat, boldface")
        add(.weight(.light), "light, thin, fine, delicate, hairline")
        add(.weight(.regular), "regular, normal weight")
        add(.face(.serif), "serif, roman, serifed, classic, times")
        add(.face(.sans), "sans, sans serif, grotesque, modern, helvetica, arial")
        add(.face(.handwriting), "handwriting, handwritten, hand written, cursive, script, calligraphy, calligraphic")
        add(.italic, "italic, italics, slanted")
        add(.row(.top), "top, upper, at top")
        add(.row(.bottom), "bottom, lower, foot")
        add(.column(.left), "left, left hand")
        add(.column(.right), "right, right hand")
        add(.centre, "center, centre, middle, central, centered, centred")
        add(.alignment(.left), "left aligned, aligned left, align left, aligned to the left, flush left")
        add(.alignment(.right), "right aligned, aligned right, align right, aligned to the right, flush right")
        add(
            .alignment(.centre),
            "center aligned, centre aligned, aligned center, aligned centre, align center, align centre"
        )
        add(.noun(.title), "title, headline, heading, main title, big title")
        add(.noun(.subtitle), "subtitle, subheading, tagline, subhead, sub title")
        add(.noun(.caption), "caption, footnote, footer, credit, signature, small print, fine print")
        add(
            .noun(nil),
            """
            text, texts, word, words, letter, letters, lettering, font, type, typeface, typography, writing, slogan, \
            inscription, phrase, line, characters, corner, edge, side, part, half, area, third, image, picture, frame, \
            size, style, color, colour, quote, message, page, canvas
            """
        )
        add(
            .saying,
            """
            says, saying, reads, reading, said, that says, that reads, which says, which reads, written, printed, set, \
            titled, entitled, labeled, labelled, captioned, placed, positioned, displayed, shown, bearing, spelling, \
            spells, is written, it says, add, write, put, place, it reads, with the text, overlaid, rendered
            """
        )
        add(
            .preposition,
            """
            in, at, on, with, of, using, near, along, to, into, across, over, above, below, under, beneath, behind, \
            underneath, by, as, is, are, be, beside, inside, from, that
            """
        )
        add(.article, "a, an, the, its, some, very, this, and a")
        add(.and, "and, then, plus, also, while")
        for (names, rgb) in colours {
            for name in names.split(separator: " ").map(String.init) where name.unicodeScalars.allSatisfy(\.isASCII) {
                words[name] = .colour(Lettering.Colour(rgb))
                for (shade, other) in [("dark", 0.55), ("deep", 0.7), ("light", -0.5), ("pale", -0.6), ("bright", 0)] {
                    words["\(shade) \(name)"] = .colour(Lettering.Colour(rgb).shaded(other))
                }
            }
        }
        return words
    }()

    /// The longest word of the list that the text begins with, and how many characters it has.
    static func chinese(_ text: ArraySlice<Unicode.Scalar>) -> (word: LetteringWord, count: Int)? {
        for count in stride(from: min(longest, text.count), through: 1, by: -1) {
            if let word = chineseWords[String(String.UnicodeScalarView(text.prefix(count)))] { return (word, count) }
        }
        return nil
    }

    private static let longest = 5

    private static let chineseWords: [String: LetteringWord] = {
        var words: [String: LetteringWord] = [:]
        func add(_ word: LetteringWord, _ list: String) {
            for name in list.split(separator: " ") { words[String(name)] = word }
        }
        add(.size(.tiny), "极小 很小 微小")
        add(.size(.small), "小号 小字 小的 小小的 较小 小字号 小字体 小型")
        add(.size(.medium), "中号 中等 中等大小 适中")
        add(.size(.large), "大号 大字 大的 大大的 较大 大字号 大字体 大写字 醒目")
        add(.size(.huge), "特大 超大 巨大 特大号 超大号 巨大的 很大 非常大")
        add(.weight(.bold), "粗体 加粗 粗 粗大 粗的 特粗 粗体字 厚重")
        add(.weight(.light), "细体 纤细 细 细的 细体字")
        add(.face(.serif), "宋体 衬线 衬线体 明体 衬线字体 宋体字 仿宋")
        add(.face(.sans), "黑体 无衬线 无衬线体 黑体字 无衬线字体 等线")
        add(.face(.handwriting), "手写 手写体 书法 毛笔 毛笔字 行书 楷体 草书 书法字 书法体 手写字 手写字体 书法字体 楷书")
        add(.italic, "斜体 倾斜")
        add(.row(.top), "顶部 上方 上面 上部 顶端 最上方 上边 顶上 正上方 最上面")
        add(.row(.bottom), "底部 下方 下面 下部 底端 最下方 下边 正下方 最下面")
        add(.column(.left), "左侧 左边 左面 左方 靠左 左")
        add(.column(.right), "右侧 右边 右面 右方 靠右 右")
        add(.corner(.top, .left), "左上角 左上 左上方")
        add(.corner(.top, .right), "右上角 右上 右上方")
        add(.corner(.bottom, .left), "左下角 左下 左下方")
        add(.corner(.bottom, .right), "右下角 右下 右下方")
        add(.centre, "中间 中央 居中 正中 中心 正中央 正中间 中部")
        add(.alignment(.left), "左对齐 居左对齐")
        add(.alignment(.right), "右对齐 居右对齐")
        add(.alignment(.centre), "居中对齐 中对齐")
        add(.noun(.title), "标题 大标题 主标题 题目 标题文字")
        add(.noun(.subtitle), "副标题 小标题")
        add(.noun(.caption), "落款 脚注 署名 注释 说明文字 小注")
        add(
            .noun(nil),
            "文字 字样 字体 字 文本 标语 口号 字号 颜色 字母 文案 题字 字符 内容 位置 处 画面 图片 图中 画面的 风格 大小 英文 中文 一行 一句 几个"
        )
        add(.saying, "写着 写有 写上 写 显示 印有 印着 标有 标着 题写 题 添加 加上 放 放在 位于 置于 书写 配文 配字 上写着 上面写着 上面写 放置在 写道 排列")
        add(.preposition, "在 用 以 为 是 采用 使用 带有 带着 配上 于 有 着 呈 上 里 到 靠 从 使")
        add(.article, "的 地 一个 一些 该 这 成")
        add(.and, "和 与 及 以及 并 并且 还有 同时 再")
        for (names, rgb) in colours {
            for name in names.split(separator: " ").map(String.init) where !name.unicodeScalars.allSatisfy(\.isASCII) {
                for ending in ["色", "字", "色字"] { words[name + ending] = .colour(Lettering.Colour(rgb)) }
                for (shade, other) in [("深", 0.55), ("暗", 0.55), ("浅", -0.5), ("淡", -0.6), ("亮", 0)] {
                    words[shade + name + "色"] = .colour(Lettering.Colour(rgb).shaded(other))
                }
            }
        }
        return words
    }()

    private static let colours: KeyValuePairs<String, UInt32> = [
        "white 白": 0xFFFFFF, "black 黑": 0x101010, "red 红": 0xD9232B, "green 绿": 0x1F9D4D, "blue 蓝": 0x1F5FD6,
        "yellow 黄": 0xFFD91A, "orange 橙 橘": 0xF58220, "purple violet 紫": 0x7B3FB5, "pink 粉 粉红": 0xF58FB8,
        "brown 棕 褐": 0x7A4A24, "gray grey 灰": 0x8C8C8C, "gold golden 金": 0xE3B23C, "silver 银": 0xC4C8CC,
        "cyan 青": 0x17B8C4, "turquoise teal": 0x1A9E96, "navy 藏青": 0x14285A, "beige 米": 0xEFE3C8,
        "cream ivory 米白 乳白": 0xFFF8E3, "crimson 深红": 0xB0142E, "scarlet 朱红 大红": 0xE02A1B, "magenta 品红": 0xD62D96,
        "lime 黄绿": 0x9BD62D, "olive 橄榄": 0x7A7A2C, "maroon 酒红": 0x7A1730, "indigo 靛": 0x3B2F8F, "coral 珊瑚": 0xF77F63,
    ]
}

extension Lettering.Colour {
    /// Darker for amounts above 0, lighter for those below.
    fileprivate func shaded(_ amount: Double) -> Lettering.Colour {
        func shade(_ value: UInt8) -> UInt8 {
            let target = amount > 0 ? 0.0 : 255.0
            return UInt8(Double(value) + (target - Double(value)) * abs(amount))
        }
        var colour = self
        (colour.red, colour.green, colour.blue) = (shade(red), shade(green), shade(blue))
        return colour
    }
}
