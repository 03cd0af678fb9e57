"""Kills the service at random moments under load: what was accepted is there, ends once, and is charged once.

    python Tests/Outside/test_crash.py [--kills 200]
"""

import argparse
import concurrent.futures
import contextlib
import pathlib
import random
import sqlite3
import tempfile
import threading
import time

from flint import Flint

arguments = argparse.ArgumentParser()
arguments.add_argument("--kills", type=int, default=12)
arguments.add_argument("--seed", type=int, default=time.time_ns())
options = arguments.parse_args()
print(f"seed {options.seed}")
chance = random.Random(options.seed)

accepted = {}
lock = threading.Lock()
halt = threading.Event()


def load(flint, key, number):
    """Creates tasks as fast as it can; remembers each one that was answered."""
    count = 0
    while not halt.is_set():
        count += 1
        idempotency = f"{number}-{count}-{flint.port}-{time.time_ns()}"
        body = {"model": "spark_t2i_3_0", "prompt": f"fox {idempotency}"}
        status, answer = flint.call("POST", "/model/v1/generation", body, {"Idempotency-Key": idempotency}, key, 5)
        if status == 200:
            with lock:
                accepted[answer["id"]] = body["prompt"]
        elif status == 0:
            time.sleep(0.02)


with tempfile.TemporaryDirectory() as folder:
    flint = Flint(pathlib.Path(folder) / "data", "--engine", "none", "--log-level", "error", "--queue-limit", "1000000").start()
    key = flint.key
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        for number in range(6):
            pool.submit(load, flint, key, number)
        try:
            for _ in range(options.kills):
                time.sleep(chance.uniform(0.05, 0.6))
                flint.kill()
                flint.start()
        finally:
            halt.set()
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        status, page = flint.call("GET", "/model/v1/generation/tasks?status=in_progress&limit=1", key=key)
        if status == 200 and not page["data"]:
            break
        time.sleep(0.2)
    missing = 0
    for task, prompt in accepted.items():
        status, answer = flint.call("GET", f"/model/v1/generation/task/{task}", key=key)
        if status != 200 or answer["status"] not in ("completed", "failed"):
            missing += 1
            print(f"{task}: {status} {answer}")
    assert flint.stop() == 0
    with contextlib.closing(sqlite3.connect(f"{folder}/data/flint.db")) as store:
        (integrity,) = store.execute("PRAGMA integrity_check").fetchone()
        (tasks,) = store.execute("SELECT count(*) FROM tasks").fetchone()
        (charges,) = store.execute("SELECT count(*) FROM usage").fetchone()
        (ends,) = store.execute("SELECT count(*) FROM events WHERE kind IN (5, 6)").fetchone()
        (waiting,) = store.execute("SELECT value FROM counts WHERE name = 'waiting'").fetchone()
        (twice,) = store.execute(
            "SELECT count(*) FROM (SELECT task_id FROM events WHERE kind IN (5, 6) GROUP BY 1 HAVING count(*) > 1)"
        ).fetchone()
        (spent,) = store.execute("SELECT spent FROM owners WHERE name = 'default'").fetchone()
        (owed,) = store.execute("SELECT coalesce(sum(cost), 0) FROM usage").fetchone()
    print(f"{options.kills} kills, {len(accepted)} accepted, {tasks} stored, {ends} ended, {charges} accounted for")
    assert accepted, "no task was accepted: the load did not work"
    assert missing == 0, f"{missing} accepted tasks are lost or unfinished"
    assert integrity == "ok", integrity
    assert tasks >= len(accepted)
    assert ends == tasks and twice == 0, "a task ended twice, or never"
    assert charges == tasks, "a task is not accounted for exactly once"
    assert waiting == 0
    assert spent == owed
