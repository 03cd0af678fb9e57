"""Ember's composer: a small causal transformer that reads a prompt and writes, token by token, what stands where.

A sequence is the ratio of the picture, the tokens of the prompt, COMPOSE, and then each thing as `composition.py` says, until END.
"""

import math

import torch
from torch import nn

from composition import ACROSS, ALL, COMPOSE, DOWN, END, HEIGHT, HEIGHTS, HIGHEST, LOWEST, MOST, RATIO, RATIOS, TOKENS, WORN, X, Y, ratio_token
from model import Norm, TextLayer, positions
from renderer.layout import COLOURS
from renderer.things import KINDS
from tokenizer import Tokenizer

IDS = {name: number for number, name in enumerate(Tokenizer().tokens)}
CONFIG = {
    "tokens": ALL, "width": 160, "layers": 4, "heads": 4, "limit": 88,
    "prompt": 48,            # tokens of a prompt that are read
    "end": END, "compose": COMPOSE, "ratio": RATIO, "ratios": RATIOS, "across": ACROSS, "down": DOWN, "heights": HEIGHTS, "most": MOST,
    "thousandths": [round(math.exp(h) * 1000) for h in (LOWEST, HIGHEST)],   # the lowest and the highest height, of the root of the picture's area
    "kinds": [IDS[k] for k in KINDS], "aspects": [round(k.aspect * 1000) for k in KINDS.values()],
    "names": [IDS[k] for k in KINDS] + [IDS["person"]],   # what prompts call things by
    "colours": [IDS[c] for c in COLOURS], "worn": [IDS[w] for w in WORN],
}


class Composer(nn.Module):
    def __init__(self, config=CONFIG):
        super().__init__()
        self.config = config
        width = config["width"]
        self.embedding = nn.Embedding(config["tokens"], width)
        nn.init.normal_(self.embedding.weight, std=0.5)
        self.register_buffer("positions", positions(config["limit"], width) * 0.5, persistent=False)
        self.register_buffer("causal", torch.full((config["limit"], config["limit"]), -1e4).triu(1), persistent=False)
        self.layers = nn.ModuleList(TextLayer(width, config["heads"]) for _ in range(config["layers"]))
        self.norm = Norm(width)

    def forward(self, tokens):
        """Of every place in the sequences, the logits of the token after it."""
        length = tokens.shape[1]
        x = self.embedding(tokens) + self.positions[:length]
        for layer in self.layers:
            x = layer(x, self.causal[:length, :length])
        return self.norm(x) @ self.embedding.weight.T * self.config["width"] ** -0.5


def allowed_after(written, c=CONFIG):
    """Which tokens may follow: things of a kind, a colour, what they wear, and three bins."""
    last = written[-1] if written else HEIGHT
    if last >= HEIGHT:
        return [END] + (c["kinds"] if sum(i >= HEIGHT for i in written) < MOST else [])
    if last >= Y:
        return list(range(HEIGHT, HEIGHT + HEIGHTS))
    if last >= X:
        return list(range(Y, Y + DOWN))
    if last in c["kinds"]:
        return c["colours"]
    worn = c["worn"][c["worn"].index(last) + 1 :] if last in c["worn"] else c["worn"]
    return worn + list(range(X, X + ACROSS))


@torch.no_grad()
def invent(composer, ids, ratio, generator, heat=0.25, spread=0.5):
    """Things and boxes for the tokens of a prompt. `heat`: of kinds, colours and the end; `spread`: of places. Swift lets guidance set both."""
    c = composer.config
    sequence, written = [ratio_token(ratio)] + ids[: c["prompt"]] + [COMPOSE], []
    while True:
        allowed = torch.tensor(allowed_after(written, c))
        logits = composer(torch.tensor([sequence + written]))[0, -1, allowed]
        token = int(allowed[torch.multinomial((logits / (spread if allowed[-1] >= X else heat)).softmax(-1), 1, generator=generator)])
        if token == END:
            return boxes_of(written, ratio, generator)
        written.append(token)


def boxes_of(written, ratio, generator):
    """What was written, as things and boxes; within its bin a place is free."""
    things, boxes, now, where = [], [], [], []
    free = lambda: torch.rand(1, generator=generator).item()
    for i in written:
        if i < END:
            now.append(i)
        elif i < HEIGHT:
            where.append((i - X + free()) / ACROSS if i < Y else (i - Y + free()) / DOWN)
        else:
            height = math.exp(LOWEST + (i - HEIGHT + free()) / HEIGHTS * (HIGHEST - LOWEST))
            wide = height * CONFIG["aspects"][CONFIG["kinds"].index(now[0])] / 1000 / math.sqrt(ratio)
            things.append(now + [0] * (TOKENS - len(now)))
            boxes.append((*where, -wide if free() < 0.5 else wide, height * math.sqrt(ratio)))
            now, where = [], []
    return things, boxes
