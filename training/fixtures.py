"""Writes numbers for the tests of the Swift engine: python fixtures.py ../Tests/Fixtures/Ember

A tiny model, composer and decoder with random weights (`tiny-model.safetensors` and so on, f32), and in `expected.safetensors` what they answer:
inputs and outputs of each part, in f32 and eager mode. `tokens.json` holds prompts with their tokens and the words left out.
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import save_file

from composer import CONFIG as COMPOSER, Composer
from decoder import Decoder, enlarge
from export import export
from model import Ember, coordinates, time_features
from sampling import sample
from samples import PROMPTS
from tokenizer import Tokenizer

TINY = {
    "tokens": 128, "text_width": 32, "text_layers": 2, "text_heads": 2, "text_limit": 48, "widths": [16, 16, 32], "down": [1, 1, 2], "up": [1, 2],
    "down_attention": [0, 0, 2], "up_attention": [0, 1], "head": 16, "time_width": 32, "canvas": 40,
    "sketch_width": 16, "sketch_side": 6, "sketch_depth": 8, "glance_width": 16, "glance_blocks": 2,
}
TINY_COMPOSER = COMPOSER | {"width": 32, "layers": 2, "heads": 2}
TINY_DECODER = {"width": 16, "blocks": 2, "hidden": 16}
ODD = ["Three RED mushrooms, please!", "a line-art cat", "a poodle on a skateboard", "一只会飞的猪", "🙂", "", "海上有一艘红色的船", "in front of", "a pair of dogs", "2只猫 and 3 dogs"]


def stirred(module, seed):
    """No weight stays zero, so that every one of them shows in the output."""
    g = torch.Generator().manual_seed(seed)
    for p in module.parameters():
        p.data.add_(torch.randn(p.shape, generator=g) * 0.05)
    return module.eval()


@torch.no_grad()
def main(folder):
    torch.manual_seed(0)
    folder.mkdir(parents=True, exist_ok=True)
    model, decoder, composer = stirred(Ember(TINY), 1), stirred(Decoder(TINY_DECODER), 2), stirred(Composer(TINY_COMPOSER), 3)
    for module, kind in ((model, "model"), (decoder, "decoder"), (composer, "composer")):
        export({"ema": dict(module.named_parameters()), "config": module.config, "samples": 0}, folder / f"tiny-{kind}.safetensors", kind, torch.float32)

    tokens, blank = torch.tensor([[1, 12, 40, 9, 77]]), torch.tensor([[1]])
    noise, t = torch.randn(1, 32, 48, 3), torch.tensor([0.3])
    places, (words, mask), empty = model.places(32, 48), model.words(tokens), model.words(blank)
    # Two things, the second mirrored and partly outside.
    things, boxes = torch.tensor([[[7, 34, 0, 0], [31, 38, 107, 108]]]), torch.tensor([[[0.4, 0.6, 0.3, 0.5], [0.9, 0.3, -0.4, 0.7]]])
    sketch = model.sketch(things, boxes, 16, 24)
    picture = torch.rand(1, 24, 24, 3) * 2 - 1
    look = model.glance.looks(picture)
    shown = model.sketch(things * torch.tensor([[[1], [0]]]), boxes, 16, 24, model.glance.things(picture), torch.tensor([[0.0, 1.0]]))
    written = torch.tensor([[522, 1, 34, 7, 513, 7, 34, 545, 600]])
    small = torch.rand(12, 20, 3) * 2 - 1
    save_file({k: v.contiguous() for k, v in {
        "tokens": tokens.int(), "noise": noise, "time": t, "picture": picture,
        "coordinates": coordinates(16, 24, 1.5), "time_features": time_features(t, 32),
        "words": words, "clean": model(noise, t, words, mask, places),
        "sketch": sketch, "clean_sketch": model(noise, t, words, mask, places, sketch),
        "shown": shown, "look": look, "kinds": model.glance.kinds(picture), "clean_look": model(noise, t, words, mask, places, sketch, look),
        "written": written.int(), "scores": composer(written)[0, -1],
        "drawn": sample(model, words, mask, places, noise, steps=4, scale=3.0, empty=empty),
        "small": small, "read": decoder.read(small[None]), "large": enlarge(decoder, small, 90, 150),
    }.items()}, folder / "expected.safetensors")
    tokenizer = Tokenizer()
    said = [dict(zip(("text", "tokens", "unknown"), (p, *tokenizer.encode(p)))) for p in PROMPTS + ODD]
    (folder / "tokens.json").write_text("[\n" + ",\n".join(json.dumps(s, ensure_ascii=False) for s in said) + "\n]\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
