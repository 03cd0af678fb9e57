import Vips

extension Canvas {
    /// Lays a text on the picture so that it can be read there: in its colour or else the clearest, and with an outline where the ground asks for one.
    mutating func set(_ mask: Mask, x: Int, y: Int, size: Double, colour wished: Lettering.Colour?) {
        let ground = ground(in: Box(x: x, y: y, width: mask.width, height: mask.height))
        let colour = wished ?? ground.clearest
        if ground.contrast(with: colour.luminance) < 4.5 {
            let outline = colour.luminance > 0.2 ? Lettering.Colour.black : .white
            // A wide soft shade calms the ground, the more the more restless it is; a narrow one gives each letter its edge.
            let isRestless = Ground.contrast(ground.light, ground.dark) > 3
            lay(outline, around: mask, x: x, y: y, sigma: max(3, size * 0.24), gain: 2.6, isRestless ? 0.78 : 0.5)
            lay(outline, around: mask, x: x, y: y, sigma: max(0.7, size * 0.02), gain: 3.5, 0.85)
        }
        lay(colour, through: mask, x: x, y: y)
    }

    private mutating func lay(
        _ colour: Lettering.Colour,
        around mask: Mask,
        x: Int,
        y: Int,
        sigma: Double,
        gain: Double,
        _ opacity: Double
    ) {
        let margin = Int((sigma * 2.8).rounded(.up))
        let halo = mask.halo(margin: margin, sigma: sigma, gain: gain)
        lay(colour, through: halo, x: x - margin, y: y - margin, opacity: opacity)
    }
}
