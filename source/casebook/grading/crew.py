"""Who does the work of grading: this process, several of this machine, or the workers of a cluster.

Each is an executor of the standard library's kind; one function is mapped by all of them.
"""

import multiprocessing
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TypeVar

from casebook.activities.casework.publish import CaseworkKey
from casebook.errors import GradingError, SetupError
from casebook.grading.marking import Marking
from casebook.grading.pipeline import grade_submission
from casebook.grading.sandbox import warm
from casebook.grading.submission import Parcel
from casebook.grading.verdict import GradedSubmission
from casebook.portfolio.shipping.crew import begin_worker

T = TypeVar("T")
R = TypeVar("R")
Result = tuple[str, GradedSubmission | Exception]

#: So many hand-ins a worker wait for it, so that it never waits for one.
AHEAD = 2
#: How often a hand-in is tried whose worker ends before it is graded.
TRIES = 3
#: How long a cluster may take to answer.
PATIENCE_S = 30


@dataclass(frozen=True, slots=True)
class Task:
    """A hand-in to grade, with the number and the casework key of its learner's variant."""

    work: Parcel
    variant: int
    casework: CaseworkKey | None


def graded(keys: Marking, task: Task) -> GradedSubmission:
    """Grade one hand-in, wherever this is called."""
    return grade_submission(task.work, keys.of_variant(task.variant, task.casework))


@dataclass(frozen=True, slots=True)
class _Tried:
    """A task under way, how often it was, and whether its executor has shown a sign of life."""

    task: Task
    tries: int
    sign_of_life: Future[bool]


class Crew:
    """Maps `graded` over tasks by one executor, renewed when a worker is lost."""

    def __init__(
        self,
        begin: Callable[[], Executor],
        submit: Callable[[Executor, Task], Future[GradedSubmission]],
        workers: int,
    ) -> None:
        self._begin, self._submit, self._most = begin, submit, AHEAD * workers
        self._waiting: dict[Future[GradedSubmission], _Tried] = {}
        self._start()

    def close(self) -> None:
        """End the workers; what they had not finished is dropped."""
        for future in self._waiting:
            future.cancel()
        self._executor.shutdown(wait=True)

    def results(self, tasks: Iterator[Task | T]) -> Generator[Result | T, None, None]:
        """Yield each hand-in's learner and grading, or what went wrong, as they are done.

        What is no task is yielded as it is.

        Raises
        ------
        SetupError
            No worker begins.
        """
        for task in tasks:
            if not isinstance(task, Task):
                yield task
                continue
            self._add(task, 1)
            if len(self._waiting) >= self._most:
                yield from self._done()
        while self._waiting:
            yield from self._done()

    def _start(self) -> None:
        self._executor = self._begin()
        self._sign_of_life = _submitted(lambda: self._executor.submit(_is_here))

    def _add(self, task: Task, tries: int) -> None:
        future = _submitted(lambda: self._submit(self._executor, task))
        self._waiting[future] = _Tried(task, tries, self._sign_of_life)
        if future.done() and _is_lost(future.exception()):
            self._executor.shutdown(wait=False)
            self._start()

    def _done(self) -> Iterator[Result]:
        for future in wait(self._waiting, return_when=FIRST_COMPLETED).done:
            tried = self._waiting.pop(future)
            learner, error = tried.task.work.learner, future.exception()
            if not _is_lost(error):
                yield learner, error if isinstance(error, Exception) else future.result()
            elif _has_failed(tried.sign_of_life):
                raise SetupError("workers", "end as soon as they begin", do="see what they printed")
            elif tried.tries < TRIES:
                self._add(tried.task, tried.tries + 1)
            else:
                yield learner, _lost(learner)


def _submitted(submit: Callable[[], Future[R]]) -> Future[R]:
    """Submit to an executor; one that is broken gives a future that has failed."""
    try:
        return submit()
    except (BrokenExecutor, OSError) as error:
        future: Future[R] = Future()
        future.set_exception(BrokenExecutor(str(error)))
        return future


