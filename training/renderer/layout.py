"""Invents scenes: which things, how many, how large and where, always composed for the shape of the picture."""

import math
import random

from .backdrop import INDOORS, TIMELESS, horizon
from .colours import NAMED
from .scene import SETTINGS, SIZES, Scene, Thing
from .things import KINDS

COLOURS = list(NAMED)
PLACES = ["left", "right", "top", "bottom", "centre", "top left", "top right", "bottom left", "bottom right"]
HOMES = {"fish": ["sea"], "boat": ["sea"], "rocket": ["space"], "moon": [], "cup": ["kitchen", "room"], "chair": ["room", "kitchen"], "cactus": ["desert"], "car": ["street", "city"]}
STYLE_SHARES = {"flat": 0.46, "line": 0.18, "neon": 0.17, "paper": 0.19}
PALETTE_SHARES = {"natural": 0.8, "pastel": 0.05, "vivid": 0.03, "monochrome": 0.04, "warm": 0.04, "cold": 0.04}
KIND_OF_SCENE = {"none": 0.03, "one": 0.35, "count": 0.2, "pair": 0.28, "trio": 0.07, "mixed": 0.07}


def pick(random, shares):
    return random.choices(list(shares), list(shares.values()))[0]


def compose(seed, ratio=1.0, wish=None):
    """A scene from a seed. `wish` fixes what a test asks for: setting, time, style, palette, scene, kinds, colours, count, relation, place, size."""
    v, wish = random.Random(seed), wish or {}
    scene = Scene(math.sqrt(ratio), 1 / math.sqrt(ratio), "plain", "day", wish.get("style") or pick(v, STYLE_SHARES),
                  wish.get("palette") or pick(v, PALETTE_SHARES), v.getrandbits(30))
    family = wish.get("scene") or pick(v, KIND_OF_SCENE)
    kinds = _kinds(v, family, wish)
    scene.setting = wish.get("setting") or _setting(v, kinds)
    if scene.setting not in TIMELESS:
        scene.time = wish.get("time") or v.choices(["day", "night", "sunset", "rain", "snow"], [0.52, 0.17, 0.12, 0.09, 0.1] if scene.setting not in INDOORS else [0.7, 0.3, 0, 0, 0])[0]
    if scene.setting == "plain" and (wish.get("ground") or v.random() < 0.55):
        scene.ground = wish.get("ground") or v.choice(COLOURS)
    build(scene, family, kinds, v, wish)
    return scene


def _kinds(v, family, wish):
    if wish.get("kinds"):
        return list(wish["kinds"])
    return v.sample(list(KINDS), {"none": 0, "one": 1, "count": 1, "pair": 2, "trio": 3, "mixed": 2}[family])


def _setting(v, kinds):
    """Often where the first thing lives, else anywhere."""
    if not kinds:
        return v.choice([s for s in SETTINGS if s != "plain"])
    homes = HOMES.get(kinds[0])
    if homes and v.random() < 0.3:
        return v.choice(homes)
    return v.choices(SETTINGS, [3] + [1] * (len(SETTINGS) - 1))[0]


def _colour(v, kind, scene, wish, index, taken):
    if wish.get("colours"):
        return wish["colours"][index]
    colour = v.choice(KINDS[kind].natural) if v.random() < 0.3 else v.choice(COLOURS)
    while colour == scene.ground or (colour in taken and v.random() < 0.8):
        colour = v.choice(COLOURS)
    return colour


def _extras(v, kind):
    if kind not in ("man", "woman", "face"):
        return ()
    odds = 0.35 if kind == "face" else 0.15
    return tuple(e for e in ("glasses", "hat") if v.random() < odds)


def build(scene, family, kinds, v, wish):
    taken, designs = [], []
    for i, kind in enumerate(kinds):
        taken.append(_colour(v, kind, scene, wish, i, taken))
        size = wish.get("size") or (v.choice(SIZES) if v.random() < (0.4 if family == "one" else 0.16) else None)
        designs.append((kind, taken[-1], size, _extras(v, kind)))
    if family == "none":
        return
    if family == "one":
        _one(scene, designs[0], v, wish)
    elif family == "count":
        _count(scene, designs[0], v, wish.get("count") or v.choices([2, 3, 4, 5], [3, 3, 2, 2])[0])
    elif family == "mixed":
        _mixed(scene, designs, v)
    else:
        _related(scene, designs, v, wish.get("relation") or _relation(v, family))


