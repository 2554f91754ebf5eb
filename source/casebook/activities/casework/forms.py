"""The visible check of an answer's form: what a learner is told before handing in.

A form check says whether an answer can be read, never whether it is right.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casebook.activities.casework.model import Choice, Form
from casebook.activities.nouns import Plain
from casebook.activities.numbers import read_number
from casebook.text import Text


@dataclass(frozen=True, slots=True)
class Payment:
    """One line of a plan: a date and an amount in yuan."""

    due_on: date
    amount: Decimal


#: An answer as read: a number, a set of codes, or a plan in order of date.
Read = Decimal | frozenset[str] | tuple[Payment, ...]


def is_blank(value: Plain) -> bool:
    """Whether nothing has been answered."""
    return value is None or value in ("", [], {}, {"columns": {}})


def read(form: Form, choices: Iterable[Choice], value: Plain) -> Read | Text:
    """Return the answer that the plain `value` gives, or what is wrong with its form."""
    if form is Form.CODES:
        return _codes(frozenset(choice.id for choice in choices), value)
    return _READERS[form](value)


def _number(value: Plain) -> Read | Text:
    number = read_number(value)
    if number is None:
        return _expected(value, Text("一个数，例如 5320.50", "a number, such as 5320.50"))
    return number


def _integer(value: Plain) -> Read | Text:
    number = read_number(value)
    if number is None or number != number.to_integral_value():
        return _expected(value, Text("一个整数，例如 42", "a whole number, such as 42"))
    return number


def _codes(known: frozenset[str], value: Plain) -> Read | Text:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(code, str) for code in given):
        return _expected(value, Text("由代号组成的列表", "a list of codes"))
    unknown = sorted(set(given) - known)
    if unknown:
        names = ", ".join(unknown)[:80]
        return Text(
            f"不认识的代号：{names}；请从题目所列代号中选择。",
            f"unknown code: {names}; choose among the codes that the task lists.",
        )
    return frozenset(given)


def _plan(value: Plain) -> Read | Text:
    columns = value.get("columns") if isinstance(value, dict) else None
    if not isinstance(columns, dict) or not {"due_on", "amount"} <= set(columns):
        return _expected(
            value,
            Text("含 due_on 与 amount 两列的表", "a table with the columns due_on and amount"),
        )
    days, amounts = columns["due_on"], columns["amount"]
    if not isinstance(days, list) or not isinstance(amounts, list) or len(days) != len(amounts):
        return _expected(value, Text("两列等长", "two columns of the same length"))
    lines: list[Payment] = []
    for place, (day, amount) in enumerate(zip(days, amounts, strict=True), start=1):
        line = _line(place, day, amount)
        if isinstance(line, Text):
            return line
        lines.append(line)
    if not lines:
        return _expected(value, Text("至少一行", "one line or more"))
    return tuple(sorted(lines, key=lambda line: line.due_on))


def _line(place: int, day: Plain, amount: Plain) -> Payment | Text:
    due_on, number = _day(day), read_number(amount)
    if due_on is None:
        return Text(
            f"第 {place} 行的 due_on 不是日期（例如 2026-07-15）。",
            f"line {place}: due_on is not a date (such as 2026-07-15).",
        )
    if number is None or number <= 0:
        return Text(
            f"第 {place} 行的 amount 不是大于 0 的数。",
            f"line {place}: amount is not a number above 0.",
        )
    return Payment(due_on, number)


def _day(value: Plain) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _expected(value: Plain, wanted: Text) -> Text:
    shown = repr(value)[:60]
    kind = type(value).__name__
    return Text(
        f"收到的是 {shown}（{kind}），应为{wanted.zh}。",
        f"got {shown} ({kind}), expected {wanted.en}.",
    )


_READERS: dict[Form, Callable[[Plain], Read | Text]] = {
    Form.NUMBER: _number,
    Form.INTEGER: _integer,
    Form.PLAN: _plan,
}
