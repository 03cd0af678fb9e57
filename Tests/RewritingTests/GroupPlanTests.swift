import Domain
import Ember
import Rewriting
import Testing

struct GroupPlanTests {
    private let words: EmberWords

    init() throws { words = try EmberWords() }

    private func plan(_ prompt: String, _ count: Int, _ level: Order.Rewriting = .off) async -> [String] {
        await BuiltInRewriter().rewrite(.asking(prompt, level, count: count), for: words.engine).variations
    }

    @Test(arguments: [
        (
            "a lighthouse through the four seasons", 4,
            ["flowers", "sun", "orange tree", "snow"]
        ),
        ("four pictures of a red fox", 4, Array(repeating: "a red dog, ", count: 4)),
        ("a set of six watercolor illustrations of a cat", 6, Array(repeating: "cat", count: 6)),
        ("storyboard: a door opens, a cat enters, rain falls", 3, ["a door opens", "a cat enters", "rain falls"]),
        (
            "a dog in its life: 1. a puppy sleeps 2. a dog runs 3. an old dog sits", 3,
            ["puppy sleeps", "dog runs", "old dog sits"]
        ),
        ("公园的四季", 4, ["花", "太阳", "树", "下雪"]), ("分镜：猫睡觉、狗吃鱼、下雨", 3, ["猫睡觉", "狗吃鱼", "下雨"]),
        ("三幅水彩画，一只红色的猫", 3, Array(repeating: "红色的猫", count: 3)), ("九宫格表情，一只猫", 9, Array(repeating: "猫", count: 9)),
        ("一只兔子的四格漫画", 4, Array(repeating: "兔子", count: 4)),
        ("a cat at different times of day", 4, ["a cat, ", "a cat, ", "sunset", "night"]),
        ("a robot from different angles", 5, Array(repeating: "person", count: 5)),
        ("五张图：第一张猫，第二张狗，第三张兔子，第四张鱼，第五张鸟", 5, ["猫", "狗", "兔子", "鱼", "鸟"]),
        ("a house; panel 1: by day panel 2: at night", 2, ["by day", "at night"]),
    ])
    func `each picture has words of its own, with the subject of all`(
        prompt: String,
        count: Int,
        expected: [String]
    ) async {
        let plan = await plan(prompt, count, .coarse)
        #expect(plan.count == count)
        #expect(Set(plan).count == count, "\(plan)")
        for (text, part) in zip(plan, expected) { #expect(text.contains(part), "\(plan)") }
    }

    @Test(arguments: [
        ("four pictures of a lighthouse", 4), ("4张猫的图", 4), ("a set of five illustrations of a dog", 5), ("三幅画：一只猫", 3),
        ("two images of a car", 2), ("a four-panel comic about a cup", 4), ("three photos of a star", 3),
    ])
    func `how many pictures there are is no count of things in them`(prompt: String, count: Int) async {
        let tokenizer = Tokenizer(words.vocabulary, thesaurus: .standard)
        for text in await plan(prompt, count) {
            let meaning = words.meaning(tokenizer.read(text).tokens)
            #expect(Set(meaning).isDisjoint(with: ["2", "3", "4", "5"]), "\(text)")
        }
    }

    @Test func `a group is planned also when nothing is to be rewritten`() async {
        let order = Order.asking("four pictures of a poodle", .off, count: 4)
        let rewrite = await BuiltInRewriter().rewrite(order, for: words.engine)
        #expect(rewrite.prompt == order.prompt)
        #expect(rewrite.variations.allSatisfy { $0.hasPrefix("a poodle, ") })
    }

    @Test func `what is completed is the same in all, and says nothing that the variations say`() async {
        let plan = await plan("a lighthouse in the four seasons", 4, .fine)
        let style = plan.map { $0.contains("flat illustration") && $0.contains("vivid colors") }
        #expect(style == [true, true, true, true])
        #expect(!plan[3].contains("day") && !plan[3].contains("sunset"), "\(plan[3])")
    }

    @Test func `fewer pictures than seasons are spread over the year`() async {
        let plan = await plan("a tree in the four seasons", 2)
        #expect(plan[0].contains("spring") || plan[0].contains("day"))
        #expect(plan[1].contains("sunset"))
    }

    @Test func `fifteen pictures of anything are fifteen`() async {
        for prompt in ["a cat", "", "1. 2. 3.", "a: b, c", "四季", "🙂", String(repeating: "step 1: a ", count: 700)] {
            let plan = await plan(prompt, 15)
            #expect(plan.count == 15)
            #expect(plan.allSatisfy { !$0.isEmpty })
        }
    }
}
