"""Compares the server's HTTP parser with h11 and with httptools (Node's llhttp).

    swift build -c release --product parse-probe
    pip install -r Tests/Outside/requirements.txt
    python Tests/Outside/http_differential.py .build/release/parse-probe [--count 20000] [--seed 1]

On the corpus beside this file and on random mutations of it: what both others refuse, we refuse; what both accept, we
read the same, or refuse for one of the reasons in STRICTER. Prints what differs, and exits 1 if anything does.
"""

import argparse
import json
import pathlib
import random
import struct
import subprocess
import sys
from collections import Counter

import h11
import httptools

# Where we refuse on purpose what both others accept.
STRICTER = {
    "malformedTarget": "targets are a path, `*` for OPTIONS, or an http URL; no fragment",
    "unknownMethod": "seven methods are known",
    "unknownExpectation": "100-continue is the only expectation",
    "malformedField": "a Host is made of the characters of hosts",
    "malformedChunk": "a chunk size is digits alone, at most 16",
    "versionNotSupported": "1.0 and 1.1 are the versions",
    "unknownTransferCoding": "Transfer-Encoding does not exist in HTTP/1.0",
    "severalHosts": "two Hosts, in HTTP/1.0 too",
    "targetTooLong": "a limit",
    "headersTooLarge": "a limit",
    "tooManyFields": "a limit",
}


def by_h11(data):
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=64 * 1024)
    request, body = None, b""
    try:
        connection.receive_data(data)
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA or event is h11.PAUSED:
                return "incomplete", None
            if isinstance(event, h11.Request):
                request = event
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                headers = [(name, value) for name, value in request.headers]
                consumed = len(data) - len(connection.trailing_data[0])
                return "accepted", (request.method, request.target, headers, body, consumed)
            else:
                return "refused", None
    except h11.RemoteProtocolError:
        return "refused", None


class Listener:
    def __init__(self):
        self.target, self.headers, self.body, self.method, self.done = b"", [], b"", b"", None

    def on_url(self, url):
        if self.done is None:
            self.target += url

    def on_header(self, name, value):
        if self.done is None and not self.method:  # later ones are a trailer's, which we drop
            self.headers.append((name.lower(), value))

    def on_headers_complete(self):
        if self.done is None:
            self.method = self.parser.get_method()

    def on_body(self, body):
        if self.done is None:
            self.body += body

    def on_message_complete(self):
        if self.done is None:
            self.done = (self.method, self.target, list(self.headers), self.body)


def by_httptools(data):
    listener = Listener()
    listener.parser = httptools.HttpRequestParser(listener)
    try:
        listener.parser.feed_data(data)
    except httptools.HttpParserUpgrade:
        return "upgrade", None
    except httptools.HttpParserError:
        pass  # an error after the first request is another request's
    else:
        if listener.done is None:
            return "incomplete", None
    return ("accepted", listener.done) if listener.done else ("refused", None)


def by_us(probe, inputs):
    stream = b"".join(struct.pack(">I", len(data)) + data for data in inputs)
    output = subprocess.run([probe], input=stream, stdout=subprocess.PIPE, check=True).stdout
    lines = output.decode("utf-8").split("\n")[:-1]
    assert len(lines) == len(inputs), f"{len(lines)} answers to {len(inputs)} inputs"
    return [json.loads(line) for line in lines]


def differences(ours, theirs_h11, theirs_httptools):
    """What is wrong with our reading of an input, as sentences."""
    if ours["verdict"] == "accepted":
        ours_headers = [(name, value) for name, value in ours["headers"]]
        for name, (verdict, reading) in (("h11", theirs_h11), ("httptools", theirs_httptools)):
            if verdict != "accepted":
                continue
            method, target, headers, body = reading[:4]
            if ours["method"].encode() != method:
                yield f"method: {ours['method']}, {name} {method}"
            if target.startswith(b"/") and ours["target"].encode() != target:
                yield f"target: {ours['target']}, {name} {target}"
            if bytes.fromhex(ours["body"]) != body:
                yield f"body: {ours['body'][:80]}, {name} {body[:40]}"
            if len(reading) > 4 and ours["consumed"] != reading[4]:
                yield f"end: {ours['consumed']}, {name} {reading[4]}"
            theirs = [(key.decode(), value) for key, value in headers]
            if [key for key, _ in theirs] != [key for key, _ in ours_headers]:
                yield f"fields: {ours_headers}, {name} {theirs}"
                continue
            for (key, value), (_, other) in zip(ours_headers, theirs):
                if key == "transfer-encoding":
                    value, other = value.lower(), other.lower()
                if value.encode() != other.strip(b" \t") and other.isascii():
                    yield f"{key}: {value!r}, {name} {other!r}"
    verdicts = {theirs_h11[0], theirs_httptools[0]}
    if verdicts == {"refused"} and ours["verdict"] == "accepted":
        yield f"both others refuse, we say {ours['verdict']}"
    if verdicts == {"accepted"} and ours["verdict"] != "accepted":
        reason = ours.get("error", "incomplete").split("(")[0]
        if reason not in STRICTER:
            yield f"both others accept, we say {reason}"


