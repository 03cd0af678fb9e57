import Domain

/// Pictures as text, made here: only their headers are looked at.
enum Pictures {
    /// The head of a PNG of that size, in base64.
    static func png(width: Int, height: Int, padding: Int = 64) -> String {
        func number(_ value: Int) -> [UInt8] { (0..<4).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        let bytes: [UInt8] =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + number(width)
            + number(height) + [8, 2, 0, 0, 0] + [UInt8](repeating: 0, count: padding)
        return String(decoding: PictureText.encode(bytes), as: UTF8.self)
    }
}
