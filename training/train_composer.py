"""Teaches the composer what stands where: python train_composer.py --minutes 10 [--resume], then --report. It writes runs/composer.pt."""

import argparse
import random
import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, IterableDataset

from captions import caption
from composer import CONFIG, Composer
from composition import COMPOSE, HEIGHT, X, ratio_token, written
from data import scene_for, shared_count
from precision import autocast
from tokenizer import Tokenizer
from train import RUNS, optimizers, save

ARTICLE = Tokenizer().tokens.index("a")
OWN_SEEDS = 1 << 48   # the composer's scenes are none of the pictures'


def ratio_for(v):
    """Mostly square, else up to 3:1 either way, now and then up to 16:1."""
    kind = v.random()
    return 1.0 if kind < 0.45 else 2 ** v.uniform(-1.6, 1.6) if kind < 0.92 else 2 ** v.uniform(-4, 4)


def sequence(number, tokenizer):
    """One scene as a sequence, and from where on it is to be foretold."""
    v = random.Random(number)
    ratio = ratio_for(v)
    # Where two things stand to each other is the hardest to learn.
    scene = scene_for(OWN_SEEDS + number, ratio, {"scene": "pair"} if v.random() < 0.35 else None)
    said = [1] if v.random() < 0.03 else tokenizer.encode(caption(scene, number))[0]
    if v.random() < 0.25:   # as people write who are short of time
        said = [i for i in said if i != ARTICLE]
    head = [ratio_token(ratio)] + said + [COMPOSE]
    return head + written(scene, tokenizer), len(head)


class Sequences(IterableDataset):
    def __init__(self, first, size):
        self.first, self.size = first, size

    def __iter__(self):
        torch.set_num_threads(1)
        tokenizer = Tokenizer()
        for number in shared_count(self.first):
            yield batch_of([sequence(number * self.size + i, tokenizer) for i in range(self.size)])


def batch_of(pairs):
    """Inputs and what follows each of them; -1 where nobody asks."""
    length = min(CONFIG["limit"], (max(len(s) for s, _ in pairs) + 7) // 8 * 8)
    inputs, targets = torch.zeros(len(pairs), length, dtype=torch.long), torch.full((len(pairs), length), -1)
    for row, (s, start) in enumerate(pairs):
        s = s[: length + 1]
        inputs[row, : min(len(s), length)] = torch.tensor(s[:length])
        targets[row, start - 1 : len(s) - 1] = torch.tensor(s[start:])
    return inputs, targets


def learn(a):
    torch.set_num_threads(a.threads)
    torch.manual_seed(5)
    RUNS.mkdir(exist_ok=True)
    composer, start, first, before = Composer(), time.monotonic(), 0, 0.0
    if a.resume:
        stored = torch.load(RUNS / "composer.pt")
        composer.load_state_dict(stored["ema"])
        first, before = stored["samples"] // a.batch, stored["minutes"]
    ema = {n: p.detach().clone() for n, p in composer.named_parameters()}
    optimizer, end, step = optimizers(composer, a.rate), start + a.minutes * 60, 0
    log = open(RUNS / "composer.txt", "a")

    def store():
        save(RUNS / "composer.pt", {"ema": ema, "samples": (first + step) * a.batch, "config": composer.config, "minutes": before + (time.monotonic() - start) / 60})

    for inputs, targets in DataLoader(Sequences(first, a.batch), batch_size=None, num_workers=1, prefetch_factor=4):
        left = end - time.monotonic()
        if left <= 0:
            break
        for o in optimizer:
            for group in o.param_groups:
                group["lr"] = a.rate * min(1.0, (step + 1) / 100, left / (a.minutes * 60 * 0.5))
        with autocast():
            loss = F.cross_entropy(composer(inputs).float().flatten(0, 1), targets.flatten(), ignore_index=-1)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(composer.parameters(), 1.0)
        for o in optimizer:
            o.step()
            o.zero_grad(set_to_none=True)
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(list(ema.values()), [p.detach() for p in composer.parameters()], 1 - min(0.998, (1 + step) / (10 + step)))
        if step % 50 == 0:
            log.write(f"step {step} samples {(first + step) * a.batch} loss {loss.item():.4f} minutes {(time.monotonic() - start) / 60:.1f}\n")
            log.flush()
        if step % 400 == 0:
            store()
    store()


@torch.no_grad()
def report():
    """Of scenes that nobody trained on: how often each kind of token is foretold, the truth before it being known."""
    stored = torch.load(RUNS / "composer.pt")
    composer, tokenizer = Composer(stored["config"]).eval(), Tokenizer()
    composer.load_state_dict(stored["ema"])
    hits = {"words": [], "places": [], "places within two bins": []}
    for number in range(40):
        inputs, targets = batch_of([sequence((1 << 40) + number * 32 + i, tokenizer) for i in range(32)])
        best = composer(inputs).argmax(-1)
        asked, word = targets >= 0, (targets >= 0) & (targets < X)
        hits["words"] += (best == targets)[word].tolist()
        hits["places"] += (best == targets)[asked & ~word].tolist()
        hits["places within two bins"] += ((best - targets).abs() <= 2)[asked & ~word].tolist()
    for name, marks in hits.items():
        print(f"{name}: {sum(marks) / len(marks):.3f} of {len(marks)}")


if __name__ == "__main__":
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--minutes", type=float, default=10)
    a.add_argument("--resume", action="store_true")
    a.add_argument("--batch", type=int, default=64)
    a.add_argument("--rate", type=float, default=2e-3)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--report", action="store_true")
    a = a.parse_args()
    report() if a.report else learn(a)
