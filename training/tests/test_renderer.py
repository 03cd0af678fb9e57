import numpy as np
import pytest

from renderer import compose, render
from renderer.scene import SETTINGS
from renderer.styles import STYLES
from renderer.things import KINDS


def test_the_same_seed_draws_the_same_bytes():
    for seed in range(20):
        assert np.array_equal(render(compose(seed), 64, 64), render(compose(seed), 64, 64))


def test_a_scene_is_the_same_picture_at_two_sizes():
    """The large drawing, averaged over squares of eight pixels, is nearly the small one."""
    for seed in range(12):
        scene = compose(seed)
        small, large = render(scene, 64, 64).astype(float), render(scene, 512, 512).astype(float)
        assert abs(large.reshape(64, 8, 64, 8, 3).mean((1, 3)) - small).mean() < 3


def test_a_window_is_cut_from_the_whole():
    scene = compose(3)
    whole = render(scene, 320, 320)
    assert abs(whole[100:180, 40:120].astype(int) - render(scene, 320, 320, (40, 100, 80, 80))).mean() < 0.5


@pytest.mark.parametrize("kind", KINDS)
def test_every_thing_shows_in_every_style(kind):
    for style in STYLES:
        scene = compose(5, 1.0, {"scene": "one", "kinds": [kind], "setting": "plain", "style": style, "palette": "natural"})
        drawn = render(scene, 64, 64).astype(int)
        scene.things = []
        assert (abs(drawn - render(scene, 64, 64)).max(-1) > 24).mean() > 0.02


@pytest.mark.parametrize("ratio", [1 / 3, 0.5, 0.7, 1, 1.43, 2, 3])
def test_things_stay_in_the_picture_whatever_its_shape(ratio):
    for seed in range(300):
        scene = compose(seed, ratio)
        assert abs(scene.width / scene.height - ratio) < 1e-6
        for t in scene.things:
            assert 0 < t.x < scene.width and 0 < t.y < scene.height
            assert t.height <= scene.height and t.height * KINDS[t.kind].aspect <= scene.width * 1.001


def test_left_of_and_above_mean_what_they_say():
    for seed in range(300):
        for relation, apart in (("left", lambda a, b: b.x - a.x), ("right", lambda a, b: a.x - b.x), ("above", lambda a, b: b.y - a.y), ("below", lambda a, b: a.y - b.y), ("on", lambda a, b: b.y - a.y)):
            a, b = compose(seed, 1.0, {"scene": "pair", "relation": relation}).things
            assert apart(a, b) > 0.05


def test_counts_are_true():
    for seed in range(200):
        scene = compose(seed, 1.0, {"scene": "count", "count": seed % 4 + 2})
        assert len(scene.things) == seed % 4 + 2


def test_settings_look_different():
    pictures = {s: render(compose(9, 1.0, {"scene": "one", "kinds": ["star"], "setting": s, "time": "day", "style": "flat", "palette": "natural"}), 32, 32).astype(float) for s in SETTINGS}
    names = list(pictures)
    assert min(abs(pictures[a] - pictures[b]).mean() for a in names for b in names if a < b) > 5
