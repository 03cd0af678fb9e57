"""A checkpoint behind all five models through the child process: progress, cancel, and kill -9 of the child and of the parent."""

import base64
import contextlib
import os
import pathlib
import signal
import sys
import tempfile
import time

import tiny_model
from flint import ROOT, run, service
from pictures import png

LIBRARY = ROOT / ".cache" / "checkpoints" / "libstable-diffusion.so"
if not LIBRARY.exists():
    if "TEST_CHECKPOINTS" in os.environ:
        sys.exit("the library is not there; scripts/bootstrap --with-checkpoints builds it")
    print("skipped: scripts/bootstrap --with-checkpoints builds the library")
    sys.exit(0)


def workers(flint):
    """The process ids of the children that draw."""
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if b"checkpoint-worker" in words and parent == flint.process.pid:
                found.append(int(folder.name))
    return found


def alive(pid):
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def until(say, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = say()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def create(flint, model, **parameters):
    status, task = flint.call("POST", "/model/v1/generation", {"model": model, **parameters})
    assert status == 200, task
    return task["id"]


def state(flint, ident):
    return flint.call("GET", f"/model/v1/generation/task/{ident}")[1]


def ended(flint, ident):
    return until(lambda: (task := state(flint, ident))["status"] != "in_progress" and task, 120)


SLOW = {"prompt": "a red fox", "ddim_steps": 50, "binary_data_base64": [base64.b64encode(png(64, 64)).decode()]}

with tempfile.TemporaryDirectory() as folder:
    manifest = tiny_model.manifest(folder)
    told = run("doctor", "--engines", str(manifest)).stdout
    assert "tiny: stable-diffusion.cpp works" in told, told
    assert "spark_dream_5_0  tiny" in run("models", "--engines", str(manifest)).stdout

    # Mistakes are told together, at the start, with those of the settings.
    wrong = pathlib.Path(folder) / "wrong.toml"
    wrong.write_text('[models]\nspark_9 = "tiny"\nspark_t2i_3_0 = "nobody"\n[engines.a]\nkind = "checkpoint"\nmodel = "/nowhere"\n'
                     'colour = "red"\n[engines.b]\nkind = "oven"\n[engines.c]\nkind = "openai"\nkey_env = "NOT_SET"\n')
    refused = run("serve", "--engines", str(wrong), "--workers", "none")
    assert refused.returncode == 2 and not refused.stdout
    for word in ("--workers", "spark_9", "nobody", "/nowhere", "colour", "must be one of checkpoint", "c needs url", "NOT_SET"):
        assert word in refused.stderr, (word, refused.stderr)

    with service("--engines", str(manifest)) as flint:
        picture = base64.b64encode(png(64, 64)).decode()
        orders = [
            ("spark_dream_3_0", {"width": 512, "height": 512}), ("spark_t2i_3_0", {"width": 512, "height": 512}),
            ("spark_image_3_1", {"width": 512, "height": 512}),
            ("spark_multi_dreamo", {"width": 512, "height": 512, "binary_data_base64": [picture], "ref_type_list": ["IP"]}),
            ("spark_dream_5_0", {"size": "2048x2048", "image": f"data:image/png;base64,{picture}", "output_format": "png"}),
        ]
        for model, parameters in orders:
            task = ended(flint, create(flint, model, prompt="a red fox", **parameters))
            assert task["status"] == "completed", task
            assert task["metadata"]["engine"] == "tiny" and task["metadata"]["width"] >= 512, task
            output = task["output"] if isinstance(task["output"], dict) else task["output"][0]
            assert output["content"][0]["size"] > 1000
        (first,) = workers(flint)

        # Progress follows the steps; a cancel stops the work and leaves the process.
        ident = create(flint, "spark_multi_dreamo", **SLOW)
        seen = until(lambda: (part := state(flint, ident).get("progress", 0)) > 0.05 and part)
        assert until(lambda: state(flint, ident).get("progress", 1) > seen)
        status, task = flint.call("POST", f"/model/v1/generation/task/{ident}/cancel")
        assert status == 200 and task["error"]["code"] == "cancelled", task
        assert ended(flint, create(flint, "spark_t2i_3_0", prompt="a"))["status"] == "completed"
        assert workers(flint) == [first]

        # kill -9 of the child costs one try.
        ident = create(flint, "spark_multi_dreamo", **SLOW)
        until(lambda: state(flint, ident).get("progress", 0) > 0.05)
        os.kill(first, signal.SIGKILL)
        assert ended(flint, ident)["status"] == "completed"
        (second,) = workers(flint)
        assert second != first

        # kill -9 of the parent: the child goes with it, and the task is done by the next one.
        ident = create(flint, "spark_multi_dreamo", **SLOW)
        until(lambda: state(flint, ident).get("progress", 0) > 0.05)
        flint.kill()
        until(lambda: not alive(second), 10)
        flint.start()
        assert ended(flint, ident)["status"] == "completed"
        (third,) = workers(flint)

        # The end of the service is the end of its children.
        flint.stop()
        until(lambda: not alive(third), 10)

    # A child that hangs is ended, and another one draws.
    manifest.write_text(manifest.read_text() + 'silence = "2s"\n')
    with service("--engines", str(manifest)) as flint:
        assert ended(flint, create(flint, "spark_t2i_3_0", prompt="a"))["status"] == "completed"
        (first,) = workers(flint)
        os.kill(first, signal.SIGSTOP)
        assert ended(flint, create(flint, "spark_t2i_3_0", prompt="a"))["status"] == "completed"
        assert workers(flint) != [first]
print("ok")
