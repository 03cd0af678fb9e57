import Ember
import Foundation
import Testing

struct TokenizerTests {
    private struct Case: Decodable {
        let text: String
        let tokens: [Int]
        let unknown: [String]
    }

    /// The prompts of `training/fixtures.py`, English and Chinese, with what `training/tokenizer.py` makes of them.
    @Test func `prompts are read as in training`() throws {
        let tokenizer = try Fixture.tokenizer
        let cases = try JSONDecoder().decode(
            [Case].self,
            from: Data(contentsOf: URL(filePath: "\(Fixture.folder)/tokens.json"))
        )
        #expect(cases.count > 40)
        for known in cases {
            let reading = tokenizer.read(known.text)
            #expect(reading.tokens == known.tokens, "\(known.text)")
            #expect(reading.unknown == known.unknown, "\(known.text)")
        }
    }

    /// Answers of `python -c 'from tokenizer import Tokenizer; print(Tokenizer().encode(…))'`.
    @Test(arguments: [
        ("", [1], []),
        ("   \n\t", [1], []),
        ("🙂👨‍👩‍👧‍👦", [1], []),
        ("CAT", [1, 7], []),
        ("ＣＡＴ", [1], []),
        ("cat's", [1], ["cat's"]),
        ("cat🙂dog", [1, 7, 8], []),
        ("红cat蓝", [1, 34, 7, 38], []),
        ("a-pair-of cats", [1, 47, 7, 110], []),
        ("Кошка chat 猫", [1, 7], ["chat"]),
        ("\u{212A}itten", [1, 7], []),
    ])
    func `odd texts are read as in training`(text: String, tokens: [Int], unknown: [String]) throws {
        let reading = try Fixture.tokenizer.read(text)
        #expect(reading.tokens == tokens)
        #expect(reading.unknown == unknown)
    }

    @Test func `eight hundred characters are read, and what is too much is cut`() throws {
        let tokenizer = try Fixture.tokenizer
        let long = tokenizer.read(String(repeating: "红猫", count: 400))
        #expect(long.tokens.count == tokenizer.vocabulary.limit)
        #expect(long.isCut)
        let nothing = tokenizer.read(String(repeating: "饕", count: 800))
        #expect(nothing.tokens == [1])
        #expect(nothing.unknown.count == 800)
        #expect(!nothing.isCut)
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"limit": 48, "tokens": ["a", "b"], "forms": {"x": "2"}}"#,
        #"{"limit": 48, "tokens": ["a", "b", "c"], "forms": {"x": "cat"}}"#,
    ])
    func `a broken vocabulary is an error`(text: String) throws {
        let path = NSTemporaryDirectory() + "vocabulary-\(UUID()).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(text.utf8).write(to: URL(filePath: path))
        #expect(throws: EmberError.self) { try Vocabulary(path) }
    }
}
