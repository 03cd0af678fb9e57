import Vips

/// The visible label in the bottom right corner, which says that a machine made the picture.
struct Label {
    let mask: Mask
    let box: Box
    private let size: Double

    /// Its capital letters are a twentieth of the shorter side high, as GB 45438 wants at least.
    init(_ wording: LabelWording, width: Int, height: Int) throws(VipsError) {
        let canCJK = wording.text.unicodeScalars.allSatisfy(Fonts.covers)
        let text = canCJK ? wording.text : LabelWording.english.text
        let wanted = (Double(min(width, height)) / 20).rounded(.up)
        // Measured large, so that the pixels it is rounded to weigh little.
        let capital = try Double(Mask(text: "AI", font: Self.font(400)).height) / 400
        let size = (wanted + 0.5) / capital
        mask = try Mask(text: text, font: Self.font(size))
        self.size = size
        let inset = Typesetter.margin(width, height)
        box = Box(
            x: width - inset - mask.width,
            y: height - inset - mask.height,
            width: mask.width,
            height: mask.height
        )
    }

    func draw(on canvas: inout Canvas) {
        canvas.set(mask, x: box.x, y: box.y, size: size, colour: nil)
    }

    private static func font(_ size: Double) -> String {
        Typeface.font(for: Lettering.Wishes(), size: size)
    }
}

/// What the visible label says.
package enum LabelWording: String, Sendable, CaseIterable {
    case english, chinese, both

    var text: String {
        switch self {
        case .english: "AI Generated"
        case .chinese: "AI生成"
        case .both: "AI生成 · AI Generated"
        }
    }
}
