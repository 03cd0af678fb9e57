/// The fonts that texts are set in: families from Debian, each with one that has Chinese, Japanese and Korean.
enum Typeface {
    /// As Pango reads it.
    static func font(for wishes: Lettering.Wishes, size: Double) -> String {
        let families =
            switch wishes.face ?? .sans {
            case .sans: "Open Sans,Noto Sans CJK SC,DejaVu Sans,sans-serif"
            case .serif: "EB Garamond 12,Noto Serif CJK SC,DejaVu Serif,serif"
            case .handwriting: "Dancing Script,AR PL UKai CN,cursive"
            }
        let weight =
            switch wishes.weight {
            case .light: "Light"
            case .regular: ""
            case .bold: "Bold"
            case nil: wishes.role == .title || wishes.face == .serif ? "Bold" : "Semi-Bold"
            }
        return "\(families), \(weight) \(wishes.isItalic ? "Italic " : "")\(pixels(size))"
    }

    private static func pixels(_ size: Double) -> String {
        let hundredths = Int((size * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    /// The size as a share of the picture's shorter side.
    static func share(for lettering: Lettering) -> Double {
        switch (lettering.wishes.size, lettering.wishes.role) {
        case (.tiny, _): 0.03
        case (.small, _): 0.042
        case (.medium, _): 0.06
        case (.large, _): 0.11
        case (.huge, _): 0.18
        case (nil, .title): 0.11
        case (nil, .subtitle): 0.055
        case (nil, .caption): 0.04
        case (nil, nil):
            switch lettering.text.unicodeScalars.count {
            case ...12: 0.1
            case ...40: 0.07
            default: 0.048
            }
        }
    }
}
