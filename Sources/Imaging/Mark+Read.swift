extension Provenance.Mark {
    /// The most that is read of a packet.
    private static let limit = 1 << 20
    /// The most of a value that is kept.
    private static let valueLimit = 4096

    /// Reads what an XMP packet says of the picture it is in; `nil` where it says nothing of the kind, or is no XMP.
    ///
    /// Properties may stand as elements, as attributes or as `rdf:resource`, under any prefix. Only those of the picture itself count, not what it
    /// says of its ingredients.
    package init?(xmp bytes: [UInt8]) {
        guard !bytes.isEmpty, bytes.count <= Self.limit else { return nil }
        var reader = XMLReader(bytes: bytes)
        var mark = Provenance.Mark()
        /// The element whose text is being read.
        var open: (name: XMLReader.Name, depth: Int, text: String)?
        var depth = 0
        /// How deep the descriptions of the picture itself stand.
        var description: Int?
        while let piece = reader.next() {
            switch piece {
            case .start(let name, let attributes):
                depth += 1
                if description == nil, name == .init(XMP.rdf, "Description") {
                    description = depth
                    for attribute in attributes { mark.take(attribute.name, attribute.value) }
                } else if let description, depth == description + 1, open == nil {
                    open = (name, depth, "")
                    if let resource = attributes.first(where: { $0.name == .init(XMP.rdf, "resource") }) {
                        mark.take(name, resource.value)
                    }
                }
            case .text(let text):
                if let current = open, current.depth == depth,
                    current.text.utf8.count + text.utf8.count <= Self.valueLimit
                {
                    open?.text += text
                }
            case .end:
                if let current = open, current.depth == depth {
                    mark.take(current.name, current.text)
                    open = nil
                }
                if description == depth { description = nil }
                depth -= 1
            }
        }
        guard mark.digitalSourceType != nil || mark.aigc != nil else { return nil }
        self = mark
    }

    private mutating func take(_ name: XMLReader.Name, _ value: String) {
        let value = value.trimmingSpaces
        guard !value.isEmpty, value.utf8.count <= Self.valueLimit else { return }
        if name == .init(XMP.iptcExtension, "DigitalSourceType") { digitalSourceType = value }
        if name == .init(XMP.tc260, "AIGC") { aigc = value }
    }
}
