"""The zygote: a small process that imports what a course uses once, and forks for each hand-in.

Exec'd fresh with an empty environment before it is told anything, so no key, address or secret is
ever in it. Run as a module by `warm`; it speaks with the grader over standard input.
"""

import gc
import importlib
import os
import random
import select
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from casebook.grading.sandbox import keeper, seal, syscalls, wire
from casebook.grading.sandbox.model import Seal


def main() -> None:
    """Import, say so, then fork for one job after another until the grader is gone."""
    if sys.platform == "linux":
        syscalls.adopt_orphans()
    control = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    told, _ = wire.take(control)
    if told is None:
        return
    from casebook.grading.sandbox.shell import prepared

    shell = prepared()
    with shell.builtin_trap:  # so that what asks on its import knows that this is a notebook
        needed = [name for name in told["modules"] if _imported(name)]
    gc.collect()
    gc.freeze()  # so that no collection in a fork touches, and thereby copies, what is shared
    wire.give(control, {"ready": True, "modules": needed})
    while True:
        job, descriptors = wire.take(control)
        if job is None:
            return
        if "stop" in job:
            continue  # the run had ended by itself
        _serve(control, job, descriptors, shell)


def _imported(name: str) -> bool:
    """Import a module, if it is there; return whether that was needed."""
    if name in sys.modules:
        return False
    try:
        importlib.import_module(name)
    except Exception:  # noqa: BLE001 - a module that cannot be imported is the notebook's affair
        return False
    return True


def _serve(control: socket.socket, job: dict[str, Any], descriptors: list[int], shell: Any) -> None:
    """Fork for one job, and say which process runs it and how it ended."""
    job["seal"] = Seal(job["seal"])
    [channel] = descriptors
    reading, writing = os.pipe()
    outside = os.geteuid(), os.getegid()
    job["root"] = str(Path.home() / "root")
    flags = seal.flags(job["seal"], uid=job["uid"])
    try:
        pid = syscalls.clone(flags) if flags else os.fork()
    except OSError as error:
        pid = -1
        wire.give(control, {"failed": str(error)})
    if pid == 0:
        control.close()
        os.close(reading)
        begin = partial(keeper.keep, job, outside, channel) if flags else partial(keeper.do, job)
        begin(writing, lambda: _run(job, channel, shell))
    os.close(channel)
    os.close(writing)
    if pid > 0:
        wire.give(control, {"pid": pid})
        status = _waited(control, pid)
        _end_descendants()
        with open(reading, encoding="utf-8", closefd=False) as report:
            wire.give(control, _ending(report.readline().strip(), status))
    os.close(reading)


def _waited(control: socket.socket, pid: int) -> int:
    """Wait for a process, ended as soon as the grader asks or is gone; return its status."""
    # Off Linux there is no descriptor that tells of the end, so it is asked for.
    ended = [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            break
        heard = select.select([control.fileno(), *ended], [], [], None if ended else 0.005)[0]
        if control.fileno() in heard:
            wire.take(control)
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            break
    for descriptor in ended:
        os.close(descriptor)
    return status


def _end_descendants() -> None:
    """End all that a run without namespaces left; this process has adopted it."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while True:
        with suppress(OSError, ValueError):
            for pid in map(int, children.read_text().split()):
                os.kill(pid, signal.SIGKILL)
        try:
            os.wait()
        except ChildProcessError:
            return


def _ending(told: str, status: int) -> dict[str, Any]:
    """Say how a run ended: by what its first process told, else by how that one ended."""
    if told and not told.isdigit():
        return {"failed": told}
    return {"status": int(told) if told else status}


def _run(job: dict[str, Any], channel: int, shell: Any) -> None:
    """Run the cells: sealed, and with nothing of the grader's but the channel."""
    os.environ.clear()
    os.environ.update(job["environment"] | {"CASEBOOK_CHANNEL": str(channel)})
    time.tzset()
    tempfile.tempdir = None
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    sys.argv[:] = ["ipykernel_launcher"]
    sys.path.insert(0, "")
    if job["is_probe"]:
        return
    from casebook.grading.sandbox.shell import Session

    Session(shell, channel, job["limits"]).run(job["cells"], tells_modules=job["tells_modules"])


if __name__ == "__main__":
    main()
