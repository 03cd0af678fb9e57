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
        let pattern =
            /(?:^|[^0-9.:])([0-9]{1,2}(?:\.[0-9]{1,2})?)\s*(?::|：|\/|比|\s(?:by|to)\s)\s*([0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9:]|\.[0-9])/
        for match in text.lowercased.matches(of: pattern) {
            guard let width = Double(match.1), let height = Double(match.2), width > 0, height > 0 else { continue }
            // A time of day, such as "9:16 pm", is no ratio.
            let rest = text.lowercased[match.range.upperBound...].drop { $0 == " " }
            guard !["am", "pm", "a.m", "p.m", "o'clock"].contains(where: rest.hasPrefix) else { continue }
            let sought = width / height
            guard (1.0 / 16...16).contains(sought) else { continue }
            return known.min { distance($0, sought) < distance($1, sought) }
        }
        return nil
    }

    private static func distance(_ ratio: String, _ sought: Double) -> Double {
        let sides = ratio.split(separator: ":").compactMap { Double($0) }
        let known = sides[0] / sides[1]
        return max(known / sought, sought / known)
    }

    private static let shapes: [(words: [String], ratio: String)] = [
        (["square", "方形", "正方形"], "1:1"),
        (["vertical", "portrait orientation", "portrait format", "portrait mode", "竖版", "竖图", "竖屏"], "3:4"),
        (["horizontal", "landscape orientation", "landscape format", "landscape mode", "横版", "横图"], "4:3"),
        (["widescreen", "wide screen", "宽屏"], "16:9"),
        (["panorama", "panoramic", "ultrawide", "ultra-wide", "全景"], "21:9"),
    ]

    private static let uses: [(words: [String], ratio: String)] = [
        (["phone wallpaper", "mobile wallpaper", "phone background", "lock screen", "手机壁纸"], "9:16"),
        (["instagram story", "story format", "story post", "for a story", "as a story", "story"], "9:16"),
        (["desktop wallpaper", "desktop background", "桌面壁纸", "电脑壁纸"], "16:9"),
        (["slide", "slides", "powerpoint", "ppt", "幻灯片"], "16:9"),
        (["video cover", "video thumbnail", "视频封面"], "16:9"),
        (["poster", "posters", "海报"], "3:4"),
        (["book cover", "封面"], "2:3"),
        (["banner", "横幅"], "21:9"),
        (["cinematic", "电影感"], "21:9"),
        (["avatar", "profile picture", "头像"], "1:1"),
        (["icon", "icons", "图标"], "1:1"),
        (["logo", "标志"], "1:1"),
        (["photo print", "照片冲印"], "3:2"),
    ]
}

/// A prompt, ready to be searched for words: letters in lower case, English words whole, Chinese ones anywhere.
struct PromptText {
    let lowercased: String

    init(_ prompt: String) {
        lowercased = prompt.lowercased()
    }

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
