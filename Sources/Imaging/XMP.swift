/// The words of an XMP packet that Flint writes and reads.
enum XMP {
    static let iptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    static let tc260 = "http://www.tc260.org.cn/ns/AIGC/1.0/"
    static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

    /// A packet that says what the picture is. The names are those of the IPTC Photo Metadata Standard 2025.1 and of TC260-PG-20258A.
    ///
    /// A packet has 65,000 bytes at most: ingredients that would make it longer are left out, and then the prompt.
    static func packet(_ provenance: Provenance, by producer: Producer) -> [UInt8] {
        var provenance = provenance
        while true {
            let packet = whole(provenance, producer)
            if packet.count <= 65_000 || provenance.prompt == nil && provenance.ingredients.isEmpty { return packet }
            if provenance.ingredients.popLast() == nil { provenance.prompt = nil }
        }
    }

    private static func whole(_ provenance: Provenance, _ producer: Producer) -> [UInt8] {
        var lines = [
            "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>",
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"\(rdf)\">",
            "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                + " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" xmlns:Iptc4xmpExt=\"\(iptcExtension)\""
                + " xmlns:TC260=\"\(tc260)\">",
            element(
                "xmp:CreatorTool",
                [producer.software, producer.version].filter { !$0.isEmpty }.joined(separator: " ")
            ),
            element("Iptc4xmpExt:DigitalSourceType", provenance.digitalSourceType),
            element("Iptc4xmpExt:AISystemUsed", "\(producer.software) (\(provenance.engine))"),
        ]
        if !producer.version.isEmpty { lines.append(element("Iptc4xmpExt:AISystemVersionUsed", producer.version)) }
        if let prompt = provenance.prompt { lines.append(element("Iptc4xmpExt:AIPromptInformation", prompt)) }
        lines.append(element("TC260:AIGC", producer.label(of: provenance.pictureID)))
        if !provenance.ingredients.isEmpty {
            lines.append("<xmpMM:Ingredients><rdf:Bag>")
            lines += provenance.ingredients.map(ingredient)
            lines.append("</rdf:Bag></xmpMM:Ingredients>")
        }
        lines.append("</rdf:Description></rdf:RDF></x:xmpmeta>")
        lines.append("<?xpacket end=\"w\"?>")
        return Array(lines.joined(separator: "\n").utf8)
    }

    private static func ingredient(_ mark: Provenance.Mark) -> String {
        let source = mark.digitalSourceType.map { element("Iptc4xmpExt:DigitalSourceType", $0) } ?? ""
        let label = mark.aigc.map { element("TC260:AIGC", $0) } ?? ""
        return "<rdf:li rdf:parseType=\"Resource\">\(source)\(label)</rdf:li>"
    }

    private static func element(_ name: String, _ value: String) -> String {
        "<\(name)>\(escaped(value))</\(name)>"
    }

    /// Text as XML takes it; characters that XML 1.0 has no way to hold are left out.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            case "\r": escaped += "&#13;"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
