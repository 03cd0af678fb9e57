"""Trains Ember for some minutes: python train.py --minutes 100 [--resume]

The learning rate stays level, then falls to zero in the last part of the time. Two checkpoints come of it: `trunk.pt`, from before the fall,
from which the next run goes on, and `annealed.pt`, which is the one to draw with. Minutes are those of the clock on the wall.
"""

import argparse
import os
import pathlib
import time

import torch
import torch.nn.functional as F
from safetensors import safe_open
from torch.utils.data import DataLoader

from data import CANVAS, Stream, sizes
from model import Ember
from muon import Muon
from precision import autocast, quicker_float

RUNS = pathlib.Path(os.environ.get("EMBER_RUNS") or pathlib.Path(__file__).with_name("runs"))
EMA = 0.999
WARMUP = 150


def arguments():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--minutes", type=float, default=60)
    a.add_argument("--resume", action="store_true", help="go on from the trunk")
    a.add_argument("--start", help="begin from exported weights (.safetensors), with a fresh optimizer: where no trunk is at hand")
    a.add_argument("--batch", type=int, default=32)
    a.add_argument("--rate", type=float, default=1.5e-3)
    a.add_argument("--anneal", type=float, default=0.2, help="share of the minutes in which the rate falls")
    a.add_argument("--canvas", type=int, default=CANVAS, help="pixels a side of the square pictures; fewer cost less and teach composition first")
    a.add_argument("--oblong", type=float, default=0.0, help="share of the batches that are not square")
    a.add_argument("--references", type=float, default=0.0, help="share of the pictures of which a thing is shown by another picture")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--workers", type=int, default=1)
    return a.parse_args()


def optimizers(model, rate):
    """Muon for the matrices inside, AdamW for what enters, leaves, scales and shifts; little pictures of things are met rarely, so they learn faster."""
    inside = lambda name, p: p.ndim >= 2 and not any(part in name for part in ("embedding", "enter", "leave", "shape", "modulation"))
    little = [p for n, p in model.named_parameters() if n.startswith("sketch.")]
    others = [(n, p) for n, p in model.named_parameters() if not n.startswith("sketch.")]
    matrices, rest = [p for n, p in others if inside(n, p)], [p for n, p in others if not inside(n, p)]
    adam = lambda parameters, pace: torch.optim.AdamW([{"params": parameters, "pace": pace}], lr=rate, betas=(0.9, 0.98), weight_decay=0.0)
    return [Muon(matrices, lr=rate), adam(rest, 1)] + ([adam(little, 3)] if little else [])


def noised(batch, generator):
    """Pictures, the same with noise, the times, and how much an error weighs: as an error of the velocity, which is that of the picture over the noise left."""
    device = generator.device
    clean = batch["picture"].to(device).float() / 127.5 - 1
    t = torch.sigmoid(torch.randn(clean.shape[0], generator=generator, device=device) - 0.5)
    noise = torch.randn(clean.shape, generator=generator, device=device)
    z = t[:, None, None, None] * clean + (1 - t[:, None, None, None]) * noise
    weight = (1 - t).clamp(min=0.05) ** -2
    return clean, z, t, weight


