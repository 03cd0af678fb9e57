"""How long a picture of 1328×1328 takes, 12 guided steps, against the same weights in PyTorch on the same cores, eager and compiled.

    python3 Benchmarks/ember.py [--rounds 5]     (with torch and safetensors, as in training/requirements.txt)

Both from the prompt's tokens to the pixels, without a file, after a first picture that warms up. PyTorch draws the guided and the plain half of a step as one
batch, in the kind of float that is quicker on this processor. The rounds of all three take turns; the least of each counts, which other work disturbs the least.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import time

import torch
from safetensors import safe_open

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "training"))
from decoder import Decoder, enlarge  # noqa: E402
from model import Ember  # noqa: E402
from precision import autocast, quicker_float  # noqa: E402
from tokenizer import Tokenizer  # noqa: E402

SIDE, STEPS, SCALE, PROMPT = 1328, 12, 3.0, "three red mushrooms in a meadow"
arguments = argparse.ArgumentParser()
arguments.add_argument("--rounds", type=int, default=5)
rounds = arguments.parse_args().rounds


def loaded(kind, name):
    with safe_open(ROOT / "Weights" / f"ember-{name}.safetensors", "pt") as stored:
        module = kind(json.loads(stored.metadata()["config"]))
        module.load_state_dict({key: stored.get_tensor(key).float() for key in stored.keys()})
    return module.eval()


model, decoder = loaded(Ember, "model"), loaded(Decoder, "decoder")
tokens, _ = Tokenizer().encode(PROMPT)
both = torch.zeros(2, len(tokens), dtype=torch.long)
both[0] = torch.tensor(tokens)
both[1, 0] = 1
canvas = model.config["canvas"]


@torch.no_grad()
def draw(step, enlarge):
    begin = time.perf_counter()
    with autocast():
        words, places = model.words(both), model.places(canvas, canvas)
        z = torch.randn(1, canvas, canvas, 3)
        for number in range(STEPS):
            t, after = number / STEPS, (number + 1) / STEPS
            asked, blank = step(z.expand(2, -1, -1, -1), torch.full((2,), t), *words, places)
            z = z + (after - t) * (blank + SCALE * (asked - blank) - z) / (1 - t)
        pixels = enlarge(decoder, z[0].float().clamp(-1, 1), SIDE, SIDE)
        ((pixels.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
    return time.perf_counter() - begin


def flint():
    told = subprocess.run([ROOT / ".build/release/drawing-benchmark", str(SIDE), str(SIDE), str(STEPS)], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = re.findall(r"round ([1-9]).*conditions ([0-9.]+) ms, steps ([0-9.]+) ms.*decoder ([0-9.]+) ms, file", told)
    return min(sum(map(float, times[1:])) for times in found) / 1000


subprocess.run(["swift", "build", "-c", "release", "--product", "drawing-benchmark", "-q"], cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
step, large = torch.compile(model), torch.compile(enlarge)
draw(model, enlarge), draw(step, large)
times = [(flint(), draw(model, enlarge), draw(step, large)) for _ in range(rounds)]
ours, eager, compiled = map(min, zip(*times))
print(f"Flint {ours * 1000:.0f} ms; PyTorch in {str(quicker_float())[6:]}: eager {eager * 1000:.0f} ms ({eager / ours:.2f} times), compiled {compiled * 1000:.0f} ms ({compiled / ours:.2f} times)")
