"""The log is one JSON object a line, tells of each request and task with its ids, and never a prompt or a key."""

import json
import pathlib

from flint import service

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

with service("--engine", "none") as flint:
    key = flint.key
    status, task = flint.call(
        "POST", "/model/v1/generation/sync", {"model": "spark_t2i_3_0", "prompt": "a secret badger"},
        {"X-Request-Id": "mine-77", "traceparent": TRACE}, key,
    )
    assert status == 200
    flint.call("GET", "/model/v1/generation/tasks", key="flint_wrongkey_" + "x" * 40)
    flint.call("POST", "/model/v1/generation", b'{"model": "spark_t2i_3_0", "prompt": "another badger', key=key)
    assert flint.stop() == 0
    text = pathlib.Path(f"{flint.data}.log").read_text()
    assert key not in text and "badger" not in text and "x" * 40 not in text
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert all({"time", "level", "message"} <= set(line) for line in lines)
    created = next(line for line in lines if line["message"] == "task created")
    assert created["request_id"] == "mine-77" and created["task"] == task["id"]
    request = next(line for line in lines if line.get("request_id") == "mine-77" and line["message"] == "request")
    assert request["status"] == 200 and request["traceparent"] == TRACE and request["duration_ms"] > 0
    for message in ("task started", "task failed"):
        event = next(line for line in lines if line["message"] == message)
        assert event["task"] == task["id"] and event["request_id"] == "mine-77" and event["traceparent"] == TRACE
    assert [line["status"] for line in lines if line["message"] == "request"] == [200, 401, 400]

print("the log tells what happened, and no secrets")
