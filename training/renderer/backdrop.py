"""The twelve settings, each drawn as layers behind the things, in units of the picture (width × height = 1)."""

import random

from .colours import BLACK, NAMED, WHITE, mix
from .pen import Pen, around, box, curve, oval, polygon

SKIES = {
    "day": ((150, 208, 244), (228, 244, 252)),
    "night": ((16, 22, 62), (52, 60, 116)),
    "sunset": ((126, 88, 160), (255, 176, 104)),
    "rain": ((128, 142, 162), (184, 194, 204)),
    "snow": ((190, 204, 222), (234, 239, 246)),
}
INDOORS = ("room", "kitchen")
TIMELESS = ("plain", "space")


def tone(colour, time, ground=False):
    """A background colour in the light of the time."""
    if time == "night":
        return mix(tuple(round(v * 0.42) for v in colour), (24, 30, 78), 0.35)
    if time == "sunset":
        return mix(colour, (236, 120, 70), 0.3)
    if time == "rain":
        return mix(colour, (112, 122, 138), 0.38)
    if time == "snow":
        return mix(colour, (246, 249, 253), 0.86 if ground else 0.4)
    return colour


def horizon(setting, height):
    """Where the ground begins, from the top."""
    return height * {"sea": 0.46, "beach": 0.62, "meadow": 0.6, "forest": 0.66, "mountains": 0.68, "desert": 0.6,
                     "city": 0.76, "street": 0.62, "room": 0.66, "kitchen": 0.58}.get(setting, 1.0)


def hills(pen, w, h, y, rise, v, colour, count=2):
    points = [(w * i / (count * 2), y - (rise if i % 2 else 0) * v.uniform(0.6, 1.1)) for i in range(-1, count * 2 + 2)]
    path = curve(points)
    path.lineTo(w + 0.3, h + 0.1)
    path.lineTo(-0.3, h + 0.1)
    path.close()
    pen.fill(path, colour)


def flat_ground(pen, w, h, y, colour):
    pen.box(-0.05, y, w + 0.1, h - y + 0.1, colour)


def sea(pen, w, h, y, v, t):
    flat_ground(pen, w, h, y, tone((58, 140, 206), t))
    flat_ground(pen, w, h, y + (h - y) * 0.45, tone((44, 118, 190), t))
    for i in range(7):
        x, yy = v.uniform(0, w), y + (h - y) * (0.12 + 0.13 * i)
        pen.line([(x - 0.1, yy), (x - 0.05, yy - 0.018), (x, yy), (x + 0.05, yy - 0.018), (x + 0.1, yy)], tone((150, 206, 238), t), 0.012)


def beach(pen, w, h, y, v, t):
    flat_ground(pen, w, h, y - h * 0.16, tone((66, 156, 212), t))
    pen.line([(-0.1, y - 0.004), (w * 0.3, y - 0.016), (w * 0.6, y), (w + 0.1, y - 0.01)], tone((236, 248, 252), t), 0.028)
    hills(pen, w, h, y + 0.02, 0.02, v, tone((244, 222, 166), t, True), 1)
    for i in range(8):
        pen.dot(v.uniform(0, w), v.uniform(y + 0.06, h), 0.008, tone((214, 184, 124), t, True))


def meadow(pen, w, h, y, v, t):
    hills(pen, w, h, y + 0.03, 0.1 * h, v, tone((160, 208, 120), t, True))
    hills(pen, w, h, y + 0.1, 0.04, v, tone((128, 190, 98), t, True))
    for i in range(9):
        x, yy = v.uniform(0, w), v.uniform(y + 0.16, h)
        pen.line([(x - 0.016, yy - 0.03), (x, yy)], tone((88, 154, 70), t), 0.01)
        pen.line([(x + 0.016, yy - 0.03), (x, yy)], tone((88, 154, 70), t), 0.01)


def forest(pen, w, h, y, v, t):
    for row, (green, scale) in enumerate((((116, 166, 128), 0.9), ((70, 130, 92), 1.05))):
        step = 0.17
        for i in range(int(w / step) + 2):
            x = (i + 0.5 * row - 0.25) * step + v.uniform(-0.03, 0.03)
            tall = h * scale * v.uniform(0.38, 0.5)
            base = y + 0.03 * (row + 1)
            pen.poly([(x, base - tall), (x + 0.1, base - tall * 0.35), (x + 0.055, base - tall * 0.38), (x + 0.12, base), (x - 0.12, base), (x - 0.055, base - tall * 0.38), (x - 0.1, base - tall * 0.35)], tone(green, t))
    hills(pen, w, h, y + 0.05, 0.02, v, tone((112, 158, 84), t, True))


