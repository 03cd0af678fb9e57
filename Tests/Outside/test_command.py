"""The command as a person types it: help, keys, models, tasks, settings, backup; and its exit codes."""

import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import tempfile
import time

from flint import BINARY, Flint, run, service

HELP = run("--help").stdout
assert len(HELP.splitlines()) <= 24 and max(map(len, HELP.splitlines())) <= 100, "the help does not fit a screen"
for verb in ("serve", "run", "task", "keys", "models", "config", "doctor", "backup", "restore"):
    assert verb in HELP

# Usage is exit code 2, with a sentence.
for words in (["draw"], ["run"], ["run", "spark_9"], ["keys"], ["keys", "create"], ["models", "show", "x"],
              ["serve", "--lisn", "x"], ["serve", "--listen"], ["run", "spark_t2i_3_0", "--param", "prompt"],
              ["run", "spark_t2i_3_0", "--param", "color=red"], ["run", "spark_t2i_3_0", "--param", "prompt="],
              ["run", "spark_t2i_3_0", "--param", "prompt=a", "--output", "xml"]):
    ended = run(*words)
    assert ended.returncode == 2 and ended.stderr.strip() and not ended.stdout, (words, ended)

# All mistakes of the settings are told together, and secrets stay hidden.
ended = run("config", environment=dict(os.environ) | {"FLINT_WORKERS": "none", "FLINT_LISTEN": "x", "FLINT_COLOUR": "red"})
assert ended.returncode == 2 and all(word in ended.stderr for word in ("FLINT_WORKERS", "FLINT_LISTEN", "FLINT_COLOUR"))
with tempfile.TemporaryDirectory() as folder:
    settings = pathlib.Path(folder) / "flint.toml"
    settings.write_text('# a comment\nworkers = 2\nsecret = "0123456789012345678901234567890123456789"\n'
                        'listen = ["127.0.0.1:1", "[::1]:1"]\n[prices]\ndefault = "0.02"\n"spark_dream_5_0>5000000" = "0.06"\n')
    shown = run("config", "--config", str(settings), "--workers", "3").stdout
    assert 'workers = "3"' in shown and 'secret = "•••"' in shown and "0123456789" not in shown
    assert 'prices = "default=0.02,spark_dream_5_0>5000000=0.06"' in shown and "[::1]:1" in shown
    # A file with the line ends of Windows is read to its end, and one that is no text is not passed over.
    settings.write_bytes(b'# a comment\r\nworkers = 5\r\n')
    assert 'workers = "5"' in run("config", "--config", str(settings)).stdout
    settings.write_bytes(b"workers = 5 # \xff\n")
    assert "can't be read" in run("config", "--config", str(settings)).stderr
    settings.write_text("workers = 2\nworkers = 3\n")
    assert run("config", "--config", str(settings)).returncode == 2
    settings.write_text("nothing = 2\n[open\nworkers = -1\n")
    told = run("config", "--config", str(settings)).stderr
    assert "nothing" in told and ":2:" in told and "workers" in told, told

# What is wrong with the data folder is said in a sentence, and nothing is made by mistake.
for folder in ("/proc/flint", "/dev/null"):
    ended = run("serve", "--data", folder, "--listen", "127.0.0.1:0")
    assert ended.returncode == 1 and len(ended.stderr.splitlines()) == 1 and "NSCocoa" not in ended.stderr, ended
