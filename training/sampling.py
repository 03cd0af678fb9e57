"""From noise to a picture: Euler steps along the straight path, with guidance by text and by a reference."""

import torch

from precision import autocast


@torch.no_grad()
def sample(model, words, mask, places, noise, steps=12, scale=3.0, empty=None):
    """`words`, `mask`: what to draw; `empty`: the same for the empty prompt. Noise is batch × height × width × 3."""
    z = noise
    times = torch.linspace(0, 1, steps + 1)
    for t, after in zip(times[:-1], times[1:]):
        at = t.expand(z.shape[0])
        clean = model(z, at, words, mask, places)
        if scale != 1 and empty:
            blank = model(z, at, *empty, places)
            clean = blank + scale * (clean - blank)
        velocity = (clean - z) / (1 - t)
        z = z + (after - t) * velocity
    return z


def pixels(z):
    return ((z.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).numpy()


def draw(model, tokenizer, prompts, height=64, width=64, seed=0, **choices):
    """One picture for each prompt."""
    ids = [tokenizer.encode(p)[0] for p in prompts]
    tokens = torch.zeros(len(ids), max(map(len, ids)), dtype=torch.long)
    for row, one in zip(tokens, ids):
        row[: len(one)] = torch.tensor(one)
    blank = torch.zeros_like(tokens)
    blank[:, 0] = 1
    noise = torch.randn(len(ids), height, width, 3, generator=torch.Generator().manual_seed(seed))
    with torch.no_grad(), autocast():
        return pixels(sample(model, *model.words(tokens), model.places(height, width), noise, empty=model.words(blank), **choices))
