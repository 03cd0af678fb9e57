"""How far off the clean picture is, on scenes that nobody trained on: python evaluate.py WEIGHTS [WEIGHTS ...], exported ones or checkpoints.

Mean squared error at four times, from much noise to little, with the composition of the scenes and without; the same scenes and noise for all.
"""

import pathlib
import sys

import torch
from safetensors import safe_open

from data import Stream
from model import Ember
from tokenizer import Tokenizer

TIMES = (0.1, 0.3, 0.5, 0.7)
BATCHES, SIZE, FIRST = 6, 32, 1 << 36


def load(path):
    """Weights from before there were sketches or glances have none: theirs stay zero."""
    if path.suffix == ".safetensors":
        with safe_open(path, "pt") as stored:
            weights, samples = {n: stored.get_tensor(n).float() for n in stored.keys()}, stored.metadata()["samples"]
    else:
        stored = torch.load(path, map_location="cpu")
        weights, samples = stored["ema"], stored["samples"]
    model = Ember()
    missing, strange = model.load_state_dict(weights, strict=False)
    assert all(n.startswith(("sketch.", "glance.")) for n in missing) and all(n.startswith("reference.") for n in strange), (missing, strange)
    return model.eval(), samples


@torch.no_grad()
def errors(model, batches, places, is_composed):
    sums = [0.0] * len(TIMES)
    for batch, noise in batches:
        clean = batch["picture"].float() / 127.5 - 1
        sketch = model.sketch(batch["things"], batch["boxes"], clean.shape[1] // 2, clean.shape[2] // 2) if is_composed else None
        for i, t in enumerate(TIMES):
            answer = model(t * clean + (1 - t) * noise, torch.full((SIZE,), t), *model.words(batch["tokens"]), places, sketch)
            sums[i] += (answer - clean).square().mean().item() / len(batches)
    return sums


def main(paths, canvas=48):
    generator, tokenizer = torch.Generator().manual_seed(9), Tokenizer()
    stream = Stream(0, SIZE, canvas, drop=0, drop_things=0)
    batches = [(stream.batch(FIRST + i, tokenizer), torch.randn(SIZE, canvas, canvas, 3, generator=generator)) for i in range(BATCHES)]
    print("| weights | pictures seen | composed | " + " | ".join(f"t = {t}" for t in TIMES) + " |\n" + "| --- " * (3 + len(TIMES)) + "|")
    for path in paths:
        model, samples = load(path)
        for is_composed in (False, True):
            found = errors(model, batches, model.places(canvas, canvas), is_composed)
            print(f"| {path.name} | {samples} | {'yes' if is_composed else 'no'} | " + " | ".join(f"{e:.4f}" for e in found) + " |", flush=True)


if __name__ == "__main__":
    torch.set_num_threads(2)
    main([pathlib.Path(p) for p in sys.argv[1:]])
