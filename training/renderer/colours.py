"""The twelve colours, their shades, and the palettes that tint a whole picture."""

NAMED = {
    "red": (222, 50, 52), "orange": (246, 138, 30), "yellow": (250, 210, 44), "green": (58, 160, 70),
    "blue": (44, 104, 218), "purple": (136, 74, 204), "pink": (246, 140, 186), "brown": (140, 90, 54),
    "black": (40, 40, 46), "white": (248, 248, 246), "grey": (146, 151, 158), "turquoise": (40, 192, 188),
}
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
INK = (38, 36, 44)
WOOD = (126, 84, 52)
LEAF = (74, 152, 72)
SKINS = [(252, 220, 190), (240, 194, 152), (214, 158, 112), (160, 108, 72), (112, 74, 52)]


def mix(a, b, share):
    """`a` with `share` of `b` in it."""
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b))


def brightness(colour):
    return (0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]) / 255


def shade(colour, amount):
    """Darker for a negative amount, lighter for a positive one; near black the two change places, so that a part stays visible."""
    if amount < 0 and brightness(colour) < 0.22:
        return mix(colour, WHITE, -amount * 0.55)
    return mix(colour, WHITE, amount) if amount > 0 else mix(colour, BLACK, -amount)


def tint(rows):
    """A colour matrix of twelve numbers per picture as the twenty that Skia takes."""
    return [v for row in rows for v in (row[0], row[1], row[2], 0, row[3])] + [0, 0, 0, 1, 0]


def _saturated(amount, gain=1.0, lift=(0.0, 0.0, 0.0)):
    luma = (0.3, 0.59, 0.11)
    return tint([[gain * (l * (1 - amount) + (amount if i == j else 0)) for j, l in enumerate(luma)] + [lift[i]] for i in range(3)])


PALETTES = {
    "natural": None,
    "pastel": _saturated(0.75, 0.58, (0.40, 0.40, 0.40)),
    "vivid": _saturated(1.5, 1.0, (-0.02, -0.02, -0.02)),
    "monochrome": _saturated(0.0),
    "warm": tint([[1.02, 0.04, 0, 0.04], [0.03, 0.95, 0, 0.01], [0, 0.05, 0.76, 0]]),
    "cold": tint([[0.78, 0.04, 0, 0], [0, 0.94, 0.04, 0.01], [0, 0.05, 1.0, 0.07]]),
}
