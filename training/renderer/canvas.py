"""A scene becomes pixels, at any size."""

import random

import numpy as np
import skia

from .backdrop import backdrop, sky_colours, weather
from .colours import NAMED, PALETTES
from .pen import Pen
from .styles import STYLES
from .things import KINDS


def parts_of(thing):
    pen = Pen()
    KINDS[thing.kind].draw(pen, NAMED[thing.colour], random.Random(thing.seed), thing.extras)
    return pen.parts


def render(scene, width, height):
    """The picture as height × width × 3 bytes."""
    pixels = np.empty((height, width, 4), np.uint8)
    surface = skia.Surface.MakeRasterDirect(skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType), pixels)
    canvas = surface.getCanvas()
    matrix = PALETTES[scene.palette]
    if matrix:
        canvas.saveLayer(None, skia.Paint(ColorFilter=skia.ColorFilters.Matrix(matrix)))
    canvas.scale(width / scene.width, height / scene.height)
    paint_scene(canvas, scene)
    if matrix:
        canvas.restore()
    surface.flushAndSubmit() if hasattr(surface, "flushAndSubmit") else None
    return pixels[..., :3].copy()


def paint_scene(canvas, scene):
    style = STYLES[scene.style]()
    top, bottom = style.sky(*sky_colours(scene))
    shader = skia.GradientShader.MakeLinear([skia.Point(0, 0), skia.Point(0, scene.height)], [skia.Color(*top), skia.Color(*bottom)])
    canvas.drawPaint(skia.Paint(Shader=shader))
    for part in backdrop(scene):
        style.layer(canvas, part)
    for thing in scene.things:
        canvas.save()
        canvas.translate(thing.x, thing.y)
        canvas.scale(-thing.height if thing.flip else thing.height, thing.height)
        style.thing(canvas, parts_of(thing), 1 / thing.height)
        canvas.restore()
    for part in weather(scene):
        canvas.drawPath(part.path, _falling(part))


def _falling(part):
    from .styles import paint
    return paint(part.colour, part.width if part.kind == "line" else None, 190 if part.kind == "line" else 255)
