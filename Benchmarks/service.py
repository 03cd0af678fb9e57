"""Measures the service against yardsticks in the same run: nginx for polls, one commit a task for submits.

    scripts/bench service

Prints ratios and medians of alternating rounds; the machine may be noisy, so look at those and not at single figures.
"""

import json
import os
import pathlib
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Outside"))
os.environ.setdefault("FLINT_BINARY", str(HERE.parent / ".build" / "release" / "flint"))
from flint import Flint, free_port  # noqa: E402

ROUNDS, SECONDS = 5, 3


def wrk(url, script=None, key="", seconds=SECONDS, connections=64):
    """Requests a second, and the latency that 99 of 100 stay under, in milliseconds."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    command += ["-s", str(HERE / script)] if script else []
    text = subprocess.run([*command, url], capture_output=True, text=True, env=os.environ | {"KEY": key}).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    bad = re.search(r"Non-2xx.*", text)
    if bad:
        raise SystemExit(f"{url}: {bad[0]}")
    return rate, float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def resident(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def processor(process):
    """Seconds of processor time of a process and its children."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(stat.parent.name) == process.pid or int(fields[1]) == process.pid:
            total += (int(fields[11]) + int(fields[12])) / ticks
    return total


def per_processor_second(process, *load):
    """Requests that a second of the server's processor time answers, whatever else the machine does; and the tail."""
    before = processor(process)
    rate, tail = wrk(*load)
    return rate * SECONDS / (processor(process) - before), rate, tail


def show(what, value):
    print(f"{what:<62} {value}", flush=True)


def start_nginx(folder):
    port = free_port()
    settings = pathlib.Path(folder) / "nginx.conf"
    settings.write_text(
        f"worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log /dev/null;\n"
        "events { worker_connections 4096; }\n"
        "http { access_log off; keepalive_requests 100000000;\n"
        f"  server {{ listen 127.0.0.1:{port} reuseport; location / {{ return 200 \"ok\"; }} }} }}\n"
    )
    process = subprocess.Popen(["nginx", "-c", str(settings)], stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    return process, f"http://127.0.0.1:{port}/"


def commits_alone(folder):
    """Durable inserts a second with a commit each: what a store without shared commits could do on this disk."""
    store = sqlite3.connect(f"{folder}/alone.db", isolation_level=None)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = FULL")
    store.execute("CREATE TABLE tasks (id INTEGER PRIMARY KEY, content TEXT)")
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < 2:
        store.execute("INSERT INTO tasks (content) VALUES (?)", ("x" * 1200,))
        count += 1
    return count / (time.perf_counter() - start)


def fill(data, count):
    """Adds finished tasks to a store that is not in use, copies of the one that is there."""
    store = sqlite3.connect(data / "flint.db")
    row = store.execute("SELECT * FROM tasks LIMIT 1").fetchone()
    names = [column[1] for column in store.execute("PRAGMA table_info(tasks)")]
    digits = "0123456789abcdefghijklmnopqrstuv"
    id_at = names.index("id")

    def rows():
        for number in range(count):
            text, rest = "", number
            for _ in range(8):
                text, rest = digits[rest % 32] + text, rest // 32
            copy = list(row)
            copy[id_at] = "0" * 12 + text
            yield copy

    store.executemany(f"INSERT INTO tasks VALUES ({','.join('?' * len(names))})", rows())
    store.commit()
    store.close()


with tempfile.TemporaryDirectory() as folder:
    nginx, yardstick = start_nginx(folder)
    flint = Flint(pathlib.Path(folder) / "data", "--log-level", "error", "--workers", "0", "--queue-limit", "10000000").start()
    try:
        key = flint.key
        show("idle, MB resident", f"{resident(flint.process):.0f}")
        _, task = flint.call("POST", "/model/v1/generation", {"model": "spark_t2i_3_0", "prompt": "a"}, key=key)
        flint.call("POST", f"/model/v1/generation/task/{task['id']}/cancel", key=key)
        poll = f"{flint.base}/model/v1/generation/task/{task['id']}"
        ratios, thrifts, rates, tails = [], [], [], []
        for _ in range(ROUNDS):
            their_thrift, theirs, _ = per_processor_second(nginx, yardstick)
            our_thrift, ours, tail = per_processor_second(flint.process, poll, "poll.lua", key)
            ratios.append(ours / theirs)
            thrifts.append(our_thrift / their_thrift)
            rates.append(ours)
            tails.append(tail)
        show("poll, 64 connections, against nginx `return 200` (median)", f"{statistics.median(ratios):.2f}")
        show("the same, for each second of the server's processor time", f"{statistics.median(thrifts):.2f}")
        show("poll, requests a second; p99 in ms (medians)", f"{statistics.median(rates):.0f}; {statistics.median(tails):.1f}")

        ratios, rates, tails = [], [], []
        for _ in range(3):
            alone = commits_alone(folder)
            pathlib.Path(f"{folder}/alone.db").unlink()
            ours, tail = wrk(f"{flint.base}/model/v1/generation", "submit.lua", key)
            ratios.append(ours / alone)
            rates.append(ours)
            tails.append(tail)
        show("durable submit, 64 connections, against one commit each", f"{statistics.median(ratios):.1f}")
        show("durable submits a second; p99 in ms (medians)", f"{statistics.median(rates):.0f}; {statistics.median(tails):.1f}")
        empty, _ = wrk(poll, "poll.lua", key)
        flint.stop()

        # A million finished tasks: the same poll, and the claim of a waiting one.
        fresh = Flint(pathlib.Path(folder) / "full", "--log-level", "error", "--workers", "0").start()
        fresh_key = fresh.key
        _, task = fresh.call("POST", "/model/v1/generation", {"model": "spark_t2i_3_0", "prompt": "a"}, key=fresh_key)
        fresh.call("POST", f"/model/v1/generation/task/{task['id']}/cancel", key=fresh_key)

        def claims(service, service_key):
            """Milliseconds from a task's creation to its end where a worker finds no engine: a claim and a failure."""
            times = []
            for _ in range(100):
                begin = time.perf_counter()
                service.call("POST", "/model/v1/generation/sync", {"model": "spark_t2i_3_0", "prompt": "a"}, key=service_key)
                times.append((time.perf_counter() - begin) * 1000)
            return statistics.median(times)

        poll = f"{fresh.base}/model/v1/generation/task/{task['id']}"
        before, _ = wrk(poll, "poll.lua", fresh_key)
        fresh.stop()
        worker = Flint(fresh.data, "--log-level", "error", "--engine", "none")
        worker.start()
        claim_before = claims(worker, fresh_key)
        worker.stop()
        fill(fresh.data, 1_000_000)
        fresh.start()
        after, _ = wrk(poll, "poll.lua", fresh_key)
        fresh.stop()
        worker.start()
        claim_after = claims(worker, fresh_key)
        worker.stop()
        show("poll with a million finished tasks, time against an empty store", f"{before / after:.2f}")
        show("submit, claim and end with a million, time against an empty store", f"{claim_after / claim_before:.2f}")
    finally:
        nginx.terminate()
        if flint.process.poll() is None:
            flint.kill()
