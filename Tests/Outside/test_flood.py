"""Thousands of open event streams and slow clients do not stop a poll.

    python Tests/Outside/test_flood.py [--streams 5000] [--slow 1000]
"""

import argparse
import resource
import socket
import time

from flint import service

arguments = argparse.ArgumentParser()
arguments.add_argument("--streams", type=int, default=1500)
arguments.add_argument("--slow", type=int, default=300)
options = arguments.parse_args()
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))


def memory(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


with service("--log-level", "error", "--workers", "0") as flint:
    key = flint.key
    # Nobody works here, so the task waits, and its streams stay open.
    status, task = flint.call("POST", "/model/v1/generation", {"model": "spark_t2i_3_0", "prompt": "a"}, key=key)
    assert status == 200
    idle = memory(flint.process)
    slow = []
    for _ in range(options.slow):
        client = socket.create_connection(("127.0.0.1", flint.port))
        client.sendall(b"POST /model/v1/generation HTTP/1.1\r\nHost: x\r\n")
        slow.append(client)
    streams = []
    head = (
        f"GET /model/v1/generation/task/{task['id']}/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\r\n"
    ).encode()
    for _ in range(options.streams):
        client = socket.create_connection(("127.0.0.1", flint.port))
        client.sendall(head)
        streams.append(client)
    times = []
    for _ in range(200):
        start = time.perf_counter()
        status, _ = flint.call("GET", f"/model/v1/generation/task/{task['id']}", key=key)
        times.append(time.perf_counter() - start)
        assert status == 200
    times.sort()
    p99 = times[int(len(times) * 0.99)] * 1000
    print(f"{options.streams} streams, {options.slow} slow clients: poll p99 {p99:.1f} ms, "
          f"{memory(flint.process) - idle:.0f} MB more than idle ({idle:.0f} MB)")
    assert p99 < 500, "polls wait for others"
    for client in streams + slow:
        client.close()
    assert flint.stop() == 0