def read_corpus(path):
    """Entries are separated by lines of `---`; within one, escapes stand for bytes and line ends for nothing."""
    entries = path.read_text().split("\n---\n")
    for entry in entries:
        lines = [line for line in entry.split("\n") if not line.startswith("#")]
        yield "".join(lines).encode("latin-1").decode("unicode_escape").encode("latin-1")


ALPHABET = [bytes([byte]) for byte in range(256)] + [
    b"\r\n", b"\n", b"\r", b"\r\n\r\n", b" ", b"\t", b":", b";", b",", b"\0", b"\x7f", b"0", b"5", b"f", b"chunked",
    b"Transfer-Encoding: chunked\r\n", b"Content-Length: 5\r\n", b"Content-Length: 3\r\n", b"Host: b\r\n",
    b"Connection: close\r\n", b"Expect: 100-continue\r\n", b"HTTP/1.0", b"HTTP/1.1", b"HTTP/2.0", b"POST", b"0\r\n\r\n",
    b"5\r\nhello\r\n", b"X: \x80\xff\r\n", b"+", b"-", b"0x", b"http://a/", b"?", b"#", b"%00",
]


def mutate(chance, corpus):
    data = bytearray(chance.choice(corpus))
    for _ in range(chance.choice([1, 1, 1, 2, 2, 3, 5])):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            data[at:at] = chance.choice(ALPHABET)
        elif kind == 1 and at < len(data):
            del data[at : at + chance.choice([1, 1, 2, 5])]
        elif kind == 2 and at < len(data):
            data[at : at + 1] = chance.choice(ALPHABET)
        elif kind == 3:
            other = chance.choice(corpus)
            start = chance.randrange(len(other))
            data[at:at] = other[start : start + chance.randrange(1, 30)]
        elif at < len(data):
            start = chance.randrange(len(data))
            piece = data[start : start + chance.randrange(1, 20)]
            data[at:at] = piece
    return bytes(data)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("probe")
    arguments.add_argument("--count", type=int, default=20_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments = arguments.parse_args()

    corpus = list(read_corpus(pathlib.Path(__file__).with_name("http_corpus.txt")))
    chance = random.Random(arguments.seed)
    inputs = corpus + [mutate(chance, corpus) for _ in range(arguments.count)]
    tally, stricter, cut, wrong = Counter(), Counter(), [], 0
    for data, ours in zip(inputs, by_us(arguments.probe, inputs)):
        theirs = by_h11(data), by_httptools(data)
        tally[ours["verdict"], theirs[0][0], theirs[1][0]] += 1
        if theirs[0][0] == theirs[1][0] == "accepted" and ours["verdict"] == "refused":
            stricter[ours["error"].split("(")[0]] += 1
        if ours["verdict"] == "incomplete" and theirs[0][0] == theirs[1][0] == "refused":
            cut.append(data)
        for difference in differences(ours, *theirs):
            wrong += 1
            if wrong <= 20:
                print(f"{data!r}\n    {difference}\n    ours {ours}", file=sys.stderr)
    # What the others refuse before its line or head ends, we refuse when it ends.
    for data, ours in zip(cut, by_us(arguments.probe, [data + b"\r\n\r\n" for data in cut])):
        if ours["verdict"] != "refused":
            wrong += 1
            print(f"{data!r}\n    both others refuse, we say {ours['verdict']} when it goes on", file=sys.stderr)
    print(f"{len(inputs)} inputs, {wrong} differences")
    for (ours, first, second), count in sorted(tally.items()):
        print(f"{count:8}  ours {ours:10}  h11 {first:10}  httptools {second}")
    for reason, count in stricter.most_common():
        print(f"{count:8}  refused by us alone: {STRICTER.get(reason, reason)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
