"""Start the learner's process: exec'd fresh, empty-handed, in a session of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from casebook.errors import SetupError
from casebook.grading.sandbox import processes
from casebook.grading.sandbox.model import Limits

_CHILD = "casebook.grading.sandbox.child"


@dataclass(frozen=True, slots=True)
class Child:
    """A started process, the reading end of its channel, and what it said before it was sealed."""

    process: subprocess.Popen[bytes]
    channel: int
    complaints: IO[bytes]

    def complaint(self) -> str:
        """Return the last line that the process wrote before the learner's code ran."""
        self.complaints.seek(0)
        lines = self.complaints.read(100_000).decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"exit status {self.process.returncode}"


@contextmanager
def started(
    job: dict[str, Any],
    folder: Path,
    limits: Limits,
    *,
    learner: str = "",
    language: str = "zh",
) -> Iterator[Child]:
    """Start a process on `job` in `folder`; nothing of it or its children runs afterwards."""
    if sys.platform == "win32":
        raise SetupError(
            "sandbox",
            f"learners' code cannot be run safely on {sys.platform}",
            "Linux or macOS",
            "grade on such a machine, or under WSL 2",
        )
    reading, writing = os.pipe()
    job = {"cells": [], "probe": False, **job, "channel": writing, "limits": _bounds(job, limits)}
    with tempfile.TemporaryFile() as task, tempfile.TemporaryFile() as complaints:
        task.write(json.dumps(job).encode())
        task.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-I", "-X", "utf8", "-m", _CHILD],
                stdin=task,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                cwd=folder,
                env=_environment(folder, writing, learner, language),
                pass_fds=(writing,),
                start_new_session=True,
            )
        finally:
            os.close(writing)
        try:
            yield Child(process, reading, complaints)
        finally:
            processes.end_group(process.pid)
            process.wait()
            processes.end_all_of(job["uid"], folder)
            os.close(reading)


def _bounds(job: dict[str, Any], limits: Limits) -> dict[str, Any]:
    bounds = asdict(limits)
    if job["uid"] is None:
        # The limit counts all that its user runs, the grader's own processes among them.
        bounds["processes"] += processes.count_tasks(os.geteuid())
    return bounds


def _environment(folder: Path, channel: int, learner: str, language: str) -> dict[str, str]:
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "TZ": "Asia/Shanghai",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(folder / ".matplotlib"),
        "IPYTHONDIR": str(folder / ".ipython"),
        "OPENBLAS_NUM_THREADS": "1",
        "CASEBOOK_CHANNEL": str(channel),
        "CASEBOOK_LEARNER": learner,
        "CASEBOOK_LANGUAGE": language,
    }
