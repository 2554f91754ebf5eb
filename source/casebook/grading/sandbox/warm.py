"""Zygotes that stand ready: started once, borrowed for a hand-in, renewed when they are worn."""

import atexit
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from casebook.errors import GradingError
from casebook.grading.sandbox import processes, wire

_MODULE = "casebook.grading.sandbox.zygote"
#: A zygote is renewed after so many hand-ins, or when it holds so much more than when it was new.
MOST_JOBS, MOST_GROWTH_BYTES = 500, 64 << 20
_START_S = 120


class Zygote:
    """One warm process on the grader's side of the socket; it readies itself meanwhile."""

    def __init__(self, modules: Sequence[str]) -> None:
        self.wanted, self.jobs, self._owner = tuple(modules), 0, os.getpid()
        self._home = Path(tempfile.mkdtemp(prefix="casebook-zygote-")).resolve()
        (self._home / "root").mkdir()
        self._complaints = (self._home / "complaints").open("w+b")
        self._control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-I", "-X", "utf8", "-m", _MODULE],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self._complaints,
                cwd="/",
                # Kept from run to run: a list of the machine's fonts, which takes a second to find.
                env=environment(str(self._home), str(self._home))
                | {"MPLCONFIGDIR": str(user_cache_path("casebook") / "matplotlib")},
                start_new_session=True,
            )
        self._modules: tuple[str, ...] | None = None
        self._size = 0
        with suppress(OSError):
            wire.give(self._control, {"modules": self.wanted})
        self._control.settimeout(_START_S)

    @property
    def modules(self) -> tuple[str, ...]:
        """Those of the modules asked for that had to be imported by their names."""
        return self._wait()

    def _wait(self) -> tuple[str, ...]:
        """Wait until it is ready; return what it had to import."""
        if self._modules is None:
            self._modules = tuple(self._heard()["modules"])
            self._control.settimeout(None)
            self._size = processes.resident(self.process.pid)
        return self._modules

    def begin(self, job: dict[str, Any], channel: int) -> int:
        """Fork for a job, the writing end of whose channel is `channel`; return the process."""
        self._wait()
        self.jobs += 1
        wire.give(self._control, job, [channel])
        told = self._heard()
        if "failed" in told:
            raise GradingError("sandbox", f"did not start: {told['failed']}")
        return int(told["pid"])

    def stop(self) -> None:
        """Ask for the end of the job that is running."""
        with suppress(OSError):
            wire.give(self._control, {"stop": True})

    def has_ended(self, patience_s: float) -> bool:
        """Whether the job ends by itself within so many seconds."""
        return bool(select.select([self._control], [], [], patience_s)[0])

    def ended(self) -> dict[str, Any]:
        """Return how the job ended: its `status`, or what `failed`."""
        return self._heard()

    def is_worn(self) -> bool:
        """Whether another should take its place."""
        grown = processes.resident(self.process.pid) - self._size
        return self.jobs >= MOST_JOBS or grown > MOST_GROWTH_BYTES

    def is_ours(self) -> bool:
        """Whether this process started it: a fork has its memory, and must not speak for it."""
        return self._owner == os.getpid()

    def close(self) -> None:
        """End it and remove its folder."""
        if not self.is_ours():
            return
        self._control.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._complaints.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def _heard(self) -> dict[str, Any]:
        with suppress(OSError):
            told, _ = wire.take(self._control)
            if told is not None:
                return told
        raise GradingError("sandbox", f"did not start: {self._complaint()}")

    def _complaint(self) -> str:
        self._complaints.seek(0)
        lines = self._complaints.read(100_000).decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "its process ended without a word"


class _Stable:
    """The zygotes of this process: those that nobody uses at the moment, and those lent."""

    def __init__(self) -> None:
        self._idle: list[Zygote] = []
        self._lent: list[Zygote] = []
        self._lock = threading.Lock()

    def take(self, modules: tuple[str, ...]) -> Zygote:
        with self._lock:
            self._idle = [one for one in self._idle if one.is_ours()]
            fitting = next((one for one in self._idle if one.wanted == modules), None)
            if fitting:
                self._idle.remove(fitting)
        one = fitting or Zygote(modules)
        with self._lock:
            self._lent.append(one)
        return one

    def put_back(self, one: Zygote, *, is_sound: bool) -> None:
        is_kept = is_sound and not one.is_worn()
        with self._lock:
            self._lent.remove(one)
            if is_kept:
                self._idle.append(one)
        if not is_kept:
            one.close()

    def prepare(self, modules: tuple[str, ...]) -> None:
        one = self.take(modules)
        with self._lock:
            self._lent.remove(one)
            self._idle.append(one)

    def interrupt(self) -> None:
        with self._lock:
            lent = [one for one in self._lent if one.is_ours()]
        for one in lent:
            one.stop()

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for one in idle:
            one.close()


_stable = _Stable()
atexit.register(_stable.close)


@contextmanager
def borrowed(modules: Sequence[str] = ()) -> Iterator[Zygote]:
    """Lend a zygote that has imported `modules`; one that failed meanwhile is not lent again."""
    one = _stable.take(tuple(modules))
    is_sound = False
    try:
        yield one
        is_sound = True
    finally:
        _stable.put_back(one, is_sound=is_sound)


def prepare(modules: Sequence[str]) -> None:
    """Begin a warm process that imports `modules`, to be there when it is borrowed."""
    if sys.platform == "linux":
        _stable.prepare(tuple(modules))


def interrupt() -> None:
    """Ask for the end of every run of this process that is under way."""
    _stable.interrupt()


def close() -> None:
    """End every zygote that nobody uses."""
    _stable.close()


def environment(home: str, scratch: str) -> dict[str, str]:
    """Return all that a process of the sandbox finds in its environment, the grader's apart.

    `scratch` is a folder for what programs put aside.
    """
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": scratch,
        "LANG": "C.UTF-8",
        "TZ": "Asia/Shanghai",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": f"{scratch}/.matplotlib",
        "IPYTHONDIR": f"{scratch}/.ipython",
        "OPENBLAS_NUM_THREADS": "1",
    }
