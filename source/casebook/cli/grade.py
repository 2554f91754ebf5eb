"""`casebook grade`: grade the hand-ins of an assignment, and say how it goes."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from casebook.cli.terminal import OK, count, one_line, print_json, progress, stopping

if TYPE_CHECKING:  # `casebook --help` imports nothing heavy
    from casebook.grading.grade import Graded

    Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

Run = Callable[[argparse.Namespace], int]

WHAT = """grade the hand-ins of an assignment; what has not changed since it was graded is not
graded again, and a run that was ended in the middle is taken up where it stood"""


def add(commands: "Parsers") -> tuple[argparse.ArgumentParser, Run]:
    """Add the command to `commands`; return its parser, and what runs it."""
    grade = commands.add_parser(
        "grade", help="grade the hand-ins of an assignment", description=WHAT
    )
    grade.add_argument("assignment")
    grade.add_argument("--learner", metavar="ID", help="this learner alone")
    grade.add_argument("--force", action="store_true", help="grade again what has not changed")
    grade.add_argument("--jobs", type=count, default=1, metavar="J", help="workers (1)")
    grade.add_argument(
        "--cluster", metavar="ADDRESS", help="let the workers of this Dask scheduler do the work"
    )
    grade.add_argument(
        "--unsealed",
        action="store_true",
        help="run hand-ins even where nothing can seal them: only if you trust every one",
    )
    grade.add_argument("--json", action="store_true", help="print one JSON line per hand-in")
    return grade, _grade


def _grade(options: argparse.Namespace) -> int:
    from casebook.grading.course import Course
    from casebook.grading.grade import grade

    course = Course(options.course)
    if options.unsealed:
        print(
            "casebook grade: --unsealed: a hand-in can read and change all that you can",
            file=sys.stderr,
        )
    began, told = time.monotonic(), []
    with stopping(), progress("hand-ins") as bar:
        for result in grade(
            course,
            options.assignment,
            learner=options.learner,
            force=options.force,
            jobs=options.jobs,
            cluster=options.cluster,
            allow_unsealed=options.unsealed,
            begin=bar.reset,
        ):
            told.append(result)
            with bar.external_write_mode(file=sys.stdout):
                if options.json:
                    print_json(result.to_dict())
                else:
                    print(_lines(result))
                sys.stdout.flush()
            bar.update()
    if not options.json:
        print(_summary(told, time.monotonic() - began))
    return OK


def _lines(result: "Graded") -> str:
    """Say what became of a hand-in; what the learner named is kept to its line."""
    points = f"{result.points:7.2f} / {result.max_points:<6g}"
    facts = "".join(f"\n    {one_line(fact)}" for fact in result.facts)
    return f"{result.learner:24} {points} {result.status}{facts}"


def _summary(results: "list[Graded]", seconds: float) -> str:
    """Return a table of the whole run: how many of each status, and how fast."""
    fresh = sum(result.is_fresh for result in results)
    rows = [
        ("hand-ins", f"{len(results)}"),
        ("  graded now", f"{fresh}"),
        ("  unchanged", f"{len(results) - fresh}"),
        *((f"  {status}", f"{number}") for status, number in sorted(_statuses(results).items())),
        ("seconds", f"{seconds:.1f}"),
    ]
    if fresh:
        rows.append(("hand-ins a second", f"{fresh / seconds:.2f}"))
    table = "\n" + "\n".join(f"{name:24} {value:>8}" for name, value in rows)
    return table + "".join(_changes(results))


def _changes(results: "list[Graded]") -> Iterator[str]:
    """Say whose points are not what they were, and by how much, the largest change first."""
    found = [(one.points - one.was, one) for one in results if one.was is not None]
    changed = [(by, one) for by, one in found if round(by, 2)]
    if changed:
        yield f"\n\n{'points changed':24} {len(changed):>8}"
    for by, one in sorted(changed, key=lambda each: (-abs(each[0]), each[1].learner)):
        yield f"\n  {one.learner:22} {one.was:8.2f} -> {one.points:.2f} ({by:+.2f})"


def _statuses(results: "list[Graded]") -> Counter[str]:
    return Counter(str(result.status) for result in results)
