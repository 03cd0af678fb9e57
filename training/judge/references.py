"""How well pictures show what their references show: python judge/references.py [--count 60] [--keep FOLDER]

Each reference is a render of one thing on a plain ground; the words say only where it is to stand. Counted is how often the judge sees a thing of the
reference's kind (its shape), and of its kind and colour, for three guidances. The same for looks:
the words name a thing, the reference shows another one in a style.
"""

import argparse
import base64
import io
import pathlib
import random
import urllib.request

import numpy as np
from PIL import Image

from detector import LOOKS, SETTINGS, describe
from draw import SIDE, service
from learn import load
from renderer import compose, render

GUIDANCES = (1, 2.5, 7)


def encoded(scene):
    file = io.BytesIO()
    Image.fromarray(render(scene, 256, 256)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def draw(flint, reference, kind, prompt, seed, guidance):
    order = {"model": "spark_multi_dreamo", "prompt": prompt, "seed": seed, "width": SIDE, "height": SIDE, "binary_data_base64": [encoded(reference)],
             "ref_type_list": [kind], "guidance_scale2": guidance, "use_rephraser": False}
    status, task = flint.call("POST", "/model/v1/generation/sync", order, timeout=600)
    assert status == 200 and task["status"] == "completed", task
    output = task["output"][0] if isinstance(task["output"], list) else task["output"]
    return Image.open(io.BytesIO(urllib.request.urlopen(output["content"][0]["url"]).read())).convert("RGB")


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--count", type=int, default=60)
    a.add_argument("--keep", type=pathlib.Path, help="where to put the references beside what was drawn with them")
    a = a.parse_args()
    detector, sheet = load(), []
    seen = lambda picture: describe(detector, np.asarray(picture.resize((64, 64), Image.Resampling.BOX))[None])[0]
    things, looks = {g: [] for g in GUIDANCES}, {g: [] for g in GUIDANCES}
    with service("--log-level", "error") as flint:
        for number in range(a.count):
            v = random.Random(number)
            plain = {"style": "flat", "palette": "natural", "setting": "plain", "size": "large"}
            scene = compose(v.getrandbits(40), 1.0, {"scene": "one"} | plain)
            t, setting = scene.things[0], v.choice(SETTINGS[1:])
            row = [Image.fromarray(render(scene, 128, 128))]
            for guidance in GUIDANCES:
                picture = draw(flint, scene, "IP", f"in the {setting}", number + 1, guidance)
                found = [s for s in seen(picture)["things"] if s["kind"] == t.kind]
                things[guidance].append((bool(found), any(s["colour"] == t.colour for s in found), seen(picture)["setting"] == setting))
                row.append(picture.resize((128, 128)))
            style = v.choice([look for look in LOOKS if look != "flat"])
            example = compose(v.getrandbits(40), 1.0, {"style": style, "palette": "natural"})
            row.append(Image.fromarray(render(example, 128, 128)))
            for guidance in GUIDANCES:
                picture = draw(flint, example, "STYLE", f"a {t.colour} {t.kind}", number + 1, guidance)
                found = seen(picture)
                looks[guidance].append((found["style"] == style, any(s["kind"] == t.kind for s in found["things"])))
                row.append(picture.resize((128, 128)))
            sheet.append(np.concatenate([np.asarray(p) for p in row], 1))
    print("| guidance_scale2 | the thing's kind | its colour too | and the setting of the words | the style | and the thing of the words |\n" + "| --- " * 6 + "|")
    for guidance in GUIDANCES:
        print(f"| {guidance} | " + " | ".join(f"{s:.2f}" for s in [*np.mean(things[guidance], 0), *np.mean(looks[guidance], 0)]) + " |")
    if a.keep:
        a.keep.mkdir(parents=True, exist_ok=True)
        for first in range(0, len(sheet), 10):
            Image.fromarray(np.concatenate(sheet[first : first + 10])).save(a.keep / f"{first // 10}.png")


if __name__ == "__main__":
    main()
