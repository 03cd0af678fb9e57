"""Plain shapes."""

import math

from ..pen import around


def circle(pen, c, v, extras):
    pen.oval(0, 0, 0.47, 0.47, c)


def square(pen, c, v, extras):
    s = 0.43
    pen.box(-s, -s, 2 * s, 2 * s, c, v.uniform(0, 0.05))


def triangle(pen, c, v, extras):
    pen.poly([(v.uniform(-0.05, 0.05), -0.45), (0.48, 0.42), (-0.48, 0.42)], c)


def star(pen, c, v, extras):
    inner = v.uniform(0.2, 0.25)
    outer, inside = around(5, 0.5), around(5, inner, math.pi / 5)
    pen.poly([(x, y + 0.03) for pair in zip(outer, inside) for x, y in pair], c)


def heart(pen, c, v, extras):
    import skia
    p = skia.Path()
    p.moveTo(0, 0.46)
    p.cubicTo(-0.62, 0.06, -0.56, -0.42, -0.26, -0.42)
    p.cubicTo(-0.1, -0.42, 0, -0.3, 0, -0.2)
    p.cubicTo(0, -0.3, 0.1, -0.42, 0.26, -0.42)
    p.cubicTo(0.56, -0.42, 0.62, 0.06, 0, 0.46)
    p.close()
    pen.fill(p, c)
