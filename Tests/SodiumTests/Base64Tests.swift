import Sodium
import Testing

struct Base64Tests {
    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func `the examples of RFC 4648 go there and back`(text: String, encoded: String) {
        #expect(Base64.standard.encode(Array(text.utf8)) == encoded)
        #expect(Base64.standard.decode(encoded) == Array(text.utf8))
    }

    @Test func `the URL form has its own two letters and no padding`() {
        #expect(Base64.standard.encode([0xfb, 0xff, 0xfe, 0x01]) == "+//+AQ==")
        #expect(Base64.url.encode([0xfb, 0xff, 0xfe, 0x01]) == "-__-AQ")
        #expect(Base64.url.decode("-__-AQ") == [0xfb, 0xff, 0xfe, 0x01])
    }

    @Test(arguments: ["Zg", "Zg=", "Zg==x", "Z g=", "Zg==\n", "Z", "-_-_", "Zh==", "Zm9vé"])
    func `what is not exactly Base64 is refused`(text: String) {
        #expect(Base64.standard.decode(text) == nil)
    }

    @Test(arguments: ["Zg==", "+//+", "Z", "Zm 9"])
    func `what is not exactly Base64 for URLs is refused`(text: String) {
        #expect(Base64.url.decode(text) == nil)
    }

    @Test func `every length and every byte survives`() {
        for length in 0...70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 83 + length) }
            #expect(Base64.standard.decode(Base64.standard.encode(bytes)) == bytes)
            #expect(Base64.url.decode(Base64.url.encode(bytes)) == bytes)
        }
    }
}
