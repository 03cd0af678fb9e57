import torch

from composer import CONFIG, Composer, allowed_after, boxes_of, invent
from composition import ALL, END, MOST, numbers, written
from renderer import compose
from tokenizer import Tokenizer
from train_composer import Sequences, batch_of, sequence


def scenes(count):
    return [(compose(i, ratio), ratio) for i in range(count) for ratio in (1.0, 2.5, 0.4)]


def test_what_a_scene_shows_can_be_written_and_read_again():
    tokenizer, generator = Tokenizer(), torch.Generator().manual_seed(0)
    for scene, ratio in scenes(60):
        said, where = numbers(scene, tokenizer)
        things, boxes = boxes_of(written(scene, tokenizer)[:-1], ratio, generator)
        assert things == said
        for a, b in zip(boxes, where):
            assert abs(a[0] - b[0]) < 0.03 and abs(a[1] - b[1]) < 0.03 or not (0 <= b[0] <= 1 and 0 <= b[1] <= 1)
            assert 0.85 < a[3] / b[3] < 1.17 and 0.85 < abs(a[2] / b[2]) < 1.17


def test_every_token_of_a_scene_is_one_that_the_grammar_allows():
    for scene, _ in scenes(60):
        tokens = written(scene, Tokenizer())
        for i, token in enumerate(tokens):
            assert token in allowed_after(tokens[:i]), (tokens, i)


def test_weights_that_know_nothing_write_pictures_all_the_same():
    torch.manual_seed(0)
    composer, generator = Composer().eval(), torch.Generator().manual_seed(0)
    for _ in range(10):
        things, boxes = invent(composer, [1, 7, 34], 1.5, generator, heat=50, spread=50)
        assert len(things) == len(boxes) <= MOST


def test_only_what_the_composer_writes_is_asked_for():
    inputs, targets = batch_of([sequence(i, Tokenizer()) for i in range(16)])
    for row, asked in zip(inputs, targets):
        first = int((asked >= 0).nonzero()[0])
        assert row[first] == CONFIG["compose"] and (asked[:first] == -1).all()
        assert asked[asked >= 0][-1] == END and row.max() < ALL
    again = next(iter(Sequences(0, 16)))
    assert torch.equal(again[0], inputs) and torch.equal(again[1], targets)
