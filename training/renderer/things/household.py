"""Things of the house."""

import math

import skia

from ..colours import WHITE, WOOD, mix, shade
from ..pen import box, curve, oval


def cup(pen, c, v, extras):
    light, dark = shade(c, 0.35), shade(c, -0.25)
    pen.line([(0.24, -0.08), (0.44, -0.08), (0.46, 0.16), (0.22, 0.24)], c, 0.085)
    pen.blob([(-0.36, -0.16), (0.3, -0.16), (0.28, 0.14), (0.18, 0.42), (0.0, 0.47), (-0.1, 0.47), (-0.24, 0.42), (-0.34, 0.14)], c)
    pen.oval(-0.03, -0.17, 0.335, 0.085, light)
    pen.solid(oval(-0.03, -0.16, 0.26, 0.055), (110, 70, 46) if v.random() < 0.5 else (214, 150, 80))
    for x in (-0.12, 0.06):
        pen.line([(x, -0.26), (x + 0.05, -0.33), (x - 0.02, -0.4), (x + 0.03, -0.48)], (196, 200, 206), 0.035)


def chair(pen, c, v, extras):
    light, dark = shade(c, 0.2), shade(c, -0.3)
    for x in (-0.2, 0.13):
        pen.box(x, 0.06, 0.07, 0.3, dark)
    rungs = v.choice([2, 3])
    for x in (-0.26, 0.19):
        pen.box(x, -0.48, 0.07, 0.56, c, 0.02)
    for i in range(rungs):
        pen.box(-0.24, -0.43 + i * (0.36 / rungs), 0.48, 0.09, c, 0.02)
    pen.poly([(-0.24, 0.02), (0.24, 0.02), (0.31, 0.16), (-0.31, 0.16)], light)
    pen.box(-0.31, 0.15, 0.62, 0.07, c, 0.02)
    for x in (-0.3, 0.22):
        pen.box(x, 0.21, 0.08, 0.28, c, 0.02)


def umbrella(pen, c, v, extras):
    light, dark = shade(c, 0.35), shade(c, -0.2)
    pen.line([(0, -0.1), (0, 0.36)], (110, 84, 70), 0.05)
    pen.line([(0, 0.34), (0.02, 0.45), (0.1, 0.47), (0.14, 0.38)], (110, 84, 70), 0.055)
    pen.line([(0, -0.42), (0, -0.5)], (110, 84, 70), 0.04)
    p = skia.Path()
    p.moveTo(-0.5, 0.04)
    p.cubicTo(-0.48, -0.6, 0.48, -0.6, 0.5, 0.04)
    for i in range(4):
        x = 0.5 - 0.25 * i
        p.quadTo(x - 0.125, -0.09, x - 0.25, 0.04)
    p.close()
    pen.fill(p, c)
    q = skia.Path()
    q.moveTo(-0.25, 0.04)
    q.quadTo(-0.22, -0.3, 0, -0.43)
    q.quadTo(0.22, -0.3, 0.25, 0.04)
    q.quadTo(0.125, -0.09, 0, 0.04)
    q.quadTo(-0.125, -0.09, -0.25, 0.04)
    q.close()
    pen.solid(q, light)


def balloon(pen, c, v, extras):
    light = shade(c, 0.55)
    s = v.uniform(-0.07, 0.07)
    pen.line([(0, 0.14), (s, 0.26), (-s, 0.38), (s / 2, 0.49)], (120, 116, 124), 0.026)
    pen.poly([(0, 0.1), (0.055, 0.19), (-0.055, 0.19)], shade(c, -0.2))
    pen.blob([(0, -0.49), (0.2, -0.42), (0.27, -0.22), (0.17, 0.0), (0, 0.13), (-0.17, 0.0), (-0.27, -0.22), (-0.2, -0.42)], c)
    pen.solid(curve([(-0.16, -0.28), (-0.1, -0.38), (-0.07, -0.28), (-0.13, -0.18)], True), light)
