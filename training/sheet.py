"""Contact sheets of the renderer's drawings, to be looked at: python sheet.py things|settings|styles|scenes OUT.png"""

import sys

import numpy as np
from PIL import Image, ImageDraw

from renderer import compose, render
from renderer.scene import SETTINGS, TIMES
from renderer.styles import STYLES
from renderer.things import KINDS


def sheet(pictures, columns, names=None):
    """Pictures of one size in rows, each with its name under it."""
    h, w, _ = pictures[0].shape
    gap, foot = 4, 14 if names else 0
    rows = -(-len(pictures) // columns)
    out = Image.new("RGB", (columns * (w + gap), rows * (h + gap + foot)), "white")
    pen = ImageDraw.Draw(out)
    for i, p in enumerate(pictures):
        x, y = i % columns * (w + gap), i // columns * (h + gap + foot)
        out.paste(Image.fromarray(p), (x, y))
        if names:
            pen.text((x + 2, y + h), names[i][: w // 6], fill="black")
    return out


def main(what, path, size=160):
    if what == "things":
        wishes = [(k, {"scene": "one", "kinds": [k], "setting": "plain", "palette": "natural", "style": "flat", "place": "centre", "size": "large"}) for k in KINDS for _ in range(3)]
    elif what == "settings":
        wishes = [(f"{s} {t}", {"setting": s, "time": t, "palette": "natural", "style": "flat", "scene": "one", "kinds": ["cat"], "size": "small"}) for s in SETTINGS for t in TIMES]
    elif what == "styles":
        wishes = [(s, {"style": s, "palette": "natural"}) for s in STYLES for _ in range(12)]
    else:
        wishes = [("", {}) for _ in range(60)]
    scenes = [compose(7000 + i, 1.0, w) for i, (_, w) in enumerate(wishes)]
    columns = {"things": 12, "settings": 5, "styles": 12}.get(what, 10)
    sheet([render(s, size, size) for s in scenes], columns, [n for n, _ in wishes]).save(path)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(a) for a in sys.argv[3:]))
