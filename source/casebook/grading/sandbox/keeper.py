"""The forks of a run: the learner's process, and in fresh namespaces the one above it.

The first process of a namespace readies the place, forks the learner's, and takes all others with
it when it ends. Without namespaces the zygote ends whatever a run leaves.
"""

import os
import sys
from collections.abc import Callable
from typing import Any

from casebook.grading.sandbox import seal

Work = Callable[[], None]


def keep(
    job: dict[str, Any], outside: tuple[int, int], channel: int, report: int, work: Work
) -> None:
    """Run `work` sealed in a child of this process, the first of its namespaces; never return.

    What is written to `report` is how the child ended, as `os.wait` tells it in a number, or any
    other text: why it could not begin.
    """
    try:
        seal.prepare(job, outside)
        child = os.fork()
        if child == 0:
            do(job, report, work)
        os.close(channel)  # the child's alone, so that its end is seen
        _tell(report, str(_outlived(child)))
    except BaseException as error:  # noqa: BLE001 - the grader is told of any failure
        _tell(report, f"{type(error).__name__}: {error}")
    finally:
        os._exit(0)


def do(job: dict[str, Any], report: int, work: Work) -> None:
    """Seal this process and do the work; never return. Tell `report` if it could not begin."""
    try:
        os.setsid()
        seal.put_on(job)
    except BaseException as error:  # noqa: BLE001 - the grader is told of any failure
        _tell(report, f"{type(error).__name__}: {error}")
        os._exit(1)
    try:
        os.close(report)
        work()
        sys.stdout.flush()
    finally:
        # Not the way out of Python: nothing of the learner's runs after its last cell.
        os._exit(0)


def _outlived(child: int) -> int:
    """Wait for `child`, and for whatever else ends before it; return its status."""
    while True:
        pid, status = os.wait()
        if pid == child:
            return status


def _tell(report: int, text: str) -> None:
    os.write(report, text[:2_000].encode("utf-8", "replace") + b"\n")
