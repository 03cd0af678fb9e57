import Testing

@testable import HTTP

/// The rules of bodies, without a socket.
struct BodyDecoderTests {
    private let coded = Array("5;x=\"y\"\r\nhello\r\n00D\r\n, world and \r\r\n3\r\nall\r\n0\r\nT: v\r\n\r\nGET".utf8)

    @Test func `chunks are the same in one piece and in any two`() throws {
        for split in 0...coded.count {
            var decoder = BodyDecoder(.chunked)
            var body: [UInt8] = []
            let first = Array(coded[..<split])
            var consumed = try decoder.decode(first.span, into: &body)
            if !decoder.isAtEnd {
                #expect(consumed == split)
                let rest = Array(coded[split...])
                consumed += try decoder.decode(rest.span, into: &body)
            }
            #expect(decoder.isAtEnd)
            #expect(consumed == coded.count - 3)
            #expect(String(decoding: body, as: UTF8.self) == "hello, world and \rall")
        }
    }

    @Test func `a length takes as much as it says`() throws {
        var decoder = BodyDecoder(.length(5))
        var body: [UInt8] = []
        #expect(decoder.remaining == 5)
        #expect(try decoder.decode(Array("hel".utf8).span, into: &body) == 3)
        #expect(decoder.remaining == 2)
        #expect(try decoder.decode(Array("loGET".utf8).span, into: &body) == 2)
        #expect(decoder.isAtEnd)
        #expect(body == Array("hello".utf8))
    }

    @Test func `a trailer has a limit`() {
        var decoder = BodyDecoder(.chunked, trailerLimit: 100)
        var body: [UInt8] = []
        let bytes = Array("0\r\nName: \(String(repeating: "a", count: 100))\r\n\r\n".utf8)
        #expect(throws: HTTPError.headersTooLarge(limit: 100)) { try decoder.decode(bytes.span, into: &body) }
    }
}
