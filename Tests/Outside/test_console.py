"""The console as a person meets it, in a real browser: from the first link to a picture, and everything after it.

FLINT_SCREENSHOTS=DIR keeps a picture of every page, light and dark, wide and narrow.
"""

import contextlib
import json
import os
import pathlib
import re
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zlib

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, expect, sync_playwright

from flint import run, service

CHROMIUM = os.environ.get("FLINT_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]
SHOTS = os.environ.get("FLINT_SCREENSHOTS")
WIDE, NARROW = {"width": 1360, "height": 900}, {"width": 390, "height": 844}
PASSWORD = "correct horse"
EVIL = "<img src=x onerror=window.hacked=1>\"'><script>window.hacked=1</script>"
# A drawing may take long on a small machine that is busy.
DRAWING = 120_000


def png(width, height):
    """A grey picture, made here so that no file is needed."""
    rows = b"".join(b"\0" + bytes([90 + y % 120, 120, 160]) * width for y in range(height))
    chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Person:
    """A browser window of its own, whose every request and mistake is looked at."""

    def __init__(self, browser, base, **options):
        self.base = base
        self.context = browser.new_context(viewport=WIDE, reduced_motion="reduce", **options)
        self.page = self.context.new_page()
        self.page.on("request", self.check_host)
        self.page.on("pageerror", lambda error: self.mistakes.append(str(error)))
        self.page.on("console", lambda message: self.mistakes.append(message.text) if "Content Security" in message.text else None)
        self.mistakes, self.strangers = [], []

    def check_host(self, request):
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.strangers.append(request.url)

    def until(self, expression, timeout=60_000):
        """Waits until something is true in the page; asked from here, since the page lets nobody evaluate texts."""
        deadline = time.monotonic() + timeout / 1000
        while not self.evaluate(expression):
            assert time.monotonic() < deadline, f"never true: {expression}"
            time.sleep(0.03)

    def evaluate(self, expression):
        try:
            return self.page.evaluate(expression)
        except Error:
            return None  # the page went away while it was asked

    def open(self, path):
        return self.page.goto(self.base + path)

    def close(self):
        assert not self.strangers, f"requests to other hosts: {self.strangers}"
        assert not self.mistakes, self.mistakes
        self.context.close()


def link_of(flint):
    path = flint.data / "first-link"
    for _ in range(300):
        with contextlib.suppress(FileNotFoundError):
            assert path.stat().st_mode & 0o777 == 0o600
            return path.read_text().strip()
        time.sleep(0.05)
    raise AssertionError("no link was made")


def first_start(person, flint):
    """From the link of the first start to a picture, without reading anything."""
    page, sizes = person.page, []
    began = time.monotonic()
    page.goto(link_of(flint))
    page.fill("[name=password]", PASSWORD)
    page.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", 0))))
    page.click("button.primary")
    page.wait_for_url("**/console")
    page.wait_for_load_state("load")
    assert sum(sizes) < 100_000, f"the first page takes {sum(sizes)} bytes"
    page.click(".idea >> nth=0")
    page.wait_for_selector(".run.is-finished figure.result img", timeout=DRAWING)
    person.until("document.querySelector('.run img:not(.preview)').naturalWidth === 1328")
    assert time.monotonic() - began < 60
    cookies = {cookie["name"]: cookie for cookie in person.context.cookies()}
    assert cookies["flint_session"]["httpOnly"] and cookies["flint_session"]["sameSite"] == "Lax"


def wrong_values(person):
    """What is wrong is said while one types, beside the field."""
    page = person.page
    person.open("/console?model=spark_dream_3_0")
    page.fill("[data-name=prompt]", "a red fox")
    page.locator("summary", has_text="More parameters").click()
    page.fill("[data-name=scale]", "11")
    expect(page.locator("[data-field=scale] .problem")).to_have_text(re.compile("scale must be a number from 1 to 10, not 11"))
    expect(page.locator("[data-name=scale]")).to_have_attribute("aria-invalid", "true")
    page.click("#draw")
    expect(page.locator("[data-name=scale]")).to_be_focused()
    assert page.locator(".run").count() == 0
    page.fill("[data-name=scale]", "4")
    expect(page.locator("[data-field=scale] .problem")).to_be_empty()
    expect(page.locator("#price")).to_contain_text("0.03 USD")
    page.click("[data-width='1664']")
    expect(page.locator("[data-name=height]")).to_have_value("936")
    # What differs from the defaults is what is sent.
    page.click("#code summary")
    expect(page.locator("#sample-text")).to_contain_text('"scale": 4')
    page.click("#tab-python")
    expect(page.locator("#sample-text")).to_contain_text("urllib.request")


def references(person, folder):
    """Pictures by file, by drop, by paste and by address, each with its thumbnail; a wrong one says why."""
    page = person.page
    good, wrong = folder / "good.png", folder / "wrong.png"
    good.write_bytes(png(64, 48))
    wrong.write_bytes(png(640, 10))
    person.open("/console?model=spark_dream_5_0")
    page.fill("[data-name=prompt]", "a red fox")
    page.set_input_files("#files", good)
    page.evaluate("""async (bytes) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" }));
        document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
        document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer }));
    }""", list(good.read_bytes()))
    expect(page.locator("#references img")).to_have_count(3)
    page.fill("#picture-url", "http://pictures.example/cat.png")
    page.keyboard.press("Enter")
    expect(page.locator("#references li")).to_have_count(4)
    page.set_input_files("#files", wrong)
    expect(page.locator("#references .problem")).to_have_text(re.compile("each side must be longer than 14"))
    for _ in range(2):
        page.locator("#references .remove").last.click()
    expect(page.locator("#references li")).to_have_count(3)
    page.click("#draw")
    page.wait_for_selector(".run.is-finished", timeout=DRAWING)
    expect(page.locator(".run figure.result img")).to_have_count(1)
    # A result becomes a reference of the next picture.
    page.locator(".run figure button").first.click()
    expect(page.locator("#references li")).to_have_count(4)
    person.open("/console?model=spark_multi_dreamo")
    page.set_input_files("#files", good)
    page.select_option("#references select", "STYLE")
    page.click("#code summary")
    expect(page.locator("#sample-text")).to_contain_text("STYLE")
    page.evaluate("sessionStorage.clear()")


def group(person):
    """The pictures of a group come one by one."""
    page = person.page
    person.open("/console?model=spark_dream_5_0")
    page.fill("[data-name=prompt]", "three pictures of a red fox")
    page.locator("summary", has_text="More parameters").click()
    page.check("input[value=auto]", force=True)
    expect(page.locator("#price")).to_contain_text("3 × 0.03")
    page.click("#draw")
    person.until(
        "document.querySelectorAll('.run .result').length === 1 && document.querySelectorAll('.run .blank').length === 2",
        timeout=DRAWING,
    )
    page.wait_for_selector(".run.is-finished", timeout=DRAWING)
    expect(page.locator(".run .result img")).to_have_count(3)


def cancel(person):
    page = person.page
    person.open("/console?model=spark_dream_5_0")
    page.fill("[data-name=prompt]", "nine pictures of a red fox")
    page.locator("summary", has_text="More parameters").click()
    page.check("input[value=auto]", force=True)
    page.click("#draw")
    page.locator(".run button", has_text="Cancel").click()
    page.wait_for_selector(".run.is-finished .alert", timeout=DRAWING)
    expect(page.locator(".run .alert")).to_contain_text("cancelled")


def scripts_stay_text(person, flint):
    """What people wrote is shown, and does nothing."""
    page = person.page
    person.open("/console")
    page.fill("[data-name=prompt]", EVIL)
    page.click("#draw")
    page.wait_for_selector(".run.is-finished", timeout=DRAWING)
    expect(page.locator(".run-prompt")).to_have_text(EVIL)
    task = page.locator(".run").first.get_attribute("data-task")
    page.evaluate("sessionStorage.clear()")
    for path in (f"/console/tasks/{task}", "/console/tasks", f"/console?from={task}", "/console/tasks?words=%22%3E%3Cscript%3E"):
        person.open(path)
        page.wait_for_timeout(100)
        assert page.evaluate("window.hacked") is None, path
    person.open("/console/sign-in?to=javascript:alert(1)")
    return task


def keys(person, flint):
    page = person.page
    person.open("/console/keys")
    new = page.locator("[aria-labelledby=new-key]")
    new.locator("[name=name]").fill(EVIL[:60])
    new.locator("summary", has_text="Limits").click()
    new.locator("[name=budget]").fill("much")
    page.click("text=Create the key")
    expect(page.get_by_role("alert")).to_contain_text("US dollars such as 10.00")
    new.locator("[name=budget]").fill("5.00")
    page.click("text=Create the key")
    key = page.locator("#fresh-key").inner_text()
    assert flint.call("GET", "/model/v1/generation/tasks", key=key)[0] == 200
    assert page.evaluate("window.hacked") is None
    page.locator(".secret button").click()
    expect(page.locator(".secret button")).to_have_text("Copied")
    # Loading again neither shows the key nor makes another.
    page.reload()
    assert page.locator("#fresh-key").count() == 0
    expect(page.locator(".rows > li")).to_have_count(2)
    page.locator(".row-card", has_text=EVIL[:60]).locator("text=Revoke").click()
    page.locator("dialog button.danger").click()
    page.wait_for_load_state()
    assert flint.call("GET", "/model/v1/generation/tasks", key=key)[0] == 401
    expect(page.locator(".rows").first.locator("> li")).to_have_count(1)
    row = page.locator(".rows").first.locator("> li")
    row.locator("text=Change").click()
    row.locator("[name=name]").fill("renamed")
    row.locator("button.primary").click()
    page.wait_for_load_state()
    expect(page.locator(".rows").first.locator("h2")).to_have_text("renamed")


def gallery(person, flint):
    """A hundred thousand tasks, and the page stays small."""
    page = person.page
    database = sqlite3.connect(flint.data / "flint.db", timeout=30)
    content = json.loads(database.execute("SELECT content FROM tasks WHERE state = 2 LIMIT 1").fetchone()[0])
    digits = "0123456789abcdefghijklmnopqrstuv"
    now = int(time.time() * 1_000_000)

    def old(number):
        name = "".join(digits[number >> 5 * place & 31] for place in reversed(range(8)))
        content["prompt"] = f"walrus {number}" if number % 1000 == 0 else f"an old picture {number}"
        return f"0{name:0>19}", json.dumps(content), now

    with database:
        database.executemany(
            "INSERT INTO tasks (id, owner, key_id, model, state, content, price, wanted, created_at, started_at, ended_at, expired)"
            " VALUES (?1, 'default', 'old', 'spark_dream_3_0', 2, ?2, 0, 1, ?3, ?3, ?3, 1)",
            map(old, range(100_000)),
        )
    database.close()
    person.open("/console/tasks")
    expect(page.locator(".tile img").first).to_be_visible()
    person.until("document.querySelector('.tile img').naturalWidth > 0")
    # Whoever holds the End key is at the end of each page before the browser has drawn it.
    page.evaluate(
        """() => {
            const toEnd = () => document.querySelectorAll(".tiles").length <= 25 && scrollTo(0, document.body.scrollHeight);
            new MutationObserver(toEnd).observe(document.querySelector("#gallery"), { childList: true });
            toEnd();
        }"""
    )
    person.until("document.querySelectorAll('.tiles').length > 25")
    page.wait_for_timeout(200)
    assert page.locator(".tiles").count() > 25
    assert page.locator(".tile").count() < 700, "tiles that are far away stay in the page"
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator(".tile").first).to_be_visible()
    # A tile of what is being drawn turns into its picture by itself.
    order = {"model": "spark_dream_5_0", "prompt": "four pictures of a lighthouse", "size": "4096x2304", "sequential_image_generation": "auto"}
    status, _ = flint.call("POST", "/model/v1/generation", order)
    assert status in (200, 201, 202), status
    person.open("/console/tasks")
    expect(page.locator("[data-unfinished]")).to_have_count(1)
    page.locator("[data-unfinished] a").focus()
    expect(page.locator("[data-unfinished]")).to_have_count(0, timeout=120_000)
    expect(page.locator(".tile").first.locator("img")).to_be_visible()
    expect(page.locator(".tile").first).to_be_focused()
    # What is rare is found, however far back.
    page.fill("[name=words]", "WALRUS 1000")
    page.press("[name=words]", "Enter")
    person.until("[...document.querySelectorAll('.caption')].some((one) => one.textContent === 'walrus 1000')")
    page.select_option("[name=status]", "failed")
    page.wait_for_selector("#nothing:not([hidden])")
    # Without a mouse: down to the first tile, right to the second, into it.
    person.open("/console/tasks?model=spark_dream_5_0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    second = page.locator(".tile").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/tasks/*")
    expect(page.locator(".events")).to_contain_text("Drawing began")
    page.keyboard.press("Escape")
    page.locator("text=Draw again").click()
    page.wait_for_url("**/console?from=*")
    expect(page.locator("[data-name=prompt]")).to_have_value(re.compile("red fox"))


