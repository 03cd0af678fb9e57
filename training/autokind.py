"""Teaches the weights of Sources/Ember/AutoKind.swift, which decide what a reference is for: python autokind.py [FIXTURE.rgb]

Ten numbers of a 64×64 picture and logistic regression over faces (ID), things on a plain ground (IP) and scenes (STYLE) of the renderer. Prints the accuracy on renders
that it was not taught with, also where the shipped `Glance` looks for faces first, and the weights; the fixture gets ten unseen pictures of each as raw bytes.
"""

import pathlib
import random
import sys

import numpy as np
import torch
from safetensors.torch import load_file

from model import CONFIG, Glance
from renderer import compose, render
from renderer.things import KINDS
from tokenizer import Tokenizer

NAMES = ["ID", "IP", "STYLE"]
THINGS = [k for k in KINDS if k != "face"]
PLACES = ["sea", "beach", "meadow", "forest", "mountains", "desert", "city", "street", "room", "kitchen", "space"]


def example(name, number):
    v = random.Random(number * 31 + len(name))
    if name == "ID":
        wish = {"scene": "one", "kinds": ["face"], "palette": "natural", "place": v.choice(["centre", "centre", "left", "right"]),
                "size": v.choice(["large", "large", "medium"]), "setting": v.choice(["plain", "plain", "plain", "room", "meadow", "city"])}
    elif name == "IP":
        wish = {"scene": "one", "kinds": [v.choice(THINGS)], "setting": "plain", "size": v.choice(["large", "medium"])}
    else:
        wish = {"scene": v.choice(["pair", "trio", "count", "mixed", "one"]), "setting": v.choice(PLACES), "style": v.choice(["flat", "line", "neon", "paper"])}
        if wish["scene"] == "one":
            wish |= {"size": "small", "kinds": [v.choice(THINGS)]}
    return render(compose(number, 1.0, wish), 64, 64)


def numbers(picture):
    """As in `Look` in Swift."""
    x = picture.astype(float) / 255
    border = np.concatenate([x[0], x[-1], x[:, 0], x[:, -1]])
    ground = np.median(border, 0)
    thing = np.abs(x - ground).max(-1) >= 0.12
    busy = sum((np.abs(np.diff(x, axis=a)).max(-1) > 0.15).mean() for a in (0, 1))
    r, g, b = x[..., 0], x[..., 1], x[..., 2]
    most, least = x.max(-1), x.min(-1)
    hue = np.where(most == least, 0, (g - b) / np.maximum(most - least, 1e-6)) * 60
    saturation = (most - least) / np.maximum(most, 1e-6)
    skin = (r == most) & (hue > 12) & (hue < 36) & (saturation > 0.15) & (saturation < 0.62) & (most > 0.36) & thing
    ys, xs = np.nonzero(thing)
    top, bottom, left, right = 0, 64, 0, 64
    if len(ys) >= 16:
        top, bottom, left, right = (int(q) + end for line in (ys, xs) for q, end in zip(np.quantile(line, [0.03, 0.97], method="nearest"), (0, 1)))
    inside, h, w = (slice(top, bottom), slice(left, right)), bottom - top, right - left
    middle = skin[inside][h // 4: max(h // 4 + 1, h * 3 // 4 + 1), w // 4: max(w // 4 + 1, w * 3 // 4 + 1)]
    plain = 1 - thing.mean()
    return [plain, (np.abs(border - ground).max(-1) < 0.12).mean(), np.abs(x[0].mean(0) - x[-1].mean(0)).max(), busy, middle.mean(), w / 64, h / 64,
            thing[inside].mean(), abs(np.log(w / h)), busy / max(0.02, 1 - plain)]


def parts(picture, side):
    """As in Swift: nine that overlap."""
    spots = [first + np.arange(side) * 36 // side for first in (0, 14, 28)]
    return np.stack([picture[np.ix_(down, across)] for down in spots for across in spots])


@torch.no_grad()
def show_faces(pictures):
    """Of which pictures the shipped network says that there is a face in them."""
    glance, face = Glance(CONFIG).eval(), Tokenizer().tokens.index("face")
    stored = load_file(pathlib.Path(__file__).parents[1] / "Weights" / "ember-model.safetensors")
    glance.load_state_dict({name.removeprefix("glance."): p.float() for name, p in stored.items() if name.startswith("glance.")})
    look = lambda picture: glance.kinds(torch.tensor(parts(picture, glance.side)).float() / 127.5 - 1).softmax(-1)[:, face]  # noqa: E731
    return np.array([bool((look(p) > 0.5).any()) for p in pictures])


def examples(count, first):
    return [example(n, first + i) for n in NAMES for i in range(count)], np.repeat(np.arange(3), count)


def report(name, said, truth):
    print(f"{name}: {(said == truth).mean():.3f}", *(f"{n} {(said[truth == i] == i).mean():.3f}" for i, n in enumerate(NAMES)))


def main(fixture=None):
    (taught, y), (unseen, truth) = examples(800, 1000), examples(300, 900_000)
    x = np.array([numbers(p) for p in taught])
    mean, deviation = x.mean(0), x.std(0) + 1e-9
    ready = lambda a: np.c_[(a - mean) / deviation, np.ones(len(a))]  # noqa: E731
    a, weights, wanted = ready(x), np.zeros((x.shape[1] + 1, 3)), np.eye(3)[y]
    for _ in range(3000):
        p = np.exp(a @ weights)
        weights -= 0.5 * (a.T @ (p / p.sum(1, keepdims=True) - wanted) / len(a) + 1e-4 * weights)
    scores = ready(np.array([numbers(p) for p in unseen])) @ weights
    report("right by numbers", scores.argmax(1), truth)
    report("right by looking for faces first", np.where(show_faces(unseen), 0, np.where(scores[:, 2] > scores[:, 1], 2, 1)), truth)
    plain = weights[:-1] / deviation[:, None]
    bias = weights[-1] - (mean / deviation) @ weights[:-1]
    print("STYLE", (plain[:, 2] - plain[:, 1]).round(3).tolist(), round(bias[2] - bias[1], 3))
    if fixture:
        pathlib.Path(fixture).write_bytes(b"".join(example(n, 700_000 + i).tobytes() for n in NAMES for i in range(10)))


if __name__ == "__main__":
    main(*sys.argv[1:])
