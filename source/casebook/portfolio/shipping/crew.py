"""Work done by several processes, its results in the order of the work."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from typing import TypeVar

from casebook.errors import SetupError

T = TypeVar("T")
R = TypeVar("R")

# Results that wait for their turn take memory: no more than so many a worker.
AHEAD = 2


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def call(jobs: int) -> None:
    """Have workers load what they need from now on, while the caller sees to other things."""
    if jobs > 1 and _context().get_start_method() == "forkserver":
        forkserver.ensure_running()


def in_order(work: Callable[[T], R], items: Sequence[T], jobs: int) -> Generator[R, None, None]:
    """Yield `work(item)` for each item in turn, done by `jobs` processes; by this one if one.

    `work` must be importable by its name, and what it takes and gives must pickle.

    Raises
    ------
    SetupError
        If a worker was ended from outside.
    """
    jobs = min(jobs, len(items))
    if jobs <= 1:
        yield from map(work, items)
        return
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=begin_worker)
    try:
        yield from _ahead(pool, work, items, AHEAD * jobs)
    except BrokenProcessPool:
        what, do = "a worker was ended from outside", "free memory, or use fewer --jobs"
        raise SetupError("casebook", what, "all of them to finish", do) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _ahead(
    pool: ProcessPoolExecutor, work: Callable[[T], R], items: Sequence[T], most: int
) -> Iterator[R]:
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _context() -> BaseContext:
    """Return how workers begin: never as a copy of a process that has threads, as Arrow does."""
    ways = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
    context.set_forkserver_preload(["casebook.portfolio.shipping.making"])
    return context


def begin_worker() -> None:
    """Ready this process to work for the one that began it, and to end with it."""
    # Ctrl-C reaches every process of a terminal; the first one alone decides what follows.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when the process that began it is killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