def usage(person):
    page = person.page
    person.open("/console/usage?days=7")
    pictures = int(page.locator(".totals dd").first.inner_text())
    assert pictures >= 6, pictures
    assert page.locator(".plot rect").count() >= 5
    with page.expect_download() as download:
        page.locator("text=Download as CSV").click()
    lines = pathlib.Path(download.value.path()).read_text().splitlines()
    assert lines[0].startswith("day,model,key") and len(lines) >= 3
    person.open("/console/system")
    expect(page.locator("#system")).to_contain_text("ember")


def documentation(person, flint, folder):
    """The search leads to the right place, and the examples do what they say."""
    page = person.page
    person.open("/docs")
    page.keyboard.press("Control+k")
    page.keyboard.type("idempotency")
    expect(page.locator("#found li").first).to_contain_text("Repeating safely")
    page.keyboard.press("Enter")
    page.wait_for_url("**/docs/tasks#idempotency")
    person.open("/docs/spark_dream_3_0")
    expect(page.locator("#codes ~ *, section").last).to_contain_text("003019099")
    environment = dict(os.environ, FLINT_KEY=flint.key)
    shell = page.locator("#panel-curl pre").inner_text()
    told = subprocess.run(["bash", "-c", shell], cwd=folder, env=environment, capture_output=True, text=True, timeout=90)
    assert json.loads(told.stdout)["status"] == "completed", told
    page.click("#tab-python")
    program = page.locator("#panel-python pre").inner_text()
    told = subprocess.run([sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True, text=True, timeout=90)
    assert (folder / "picture-0.jpg").read_bytes()[:2] == b"\xff\xd8", told


def others(person, browser, flint, task):
    """Somebody of another owner sees nothing of it."""
    page = person.page
    person.open("/console/people")
    page.fill("[name=name]", "eve")
    page.fill("[name=owner]", "eve")
    page.click("text=Make a link")
    eve = Person(browser, flint.base, locale="zh-CN")
    eve.page.goto(page.locator("#fresh-link").inner_text())
    eve.page.fill("[name=password]", "another horse")
    eve.page.click("button.primary")
    eve.page.wait_for_url("**/console")
    assert eve.page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert eve.page.locator("#draw").inner_text().startswith("绘制")
    for path in (f"/console/tasks/{task}", f"/console/pictures/{task}/0", f"/console/thumbnails/{task}/0", "/console/people",
                 f"/console/api/tasks/{task}/live", f"/model/v1/generation/task/{task}"):
        assert eve.open(path).status == 404, path
    eve.open("/console/tasks")
    assert eve.page.locator(".tile").count() == 0
    # Signed out, the door is shut.
    eve.page.locator(".menu summary").click()
    eve.page.click("text=退出登录")
    eve.page.wait_for_url("**/console/sign-in")
    eve.open("/console/tasks")
    assert eve.page.url.endswith("/console/sign-in?to=/console/tasks"), eve.page.url
    eve.page.fill("[name=name]", "eve")
    eve.page.fill("[name=password]", "wrong")
    eve.page.keyboard.press("Enter")
    expect(eve.page.get_by_role("alert")).to_be_visible()
    eve.close()
    assert "eve" in run("people", "list", "--data", str(flint.data)).stdout


def looks(browser, flint, state, task):
    """Every page, light and dark, wide and narrow: reachable for everybody, and nothing sticks out."""
    paths = {
        "playground": "/console?model=spark_dream_3_0", "group": "/console?model=spark_dream_5_0", "gallery": "/console/tasks",
        "task": f"/console/tasks/{task}", "keys": "/console/keys", "usage": "/console/usage", "system": "/console/system",
        "people": "/console/people", "account": "/console/account", "device": "/console/device", "docs": "/docs",
        "model": "/docs/spark_dream_5_0", "errors": "/docs/errors", "lost": "/console/nothing", "sign-in": "/console/sign-in",
    }
    axe, faults = Axe(), []
    for scheme in ("light", "dark"):
        for name, size in (("wide", WIDE), ("narrow", NARROW)):
            inside = browser.new_context(viewport=size, color_scheme=scheme, storage_state=state, reduced_motion="reduce")
            outside = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
            windows = {True: inside.new_page(), False: outside.new_page()}
            for title, path in paths.items():
                page = windows[title != "sign-in"]
                page.goto(flint.base + path)
                if SHOTS:
                    page.wait_for_load_state("networkidle")
                for details in page.locator("main details").all():
                    details.evaluate("(node) => node.open = true")
                if SHOTS:
                    page.screenshot(path=f"{SHOTS}/{title}-{scheme}-{name}.png", full_page=True)
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if over > 0:
                    faults.append(f"{title} {scheme} {name} is {over} pixels too wide")
                # Both widths and both schemes are looked at, but not each with each: that would take minutes.
                if (scheme == "light") != (name == "wide"):
                    continue
                found = axe.run(page)
                if found.violations_count:
                    faults.append(f"{title} {scheme} {name}\n{found.generate_report()}")
            inside.close()
            outside.close()
    assert not faults, "\n".join(faults)


expect.set_options(timeout=20_000)  # a busy machine is no mistake of the page
with tempfile.TemporaryDirectory() as folder, service() as flint, sync_playwright() as playwright:
    folder = pathlib.Path(folder)
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    ann = Person(browser, flint.base)
    steps = []

    def step(name, work):
        began = time.monotonic()
        try:
            answer = work()
        except BaseException:
            if SHOTS:
                ann.page.screenshot(path=f"{SHOTS}/failed.png", full_page=True)
            raise
        steps.append(f"{name} {time.monotonic() - began:.1f}")
        return answer

    step("first start", lambda: first_start(ann, flint))
    step("wrong values", lambda: wrong_values(ann))
    step("references", lambda: references(ann, folder))
    step("group", lambda: group(ann))
    step("cancel", lambda: cancel(ann))
    task = step("scripts", lambda: scripts_stay_text(ann, flint))
    step("keys", lambda: keys(ann, flint))
    step("usage", lambda: usage(ann))
    step("gallery", lambda: gallery(ann, flint))
    step("documentation", lambda: documentation(ann, flint, folder))
    step("others", lambda: others(ann, browser, flint, task))
    step("looks", lambda: looks(browser, flint, ann.context.storage_state(), task))
    ann.close()
    browser.close()
    print("the console works: " + ", ".join(steps) + " s")
