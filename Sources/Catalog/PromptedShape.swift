/// The shape of a picture as a prompt asks for it: by a ratio, by a word for the shape, or by what the picture is for.
struct PromptedShape {
    /// As in the table of sizes, `16:9`.
    let ratio: String

    init(_ prompt: String) {
        let text = PromptText(prompt)
        ratio = Self.explicitRatio(text) ?? text.firstMatch(Self.shapes) ?? text.firstMatch(Self.uses) ?? "1:1"
    }

    /// The row of the table for this shape.
    func size(in table: [NamedSize], resolution: String) -> (width: Int, height: Int) {
        let rows = table.filter { $0.resolution == resolution }
        guard let row = rows.first(where: { $0.ratio == ratio }) ?? rows.first else { return (2048, 2048) }
        return (row.width, row.height)
    }

    private static let known = ["1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3", "21:9"]

    /// "16:9", "16 by 9", "9比16": the nearest of the known ratios.
    private static func explicitRatio(_ text: PromptText) -> String? {
        if let spelled = text.firstMatch(spelledRatios) { return spelled }
        let pattern =
            /(?:^|[^0-9.:])([0-9]{1,2}(?:\.[0-9]{1,2})?)\s*(?::|：|比|\sby\s)\s*([0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9:]|\.[0-9])/
        for match in text.lowercased.matches(of: pattern) {
            guard let width = Double(match.1), let height = Double(match.2), width > 0, height > 0 else { continue }
            // A time of day, such as "9:16 pm" or "at 12:30", is no ratio.
            let rest = text.lowercased[match.range.upperBound...].drop { $0 == " " }
            let before = text.lowercased[..<match.range.lowerBound]
            guard !["am", "pm", "a.m", "p.m", "o'clock"].contains(where: rest.hasPrefix),
                !["at", "says", "until", "before", "after"].contains(before.split(separator: " ").last ?? ""),
                height <= 22
            else { continue }
            let sought = width / height
            guard (1.0 / 16...16).contains(sought) else { continue }
            return known.min { distance($0, sought) < distance($1, sought) }
        }
        return nil
    }

    private static let spelledRatios: [(words: [String], ratio: String)] = [
        (["16/9", "16x9", "16×9", "十六比九", "sixteen by nine"], "16:9"),
        (["9/16", "9x16", "9×16", "九比十六", "nine by sixteen"], "9:16"),
        (["21/9", "21x9", "21×9", "二十一比九"], "21:9"), (["四比三"], "4:3"), (["三比四"], "3:4"), (["三比二"], "3:2"),
        (["二比三"], "2:3"),
        (["一比一"], "1:1"),
    ]

    private static func distance(_ ratio: String, _ sought: Double) -> Double {
        let sides = ratio.split(separator: ":").compactMap { Double($0) }
        let known = sides[0] / sides[1]
        return max(known / sought, sought / known)
    }

    private static let shapes: [(words: [String], ratio: String)] = [
        (["square", "正方形", "方形", "方图"], "1:1"),
        (
            [
                "vertical", "portrait orientation", "portrait format", "portrait mode", "竖版", "竖图", "竖屏", "竖幅", "竖构图",
                "纵向",
            ], "3:4"
        ),
        (
            [
                "horizontal", "landscape orientation", "landscape format", "landscape mode", "横版", "横图", "横屏", "横构图",
                "横向",
            ], "4:3"
        ),
        (["widescreen", "wide screen", "宽屏"], "16:9"),
        (["panorama", "panoramic", "ultrawide", "ultra-wide", "ultra wide", "全景", "超宽"], "21:9"),
    ]