def save(path, content):
    """Written beside, then renamed, so that a reader never sees half of it."""
    torch.save(content, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def main():
    a = arguments()
    torch.set_num_threads(a.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    RUNS.mkdir(exist_ok=True)
    (RUNS / "pid").write_text(f"{os.getpid()}\n")   # for whoever needs the processor: kill -STOP, and later -CONT
    torch.manual_seed(a.seed)
    print(f"trains in {quicker_float(device)} on {device}", flush=True)
    model = Ember().to(device)
    ema = {n: p.detach().clone() for n, p in model.named_parameters()}
    optimizer = optimizers(model, a.rate)
    step, samples, minutes_before = 0, 0, 0.0
    if a.start:
        with safe_open(a.start, "pt") as stored:
            samples, minutes_before = int(stored.metadata()["samples"]), float(stored.metadata()["minutes"])
            missing, strange = model.load_state_dict({name: stored.get_tensor(name).float() for name in stored.keys()}, strict=False)
            fresh = lambda names, part: all(name.startswith(part) for name in names)
            assert fresh(missing, "glance.") and fresh(strange, "reference."), (missing, strange)   # weights from before there were glances
        ema = {n: p.detach().clone() for n, p in model.named_parameters()}
    if a.resume:
        stored = torch.load(RUNS / "trunk.pt", map_location=device)
        model.load_state_dict(stored["model"])
        ema = {n: stored["ema"][n] for n in ema}   # in the order of the parameters
        for o, s in zip(optimizer, stored["optimizer"], strict=True):
            o.load_state_dict(s)
        step, samples, minutes_before = stored["step"], stored["samples"], stored["minutes"]
    generator = torch.Generator(device).manual_seed(a.seed * 1_000_003 + step)
    places = {size: [p.to(device) for p in model.places(*size)] for size in sizes(a.canvas) + [(a.canvas, a.canvas)]}

    def loss_of(clean, z, t, weight, tokens, things, boxes, where, seen=None, which=None, shown=None, look=None, has_look=None):
        words, mask = model.words(tokens)
        sketch = model.sketch(things, boxes, clean.shape[1] // 2, clean.shape[2] // 2, None if seen is None else model.glance.things(seen), which)
        look = None if look is None else model.glance.looks(look) * has_look
        error = ((model(z, t, words, mask, where, sketch, look) - clean).square().mean((1, 2, 3)) * weight).mean()
        # What a reference shows is learnt beside; it costs the picture next to nothing.
        return error, 0.0 if seen is None else F.cross_entropy(model.glance.kinds(seen), shown, ignore_index=0, reduction="sum") * (0.05 / len(clean))

    compiled = torch.compile(loss_of, dynamic=False)
    stream = iter(DataLoader(Stream(samples // a.batch, a.batch, a.canvas, a.oblong, a.references), batch_size=None, num_workers=a.workers, prefetch_factor=4))
    start = time.monotonic()
    end, anneal = start + a.minutes * 60, a.minutes * 60 * a.anneal
    saved = noted = start
    running, named, fall_began, first_samples, log = 0.0, 0.0, False, samples, open(RUNS / "log.txt", "a")

    def state():
        return {"model": model.state_dict(), "ema": ema, "optimizer": [o.state_dict() for o in optimizer], "step": step, "samples": samples,
                "minutes": minutes_before + (time.monotonic() - start) / 60, "config": model.config | {"canvas": a.canvas}}

    while (now := time.monotonic()) < end:
        fall = min(1.0, (end - now) / anneal) if anneal else 1.0
        if fall < 1 and not fall_began:
            fall_began = True
            save(RUNS / "trunk.pt", state())
        for o in optimizer:
            for group in o.param_groups:
                group["lr"] = a.rate * fall * group.get("pace", 1) * min(1.0, (step + 1) / WARMUP)
        batch = next(stream)
        reference = [batch[n].to(device).float() / 127.5 - 1 if batch[n].ndim == 4 else batch[n].to(device) for n in ("seen", "which", "shown", "look", "has_look")] if a.references else []
        clean, z, t, weight = noised(batch, generator)
        with autocast(device):
            # Oblong canvases are rare, and compiling each of them would cost more than it saves.
            loss, naming = (compiled if clean.shape[1] == clean.shape[2] else loss_of)(clean, z, t, weight, batch["tokens"].to(device), batch["things"].to(device), batch["boxes"].to(device), places[tuple(clean.shape[1:3])], *reference)
        (loss + naming).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for o in optimizer:
            o.step()
            o.zero_grad(set_to_none=True)
        step, samples = step + 1, samples + a.batch
        decay = min(EMA, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(ema.values()), [p.detach() for p in model.parameters()], 1 - decay)
        error = loss.item()
        running = running * 0.98 + error * 0.02 if running else error
        named = named * 0.98 + float(naming.detach() if a.references else 0) * 0.02
        if step % 20 == 0:
            log.write(f"step {step} samples {samples} loss {running:.4f} naming {named:.4f} rate {a.rate * fall:.5f} minutes {(time.monotonic() - start) / 60:.1f} samples/s {(samples - first_samples) / (time.monotonic() - start):.1f} now {20 * a.batch / (time.monotonic() - noted):.1f}\n")
            log.flush()
            noted = time.monotonic()
        if time.monotonic() - saved > 180:
            save(RUNS / ("annealed.pt" if fall_began else "trunk.pt"), state())
            saved = time.monotonic()
    save(RUNS / ("annealed.pt" if anneal else "trunk.pt"), state())


if __name__ == "__main__":
    main()
