"""How long the console's pages take while Ember draws on every core, and polls beside them: scripts/bench pages"""

import http.cookiejar
import os
import pathlib
import re
import statistics
import sys
import threading
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Outside"))
os.environ.setdefault("FLINT_BINARY", str(HERE.parent / ".build" / "release" / "flint"))
from flint import service  # noqa: E402

ROUNDS = 1000
PAGES = ["/console", "/console/tasks", "/console/keys", "/console/usage", "/console/system", "/console/people", "/docs"]

with service("--log-level", "error") as flint:
    while not (flint.data / "first-link").exists():
        time.sleep(0.05)
    link = (flint.data / "first-link").read_text().strip()
    base = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(link))
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(link).read().decode()
    token = re.search(r'name="token" value="([^"]+)"', page).group(1)
    form = urllib.parse.urlencode({"token": token, "name": "admin", "password": "a long enough password"}).encode()
    browser.open(urllib.request.Request(base + "/console/welcome", form, headers={"Origin": base})).read()

    assert 'href="/console/keys"' in browser.open(base + "/console").read().decode(), "not signed in"

    def draw():
        while not over.is_set():
            status, _ = flint.call("POST", "/model/v1/generation/sync", {"model": "spark_t2i_3_0", "prompt": "a red fox in the snow"}, key=flint.key, timeout=120)
            assert status == 200
            drawn.append(status)

    over, drawn = threading.Event(), []
    drawing = threading.Thread(target=draw)
    drawing.start()
    time.sleep(2)
    task = flint.call("POST", "/model/v1/generation", {"model": "spark_t2i_3_0", "prompt": "a fox"}, key=flint.key)[1]["id"]
    kinds = {path: (lambda path=path: browser.open(base + path).read()) for path in PAGES}
    kinds["poll"] = lambda: flint.call("GET", f"/model/v1/generation/task/{task}", key=flint.key)
    for name, ask in kinds.items():
        ask()
        times = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            ask()
            times.append((time.perf_counter() - begin) * 1000)
        times.sort()
        print(f"{name:16} median {statistics.median(times):5.1f} ms, 99 of 100 within {times[int(len(times) * 0.99)]:5.1f} ms, slowest {times[-1]:5.1f} ms")
    over.set()
    drawing.join()
    print(f"{len(drawn)} pictures were drawn meanwhile")
