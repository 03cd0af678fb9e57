"""From noise to a picture: Euler steps along the straight path, guided by the words in the first half."""

import torch

from composer import invent
from composition import MOST, TOKENS
from precision import autocast

GUIDED_UNTIL = 0.5   # later, guidance breaks edges


@torch.no_grad()
def sample(model, words, mask, places, noise, steps=12, scale=3.0, empty=None, sketch=None):
    """`words`, `mask`, `sketch`: what to draw, and where; `empty`: words and mask for the empty prompt. Noise is batch × height × width × 3."""
    z = noise
    times = torch.linspace(0, 1, steps + 1)
    for t, after in zip(times[:-1], times[1:]):
        at = t.expand(z.shape[0])
        clean = model(z, at, words, mask, places, sketch)
        if scale != 1 and empty and t < GUIDED_UNTIL:
            blank = model(z, at, *empty, places)
            clean = blank + scale * (clean - blank)
        velocity = (clean - z) / (1 - t)
        z = z + (after - t) * velocity
    return z


def pixels(z):
    return ((z.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).numpy()


def boxed(found):
    """What the composer, or a scene, says of each picture, as tensors."""
    things, boxes = torch.zeros(len(found), MOST, TOKENS, dtype=torch.long), torch.ones(len(found), MOST, 4)
    for i, (said, where) in enumerate(found):
        if said:
            things[i, : len(said)], boxes[i, : len(said)] = torch.tensor(said), torch.tensor(where)
    return things, boxes


def draw(model, composer, tokenizer, prompts, height=64, width=64, seed=0, **choices):
    """One picture for each prompt."""
    ids = [tokenizer.encode(p)[0] for p in prompts]
    tokens = torch.zeros(len(ids), max(map(len, ids)), dtype=torch.long)
    for row, one in zip(tokens, ids):
        row[: len(one)] = torch.tensor(one)
    blank = torch.zeros_like(tokens)
    blank[:, 0] = 1
    generator = torch.Generator().manual_seed(seed)
    things, boxes = boxed([invent(composer, one, width / height, generator) for one in ids])
    noise = torch.randn(len(ids), height, width, 3, generator=generator)
    with torch.no_grad(), autocast():
        sketch = model.sketch(things, boxes, height // 2, width // 2)
        return pixels(sample(model, *model.words(tokens), model.places(height, width), noise, empty=model.words(blank), sketch=sketch, **choices))
