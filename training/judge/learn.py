"""Teaches the judge and examines it: python judge/learn.py --minutes 20, then python judge/learn.py --export --report

The report asks the thousand questions of renders that the judge never saw: drawn as asked, and with one thing changed. It must be right on 98 of 100 of each kind.
"""

import argparse
import pathlib
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file, save_file
from torch.utils.data import DataLoader, IterableDataset

from detector import COLOURS, GRID, LOOKS, SETTINGS, THINGS, TIMES, Detector, describe, is_right
from data import shared_count
from precision import autocast
from prompts import EACH, FAMILY, KINDS, fits
from renderer import compose, render
from train import RUNS, optimizers, save

WEIGHTS = pathlib.Path(__file__).with_name("judge.safetensors")
OWN_SEEDS = 1 << 50   # the judge's pictures are none of Ember's


def example(number):
    """Most are flat and of natural colours, as the questions are but those about styles."""
    scene = compose(OWN_SEEDS + number, 1.0, {"style": "flat", "palette": "natural"} if number % 10 < 7 else {})
    v = np.random.default_rng(number)
    # Half of them are as coarse as what Ember draws before the decoder makes it large.
    picture = render(scene, 64, 64) if v.random() < 0.5 else np.asarray(Image.fromarray(render(scene, 48, 48)).resize((64, 64), Image.Resampling.BICUBIC))
    picture = picture.astype(np.float32) / 127.5 - 1
    picture = picture * v.uniform(0.92, 1.04) + v.uniform(0, 0.1) * v.standard_normal(picture.shape, np.float32)
    heat, near, colour = np.zeros((GRID, GRID, len(THINGS)), np.float32), np.ones((GRID, GRID), np.float32), np.full((GRID, GRID), -1)
    for t in scene.things:
        x, y = (min(int(p / size * GRID), GRID - 1) for p, size in ((t.x, scene.width), (t.y, scene.height)))
        near[max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2] = 0
    for t in scene.things:
        x, y = (min(int(p / size * GRID), GRID - 1) for p, size in ((t.x, scene.width), (t.y, scene.height)))
        heat[y, x, THINGS.index(t.kind)], near[y, x] = 1, 1
        colour[y, x] = COLOURS.index(t.colour) if scene.palette == "natural" else -1
    return picture, heat, near, colour, np.array([SETTINGS.index(scene.setting), TIMES.index(scene.time), LOOKS.index(scene.style)])


class Examples(IterableDataset):
    def __init__(self, first, size):
        self.first, self.size = first, size

    def __iter__(self):
        torch.set_num_threads(1)
        for number in shared_count(self.first):
            yield [torch.from_numpy(np.stack(part)) for part in zip(*(example(number * self.size + i) for i in range(self.size)))]


def loss_of(detector, picture, heat, near, colour, whole):
    kinds, colours, *rest = detector(picture)
    p = kinds.sigmoid()
    focus = torch.where(heat > 0, (1 - p) ** 2 * 20, p**2)   # after focal loss: what is already clear weighs little
    where = (F.binary_cross_entropy_with_logits(kinds, heat, reduction="none") * focus * near[..., None]).sum((1, 2, 3)).mean() * 0.1
    hue = F.cross_entropy(colours.flatten(0, 2), colour.flatten(), ignore_index=-1)
    return where + hue + sum(F.cross_entropy(r, whole[:, i]) for i, r in enumerate(rest))


