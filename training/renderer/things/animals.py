"""Animals, each in the pose that tells it apart at twenty pixels."""

from ..colours import INK, WHITE, brightness, mix, shade
from ..pen import curve

BEAK = (250, 160, 40)
NOSE = (238, 120, 140)


def _eye(pen, x, y, r, c):
    """Dark on a light coat, light-rimmed on a dark one."""
    if brightness(c) < 0.45:
        pen.dot(x, y, r * 1.35, (246, 240, 200))
    pen.dot(x, y, r, INK)


def cat(pen, c, v, extras):
    light, dark = shade(c, 0.35), shade(c, -0.22)
    swing = v.uniform(-0.06, 0.08)
    pen.line([(0.16, 0.42), (0.34, 0.40), (0.38 + swing / 3, 0.2), (0.30 + swing, 0.02)], dark, 0.09)
    pen.blob([(-0.13, -0.05), (0.13, -0.05), (0.22, 0.22), (0.24, 0.44), (0.12, 0.49), (-0.12, 0.49), (-0.24, 0.44), (-0.22, 0.22)], c)
    pen.oval(0, 0.26, 0.11, 0.16, light)
    pen.oval(-0.11, 0.455, 0.085, 0.045, light)
    pen.oval(0.11, 0.455, 0.085, 0.045, light)
    tip = v.uniform(-0.5, -0.46)
    for s in (-1, 1):
        pen.poly([(s * 0.29, tip), (s * 0.06, -0.36), (s * 0.28, -0.2)], c)
        pen.poly([(s * 0.255, tip + 0.075), (s * 0.13, -0.34), (s * 0.25, -0.26)], mix(light, NOSE, 0.5))
    pen.oval(0, -0.19, 0.285, 0.225, c)
    pen.solid(curve([(-0.11, -0.08), (0, -0.13), (0.11, -0.08), (0, -0.005)], True), light)
    for s in (-1, 1):
        _eye(pen, s * 0.125, -0.215, 0.042, c)
        pen.parts.append(_whisker(s))
    pen.dot(0, -0.115, 0.03, NOSE)


def _whisker(s):
    from ..pen import Part, polygon
    path = polygon([(s * 0.15, -0.09), (s * 0.36, -0.12)], False)
    path.addPath(polygon([(s * 0.15, -0.06), (s * 0.35, -0.03)], False))
    return Part(path, (90, 84, 90), "line", 0.012)


def dog(pen, c, v, extras):
    light, dark = shade(c, 0.4), shade(c, -0.28)
    wag = v.uniform(-0.06, 0.06)
    pen.line([(-0.36, -0.02), (-0.5, -0.12), (-0.52 + wag, -0.3)], c, 0.085)
    for x in (-0.27, 0.2):
        pen.box(x, 0.15, 0.12, 0.33, dark, 0.05)
    pen.blob([(-0.4, -0.06), (0, -0.08), (0.3, -0.1), (0.36, 0.12), (0.26, 0.26), (-0.1, 0.22), (-0.38, 0.24), (-0.45, 0.1)], c)
    for x in (-0.39, 0.08):
        pen.box(x, 0.12, 0.13, 0.37, c, 0.055)
    pen.blob([(0.1, -0.4), (0.3, -0.45), (0.42, -0.32), (0.56, -0.26), (0.57, -0.14), (0.36, -0.08), (0.16, -0.08), (0.08, -0.22)], c)
    pen.solid(curve([(0.42, -0.27), (0.54, -0.25), (0.56, -0.15), (0.42, -0.11)], True), light)
    pen.dot(0.55, -0.235, 0.04, INK)
    _eye(pen, 0.335, -0.3, 0.036, c)
    pen.blob([(0.12, -0.4), (0.22, -0.38), (0.22, -0.14), (0.14, -0.02), (0.05, -0.1), (0.05, -0.28)], dark)
    if v.random() < 0.6:
        collar = (60, 110, 210) if c[0] > c[2] else (222, 60, 60)
        pen.line([(0.13, -0.03), (0.33, -0.045)], collar, 0.05)