with tempfile.TemporaryDirectory() as folder:
    ended = run("keys", "list", "--data", f"{folder}/mistyped")
    assert ended.returncode == 1 and not pathlib.Path(f"{folder}/mistyped").exists(), ended
    # A damaged or lost secret is never replaced: every key would be dead.
    made = run("keys", "create", "--data", f"{folder}/data", "--name", "a")
    assert made.returncode == 0
    secret = pathlib.Path(f"{folder}/data/secret")
    kept = secret.read_bytes()
    secret.write_bytes(b"short")
    for _ in range(2):
        ended = run("serve", "--data", f"{folder}/data", "--listen", "127.0.0.1:0")
        assert ended.returncode == 1 and "backup" in ended.stderr, ended
        secret.unlink(missing_ok=True)
    secret.write_bytes(kept)
    doctor = run("doctor", "--data", f"{folder}/data").stdout
    free = int(re.search(r"(\d+) MB are free", doctor)[1])
    assert abs(free - shutil.disk_usage(folder).free // 2**20) < 1000, doctor

# The page of settings is the one that the command makes.
page = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "SETTINGS.md"
assert page.read_text() == run("config", "--output", "markdown").stdout, "docs/SETTINGS.md: run scripts/docs"

# A dry run shows the request, and needs no key.
dry = run("run", "spark_dream_5_0", "--param", "prompt=a fox", "--param", "stream=false",
          "--param", "sequential_image_generation_options.max_images=3", "--dry-run")
params = json.loads(dry.stdout)["input"][0]["params"]
assert params == {"prompt": "a fox", "stream": False, "sequential_image_generation_options": {"max_images": 3}}, params

with service("--engine", "none") as flint:
    # The first key is in a file for its owner alone, and works.
    assert stat.S_IMODE((flint.data / "first-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(flint.data.stat().st_mode) == 0o700
    assert flint.call("GET", "/model/v1/generation/tasks")[0] == 200
    log = pathlib.Path(f"{flint.data}.log").read_text()
    assert flint.key not in log and "first-key" in log
    # A second service on the same data is refused.
    second = subprocess.run([BINARY, "serve", "--data", flint.data, "--listen", "127.0.0.1:0"], capture_output=True, text=True, timeout=30)
    assert second.returncode == 1 and "already" in second.stderr, second

    made = run("keys", "create", "--data", str(flint.data), "--name", "app", "--owner", "team", "--requests-per-minute", "3")
    assert made.returncode == 0 and re.fullmatch(r"flint_\w{8}_\w{40}\n", made.stdout), made
    app, ident = made.stdout.strip(), made.stdout[:14]
    assert flint.call("GET", "/model/v1/generation/tasks", key=app)[0] == 200
    listed = run("keys", "list", "--data", str(flint.data))
    assert ident in listed.stdout and app not in listed.stdout
    rotated = run("keys", "rotate", ident, "--data", str(flint.data)).stdout.strip()
    assert rotated.startswith(ident) and rotated != app
    time.sleep(1.1)  # another process believes what it read of a key for a second
    assert flint.call("GET", "/model/v1/generation/tasks", key=app)[0] == 401
    assert flint.call("GET", "/model/v1/generation/tasks", key=rotated)[0] == 200
    assert run("keys", "change", ident, "--name", "web", "--budget", "2.50", "--requests-per-minute", "none", "--data", str(flint.data)).returncode == 0
    changed = next(key for key in json.loads(run("keys", "list", "--output", "json", "--data", str(flint.data)).stdout) if key["id"] == ident)
    assert (changed["name"], changed["budget"], changed["requests_per_minute"], changed["owner"]) == ("web", "2.50", None, "team"), changed
    assert run("keys", "change", ident, "--budget", "much", "--data", str(flint.data)).returncode == 2
    assert run("keys", "change", "flint_nothing1", "--name", "x", "--data", str(flint.data)).returncode == 3
    assert run("keys", "revoke", ident, "--data", str(flint.data)).returncode == 0
    time.sleep(1.1)
    assert flint.call("GET", "/model/v1/generation/tasks", key=rotated)[0] == 401
    assert run("keys", "revoke", "flint_nothing1", "--data", str(flint.data)).returncode == 3

    # Tasks from the command line, with the exit codes that the help names.
    status, task = flint.call("POST", "/model/v1/generation/sync", {"model": "spark_t2i_3_0", "prompt": "a red fox"})
    assert status == 200
    told = flint.command("task", "status", task["id"], "--output", "json")
    assert told.returncode == 0 and json.loads(told.stdout)["id"] == task["id"]
    assert task["id"] in flint.command("task", "list").stdout
    assert flint.command("task", "status", task["id"], key=False).returncode == 3
    assert flint.command("task", "status", task["id"], environment={"FLINT_KEY": "flint_wrong"}).returncode == 3
    assert flint.command("task", "status", "xyz").returncode == 2
    assert flint.command("task", "status", "0" * 20).returncode == 1
    assert flint.command("task", "status", task["id"], environment={"FLINT_SERVER": "http://127.0.0.1:1"}).returncode == 6
    poor = run("keys", "create", "--data", str(flint.data), "--name", "poor", "--budget", "0.01").stdout.strip()
    broke = flint.command("run", "spark_t2i_3_0", "--param", "prompt=a", environment={"FLINT_KEY": poor})
    assert broke.returncode == 4, broke

    # A backup of the running service holds it all, and is a service itself.
    copy = flint.data.parent / "copy"
    saved = run("backup", str(copy), "--data", str(flint.data))
    assert saved.returncode == 0, saved
    assert run("backup", str(copy), "--data", str(flint.data)).returncode == 1
    back = flint.data.parent / "back"
    assert run("restore", str(copy), "--data", str(back)).returncode == 0
    assert run("restore", str(copy), "--data", str(back)).returncode == 1
    other = Flint(back).start()
    try:
        status, again = other.call("GET", f"/model/v1/generation/task/{task['id']}", key=flint.key)
        assert status == 200 and again["status"] == task["status"], again
    finally:
        assert other.stop() == 0
    assert flint.stop() == 0

print("the command does what its help says")