def learn(a):
    torch.set_num_threads(a.threads)
    torch.manual_seed(3)
    detector, step, start, first = Detector(), 0, time.monotonic(), 0
    if a.resume:
        stored = torch.load(RUNS / "judge.pt")
        detector.load_state_dict(stored["ema"])
        first = stored["samples"] // a.batch
    ema = {n: p.detach().clone() for n, p in detector.named_parameters()}
    optimizer, end = optimizers(detector, 2e-3), start + a.minutes * 60
    compiled = torch.compile(lambda *batch: loss_of(detector, *batch))
    log = open(RUNS / "judge.txt", "a")
    for batch in DataLoader(Examples(first, a.batch), batch_size=None, num_workers=1, prefetch_factor=4):
        left = end - time.monotonic()
        if left <= 0:
            break
        for o in optimizer:
            for group in o.param_groups:
                group["lr"] = 2e-3 * min(1.0, (step + 1) / 100, left / (a.minutes * 60 * 0.5))
        with autocast():
            loss = compiled(*batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(detector.parameters(), 1.0)
        for o in optimizer:
            o.step()
            o.zero_grad(set_to_none=True)
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(list(ema.values()), [p.detach() for p in detector.parameters()], 1 - min(0.998, (1 + step) / (10 + step)))
        if step % 200 == 0:
            save(RUNS / "judge.pt", {"ema": ema, "samples": (first + step) * a.batch, "config": {}})
        if step % 50 == 0:
            log.write(f"step {step} samples {(first + step) * a.batch} loss {loss.item():.4f} minutes {(time.monotonic() - start) / 60:.1f}\n")
            log.flush()
    save(RUNS / "judge.pt", {"ema": ema, "samples": (first + step) * a.batch, "config": {}})


def export():
    stored = torch.load(RUNS / "judge.pt")
    save_file({n: p.half().contiguous() for n, p in stored["ema"].items()}, WEIGHTS, {"samples": str(stored["samples"])})
    WEIGHTS.chmod(0o644)


def load():
    detector = Detector()
    detector.load_state_dict({n: p.float() for n, p in load_file(WEIGHTS).items()})
    return detector.eval()


def asked(kind, v):
    """A scene that answers a question of this kind, and the question."""
    while True:
        scene = compose(v.getrandbits(40) + 2 * OWN_SEEDS, 1.0, {"scene": FAMILY[kind]})
        if fits(kind, scene):
            things = [{"kind": scene.things[f].kind, "colour": scene.things[f].colour, "count": n} for f, n in scene.groups]
            return scene, {"kind": kind, "things": things, "relation": scene.relation, "setting": scene.setting, "style": scene.style}


def spoilt(question, v):
    """The same question with one answer changed, so that the picture is wrong."""
    q = question | {"things": [dict(t) for t in question["things"]]}
    kind, t = q["kind"], q["things"][0]
    other = lambda options, *now: v.choice([o for o in options if o not in now])
    if kind in ("setting", "style"):
        q[kind] = other(SETTINGS if kind == "setting" else LOOKS, q[kind])
    elif kind in ("one", "two"):
        t["kind"] = other(THINGS, *(t["kind"] for t in q["things"]))
    elif kind == "count":
        t["count"] = other([2, 3, 4, 5], t["count"])
    elif kind == "colour":
        t["colour"] = other(COLOURS, t["colour"])
    elif kind == "binding":
        t["colour"], q["things"][1]["colour"] = q["things"][1]["colour"], t["colour"]
    else:
        q["relation"] = {"left": "right", "right": "left", "above": "below", "below": "above"}[q["relation"]]
    return q


def report():
    detector = load()
    print("| kind | right pictures known | wrong ones known |\n| --- | --- | --- |")
    for kind in KINDS:
        v = random.Random(f"examined {kind}")
        cases = [asked(kind, v) for _ in range(4 * EACH)]
        seen = describe(detector, np.stack([render(scene, 64, 64) for scene, _ in cases]))
        right = np.mean([is_right(q, s) for (_, q), s in zip(cases, seen)])
        wrong = np.mean([not is_right(spoilt(q, v), s) for (_, q), s in zip(cases, seen)])
        print(f"| {kind} | {right:.3f} | {wrong:.3f} |")


if __name__ == "__main__":
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--minutes", type=float, default=20)
    a.add_argument("--resume", action="store_true", help="go on from what was learnt before, with a fresh optimizer")
    a.add_argument("--batch", type=int, default=64)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--export", action="store_true", help="write judge.safetensors, with which the judge judges")
    a.add_argument("--report", action="store_true", help="examine it")
    a = a.parse_args()
    if not (a.export or a.report):
        learn(a)
    if a.export:
        export()
    if a.report:
        report()
