"""Writes what Swift loads: python export.py --model runs/annealed.pt --composer runs/composer.pt --decoder runs/decoder.pt --to ../Weights

`ember-model.safetensors`, `ember-composer.safetensors` and `ember-decoder.safetensors` hold the averaged weights in bf16, named as in model.py,
composer.py and decoder.py; the shapes of the network stand in the metadata under `config`, as JSON, and where the weights come from under `samples` and `minutes`. `vocabulary.json` lies beside them.
"""

import argparse
import json
import pathlib
import shutil

import torch
from safetensors.torch import save_file


def export(checkpoint, path, kind, dtype=torch.bfloat16):
    stored = torch.load(checkpoint, map_location="cpu") if not isinstance(checkpoint, dict) else checkpoint
    weights = {name: p.to(dtype).contiguous() for name, p in stored["ema"].items()}
    metadata = {"format": f"ember-{kind}", "version": "1", "config": json.dumps(stored["config"]), "samples": str(stored["samples"]), "minutes": f"{stored.get('minutes', 0):.0f}"}
    save_file(weights, path, metadata)
    pathlib.Path(path).chmod(0o644)
    return sum(w.numel() for w in weights.values())


if __name__ == "__main__":
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--model", default="runs/annealed.pt")
    a.add_argument("--composer", default="runs/composer.pt")
    a.add_argument("--decoder", default="runs/decoder.pt")
    a.add_argument("--to", type=pathlib.Path, default=pathlib.Path("../Weights"))
    a = a.parse_args()
    a.to.mkdir(exist_ok=True)
    for kind in ("model", "composer", "decoder"):
        if not pathlib.Path(getattr(a, kind)).exists():
            print("no", getattr(a, kind), "- left as it is")
            continue
        path = a.to / f"ember-{kind}.safetensors"
        print(path, export(getattr(a, kind), path, kind), "weights,", path.stat().st_size, "bytes")
    shutil.copy(pathlib.Path(__file__).with_name("vocabulary.json"), a.to / "vocabulary.json")
