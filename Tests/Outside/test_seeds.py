"""The same positive seed and parameters give the same picture through every door, and after a restart; -1 draws a new one and says which.

Compared are the files without what is told about their making, which names the task.

    python Tests/Outside/test_seeds.py
"""

import json
import pathlib
import tempfile
import urllib.request

from flint import Flint, run

PLAIN = {"model": "spark_t2i_3_0", "prompt": "a poodle", "width": 512, "height": 512, "seed": 42}


def contents(task):
    output = task["output"][0] if isinstance(task["output"], list) else task["output"]
    return output["content"]


def fetch(url):
    return urllib.request.urlopen(url).read()


def bare(file):
    """A JPEG without its application segments and comments."""
    assert file[:2] == b"\xff\xd8"
    kept, place = b"", 2
    while file[place + 1] != 0xDA:
        end = place + 2 + int.from_bytes(file[place + 2:place + 4], "big")
        if not (0xE0 <= file[place + 1] <= 0xEF or file[place + 1] == 0xFE):
            kept += file[place:end]
        place = end
    return kept + file[place:]


def picture(task):
    assert task["status"] == "completed", task
    return bare(fetch(contents(task)[0]["url"]))


def sync(flint, parameters, headers=None):
    status, task = flint.call("POST", "/model/v1/generation/sync", parameters, headers, timeout=120)
    assert status == 200, task
    return task


def poll(flint, parameters, headers=None):
    status, task = flint.call("POST", "/model/v1/generation", parameters, headers)
    assert status == 200, task
    while True:
        status, task = flint.call("GET", f"/model/v1/generation/task/{task['id']}", headers=headers)
        assert status == 200
        if task["status"] != "in_progress":
            return task


def stream(flint, parameters):
    """The last task of the events."""
    request = urllib.request.Request(flint.base + "/model/v1/generation/sync", json.dumps(parameters).encode(), method="POST")
    for name, value in {"Authorization": f"Bearer {flint.key}", "Content-Type": "application/json", "Accept": "text/event-stream"}.items():
        request.add_header(name, value)
    with urllib.request.urlopen(request, timeout=120) as answer:
        lines = answer.read().decode().splitlines()
    # Of each event the fields follow each other until an empty line.
    done, name = [], None
    for line in lines:
        if line.startswith("event: "):
            name = line[7:]
        elif line.startswith("data: ") and name == "done":
            done.append(json.loads(line[6:]))
        elif not line:
            name = None
    assert done, lines
    return done[-1]


def command(flint, parameters, folder, here=False):
    out = pathlib.Path(folder) / f"out-{here}.jpg"
    words = ["run", parameters["model"], "--out", str(out)]
    for name, value in parameters.items():
        if name != "model":
            words += ["--param", f"{name}={value}" if isinstance(value, str) else f"{name}={json.dumps(value)}"]
    done = run(*words) if here else flint.command(*words)
    assert done.returncode == 0, done
    return bare(out.read_bytes())


with tempfile.TemporaryDirectory() as folder:
    flint = Flint(pathlib.Path(folder) / "data").start()
    try:
        first = sync(flint, PLAIN)
        wanted = picture(first)
        assert first["metadata"]["seed"] == 42, first["metadata"]
        revised = first["metadata"].get("revised_prompt")
        assert revised and revised.startswith("a dog"), first["metadata"]

        wrapped = {"model": PLAIN["model"], "input": [{"params": {k: v for k, v in PLAIN.items() if k != "model"}}]}
        assert picture(sync(flint, PLAIN)) == wanted, "again"
        assert picture(poll(flint, PLAIN)) == wanted, "polled"
        assert picture(poll(flint, wrapped, {"X-Source": "cli"})) == wanted, "as the public clients send it"
        assert picture(stream(flint, PLAIN)) == wanted, "streamed"
        assert command(flint, PLAIN, folder) == wanted, "from the command line, by the service"
        assert command(flint, PLAIN, folder, here=True) == wanted, "from the command line, right here"

        # Among others at the same time.
        ids = [flint.call("POST", "/model/v1/generation", PLAIN | {"seed": seed})[1]["id"] for seed in (41, 42, 43)]
        files = []
        for ident in ids:
            while (task := flint.call("GET", f"/model/v1/generation/task/{ident}")[1])["status"] == "in_progress":
                pass
            files.append(picture(task))
        assert files[1] == wanted and len(set(files)) == 3, "in a row with others"

        for change in ({"seed": 43}, {"prompt": "a cat"}, {"use_pre_llm": False}, {"width": 640}):
            both = {"height": 512} if "width" in change else {}
            assert picture(sync(flint, PLAIN | change | both)) != wanted, change
        assert flint.stop() == 0

        flint = Flint(flint.data).start()
        assert picture(sync(flint, PLAIN)) == wanted, "after a restart"
        assert picture(flint.call("GET", f"/model/v1/generation/task/{first['id']}")[1]) == wanted, "the old one, still there"

        # Chance is drawn anew each time, told, and can be repeated. Without a seed it is the same.
        seeds = set()
        for change in ({"seed": -1}, {"seed": -1}, None):
            body = {k: v for k, v in PLAIN.items() if k != "seed"} | (change or {})
            task = sync(flint, body)
            seed = task["metadata"]["seed"]
            assert 0 < seed < 2**63, seed
            seeds.add(seed)
            assert picture(sync(flint, PLAIN | {"seed": seed})) == picture(task), "chance, repeated"
        assert len(seeds) == 3, seeds
        largest = PLAIN | {"seed": 2**63 - 1}
        assert picture(sync(flint, largest)) == picture(poll(flint, largest)), "the largest seed"

        # The models share neither parameters nor defaults, but each repeats itself.
        for model, more in {"spark_dream_3_0": {"scale": 4}, "spark_image_3_1": {}}.items():
            body = PLAIN | {"model": model} | more
            assert picture(sync(flint, body)) == picture(poll(flint, body)), model
        assert flint.stop() == 0
    finally:
        if flint.process.poll() is None:
            flint.kill()

print("the same seed gives the same picture through every door")
