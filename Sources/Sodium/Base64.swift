import CSodium

/// Base64 for secrets: libsodium's, whose time does not depend on the bytes. Slow for pictures.
package enum Base64: Sendable {
    /// RFC 4648 §4: `+`, `/` and padding.
    case standard
    /// RFC 4648 §5: `-`, `_` and no padding.
    case url

    private var variant: Int32 {
        switch self {
        case .standard: Int32(sodium_base64_VARIANT_ORIGINAL)
        case .url: Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING)
        }
    }

    package func encode(_ bytes: [UInt8]) -> String {
        // One more than the text: C ends it with a zero.
        let capacity = sodium_base64_encoded_len(bytes.count, variant)
        var text = [CChar](repeating: 0, count: capacity)
        _ = unsafe sodium_bin2base64(&text, capacity, bytes, bytes.count, variant)
        return String(decoding: text.dropLast().lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The bytes, or `nil` when the text is not exactly of this form: nothing is skipped, nothing forgiven.
    package func decode(_ text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { text in
            unsafe text.withMemoryRebound(to: CChar.self) { text in
                var bytes = [UInt8](repeating: 0, count: text.count / 4 * 3 + 3)
                var count = 0
                let status = unsafe sodium_base642bin(
                    &bytes,
                    bytes.count,
                    text.baseAddress,
                    text.count,
                    nil,
                    &count,
                    nil,
                    variant
                )
                guard status == 0 else { return nil }
                bytes.removeLast(bytes.count - count)
                return bytes
            }
        }
    }
}
