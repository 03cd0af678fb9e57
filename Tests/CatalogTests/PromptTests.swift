import Domain
import JSON
import Testing

@testable import Catalog

struct PromptTests {
    @Test(arguments: [
        ("a cat, 16:9", "16:9"), ("a cat 9比16", "9:16"), ("wide 2.35:1 film", "21:9"), ("16 by 9 picture", "16:9"),
        ("a square picture", "1:1"), ("竖版的猫", "3:4"), ("in portrait orientation", "3:4"),
        ("a portrait of a king", "1:1"),
        ("a landscape with hills", "1:1"), ("landscape orientation hills", "4:3"),
        ("a phone wallpaper of rain", "9:16"),
        ("手机壁纸，星空", "9:16"), ("poster of a concert", "3:4"), ("海报", "3:4"), ("横幅广告", "21:9"), ("a logo for tea", "1:1"),
        ("widescreen poster", "16:9"), ("a bannermen army", "1:1"), ("照片冲印 海边", "3:2"), ("sunrise at 6:30 am", "1:1"),
        ("幻灯片封面", "16:9"), ("ultrawide city", "21:9"), ("a red fox", "1:1"), ("书的封面", "2:3"),
        ("a 3/4 view of a car", "1:1"), ("12/25 christmas", "1:1"), ("3 to 5 cats", "1:1"),
        ("the train leaves at 9:16", "1:1"),
        ("the clock says 12:45", "1:1"), ("a film still, 16x9", "16:9"), ("十六比九的海", "16:9"), ("１６：９ 大海", "16:9"),
        ("5:4 print", "4:3"),
        ("a 19.5:9 screen", "21:9"), ("长方形的盒子，手机壁纸", "9:16"), ("a shirt with vertical stripes", "1:1"),
        ("Times Square, cinematic", "21:9"),
        ("a two-story house, banner", "21:9"), ("an instagram story about tea", "9:16"),
        ("a story about a dragon", "1:1"),
        ("a sign that says \"16:9\"", "1:1"), ("a sign “cinematic poster”, square", "1:1"), ("横屏游戏画面", "4:3"),
        ("竖构图的猫", "3:4"),
        ("vertical poster, 21:9", "21:9"), ("portrait mode book cover", "3:4"), ("视频封面", "16:9"), ("电影感的街道", "21:9"),
    ])
    func `the prompt decides the shape`(prompt: String, ratio: String) {
        #expect(PromptedShape(prompt).ratio == ratio)
    }

    @Test(arguments: [
        ("four pictures of a lighthouse", 4), ("a set of six illustrations of cats", 6), ("4张猫的图", 4), ("三幅水彩画", 3),
        ("九宫格表情", 9), ("the four seasons in a park", 4), ("公园的四季", 4), ("a four-panel comic about tea", 4),
        ("四格漫画", 4), ("days of the week as cups", 7), ("a house with three windows", 1), ("三张桌子的房间", 1),
        ("two cats in one picture", 1), ("storyboard: a door opens, a cat enters, rain falls", 3),
        ("storyboard of a film", 4),
        ("how to make tea in five steps, step by step", 5), ("分镜：开门、进屋、坐下", 3), ("a dozen photos of clouds", 12),
        ("十二张插画", 12), ("a red fox", 1), ("1 picture of a dog", 1), ("five small red birds", 1),
        ("a room with four paintings on the wall", 1), ("a 35 mm photo of a cat", 1), ("a 5 year old's drawing", 1),
        ("two cats picture", 1),
        ("a four picture series of a cat", 4), ("a six-panel door", 1), ("a six-panel comic", 6),
        ("a cat on the steps of a temple", 1),
        ("the steps of baking bread", 4), ("the steps to make tea: boil, pour, wait", 3), ("4张卡通插画", 4), ("四张大图", 4),
        ("两张书桌", 1),
        ("三张木椅子", 1), ("一组图片，公园", 4), ("一组图，春夏秋冬", 4), ("第一张是猫，第二张是狗，第三张是鱼", 3),
        ("picture 1: a cat, picture 2: a dog", 2),
        ("a series of images of a fox", 4), ("三款海报", 3), ("a cat at different times of day", 4),
        ("a sign \"four pictures\"", 1),
        ("十五张图", 15), ("周一到周日的早餐", 7), ("生成一张图", 1), ("a pair of portraits, two images", 2), ("three quarter shots", 1),
        ("四格漫画", 4),
    ])
    func `the prompt decides how many pictures a group has`(prompt: String, count: Int) {
        #expect(GroupSize(prompt).count == count)
    }

    @Test func `2K takes the row of its table that the prompt asks for`() throws {
        let draft = try Model.sparkDream5.draft(from: ["prompt": "a lighthouse, 9:16", "size": "3k"]) { 1 }
        #expect(draft.order.width == 2304)
        #expect(draft.order.height == 4096)
    }

    @Test func `a group never goes beyond its cap, and says so`() throws {
        let sent: Object = [
            "prompt": "nine pictures of a fox", "sequential_image_generation": "auto",
            "sequential_image_generation_options": ["max_images": 5],
        ]
        let order = try Model.sparkDream5.draft(from: sent) { 1 }.order
        #expect(order.count == 5)
        #expect(order.warnings.contains { $0.contains("9") && $0.contains("5") })
    }

    @Test func `chance is drawn once, and a given seed is kept`() throws {
        #expect(try Model.sparkT2I3.draft(from: ["prompt": "a"]) { 77 }.order.seed == 77)
        #expect(
            try Model.sparkT2I3.draft(from: ["prompt": "a", "seed": 9_223_372_036_854_775_807]) { 77 }.order.seed
                == .max
        )
    }

    @Test func `prompts longer than recommended are accepted with a warning`() throws {
        let long = String(repeating: "x", count: 121)
        #expect(try Model.sparkT2I3.draft(from: ["prompt": .string(long)]) { 1 }.order.warnings.count == 1)
        #expect(try Model.sparkDream3.draft(from: ["prompt": "costs $5"]) { 1 }.order.warnings.count == 1)
        #expect(try Model.sparkDream3.draft(from: ["prompt": "costs \"5\""]) { 1 }.order.warnings.isEmpty)
    }

    @Test func `white space of any script is blank`() {
        for text in ["", " \n\t", "\u{3000}", "\u{200B}", "\u{A0}\u{2003}"] { #expect(text.isBlank) }
        #expect(!" a".isBlank)
    }
}
