/// Pictures as text: base64 after RFC 4648, fast; line breaks and spaces inside are skipped, padding may be missing.
package enum PictureText {
    /// `nil` for anything that is no base64.
    package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let bytes = text.withUnsafeBufferPointer { source -> [UInt8]? in
            var isValid = true
            let decoded = [UInt8](unsafeUninitializedCapacity: source.count / 4 * 3 + 3) { target, count in
                guard let written = decode(source, into: target) else {
                    isValid = false
                    return
                }
                count = written
            }
            return isValid ? decoded : nil
        }
        return bytes
    }

    package static func decode(_ text: String) -> [UInt8]? {
        decode(ArraySlice(text.utf8))
    }

    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var place = 0
        while place < bytes.count {
            let left = bytes.count - place
            let group =
                UInt32(bytes[place]) << 16 | (left > 1 ? UInt32(bytes[place + 1]) << 8 : 0)
                | (left > 2 ? UInt32(bytes[place + 2]) : 0)
            text.append(alphabet[Int(group >> 18)])
            text.append(alphabet[Int(group >> 12 & 63)])
            text.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : pad)
            text.append(left > 2 ? alphabet[Int(group & 63)] : pad)
            place += 3
        }
        return text
    }

    private static let pad = UInt8(ascii: "=")
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let space: UInt8 = 0x40
    private static let invalid: UInt8 = 0x80

    /// The six bits of each character, or what else it is.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        for character in [0x09, 0x0A, 0x0D, 0x20] { values[character] = space }
        return values
    }()

    private static func decode(
        _ source: UnsafeBufferPointer<UInt8>,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) -> Int? {
        values.withUnsafeBufferPointer { values in
            var end = source.count
            while end > 0, values[Int(source[end - 1])] == space { end -= 1 }
            var padding = 0
            while end > 0, source[end - 1] == pad, padding < 2 {
                padding += 1
                end -= 1
            }
            var written = 0
            var place = 0
            var group: UInt32 = 0
            var held = 0
            while place < end {
                // Four plain characters at once, as long as nothing odd comes.
                if held == 0, place + 4 <= end {
                    let a = values[Int(source[place])]
                    let b = values[Int(source[place + 1])]
                    let c = values[Int(source[place + 2])]
                    let d = values[Int(source[place + 3])]
                    if a | b | c | d < space {
                        let bits = UInt32(a) << 18 | UInt32(b) << 12 | UInt32(c) << 6 | UInt32(d)
                        target[written] = UInt8(truncatingIfNeeded: bits >> 16)
                        target[written + 1] = UInt8(truncatingIfNeeded: bits >> 8)
                        target[written + 2] = UInt8(truncatingIfNeeded: bits)
                        written += 3
                        place += 4
                        continue
                    }
                }
                let value = values[Int(source[place])]
                place += 1
                if value == space { continue }
                guard value < space else { return nil }
                group = group << 6 | UInt32(value)
                held += 1
                guard held == 4 else { continue }
                target[written] = UInt8(truncatingIfNeeded: group >> 16)
                target[written + 1] = UInt8(truncatingIfNeeded: group >> 8)
                target[written + 2] = UInt8(truncatingIfNeeded: group)
                written += 3
                group = 0
                held = 0
            }
            guard held != 1, padding == 0 || held + padding == 4 else { return nil }
            if held == 2 {
                target[written] = UInt8(truncatingIfNeeded: group >> 4)
                written += 1
            } else if held == 3 {
                target[written] = UInt8(truncatingIfNeeded: group >> 10)
                target[written + 1] = UInt8(truncatingIfNeeded: group >> 2)
                written += 2
            }
            return written
        }
    }
}
