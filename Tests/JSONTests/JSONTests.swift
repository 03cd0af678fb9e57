import JSON
import Testing

struct JSONTests {
    @Test(arguments: [
        "{}", "[]", "null", "true", "-0", "1.5", "1e3", "\"\\u00e9\\n\\ud83d\\ude00\"", "{\"a\":[1,{\"b\":null}]}",
        " [ 1 , 2 ] ", "9223372036854775807", "\"狐\"",
    ])
    func `what is JSON is read`(text: String) throws {
        _ = try JSON(parsing: text)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "{a:1}", "01", "1.", ".5", "+1", "1e", "tru", "nulll", "\"\u{1}\"", "\"\\x\"",
        "\"\\u12g4\"", "[1] 2", "'a'", "NaN", "1e999", "\"open", "{\"a\" 1}", "\u{0B}1",
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test func `bytes that are no UTF-8 are refused, in short strings and long ones`() {
        for length in [1, 5000] {
            let text = [0x22] + Array(repeating: 0x61, count: length) + [0xFF, 0x22]
            #expect(throws: JSONError.self) { try JSON(parsing: text.map { UInt8($0) }) }
        }
    }

    @Test func `deep nesting is refused instead of eating the stack`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try JSON(parsing: deep) }
    }

    @Test func `half a surrogate pair becomes the replacement character`() throws {
        #expect(try JSON(parsing: "\"\\ud800x\"").string == "\u{FFFD}x")
        #expect(try JSON(parsing: "\"\\ud800\\u0041\"").string == "\u{FFFD}A")
        #expect(try JSON(parsing: "\"\\ud83d\\ude00\"").string == "😀")
    }

    @Test func `five point zero is an integer and true is no number`() throws {
        #expect(try JSON(parsing: "5.0").integer == 5)
        #expect(try JSON(parsing: "5.5").integer == nil)
        #expect(try JSON(parsing: "9223372036854775807").integer == .max)
        #expect(try JSON(parsing: "9223372036854775808").integer == nil)
        #expect(try JSON(parsing: "true").number == nil)
        #expect(try JSON(parsing: "\"5\"").integer == nil)
    }

    @Test func `what is written is read back`() throws {
        let value: JSON = ["text": "a\"\\\n\u{1}狐", "list": [1, 2.5, true, nil], "big": 9_007_199_254_740_993]
        #expect(try JSON(parsing: value.encoded) == value)
        #expect(try JSON(parsing: value.pretty) == value)
        #expect(value.text.contains("9007199254740993"))
        #expect(JSON.number(0.5).text == "0.5")
        #expect(JSON.number(3).text == "3")
    }

    @Test func `a long string is a slice of the body and equal to its copy`() throws {
        let long = String(repeating: "ab", count: 2000)
        let value = try JSON(parsing: "[\"\(long)\"]")
        #expect(value == [.string(long)])
        #expect(value.array?.first?.string == long)
    }

    @Test func `of members with one name the last counts`() throws {
        #expect(try JSON(parsing: "{\"a\":1,\"a\":2}")["a"]?.integer == 2)
    }
}
