"""How many of the thousand prompts are composed as they ask, before anything is drawn: python judge/composed.py"""

import json
import pathlib
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from composer import Composer, invent
from detector import is_right
from samples import load
from tokenizer import Tokenizer
from train import RUNS


def main():
    torch.set_num_threads(1)
    composer, _ = load(RUNS / "composer.pt", Composer)
    tokenizer, generator, marks = Tokenizer(), torch.Generator().manual_seed(1), {}
    for question in json.loads(pathlib.Path(__file__).with_name("prompts.json").read_text()):
        things, boxes = invent(composer, tokenizer.encode(question["prompt"])[0], 1.0, generator)
        seen = [{"kind": tokenizer.tokens[t[0]], "colour": tokenizer.tokens[t[1]], "x": b[0], "y": b[1]} for t, b in zip(things, boxes)]
        # Setting and style are not the composer's.
        marks.setdefault(question["kind"], []).append(is_right(question, question | {"things": seen}))
    for kind, given in marks.items():
        print(f"{kind}: {sum(given) / len(given):.3f}")


if __name__ == "__main__":
    main()
