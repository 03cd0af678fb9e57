"""What hangs in the sky."""

import math

import skia

from ..colours import INK, shade
from ..pen import around, oval, polygon


def sun(pen, c, v, extras):
    count = v.choice([8, 10, 12])
    start = v.uniform(0, 1)
    for i in range(count):
        a, w = start + 2 * math.pi * i / count, 0.12
        pen.poly([(0.33 * math.sin(a - w), -0.33 * math.cos(a - w)), (0.5 * math.sin(a), -0.5 * math.cos(a)), (0.33 * math.sin(a + w), -0.33 * math.cos(a + w))], shade(c, -0.08))
    pen.oval(0, 0, 0.29, 0.29, c)
    if v.random() < 0.4:
        for s in (-1, 1):
            pen.dot(s * 0.1, -0.04, 0.03, INK)
        pen.line([(-0.09, 0.08), (0, 0.13), (0.09, 0.08)], INK, 0.03)


def moon(pen, c, v, extras):
    bite = v.uniform(0.16, 0.22)
    full = oval(-0.06, 0, 0.44, 0.47)
    pen.fill(skia.Op(full, oval(-0.06 + bite + 0.04, -0.03, 0.36, 0.39), skia.PathOp.kDifference_PathOp), c)
    pen.dot(-0.36, 0.02, 0.035, shade(c, -0.12))
    pen.dot(-0.28, 0.22, 0.045, shade(c, -0.12))


def cloud(pen, c, v, extras):
    a, b = v.uniform(-0.04, 0.04), v.uniform(-0.03, 0.03)
    p = skia.Path()
    p.addRoundRect(skia.Rect(-0.74, 0.04, 0.74, 0.4), 0.18, 0.18)
    for x, y, r in ((-0.42, 0.06, 0.24), (-0.06 + a, -0.12, 0.32), (0.36 + b, 0.02, 0.26)):
        p = skia.Op(p, oval(x, y, r, r), skia.PathOp.kUnion_PathOp)
    pen.fill(p, c)
    pen.line([(-0.5, 0.28), (0, 0.3), (0.5, 0.28)], shade(c, -0.1), 0.05)
