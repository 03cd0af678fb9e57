"""What pictures show of the facts that their prompts mean: python judge/facts.py PROMPTS.jsonl FOLDER [FOLDER ...]

A line of PROMPTS has `facts`: tokens of the vocabulary. Those that the judge can see are marked, a prompt's marks are averaged, and so are the prompts;
sizes, palettes, clothes and the like it does not see. With several folders (the same prompts drawn otherwise) each has a line.
"""

import json
import pathlib
import sys

import numpy as np
from PIL import Image

from detector import APART, COLOURS, LOOKS, SETTINGS, THINGS, TIMES, describe
from learn import load

RELATIONS = {"above": "above", "on": "above", "below": "below", "left": "left", "right": "right"}


def marks(facts, seen):
    """For each fact that can be seen, whether it is."""
    kinds = [f for f in facts if f in THINGS or f == "person"]
    of = lambda kind: [t for t in seen["things"] if t["kind"] == kind or (kind == "person" and t["kind"] in ("man", "woman"))]
    out = []
    for fact in facts:
        if fact in kinds:
            out.append(bool(of(fact)))
        elif fact in COLOURS:
            out.append(any(t["colour"] == fact for t in seen["things"]))
        elif fact in ("2", "3", "4", "5") and kinds:
            out.append(len(of(kinds[0])) == int(fact))
        elif fact == "many" and kinds:
            out.append(len(of(kinds[0])) >= 3)
        elif fact in SETTINGS:
            out.append(seen["setting"] == fact)
        elif fact in TIMES:
            out.append(seen["time"] == fact)
        elif fact in LOOKS:
            out.append(seen["style"] == fact)
        elif fact in RELATIONS and len(kinds) > 1:
            a, b = of(kinds[0]), of(kinds[1])
            out.append(bool(a and b) and APART[RELATIONS[fact]](a[0], b[0]) > 0.05)
    return out


def main(prompts, folders):
    asked = [json.loads(line) for line in prompts.read_text().splitlines() if line.strip()]
    detector = load()
    for folder in folders:
        shares = []
        for number, one in enumerate(asked):
            picture = np.asarray(Image.open(folder / f"{number}.png").convert("RGB").resize((64, 64), Image.Resampling.BOX))
            given = marks(one["facts"], describe(detector, picture[None])[0])
            if given:
                shares.append(np.mean(given))
        print(f"{folder}: {np.mean(shares):.3f} of {len(shares)} prompts")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), [pathlib.Path(f) for f in sys.argv[2:]])
