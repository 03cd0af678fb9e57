import Imaging
import Testing

struct LetteringTests {
    private func read(_ prompt: String) -> Lettering.Reading { Lettering.read(prompt) }

    // MARK: - What is a text

    @Test(arguments: [
        ("a sign \"OPEN\"", ["OPEN"]), ("招牌“你好”", ["你好"]), ("「春」和『秋』", ["春", "秋"]), ("＂满＂", ["满"]),
        ("\"one\" and “two” and 「三」", ["one", "two", "三"]),
    ])
    func `text in each kind of double quotes is set`(prompt: String, texts: [String]) {
        #expect(read(prompt).texts.map(\.text) == texts)
    }

    @Test(arguments: [
        "a man's hat and the dogs' house", "a 5\" nail and a 6\" nail", "a 5'6\" man, a 27\" screen",
        "a 27 \" screen and a 5 \" pipe",
        "a \" alone", "an open “quote", "a closed” one", "「open", "'single quotes' ‘are’ none", "",
    ])
    func `what is no quotation stays as it is`(prompt: String) {
        #expect(read(prompt).texts.isEmpty)
        #expect(read(prompt).rest == prompt)
    }

    @Test func `inch marks do not pair with quotes`() {
        #expect(read("a 12\" ruler with the words \"Route 66\"").texts.map(\.text) == ["Route 66"])
    }

    @Test(arguments: [
        ("「外『内』外」", "外『内』外"), ("“a “b” c”", "a “b” c"), ("\"a “b” c\"", "a “b” c"), ("“say \"hi\"”", "say \"hi\""),
    ])
    func `of nested quotes the outer ones count`(prompt: String, text: String) {
        #expect(read(prompt).texts.map(\.text) == [text])
    }

    @Test func `empty quotes are no text, and go`() {
        let reading = read("a cat \"\" and “  ” a dog")
        #expect(reading.texts.isEmpty)
        #expect(reading.rest == "a cat and a dog")
    }

    @Test func `white space is evened out, and what can't be seen goes`() {
        #expect(read("\"\u{7}A\t\u{202E} B\u{0}\u{200B}\n\n  C \"").texts.map(\.text) == ["A B\nC"])
    }

    @Test func `a text of 800 characters is one text`() {
        let long = String(repeating: "字", count: 800)
        #expect(read("“\(long)”").texts.map(\.text) == [long])
    }

    // MARK: - How it is to look

    @Test func `wishes stand before and behind a text`() {
        let wishes = read("a mountain lake, large white title at the top \"HIMALAYA\"").texts[0].wishes
        #expect((wishes.size, wishes.colour, wishes.row, wishes.role) == (.large, .white, .top, .title))
        let after = read("a lake with the words \"Summer\" in small bold serif letters in the bottom left corner")
            .texts[0]
        #expect((after.wishes.size, after.wishes.weight, after.wishes.face) == (.small, .bold, .serif))
        #expect((after.wishes.row, after.wishes.column) == (.bottom, .left))
    }

    @Test func `wishes are read in Chinese`() {
        let reading = read("一座雪山，右下角小号黑色“再见”，顶部写着“你好”，红色大字，书法体，居中")
        #expect(reading.texts.map(\.text) == ["再见", "你好"])
        let (first, second) = (reading.texts[0].wishes, reading.texts[1].wishes)
        #expect((first.row, first.column, first.size, first.colour) == (.bottom, .right, .small, .black))
        #expect((second.row, second.column, second.size, second.face) == (.top, .centre, .large, .handwriting))
        #expect(second.colour == Lettering.Colour(0xD9232B))
        #expect(reading.rest == "一座雪山")
    }