    private static let uses: [(words: [String], ratio: String)] = [
        (
            [
                "phone wallpaper", "mobile wallpaper", "phone background", "phone wallpapers", "mobile wallpapers",
                "lock screen", "手机壁纸", "锁屏",
            ], "9:16"
        ),
        (["instagram story", "story format", "story post", "for a story", "as a story", "story", "stories"], "9:16"),
        (["desktop wallpaper", "desktop background", "desktop wallpapers", "桌面壁纸", "电脑壁纸"], "16:9"),
        (["slide", "slides", "powerpoint", "ppt", "幻灯片"], "16:9"),
        (["video cover", "video covers", "video thumbnail", "视频封面"], "16:9"),
        (["poster", "posters", "海报"], "3:4"),
        (["book cover", "book covers", "封面"], "2:3"),
        (["banner", "banners", "横幅"], "21:9"),
        (["cinematic", "电影感"], "21:9"),
        (["avatar", "avatars", "profile picture", "头像"], "1:1"),
        (["icon", "icons", "图标"], "1:1"),
        (["logo", "logos", "标志"], "1:1"),
        (["photo print", "photo prints", "照片冲印"], "3:2"),
    ]
}

/// A prompt, ready to be searched for words: letters in lower case, English words whole, Chinese ones anywhere. What stands in quotes is
/// written into the picture and says nothing about it.
struct PromptText {
    let lowercased: String

    init(_ prompt: String) {
        var text = String(String.UnicodeScalarView(prompt.unicodeScalars.map(Self.narrow))).lowercased()
        for quoted in [/"[^"]*"/, /“[^”]*”/, /「[^」]*」/, /『[^』]*』/] { text.replace(quoted) { _ in "," } }
        lowercased = text
    }

    /// Digits and letters of full width as the usual ones.
    private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xFF10...0xFF5A).contains(scalar.value),
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        else { return scalar }
        return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    }

    /// Where a word is part of something else: a shirt with vertical stripes is no upright picture.
    private static let others: [String: (before: [String], after: [String])] = [
        "vertical": ([], ["stripe", "line", "bar", "garden", "blind"]),
        "horizontal": ([], ["stripe", "line", "bar", "blind"]),
        "方形": (["长"], []), "square": (["town ", "times ", "market ", "village ", "city ", "the main "], ["-shaped"]),
        "story": (
            ["-", "the ", "toy ", "love ", "bedtime ", "fairy ", "single "],
            [" about", " of", "book", "-", " house", " building"]
        ),
        "stories": (["-", "the ", "bedtime ", "love "], [" about", " of", " high", " tall"]),
    ]

    /// The value of the word that stands first in the prompt.
    func firstMatch<Value>(_ table: [(words: [String], ratio: Value)]) -> Value? {
        var best: (place: String.Index, length: Int, value: Value)?
        for (words, value) in table {
            for word in words {
                guard let place = place(of: word) else { continue }
                if let found = best, found.place < place || (found.place == place && found.length >= word.count) {
                    continue
                }
                best = (place, word.count, value)
            }
        }
        return best?.value
    }

    func contains(_ word: String) -> Bool { place(of: word) != nil }

    private func place(of word: String) -> String.Index? {
        let isEnglish = word.unicodeScalars.allSatisfy(\.isASCII)
        for range in lowercased.ranges(of: word) {
            if let other = Self.others[word] {
                let rest = lowercased[range.upperBound...].drop {
                    $0 == " " && !(other.after.contains { $0.hasPrefix(" ") })
                }
                if other.before.contains(where: lowercased[..<range.lowerBound].hasSuffix) { continue }
                if other.after.contains(where: rest.hasPrefix) { continue }
            }
            guard isEnglish else { return range.lowerBound }
            let before =
                range.lowerBound > lowercased.startIndex ? lowercased[lowercased.index(before: range.lowerBound)] : " "
            let after = range.upperBound < lowercased.endIndex ? lowercased[range.upperBound] : " "
            if !before.isWordLetter, !after.isWordLetter { return range.lowerBound }
        }
        return nil
    }
}

extension Character {
    /// A Latin letter or a digit: what may not touch an English word.
    var isWordLetter: Bool { isASCII && (isLetter || isNumber) }
}
