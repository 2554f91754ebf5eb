"""Simulate hand-ins on a copy of a course and grade them: ours, the floor, nbgrader's own way."""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casebook.errors import GradingError, SetupError
from casebook.grading.bench.model import Bench, Pass, average
from casebook.grading.course import CONFIG, Course
from casebook.grading.gradebook import scores
from casebook.grading.keys import released_keys
from casebook.grading.release import release
from casebook.grading.sandbox import processes
from casebook.grading.simulated import hand_in_all

_IMPORTS = 5
#: How often in a pass it is looked how much memory a worker holds.
_LOOKS = 8

#: Called with a way of grading and how many hand-ins it takes; gives what to call as each is done.
Begin = Callable[[str, int], Callable[[], object]]


def bench(
    course: Course,
    assignment: str,
    *,
    submissions: int,
    sample: int,
    workers: Sequence[int] = (1, 2),
    with_dask: bool = True,
    begin: Begin = lambda *_: lambda: None,
) -> Bench:
    """Measure grading on `submissions` simulated hand-ins to a copy of `course`.

    Parameters
    ----------
    sample : int
        How many of the hand-ins the floor and stock nbgrader take too.
    workers : sequence of int
        The numbers of processes to grade with, one pass each.
    with_dask : bool
        Whether to grade once more on a Dask cluster of two workers on this machine.
    begin : callable
        Told of each pass before it is made.

    Raises
    ------
    SetupError
        There is no such assignment, or nothing can seal a run.
    GradingError
        A pass did not grade all hand-ins.
    """
    if submissions < 2 or sample < 2:
        raise SetupError("--submissions, --sample", f"{submissions}, {sample}", "2 or more")
    with tempfile.TemporaryDirectory(prefix="casebook-bench-") as folder:
        ground = _Ground(_simulated(course, assignment, submissions, Path(folder)), assignment)
        keys = released_keys(ground.course, assignment)
        names = ground.names[:sample]
        ground.warm_up()
        passes = [ground.ours(number, begin("casebook", submissions)) for number in workers]
        if with_dask:
            with _cluster() as address:
                passes.append(ground.ours(2, begin("dask", submissions), cluster=address))
        passes.append(ground.others("floor", names, keys.modules, begin("floor", len(names))))
        passes.append(ground.others("nbgrader", names, (), begin("nbgrader", len(names))))
        return Bench(assignment, submissions, _import_s(keys.modules), tuple(passes))


def _simulated(course: Course, assignment: str, submissions: int, folder: Path) -> Course:
    """Make a course of the same sources and keys, released, with simulated hand-ins."""
    own = course.sources_to(folder / "course")
    with (own.folder / CONFIG).open("a", encoding="utf-8") as config:  # never the course's own
        config.write(f"\nc.CourseDirectory.db_url = 'sqlite:///{own.folder}/gradebook.db'\n")
    release(own, assignment)
    hand_in_all(own, assignment, submissions)
    shutil.copy(own.folder / "gradebook.db", folder / "empty.db")
    return own


def _import_s(modules: Sequence[str]) -> float:
    """Return how long a bare Python takes to start and import what the course uses."""
    imports = "\n".join(f"try: import {name}\nexcept Exception: pass" for name in modules)
    code = f"import IPython.core.interactiveshell\n{imports}"
    return statistics.median(_seconds([sys.executable, "-c", code]) for _ in range(_IMPORTS))


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
    return time.perf_counter() - began


