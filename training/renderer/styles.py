"""Ways of putting parts on the picture. Each style has two verbs: a thing in front, and a layer of the background behind."""

import skia

from .colours import BLACK, INK, WHITE, brightness, mix, shade


def paint(colour, width=None, alpha=255):
    p = skia.Paint(AntiAlias=True, Color=skia.Color(*colour, alpha))
    if width is not None:
        p.setStyle(skia.Paint.kStroke_Style)
        p.setStrokeWidth(width)
        p.setStrokeCap(skia.Paint.kRound_Cap)
        p.setStrokeJoin(skia.Paint.kRound_Join)
    return p


class Flat:
    """Areas of plain colour, with a thin darker contour round each thing so that it stands off its background."""

    contour = 0.014

    def sky(self, top, bottom):
        return top, bottom

    def layer(self, canvas, part):
        canvas.drawPath(part.path, paint(part.colour, part.width if part.kind == "line" else None))

    def thing(self, canvas, parts, unit):
        """`unit`: one unit of the picture in units of the thing, so that contours are equally wide on all things."""
        edge = 2 * self.contour * unit
        for p in parts:
            if p.kind == "fill":
                canvas.drawPath(p.path, paint(shade(p.colour, -0.5), edge))
            elif p.kind == "line" and p.width > 0.03:
                canvas.drawPath(p.path, paint(shade(p.colour, -0.5), p.width + edge))
        self.colours(canvas, parts)

    def colours(self, canvas, parts):
        for p in parts:
            canvas.drawPath(p.path, paint(p.colour, p.width if p.kind == "line" else None))


class Paper(Flat):
    """Cut from coloured paper: every layer and thing throws a soft shadow down to the right."""

    def sky(self, top, bottom):
        return mix(top, bottom, 0.5), mix(top, bottom, 0.5)

    def layer(self, canvas, part):
        if part.kind == "fill":
            for d, a in ((-0.012, 34), (-0.024, 26)):
                canvas.save()
                canvas.translate(0, d)
                canvas.drawPath(part.path, paint(BLACK, None, a))
                canvas.restore()
        super().layer(canvas, part)

    def thing(self, canvas, parts, unit):
        for d, a in ((0.022, 70), (0.042, 45)):
            canvas.saveLayerAlpha(None, a)
            canvas.translate(d * unit, d * unit)
            for p in parts:
                if p.kind == "fill":
                    canvas.drawPath(p.path, paint(BLACK))
                elif p.kind == "line":
                    canvas.drawPath(p.path, paint(BLACK, p.width))
            canvas.restore()
        for p in parts:
            canvas.drawPath(p.path, paint(p.colour, p.width if p.kind == "line" else None))
            if p.kind == "fill":
                canvas.drawPath(p.path, paint(shade(p.colour, 0.45), 0.010 * unit, 150))


class Line:
    """Coloured pencil lines on paper; the paper is dark at night."""

    width = 0.02

    def sky(self, top, bottom):
        self.paper = (34, 40, 74) if brightness(top) < 0.25 else mix(WHITE, bottom, 0.10)
        return self.paper, self.paper

    def ink(self, colour):
        if brightness(self.paper) < 0.4:
            return mix(colour, WHITE, 0.55) if brightness(colour) < 0.42 else colour
        return mix(colour, BLACK, 0.32 if brightness(colour) > 0.85 else 0.12 if brightness(colour) > 0.6 else 0)

    def layer(self, canvas, part):
        if part.kind == "line":
            canvas.drawPath(part.path, paint(mix(self.paper, self.ink(part.colour), 0.4), min(part.width, 0.012)))
        elif part.kind == "solid":
            canvas.drawPath(part.path, paint(mix(self.paper, part.colour, 0.5)))
        else:
            canvas.drawPath(part.path, paint(mix(self.paper, part.colour, 0.10)))
            canvas.drawPath(part.path, paint(mix(self.paper, self.ink(part.colour), 0.55), 0.012))

    def thing(self, canvas, parts, unit):
        w = self.width * unit
        for p in parts:
            if p.kind == "fill":
                canvas.drawPath(p.path, paint(mix(self.paper, p.colour, 0.08)))
                canvas.drawPath(p.path, paint(self.ink(p.colour), w))
            elif p.kind == "line":
                if p.width > 2.2 * w:
                    canvas.drawPath(p.path, paint(self.ink(p.colour), p.width + w))
                    canvas.drawPath(p.path, paint(mix(self.paper, p.colour, 0.08), p.width - w))
                else:
                    canvas.drawPath(p.path, paint(self.ink(p.colour), min(p.width, w)))
            else:
                dark = brightness(p.colour) < 0.3
                canvas.drawPath(p.path, paint(self.ink(p.colour) if dark else mix(self.paper, p.colour, 0.45)))


class Neon:
    """Glowing tubes in the dark."""

    width = 0.018

    def sky(self, top, bottom):
        return mix((10, 8, 26), top, 0.06), mix((14, 10, 34), bottom, 0.10)

    def glow(self, colour):
        if brightness(colour) < 0.25:
            return (112, 112, 138)
        return mix(colour, WHITE, 0.12) if brightness(colour) > 0.3 else mix(colour, WHITE, 0.25)

    def layer(self, canvas, part):
        c = mix((18, 14, 40), part.colour, 0.5)
        if part.kind == "line":
            canvas.drawPath(part.path, paint(c, min(part.width, 0.01)))
        elif part.kind == "solid":
            canvas.drawPath(part.path, paint(mix((18, 14, 40), part.colour, 0.45)))
        else:
            canvas.drawPath(part.path, paint(mix((14, 11, 34), part.colour, 0.10)))
            canvas.drawPath(part.path, paint(c, 0.01))

    def thing(self, canvas, parts, unit):
        w = self.width * unit
        for p in parts:
            g = self.glow(p.colour)
            if p.kind == "fill":
                canvas.drawPath(p.path, paint(mix((12, 10, 30), p.colour, 0.14)))
                canvas.drawPath(p.path, paint(g, 4.4 * w, 44))
                canvas.drawPath(p.path, paint(g, 2.4 * w, 80))
                canvas.drawPath(p.path, paint(mix(g, WHITE, 0.25), w))
            elif p.kind == "line":
                canvas.drawPath(p.path, paint(g, p.width + 1.6 * w, 60))
                canvas.drawPath(p.path, paint(mix(g, WHITE, 0.25), min(p.width, 1.4 * w)))
            else:
                canvas.drawPath(p.path, paint(mix(g, WHITE, 0.4) if p.colour == INK else mix((12, 10, 30), g, 0.6)))


STYLES = {"flat": Flat, "line": Line, "neon": Neon, "paper": Paper}
