"""How near the pictures of a group are to each other, against single pictures with other seeds: of the same prompt, rewritten for each, and of the very words that
the pictures of the group had.

    FLINT_BINARY=.build/release/flint python3 Benchmarks/groups.py [SHEET.png]     (with numpy and pillow)

Palette: half the sum of the differences of two histograms of 4×4×4 colours, 0 for the same, 1 for none in common.
Subject: mean difference of the pictures at 24×24, of 255. Both over all pairs of a group.
"""

import io
import itertools
import pathlib
import statistics
import sys
import urllib.request

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Outside"))
from flint import service  # noqa: E402

# What a group is asked for, and the same for a single picture.
PROMPTS = {"four pictures of a red house": "a red house", "a blue boat through the four seasons": "a blue boat", "四张图，一只橙色的猫": "一只橙色的猫",
           "a white castle at different times of day": "a white castle", "a green tree, four illustrations": "a green tree",
           "storyboard: a dog in a meadow; a dog on the beach; a dog in a forest; a dog in the city": "a dog"}
SEEDS = [3]


def fetch(url):
    return Image.open(io.BytesIO(urllib.request.urlopen(url).read())).convert("RGB").resize((96, 96), Image.Resampling.BOX)


def draw(flint, **parameters):
    status, task = flint.call("POST", "/model/v1/generation/sync", parameters, timeout=600)
    assert status == 200 and task["status"] == "completed", task
    output = task["output"][0] if isinstance(task["output"], list) else task["output"]
    return task, [fetch(c["url"]) for c in output["content"]]


def palette(a, b):
    histograms = [np.histogramdd(np.asarray(p).reshape(-1, 3), bins=4, range=[(0, 256)] * 3)[0] / 96**2 for p in (a, b)]
    return np.abs(histograms[0] - histograms[1]).sum() / 2


def subject(a, b):
    small = [np.asarray(p.resize((24, 24), Image.Resampling.BOX)).astype(float) for p in (a, b)]
    return np.abs(small[0] - small[1]).mean()


def pairs(pictures, measure):
    return statistics.mean(measure(a, b) for a, b in itertools.combinations(pictures, 2))


if __name__ == "__main__":
    sheet, rows = [], []
    with service("--log-level", "error") as flint:
        for (prompt, alone), seed in itertools.product(PROMPTS.items(), SEEDS):
            # Seeds of a group are drawn by chance, so several groups stand for them.
            task, group = draw(flint, model="spark_dream_5_0", prompt=prompt, sequential_image_generation="auto", watermark=False, size="1920x1920")
            texts = task["metadata"]["revised_prompt"].split("\n")
            def single(text, i, **more):
                return draw(flint, model="spark_dream_3_0", prompt=text, seed=seed * 1000 + i, width=512, height=512, **more)[1][0]
            same = [single(text, i) for i, text in enumerate(texts)]
            singles = [single(alone, i, use_pre_llm=True) for i in range(len(texts))]
            rows.append([pairs(p, m) for m in (palette, subject) for p in (group, singles, same)])
            if seed == SEEDS[0]:
                print(prompt, *texts, sep="\n    ")
                sheet.append(group + singles + same)
    means = np.mean(rows, 0)
    print("| distance | in a group | single pictures of the prompt | ratio | single pictures of the same words | ratio |\n| --- | --- | --- | --- | --- | --- |")
    for name, (inside, outside, words) in (("palette", means[:3]), ("subject, of 255", means[3:])):
        print(f"| {name} | {inside:.2f} | {outside:.2f} | {inside / outside:.2f} | {words:.2f} | {inside / words:.2f} |")
    if len(sys.argv) > 1:
        picture = Image.new("RGB", (12 * 100, len(sheet) * 100), "white")
        for y, row in enumerate(sheet):
            for x, one in enumerate(row):
                picture.paste(one, (x * 100, y * 100))
        picture.save(sys.argv[1])
