"""Combinations that training never asks for, so that the judge asks only for what was not learnt by heart."""

import zlib

ONE_IN = 16


def is_kept_back(*combination):
    return zlib.crc32("|".join(str(part) for part in combination).encode()) % ONE_IN == 0


def combinations(scene):
    """All that the rule looks at in a scene."""
    for first, count in scene.groups:
        t = scene.things[first]
        yield "setting", t.kind, t.colour, scene.setting
        yield "style", t.kind, t.colour, scene.style
        if count > 1:
            yield "count", t.kind, t.colour, count
        if t.place:
            yield "place", t.kind, t.colour, t.place
    if len(scene.groups) == 2:
        a, b = (scene.things[first] for first, _ in scene.groups)
        yield "pair", *sorted((a.kind, b.kind)), scene.relation


def kept_back(scene):
    return [c for c in combinations(scene) if is_kept_back(*c)]
