"""Peak memory of requests with fourteen pictures of 10 MB: while they come in, and while they are decoded and drawn from.

    scripts/bench references
"""

import base64
import json
import os
import pathlib
import struct
import sys
import threading
import time
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Outside"))
os.environ.setdefault("FLINT_BINARY", str(HERE.parent / ".build" / "release" / "flint"))
from flint import service  # noqa: E402

SIDE = 1860


def status_number(pid, name):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name)) / 1024


def children(pid):
    """Processes whose parent it is."""
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                if open(f"/proc/{entry}/stat").read().rsplit(") ", 1)[1].split()[1] == str(pid):
                    yield int(entry)
            except OSError:
                pass


class Watch:
    """The most memory that a process and its children take together, looked at every few milliseconds."""

    def __init__(self, pid):
        self.pid, self.most, self.isOver = pid, 0, False
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        while not self.isOver:
            total = 0
            for pid in [self.pid, *children(self.pid)]:
                try:
                    total += status_number(pid, "RssAnon")
                except (OSError, StopIteration):
                    pass
            self.most = max(self.most, total)
            time.sleep(0.003)

    def end(self):
        self.isOver = True
        self.thread.join()
        return self.most


def png():
    """Noise, stored as it is: as many bytes as a model takes."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + os.urandom(SIDE * 3) for _ in range(SIDE))
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


text = "data:image/png;base64," + base64.b64encode(png()).decode()
body = json.dumps({"model": "spark_dream_5_0", "prompt": "a fox", "image": [text] * 14}).encode()
size = len(body) / 2**20

with service("--log-level", "error", "--workers", "0") as flint:
    begin = time.perf_counter()
    status, answer = flint.call("POST", "/model/v1/generation", body, key=flint.key, timeout=120)
    seconds = time.perf_counter() - begin
    assert status == 200, answer
    peak = status_number(flint.process.pid, "VmHWM")
    print(f"a body of {size:.0f} MB, {seconds:.1f} s: peak {peak:.0f} MB, {peak - size:.0f} MB beyond the body")

with service("--log-level", "error") as flint:
    status, answer = flint.call("POST", "/model/v1/generation", body, key=flint.key, timeout=120)
    assert status == 200, answer
    watch, begin = Watch(flint.process.pid), time.perf_counter()
    while flint.call("GET", f"/model/v1/generation/task/{answer['id']}", key=flint.key)[1]["status"] == "in_progress":
        time.sleep(0.02)
    print(f"decoded and drawn from, {time.perf_counter() - begin:.1f} s: peak {watch.end():.0f} MB with its children, the model included")
