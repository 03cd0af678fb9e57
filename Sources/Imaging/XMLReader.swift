/// Walks through XML with namespaces, piece by piece; stops for good where it is not well formed. Knows no document types, and so no entities of theirs.
struct XMLReader {
    struct Name: Equatable {
        var space: String
        var local: String

        init(_ space: String, _ local: String) {
            self.space = space
            self.local = local
        }
    }

    enum Piece: Equatable {
        case start(Name, attributes: [Attribute])
        case text(String)
        case end
    }

    struct Attribute: Equatable {
        var name: Name
        var value: String
    }

    private let bytes: [UInt8]
    private var place = 0
    /// The prefixes that each open element declares.
    private var scopes: [[String: String]] = []
    private var isClosing = false
    private static let deepest = 64

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> Piece? {
        if isClosing {
            isClosing = false
            scopes.removeLast()
            return .end
        }
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "<") else { return text() }
            if starts("<?") {
                guard skip(past: "?>") else { return nil }
            } else if starts("<!--") {
                guard skip(past: "-->") else { return nil }
            } else if starts("<![CDATA[") {
                let start = place + 9
                guard skip(past: "]]>") else { return nil }
                return .text(String(decoding: bytes[start..<max(start, place - 3)], as: UTF8.self))
            } else if starts("</") {
                guard !scopes.isEmpty, skip(past: ">") else { return nil }
                scopes.removeLast()
                return .end
            } else {
                return starts("<!") ? stop() : start()
            }
        }
        return nil
    }

    private mutating func stop() -> Piece? {
        place = bytes.count
        return nil
    }

    private mutating func text() -> Piece {
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: "<") { place += 1 }
        return .text(Self.plain(bytes[start..<place]))
    }

    private mutating func start() -> Piece? {
        place += 1
        guard scopes.count < Self.deepest, let tag = name() else { return stop() }
        var attributes: [(name: String, value: String)] = []
        while true {
            skipSpace()
            if starts("/>") {
                place += 2
                isClosing = true
                break
            }
            if starts(">") {
                place += 1
                break
            }
            guard let name = name() else { return stop() }
            skipSpace()
            guard starts("=") else { return stop() }
            place += 1
            skipSpace()
            guard let value = quoted() else { return stop() }
            attributes.append((name, value))
        }
        var scope: [String: String] = [:]
        for (name, value) in attributes {
            if name == "xmlns" {
                scope[""] = value
            } else if name.hasPrefix("xmlns:") {
                scope[String(name.dropFirst(6))] = value
            }
        }
        scopes.append(scope)
        let others = attributes.filter { $0.name != "xmlns" && !$0.name.hasPrefix("xmlns:") }
        return .start(
            resolved(tag, isElement: true),
            attributes: others.map { Attribute(name: resolved($0.name, isElement: false), value: $0.value) }
        )
    }

    private func resolved(_ name: String, isElement: Bool) -> Name {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let prefix = parts.count == 2 ? String(parts[0]) : ""
        // The default namespace is for elements alone.
        guard parts.count == 2 || isElement else { return Name("", name) }
        return Name(scopes.last { $0[prefix] != nil }?[prefix] ?? "", String(parts[parts.count - 1]))
    }

    private mutating func name() -> String? {
        let start = place
        while place < bytes.count, !" \t\r\n=/>\"'<".utf8.contains(bytes[place]) { place += 1 }
        return place > start ? String(decoding: bytes[start..<place], as: UTF8.self) : nil
    }

    private mutating func quoted() -> String? {
        guard place < bytes.count, "\"'".utf8.contains(bytes[place]) else { return nil }
        let quote = bytes[place]
        let start = place + 1
        place = start
        while place < bytes.count, bytes[place] != quote { place += 1 }
        guard place < bytes.count else { return nil }
        defer { place += 1 }
        return Self.plain(bytes[start..<place])
    }

    private mutating func skipSpace() {
        while place < bytes.count, " \t\r\n".utf8.contains(bytes[place]) { place += 1 }
    }

    private func starts(_ text: String) -> Bool {
        bytes[place...].starts(with: text.utf8)
    }

    private mutating func skip(past text: String) -> Bool {
        while place < bytes.count {
            if starts(text) {
                place += text.utf8.count
                return true
            }
            place += 1
        }
        return false
    }

    /// Text with its character references replaced; one that is unknown stays as it is.
    private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        var place = bytes.startIndex
        while place < bytes.endIndex {
            let window = bytes[place..<min(place + 12, bytes.endIndex)]
            if bytes[place] == UInt8(ascii: "&"), let end = window.firstIndex(of: UInt8(ascii: ";")),
                let character = character(String(decoding: bytes[place + 1..<end], as: UTF8.self))
            {
                plain += String(character).utf8
                place = end + 1
            } else {
                plain.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    private static func character(_ name: String) -> Character? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.hasPrefix("#") else { return nil }
            let digits = name.dropFirst()
            let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return code.flatMap(Unicode.Scalar.init).map(Character.init)
        }
    }
}
