import Domain
import Rewriting
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct BuiltInRewriterTests {
    private let rewriter = BuiltInRewriter()
    private let words: EmberWords

    init() throws { words = try EmberWords() }

    private func rewrite(_ prompt: String, _ level: Order.Rewriting, seed: Int64 = 7) async -> String {
        await rewriter.rewrite(.asking(prompt, level, seed: seed), for: words.engine).prompt
    }

    @Test(arguments: [
        ("a poodle in the park", "a dog in the meadow"), ("an otter", "a dog"), ("a couple of limousines", "two cars"),
        ("hot-air balloons over paris", "balloons over city"), ("a maroon cat", "a red cat"),
        ("一只贵宾犬在胡同里", "一只狗在街上里"), ("a red cat", "a red cat"), ("qwertz", "qwertz"), ("", ""),
    ])
    func `coarse finds words that the engine knows`(prompt: String, expected: String) async {
        let text = await rewrite(prompt, .coarse)
        #expect(text == expected)
    }

    @Test func `plain words of a group say nothing twice`() async {
        var order = Order.asking("a boat through the four seasons", .coarse)
        order.count = 4
        let spring = await rewriter.rewrite(order, for: words.engine).variations.first ?? ""
        #expect(spring == "a boat, with pink flowers, by day")
    }

    @Test func `each level adds more, and none takes anything away`() async {
        let coarse = await rewrite("a red cat", .coarse)
        let general = await rewrite("a red cat", .general)
        let fine = await rewrite("a red cat", .fine)
        #expect(coarse == "a red cat")
        #expect(general.hasPrefix(coarse) && general.count > coarse.count)
        #expect(fine.hasPrefix(general) && fine.count > general.count)
        #expect(await rewrite("一只红色的猫", .general).hasPrefix("一只红色的猫，"))
    }

    @Test func `off leaves a prompt alone`() async {
        #expect(await rewrite("a poodle", .off) == "a poodle")
    }

    @Test func `the same seed says the same, and seeds differ`() async {
        var said: Set<String> = []
        for seed: Int64 in 1...20 {
            let text = await rewrite("a cat", .general, seed: seed)
            #expect(await rewrite("a cat", .general, seed: seed) == text)
            said.insert(text)
        }
        #expect(said.count > 2)
    }

    @Test(arguments: [
        #"a poster with "poodle & limousine" on it, a poodle"#, "a sign “limousine”", "一块写着「水獭」的牌子",
        #"an "open quote poodle"#,
    ])
    func `quoted text stays as it is`(prompt: String) async {
        for level in [Order.Rewriting.coarse, .general, .fine] {
            let text = await rewrite(prompt, level)
            for quote in ["\"poodle & limousine\"", "“limousine”", "「水獭」"] where prompt.contains(quote) {
                #expect(text.contains(quote))
            }
        }
        #expect(await rewrite(#"a "poodle" poodle"#, .coarse) == #"a "poodle" dog"#)
    }

    @Test(arguments: [
        ("a cat at night", ["sunset", "by day"]),
        ("a cat on a blue background", ["meadow", "room", "street", "beach"]),
        ("a cat in a spaceship cockpit", ["meadow", "street", "room"]), ("a watercolour cat", ["flat"]),
        ("a cat, no background", [","]), ("一只猫，不要背景", ["草地", "街道", "白天"]),
        ("an oil painting of a poodle in the rain", ["flat", "day"]),
        ("a cat in pastel colours", ["vivid"]), ("two cats", ["centre"]), ("a cat on the left", ["centre"]),
    ])
    func `what the prompt has decided is never contradicted`(prompt: String, never: [String]) async {
        for seed: Int64 in 1...8 {
            let added = await rewrite(prompt, .fine, seed: seed).dropFirst(prompt.count)
            for word in never { #expect(!added.contains(word), "\(prompt) +\(added)") }
        }
    }

    @Test func `a long prompt is full already`() async {
        let long = String(repeating: "a red cat and a blue dog, ", count: 8)
        #expect(await rewrite(long, .general) == long)
    }

    @Test func `an engine that understands any words keeps the user's own`() async {
        let text = await rewriter.rewrite(.asking("a poodle"), for: Knowing()).prompt
        #expect(text.hasPrefix("a poodle, "))
        #expect(await rewriter.rewrite(.asking("a poodle", .coarse), for: Knowing()).prompt == "a poodle")
    }

    @Test func `with references the look is theirs to say`() async {
        var order = Order.asking("the cat from the picture")
        order.references = [Reference(source: .url("https://example.com/a.png"))]
        #expect(await rewriter.rewrite(order, for: words.engine).prompt == "the cat from the picture")
        order.rewriting = .fine
        #expect(!(await rewriter.rewrite(order, for: words.engine).prompt.contains("flat")))
    }

    @Test func `eight thousand characters of anything are rewritten in no time`() async {
        for text in ["水獭", "poodle ", "\"", "“", "a-", "🙂", "'''", "in the "] {
            let prompt = String(repeating: text, count: 8000 / text.unicodeScalars.count)
            // What takes more than a few steps a character would not be done within the time limit.
            #expect(await rewrite(prompt, .fine).count >= prompt.count / 2)
        }
    }
}
