"""How long references take to decode, against libvips' own thumbnailer, and what they take of memory.

    scripts/bench decoding
"""

import os
import pathlib
import statistics
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
FLINT = str(HERE.parent / ".build" / "release" / "flint")
ROUNDS = 7


def timed(command, **more):
    """Seconds by the clock and of the processor, and the most memory in MB."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    _, status, use = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.perf_counter() - begin, use.ru_utime + use.ru_stime, use.ru_maxrss / 1024


def decode(path, side):
    with open(path, "rb") as picture, open(os.devnull, "wb"):
        output = os.memfd_create("pixels")
        begin = time.perf_counter()
        process = subprocess.Popen([FLINT, "decode-picture", str(side), str(2 << 30), "30"], stdin=picture, stdout=output, stderr=subprocess.DEVNULL, env={"VIPS_CONCURRENCY": "1"})
        _, status, use = os.wait4(process.pid, 0)
        os.close(output)
        assert status == 0, path
        return time.perf_counter() - begin, use.ru_utime + use.ru_stime, use.ru_maxrss / 1024


def medians(runs):
    return [statistics.median(column) for column in zip(*runs)]


with tempfile.TemporaryDirectory() as folder:
    raw = f"{folder}/raw.v"
    # Coarse noise: neither flat nor incompressible, about what a photograph takes.
    subprocess.run(["vips", "gaussnoise", f"{folder}/n.v", "750", "750", "--sigma", "40", "--mean", "128"], check=True)
    subprocess.run(["vips", "resize", f"{folder}/n.v", f"{folder}/g.v", "8"], check=True)
    subprocess.run(["vips", "cast", f"{folder}/g.v", f"{folder}/u.v", "uchar"], check=True)
    subprocess.run(["vips", "bandjoin", f"{folder}/u.v {folder}/u.v {folder}/u.v", raw], check=True)
    subprocess.run(["vips", "copy", raw, f"{folder}/a.jpg[Q=90]"], check=True)
    subprocess.run(["vips", "copy", raw, f"{folder}/a.png[compression=1]"], check=True)
    subprocess.run(["vips", "thumbnail", f"{folder}/a.jpg", f"{folder}/small.jpg", "32"], check=True)
    start = medians([decode(f"{folder}/small.jpg", 64) for _ in range(ROUNDS)])
    print(f"a tiny picture, which is what a child costs: {start[0] * 1000:.0f} ms, {start[1] * 1000:.0f} ms of the processor")
    for kind in ("jpg", "png"):
        path = f"{folder}/a.{kind}"
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(decode(path, 2048))
            theirs.append(timed(["vipsthumbnail", path, "--size", "2048", "-o", f"{folder}/t.ppm"], env=os.environ | {"VIPS_CONCURRENCY": "1"}))
        ours, theirs = medians(ours), medians(theirs)
        size = os.path.getsize(path) / 2**20
        print(
            f"36 MP {kind} of {size:.1f} MB to 2048: {ours[0] * 1000:.0f} ms, {ours[2]:.0f} MB; vipsthumbnail {theirs[0] * 1000:.0f} ms, {theirs[2]:.0f} MB; "
            f"ratio {ours[0] / theirs[0]:.2f} by the clock, {ours[1] / theirs[1]:.2f} by the processor"
        )
