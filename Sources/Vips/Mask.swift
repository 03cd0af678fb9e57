import CVips

/// How much of each pixel is covered, from 0 to 255, row by row.
package struct Mask: Sendable, Equatable {
    package let width: Int
    package let height: Int
    package let coverage: [UInt8]

    package enum Alignment: Sendable {
        case left, centre, right

        fileprivate var code: Int32 {
            switch self {
            case .left: Int32(VIPS_ALIGN_LOW.rawValue)
            case .centre: Int32(VIPS_ALIGN_CENTRE.rawValue)
            case .right: Int32(VIPS_ALIGN_HIGH.rawValue)
            }
        }
    }

    /// Text set by Pango, trimmed to its ink. The text is no markup: whatever it holds is set as it stands.
    ///
    /// `font`: As Pango reads it, `Open Sans, Noto Sans CJK SC Bold 48`: families, style and size in pixels.
    /// `width`: Where lines are broken; never, when it is 0.
    /// `spacing`: Pixels more between lines.
    package init(
        text: String,
        font: String,
        width: Int = 0,
        alignment: Alignment = .left,
        spacing: Double = 0
    ) throws(VipsError) {
        vipsIsReady
        guard Fonts.areInstalled else { throw VipsError(message: "no font is installed") }
        let image = unsafe flint_vips_text(Self.inert(text), font, Int32(clamping: width), alignment.code, spacing)
        try unsafe self.init(image)
    }

    package init(width: Int, height: Int, coverage: [UInt8]) {
        precondition(coverage.count == width * height, "a mask has one byte a pixel")
        self.width = width
        self.height = height
        self.coverage = coverage
    }

    /// Takes over an image of one band.
    private init(_ image: UnsafeMutablePointer<VipsImage>?) throws(VipsError) {
        guard let image = unsafe image else { throw Picture.lastError() }
        defer { unsafe flint_vips_unref(image) }
        var size = 0
        guard let memory = unsafe vips_image_write_to_memory(image, &size) else { throw Picture.lastError() }
        defer { unsafe g_free(memory) }
        unsafe width = Int(vips_image_get_width(image))
        unsafe height = Int(vips_image_get_height(image))
        guard size == width * height else { throw VipsError(message: "a mask has one byte a pixel") }
        unsafe coverage = [UInt8](UnsafeRawBufferPointer(start: memory, count: size))
    }

    private static func inert(_ text: String) -> String {
        var markup = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": markup += "&amp;"
            case "<": markup += "&lt;"
            case ">": markup += "&gt;"
            case "\n": markup += "\n"
            default: if scalar.properties.generalCategory != .control { markup.unicodeScalars.append(scalar) }
            }
        }
        return markup
    }
}
