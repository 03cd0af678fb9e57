import re

from captions import caption
from data import scene_for
from heldout import combinations, is_kept_back, kept_back
from renderer import compose
from tokenizer import Tokenizer
from words import vocabulary

tokenizer = Tokenizer()


def meant(text):
    ids, unknown = tokenizer.encode(text)
    return [tokenizer.tokens[i] for i in ids[1:]], unknown


def test_no_caption_has_an_unknown_word():
    for seed in range(4000):
        for language in ("en", "zh"):
            text = caption(compose(seed), seed, language)
            ids, unknown = tokenizer.encode(text)
            assert not unknown, text
            assert len(ids) <= 32


def test_a_caption_is_in_the_language_asked_for():
    for seed in range(300):
        assert re.search("[\u4e00-\u9fff]", caption(compose(seed), seed, "zh"))
        assert caption(compose(seed), seed, "en").isascii()


def test_both_languages_share_their_tokens():
    assert meant("three red mushrooms in a meadow at night, flat illustration")[0] == ["3", "red", "mushroom", "many", "in", "a", "meadow", "night", "flat"]
    assert meant("夜晚的草地上有三朵红色的蘑菇，扁平插画")[0] == ["night", "meadow", "on", "has", "3", "red", "mushroom", "flat"]


def test_the_longest_form_wins():
    assert meant("a line drawing")[0] == ["a", "line"]
    assert meant("in front of")[0] == ["front"]
    assert meant("海上")[0] == ["sea"]


def test_unknown_words_are_named():
    assert meant("a red quasar") == (["a", "red"], ["quasar"])
    assert meant("红色的龘") == (["red"], ["龘"])
    assert meant("🙂 !?") == ([], [])


def test_the_stored_vocabulary_is_the_current_one():
    stored = vocabulary()
    assert tokenizer.tokens == stored["tokens"]
    assert {f: " ".join(map(str, ids)) for f, ids in tokenizer.forms.items()} == stored["forms"]


def test_training_never_sees_what_is_kept_back():
    for number in range(1000):
        assert not any(is_kept_back(*c) for c in combinations(scene_for(number, 1.0)))


def test_enough_is_kept_back_to_judge_by():
    kinds = {c[0] for seed in range(3000) for c in kept_back(compose(seed))}
    assert kinds == {"setting", "style", "count", "place", "pair"}
