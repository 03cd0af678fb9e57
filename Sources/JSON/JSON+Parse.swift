/// Why a text is no JSON, and where.
package struct JSONError: Error, Equatable, CustomStringConvertible {
    package let reason: String
    /// Bytes before the fault.
    package let offset: Int

    package var description: String { "\(reason) at byte \(offset)" }
}

extension JSON {
    /// Reads one JSON value (RFC 8259) and nothing after it; of members with one name the last counts.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = Parser(bytes: bytes)
        self = try parser.document()
    }

    package init(parsing text: String) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }
}

private struct Parser {
    /// Deeper nesting is refused: it serves nobody but an attacker of the stack.
    static let depthLimit = 64
    /// A string of so many bytes stays in the body.
    static let sliceThreshold = 1024

    let bytes: [UInt8]
    var place = 0
    var depth = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    func fault(_ reason: String) -> JSONError { JSONError(reason: reason, offset: place) }

    mutating func document() throws(JSONError) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
        let value = try value()
        skipSpace()
        guard place == bytes.count else { throw fault("something follows the value") }
        return value
    }

    var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func skipSpace() {
        while place < bytes.count, bytes[place] == 0x20 || (0x09...0x0D).contains(bytes[place]) {
            if bytes[place] == 0x0B || bytes[place] == 0x0C { return }
            place += 1
        }
    }

    mutating func value() throws(JSONError) -> JSON {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw fault("the text ends where a value is expected")
        case let digit? where digit == UInt8(ascii: "-") || Self.isDigit(digit): return try number()
        default: throw fault("no value begins like this")
        }
    }

    mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        let end = place + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes[place..<end].elementsEqual(word.description.utf8) else {
            throw fault("no value begins like this")
        }
        place = end
        return value
    }

    mutating func descend() throws(JSONError) {
        depth += 1
        guard depth <= Self.depthLimit else { throw fault("nested deeper than \(Self.depthLimit) levels") }
        place += 1
    }

    mutating func object() throws(JSONError) -> JSON {
        try descend()
        var members: [Object.Member] = []
        skipSpace()
        if next == UInt8(ascii: "}") {
            place += 1
            depth -= 1
            return .object(Object())
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw fault("a member's name is expected") }
            let name = try string().string
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw fault("a colon is expected") }
            place += 1
            members.append(Object.Member(name: name, value: try value()))
            skipSpace()
            switch next {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "}"):
                place += 1
                depth -= 1
                return .object(Object(members))
            default: throw fault("a comma or } is expected")
            }
        }
    }

    mutating func array() throws(JSONError) -> JSON {
        try descend()
        var items: [JSON] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            place += 1
            depth -= 1
            return .array([])
        }
        while true {
            items.append(try value())
            skipSpace()
            switch next {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "]"):
                place += 1
                depth -= 1
                return .array(items)
            default: throw fault("a comma or ] is expected")
            }
        }
    }

    mutating func number() throws(JSONError) -> JSON {
        let start = place
        if next == UInt8(ascii: "-") { place += 1 }
        let whole = place
        skipDigits()
        guard place > whole, bytes[whole] != UInt8(ascii: "0") || place == whole + 1 else {
            throw fault("a number is malformed")
        }
        var isInteger = true
        if next == UInt8(ascii: ".") {
            isInteger = false
            place += 1
            let fraction = place
            skipDigits()
            guard place > fraction else { throw fault("a number is malformed") }
        }
        if let mark = next, mark | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            place += 1
            if let sign = next, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { place += 1 }
            let exponent = place
            skipDigits()
            guard place > exponent else { throw fault("a number is malformed") }
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isInteger, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw fault("a number is out of range") }
        return .number(value)
    }

    mutating func skipDigits() {
        while let digit = next, Self.isDigit(digit) { place += 1 }
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    mutating func string() throws(JSONError) -> Text {
        place += 1
        let start = place
        var isASCII = true
        while true {
            guard place < bytes.count else { throw fault("a string does not end") }
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw fault("a control character inside a string") }
            if byte >= 0x80 { isASCII = false }
            place += 1
        }
        let slice = bytes[start..<place]
        place += 1
        if slice.count >= Self.sliceThreshold {
            guard isASCII || String(validating: slice, as: UTF8.self) != nil else {
                throw fault("a string is no UTF-8")
            }
            return Text(bytes: slice)
        }
        guard let string = String(validating: slice, as: UTF8.self) else { throw fault("a string is no UTF-8") }
        return Text(string)
    }

    /// The slow way, for strings that hold a backslash.
    mutating func escapedString(from start: Int) throws(JSONError) -> Text {
        var text = Array(bytes[start..<place])
        while true {
            guard let byte = next else { throw fault("a string does not end") }
            place += 1
            if byte == UInt8(ascii: "\"") { break }
            if byte < 0x20 { throw fault("a control character inside a string") }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard let escape = next else { throw fault("a string does not end") }
            place += 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"): text += String(try unicodeEscape()).utf8
            default: throw fault("an unknown escape")
            }
        }
        guard let string = String(validating: text, as: UTF8.self) else { throw fault("a string is no UTF-8") }
        return Text(string)
    }

    /// The character of `\uXXXX` or of a pair; half a pair becomes U+FFFD, as browsers do it.
    mutating func unicodeEscape() throws(JSONError) -> Character {
        let replacement: Character = "\u{FFFD}"
        let unit = try hexUnit()
        guard (0xD800...0xDFFF).contains(unit) else {
            return Unicode.Scalar(unit).map(Character.init) ?? replacement
        }
        guard unit < 0xDC00, place + 6 <= bytes.count, bytes[place] == UInt8(ascii: "\\"),
            bytes[place + 1] == UInt8(ascii: "u")
        else { return replacement }
        let mark = place
        place += 2
        let low = try hexUnit()
        guard (0xDC00...0xDFFF).contains(low) else {
            place = mark
            return replacement
        }
        let scalar = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        return Unicode.Scalar(scalar).map(Character.init) ?? replacement
    }

    mutating func hexUnit() throws(JSONError) -> UInt32 {
        guard place + 4 <= bytes.count else { throw fault("an unknown escape") }
        var unit: UInt32 = 0
        for byte in bytes[place..<place + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw fault("an unknown escape")
            }
            unit = unit << 4 | UInt32(digit)
        }
        place += 4
        return unit
    }
}
