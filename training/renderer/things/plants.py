"""Plants and what grows on them."""

import math

import skia

from ..colours import LEAF, WHITE, WOOD, mix, shade
from ..pen import around, curve


def _wood(c):
    return shade(WOOD, -0.3) if abs(c[0] - WOOD[0]) + abs(c[1] - WOOD[1]) + abs(c[2] - WOOD[2]) < 60 else WOOD


def tree(pen, c, v, extras):
    light, wood = shade(c, 0.25), _wood(c)
    pen.poly([(-0.06, 0.0), (0.06, 0.0), (0.07, 0.36), (0.13, 0.49), (-0.13, 0.49), (-0.07, 0.36)], wood)
    pen.fill(_crown(v.choice([8, 9, 10]), 0.33, 0.27, -0.16, v.uniform(0, 0.6)), c)
    for x, y, r in ((-0.14, -0.26, 0.07), (0.1, -0.3, 0.05), (0.17, -0.1, 0.065), (-0.08, -0.03, 0.05), (-0.24, -0.12, 0.045)):
        pen.dot(x + v.uniform(-0.02, 0.02), y, r, light)


def _crown(bumps, rx, ry, y, start):
    """A leafy outline: an oval whose edge swells between `bumps` points."""
    at = [(rx * px, y + ry * py) for px, py in around(bumps, 1, start)]
    out = [(rx * 1.62 * px, y + ry * 1.62 * py) for px, py in around(bumps, 1, start + math.pi / bumps)]
    path = skia.Path()
    path.moveTo(*at[0])
    for i in range(bumps):
        path.quadTo(*out[i], *at[(i + 1) % bumps])
    path.close()
    return path


def flower(pen, c, v, extras):
    count = v.choice([5, 6, 7, 8])
    pen.line([(0, -0.1), (v.uniform(-0.04, 0.04), 0.2), (0, 0.49)], LEAF, 0.055)
    for s, y in ((-1, 0.36), (1, 0.28)):
        pen.blob([(0, y), (s * 0.14, y - 0.12), (s * 0.29, y - 0.1), (s * 0.17, y + 0.02)], LEAF)
    r = 0.115 if count > 6 else 0.135
    for x, y in around(count, 0.19, v.uniform(0, 1), 0, -0.2):
        pen.oval(x, y, r, r, c)
    middle = (250, 210, 60) if not (c[0] > 225 and c[1] > 170 and c[2] < 120) else (150, 92, 40)
    pen.oval(0, -0.2, 0.105, 0.105, middle)


def mushroom(pen, c, v, extras):
    pen.blob([(-0.12, -0.02), (0.12, -0.02), (0.13, 0.28), (0.18, 0.45), (0, 0.49), (-0.18, 0.45), (-0.13, 0.28)], (248, 236, 214))
    top = v.uniform(-0.48, -0.4)
    pen.blob([(-0.48, 0.02), (-0.42, -0.22), (-0.2, top + 0.04), (0, top), (0.2, top + 0.04), (0.42, -0.22), (0.48, 0.02), (0.3, 0.08), (0, 0.1), (-0.3, 0.08)], c)
    spot = (252, 246, 236) if min(c) < 200 else (226, 120, 110)
    for x, y, r in ((-0.25, -0.1, 0.075), (0.02, -0.25, 0.09), (0.27, -0.1, 0.07), (0.02, -0.01, 0.05)):
        pen.dot(x + v.uniform(-0.02, 0.02), y, r, spot)


def cactus(pen, c, v, extras):
    light, dark = shade(c, 0.3), shade(c, -0.2)
    low, high = v.uniform(0.04, 0.14), v.uniform(-0.12, -0.02)
    pen.line([(-0.1, low + 0.06), (-0.24, low + 0.06), (-0.3, low), (-0.3, low - 0.2)], c, 0.15)
    pen.line([(0.1, high + 0.08), (0.24, high + 0.08), (0.3, high + 0.02), (0.3, high - 0.16)], c, 0.15)
    pen.box(-0.14, -0.46, 0.28, 0.95, c, 0.14)
    for x in (-0.05, 0.05):
        pen.line([(x, -0.34), (x, 0.42)], dark, 0.022)
    if v.random() < 0.7:
        for x, y in around(5, 0.055, 0, 0, -0.45):
            pen.dot(x, y, 0.05, (250, 120, 170) if c[0] < 200 else (250, 224, 90))
        pen.dot(0, -0.45, 0.04, (252, 220, 90))


def apple(pen, c, v, extras):
    light = shade(c, 0.5)
    pen.line([(0, -0.22), (0.02, -0.36), (0.07, -0.48)], WOOD, 0.05)
    pen.blob([(0, -0.24), (0.2, -0.32), (0.4, -0.2), (0.43, 0.08), (0.3, 0.38), (0.12, 0.48), (0, 0.44), (-0.12, 0.48), (-0.3, 0.38), (-0.43, 0.08), (-0.4, -0.2), (-0.2, -0.32)], c)
    pen.blob([(0.05, -0.34), (0.18, -0.46), (0.34, -0.44), (0.24, -0.33)], LEAF if c[1] < 140 or c[0] > 150 else shade(LEAF, 0.3))
    pen.solid(curve([(-0.28, -0.12), (-0.18, -0.2), (-0.2, -0.02), (-0.3, 0.06)], True), light)
