"""The endless stream of pictures with their captions; the same numbers give the same batches, so that a run can stop and go on."""

import itertools
import random
from dataclasses import dataclass, replace

import numpy as np
import torch
from PIL import Image
from torch.utils.data import IterableDataset, get_worker_info

from captions import caption
from composition import MOST, TOKENS as THING_TOKENS, numbers
from heldout import kept_back
from model import CONFIG, MARGIN
from renderer import compose, render
from renderer.things import KINDS
from tokenizer import Tokenizer

TOKENS = 32
CANVAS = 64
OBLONG = {64: [(56, 80), (48, 96), (40, 112)], 48: [(40, 56), (32, 72), (24, 80)]}   # of a canvas's area: height × width, each also upright
GLANCE = CONFIG["sketch_side"] * 4     # pixels a side of what is seen of a reference


def scene_for(number, ratio, wish=None):
    """The scene of that number, or the next one that training may see."""
    for attempt in range(64):
        scene = compose(number * 64 + attempt, ratio, wish)
        if not kept_back(scene):
            return scene
    raise RuntimeError("sixty-four scenes in a row are kept back")


@dataclass
class Reference:
    """A picture to go by: for a look the whole of it; for a thing what stands around it, and the region of the scene where that belongs."""
    picture: np.ndarray
    silent_on: str | None = None    # what the caption may then leave out
    thing: int | None = None        # which of the scene's things
    box: tuple | None = None


def look_for(scene, v):
    """Another scene of the same style and palette."""
    other = scene_for(v.getrandbits(34), v.choice([0.7, 1.0, 1.0, 1.4]), {"palette": scene.palette, "style": scene.style})
    return Reference(render(other, GLANCE, GLANCE), "style" if v.random() < 0.5 else None)


def thing_for(scene, v):
    """One of the scene's things as it stands elsewhere, cut out more or less closely."""
    index = v.randrange(len(scene.things))
    t = scene.things[index]
    wish = {"scene": "one", "kinds": [t.kind], "colours": [t.colour]}
    wish |= {name: said for name, said, share in (("setting", "plain", 0.6), ("style", scene.style, 0.6), ("palette", scene.palette, 0.7)) if v.random() < share}
    other = compose(v.getrandbits(40), 1.0, wish)   # of a thing that training may see where it is drawn
    there = other.things[0] = replace(other.things[0], seed=t.seed, extras=t.extras)
    wide, other_wide = t.height * KINDS[t.kind].aspect, there.height * KINDS[t.kind].aspect
    # What is cut out, in sides of the thing from its middle: its box and what glows and sheds shadow, or as much more as the whole picture shows.
    loose = MARGIN * v.choice([1, 1, v.uniform(1, 2)])
    edge = lambda sign, middle, side, whole: min(max(sign * loose / 2 * v.uniform(0.92, 1.08), -middle / side), (whole - middle) / side)
    left, right = (edge(sign, there.x, other_wide, other.width) for sign in (-1, 1))
    top, bottom = (edge(sign, there.y, there.height, other.height) for sign in (-1, 1))
    scale = v.uniform(1, 2) * GLANCE
    high, across = scale / (there.height * (bottom - top)), scale / (other_wide * (right - left))
    window = round((there.x + left * other_wide) * across), round((there.y + top * there.height) * high), round(scale), round(scale)
    picture = Image.fromarray(render(other, round(across * other.width), round(high * other.height), window)).resize((GLANCE, GLANCE), Image.Resampling.BOX)
    turned = -1 if t.flip != there.flip else 1
    box = (t.x + turned * (left + right) / 2 * wide) / scene.width, (t.y + (top + bottom) / 2 * t.height) / scene.height, turned * (right - left) * wide / scene.width / MARGIN, (bottom - top) * t.height / scene.height / MARGIN
    return Reference(np.asarray(picture), "things" if len(scene.things) == 1 and v.random() < 0.5 else None, index, box)


def sizes(canvas):
    """The oblong sizes of a canvas, lying and upright."""
    return [size for lying in OBLONG[canvas] for size in (lying, lying[::-1])]


def shared_count(first):
    """The numbers from `first` on that fall to this worker; all workers together give each number once."""
    worker = get_worker_info()
    return itertools.count(first + worker.id, worker.num_workers) if worker else itertools.count(first)


class Stream(IterableDataset):
    """Batches from `first` on, of square pictures of `canvas` pixels a side. `oblong`: the share of batches that are not square; `references`: the share of pictures of which a thing is shown by another one; half as many are shown a look."""

    def __init__(self, first, size, canvas=CANVAS, oblong=0.0, references=0.0, drop=0.12, drop_things=0.05):
        self.first, self.size, self.canvas, self.oblong, self.references, self.drop, self.drop_things = first, size, canvas, oblong, references, drop, drop_things

    def __iter__(self):
        torch.set_num_threads(1)
        tokenizer = Tokenizer()
        for number in shared_count(self.first):
            yield self.batch(number, tokenizer)

    def batch(self, number, tokenizer):
        v = random.Random(number)
        height, width = v.choice(sizes(self.canvas)) if v.random() < self.oblong else (self.canvas, self.canvas)
        pictures, tokens = torch.empty(self.size, height, width, 3, dtype=torch.uint8), torch.zeros(self.size, TOKENS, dtype=torch.long)
        things, boxes = torch.zeros(self.size, MOST, THING_TOKENS, dtype=torch.long), torch.ones(self.size, MOST, 4)
        out = {"picture": pictures, "tokens": tokens, "things": things, "boxes": boxes}
        if self.references:
            blank = lambda: torch.zeros(self.size, GLANCE, GLANCE, 3, dtype=torch.uint8)
            out |= {"seen": blank(), "which": torch.zeros(self.size, MOST), "shown": torch.zeros(self.size, dtype=torch.long), "look": blank(), "has_look": torch.zeros(self.size, 1)}
        for i in range(self.size):
            seed = number * self.size + i
            scene = scene_for(seed, width / height)
            pictures[i] = torch.from_numpy(render(scene, width, height))
            thing = thing_for(scene, v) if scene.things and v.random() < self.references else None
            look = look_for(scene, v) if v.random() < self.references / 2 else None
            silent_on = thing and thing.silent_on or look and look.silent_on
            is_empty = v.random() < self.drop
            ids = [1] if is_empty else tokenizer.encode(caption(scene, seed, silent_on=silent_on))[0][:TOKENS]
            tokens[i, : len(ids)] = torch.tensor(ids)
            if scene.things and not is_empty and silent_on != "things" and v.random() >= self.drop_things:
                said, where = numbers(scene, tokenizer)
                things[i, : len(said)], boxes[i, : len(said)] = torch.tensor(said), torch.tensor(where)
            if thing:
                out["seen"][i], out["which"][i, thing.thing] = torch.from_numpy(thing.picture.copy()), 1
                things[i, thing.thing], boxes[i, thing.thing] = 0, torch.tensor(thing.box)
                out["shown"][i] = tokenizer.tokens.index(scene.things[thing.thing].kind)
            if look:
                out["look"][i], out["has_look"][i] = torch.from_numpy(look.picture), 1
        return out
