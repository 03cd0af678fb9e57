"""Collects the parts of a drawing, back to front; a style decides how they reach the picture."""

import math
from dataclasses import dataclass

import skia


@dataclass
class Part:
    path: skia.Path
    colour: tuple
    kind: str             # fill: an area with an outline; line: a stroke; solid: a detail without outline, such as an eye
    width: float = 0.0    # of a line, in units of the thing


class Pen:
    """Draws in a box from -0.5 to 0.5, y down."""

    def __init__(self):
        self.parts = []

    def fill(self, path, colour):
        self.parts.append(Part(path, colour, "fill"))

    def solid(self, path, colour):
        self.parts.append(Part(path, colour, "solid"))

    def line(self, points, colour, width):
        self.parts.append(Part(curve(points) if len(points) > 2 else polygon(points, False), colour, "line", width))

    def oval(self, x, y, rx, ry, colour):
        self.fill(oval(x, y, rx, ry), colour)

    def dot(self, x, y, r, colour):
        self.solid(oval(x, y, r, r), colour)

    def box(self, x, y, w, h, colour, corner=0.0):
        self.fill(box(x, y, w, h, corner), colour)

    def poly(self, points, colour):
        self.fill(polygon(points), colour)

    def blob(self, points, colour):
        self.fill(curve(points, closed=True), colour)


def oval(x, y, rx, ry):
    path = skia.Path()
    path.addOval(skia.Rect(x - rx, y - ry, x + rx, y + ry))
    return path


def box(x, y, w, h, corner=0.0):
    path = skia.Path()
    path.addRoundRect(skia.Rect(x, y, x + w, y + h), corner, corner)
    return path


def polygon(points, closed=True):
    path = skia.Path()
    path.addPoly([skia.Point(*p) for p in points], closed)
    return path


def curve(points, closed=False):
    """A smooth line through the points (Catmull-Rom)."""
    n = len(points)
    at = (lambda i: points[i % n]) if closed else (lambda i: points[min(max(i, 0), n - 1)])
    path = skia.Path()
    path.moveTo(*points[0])
    for i in range(n if closed else n - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = at(i - 1), at(i), at(i + 1), at(i + 2)
        path.cubicTo(bx + (cx - ax) / 6, by + (cy - ay) / 6, cx - (dx - bx) / 6, cy - (dy - by) / 6, cx, cy)
    if closed:
        path.close()
    return path


def around(count, radius, start=0.0, x=0.0, y=0.0):
    """Points on a circle, clockwise from the top."""
    return [(x + radius * math.sin(start + 2 * math.pi * i / count), y - radius * math.cos(start + 2 * math.pi * i / count)) for i in range(count)]
