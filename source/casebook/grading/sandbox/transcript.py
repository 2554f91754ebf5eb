"""What came through the channel, believed in its form alone.

One JSON object a line: an answer, the outputs of a cell, the begin of a cell, or the end of all.
The learner can write here too; whatever does not fit is counted and dropped.
"""

import json
import math
import re
import time
from collections.abc import Callable
from typing import Any

from casebook.grading.sandbox.model import GivenAnswer, Limits, Plain

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_NUMBER = re.compile(r"-?[0-9]{1,19}(\.[0-9]{1,20})?")
_MODULE = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,199}")
_MAX_DEPTH = 6
_LARGEST_INTEGER = 10**18
_FAULTS_KEPT = 20
_STREAMS = frozenset({"stdout", "stderr"})


class Transcript:
    """Takes bytes as they arrive; holds what has been understood so far."""

    def __init__(self, cells: frozenset[int], limits: Limits) -> None:
        self._cells, self._limits = cells, limits
        self._rest: list[bytes] = []
        self._answers_room = limits.answers_bytes
        self._fault_count = 0
        self._faults: list[str] = []
        self.size = 0
        self.answers: list[GivenAnswer] = []
        self.outputs: dict[int, list[dict[str, Any]]] = {}
        self.counts: dict[int, int] = {}
        self.current: int | None = None
        self.cells_s = self._began = 0.0
        self.modules: tuple[str, ...] = ()
        self.is_ready = False
        self.is_done = False

    @property
    def has_overflowed(self) -> bool:
        """Whether more has come than the limits allow."""
        return self.size > self._limits.channel_bytes

    @property
    def faults(self) -> tuple[str, ...]:
        """What was dropped: the first few by name, the others by number."""
        unnamed = self._fault_count - len(self._faults)
        return (*self._faults, *([f"and {unnamed} more"] if unnamed else []))

    def feed(self, data: bytes) -> None:
        """Take what has arrived; a line counts once it is whole."""
        self.size += len(data)
        if b"\n" not in data:
            self._rest.append(data)
            return
        first, *lines = data.split(b"\n")
        lines = [b"".join([*self._rest, first]), *lines]
        self._rest = [last] if (last := lines.pop()) else []
        for line in lines:
            self._take(line)

    def close(self) -> None:
        """Note that no more will come."""
        if self._rest:
            self._fault("a line was cut short")
        self._rest = []

    def _take(self, line: bytes) -> None:
        if self.is_done:
            return
        try:
            message = json.loads(line, parse_constant=_refuse)
            kinds = _KINDS if isinstance(message, dict) else {}
            take = kinds[frozenset(message)]
            take(self, message, len(line))
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            self._fault(
                str(error) if isinstance(error, _MisfitError) else "a line is not a message"
            )

    def _take_ready(self, *_: object) -> None:
        self.is_ready = True

    def _take_begin(self, message: dict[str, Any], _: int) -> None:
        cell = self._cell(message["begin"])
        # Cells run in order, so no cell can wind back its own clock.
        if self.current is not None and cell <= self.current:
            raise _MisfitError("a cell began twice")
        self.current, self._began = cell, time.monotonic()

    def _take_cell(self, message: dict[str, Any], _: int) -> None:
        cell = self._cell(message["cell"])
        self.outputs[cell] = [_output(output) for output in message["outputs"]]
        self.counts[cell] = _count(message["count"])
        if cell == self.current and self._began:
            self.cells_s += time.monotonic() - self._began
            self._began = 0.0

    def _take_answer(self, message: dict[str, Any], size: int) -> None:
        name, value, kind = message["answer"], message["value"], message["kind"]
        if type(name) is not str or not _NAME.fullmatch(name):
            raise _MisfitError("an answer has no fitting name")
        if size > self._answers_room:
            raise _MisfitError(
                f"answer {name}: more than {self._limits.answers_bytes} bytes in all"
            )
        _check(value, _MAX_DEPTH)
        if not _is_of_kind(value, kind):
            raise _MisfitError(f"answer {name}: is not of the kind it claims")
        self._answers_room -= size
        self.answers.append(GivenAnswer(name, value, kind, self.current))

    def _take_modules(self, message: dict[str, Any], _: int) -> None:
        names = message["modules"]
        self.modules = tuple(name for name in names if _MODULE.fullmatch(name))

    def _take_done(self, *_: object) -> None:
        self.is_done = True

    def _cell(self, number: Any) -> int:
        if type(number) is not int or number not in self._cells:
            raise _MisfitError("a cell that the notebook does not have")
        return number

    def _fault(self, what: str) -> None:
        self._fault_count += 1
        if len(self._faults) < _FAULTS_KEPT:
            self._faults.append(what)


_KINDS: dict[frozenset[str], Callable[[Transcript, dict[str, Any], int], None]] = {
    frozenset({"ready"}): Transcript._take_ready,
    frozenset({"begin"}): Transcript._take_begin,
    frozenset({"cell", "count", "outputs"}): Transcript._take_cell,
    frozenset({"answer", "value", "kind"}): Transcript._take_answer,
    frozenset({"modules"}): Transcript._take_modules,
    frozenset({"done"}): Transcript._take_done,
}


class _MisfitError(ValueError):
    """A message of the right shape that says something it may not."""


def _refuse(constant: str) -> None:
    raise _MisfitError(f"{constant} is not a number")


def _check(value: Plain, depth: int) -> None:
    if depth < 0:
        raise _MisfitError("an answer is nested too deep")
    if type(value) is float and not math.isfinite(value):
        raise _MisfitError("an answer is not a finite number")
    if type(value) is int and abs(value) > _LARGEST_INTEGER:
        raise _MisfitError("an answer is too large a number")
    for item in _items(value):
        _check(item, depth - 1)


def _items(value: Plain) -> list[Plain]:
    if type(value) is dict:
        return list(value.values())
    return value if type(value) is list else []


def _is_of_kind(value: Plain, kind: Any) -> bool:
    if kind == "number" and type(value) is str:
        return _NUMBER.fullmatch(value) is not None
    if type(value) is dict:
        return kind == ("table" if _is_table(value) else "record")
    plain = {bool: "truth", int: "number", float: "number", str: "text", list: "list"}
    return kind == plain.get(type(value), "nothing")


def _is_table(value: dict[str, Plain]) -> bool:
    return set(value) == {"columns"}


def _output(raw: Any) -> dict[str, Any]:
    """Rebuild one output from what may be in it; raises where it is no output."""
    kind = raw["output_type"]
    if kind == "stream" and raw["name"] in _STREAMS:
        return {"output_type": kind, "name": raw["name"], "text": _text(raw["text"])}
    if kind == "error":
        trace = [_text(line) for line in raw["traceback"]]
        said = {"ename": _text(raw["ename"]), "evalue": _text(raw["evalue"]), "traceback": trace}
        return {"output_type": kind, **said}
    if kind in {"display_data", "execute_result"}:
        data = {_text(mime): content for mime, content in raw["data"].items()}
        count = {"execution_count": _count(raw["execution_count"])} if kind[0] == "e" else {}
        return {"output_type": kind, "data": data, "metadata": {}, **count}
    raise _MisfitError("an output of no known kind")


def _text(value: Any) -> str:
    if type(value) is not str:
        raise _MisfitError("an output holds no text where text belongs")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1_000_000:
        raise _MisfitError("an execution count is no number")
    return value
