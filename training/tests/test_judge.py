import json
import pathlib
import random
import sys

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "judge"))

from detector import Detector, describe, is_right
from learn import asked, example, load, loss_of, spoilt
from prompts import EACH, KINDS
from renderer import render
from tokenizer import Tokenizer

QUESTIONS = json.loads((pathlib.Path(__file__).parents[1] / "judge" / "prompts.json").read_text())


def test_a_thousand_questions_half_of_them_chinese():
    assert len(QUESTIONS) == 1000
    assert all(sum(q["kind"] == k for q in QUESTIONS) == EACH for k in KINDS)
    assert 480 < sum(q["language"] == "zh" for q in QUESTIONS) < 520


def test_every_prompt_is_in_the_vocabulary():
    assert not any(Tokenizer().encode(q["prompt"])[1] for q in QUESTIONS)


def test_a_perfect_eye_marks_every_picture_right_and_every_changed_question_wrong():
    for kind in KINDS:
        v = random.Random(kind)
        for _ in range(40):
            scene, question = asked(kind, v)
            seen = {"things": [{"kind": t.kind, "colour": t.colour, "x": t.x, "y": t.y} for t in scene.things], "setting": scene.setting, "style": scene.style}
            assert is_right(question, seen), question
            assert not is_right(spoilt(question, v), seen), question


def test_some_are_three_or_more():
    question = next(q for q in QUESTIONS if q.get("or_more"))
    thing = {"kind": question["things"][0]["kind"], "colour": "red", "x": 0.5, "y": 0.5}
    rights = [is_right(question, {"things": [thing] * count, "setting": "sea", "style": "flat"}) for count in range(1, 6)]
    assert rights == [False, False, True, True, True]


def test_the_detector_learns_from_what_the_renderer_says():
    torch.manual_seed(0)
    detector = Detector((16, 32, 48))
    batch = [torch.from_numpy(np.stack(part)) for part in zip(*(example(i) for i in range(4)))]
    optimizer = torch.optim.Adam(detector.parameters(), 3e-3)
    losses = []
    for _ in range(12):
        loss = loss_of(detector, *batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.8 * losses[0]
    assert len(describe(detector, np.zeros((2, 64, 64, 3), np.uint8))) == 2


def test_the_judge_that_judges_knows_what_it_sees():
    detector = load()
    for kind in KINDS:
        v = random.Random(f"tested {kind}")
        cases = [asked(kind, v) for _ in range(40)]
        seen = describe(detector, np.stack([render(scene, 64, 64) for scene, _ in cases]))
        assert np.mean([is_right(q, s) for (_, q), s in zip(cases, seen)]) >= 0.9, kind
        assert np.mean([is_right(spoilt(q, v), s) for (_, q), s in zip(cases, seen)]) <= 0.05, kind
