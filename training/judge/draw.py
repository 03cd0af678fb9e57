"""Lets Flint draw prompts for the judge: python judge/draw.py FOLDER [--prompts FILE] [--rewritten | --bare] [--scale 3]

FILE is prompts.json or has one JSON object with a `prompt` on each line. The service is .build/release/flint, or FLINT_BINARY. Pictures are named 0.png and so on.
"""

import argparse
import io
import json
import os
import pathlib
import re
import sys
import urllib.request

from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "Outside"))
os.environ.setdefault("FLINT_BINARY", str(ROOT / ".build" / "release" / "flint"))
sys.path.insert(0, str(ROOT / "training"))
from flint import service  # noqa: E402
from tokenizer import Tokenizer  # noqa: E402

SIDE = 512


def read(path):
    text = path.read_text()
    return json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines() if line.strip()]


def known(prompt):
    """The prompt without what the tokenizer leaves out, so that it is read as the same tokens."""
    unknown = Tokenizer().encode(prompt)[1]
    for word in unknown:
        prompt = re.sub(rf"(?<![a-z0-9']){re.escape(word)}(?![a-z0-9'])", "", prompt, flags=re.I) if word.isascii() else prompt.replace(word, " ")
    prompt = prompt.strip() or "a picture"
    assert not Tokenizer().encode(prompt)[1], prompt
    return prompt


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("folder", type=pathlib.Path)
    a.add_argument("--prompts", type=pathlib.Path, default=pathlib.Path(__file__).with_name("prompts.json"))
    a.add_argument("--rewritten", action="store_true")
    a.add_argument("--bare", action="store_true", help="without the words that the vocabulary has not, in whose place Ember would draw what is nearest")
    a.add_argument("--scale", type=float)
    a = a.parse_args()
    a.folder.mkdir(parents=True, exist_ok=True)
    more = {"scale": a.scale} if a.scale else {}
    with service("--log-level", "error") as flint:
        for number, asked in enumerate(read(a.prompts)):
            prompt = known(asked["prompt"]) if a.bare else asked["prompt"]
            order = {"model": "spark_dream_3_0", "prompt": prompt, "seed": number + 1, "width": SIDE, "height": SIDE, "watermark": False, "use_pre_llm": a.rewritten} | more
            status, task = flint.call("POST", "/model/v1/generation/sync", order, timeout=600)
            assert status == 200 and task["status"] == "completed", task
            output = task["output"][0] if isinstance(task["output"], list) else task["output"]
            picture = Image.open(io.BytesIO(urllib.request.urlopen(output["content"][0]["url"]).read())).convert("RGB")
            # The judge looks at 64×64.
            picture.resize((64, 64), Image.Resampling.BOX).save(a.folder / f"{number}.png")


if __name__ == "__main__":
    main()