def rabbit(pen, c, v, extras):
    light, dark = shade(c, 0.4), shade(c, -0.2)
    lean = v.uniform(-0.03, 0.06)
    pen.oval(0.22, 0.38, 0.075, 0.075, light)
    pen.blob([(-0.12, 0.05), (0.12, 0.05), (0.22, 0.28), (0.2, 0.45), (0, 0.49), (-0.2, 0.45), (-0.22, 0.28)], c)
    pen.oval(0, 0.3, 0.11, 0.14, light)
    for s in (-1, 1):
        pen.blob([(s * 0.05, -0.14), (s * (0.06 + lean), -0.36), (s * (0.13 + lean), -0.5), (s * (0.19 + lean), -0.36), (s * 0.16, -0.12)], c)
        pen.solid(curve([(s * 0.085, -0.16), (s * (0.10 + lean), -0.34), (s * (0.13 + lean), -0.42), (s * (0.155 + lean), -0.34), (s * 0.13, -0.16)], True), mix(light, NOSE, 0.6))
        pen.oval(s * 0.12, 0.455, 0.1, 0.042, light)
    pen.oval(0, -0.04, 0.21, 0.17, c)
    for s in (-1, 1):
        _eye(pen, s * 0.095, -0.065, 0.034, c)
    pen.dot(0, 0.01, 0.03, NOSE)
    pen.solid(curve([(-0.025, 0.045), (0.025, 0.045), (0.02, 0.1), (-0.02, 0.1)], True), WHITE)


def fish(pen, c, v, extras):
    light, dark = shade(c, 0.4), shade(c, -0.25)
    pen.blob([(-0.26, 0), (-0.5, -0.24), (-0.6, -0.2), (-0.52, 0), (-0.6, 0.2), (-0.5, 0.24)], dark)
    pen.blob([(-0.14, -0.2), (0.0, -0.44), (0.16, -0.4), (0.2, -0.2)], dark)
    pen.blob([(-0.02, 0.2), (-0.02, 0.4), (0.08, 0.36), (0.12, 0.2)], dark)
    pen.blob([(-0.36, 0), (-0.12, -0.24), (0.2, -0.3), (0.48, -0.12), (0.57, 0.02), (0.46, 0.16), (0.18, 0.28), (-0.12, 0.22)], c)
    kind = v.random()
    if kind < 0.5:
        for x in (-0.16, 0.04):
            pen.line([(x, -0.17), (x + 0.06, 0), (x, 0.17)], light, 0.06)
    pen.solid(curve([(0.06, 0.02), (-0.1, 0.0), (-0.08, 0.13), (0.08, 0.1)], True), dark)
    pen.dot(0.35, -0.06, 0.075, WHITE)
    pen.dot(0.365, -0.06, 0.042, INK)


def bird(pen, c, v, extras):
    light, dark = shade(c, 0.45), shade(c, -0.28)
    for x in (-0.04, 0.1):
        pen.line([(x, 0.3), (x, 0.49)], BEAK, 0.035)
    pen.poly([(-0.28, 0.06), (-0.55, 0.12 + v.uniform(-0.1, 0.06)), (-0.5, 0.26), (-0.2, 0.26)], dark)
    pen.blob([(-0.34, 0.08), (-0.1, -0.1), (0.06, -0.34), (0.26, -0.4), (0.41, -0.24), (0.38, 0.06), (0.2, 0.32), (-0.1, 0.36), (-0.3, 0.24)], c)
    pen.solid(curve([(0.28, 0.0), (0.34, 0.1), (0.18, 0.28), (0.0, 0.31), (0.1, 0.12)], True), light)
    pen.poly([(0.38, -0.28), (0.58, -0.19), (0.38, -0.12)], BEAK)
    _eye(pen, 0.27, -0.235, 0.042, c)
    pen.blob([(0.1, -0.04), (0.12, 0.12), (-0.08, 0.22), (-0.4, 0.18), (-0.16, 0.02)], dark)


def butterfly(pen, c, v, extras):
    light, dark = shade(c, 0.5), shade(c, -0.25)
    high = v.uniform(-0.44, -0.36)
    for s in (-1, 1):
        pen.blob([(s * 0.04, 0.02), (s * 0.3, 0.06), (s * 0.42, 0.22), (s * 0.32, 0.42), (s * 0.12, 0.34)], dark)
        pen.blob([(s * 0.04, 0.06), (s * 0.1, -0.24), (s * 0.34, high), (s * 0.54, -0.3), (s * 0.46, -0.02), (s * 0.24, 0.1)], c)
        pen.dot(s * 0.36, -0.2, 0.085, light)
        pen.dot(s * 0.27, 0.24, 0.06, light)
        pen.line([(s * 0.02, -0.2), (s * 0.06, -0.36), (s * 0.14, -0.44)], INK, 0.022)
    pen.oval(0, 0.06, 0.045, 0.27, (66, 54, 54))