def _relation(v, family):
    if family == "trio":
        return v.choice(["between", "beside"])
    return v.choices(["left", "right", "above", "below", "on", "front", "beside"], [3, 3, 3, 2, 2.4, 2, 3])[0]


def _thing(design, x, y, height, v):
    kind, colour, size, extras = design
    return Thing(kind, colour, x, y, height, v.getrandbits(30), size, None, extras, v.random() < 0.5)


def _fit(kind, height, room_w, room_h):
    """The height, made less where the box would not fit."""
    return min(height, room_h, room_w / KINDS[kind].aspect)


def _scale(size, usual):
    return {None: usual, "small": usual * 0.66, "medium": usual * 0.95, "large": usual * 1.35}[size]


def _level(scene, kind, height, v):
    """The centre's height for a thing left to find its own place: standing, floating or flying."""
    h = scene.height
    home = KINDS[kind].home
    if scene.setting in TIMELESS:
        return h * v.uniform(0.46, 0.54)
    if home == "sky" and scene.setting not in INDOORS:
        return max(height * 0.55, h * v.uniform(0.22, 0.36))
    if home == "water" and scene.setting == "sea":
        return h * v.uniform(0.6, 0.68)
    if home in ("any", "water") and v.random() < 0.5:
        return h * v.uniform(0.42, 0.52)
    base = max(horizon(scene.setting, h) + 0.12 * h, h * v.uniform(0.84, 0.93))
    if scene.setting == "kitchen":
        base = horizon(scene.setting, h) + h * v.uniform(0.08, 0.14)
    return max(min(base, h * 0.95) - height / 2, height * 0.52)


def _one(scene, design, v, wish):
    w, h = scene.width, scene.height
    place = wish.get("place") or (v.choice(PLACES) if v.random() < 0.4 else None)
    usual = 0.42 if place and place != "centre" else 0.56
    height = _fit(design[0], _scale(design[2], usual * v.uniform(0.92, 1.08)), w * (0.56 if place else 0.86), h * (0.5 if place else 0.86))
    half_w, half_h = height * KINDS[design[0]].aspect / 2, height / 2
    x = w * (0.5 + v.uniform(-0.1, 0.1))
    y = _level(scene, design[0], height, v)
    if place:
        x, y = w * (0.5 + v.uniform(-0.04, 0.04)), h * (0.52 + v.uniform(-0.04, 0.04))
        margin = v.uniform(0.03, 0.07)
        if "left" in place:
            x = margin + half_w
        if "right" in place:
            x = w - margin - half_w
        if "top" in place:
            y = margin + half_h
        if "bottom" in place:
            y = h - margin - half_h
    scene.things = [_thing(design, x, y, height, v)]
    scene.things[0].place = place
    scene.groups = [(0, 1)]


