"""`casebook bench`: measure this machine and this version, everything in one run."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

from casebook.cli.terminal import FAULTS, OK, count, print_json, progress

if TYPE_CHECKING:  # `casebook --help` imports nothing heavy
    from casebook.grading.bench import Bench, Pass

    Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

Run = Callable[[argparse.Namespace], int]

WHAT = """simulate hand-ins on a copy of the course, and grade the same ones with one worker, with
more, on a Dask cluster of this machine, by a bare fork, and by nbgrader as it comes"""


def add(commands: "Parsers") -> tuple[argparse.ArgumentParser, Run]:
    """Add the command to `commands`; return the parser that takes a course, and what runs it."""
    bench = commands.add_parser("bench", help="measure how fast grading is here")
    parts = bench.add_subparsers(dest="part", required=True, metavar="PART")
    grade = parts.add_parser("grade", help="measure grading", description=WHAT)
    grade.add_argument("assignment", nargs="?", default="file-review")
    grade.add_argument("--submissions", type=count, default=60, metavar="N", help="hand-ins (60)")
    grade.add_argument(
        "--sample", type=count, default=12, metavar="N", help="of them by nbgrader too (12)"
    )
    grade.add_argument(
        "--workers", type=count, nargs="+", default=[1, 2], metavar="W", help="one pass each (1 2)"
    )
    grade.add_argument("--no-dask", action="store_true", help="leave the Dask cluster out")
    grade.add_argument("--json", action="store_true", help="print JSON")
    return grade, _bench


def _bench(options: argparse.Namespace) -> int:
    from casebook.grading.bench import bench
    from casebook.grading.course import Course

    with ExitStack() as bars:

        def begin(way: str, hand_ins: int) -> Callable[[], object]:
            bar = bars.enter_context(progress(f"hand-ins ({way})", hand_ins))
            return lambda: bar.update()

        told = bench(
            Course(options.course),
            options.assignment,
            submissions=options.submissions,
            sample=min(options.sample, options.submissions),
            workers=options.workers,
            with_dask=not options.no_dask,
            begin=begin,
        )
    if options.json:
        print_json(told.to_dict())
    else:
        print("\n".join(_lines(told)))
    return OK if told.is_same_gradebook else FAULTS


_HEAD = ("way", "workers", "hand-ins", "start s", "ms each", "cells ms", "over ms", "MB/worker")
_ROW = "{:10} {:>7} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9}"


def _lines(told: "Bench") -> Iterator[str]:
    """Say it as tables: the passes, how each went on, how they compare."""
    yield f"{told.assignment}: {told.submissions} hand-ins; imports {told.import_s:.2f} s"
    yield ""
    yield _ROW.format(*_HEAD)
    for one in told.passes:
        yield _row(one)
    yield ""
    yield "ms each by quarter of the pass, MB a worker at each look"
    for one in told.passes:
        quarters = " ".join(f"{1_000 * quarter:.0f}" for quarter in one.quarters_s)
        memory = " ".join(f"{size / 1e6:.0f}" for size in one.memory_bytes)
        yield f"{one.way:10} {one.workers:>7}  {quarters}   {memory}".rstrip()
    yield ""
    for name, ratio in told.ratios.items():
        yield f"{name.replace('_', ' '):28} {ratio:8.2f}"
    yield f"{'same gradebook':28} {'yes' if told.is_same_gradebook else 'NO':>8}"


def _row(one: "Pass") -> str:
    memory = f"{max(one.memory_bytes) / 1e6:.0f}" if one.memory_bytes else "-"
    return _ROW.format(
        one.way,
        one.workers,
        len(one.times_s),
        f"{one.start_s:.2f}",
        f"{1_000 * one.hand_in_s:.1f}",
        f"{1_000 * one.cells_s:.1f}",
        f"{1_000 * one.overhead_s:.1f}",
        memory,
    )
