package import Domain
import JSON

/// What a model asks of the pictures that are sent to it.
package struct PictureRule: Sendable {
    package var most: Int
    package var formats: [PictureFormat]
    package var bytes: Int
    /// The longest side, where there is a limit.
    package var longestSide: Int?
    /// Each side must be longer than this.
    package var above: Int
    package var pixels: Int? = nil
    /// The ratio of the sides, from 1/ratio to ratio.
    package var ratio: Int? = nil
    /// The code for what a picture is, as against how it was sent.
    package var contentCode: Parameter.Code

    /// What is wrong with a picture, as the end of a sentence that begins with its name.
    package func fault(in header: PictureHeader?, size: Int) -> String? {
        guard size <= bytes else { return "is larger than \(Self.megabytes(bytes)) MB" }
        let names = formats.map(\.rawValue).joined(separator: ", ")
        guard let header else { return "is no picture that can be read; allowed are \(names)" }
        guard formats.contains(header.format) else {
            return "is a \(header.format.rawValue) picture; allowed are \(names)"
        }
        let (width, height) = (header.width, header.height)
        if let longestSide, max(width, height) > longestSide {
            return "is \(width)×\(height); no side may be longer than \(longestSide)"
        }
        if min(width, height) <= above { return "is \(width)×\(height); each side must be longer than \(above)" }
        if let ratio, width > ratio * height || height > ratio * width {
            return "is \(width)×\(height); width : height must be from 1/\(ratio) to \(ratio)"
        }
        // Sides of four bytes each multiply to more than a number holds.
        if let pixels, width > pixels / height { return "is \(width)×\(height); at most \(pixels) pixels are allowed" }
        return nil
    }

    private static func megabytes(_ bytes: Int) -> String {
        let tenths = (Double(bytes) / 1_048_576 * 10).rounded() / 10
        return JSON.number(tenths).text
    }
}

/// A picture that came with a request and is not kept yet.
package struct IncomingPicture: Sendable {
    package enum Source: Sendable {
        case url(String)
        /// The base64 text, still inside the request's body.
        case base64(ArraySlice<UInt8>)
    }

    package var source: Source
    package var kind: Reference.Kind
    /// How messages call it: `image[2]`.
    package var name: String

    /// The bytes of a picture that was sent; the text was found to be base64 before.
    package func decoded() -> [UInt8]? {
        if case .base64(let text) = source { PictureText.decode(text) } else { nil }
    }
}

extension String {
    /// Whether it is an absolute http or https URL with a host and without anything that a URL can't hold.
    package var isWebURL: Bool {
        guard utf8.count <= 8192, unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
            return false
        }
        let lower = prefix(8).lowercased()
        let start = lower.hasPrefix("https://") ? 8 : lower.hasPrefix("http://") ? 7 : 0
        guard start > 0 else { return false }
        let authority = dropFirst(start).prefix { !"/?#\\".contains($0) }
        // A name and a password in it would be sent to whoever is there.
        guard !authority.isEmpty, !authority.contains("@"), !authority.hasPrefix(":") else { return false }
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else { return true }
        return UInt16(authority[authority.index(after: colon)...]) ?? 0 > 0
    }
}
