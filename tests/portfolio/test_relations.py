"""Rules between columns hold at their bounds and not past them."""

from datetime import date, datetime

import pyarrow as pa
import pytest

from casebook.portfolio.relations import fault_on_paper, holds
from casebook.portfolio.schema import Relation, Rule
from casebook.text import Text

SAID = Text(zh="如此", en="so it is")


def rule(relation: Relation, *columns: str, where: str = "", values: tuple[str, ...] = ()) -> Rule:
    return Rule(relation, columns, SAID, where, values)


def test_order_allows_equal_values_and_passes_over_gaps() -> None:
    table = pa.table({"a": [1, 1, 2, 5, None], "b": [1, 2, 1, None, None], "c": [1, None, 3, 4, 1]})

    assert holds(rule(Relation.ORDER, "a", "b", "c"), table).to_pylist() == [
        True,
        True,
        False,
        False,
        True,
    ]


def test_a_time_and_a_date_are_compared_by_their_days() -> None:
    table = pa.table(
        {
            "at": pa.array([datetime(2026, 6, 30, 21, 5)] * 2, pa.timestamp("ms")),  # noqa: DTZ001
            "on": pa.array([date(2026, 6, 30), date(2026, 6, 29)]),
        }
    )

    assert holds(rule(Relation.ORDER, "at", "on"), table).to_pylist() == [True, False]


def test_a_sum_is_exact() -> None:
    table = pa.table({"a": [1, 1], "b": [2, 2], "c": [3, 4]})

    assert holds(rule(Relation.SUM, "a", "b", "c"), table).to_pylist() == [True, False]


@pytest.mark.parametrize(
    ("relation", "expected"),
    [(Relation.GIVEN, [True, False, False, True]), (Relation.NEEDS, [True, False, True, True])],
)
def test_given_forbids_elsewhere_what_needs_allows(
    relation: Relation, expected: list[bool]
) -> None:
    table = pa.table({"kind": ["x", "x", "y", "y"], "of": [1, None, 1, None]})

    assert holds(rule(relation, "of", where="kind", values=("x",)), table).to_pylist() == expected


def test_together_is_all_or_none() -> None:
    table = pa.table({"a": [1, 1, None], "b": [1, None, None]})

    assert holds(rule(Relation.TOGETHER, "a", "b"), table).to_pylist() == [True, False, True]


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("identity-card", "{", "the body is no JSON"),
        ("identity-card", "[]", "the body is no JSON object"),
        ("a-kind-unknown", "{}", ""),
    ],
)
def test_a_body_that_is_no_object_is_told(kind: str, text: str, fault: str) -> None:
    assert fault_on_paper(kind, text) == fault
