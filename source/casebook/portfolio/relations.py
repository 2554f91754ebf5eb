"""Whether the rules between the columns of a row hold, for every row of a table at once."""

import json
from collections.abc import Callable, Mapping
from functools import reduce
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio.papers import fault_in_body, papers
from casebook.portfolio.schema import Relation, Rule

Truths: TypeAlias = pa.ChunkedArray


def holds(rule: Rule, table: pa.Table) -> Truths:
    """Tell for each row of `table` whether `rule` holds; it does where a part is missing."""
    return pc.fill_null(_HOLDS[rule.relation](rule, table), True)


def _in_order(rule: Rule, table: pa.Table) -> Truths:
    first, *others = (_comparable(table[name]) for name in rule.columns)
    answers = []
    for other in others:
        answers.append(pc.fill_null(pc.less_equal(first, other), True))  # a gap is passed over
        first = pc.coalesce(other, first)
    return reduce(pc.and_, answers)


def _comparable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    # A time and a date are compared by their days.
    is_time = pa.types.is_timestamp(column.type)
    return pc.cast(column, pa.date32(), safe=False) if is_time else column


def _is_sum(rule: Rule, table: pa.Table) -> Truths:
    *parts, whole = (table[name] for name in rule.columns)
    return pc.equal(reduce(pc.add, parts), whole)


def _is_given(rule: Rule, table: pa.Table) -> Truths:
    return pc.if_else(_is_there(rule, table), _all_filled(rule, table), _none_filled(rule, table))


def _is_given_at_least(rule: Rule, table: pa.Table) -> Truths:
    return pc.or_(pc.invert(_is_there(rule, table)), _all_filled(rule, table))


def _is_all_or_none(rule: Rule, table: pa.Table) -> Truths:
    return pc.or_(_all_filled(rule, table), _none_filled(rule, table))


def _is_there(rule: Rule, table: pa.Table) -> Truths:
    return pc.is_in(table[rule.where], value_set=pa.array(rule.values))


def _all_filled(rule: Rule, table: pa.Table) -> Truths:
    return reduce(pc.and_, (table[name].is_valid() for name in rule.columns))


def _none_filled(rule: Rule, table: pa.Table) -> Truths:
    return reduce(pc.and_, (table[name].is_null() for name in rule.columns))


def _is_a_paper(rule: Rule, table: pa.Table) -> Truths:
    kinds, bodies = (table[name].to_pylist() for name in rule.columns)
    fits = [not fault_on_paper(*one) for one in zip(kinds, bodies, strict=True)]
    return pa.chunked_array([fits], pa.bool_())


def fault_on_paper(kind: str, text: str) -> str:
    """Say what is wrong with the body of a document; nothing if it has the fields of its kind.

    Nothing is said of a kind that is unknown, for it is itself at fault.
    """
    if kind not in papers():
        return ""
    try:
        body = json.loads(text)
    except json.JSONDecodeError:
        return "the body is no JSON"
    if not isinstance(body, Mapping):
        return "the body is no JSON object"
    return fault_in_body(kind, body)


_HOLDS: Mapping[Relation, Callable[[Rule, pa.Table], Truths]] = {
    Relation.ORDER: _in_order,
    Relation.SUM: _is_sum,
    Relation.GIVEN: _is_given,
    Relation.NEEDS: _is_given_at_least,
    Relation.TOGETHER: _is_all_or_none,
    Relation.PAPER: _is_a_paper,
}
