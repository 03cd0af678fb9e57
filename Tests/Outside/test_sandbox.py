"""What a shut-in child may still do: nothing to files, to other processes or to the service; threads and signals of its own work."""

import ctypes
import os
import pathlib
import resource
import signal
import subprocess
import tempfile
import threading

from flint import ROOT

SOURCES = ROOT / "Sources" / "CProcesses"
libc = ctypes.CDLL(None, use_errno=True)
TGKILL, QUEUE, RENAMEAT, CLONE, CLONE3 = (234, 129, 264, 56, 435) if os.uname().machine == "x86_64" else (131, 138, 38, 220, 435)


def refused(act):
    try:
        act()
    except OSError:
        return True
    return False


def call(*arguments):
    if libc.syscall(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def thread():
    ran = []
    one = threading.Thread(target=lambda: ran.append(1))
    one.start()
    one.join()
    assert ran


def inside(folder, parent):
    """In the child; answers with what went wrong."""
    wrong = []
    if shut_in() != 0:
        return ["it can't be shut in"]
    try:
        thread()
    except Exception:
        wrong.append("no thread can be started")
    for name, act in {
        "open a file": lambda: open(folder / "a"),
        "rename a file": lambda: os.rename(folder / "a", folder / "b"),
        "rename a file by renameat": lambda: call(RENAMEAT, -100, str(folder / "a").encode(), -100, str(folder / "b").encode()),
        "signal the parent": lambda: os.kill(parent, 0),
        "signal the parent's thread": lambda: call(TGKILL, parent, parent, 0),
        "queue a signal": lambda: call(QUEUE, parent, signal.SIGUSR1, ctypes.create_string_buffer(128)),
        "limit the parent": lambda: resource.prlimit(parent, resource.RLIMIT_NOFILE),
        "start a process": lambda: call(CLONE, signal.SIGCHLD, 0, 0, 0, 0) or None,
        "start a process by clone3": lambda: call(CLONE3, ctypes.create_string_buffer(88), 88),
        "fork": lambda: os._exit(0) if os.fork() == 0 else None,
    }.items():
        if not refused(act):
            wrong.append(f"it may {name}")
    if refused(lambda: call(TGKILL, os.getpid(), threading.get_native_id(), 0)):
        wrong.append("it may not signal itself")
    if refused(lambda: resource.prlimit(0, resource.RLIMIT_NOFILE)):
        wrong.append("it may not read its own limits")
    return wrong


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    (folder / "a").write_text("a")
    library = folder / "sandbox.so"
    subprocess.run(["clang", "-shared", "-fPIC", f"-I{SOURCES / 'include'}", "-o", library, SOURCES / "sandbox.c"], check=True)
    shut_in = ctypes.CDLL(str(library)).child_shut_in
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.write(writer, "\n".join(inside(folder, parent)).encode())
        os._exit(0)
    os.close(writer)
    wrong = os.read(reader, 65_536).decode()
    _, status = os.waitpid(child, 0)
    assert status == 0 and not wrong, (status, wrong)
print("the sandbox holds")
