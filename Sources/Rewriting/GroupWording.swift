/// The words of a prompt that ask for several pictures.
enum GroupWording {
    /// The prompt without them.
    static func strip(_ prompt: String) -> String {
        Passage.passages(of: prompt).map { $0.isQuoted ? $0.text : stripPlain($0.text) }.joined()
            .trimmed(of: " ,.;:!，。；：、")
    }

    private static func stripPlain(_ text: String) -> String {
        var text = text
        // "a set of six watercolor illustrations of cats": the words between number and noun stay.
        text.replace(
            /(?:\b(?:an?|the)\s+)?(?:\b(?:set|series|group|collection|sequence|batch)\s+of\s+)?\b(?:[0-9]{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|a\s+dozen|a\s+pair\s+of|a\s+couple\s+of|several|different)\s+((?:[a-z-]+\s+){0,3}?)(?:pictures|images|illustrations|photos|photographs|drawings|paintings|posters|variations|versions|frames|shots|sketches|renderings|wallpapers|cards|pics|artworks|sheets|panels|scenes|steps)\b(?:\s+(?:of|showing|depicting|about|with|for|in))?/
                .ignoresCase()
        ) { match in match.1.isEmpty ? "" : "\(match.1)picture of" }
        text.replace(
            /\b(?:an?|the)\s+(?:set|series|group|collection|sequence)\s+of\s+(?:pictures|images|illustrations|photos|drawings)(?:\s+(?:of|showing|about))?/
                .ignoresCase()
        ) { _ in "" }
        text.replace(
            /\b(?:[0-9]{1,2}|[a-z]+)[\s-]panels?\s+(?:comic\s+strip|comics?|manga|strip)(?:\s+(?:of|about))?/
                .ignoresCase()
        ) { _ in
            ""
        }
        text.replace(
            /(?:一套|一组|一系列|生成|共)?(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:张|幅|组)(?:图片|图像|插画|插图|照片|海报|画|图)?的?/
        ) { match in match.0.hasPrefix("一张") || match.0.hasPrefix("一幅") ? String(match.0) : "" }
        text.replace(/(?:[二两三四五六七八九十]{1,3}|[0-9]{1,2})\s*(?:宫格|格漫画)/) { _ in "" }
        text.replace(/\b(?:storyboard|comic\s+strip)(?:\s+(?:of|about|for))?/.ignoresCase()) { _ in "" }
        text.replace(
            /\b(?:in\s+)?(?:[0-9]{1,2}|[a-z]+)\s+steps?\b|\bstep[\s-]by[\s-]step\b|\bsteps?\s+(?:of|to|for)\b/
                .ignoresCase()
        ) { _ in
            ""
        }
        text.replace(/分镜(?:图|头)?|(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})?个?步骤/) { _ in "" }
        // What is left of the gaps.
        text.replace(/\ {2,}/) { _ in " " }
        text.replace(/\ ([,.;:])/) { match in "\(match.1)" }
        return text
    }
}

extension String {
    func trimmed(of characters: String) -> String {
        String(drop { characters.contains($0) }.reversed().drop { characters.contains($0) }.reversed())
    }
}
