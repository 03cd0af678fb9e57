"""What the child process of a checkpoint costs a task beside the library's own time: scripts/bench checkpoints [--count 20]

A tiny model with random weights draws, so that the library's time does not drown the rest. The worker says how long the library took for
each picture; the supervisor says how long it waited. Budget: 20 ms.
"""

import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "Outside"))
os.environ.setdefault("FLINT_BINARY", str(ROOT / ".build" / "release" / "flint"))
import base64  # noqa: E402

import tiny_model  # noqa: E402
from flint import service  # noqa: E402
from pictures import png  # noqa: E402

arguments = argparse.ArgumentParser()
arguments.add_argument("--count", type=int, default=20)
count = arguments.parse_args().count
if not (ROOT / ".cache" / "checkpoints" / "libstable-diffusion.so").exists():
    sys.exit("scripts/bootstrap --with-checkpoints builds the library")


def measure(flint, **order):
    log = pathlib.Path(f"{flint.data}.log")
    before = log.stat().st_size
    for number in range(count + 1):
        status, task = flint.call("POST", "/model/v1/generation/sync", {"prompt": "a fox", "seed": number + 1, **order}, timeout=600)
        assert status == 200 and task["status"] == "completed", task
    lines = [json.loads(line) for line in log.read_text()[before:].splitlines() if "overhead_ms" in line]
    # The first picture loads the model.
    return [line["library_ms"] for line in lines[1:]], [line["overhead_ms"] for line in lines[1:]]


with tempfile.TemporaryDirectory() as folder:
    manifest = tiny_model.manifest(folder)
    with service("--engines", str(manifest), "--log-level", "debug") as flint:
        reference = base64.b64encode(png(1024, 1024)).decode()
        for name, order in (
            ("text", {"model": "spark_t2i_3_0", "width": 512, "height": 512}),
            (
                "with a reference of 1024x1024",
                {"model": "spark_multi_dreamo", "width": 512, "height": 512, "binary_data_base64": [reference], "ddim_steps": 4},
            ),
        ):
            library, overhead = measure(flint, **order)
            print(
                f"{name}: library {statistics.median(library):.1f} ms, child process {statistics.median(overhead):.2f} ms"
                f" (largest of {len(overhead)}: {max(overhead):.2f} ms)"
            )
