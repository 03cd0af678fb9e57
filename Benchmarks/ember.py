"""How long the built-in model takes for a picture of 1328×1328 in twelve steps, the first half guided, against the same weights in PyTorch on the same cores: eager, and compiled.

    python3 -m venv .venv && .venv/bin/pip install -r training/requirements.txt
    swift build -c release --product drawing-benchmark
    .venv/bin/python Benchmarks/ember.py [ROUNDS]

The three take turns; the figures are medians. Loading and compiling are left out, and so is the file: from the words to the pixels.
"""

import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

import torch
from safetensors import safe_open

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "training"))
from composer import Composer, invent  # noqa: E402
from decoder import Decoder, enlarge  # noqa: E402
from model import Ember  # noqa: E402
from precision import autocast, quicker_float  # noqa: E402
from sampling import GUIDED_UNTIL, boxed  # noqa: E402
from tokenizer import Tokenizer  # noqa: E402

PROMPT, SIDE, STEPS = "three red mushrooms in a meadow", 1328, 12


def load(kind, make):
    with safe_open(ROOT / "Weights" / f"ember-{kind}.safetensors", "pt") as stored:
        model = make(json.loads(stored.metadata()["config"]))
        model.load_state_dict({name: stored.get_tensor(name).float() for name in stored.keys()})
    return model.eval()


class PyTorch:
    def __init__(self, is_compiled):
        self.model, self.decoder = load("model", Ember), load("decoder", Decoder)
        self.canvas, self.tokens = self.model.config["canvas"], Tokenizer().encode(PROMPT)[0]
        # Words and the empty prompt in one batch: half as many calls as two would be.
        self.both = torch.tensor([self.tokens, [1] + [0] * (len(self.tokens) - 1)])
        self.step = torch.compile(self.model, dynamic=False) if is_compiled else self.model
        self.enlarge = torch.compile(self.decoder, dynamic=False) if is_compiled else self.decoder

        # Composing is left out here and not there: this composer reads all again for each token.
        self.things, self.boxes = boxed([invent(load("composer", Composer), self.tokens, 1.0, torch.Generator().manual_seed(1)), ([], [])])

    @torch.no_grad()
    def draw(self, seed):
        generator, side = torch.Generator().manual_seed(seed), self.canvas
        with autocast():
            words, mask = self.model.words(self.both)
            sketch, places = self.model.sketch(self.things, self.boxes, side // 2, side // 2), self.model.places(side, side)
            z = torch.randn(1, side, side, 3, generator=generator)
            for i in range(STEPS):
                asked = 2 if i / STEPS < GUIDED_UNTIL else 1
                clean, *empty = self.step(z.expand(asked, -1, -1, -1), torch.full((asked,), i / STEPS), words[:asked], mask[:asked], places, sketch[:asked])
                if empty:
                    clean = empty[0] + 3 * (clean - empty[0])
                z = z + (clean - z) / (STEPS - i)
            return enlarge(self.enlarge, z[0].clamp(-1, 1), SIDE, SIDE, 83)   # bands that are all alike, so that one compilation serves all


def flint():
    """Milliseconds: the median of its rounds but the first, which loads."""
    out = subprocess.run([ROOT / ".build/release/drawing-benchmark", str(SIDE), str(SIDE), str(STEPS)], capture_output=True, text=True, check=True, env=os.environ | {"THREADS": "2"}).stdout
    rounds = [(float(a), float(b)) for a, b in re.findall(r"all ([\d.]+) ms.*?file ([\d.]+) ms", out)]
    return statistics.median(whole - file for whole, file in rounds[1:])


def timed(way, seed):
    start = time.perf_counter()
    way.draw(seed)
    return (time.perf_counter() - start) * 1000


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    torch.set_num_threads(2)
    eager, compiled = PyTorch(False), PyTorch(True)
    for way in (eager, compiled):
        way.draw(0)
    measured = {"flint": [], "eager": [], "compiled": []}
    for seed in range(rounds):
        measured["flint"].append(flint())
        measured["eager"].append(timed(eager, seed))
        measured["compiled"].append(timed(compiled, seed))
    own = statistics.median(measured["flint"])
    print(f"{SIDE}×{SIDE}, {STEPS} steps, the first half guided, two threads, {str(quicker_float())[6:]}")
    for name, times in measured.items():
        print(f"{name:>9}: {statistics.median(times):7.0f} ms   {statistics.median(times) / own:.2f} of flint's")


if __name__ == "__main__":
    main()