@dataclass(slots=True)
class _Ground:
    """A course with hand-ins, graded over and over; `cells` is for how long each one's ran."""

    course: Course
    assignment: str
    cells: dict[str, float] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Who handed in, in order."""
        return sorted(path.name for path in (self.course.folder / "submitted").iterdir())

    def warm_up(self) -> None:
        """Grade one hand-in, so that what libraries keep for the next time is there for all."""
        self._forget()
        told = {"jobs": 1, "learner": self.names[0]}
        with self._begun("graded", told) as run:
            list(_Heard().lines(run, lambda: None))

    def ours(self, workers: int, done: Callable[[], object], *, cluster: str | None = None) -> Pass:
        """Grade all hand-ins by the engine, in a process of its own."""
        self._forget()
        memory: list[int] = []
        looks_after = max(1, len(self.names) // _LOOKS)
        told = {"jobs": 1 if cluster else workers, "cluster": cluster}
        heard = _Heard()
        with self._begun("graded", told) as run:
            for result in heard.lines(run, done):
                self.cells.setdefault(result["learner"], result["cells_s"])
                if len(heard.times) % looks_after == 0 and not cluster:
                    memory.append(_memory_of_a_worker(run.pid, workers))
        if len(heard.times) != len(self.names):
            raise GradingError("bench", f"{len(heard.times)} graded", f"{len(self.names)}")
        way = "dask" if cluster else "casebook"
        return heard.told(way, workers, memory, scores(self.course))

    def others(
        self, way: str, names: Sequence[str], modules: Sequence[str], done: Callable[[], object]
    ) -> Pass:
        """Take some of the hand-ins another way; that is no gradebook of ours."""
        self._forget()
        heard = _Heard()
        with self._begun(way, {"names": [*names], "modules": [*modules]}) as run:
            for result in heard.lines(run, done):
                # nbgrader does not tell of its cells: they are the same.
                heard.cells[-1] = result.get("cells_s", self.cells[result["learner"]])
        return heard.told(way, 1, (), None)

    def _begun(self, way: str, told: dict[str, Any]) -> "subprocess.Popen[str]":
        job = {"folder": str(self.course.folder), "assignment": self.assignment} | told
        module = f"{__package__}.{way}"
        run = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if way != "graded" else None,
            encoding="utf-8",
        )
        if run.stdin is None:
            raise ValueError("no pipe")
        run.stdin.write(json.dumps(job))
        run.stdin.close()
        return run

    def _forget(self) -> None:
        """Leave the hand-ins as if nobody had graded them."""
        shutil.copy(self.course.folder.parent / "empty.db", self.course.folder / "gradebook.db")
        shutil.rmtree(self.course.folder / "autograded", ignore_errors=True)
        self.course.outcomes.unlink(missing_ok=True)


@dataclass(slots=True)
class _Heard:
    """What a process that grades said, one line a hand-in, and when it came."""

    start_s: float = 0.0
    times: list[float] = field(default_factory=list)
    cells: list[float] = field(default_factory=list)

    def lines(
        self, run: "subprocess.Popen[str]", done: Callable[[], object]
    ) -> Iterator[dict[str, Any]]:
        """Yield what it says of each hand-in; its first line says only that it begins."""
        if run.stdout is None:
            raise ValueError("no pipe")
        run.stdout.readline()
        began = time.perf_counter()
        for line in run.stdout:
            now, result = time.perf_counter() - began, json.loads(line)
            self.start_s = self.start_s or now
            self.times.append(now - self.start_s)
            self.cells.append(result.get("cells_s", 0.0))
            yield result
            done()

    def told(self, way: str, workers: int, memory: Sequence[int], scores: object) -> Pass:
        """Return the pass that was heard."""
        if len(self.times) < 2:
            raise GradingError("bench", f"{way} graded {len(self.times)} hand-ins", "2 or more")
        cells_s = average(self.cells)
        return Pass(way, workers, self.start_s, self.times, cells_s, memory, scores)


def _memory_of_a_worker(root: int, workers: int) -> int:
    """Return the bytes that a process which does the work holds, with all that it started."""
    if workers == 1:
        return processes.held(root)
    return (processes.held(root) - processes.memory(root)) // workers


@contextmanager
def _cluster() -> Iterator[str]:
    """Give the address of a Dask scheduler with two workers of one thread each."""
    try:
        from distributed import LocalCluster
    except ImportError:
        do = "pip install casebook[cluster], or leave it out with --no-dask"
        raise SetupError("bench", "Dask is not installed", do=do) from None
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield str(cluster.scheduler_address)
