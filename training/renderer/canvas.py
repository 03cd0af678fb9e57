"""A scene becomes pixels, at any size."""

import random

import numpy as np
import skia

from .backdrop import backdrop, sky_colours, weather
from .colours import NAMED, PALETTES
from .pen import Pen
from .styles import STYLES, paint
from .things import KINDS


def parts_of(thing):
    pen = Pen()
    KINDS[thing.kind].draw(pen, NAMED[thing.colour], random.Random(thing.seed), thing.extras)
    return pen.parts


def render(scene, width, height, window=None):
    """The picture as height × width × 3 bytes, or a window (x, y, width, height) of it, which costs only its own pixels."""
    x, y, w, h = window or (0, 0, width, height)
    pixels = np.empty((h, w, 4), np.uint8)
    surface = skia.Surface.MakeRasterDirect(skia.ImageInfo.Make(w, h, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType), pixels)
    canvas = surface.getCanvas()
    canvas.translate(-x, -y)
    matrix = PALETTES[scene.palette]
    if matrix:
        canvas.saveLayer(None, skia.Paint(ColorFilter=skia.ColorFilters.Matrix(matrix)))
    canvas.scale(width / scene.width, height / scene.height)
    paint_scene(canvas, scene)
    if matrix:
        canvas.restore()
    return pixels[..., :3].copy()


def paint_scene(canvas, scene):
    style = STYLES[scene.style]()
    top, bottom = style.sky(*sky_colours(scene))
    shader = skia.GradientShader.MakeLinear([skia.Point(0, 0), skia.Point(0, scene.height)], [skia.Color(*top), skia.Color(*bottom)])
    canvas.drawPaint(skia.Paint(Shader=shader))
    for part in backdrop(scene):
        style.layer(canvas, part)
    for thing in sorted(scene.things, key=lambda thing: thing.y + thing.height / 2 if scene.relation == "front" else 0):   # the nearer ones last
        canvas.save()
        canvas.translate(thing.x, thing.y)
        canvas.scale(-thing.height if thing.flip else thing.height, thing.height)
        style.thing(canvas, parts_of(thing), 1 / thing.height)
        canvas.restore()
    for part in weather(scene):
        rain = part.kind == "line"
        canvas.drawPath(part.path, paint(part.colour, part.width if rain else None, 190 if rain else 255))
