"""flint pull against servers that behave well and badly: whole, cut, resumed, another file, no ranges, login, HTML, slow, gone."""

import hashlib
import http.server
import pathlib
import subprocess
import tempfile
import threading

from flint import BINARY, free_port, run

CONTENT = bytes(range(256)) * 4096
HASH = hashlib.sha256(CONTENT).hexdigest()


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = []

    def log_message(self, *_):
        pass

    def tell(self, name):
        """The hub tells the hash on its own answer, and the server that it sends on to does not."""
        if name.startswith("told"):
            self.send_header("X-Linked-ETag", f'"{HASH if name.startswith("told-well") else "0" * 64}"')

    def do_HEAD(self):
        name = self.path.rsplit("/", 1)[-1]
        self.send_response(302 if name.startswith(("moved", "told")) else 200)
        self.tell(name)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        Server.seen.append((self.path, self.headers.get("Range"), self.headers.get("Authorization")))
        name = self.path.rsplit("/", 1)[-1].split("?")[0]
        start, status = 0, 200
        asked = self.headers.get("Range")
        if asked and not name.startswith("noranges"):
            start, status = int(asked.split("=")[1].rstrip("-")), 206
        if name.startswith("login"):
            return self.reply(401, b"no")
        if name.startswith("missing"):
            return self.reply(404, b"<html>")
        if name.startswith(("moved", "told")):
            self.send_response(302)
            self.tell(name)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/cdn/whole.gguf")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        if start >= len(CONTENT):
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(CONTENT)}")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        self.send_response(status)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        if status == 206:
            first = 0 if name.startswith("liar") else start
            self.send_header("Content-Range", f"bytes {first}-{len(CONTENT) - 1}/{len(CONTENT)}")
        self.end_headers()
        # Cut in the middle, each time a bit further.
        end = min(len(CONTENT), start + 400_000) if name.startswith(("cut", "noranges-cut")) else len(CONTENT)
        self.wfile.write(CONTENT[start:end])
        if end < len(CONTENT):
            self.close_connection = True

    def reply(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Quiet(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass  # clients that leave early are part of the test


server = Quiet(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"

with tempfile.TemporaryDirectory() as folder:
    shelf = pathlib.Path(folder) / "models"

    def pull(*words):
        return run("pull", *words, "--checkpoints", str(shelf), "--mirror", base)

    # A file of the hub comes from the mirror, under its own name; a second time nothing is asked.
    ended = pull("hf:someone/a-model/parts/whole.gguf")
    assert ended.returncode == 0 and ended.stdout.strip() == str(shelf / "whole.gguf"), ended
    assert (shelf / "whole.gguf").read_bytes() == CONTENT
    assert Server.seen[-1][0] == "/someone/a-model/resolve/main/parts/whole.gguf"
    asked = len(Server.seen)
    assert pull("hf:someone/a-model/parts/whole.gguf", "--sha256", HASH).returncode == 0 and len(Server.seen) == asked
    assert pull("hf:someone/a-model/parts/whole.gguf", "--sha256", "0" * 64).returncode == 1

    # A connection that is cut is taken up again where it ended.
    ended = pull(f"{base}/cut.gguf", "--as", "mine.gguf", "--sha256", HASH.upper())
    assert ended.returncode == 0 and (shelf / "mine.gguf").read_bytes() == CONTENT, ended
    assert [seen[1] for seen in Server.seen[-3:]] == [None, "bytes=400000-", "bytes=800000-"]
    # So is what another run has left.
    (shelf / "rest.gguf.part").write_bytes(CONTENT[:1000])
    assert pull(f"{base}/rest.gguf", "--sha256", HASH).returncode == 0 and Server.seen[-1][1] == "bytes=1000-"
    (shelf / "all.gguf.part").write_bytes(CONTENT)
    assert pull(f"{base}/all.gguf", "--sha256", HASH).returncode == 0
    # A server without ranges begins anew.
    (shelf / "noranges.gguf.part").write_bytes(b"x" * 1000)
    assert pull(f"{base}/noranges.gguf").returncode == 0 and (shelf / "noranges.gguf").read_bytes() == CONTENT
    # One that sends another part is not believed.
    (shelf / "liar.gguf.part").write_bytes(CONTENT[:1000])
    assert pull(f"{base}/liar.gguf").returncode == 1 and not (shelf / "liar.gguf").exists()
    # Redirects, as the hub makes them.
    assert pull(f"{base}/moved.gguf", "--sha256", HASH).returncode == 0

    # The hash that the hub tells is that of the file.
    assert pull(f"{base}/told-well.gguf").returncode == 0 and (shelf / "told-well.gguf").read_bytes() == CONTENT

    # What is not what it should be never gets its name.
    for words, code, word in (
        ([f"{base}/wrong.gguf", "--sha256", "0" * 64], 1, "SHA-256"), ([f"{base}/told.gguf"], 1, "SHA-256"),
        ([f"{base}/login.gguf"], 1, "login"), ([f"{base}/missing.gguf"], 1, "404"),
        ([f"http://127.0.0.1:{free_port()}/a.gguf"], 6, "connected"),
    ):
        ended = pull(*words)
        assert ended.returncode == code and word in ended.stderr, (words, ended)
        assert not (shelf / words[0].rsplit("/", 1)[1]).exists()

    # Names and words that make no sense.
    for words in ([], ["nothing"], ["hf:a/b"], ["hf:a/../../etc/passwd"], [f"{base}/a.gguf", "--as", "../a"],
                  [f"{base}/a.gguf", "--as", ".hidden"], [f"{base}/a.gguf", "--sha256", "12"], [base], ["ftp://x/a"]):
        ended = pull(*words)
        assert ended.returncode == 2 and ended.stderr, (words, ended)

    # Two at once do not write into the same file.
    with open(shelf / "busy.gguf.part", "w") as held:
        import fcntl
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "already" in pull(f"{base}/busy.gguf").stderr

    # The token goes to the hub alone.
    def token(what):
        import os
        variables = {name: value for name, value in os.environ.items() if not name.startswith("FLINT_")} | {"HF_TOKEN": "hf_x"}
        subprocess.run([BINARY, "pull", what, "--checkpoints", shelf, "--mirror", base, "--as", "token.gguf"], env=variables, timeout=60, stdout=subprocess.DEVNULL)
        (shelf / "token.gguf").unlink()
        return Server.seen[-1][2]

    assert token("hf:a/b/whole.gguf") == "Bearer hf_x" and token(f"{base}/whole.gguf") is None

    shown = run("models", "--checkpoints", str(shelf)).stdout
    assert "whole.gguf  1 MB" in shown and "flux2-klein-4b" in shown, shown
print("ok")