def mountains(pen, w, h, y, v, t):
    for i, (x, top, half) in enumerate(((0.22, 0.30, 0.34), (0.8, 0.24, 0.36), (0.52, 0.14, 0.36))):
        x, top = w * (x + v.uniform(-0.05, 0.05)), h * (top + v.uniform(-0.03, 0.05))
        half = half * max(w, 0.7)
        pen.poly([(x, top), (x + half, y + 0.05), (x - half, y + 0.05)], tone(mix((118, 134, 164), (150, 164, 188), 0.5 * (i == 0)), t))
        k = 0.3
        s, d = half * k, (y + 0.05 - top) * k
        pen.poly([(x, top), (x + s, top + d), (x + s * 0.4, top + d * 0.8), (x, top + d * 1.15), (x - s * 0.45, top + d * 0.8), (x - s, top + d)], tone((248, 250, 253), t))
    hills(pen, w, h, y + 0.04, 0.03, v, tone((138, 182, 110), t, True))


def desert(pen, w, h, y, v, t):
    hills(pen, w, h, y + 0.02, 0.12 * h, v, tone((240, 200, 128), t, True), 1)
    hills(pen, w, h, y + 0.12, 0.08 * h, v, tone((230, 178, 100), t, True))
    hills(pen, w, h, y + 0.26, 0.04, v, tone((240, 196, 122), t, True), 1)


def city(pen, w, h, y, v, t):
    lit = t in ("night", "sunset")
    for row, (grey, tall) in enumerate((((176, 190, 212), 0.62), ((132, 148, 178), 0.44))):
        x = -0.05 * row - v.uniform(0, 0.08)
        while x < w:
            wide = v.uniform(0.13, 0.2)
            up = h * tall * v.uniform(0.6, 1.05)
            pen.box(x, y - up, wide, up + 0.05, tone(grey, t))
            for r in range(int(up / 0.085)):
                for c in (0.25, 0.65):
                    if v.random() < 0.75:
                        pen.solid(box(x + wide * c - 0.012, y - up + 0.035 + r * 0.085, 0.034, 0.042), (255, 222, 120) if lit else tone((222, 234, 246), t))
            x += wide + v.uniform(0.0, 0.02)
    flat_ground(pen, w, h, y, tone((150, 152, 160), t, True))


def street(pen, w, h, y, v, t):
    x = -v.uniform(0, 0.15)
    while x < w:
        wide, up = v.uniform(0.24, 0.32), h * v.uniform(0.34, 0.5)
        wall = v.choice([(238, 202, 170), (206, 216, 226), (240, 222, 176), (214, 178, 170), (196, 214, 190)])
        pen.box(x, y - up, wide, up + 0.03, tone(wall, t))
        pen.poly([(x - 0.015, y - up), (x + wide * 0.5, y - up - 0.1), (x + wide + 0.015, y - up)], tone((172, 112, 96), t))
        for c in (0.2, 0.62):
            pen.solid(box(x + wide * c, y - up + 0.05, 0.055, 0.07), (255, 226, 130) if t in ("night", "sunset") else tone((180, 210, 230), t))
        pen.solid(box(x + wide * 0.38, y - 0.13, 0.07, 0.13), tone((140, 96, 74), t))
        x += wide + 0.01
    flat_ground(pen, w, h, y, tone((204, 200, 196), t, True))
    flat_ground(pen, w, h, y + (h - y) * 0.22, tone((120, 124, 134), t, True))
    for i in range(int(w / 0.26) + 2):
        pen.solid(box(i * 0.26 - 0.12, y + (h - y) * 0.62, 0.14, 0.022), tone((244, 240, 224), t))


def _window(pen, x, y, w, h, t):
    pen.box(x - 0.02, y - 0.02, w + 0.04, h + 0.04, (250, 248, 242))
    pen.solid(box(x, y, w, h), mix(*SKIES[t], 0.4))
    if t == "night":
        for dx, dy in ((0.2, 0.2), (0.7, 0.35), (0.35, 0.7), (0.82, 0.8)):
            pen.dot(x + w * dx, y + h * dy, 0.01, (255, 246, 200))
    pen.line([(x + w / 2, y), (x + w / 2, y + h)], (250, 248, 242), 0.016)
    pen.line([(x, y + h / 2), (x + w, y + h / 2)], (250, 248, 242), 0.016)


