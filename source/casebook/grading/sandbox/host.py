"""The grader's side of a run: start the process, listen, end it, say what came of it."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.errors import GradingError
from casebook.grading.sandbox.identity import guise, isolation
from casebook.grading.sandbox.launch import Child, started
from casebook.grading.sandbox.model import Ending, Limits, Run
from casebook.grading.sandbox.scratch import give, scratch_copy
from casebook.grading.sandbox.transcript import Transcript

if TYPE_CHECKING:
    from nbformat import NotebookNode

_TICK_S = 0.1
_CHUNK = 1 << 16


def run(
    notebook: "NotebookNode",
    folder: Path,
    *,
    learner: str,
    language: str,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    hide: Iterable[Path] = (),
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
    hide : iterable of Path
        Folders to hide, such as the course; held where `isolation()` has mounts, else these rest
        on their own permissions.

    Raises
    ------
    GradingError
        The process did not start, which is never the learner's doing.
    """
    began = time.monotonic()
    cells = _code(notebook)
    way = isolation()
    transcript = Transcript(frozenset(cells), limits)
    with scratch_copy(folder, limits) as (scratch, faults):
        chosen = guise(way, scratch, hide)
        if chosen.uid is not None:
            give(scratch, chosen.uid)
        job = {
            "cells": list(cells.items()),
            "uid": chosen.uid,
            "cover": chosen.cover,
            "reveal": chosen.reveal,
        }
        with started(job, scratch, limits, learner=learner, language=language) as child:
            ending, detail = _listen(child, transcript, limits)
            if not transcript.is_ready:
                raise GradingError("sandbox", f"did not start: {child.complaint()}")
    return Run(
        answers=tuple(transcript.answers),
        outputs=_outputs(transcript),
        counts=transcript.counts,
        ending=ending,
        detail=detail,
        faults=(*faults, *transcript.faults),
        seconds=time.monotonic() - began,
        isolation=way,
        stopped_in=None if ending is Ending.FINISHED else transcript.current,
    )


def _code(notebook: "NotebookNode") -> dict[int, str]:
    """Return the code by place; a cell without code is not run, as in Jupyter."""
    cells = enumerate(notebook.cells)
    return {i: cell.source for i, cell in cells if cell.cell_type == "code" and cell.source.strip()}


def _outputs(transcript: Transcript) -> dict[int, list["NotebookNode"]]:
    # Only here, so that the learner's process does not spend time on it.
    from nbformat import from_dict

    return {cell: from_dict(outputs) for cell, outputs in transcript.outputs.items()}


def _listen(child: Child, transcript: Transcript, limits: Limits) -> tuple[Ending, str]:
    clock = _Clock(limits)
    try:
        while not transcript.is_done:
            is_over = child.process.poll() is not None
            if not _hear(child.channel, transcript, 0 if is_over else _TICK_S):
                return _how_it_ended(child, transcript)
            if transcript.has_overflowed:
                where = _in_cell(transcript)
                return Ending.KILLED, f"sent more than {limits.channel_bytes} bytes{where}"
            if late := clock.is_late(transcript):
                return Ending.TIMED_OUT, late
    finally:
        transcript.close()
    return Ending.FINISHED, ""


def _hear(channel: int, transcript: Transcript, patience_s: float) -> bool:
    """Take what has come; return False when no more can come."""
    is_readable = select.select([channel], [], [], patience_s)[0]
    if not is_readable:
        return patience_s > 0
    data = os.read(channel, _CHUNK)
    transcript.feed(data)
    return bool(data)


class _Clock:
    """Wall time, for the start, each cell and the whole."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._began = self._cell_began = time.monotonic()
        self._cell: int | None = None

    def is_late(self, transcript: Transcript) -> str:
        """Return what took too long, or an empty text."""
        now = time.monotonic()
        if transcript.current != self._cell:
            self._cell, self._cell_began = transcript.current, now
        allowed = self._limits.start_s if self._cell is None else self._limits.cell_s
        if now - self._cell_began > allowed:
            return f"longer than {allowed:g} s{_in_cell(transcript)}"
        if now - self._began > self._limits.start_s + self._limits.notebook_s:
            return f"longer than {self._limits.notebook_s:g} s for all cells"
        return ""


def _how_it_ended(child: Child, transcript: Transcript) -> tuple[Ending, str]:
    """Say why a process that never said it was done is silent."""
    try:
        status = child.process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return Ending.CRASHED, f"closed its channel{_in_cell(transcript)}"
    where = _in_cell(transcript)
    if status == -signal.SIGXCPU:
        return Ending.TIMED_OUT, f"used up its processor time{where}"
    if status < 0:
        return Ending.CRASHED, f"ended by {signal.Signals(-status).name}{where}"
    return Ending.CRASHED, f"exited with status {status}{where}"


def _in_cell(transcript: Transcript) -> str:
    return "" if transcript.current is None else f" in cell {transcript.current + 1}"
