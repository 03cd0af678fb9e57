/// Turns any number of bytes into 32.
package protocol HashFunction: Sendable {
    func hash(_ bytes: Span<UInt8>) -> [UInt8]
}

extension HashFunction {
    package func hash(_ bytes: [UInt8]) -> [UInt8] {
        hash(bytes.span)
    }

    /// The hash of the text's UTF-8 bytes.
    package func hash(utf8 text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { utf8 in hash(unsafe Span(_unsafeElements: utf8)) }
    }

    /// Whether `expected` is the hash of the bytes, in constant time.
    package func isHash(_ expected: [UInt8], of bytes: Span<UInt8>) -> Bool {
        constantTimeEquals(hash(bytes), expected)
    }

    package func isHash(_ expected: [UInt8], of bytes: [UInt8]) -> Bool {
        isHash(expected, of: bytes.span)
    }
}
