/// How light a piece of a picture is, and how restless.
struct Ground {
    /// Luminance, from 0 to 1, of the dark end, the middle and the light end.
    let dark: Double
    let middle: Double
    let light: Double
    /// How much light changes from one place to the next.
    let roughness: Double

    init(lights: [Double], roughness: Double) {
        let sorted = lights.sorted()
        func share(_ part: Double) -> Double {
            sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
        }
        dark = share(0.05)
        middle = share(0.5)
        light = share(0.95)
        self.roughness = roughness
    }

    /// The contrast of a colour with the worst of the ground, from 1 to 21, after WCAG 2.2.
    func contrast(with luminance: Double) -> Double {
        if luminance > dark, luminance < light { return 1 }
        return min(Self.contrast(luminance, dark), Self.contrast(luminance, light))
    }

    /// Black on a ground that is light all over, else white: with an outline it reads well on anything in between.
    var clearest: Lettering.Colour {
        let black = contrast(with: Lettering.Colour.black.luminance)
        return black >= 7 || black >= 4.5 && middle > 0.45 ? .black : .white
    }

    static func contrast(_ a: Double, _ b: Double) -> Double {
        (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    static func luminance(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Double {
        0.2126 * linear[Int(red)] + 0.7152 * linear[Int(green)] + 0.0722 * linear[Int(blue)]
    }

    /// sRGB made linear, by 2.2 in place of the exact curve: contrast has no use for more.
    private static let linear: [Double] = (0...255).map { value in
        let share = Double(value) / 255
        return share * share * (0.8 + 0.2 * share)
    }
}

extension Lettering.Colour {
    var luminance: Double { Ground.luminance(red, green, blue) }
}
