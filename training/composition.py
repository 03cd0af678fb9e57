"""What stands where in a picture, as numbers: each thing up to four tokens (kind, colour, what it wears) and a box.

A box is its centre and its sides as shares of the picture's; the width of one that is drawn mirrored is negative. In a sequence of tokens, which the
composer writes, a thing is its tokens and then three bins: across, down, and height in units of the square root of the picture's area.
"""

import math

from renderer.things import KINDS

MOST = 5          # things of a picture
WORN = ("glasses", "hat")
TOKENS = 2 + len(WORN)
ACROSS = DOWN = 48
HEIGHTS, LOWEST, HIGHEST = 24, math.log(0.06), math.log(1.3)   # bins of the height, by its logarithm
RATIOS = 17       # width over height, from 1:16 to 16:1 in steps of a square root of two

# Numbers of the composer's tokens, after the rows that the vocabulary may grow into.
END, COMPOSE, RATIO = 512, 513, 514
X = RATIO + RATIOS
Y = X + ACROSS
HEIGHT = Y + DOWN
ALL = HEIGHT + HEIGHTS


def numbers(scene, tokenizer):
    """Tokens and boxes of the scene's things."""
    ids = tokenizer.tokens.index
    things, boxes = [], []
    for t in scene.things:
        said = [ids(t.kind), ids(t.colour)] + [ids(e) for e in WORN if e in t.extras]
        things.append(said + [0] * (TOKENS - len(said)))
        wide = t.height * KINDS[t.kind].aspect / scene.width
        boxes.append((t.x / scene.width, t.y / scene.height, -wide if t.flip else wide, t.height / scene.height))
    return things, boxes


def ratio_token(ratio):
    return RATIO + min(max(round(math.log2(ratio) * 2) + RATIOS // 2, 0), RATIOS - 1)


def bin_of(share, bins):
    return min(max(int(share * bins), 0), bins - 1)


def written(scene, tokenizer):
    """The scene's things as the composer writes them."""
    out = []
    for tokens, t in zip(numbers(scene, tokenizer)[0], scene.things):
        height = (math.log(t.height) - LOWEST) / (HIGHEST - LOWEST)
        out += [i for i in tokens if i] + [X + bin_of(t.x / scene.width, ACROSS), Y + bin_of(t.y / scene.height, DOWN), HEIGHT + bin_of(height, HEIGHTS)]
    return out + [END]
