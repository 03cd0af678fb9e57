"""The judge's eye: a small network that says what stands where in a 64×64 picture, and in which setting and style.

It is trained apart from Ember, on renders of its own, and may judge only once `python judge/learn.py --report` shows that it is right.
"""

import operator
import pathlib
import sys

import torch
import torch.nn.functional as F
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from model import Conv, Norm, fold, linear, unfold
from renderer.layout import COLOURS
from renderer.scene import SETTINGS, TIMES
from renderer.styles import STYLES
from renderer.things import KINDS

THINGS, LOOKS = list(KINDS), list(STYLES)
GRID = 16


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm1, self.conv1, self.norm2, self.conv2 = Norm(width), Conv(width, width), Norm(width), Conv(width, width, zero=True)

    def forward(self, x):
        return x + self.conv2(F.silu(self.norm2(self.conv1(F.silu(self.norm1(x))))))


class Detector(nn.Module):
    def __init__(self, widths=(32, 80, 160)):
        super().__init__()
        a, b, c = widths
        self.enter, self.fine = Conv(12, a), Block(a)
        self.shrink1, self.middle = linear(4 * a, b), nn.Sequential(Block(b), Block(b))
        self.shrink2, self.coarse = linear(4 * b, c), nn.Sequential(Block(c), Block(c))
        self.grow, self.merge, self.last = linear(c, 4 * b), linear(2 * b, b), nn.Sequential(Block(b), Norm(b))
        self.cells = linear(b, len(THINGS) + len(COLOURS))
        self.whole = linear(c, len(SETTINGS) + len(TIMES) + len(LOOKS))

    def forward(self, picture):
        """Logits of each kind at each cell, of each colour there, and of setting, time and style."""
        x = self.middle(self.shrink1(fold(self.fine(self.enter(fold(picture))))))
        deep = self.coarse(self.shrink2(fold(x)))
        x = self.last(self.merge(torch.cat([x, unfold(self.grow(deep))], -1)))
        kinds, colours = self.cells(x).float().split([len(THINGS), len(COLOURS)], -1)
        setting, time, style = self.whole(deep.mean((1, 2))).float().split([len(SETTINGS), len(TIMES), len(LOOKS)], -1)
        return kinds, colours, setting, time, style


@torch.no_grad()
def describe(detector, pictures, threshold=0.5):
    """What the judge sees in pictures of 64×64×3 bytes, which it also looks at in the mirror: the things with kind, colour and place, setting and style."""
    picture = torch.tensor(pictures).float() / 127.5 - 1
    (kinds, colours, *whole), (mirrored, tinted, *turned) = detector(picture), detector(picture.flip(2))
    heat, colours = (kinds.sigmoid() + mirrored.sigmoid().flip(2)) / 2, colours + tinted.flip(2)
    setting, time, style = (a + b for a, b in zip(whole, turned))
    best, which = heat.max(-1)
    peak = F.max_pool2d(best[:, None], 3, 1, 1)[:, 0] == best
    out = []
    for i in range(len(best)):
        found = (peak[i] & (best[i] > threshold)).nonzero().tolist()
        out.append({"things": [{"kind": THINGS[which[i, y, x]], "colour": COLOURS[colours[i, y, x].argmax()], "x": (x + 0.5) / GRID, "y": (y + 0.5) / GRID} for y, x in found],
                    "setting": SETTINGS[setting[i].argmax()], "style": LOOKS[style[i].argmax()], "time": TIMES[time[i].argmax()]})
    return out


APART = {"left": lambda a, b: b["x"] - a["x"], "right": lambda a, b: a["x"] - b["x"], "above": lambda a, b: b["y"] - a["y"], "below": lambda a, b: a["y"] - b["y"]}


def is_right(question, seen):
    """Whether a picture shows what its prompt asked for, as far as the question's kind is concerned."""
    kind, things, wanted = question["kind"], seen["things"], question["things"]
    if kind in ("setting", "style"):
        return seen[kind] == question[kind]
    of = [[t for t in things if t["kind"] == w["kind"]] for w in wanted]
    if kind == "colour":
        return any(t["colour"] == wanted[0]["colour"] for t in of[0])
    if kind == "binding":
        return all(any(t["colour"] == w["colour"] for t in group) and all(t["colour"] == w["colour"] for t in group) for w, group in zip(wanted, of))
    if kind == "position":
        return all(of) and APART[question["relation"]](of[0][0], of[1][0]) > 0.05
    # Some, several and many leave open how many there are.
    enough = operator.ge if question.get("or_more") else operator.eq
    return all(enough(len(group), w["count"]) for w, group in zip(wanted, of)) and len(things) == sum(map(len, of))