def _rows(scene, count):
    """How many things stand in each row, for the picture's shape."""
    ratio = scene.width / scene.height
    if count <= 1:
        return [count]
    if ratio > 1.7 or (count <= 3 and ratio >= 0.75):
        return [count]
    if ratio < 0.6:
        return [1] * count if count <= 3 or ratio < 0.42 else [2] * (count // 2) + [1] * (count % 2)
    return {2: [1, 1], 3: [2, 1], 4: [2, 2], 5: [3, 2]}[count]


def _grid(scene, count, v, left=0.0, right=1.0):
    """Centres and the room around each, as fractions of the picture, in `count` cells of one or more rows."""
    rows = _rows(scene, count)
    if v.random() < 0.5:
        rows = rows[::-1]
    top, bottom = 0.06, 0.95
    cells = []
    for r, n in enumerate(rows):
        for c in range(n):
            cells.append((left + (right - left) * (c + 0.5) / n, top + (bottom - top) * (r + 0.5) / len(rows), (right - left) / n, (bottom - top) / len(rows)))
    return cells


def _count(scene, design, v, count, left=0.0, right=1.0, start=0):
    w, h = scene.width, scene.height
    cells = _grid(scene, count, v, left, right)
    single = len({c[1] for c in cells}) == 1
    room_w, room_h = min(c[2] for c in cells) * w, min(c[3] for c in cells) * h
    height = _fit(design[0], _scale(design[2], {1: 0.5, 2: 0.42, 3: 0.36, 4: 0.36, 5: 0.33}[count]), room_w * 0.88, room_h * 0.88)
    level = _level(scene, design[0], height, v)
    for cx, cy, cw, ch in cells:
        slack_x, slack_y = max(0, cw * w - height * KINDS[design[0]].aspect) / 2, max(0, ch * h - height) / 2
        x = cx * w + v.uniform(-0.5, 0.5) * slack_x
        y = level + v.uniform(-0.04, 0.02) if single else cy * h + v.uniform(-0.5, 0.5) * slack_y
        scene.things.append(_thing(design, x, min(y, h - height * 0.52), height * v.uniform(0.93, 1), v))
    scene.groups.append((start, count))


def _mixed(scene, designs, v):
    """Some of one kind, and one of another beside them."""
    count = v.choice([2, 2, 3])
    split = {2: 0.62, 3: 0.7}[count]
    if scene.width < scene.height * 0.9:
        split = 0.58
    if v.random() < 0.5:
        _count(scene, designs[0], v, count, 0.0, split, 0)
        _count(scene, designs[1], v, 1, split, 1.0, count)
    else:
        _count(scene, designs[0], v, count, 1 - split, 1.0, 0)
        _count(scene, designs[1], v, 1, 0.0, 1 - split, count)
    scene.relation = "beside"


def _related(scene, designs, v, relation):
    w, h = scene.width, scene.height
    scene.relation = relation
    tall = w < 0.75 * h
    a, b = designs[0], designs[1]
    if relation in ("left", "right", "beside", "between"):
        order = {"left": [0, 1], "right": [1, 0], "between": [1, 0, 2]}.get(relation)
        order = order or v.sample(range(len(designs)), len(designs))
        if relation == "between" and v.random() < 0.5:
            order = [2, 0, 1]
        room = w / len(order)
        spots = {}
        for slot, i in enumerate(order):
            height = _fit(designs[i][0], _scale(designs[i][2], 0.44 if len(order) == 2 else 0.34), room * 0.9, h * 0.8)
            if tall and relation in ("left", "right", "between", "beside"):
                height = _fit(designs[i][0], height * 1.15, room * 0.94, h * 0.8)
            slack = max(0, room - height * KINDS[designs[i][0]].aspect) / 2
            spots[i] = (room * (slot + 0.5) + v.uniform(-0.4, 0.4) * slack, _level(scene, designs[i][0], height, v), height)
        level = None
        if v.random() < 0.6 or relation == "between":
            level = max(y + s / 2 for x, y, s in spots.values())
        scene.things = [_thing(designs[i], spots[i][0], (level - spots[i][2] / 2) if level else spots[i][1], spots[i][2], v) for i in range(len(designs))]
    elif relation in ("above", "below"):
        upper, lower = (0, 1) if relation == "above" else (1, 0)
        spots = {}
        for i, y in ((upper, 0.27), (lower, 0.74)):
            height = _fit(designs[i][0], _scale(designs[i][2], 0.4), w * 0.8, h * 0.44)
            spots[i] = (w * (0.5 + v.uniform(-0.12, 0.12)), h * (y + v.uniform(-0.02, 0.02)), height)
        scene.things = [_thing(designs[i], *spots[i], v) for i in range(2)]
    elif relation == "on":
        low = _fit(b[0], _scale(b[2], 0.46), w * 0.7, h * 0.48)
        high = _fit(a[0], _scale(a[2], 0.33), w * 0.6, h * 0.40)
        y = min(h * v.uniform(0.86, 0.95), h) - low / 2
        x = w * (0.5 + v.uniform(-0.14, 0.14))
        scene.things = [_thing(a, x + v.uniform(-0.03, 0.03), y - low / 2 - high / 2 + 0.05 * low, high, v), _thing(b, x, y, low, v)]
        scene.things[0].y = max(scene.things[0].y, high * 0.5)
    else:  # in front of: nearer, lower, and to one side, so that both can be told
        back = _fit(b[0], _scale(b[2], 0.58), w * 0.72, h * 0.72)
        near = _fit(a[0], _scale(a[2], 0.36), w * 0.5, h * 0.5)
        base = h * v.uniform(0.86, 0.96)
        wide, narrow = (height * KINDS[kind].aspect / 2 for height, kind in ((back, b[0]), (near, a[0])))
        jitter, side = v.uniform(-0.04, 0.04), v.choice([-1, 1])
        apart = max(wide, narrow) + min(wide, narrow) * v.uniform(-0.2, 0.5)
        inside = lambda x, half: min(max(x, half + 0.02), w - half - 0.02)
        x = inside(w * (0.5 + jitter) - side * (apart + narrow - wide) / 2, wide)
        beside = inside(x + side * apart, narrow)
        scene.things = [_thing(a, beside, base - near / 2, near, v), _thing(b, x, base - 0.06 * h - back / 2, back, v)]
    scene.groups = [(i, 1) for i in range(len(designs))]
