import Domain
import Ember
import Foundation
import JSON
import Rewriting
import Testing
import Words

/// How much of what prompts ask for reaches the built-in model, with and without help.
struct UnderstandingTests {
    private let words: EmberWords
    private let rewriter = BuiltInRewriter()

    init() throws { words = try EmberWords() }

    private static func lines(_ name: String) throws -> [JSON] {
        let text = try String(contentsOfFile: "\(EmberWords.root)/\(name)", encoding: .utf8)
        return try text.split(separator: "\n").filter { $0.hasPrefix("{") }.map {
            try JSON(parsing: $0.hasSuffix(",") ? String($0.dropLast()) : String($0))
        }
    }

    private struct Score {
        var found = 0
        var expected = 0
        /// Things read that nobody asked for.
        var strangers = 0
        var missing: [String] = []

        var share: Double { Double(found) / Double(expected) }

        mutating func count(_ facts: [String], in tokens: [String], of prompt: String, things: Set<String>) {
            expected += facts.count
            let lost = facts.filter { !tokens.contains($0) }
            found += facts.count - lost.count
            strangers += tokens.filter { things.contains($0) && !facts.contains($0) }.count
            if !lost.isEmpty { missing.append("\(prompt): \(lost.joined(separator: ", "))") }
        }
    }

    private let things = Set(BasicWords.all.filter { $0.aspect == .thing }.map(\.english))

    /// The second file was written after the tables, which are not to learn from it.
    @Test(arguments: [("odd-prompts", 100, 0.95), ("held-out-prompts", 32, 0.75)])
    func `odd prompts are understood far better after rewriting, and better even without`(
        file: String,
        count: Int,
        share: Double
    ) async throws {
        let plain = Tokenizer(words.vocabulary)
        let helped = Tokenizer(words.vocabulary, thesaurus: .standard)
        var (bare, off, coarse, fine) = (Score(), Score(), Score(), Score())
        let prompts = try Self.lines("Tests/Fixtures/\(file).jsonl")
        #expect(prompts.count == count)
        for item in prompts {
            let prompt = item["prompt"]?.string ?? ""
            let facts = item["facts"]?.array?.compactMap(\.string) ?? []
            func read(_ tokenizer: Tokenizer, _ text: String) -> [String] {
                words.meaning(tokenizer.read(text).tokens)
            }
            bare.count(facts, in: read(plain, prompt), of: prompt, things: things)
            off.count(facts, in: read(helped, prompt), of: prompt, things: things)
            let simple = await rewriter.rewrite(.asking(prompt, .coarse), for: words.engine).prompt
            coarse.count(facts, in: read(helped, simple), of: "\(prompt) → \(simple)", things: things)
            let full = await rewriter.rewrite(.asking(prompt, .fine), for: words.engine).prompt
            fine.count(facts, in: read(helped, full), of: prompt, things: things)
        }
        print("\(file): bare \(bare.share), with words \(off.share), coarse \(coarse.share), fine \(fine.share)")
        print("strangers: bare \(bare.strangers), with words \(off.strangers), coarse \(coarse.strangers)")
        for line in coarse.missing { print("  missing", line) }
        #expect(bare.share < 0.6)
        #expect(off.share > share)
        #expect(coarse.share > share)
        #expect(fine.share >= coarse.share)
        #expect(coarse.strangers <= bare.strangers + count / 4)
    }

    @Test func `the thousand plain prompts of the judge are read as before`() async throws {
        let plain = Tokenizer(words.vocabulary)
        let helped = Tokenizer(words.vocabulary, thesaurus: .standard)
        let prompts = try Self.lines("training/judge/prompts.json")
        #expect(prompts.count == 1000)
        for item in prompts {
            let prompt = item["prompt"]?.string ?? ""
            let before = plain.read(prompt)
            let after = helped.read(prompt)
            #expect(after.tokens == before.tokens, "\(prompt)")
            #expect(after.standIns.isEmpty, "\(prompt) \(after.standIns)")
            let simple = await rewriter.rewrite(.asking(prompt, .coarse), for: words.engine).prompt
            #expect(simple == prompt)
            // What is added comes after, and only as much as the model can read.
            for level in [Order.Rewriting.general, .fine] {
                let full = await rewriter.rewrite(.asking(prompt, level), for: words.engine).prompt
                let reading = helped.read(full)
                #expect(reading.tokens.starts(with: before.tokens), "\(full)")
                #expect(reading.unknown == before.unknown, "\(full)")
                #expect(!reading.isCut, "\(full)")
            }
        }
    }

    @Test func `additions never bring a second setting, time, style or palette`() async throws {
        let helped = Tokenizer(words.vocabulary, thesaurus: .standard)
        let aspects = Dictionary(grouping: BasicWords.all.filter { $0.english != "background" }, by: \.aspect)
        for item in try Self.lines("training/judge/prompts.json") {
            let prompt = item["prompt"]?.string ?? ""
            let full = await rewriter.rewrite(.asking(prompt, .fine), for: words.engine).prompt
            let before = words.meaning(helped.read(prompt).tokens)
            let added = words.meaning(Array(helped.read(full).tokens.dropFirst(before.count)))
            for aspect in [BasicWords.Aspect.setting, .time, .style, .palette] {
                let names = Set(aspects[aspect]?.map(\.english) ?? [])
                if before.contains(where: names.contains) {
                    #expect(!added.contains(where: names.contains), "\(full)")
                }
            }
            #expect(!added.contains(where: things.contains), "\(full)")
        }
    }
}
