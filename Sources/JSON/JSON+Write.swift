extension JSON {
    /// The compact text of the value.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        write(to: &bytes)
        return bytes
    }

    package var text: String { String(decoding: encoded, as: UTF8.self) }

    /// The text on many lines, for people.
    package var pretty: String {
        var bytes: [UInt8] = []
        writePretty(to: &bytes, indent: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .number(let value): Self.write(value, to: &bytes)
        case .text(let text): text.withUTF8 { Self.write($0, to: &bytes) }
        case .array(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                item.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private func writePretty(to bytes: inout [UInt8], indent: Int) {
        func line(_ level: Int) {
            bytes.append(0x0A)
            bytes += repeatElement(0x20, count: level * 2)
        }
        switch self {
        case .array(let items) where !items.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                line(indent + 1)
                item.writePretty(to: &bytes, indent: indent + 1)
            }
            line(indent)
            bytes.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                line(indent + 1)
                Self.write(member.name, to: &bytes)
                bytes += [UInt8(ascii: ":"), 0x20]
                member.value.writePretty(to: &bytes, indent: indent + 1)
            }
            line(indent)
            bytes.append(UInt8(ascii: "}"))
        default: write(to: &bytes)
        }
    }

    /// Whole numbers are written without a fraction; JSON has no infinity, so it becomes null.
    private static func write(_ value: Double, to bytes: inout [UInt8]) {
        if let whole = Int64(exactly: value) {
            bytes += String(whole).utf8
        } else if value.isFinite {
            bytes += "\(value)".utf8
        } else {
            bytes += "null".utf8
        }
    }

    private static func write(_ string: String, to bytes: inout [UInt8]) {
        var string = string
        string.withUTF8 { write($0, to: &bytes) }
    }

    /// Copies whole runs between the few bytes that need an escape.
    private static func write(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for (place, byte) in text.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<place]))
            writeEscape(of: byte, to: &bytes)
            start = place + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
        bytes.append(UInt8(ascii: "\""))
    }

    private static func writeEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        default:
            let hex = String(byte, radix: 16)
            bytes.append(contentsOf: "u00\(hex.utf8.count == 1 ? "0" : "")\(hex)".utf8)
        }
    }
}
