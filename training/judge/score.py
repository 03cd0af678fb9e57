"""Scores pictures: python judge/score.py FOLDER, where FOLDER has the pictures of prompts.json, or of some of them, named 0.png to 999.png, of any size."""

import json
import pathlib
import sys

import numpy as np
from PIL import Image

from detector import describe, is_right
from learn import load
from prompts import KINDS


def main(folder):
    questions = json.loads(pathlib.Path(__file__).with_name("prompts.json").read_text())
    asked = [(question, folder / f"{i}.png") for i, question in enumerate(questions) if (folder / f"{i}.png").exists()]
    pictures = np.stack([np.asarray(Image.open(path).convert("RGB").resize((64, 64), Image.Resampling.BOX)) for _, path in asked])
    detector = load()
    seen = [one for first in range(0, len(pictures), 50) for one in describe(detector, pictures[first : first + 50])]
    marks = {kind: [] for kind in KINDS}
    for (question, _), one in zip(asked, seen, strict=True):
        marks[question["kind"]].append((question["language"], is_right(question, one)))
    print("| kind | all | English | Chinese |\n| --- | --- | --- | --- |")
    for kind, given in marks.items():
        shares = [np.mean([right for language, right in given if wanted in (None, language)]) for wanted in (None, "en", "zh")]
        print(f"| {kind} | " + " | ".join(f"{s:.3f}" for s in shares) + " |")
    print(f"{np.mean([right for given in marks.values() for _, right in given]):.3f} of all {sum(map(len, marks.values()))}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