    @Test func `each text has wishes of its own`() {
        let reading = read(
            "A poster of a mountain, with the title \"PEAK\" in large white letters at the top, and \"Trek 2025\" in small yellow text at the bottom"
        )
        #expect(reading.texts.map(\.text) == ["PEAK", "Trek 2025"])
        let (title, line) = (reading.texts[0].wishes, reading.texts[1].wishes)
        #expect((title.size, title.colour, title.row, title.role) == (.large, .white, .top, .title))
        #expect((line.size, line.colour, line.row, line.role) == (.small, Lettering.Colour(0xFFD91A), .bottom, nil))
        #expect(reading.rest == "A poster of a mountain")
    }

    @Test func `wishes without commas between find their text`() {
        let reading = read("\"ONE\" in red at the left \"TWO\" in blue at the right")
        #expect(reading.texts.map(\.wishes.column) == [.left, .right])
        #expect(reading.texts.map(\.wishes.colour) == [Lettering.Colour(0xD9232B), Lettering.Colour(0x1F5FD6)])
        let before = read("red title \"ONE\", small caption \"TWO\"").texts
        #expect(before.map(\.wishes.role) == [.title, .caption])
        #expect(before.map(\.wishes.colour) == [Lettering.Colour(0xD9232B), nil])
    }

    @Test(arguments: [
        ("a white house with the words \"HOME\"", "a white house"), ("\"OPEN\" on a red door", "on a red door"),
        ("a red \"STOP\" sign", "a red sign"), ("\"HELLO\", blue sky over the sea", "blue sky over the sea"),
        ("a big cat that says \"meow\"", "a big cat"), ("红色的猫写着“你好”", "红色的猫"), ("“你好”，红色的天空", "红色的天空"),
        ("\"HI\" on the left wall", "on the left wall"),
    ])
    func `words about the picture are no wishes about the text`(prompt: String, rest: String) {
        let reading = read(prompt)
        #expect(reading.rest == rest)
        #expect(reading.texts[0].wishes.colour == nil)
        #expect(reading.texts[0].wishes.size == nil)
        #expect(reading.texts[0].wishes.column == nil)
    }

    @Test(arguments: [
        ("写着“开”的招牌", "招牌"), ("a sign that says \"OPEN\" at night", "a sign at night"), ("“A”", ""),
        ("\"SALE\" in red", ""),
        ("A cafe, the title \"MENU\" at the top. Warm light.", "A cafe. Warm light."), ("一只猫，标题“晚安”，星空", "一只猫，星空"),
    ])
    func `the rest is the prompt without the text and the words about it`(prompt: String, rest: String) {
        #expect(read(prompt).rest == rest)
    }

    @Test(arguments: [
        ("centered \"A\"", Lettering.Row.middle, Lettering.Column.centre as Lettering.Column?),
        ("\"A\" at the top center", .top, .centre),
        ("\"A\" in the middle left", .middle, .left), ("\"A\" in the upper-right corner", .top, .right),
        ("居中“A”", .middle, .centre), ("左上角“A”", .top, .left), ("\"A\" along the bottom edge", .bottom, nil),
    ])
    func `places are read`(prompt: String, row: Lettering.Row, column: Lettering.Column?) {
        let wishes = read(prompt).texts[0].wishes
        #expect((wishes.row, wishes.column) == (row, column))
    }

    @Test func `colours go by name, shade and number`() {
        #expect(read("\"A\" in #12aBfF").texts[0].wishes.colour == Lettering.Colour(0x12ABFF))
        #expect(read("\"A\" in gold").texts[0].wishes.colour == Lettering.Colour(0xE3B23C))
        let dark = read("\"A\" in dark red").texts[0].wishes.colour
        #expect(dark == Lettering.Colour(0x610F13))
        #expect(read("“A”，深红色").texts[0].wishes.colour == Lettering.Colour(0xB0142E))
    }

    @Test func `italics, weight and alignment are read`() {
        let wishes = read("light italic left-aligned sans-serif text \"A\"").texts[0].wishes
        #expect((wishes.weight, wishes.isItalic, wishes.alignment, wishes.face) == (.light, true, .left, .sans))
        #expect(wishes.column == nil)
    }
}
