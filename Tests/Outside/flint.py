"""Starts the real program on a port of its own, and asks it as any client would."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = pathlib.Path(os.environ.get("FLINT_BINARY", ROOT / ".build" / "debug" / "flint"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Flint:
    def __init__(self, data, *flags):
        self.data = pathlib.Path(data)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.flags = ["--data", str(data), "--listen", f"127.0.0.1:{self.port}", *flags]
        self.process = None

    def start(self):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FLINT_")}
        self.log = open(f"{self.data}.log", "ab")
        self.process = subprocess.Popen(
            [BINARY, "serve", *self.flags], stdout=self.log, stderr=self.log, env=environment
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            if self.process.poll() is not None:
                raise AssertionError(f"flint ended with {self.process.returncode}; see {self.data}.log")
            time.sleep(0.01)
        raise AssertionError("flint does not answer")

    @property
    def key(self):
        return (self.data / "first-key").read_text().strip()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def call(self, method, path, body=None, headers=None, key=None, timeout=30):
        """The status and the JSON of an answer; status 0 when there was none."""
        request = urllib.request.Request(self.base + path, method=method)
        request.add_header("Authorization", f"Bearer {key or self.key}")
        if body is not None:
            request.data = body if isinstance(body, bytes) else json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")
        except (OSError, json.JSONDecodeError, urllib.error.URLError):
            return 0, None

    def command(self, *arguments, key=True, environment=None):
        """Runs another verb against this service."""
        variables = {name: value for name, value in os.environ.items() if not name.startswith("FLINT_")}
        variables |= {"FLINT_SERVER": self.base} | ({"FLINT_KEY": self.key} if key else {}) | (environment or {})
        return run(*arguments, environment=variables)


def run(*arguments, environment=None):
    variables = environment or {name: value for name, value in os.environ.items() if not name.startswith("FLINT_")}
    return subprocess.run(
        [BINARY, *arguments], capture_output=True, text=True, env=variables, timeout=120, cwd=tempfile.gettempdir()
    )


@contextlib.contextmanager
def service(*flags):
    with tempfile.TemporaryDirectory() as folder:
        flint = Flint(pathlib.Path(folder) / "data", *flags).start()
        try:
            yield flint
        finally:
            if flint.process.poll() is None:
                flint.kill()
