"""People as simple figures, and faces; a colour named with them is that of the clothes, or of a face's hair."""

from ..colours import INK, NAMED, SKINS, WHITE, shade
from ..pen import curve

HAIR = [(46, 38, 36), (94, 58, 34), (206, 150, 70), (170, 70, 36), (60, 48, 44)]


def _head(pen, v, x, y, r, skin, hair, long):
    if long:
        pen.blob([(x - r * 1.15, y + r * 1.6), (x - r * 1.25, y - r * 0.2), (x, y - r * 1.3), (x + r * 1.25, y - r * 0.2), (x + r * 1.15, y + r * 1.6), (x, y + r * 1.2)], hair)
    pen.oval(x, y, r, r * 1.06, skin)
    pen.blob([(x - r * 1.05, y + r * 0.05), (x - r * 0.9, y - r * 0.85), (x, y - r * 1.25), (x + r * 0.9, y - r * 0.85), (x + r * 1.05, y + r * 0.05), (x + r * 0.6, y - r * 0.45), (x - r * 0.5, y - r * 0.45)], hair)
    for s in (-1, 1):
        pen.dot(x + s * r * 0.36, y + r * 0.08, r * 0.14, INK)
    pen.line([(x - r * 0.3, y + r * 0.5), (x, y + r * 0.62), (x + r * 0.3, y + r * 0.5)], (170, 70, 70), r * 0.13)


def _extras(pen, x, y, r, extras):
    if "glasses" in extras:
        for s in (-1, 1):
            pen.parts.append(_ring(x + s * r * 0.4, y + r * 0.08, r * 0.32))
        pen.line([(x - r * 0.1, y + r * 0.05), (x + r * 0.1, y + r * 0.05)], INK, r * 0.1)
    if "hat" in extras:
        pen.box(x - r * 0.78, y - r * 1.75, r * 1.56, r * 1.15, (72, 76, 110), r * 0.25)
        pen.box(x - r * 0.78, y - r * 0.98, r * 1.56, r * 0.26, (220, 80, 70))
        pen.box(x - r * 1.3, y - r * 0.76, r * 2.6, r * 0.24, (72, 76, 110), r * 0.1)


def _ring(x, y, r):
    from ..pen import Part, oval
    return Part(oval(x, y, r, r), INK, "line", r * 0.3)


def man(pen, c, v, extras):
    skin, hair = v.choice(SKINS), v.choice(HAIR)
    trousers = v.choice([(58, 74, 116), (84, 84, 96), (112, 84, 60)])
    arm = v.uniform(-0.04, 0.1)
    for s in (-1, 1):
        pen.line([(s * 0.12, -0.1), (s * 0.2, 0.04), (s * (0.22 + arm * (s > 0)), 0.16 - 2 * arm * (s > 0))], c, 0.075)
        pen.dot(s * (0.22 + arm * (s > 0)), 0.17 - 2 * arm * (s > 0), 0.042, skin)
        pen.box(s * 0.07 - 0.055, 0.14, 0.11, 0.33, trousers, 0.02)
        pen.oval(s * 0.085, 0.47, 0.075, 0.03, (60, 50, 50))
    pen.box(-0.145, -0.17, 0.29, 0.37, c, 0.06)
    _head(pen, v, 0, -0.31, 0.135, skin, hair, False)
    _extras(pen, 0, -0.31, 0.135, extras)


def woman(pen, c, v, extras):
    skin, hair = v.choice(SKINS), v.choice(HAIR)
    arm = v.uniform(-0.04, 0.1)
    for s in (-1, 1):
        pen.box(s * 0.07 - 0.035, 0.26, 0.07, 0.2, skin, 0.02)
        pen.oval(s * 0.08, 0.47, 0.065, 0.03, (120, 50, 60))
        pen.line([(s * 0.1, -0.11), (s * 0.18, 0.02), (s * (0.21 + arm * (s > 0)), 0.14 - 2 * arm * (s > 0))], skin, 0.06)
    _hair_behind = [(-0.16, -0.08), (-0.17, -0.33), (0, -0.48), (0.17, -0.33), (0.16, -0.08)]
    pen.blob(_hair_behind, hair)
    pen.poly([(-0.1, -0.17), (0.1, -0.17), (0.12, 0.02), (0.25, 0.32), (-0.25, 0.32), (-0.12, 0.02)], c)
    _head(pen, v, 0, -0.31, 0.13, skin, hair, False)
    _extras(pen, 0, -0.31, 0.13, extras)


def face(pen, c, v, extras):
    skin = v.choice(SKINS)
    long = v.random() < 0.5
    r = 0.34
    y = 0.09 if "hat" in extras else 0.04
    r = 0.31 if "hat" in extras else r
    if long:
        pen.blob([(-r * 1.2, 0.46), (-r * 1.3, y - r * 0.2), (0, y - r * 1.35), (r * 1.3, y - r * 0.2), (r * 1.2, 0.46), (0, 0.42)], c)
    else:
        for s in (-1, 1):
            pen.oval(s * r, y + r * 0.15, r * 0.2, r * 0.24, skin)
    pen.oval(0, y, r, r * 1.12, skin)
    part = v.uniform(-0.25, 0.25)
    pen.blob([(-r * 1.06, y + r * 0.02), (-r * 0.95, y - r * 0.85), (0, y - r * 1.36), (r * 0.95, y - r * 0.85), (r * 1.06, y + r * 0.02), (r * 0.75, y - r * 0.4), (r * part, y - r * 0.7), (-r * 0.75, y - r * 0.4)], c)
    iris = v.choice([INK, (70, 50, 40), (40, 80, 140), (50, 110, 80)])
    for s in (-1, 1):
        pen.dot(s * r * 0.4, y + r * 0.06, r * 0.17, WHITE)
        pen.dot(s * r * 0.4, y + r * 0.07, r * 0.115, iris)
        pen.line([(s * r * 0.2, y - r * 0.2), (s * r * 0.4, y - r * 0.27), (s * r * 0.6, y - r * 0.2)], shade(c, -0.3), r * 0.08)
        if v.random() < 0.4:
            pen.dot(s * r * 0.6, y + r * 0.4, r * 0.13, (240, 150, 140))
    pen.line([(0, y + r * 0.15), (r * 0.07, y + r * 0.36), (-r * 0.03, y + r * 0.38)], shade(skin, -0.25), r * 0.07)
    smile = v.uniform(0.06, 0.2)
    pen.line([(-r * 0.32, y + r * 0.62), (0, y + r * (0.62 + smile)), (r * 0.32, y + r * 0.62)], (190, 60, 70), r * 0.1)
    _extras(pen, 0, y, r, extras)
