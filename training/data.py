"""The endless stream of pictures with their captions; the same numbers give the same batches, so that a run can stop and go on."""

import itertools
import random
from dataclasses import replace

import torch
from torch.utils.data import IterableDataset, get_worker_info

from captions import caption
from composition import MOST, TOKENS as THING_TOKENS, numbers
from heldout import kept_back
from model import REFERENCES
from renderer import compose, render
from tokenizer import Tokenizer

TOKENS = 32
CANVAS = 64
OBLONG = {64: [(56, 80), (48, 96), (40, 112)], 48: [(40, 56), (32, 72), (24, 80)]}   # of a canvas's area: height × width, each also upright
REFERENCE_SIZE = 64


def scene_for(number, ratio, wish=None):
    """The scene of that number, or the next one that training may see."""
    for attempt in range(64):
        scene = compose(number * 64 + attempt, ratio, wish)
        if not kept_back(scene):
            return scene
    raise RuntimeError("sixty-four scenes in a row are kept back")


def reference_for(scene, number):
    """A picture to go by, what is to be taken from it, and what the caption may then leave out: the same thing or face elsewhere, or the same style on something else."""
    v = random.Random(number)
    quiet = v.random() < 0.5
    if len(scene.groups) != 1 or v.random() < 0.34:
        other = compose(v.getrandbits(40), 1.0, {"palette": scene.palette, "style": scene.style})
        return render(other, REFERENCE_SIZE, REFERENCE_SIZE), REFERENCES.index("style"), "style" if quiet else None
    first = scene.things[0]
    wish = {"scene": "one", "kinds": [first.kind], "colours": [first.colour], "size": "large"} | ({"setting": "plain"} if v.random() < 0.6 else {})
    alone = compose(v.getrandbits(40), 1.0, wish)
    alone.things = [replace(alone.things[0], seed=first.seed, extras=first.extras)]
    return render(alone, REFERENCE_SIZE, REFERENCE_SIZE), REFERENCES.index("id" if first.kind == "face" else "ip"), "things" if quiet else None


def sizes(canvas):
    """The oblong sizes of a canvas, lying and upright."""
    return [size for lying in OBLONG[canvas] for size in (lying, lying[::-1])]


def shared_count(first):
    """The numbers from `first` on that fall to this worker; all workers together give each number once."""
    worker = get_worker_info()
    return itertools.count(first + worker.id, worker.num_workers) if worker else itertools.count(first)


class Stream(IterableDataset):
    """Batches from `first` on, of square pictures of `canvas` pixels a side. `oblong`: the share of batches that are not square; `references`: the share of pictures that come with one."""

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
            out |= {"reference": torch.zeros(self.size, REFERENCE_SIZE, REFERENCE_SIZE, 3, dtype=torch.uint8), "kind": torch.zeros(self.size, dtype=torch.long), "has": torch.zeros(self.size, dtype=torch.bool)}
        for i in range(self.size):
            seed = number * self.size + i
            scene = scene_for(seed, width / height)
            pictures[i] = torch.from_numpy(render(scene, width, height))
            silent_on = None
            if v.random() < self.references:
                picture, kind, silent_on = reference_for(scene, seed)
                out["reference"][i], out["kind"][i], out["has"][i] = torch.from_numpy(picture), kind, True
            is_empty = v.random() < self.drop
            ids = [1] if is_empty else tokenizer.encode(caption(scene, seed, silent_on=silent_on))[0][:TOKENS]
            tokens[i, : len(ids)] = torch.tensor(ids)
            if scene.things and not is_empty and silent_on != "things" and v.random() >= self.drop_things:
                said, where = numbers(scene, tokenizer)
                things[i, : len(said)], boxes[i, : len(said)] = torch.tensor(said), torch.tensor(where)
        return out
