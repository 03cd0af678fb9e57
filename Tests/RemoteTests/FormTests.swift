import Testing

@testable import Remote

struct FormTests {
    @Test(arguments: [1, 2, 3, 7, 1000])
    func `events are read whatever the pieces are`(size: Int) throws {
        let text =
            ": hello\r\nevent: a\r\ndata: 1\r\ndata:2\r\n\r\nid: 7\ndata: x: y\n\nevent: nothing\n\rdata: left\r\r"
        var reader = EventReader()
        var events: [EventReader.Event] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            events += try reader.take(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(
            events == [
                .init(name: "a", data: Array("1\n2".utf8)), .init(name: "", data: Array("x: y".utf8)),
                .init(name: "", data: Array("left".utf8)),
            ]
        )
    }

    @Test func `a form is what RFC 7578 says`() {
        var form = Multipart(boundary: "b")
        form.add("n", "1")
        form.add("image[]", file: "1.jpg", type: "image/jpeg", [0xFF, 0x0A])
        let head = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n--b\r\n"
        let file =
            "Content-Disposition: form-data; name=\"image[]\"; filename=\"1.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
        #expect(form.body == Array((head + file).utf8) + [0xFF, 0x0A] + Array("\r\n--b--\r\n".utf8))
    }

    @Test(arguments: [
        ("short and fine", "short and fine"),
        ("one\ntwo", "one"),
        ("see (http://10.0.0.1:8000/x)", "see …"),
        ("no /etc/passwd here, but 1/2 and /help", "no … here, but 1/2 and /help"),
        ("key sk-abcdefghijklmnop leaked", "key … leaked"),
        ("\u{1B}[31mred", "[31mred"),
        (String(repeating: "x", count: 400), String(repeating: "x", count: 300) + "…"),
    ])
    func `a sentence from elsewhere is made fit for clients`(text: String, clean: String) {
        #expect(Sentence.clean(text, hiding: nil) == clean)
    }
}
