"""Lets Flint draw prompts for the judge: python judge/draw.py FOLDER [--prompts FILE] [--rewritten | --bare] [--scale 3 | --steps 12] [--every 4]

FILE is prompts.json or has one JSON object with a `prompt` on each line. The service is .build/release/flint, or FLINT_BINARY. Pictures are named 0.png and so on.
Steps can be chosen only with the model that wants references: it gets a flat picture as its style, which goes with all prompts but those about styles.
"""

import argparse
import base64
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
from renderer import compose, render  # noqa: E402
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
    a.add_argument("--steps", type=int)
    a.add_argument("--every", type=int, default=1, help="only each N-th prompt")
    a = a.parse_args()
    a.folder.mkdir(parents=True, exist_ok=True)
    more = {"model": "spark_dream_3_0", "use_pre_llm": a.rewritten, "watermark": False} | ({"scale": a.scale} if a.scale else {})
    if a.steps:
        file = io.BytesIO()
        Image.fromarray(render(compose(1, 1.0, {"style": "flat", "palette": "natural"}), 96, 96)).save(file, "PNG")
        more = {"model": "spark_multi_dreamo", "use_rephraser": a.rewritten, "ddim_steps": a.steps, "guidance_scale2": 1,
                "binary_data_base64": [base64.b64encode(file.getvalue()).decode()], "ref_type_list": ["STYLE"]}
    with service("--log-level", "error") as flint:
        for number, asked in list(enumerate(read(a.prompts)))[:: a.every]:
            prompt = known(asked["prompt"]) if a.bare else asked["prompt"]
            order = {"prompt": prompt, "seed": number + 1, "width": SIDE, "height": SIDE} | more
            status, task = flint.call("POST", "/model/v1/generation/sync", order, timeout=600)
            assert status == 200 and task["status"] == "completed", task
            output = task["output"][0] if isinstance(task["output"], list) else task["output"]
            picture = Image.open(io.BytesIO(urllib.request.urlopen(output["content"][0]["url"]).read())).convert("RGB")
            # The judge looks at 64×64.
            picture.resize((64, 64), Image.Resampling.BOX).save(a.folder / f"{number}.png")


if __name__ == "__main__":
    main()