def room(pen, w, h, y, v, t):
    wall = v.choice([(240, 226, 206), (218, 228, 232), (232, 218, 226)])
    flat_ground(pen, w, h, -0.1, tone(wall, t))
    flat_ground(pen, w, h, y, tone((206, 164, 122), t))
    pen.box(-0.05, y - 0.03, w + 0.1, 0.03, tone((250, 246, 238), t))
    for i in range(1, 3):
        pen.line([(-0.05, y + (h - y) * i / 3), (w + 0.05, y + (h - y) * i / 3)], tone((182, 140, 100), t), 0.008)
    pen.oval(w / 2, y + (h - y) * 0.58, w * 0.36, (h - y) * 0.28, tone((198, 150, 160), t))
    side = v.choice([0.1, 0.66])
    _window(pen, w * side, h * 0.1, min(0.26, w * 0.26), h * 0.3, t)
    x = w * (0.72 if side < 0.5 else 0.12)
    pen.box(x, h * 0.14, min(0.17, w * 0.2), 0.14, tone((160, 116, 80), t))
    pen.solid(box(x + 0.02, h * 0.14 + 0.02, min(0.17, w * 0.2) - 0.04, 0.10), tone((176, 206, 214), t))


def kitchen(pen, w, h, y, v, t):
    flat_ground(pen, w, h, -0.1, tone((226, 238, 240), t))
    for i in range(1, int(w / 0.13) + 1):
        pen.line([(i * 0.13, 0), (i * 0.13, y)], tone((200, 218, 224), t), 0.006)
    for i in range(1, int(y / 0.13) + 1):
        pen.line([(0, i * 0.13), (w, i * 0.13)], tone((200, 218, 224), t), 0.006)
    wood = v.choice([(226, 190, 140), (176, 206, 196), (236, 226, 212)])
    side = v.choice([0, 1])
    x = -0.02 if side else w * 0.6 + 0.02
    pen.box(x, -0.05, w * 0.4, h * 0.2 + 0.05, tone(wood, t))
    pen.line([(x + w * 0.2, 0), (x + w * 0.2, h * 0.2)], tone((150, 120, 90), t), 0.01)
    _window(pen, w * (0.62 if side else 0.12), h * 0.1, min(0.24, w * 0.26), h * 0.22, t)
    flat_ground(pen, w, h, y, tone((250, 248, 242), t))
    flat_ground(pen, w, h, y + 0.16 * h, tone(wood, t))
    for i in range(1, 4):
        pen.line([(w * i / 4, y + 0.18 * h), (w * i / 4, h)], tone((150, 120, 90), t), 0.01)
        pen.dot(w * i / 4 - 0.03, y + 0.25 * h, 0.012, tone((130, 100, 76), t))


def space(pen, w, h, y, v, t):
    for i in range(26):
        pen.dot(v.uniform(0, w), v.uniform(0, h), v.choice([0.005, 0.008, 0.011]), v.choice([(255, 255, 255), (255, 236, 180), (186, 206, 255)]))
    x, yy = w * v.choice([0.14, 0.86]), h * v.choice([0.16, 0.84])
    c = v.choice([(196, 130, 96), (112, 140, 190), (164, 120, 170)])
    pen.oval(x, yy, 0.1, 0.1, c)
    pen.line([(x - 0.16, yy + 0.05), (x, yy + 0.01), (x + 0.16, yy - 0.05)], mix(c, WHITE, 0.5), 0.016)


LAYERS = {f.__name__: f for f in (sea, beach, meadow, forest, mountains, desert, city, street, room, kitchen, space)}


def sky_colours(scene):
    if scene.setting == "space":
        return (14, 12, 34), (34, 24, 66)
    if scene.setting == "plain":
        if scene.ground:
            c = mix(NAMED[scene.ground], WHITE, 0.38) if scene.ground not in ("black", "white") else NAMED[scene.ground]
            return c, c
        pale = random.Random(scene.seed).choice([(246, 241, 230), (238, 243, 247), (244, 244, 242)])
        return pale, pale
    return SKIES[scene.time]


def backdrop(scene):
    """The layers behind the things, far to near."""
    v, pen = random.Random(scene.seed), Pen()
    w, h = scene.width, scene.height
    y = horizon(scene.setting, h)
    if scene.time == "night" and scene.setting not in INDOORS + TIMELESS:
        for i in range(16):
            pen.dot(v.uniform(0, w), v.uniform(0, y * 0.85), v.choice([0.006, 0.009, 0.012]), (255, 246, 206))
    if scene.time == "sunset":
        pen.solid(oval(w * v.uniform(0.3, 0.7), y, 0.15, 0.15), (255, 222, 120))
    if scene.setting != "plain":
        LAYERS[scene.setting](pen, w, h, y, v, scene.time)
    return pen.parts


def weather(scene):
    """What falls in front of the things."""
    v, pen = random.Random(scene.seed + 1), Pen()
    w, h = scene.width, scene.height
    if scene.time == "rain":
        for i in range(34):
            x, y = v.uniform(-0.02, w), v.uniform(0, h)
            pen.line([(x, y), (x - 0.022, y + 0.075)], (214, 230, 246), 0.010)
    elif scene.time == "snow":
        for i in range(36):
            pen.dot(v.uniform(0, w), v.uniform(0, h), v.choice([0.009, 0.012, 0.016]), (255, 255, 255))
    return pen.parts
