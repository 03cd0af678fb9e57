/// A JSON string; a long one stays where it is in the body that it came in, so that a picture in base64 is never copied.
package struct Text: Sendable, ExpressibleByStringLiteral {
    private enum Storage: Sendable {
        case string(String)
        /// Valid UTF-8 without escapes.
        case bytes(ArraySlice<UInt8>)
    }

    private let storage: Storage

    package init(_ string: String) {
        storage = .string(string)
    }

    package init(stringLiteral value: String) {
        storage = .string(value)
    }

    init(bytes: ArraySlice<UInt8>) {
        storage = .bytes(bytes)
    }

    package var string: String {
        switch storage {
        case .string(let string): string
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The UTF-8 of the text; a slice of the original body where the text is long.
    package var utf8: ArraySlice<UInt8> {
        switch storage {
        case .string(let string): ArraySlice(string.utf8)
        case .bytes(let bytes): bytes
        }
    }

    /// Lends the UTF-8 without a copy.
    func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        switch storage {
        case .string(var string): string.withUTF8(body)
        case .bytes(let bytes): bytes.withUnsafeBufferPointer(body)
        }
    }

    package var utf8Count: Int {
        switch storage {
        case .string(let string): string.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }

    /// Whether it begins with an ASCII text, without looking at the rest.
    package func starts(with ascii: String) -> Bool {
        switch storage {
        case .string(let string): string.utf8.starts(with: ascii.utf8)
        case .bytes(let bytes): bytes.starts(with: ascii.utf8)
        }
    }
}

extension Text: Equatable {
    package static func == (left: Text, right: Text) -> Bool {
        switch (left.storage, right.storage) {
        case (.string(let left), .string(let right)): left == right
        default: left.utf8 == right.utf8
        }
    }
}
