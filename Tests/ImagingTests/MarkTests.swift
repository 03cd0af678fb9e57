import Imaging
import Testing

/// Reading what other people's pictures say about themselves.
struct MarkTests {
    private static let iptc = "xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\""
    private static let tc260 = "xmlns:TC260=\"http://www.tc260.org.cn/ns/AIGC/1.0/\""

    private func mark(_ description: String) -> Provenance.Mark? {
        let packet = """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="somebody's"><!-- a <comment> -->
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\(description)</rdf:RDF></x:xmpmeta>
            <?xpacket end="w"?>
            """
        return Provenance.Mark(xmp: Array(packet.utf8))
    }

    @Test func `properties are read as elements`() {
        let mark = mark(
            """
            <rdf:Description rdf:about="" \(Self.iptc) \(Self.tc260)>
            <Iptc4xmpExt:DigitalSourceType> http://example.com/a?b=1&amp;c </Iptc4xmpExt:DigitalSourceType>
            <TC260:AIGC>{&quot;Label&quot;:&#34;1&#x22;}</TC260:AIGC></rdf:Description>
            """
        )
        #expect(mark == .init(digitalSourceType: "http://example.com/a?b=1&c", aigc: "{\"Label\":\"1\"}"))
    }

    @Test func `properties are read as attributes, under any prefix`() {
        let mark = mark(
            """
            <rdf:Description rdf:about='' xmlns:a='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'
              xmlns:b="http://www.tc260.org.cn/ns/AIGC/1.0/" a:DigitalSourceType='uri' b:AIGC='{"Label":"2"}'/>
            """
        )
        #expect(mark == .init(digitalSourceType: "uri", aigc: "{\"Label\":\"2\"}"))
    }

    @Test func `a source type is read as a resource`() {
        let mark = mark(
            "<rdf:Description \(Self.iptc)><Iptc4xmpExt:DigitalSourceType rdf:resource=\"uri\"/></rdf:Description>"
        )
        #expect(mark == .init(digitalSourceType: "uri"))
    }

    @Test func `several descriptions are read, and text in CDATA`() {
        let mark = mark(
            """
            <rdf:Description \(Self.iptc)><Iptc4xmpExt:DigitalSourceType>uri</Iptc4xmpExt:DigitalSourceType></rdf:Description>
            <rdf:Description \(Self.tc260)><TC260:AIGC><![CDATA[{"Label":"3"}]]></TC260:AIGC></rdf:Description>
            """
        )
        #expect(mark == .init(digitalSourceType: "uri", aigc: "{\"Label\":\"3\"}"))
    }

    @Test func `what a picture says of its ingredients is not said of itself`() {
        let mark = mark(
            """
            <rdf:Description \(Self.iptc) xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><xmpMM:Ingredients><rdf:Bag>
            <rdf:li rdf:parseType="Resource"><Iptc4xmpExt:DigitalSourceType>uri</Iptc4xmpExt:DigitalSourceType></rdf:li>
            </rdf:Bag></xmpMM:Ingredients></rdf:Description>
            """
        )
        #expect(mark == nil)
    }

    @Test(arguments: [
        "", "no XML at all", "<", "<a", "<a b", "<a b=", "<a b='c", "<a></a></a>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        "<![CDATA[", "<![CDATA[]]>", "<!--", "<?", "\u{0}\u{FF}", "<a:b:c xmlns:a=''/>", "</x>",
    ])
    func `what is no XMP has no mark, and does no harm`(text: String) {
        #expect(Provenance.Mark(xmp: Array(text.utf8)) == nil)
        #expect(mark(text) == nil)
    }

    @Test func `random bytes and packets cut anywhere do no harm`() {
        let whole = Array(
            "<r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><r:Description \(Self.tc260) TC260:AIGC=\"&#x4e00;\"/></r:RDF>"
                .utf8
        )
        #expect(Provenance.Mark(xmp: whole)?.aigc == "一")
        for end in whole.indices { _ = Provenance.Mark(xmp: Array(whole[..<end])) }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var bytes = whole
            for _ in 0..<4 {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            _ = Provenance.Mark(xmp: bytes)
        }
    }

    @Test func `depth, length and size have limits`() {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(Provenance.Mark(xmp: Array(deep.utf8)) == nil)
        let long = String(repeating: "x", count: 5000)
        #expect(mark("<rdf:Description \(Self.tc260) TC260:AIGC=\"\(long)\"/>") == nil)
        #expect(mark("<rdf:Description \(Self.tc260)><TC260:AIGC>\(long)</TC260:AIGC></rdf:Description>") == nil)
        let huge = String(repeating: " ", count: 2 << 20)
        #expect(mark("\(huge)<rdf:Description \(Self.tc260) TC260:AIGC=\"1\"/>") == nil)
    }
}