def _is_lost(error: BaseException | None) -> bool:
    """Whether the worker ended before it had finished."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


def _has_failed(future: Future[bool]) -> bool:
    return future.done() and _is_lost(future.exception())


def _is_here() -> bool:
    """Be done at once, by a worker that has begun."""
    return True


def _lost(learner: str) -> GradingError:
    what = f"cannot be graded: {TRIES} workers in turn ended over it"
    return GradingError(f"hand-in of {learner}", what, do="look at it by hand, and at the memory")


@contextmanager
def crew(keys: Marking, *, jobs: int = 1, cluster: str | None = None) -> Iterator[Crew]:
    """Lend the hands that grade by `keys`: one process is this one itself.

    Raises
    ------
    SetupError
        The cluster cannot be reached.
    """
    if cluster is not None:
        with _cluster(keys, cluster) as hands:
            yield hands
        return
    if jobs <= 1:
        hands = Crew(_Here, lambda here, task: here.submit(graded, keys, task), 1)
    else:
        hands = Crew(
            lambda: _processes(keys, jobs), lambda pool, task: pool.submit(_graded_here, task), jobs
        )
    try:
        yield hands
    finally:
        hands.close()


class _Here(ThreadPoolExecutor):
    """Does the work in this process, while what is done already is put on record."""

    def __init__(self) -> None:
        super().__init__(1)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the work under way, which nobody waits for any more."""
        warm.interrupt()
        super().shutdown(wait, cancel_futures=cancel_futures)


# Processes of this machine: each is given the keys once.

_keys: list[Marking] = []


def _processes(keys: Marking, jobs: int) -> ProcessPoolExecutor:
    # Not forked: this process has threads, and workers begin their own zygotes.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_take, initargs=(keys,))


def _take(keys: Marking) -> None:
    begin_worker()
    _keys[:] = [keys]


def _graded_here(task: Task) -> GradedSubmission:
    return graded(_keys[0], task)


# A cluster.


@contextmanager
def _cluster(keys: Marking, address: str) -> Iterator[Crew]:
    try:
        from distributed import Client
    except ImportError:
        raise SetupError(
            "--cluster", "Dask is not installed", do="pip install casebook[cluster]"
        ) from None
    try:
        client = Client(address, timeout=PATIENCE_S)
    except (OSError, ValueError) as error:
        raise SetupError(
            f"--cluster {address}",
            f"cannot be reached ({error})",
            "the address of a Dask scheduler, tls://host:port",
            "start one, or see to the certificates in Dask's configuration",
        ) from None
    with client:
        client.wait_for_workers(1, timeout=PATIENCE_S)
        about = client.scheduler_info(n_workers=-1)
        workers = [*about["workers"]]
        _check_wires(address, [about["address"], *workers])
        everywhere = client.scatter(keys, broadcast=True)
        hands = Crew(
            lambda: client.get_executor(),
            lambda executor, task: executor.submit(graded, everywhere, task),
            max(1, len(workers)),
        )
        try:
            yield hands
        finally:
            hands.close()


def _check_wires(asked: str, addresses: Iterable[str]) -> None:
    """Refuse to send keys and hand-ins where others could read them on their way."""
    bare = sorted(address for address in addresses if not _is_private(address))
    if bare:
        raise SetupError(
            f"--cluster {asked}",
            f"keys would travel in the clear to {', '.join(bare)}",
            "tls:// for all that are not on this machine",
            "give scheduler and workers certificates: distributed.comm.tls in Dask's configuration",
        )


def _is_private(address: str) -> bool:
    """Whether nobody between this machine and `address` can read what is sent there."""
    scheme, _, rest = address.rpartition("://")
    if scheme in {"tls", "wss", "inproc"}:
        return True
    host = rest.rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
