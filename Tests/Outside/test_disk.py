"""A full disk is a clear 503 and no corruption; with room again, everything goes on. Needs the right to mount."""

import contextlib
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

from flint import Flint

if os.geteuid() != 0:
    if os.environ.get("CI"):
        sys.exit("the disk-full test must run in CI, as root")
    print("skipped: only root may mount a small disk")
    sys.exit(0)


@contextlib.contextmanager
def small_disk(folder, size):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


with tempfile.TemporaryDirectory() as folder:
    disk = pathlib.Path(folder) / "disk"
    disk.mkdir()
    with small_disk(disk, "3m"):
        flint = Flint(disk / "data", "--log-level", "error", "--workers", "0")
        # Its log lies elsewhere: it is not the log that fills the disk.
        os.symlink(f"{folder}/log", f"{flint.data}.log")
        flint.start()
        key = flint.key
        accepted, refused = [], None
        for number in range(4000):
            body = {"model": "spark_t2i_3_0", "prompt": "fox " * 150, "seed": number + 1}
            status, answer = flint.call("POST", "/model/v1/generation", body, key=key)
            if status == 200:
                accepted.append(answer["id"])
                continue
            refused = (status, answer)
            break
        assert refused, "the disk was never full"
        status, answer = refused
        assert status == 503 and answer["error"]["code"] == "unavailable", refused
        # What was accepted can still be read while the disk is full.
        for task in (accepted[0], accepted[-1]):
            status, answer = flint.call("GET", f"/model/v1/generation/task/{task}", key=key)
            assert status == 200 and answer["status"] == "in_progress", (status, answer)
        subprocess.run(["mount", "-o", "remount,size=30m", disk], check=True)
        status, answer = flint.call("POST", "/model/v1/generation", {"model": "spark_t2i_3_0", "prompt": "a"}, key=key)
        assert status == 200, (status, answer)
        accepted.append(answer["id"])
        flint.kill()
        flint.start()
        for task in accepted:
            assert flint.call("GET", f"/model/v1/generation/task/{task}", key=key)[0] == 200
        assert flint.stop() == 0
        with contextlib.closing(sqlite3.connect(flint.data / "flint.db")) as store:
            assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert store.execute("SELECT count(*) FROM tasks").fetchone() == (len(accepted),)
    print(f"503 after {len(accepted) - 1} tasks on a full disk; nothing lost, nothing broken")
