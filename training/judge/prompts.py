"""The thousand prompts that Ember is judged by: eight kinds, half in Chinese, each asking for a combination that training never showed.

python judge/prompts.py writes judge/prompts.json: the kind, the prompt, and what a picture must show to be right.
"""

import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from captions import caption
from heldout import kept_back
from renderer import compose

KINDS = ["one", "two", "count", "colour", "binding", "position", "setting", "style"]
EACH = 125
VAGUE = ["several", "some", "many", "一些", "几", "许多"]   # words for three or more
# What must be kept back in a prompt of each kind: the first words of heldout.combinations.
NEW = {"one": ("setting", "style"), "two": ("pair",), "count": ("count",), "colour": ("setting", "style", "place"), "binding": ("pair", "setting", "style"),
       "position": ("pair", "place"), "setting": ("setting",), "style": ("style",)}
FAMILY = {"one": "one", "two": "pair", "count": "count", "colour": "one", "binding": "pair", "position": "pair", "setting": "one", "style": "one"}


def fits(kind, scene):
    """Whether the scene asks the question that this kind is about, without others in the way."""
    if scene.palette != "natural" or (kind != "style" and scene.style != "flat") or not any(c[0] in NEW[kind] for c in kept_back(scene)):
        return False
    a = scene.things[0]
    if kind == "binding":
        return a.colour != scene.things[1].colour
    if kind == "position":
        return scene.relation in ("left", "right", "above", "below")
    if kind == "setting":
        return scene.setting != "plain"
    if kind == "style":
        return not scene.ground
    return True


def question(kind, number):
    """The number-th prompt of a kind, with what the picture must show."""
    v = random.Random(f"{kind} {number}")
    while True:
        seed = v.getrandbits(40)
        scene = compose(seed, 1.0, {"scene": FAMILY[kind]})
        if not fits(kind, scene):
            continue
        said = Everything(scene, seed, "zh" if number % 2 else "en")
        is_vague = any(word in said.text for word in VAGUE)
        return {"kind": kind, "language": said.language, "prompt": said.text, "things": [
            {"kind": scene.things[first].kind, "colour": scene.things[first].colour, "count": 3 if is_vague else count} for first, count in scene.groups],
            "relation": scene.relation, "setting": scene.setting, "style": scene.style, "time": scene.time} | ({"or_more": True} if is_vague else {})


class Everything:
    """A caption that leaves nothing out: the first of many that names all things, colours, setting and style."""

    def __init__(self, scene, seed, language):
        from captions import Chinese, English
        self.language = language
        speaker = (English if language == "en" else Chinese)(scene, random.Random(seed))
        speaker.say_setting = speaker.say_time = speaker.say_style = speaker.say_relation = True
        speaker.say_time = scene.setting not in ("plain", "space") and scene.time != "day"
        speaker.say_ground = bool(scene.ground)
        speaker.colour = lambda thing: thing.colour
        speaker.size = lambda thing: thing.size
        speaker.noun = lambda kind: kind
        self.text = speaker.text()


if __name__ == "__main__":
    questions = [question(kind, n) for kind in KINDS for n in range(EACH)]
    path = pathlib.Path(__file__).with_name("prompts.json")
    path.write_text("[\n" + ",\n".join(json.dumps(q, ensure_ascii=False) for q in questions) + "\n]\n")
    print(len(questions), "prompts,", sum(q["language"] == "zh" for q in questions), "in Chinese")
