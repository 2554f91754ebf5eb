"""Work by several processes: in order, not too far ahead, and ended with whoever wanted it."""

import operator
import os
from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest

from casebook.errors import SetupError
from casebook.portfolio.shipping.crew import AHEAD, in_order, processors


class Watched(Sequence[int]):
    """A hundred numbers, and how many of them were taken so far."""

    def __init__(self) -> None:
        self.taken = 0

    def __getitem__(self, place: object) -> int:
        raise NotImplementedError

    def __len__(self) -> int:
        return 100

    def __iter__(self) -> Iterator[int]:
        for number in range(100):
            self.taken += 1
            yield number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_work(jobs: int) -> None:
    assert list(in_order(operator.neg, range(30), jobs)) == [-n for n in range(30)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_more_is_begun_than_is_needed_soon(jobs: int) -> None:
    items = Watched()

    with closing(in_order(operator.neg, items, jobs)) as results:
        next(results)
        after_one = items.taken
        next(results)

    assert after_one <= AHEAD * jobs + 1
    assert items.taken == after_one + 1


def test_a_worker_that_is_ended_is_told_of() -> None:
    with pytest.raises(SetupError, match=r"a worker was ended from outside.*fewer --jobs"):
        list(in_order(os._exit, [3, 4], 2))


def test_an_error_of_the_work_comes_through() -> None:
    with pytest.raises(TypeError):
        list(in_order(operator.neg, [1, "two"], 2))  # type: ignore[list-item]


def test_there_is_a_processor() -> None:
    assert 1 <= processors() <= (os.cpu_count() or 1)
