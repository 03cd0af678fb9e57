"""Buildings."""

from ..colours import WHITE, WOOD, shade
from ..pen import box

GLASS = (176, 222, 244)
LAMP = (255, 226, 120)


def house(pen, c, v, extras):
    light, roof = shade(c, 0.3), shade(c, -0.38)
    door = WOOD if abs(c[0] - WOOD[0]) > 40 else shade(WOOD, -0.4)
    if v.random() < 0.7:
        pen.box(0.2, -0.44, 0.12, 0.28, roof)
    pen.box(-0.4, -0.08, 0.8, 0.57, c)
    top = v.uniform(-0.5, -0.42)
    pen.poly([(0, top), (0.52, -0.04), (-0.52, -0.04)], roof)
    pen.box(0.08, 0.16, 0.19, 0.33, door, 0.02)
    pen.box(-0.29, 0.1, 0.23, 0.21, GLASS if v.random() < 0.6 else LAMP, 0.01)
    pen.line([(-0.175, 0.1), (-0.175, 0.31)], WHITE, 0.022)
    pen.line([(-0.29, 0.205), (-0.06, 0.205)], WHITE, 0.022)


def castle(pen, c, v, extras):
    light, dark, roof = shade(c, 0.25), shade(c, -0.25), shade(c, -0.45)
    pen.box(-0.3, -0.02, 0.6, 0.51, c)
    for i in range(4):
        pen.box(-0.2 + i * 0.11, -0.1, 0.06, 0.1, c)
    for s in (-1, 1):
        pen.box(s * 0.34 - 0.13, -0.14, 0.26, 0.63, shade(c, 0.12))
        pen.poly([(s * 0.34 - 0.17, -0.13), (s * 0.34, -0.47), (s * 0.34 + 0.17, -0.13)], roof)
        pen.box(s * 0.34 - 0.035, 0.02, 0.07, 0.13, dark, 0.03)
    pen.line([(0, -0.06), (0, -0.46)], (110, 100, 100), 0.025)
    flag = v.choice([(222, 60, 60), (60, 110, 210), (250, 190, 50)])
    pen.poly([(0.0, -0.46), (0.17, -0.4), (0.0, -0.32)], flag)
    pen.box(-0.11, 0.2, 0.22, 0.29, shade(WOOD, -0.2), 0.1)
    pen.solid(box(-0.11, 0.4, 0.22, 0.09), shade(WOOD, -0.2))
