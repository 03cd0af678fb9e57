import json
import random

import numpy as np
import torch
from safetensors import safe_open

from data import GLANCE, MARGIN, Stream, thing_for
from decoder import Decoder, enlarge
from export import export
from model import Ember
from muon import orthogonal
from renderer import compose
from tokenizer import Tokenizer


def test_the_model_answers_in_the_shape_of_the_canvas():
    model = Ember()
    tokens = torch.tensor([[1, 5, 9, 0]])
    words, mask = model.words(tokens)
    for size in ((64, 64), (40, 112), (112, 40)):
        assert model(torch.randn(1, *size, 3), torch.tensor([0.5]), words, mask, model.places(*size)).shape == (1, *size, 3)


def test_padding_changes_nothing():
    torch.manual_seed(0)
    model = Ember()
    for p in model.parameters():
        p.data.add_(torch.randn_like(p) * 0.02)
    z, t, places = torch.randn(1, 32, 32, 3), torch.tensor([0.3]), model.places(32, 32)
    short, long = (model(z, t, *model.words(torch.tensor([ids])), places) for ids in ([1, 5, 9], [1, 5, 9, 0, 0, 0]))
    assert torch.allclose(short, long, atol=1e-4)


def test_what_a_reference_shows_of_a_thing_is_felt_in_its_box_in_place_of_words():
    torch.manual_seed(0)
    model = Ember()
    torch.nn.init.normal_(model.sketch.leave.weight)
    torch.nn.init.normal_(model.glance.thing.weight)
    nobody, boxes = torch.zeros(1, 2, 4, dtype=torch.long), torch.tensor([[[1, 1, 1, 1], [0.25, 0.5, 0.3, 0.5]]])
    seen = model.glance.things(torch.rand(1, 48, 48, 3) * 2 - 1)
    none = model.sketch(nobody, boxes, 24, 24, seen, torch.tensor([[0.0, 0.0]]))
    cells = model.sketch(nobody, boxes, 24, 24, seen, torch.tensor([[0.0, 1.0]]))[0].abs().sum(-1)
    assert none.abs().max() == 0
    assert (cells[:, 12:] == 0).all() and (cells[8:16, 3:9] > 0).all()


def test_a_reference_is_cut_out_so_that_it_lies_where_its_thing_stands():
    """The colours of the thing's middle are those of the reference's at the same place, whatever stands around it."""
    near = []
    for number in range(60):
        v, scene = random.Random(number), compose(number, 1.0, {"scene": "one", "kinds": ["apple"], "colours": ["red"], "style": "flat", "palette": "natural", "setting": "plain"})
        reference, t = thing_for(scene, v), scene.things[0]
        x, y, wide, high = reference.box
        across, down = ((t.x / scene.width - x) / (wide * MARGIN) + 0.5) * GLANCE, ((t.y / scene.height - y) / (high * MARGIN) + 0.5) * GLANCE
        near.append(reference.picture[int(down), int(across)])
    assert np.mean([int(r) - int(g) > 15 for r, g, _ in near]) > 0.8, near


def test_a_thing_is_felt_in_its_box_and_nowhere_else():
    torch.manual_seed(0)
    model = Ember()
    torch.nn.init.normal_(model.sketch.leave.weight)
    things, boxes = torch.tensor([[[7, 34, 0, 0], [0, 0, 0, 0]]]), torch.tensor([[[0.25, 0.5, 0.3, 0.5], [1, 1, 1, 1]]])
    cells = model.sketch(things, boxes, 24, 24)[0].abs().sum(-1)
    inside = torch.zeros(24, 24, dtype=torch.bool)
    inside[4:20, 1:11] = True
    assert (cells[~inside] == 0).all() and (cells[8:16, 3:9] > 0).all()
    mirrored = model.sketch(things, boxes * torch.tensor([1, 1, -1, 1]), 24, 24)[0]
    assert torch.allclose(model.sketch(things, boxes, 24, 24)[0][:, 0:12], mirrored[:, 0:12].flip(1), atol=1e-3)
    assert model.sketch(torch.zeros_like(things), boxes, 24, 24).abs().max() == 0


def test_batches_are_the_same_when_a_run_goes_on():
    stream = Stream(0, 4, oblong=0.5, references=0.5)
    one, two = (stream.batch(7, Tokenizer()) for _ in range(2))
    assert all(torch.equal(one[k], two[k]) for k in one)
    assert one["which"].any() or stream.batch(8, Tokenizer())["which"].any()


def test_muon_makes_matrices_orthogonal():
    torch.manual_seed(0)
    values = torch.linalg.svdvals(orthogonal(torch.randn(2, 24, 60)).float())
    assert values.min() > 0.4 and values.max() < 1.4


def test_export_keeps_every_weight_and_says_what_it_is(tmp_path):
    model = Ember()
    path = tmp_path / "model.safetensors"
    export({"ema": dict(model.named_parameters()), "config": model.config, "samples": 3}, path, "model")
    with safe_open(path, "pt") as stored:
        assert json.loads(stored.metadata()["config"]) == model.config
        assert set(stored.keys()) == {n for n, _ in model.named_parameters()}
        assert torch.allclose(stored.get_tensor("enter.weight").float(), model.enter.weight, atol=0.01)
    assert path.stat().st_size < 25_000_000


def test_the_decoder_draws_the_same_in_bands_as_at_once():
    torch.manual_seed(0)
    decoder = Decoder()
    torch.nn.init.normal_(decoder.leave.weight)
    picture = torch.rand(16, 24, 3)
    whole, bands = enlarge(decoder, picture, 75, 100, 75), enlarge(decoder, picture, 75, 100, 8)
    assert whole.shape == (75, 100, 3)
    assert torch.allclose(whole, bands, atol=1e-5)


def test_workers_share_the_numbers():
    from torch.utils.data import DataLoader
    one, two = (iter(DataLoader(Stream(5, 2, canvas=48), batch_size=None, num_workers=n)) for n in (1, 2))
    assert all(torch.equal(next(one)["picture"], next(two)["picture"]) for _ in range(4))
