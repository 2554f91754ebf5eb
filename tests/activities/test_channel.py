"""What `cb.answer` sends is plain, small and finite, or refused in words a learner can use."""

import json
import os
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from casebook.activities import channel
from casebook.errors import DataError


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(..., None, id="the blank"),
        pytest.param(True, True, id="truth"),
        pytest.param(np.bool_(False), False, id="numpy truth"),
        pytest.param(np.int64(7), 7, id="numpy integer"),
        pytest.param(np.float64(0.5), 0.5, id="numpy float"),
        pytest.param(Decimal("1E+2"), "100", id="decimal"),
        pytest.param(date(2026, 6, 30), "2026-06-30", id="date"),
        pytest.param(pd.Timestamp("2026-06-30"), "2026-06-30", id="midnight"),
        pytest.param(np.datetime64("2026-06-30", "ns"), "2026-06-30", id="numpy date"),
        pytest.param(
            datetime.fromisoformat("2026-06-30T09:05"), "2026-06-30T09:05:00", id="moment"
        ),
        pytest.param((1, "a"), [1, "a"], id="tuple"),
        pytest.param({"b", "a"}, ["a", "b"], id="set, sorted"),
        pytest.param(np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]], id="array"),
        pytest.param(np.array(["2026-06-30"], "M8[ns]"), ["2026-06-30"], id="array of dates"),
        pytest.param(pd.Series(["甲", "乙"]), ["甲", "乙"], id="series"),
        pytest.param(
            pd.DataFrame({"paid_on": pd.to_datetime(["2026-06-30"]), "fen": [100]}),
            {"columns": {"paid_on": ["2026-06-30"], "fen": [100]}},
            id="table",
        ),
    ],
)
def test_values_become_plain(value: object, expected: object) -> None:
    assert channel.plain(value) == expected
    assert type(channel.plain(value)) is type(expected)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (float("nan"), "NaN"),
        (np.float64("inf"), "NaN"),
        (Decimal("NaN"), "NaN"),
        (pd.NaT, "NaN"),
        (pd.NA, "NaN"),
        (np.datetime64("NaT"), "NaN"),
        (pd.Series([1.0, None]), "NaN"),
        (object(), "object"),
        (10**400, "8"),
        (Decimal("1E+999999"), "8"),
        ([[[[[[[[1]]]]]]]], "6"),
        ({1: 2}, "int"),
    ],
)
def test_other_values_are_refused_with_a_reason(
    value: object, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language in ("zh", "en"):
        monkeypatch.setenv("CASEBOOK_LANGUAGE", language)

        with pytest.raises(DataError, match=word):
            channel.plain(value)


def test_a_message_is_one_whole_line(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    monkeypatch.setenv("CASEBOOK_CHANNEL", str(writing))

    channel.send("disposable_income", Decimal("12.50"))
    os.close(writing)

    line = os.fdopen(reading).read()
    assert line.endswith("\n")
    assert json.loads(line) == {"answer": "disposable_income", "value": "12.50", "kind": "number"}


@pytest.mark.parametrize("name", ["", "Income", "1st", "a b", "a" * 65, "收入", 3])
def test_a_name_that_does_not_fit_is_refused(name: str) -> None:
    with pytest.raises(DataError, match="答案名称"):
        channel.message(name, 1)


def test_too_large_an_answer_is_refused_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading, writing = os.pipe()
    monkeypatch.setenv("CASEBOOK_CHANNEL", str(writing))

    with pytest.raises(DataError, match="1000000"):
        channel.send("text", "x" * 1_000_000)

    os.close(writing)
    assert os.fdopen(reading, "rb").read() == b""


@pytest.mark.parametrize(("value", "expected"), [("3", True), ("", False), ("x", False)])
def test_the_channel_is_open_only_under_grading(
    value: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_CHANNEL", value)

    assert channel.is_open() is expected
