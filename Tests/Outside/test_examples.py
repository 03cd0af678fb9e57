"""The examples of the documentation, as somebody would copy them from the page: each runs and ends in pictures."""

import base64
import html
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import urllib.request

from flint import service
from pictures import png

MODELS = ["spark_dream_3_0", "spark_t2i_3_0", "spark_image_3_1", "spark_multi_dreamo", "spark_dream_5_0"]
COMMANDS = {"curl": ["bash"], "python": ["python3"], "javascript": ["node", "--input-type=module", "-"], "swift": None}


def example(flint, model, kind):
    page = urllib.request.urlopen(f"{flint.base}/docs/{model}").read().decode()
    panel = page.split(f'id="panel-{kind}"')[1]
    return html.unescape(re.sub("<[^>]*>", "", re.search(r"<pre[^>]*>(.*?)</pre>", panel, re.S)[1]))


def ran(flint, model, kind, folder):
    text = example(flint, model, kind)
    # Pictures of other hosts are out of reach here: they are sent along.
    picture = "data:image/png;base64," + base64.b64encode(png(64, 64)).decode()
    text = re.sub(r"https://example\.com/[^\"' ]*", picture, text).replace("image_urls", "binary_data_base64")
    environment = os.environ | {"FLINT_KEY": flint.key}
    if kind == "swift":
        (folder / "example.swift").write_text(text)
        subprocess.run(["swiftc", "-o", "example", "example.swift"], cwd=folder, check=True, capture_output=True)
        command, text = ["./example"], ""
    else:
        command = COMMANDS[kind]
    return subprocess.run(command, input=text, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


with service() as flint:
    for model in MODELS:
        for kind in COMMANDS:
            # Swift's take seconds to compile: one of each form.
            if kind == "swift" and model not in ("spark_t2i_3_0", "spark_dream_5_0"):
                continue
            if kind == "javascript" and not shutil.which("node"):
                continue
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                before = len(flint.call("GET", "/model/v1/generation/tasks?status=completed&limit=100")[1]["data"])
                done = ran(flint, model, kind, folder)
                after = len(flint.call("GET", "/model/v1/generation/tasks?status=completed&limit=100")[1]["data"])
                assert done.returncode == 0 and after == before + 1, (model, kind, after - before, done)
                files = [file for file in folder.iterdir() if file.suffix in (".jpg", ".png")]
                assert kind == "curl" or files and all(file.stat().st_size > 1000 for file in files), (model, kind, files, done)
print("the examples run")
