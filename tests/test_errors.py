"""Errors say the same wherever they were raised."""

import pickle

import pytest

from casebook.errors import CasebookError, ContentError, DataError


@pytest.mark.parametrize(
    "error",
    [
        DataError("a.csv, row 3", "torn: 2 values", "5", "restore the file"),
        CasebookError("casebook", "stopped"),
        ContentError.of("quiz.yaml", ["one", "two"]),
    ],
    ids=["of data", "short", "of content"],
)
def test_an_error_of_a_worker_reaches_the_process_that_asked(error: CasebookError) -> None:
    again = pickle.loads(pickle.dumps(error))

    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
