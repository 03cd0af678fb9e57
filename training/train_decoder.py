"""Trains the sharp decoder on windows of scenes drawn small and large: python train_decoder.py --minutes 12 [--resume]"""

import argparse
import os
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, IterableDataset

from data import scene_for, shared_count
from decoder import Decoder
from precision import autocast
from renderer import render
from train import RUNS, optimizers, save

CROP, WINDOW = 24, 80   # small pixels that the decoder sees, and output pixels that it is asked for
SCALES = (5, 8, 12, 16, 20)
CANVASES = (48, 64)


def pair(number):
    """A crop of the small picture, spoilt a little as a sampled one is, and a window of the same scene drawn large."""
    v = random.Random(number ^ 0x5EED)
    scene, scale, canvas = scene_for(number + (1 << 40), 1.0), v.choice(SCALES), v.choice(CANVASES)
    x, y = v.randrange(canvas - CROP + 1), v.randrange(canvas - CROP + 1)
    small = render(scene, canvas, canvas, (x, y, CROP, CROP)).astype(np.float32) / 127.5 - 1
    wx, wy = (v.randrange(2 * scale, CROP * scale - WINDOW - 2 * scale + 1) for _ in range(2)) if CROP * scale > WINDOW + 4 * scale else ((CROP * scale - WINDOW) // 2,) * 2
    large = render(scene, canvas * scale, canvas * scale, (x * scale + wx, y * scale + wy, WINDOW, WINDOW)).astype(np.float32) / 127.5 - 1
    return spoil(small, v), large, (wx, wy, scale)


def spoil(small, v):
    """Noise, and a slight blur, each half of the time."""
    if v.random() < 0.4:
        k = v.uniform(0, 0.16)
        padded = np.pad(small, ((1, 1), (1, 1), (0, 0)), mode="edge")
        small = (1 - 2 * k) * small + k / 2 * (padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:])
    if v.random() < 0.6:
        noise = np.random.default_rng(v.getrandbits(32)).standard_normal(small.shape, np.float32)
        small = small + v.uniform(0, 0.07) * noise
    return small


class Pairs(IterableDataset):
    def __init__(self, first, size):
        self.first, self.size = first, size

    def __iter__(self):
        torch.set_num_threads(1)
        for number in shared_count(self.first):
            pairs = [pair(number * self.size + i) for i in range(self.size)]
            small, large, at = (np.stack(part) for part in zip(*pairs))
            yield torch.from_numpy(small), torch.from_numpy(large), torch.from_numpy(at).float()


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--minutes", type=float, default=12)
    a.add_argument("--resume", action="store_true")
    a.add_argument("--batch", type=int, default=48)
    a.add_argument("--rate", type=float, default=2e-3)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--workers", type=int, default=1)
    a = a.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(2)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    RUNS.mkdir(exist_ok=True)
    (RUNS / "pid").write_text(f"{os.getpid()}\n")
    decoder, step, minutes_before = Decoder().to(device), 0, 0.0
    ema = {n: p.detach().clone() for n, p in decoder.named_parameters()}
    if a.resume:
        stored = torch.load(RUNS / "decoder.pt", map_location=device)
        decoder.load_state_dict(stored["model"])
        ema, step, minutes_before = stored["ema"], stored["step"], stored["minutes"]
    optimizer = optimizers(decoder, a.rate)

    def loss_of(small, large, rows, columns, scale):
        return F.l1_loss(decoder(small, rows, columns, scale).float(), large)

    compiled = torch.compile(loss_of, dynamic=False)
    stream = iter(DataLoader(Pairs(step, a.batch), batch_size=None, num_workers=a.workers, prefetch_factor=4))
    start, running, saved = time.monotonic(), 0.0, time.monotonic()
    end, first, log = start + a.minutes * 60, step, open(RUNS / "decoder.txt", "a")

    def state():
        return {"model": decoder.state_dict(), "ema": ema, "step": step, "samples": step * a.batch, "minutes": minutes_before + (time.monotonic() - start) / 60, "config": decoder.config}

    while (now := time.monotonic()) < end:
        fall = min(1.0, (end - now) / (a.minutes * 60 * 0.4)) * min(1.0, (step - first + 1) / 100)
        for o in optimizer:
            for group in o.param_groups:
                group["lr"] = a.rate * fall
        small, large, at = (p.to(device) for p in next(stream))
        scale = at[:, 2]
        rows, columns = ((at[:, i, None] + torch.arange(WINDOW, device=device) + 0.5) / scale[:, None] for i in (1, 0))
        with autocast(device):
            loss = compiled(small, large, rows, columns, scale)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(decoder.parameters(), 1.0)
        for o in optimizer:
            o.step()
            o.zero_grad(set_to_none=True)
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(list(ema.values()), [p.detach() for p in decoder.parameters()], 1 - min(0.998, (1 + step) / (10 + step)))
        running = running * 0.98 + loss.item() * 0.02 if running else loss.item()
        if step % 50 == 0:
            log.write(f"step {step} samples {step * a.batch} loss {running:.4f} minutes {(time.monotonic() - start) / 60:.1f} samples/s {(step - first) * a.batch / (time.monotonic() - start):.0f}\n")
            log.flush()
        if time.monotonic() - saved > 120:
            save(RUNS / "decoder.pt", state())
            saved = time.monotonic()
    save(RUNS / "decoder.pt", state())


if __name__ == "__main__":
    main()
