"""The grader's side of a run: have it forked, listen, end it, say what came of it."""

import os
import select
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebook.errors import GradingError, SetupError
from casebook.grading.sandbox import namespaces, processes, sealing, warm
from casebook.grading.sandbox.model import Ending, Limits, Run, Seal
from casebook.grading.sandbox.scratch import give, scratch_copy, written
from casebook.grading.sandbox.transcript import Transcript

if TYPE_CHECKING:
    from nbformat import NotebookNode

_TICK_S = 0.1
_CHUNK = 1 << 16
#: How long a run that has closed its channel may take to end.
_PATIENCE_S = 1.0


def strongest_seal(modules: tuple[str, ...] = ()) -> Seal:
    """Return the strongest seal that holds on this machine: tried once, running nobody's code.

    The warm process that tries it has imported `modules`, and waits for the runs to come.
    """
    return _tried(sys.platform == "linux" and os.geteuid() == 0, modules)[0]


def missing_seals(modules: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what this machine lacks for each seal stronger than `strongest_seal`."""
    return _tried(sys.platform == "linux" and os.geteuid() == 0, modules)[1]


@cache
def _tried(_is_root: bool, modules: tuple[str, ...]) -> tuple[Seal, tuple[str, ...]]:
    return sealing.strongest(partial(_probe, modules))


def run(
    notebook: "NotebookNode",
    folder: Path,
    *,
    learner: str,
    language: str,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    modules: Sequence[str] = (),
    allow_unsealed: bool = False,
    tells_modules: bool = False,
) -> Run:
    """Run the code cells of `notebook` beside a private copy of the files in `folder`.

    Parameters
    ----------
    notebook : NotebookNode
        Restored by the caller; only the code in its code cells is used.
    folder : Path
        The files beside the notebook; never changed.
    learner, language : str
        What `CASEBOOK_LEARNER` and `CASEBOOK_LANGUAGE` say to the learner's code.
    limits : Limits
        The most that the run may take.
    modules : sequence of str
        What the course's notebooks import: imported once, before the first run.
    allow_unsealed : bool
        Whether to run where no seal holds.
    tells_modules : bool
        Whether the run is to tell which modules it imported.

    Raises
    ------
    SetupError
        No seal holds on this machine, and none is not allowed.
    GradingError
        The process did not start, which is never the learner's doing.
    """
    if sys.platform == "win32":
        what, do = f"learners' code cannot be run on {sys.platform}", "grade on Linux, or WSL 2"
        raise SetupError("sandbox", what, "Linux or macOS", do)
    began = time.monotonic()
    seal = strongest_seal(tuple(modules))
    if seal is Seal.NONE and not allow_unsealed:
        raise sealing.refuse(missing_seals(tuple(modules)))
    cells = _code(notebook)
    transcript = Transcript(frozenset(cells), limits)
    job = {"cells": list(cells.items()), "tells_modules": tells_modules}
    words = {"CASEBOOK_LEARNER": learner, "CASEBOOK_LANGUAGE": language}
    with scratch_copy(folder, limits) as (scratch, faults):
        with _begun(job, scratch, limits, seal, words, modules) as one:
            ending, detail = _listen(one, transcript, limits)
        if not transcript.is_ready:
            raise GradingError("sandbox", f"did not start: {one.failed or detail}")
        if ending is Ending.CRASHED and detail == "":
            ending, detail = _how_it_ended(one, transcript)
    return Run(
        answers=tuple(transcript.answers),
        outputs=_outputs(transcript),
        counts=transcript.counts,
        ending=ending,
        detail=detail,
        faults=(*faults, *transcript.faults),
        seconds=time.monotonic() - began,
        cells_s=transcript.cells_s,
        seal=seal,
        stopped_in=None if ending is Ending.FINISHED else transcript.current,
        modules=transcript.modules,
    )


@dataclass(slots=True)
class _Begun:
    """A run under way: its first process, the reading end of its channel; then how it ended."""

    zygote: warm.Zygote
    pid: int
    channel: int
    writes_to: Path | None  # the folder that it writes to, where that is no disk of its own
    status: int | None = None
    failed: str = ""


@contextmanager
def _begun(
    job: dict[str, Any],
    scratch: Path,
    limits: Limits,
    seal: Seal,
    words: dict[str, str],
    modules: Sequence[str],
) -> Iterator[_Begun]:
    """Have a zygote fork for a job; when the caller is done, nothing of it runs any more."""
    uid = None if seal is Seal.NONE else sealing.passing_identity()
    if uid is not None and seal is Seal.LANDLOCK:
        give(scratch, uid)
    home, aside = str(scratch), str(scratch)
    if seal is Seal.NAMESPACES:
        home, aside = namespaces.HOME, namespaces.SCRATCH
    bounds = asdict(limits)
    if uid is None and seal is not Seal.NAMESPACES:
        # The limit counts all that its user runs, the grader's own processes among them.
        bounds["processes"] += processes.count_tasks(os.geteuid())
    job = {
        "is_probe": False,
        "seal": seal,
        "uid": uid,
        "folder": str(scratch),
        "reads": sealing.libraries(),
        "limits": bounds,
        "environment": warm.environment(home, aside) | words,
        **job,
    }
    reading, writing = os.pipe()
    try:
        with warm.borrowed(modules if sys.platform == "linux" else ()) as zygote:
            try:
                pid = zygote.begin(job, writing)
            finally:
                os.close(writing)
            one = _Begun(zygote, pid, reading, None if seal is Seal.NAMESPACES else scratch)
            try:
                yield one
            finally:
                # A run that is done may only now be ending: asking for that does it no harm.
                zygote.stop()
                told = zygote.ended()
                one.status, one.failed = told.get("status"), told.get("failed", "")
    finally:
        os.close(reading)


def _probe(modules: Sequence[str], seal: Seal) -> str:
    """Try a seal on a run without code; return what failed."""
    job = {"cells": [], "is_probe": True, "tells_modules": False}
    with scratch_copy(Path(__file__).parent, Limits()) as (scratch, _):
        try:
            with _begun(job, scratch, Limits(), seal, {}, modules) as one:
                one.zygote.has_ended(Limits().start_s)
        except (GradingError, OSError) as error:
            return str(error)
    return one.failed or ("" if one.status == 0 else f"the trial ended with {one.status}")


def _code(notebook: "NotebookNode") -> dict[int, str]:
    """Return the code by place; a cell without code is not run, as in Jupyter."""
    cells = enumerate(notebook.cells)
    return {i: cell.source for i, cell in cells if cell.cell_type == "code" and cell.source.strip()}


def _outputs(transcript: Transcript) -> dict[int, list["NotebookNode"]]:
    # Only here, so that the learner's process does not spend time on it.
    from nbformat import from_dict

    return {cell: from_dict(outputs) for cell, outputs in transcript.outputs.items()}


def _listen(one: _Begun, transcript: Transcript, limits: Limits) -> tuple[Ending, str]:
    """Hear the run out; a crash is told without its cause, which is known once it is over."""
    watch = _Watch(limits, one)
    try:
        while not transcript.is_done:
            if not _hear(one.channel, transcript, _TICK_S):
                if one.zygote.has_ended(_PATIENCE_S):
                    return Ending.CRASHED, ""
                return Ending.CRASHED, f"closed its channel{_in_cell(transcript)}"
            if transcript.has_overflowed:
                where = _in_cell(transcript)
                return Ending.KILLED, f"sent more than {limits.channel_bytes} bytes{where}"
            if excess := watch.excess(transcript):
                return excess
    finally:
        transcript.close()
    return Ending.FINISHED, ""


def _hear(channel: int, transcript: Transcript, patience_s: float) -> bool:
    """Take what has come; return False when no more can come."""
    if not select.select([channel], [], [], patience_s)[0]:
        return True
    data = os.read(channel, _CHUNK)
    if data:
        transcript.feed(data)
    return bool(data)


class _Watch:
    """Wall time, for the start, each cell and the whole; and what all processes use together."""

    def __init__(self, limits: Limits, one: _Begun) -> None:
        self._limits, self._one = limits, one
        self._began = self._cell_began = self._looked = time.monotonic()
        self._cell: int | None = None

    def excess(self, transcript: Transcript) -> tuple[Ending, str] | None:
        """Return how a run that takes too much is to end, and why."""
        now = time.monotonic()
        if transcript.current != self._cell:
            self._cell, self._cell_began = transcript.current, now
        where = _in_cell(transcript)
        allowed = self._limits.start_s if self._cell is None else self._limits.cell_s
        if now - self._cell_began > allowed:
            return Ending.TIMED_OUT, f"longer than {allowed:g} s{where}"
        if now - self._began > self._limits.start_s + self._limits.notebook_s:
            return Ending.TIMED_OUT, f"longer than {self._limits.notebook_s:g} s for all cells"
        if now - self._looked < _TICK_S:
            return None
        self._looked = now
        return self._used_up(where)

    def _used_up(self, where: str) -> tuple[Ending, str] | None:
        most = self._limits
        used = processes.usage(self._one.pid, enough=most.memory_bytes)
        if used.memory_bytes > most.memory_bytes:
            return Ending.KILLED, f"held more than {most.memory_bytes} bytes of memory{where}"
        if used.processor_s > most.processor_s:
            return Ending.TIMED_OUT, f"used up its processor time{where}"
        if self._one.writes_to and written(self._one.writes_to) > most.disk_bytes:
            return Ending.KILLED, f"wrote more than {most.disk_bytes} bytes{where}"
        return None


def _how_it_ended(one: _Begun, transcript: Transcript) -> tuple[Ending, str]:
    """Say why a process that never said it was done is silent."""
    where, status = _in_cell(transcript), one.status or 0
    if not os.WIFSIGNALED(status):
        return Ending.CRASHED, f"exited with status {os.WEXITSTATUS(status)}{where}"
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU:
        return Ending.TIMED_OUT, f"used up its processor time{where}"
    return Ending.CRASHED, f"ended by {signal.Signals(number).name}{where}"


def _in_cell(transcript: Transcript) -> str:
    return "" if transcript.current is None else f" in cell {transcript.current + 1}"
