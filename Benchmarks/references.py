"""Peak memory of a request with fourteen pictures of 10 MB in base64.

    scripts/bench references
"""

import base64
import json
import os
import pathlib
import struct
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Outside"))
os.environ.setdefault("FLINT_BINARY", str(HERE.parent / ".build" / "release" / "flint"))
from flint import service  # noqa: E402


def peak(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 2000, 1500) + b"\x08\x02\0\0\0" + b"\0" * 4
picture = head + os.urandom(10 * 1024 * 1024 - len(head))
text = "data:image/png;base64," + base64.b64encode(picture).decode()
body = json.dumps({"model": "spark_dream_5_0", "prompt": "a fox", "image": [text] * 14}).encode()

with service("--log-level", "error", "--workers", "0") as flint:
    key = flint.key
    begin = time.perf_counter()
    status, answer = flint.call("POST", "/model/v1/generation", body, key=key, timeout=120)
    seconds = time.perf_counter() - begin
    assert status == 200, answer
    size = len(body) / 2**20
    print(f"a body of {size:.0f} MB: peak {peak(flint.process):.0f} MB, {peak(flint.process) - size:.0f} MB beyond the body; {seconds:.1f} s")
