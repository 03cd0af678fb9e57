import Vips

extension Canvas {
    /// Lays a text on the picture so that it can be read there: in its colour or else the clearest, and with an outline where the ground asks for one.
    mutating func set(_ mask: Mask, x: Int, y: Int, size: Double, colour wished: Lettering.Colour?) throws(VipsError) {
        let ground = ground(in: Box(x: x, y: y, width: mask.width, height: mask.height))
        let colour = wished ?? ground.clearest
        if ground.contrast(with: colour.luminance) < 4.5 {
            let outline = colour.luminance > 0.2 ? Lettering.Colour.black : .white
            // Wide and soft, so that it calms the ground; then narrow and firm, so that each letter has an edge.
            let wide = max(3, size * 0.13)
            let shade = try mask.halo(margin: Int(wide * 2.6), sigma: wide, gain: 1.5)
            lay(outline, through: shade, x: x - Int(wide * 2.6), y: y - Int(wide * 2.6), opacity: 0.5)
            let narrow = max(0.7, size * 0.02)
            let edge = Int((narrow * 3).rounded(.up))
            let line = try mask.halo(margin: edge, sigma: narrow, gain: 3.5)
            lay(outline, through: line, x: x - edge, y: y - edge, opacity: 0.85)
        }
        lay(colour, through: mask, x: x, y: y)
    }
}
