"""Read a case strictly, field by field: every fault is found before any is reported."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from casebook.errors import DataError
from casebook.law.days import FIRST_DAY, LAST_DAY
from casebook.law.interest.money import FEN, NONE

_MONEY = re.compile(r"\d{1,15}(\.\d{1,2})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PERCENT = re.compile(r"\d{1,6}(\.\d{1,8})?", re.ASCII)

Closed = TypeVar("Closed", bound=StrEnum)
Value = TypeVar("Value")


class Form:
    """One mapping of a case. Forms within it share its list of faults.

    A reading that fails adds a fault and returns a value that only fills the place; `stop` must
    come before any value is used.
    """

    def __init__(self, raw: object, where: str, faults: list[str]) -> None:
        self.where = where
        self.faults = faults
        self._good: dict[str, Any] = {}
        self._raw: dict[Any, Any] = raw if isinstance(raw, dict) else {}
        self._is_whole = isinstance(raw, dict)
        if not self._is_whole:  # told once; its fields are not missed one by one
            faults.append(f"{where}: is {raw!r}, expected a mapping of fields; write its fields")

    def stop(self) -> None:
        """Raise a DataError with all faults found so far, if there are any."""
        if self.faults:
            told = (f"{len(self.faults)} fault(s)", *self.faults)
            raise DataError(self.where, "\n  ".join(told))

    def fault(self, field: str, what: str, expected: str, do: str) -> None:
        """Note that `field` is at fault: what was found, what was expected, what to do."""
        self.faults.append(f"{self.where}: {field}: {what}, expected {expected}; {do}")

    def knows(self, *fields: str) -> None:
        """Note each field that is none of `fields`."""
        for name in map(str, self._raw):
            if name not in fields:
                near = get_close_matches(name, fields, n=1)
                do = f"did you mean {near[0]}?" if near else "leave it out"
                self.fault(name, "is unknown", f"one of {', '.join(fields)}", do)

    def has(self, field: str) -> bool:
        """Say whether `field` is written and not null."""
        return self._raw.get(field) is not None

    def money(self, field: str, *, is_positive: bool = False) -> Decimal:
        """Read an amount in yuan with at most two decimals, not negative."""
        expected = "an amount in yuan such as 30000 or 30000.50, not negative"
        amount = self._number(field, _MONEY, expected, "write digits only")
        if is_positive and amount == 0 and field in self._good:
            self.fault(field, "is 0", "an amount above 0", "write the amount")
            del self._good[field]
        return amount.quantize(FEN)  # exact: there are at most two decimals

    def money_or_none(self, field: str) -> Decimal:
        """Read an amount that may be absent, which is none at all: 0."""
        return self.money(field) if self.has(field) else NONE

    def percent(self, field: str) -> Decimal:
        """Read a percentage, not negative: 24 is 24 %."""
        expected = "a percentage such as 24 or 0.05, not negative"
        return self._number(field, _PERCENT, expected, "write digits only, without %")

    def percent_or_none(self, field: str) -> Decimal | None:
        """Read a percentage that may be absent or null."""
        return self.percent(field) if self.has(field) else None

    def whole(self, field: str, expected: str) -> int:
        """Read a whole number from 1 to 1200."""
        number = self._number(field, re.compile(r"\d{1,4}", re.ASCII), expected, "write digits")
        if field in self._good and not 1 <= number <= 1200:
            self.fault(field, f"is {number}", expected, "write a whole number")
        return int(number)

    def day(self, field: str) -> date:
        """Read a date such as 2024-11-01."""
        value = self._required(field, "a date such as 2024-11-01")
        if value is None:
            return date.min
        day = value if type(value) is date else _date_in(str(value))
        if day is not None and FIRST_DAY <= day <= LAST_DAY:
            return self._keep(field, day)
        expected = f"a date such as 2024-11-01, from {FIRST_DAY} to {LAST_DAY}"
        self.fault(field, f"is {value!r}", expected, "correct the date")
        return date.min

    def day_or_none(self, field: str) -> date | None:
        """Read a date that may be absent or null."""
        return self.day(field) if self.has(field) else None

    def one_of(self, field: str, kind: type[Closed]) -> Closed:
        """Read a name out of a closed set."""
        expected = f"one of {', '.join(kind)}"
        value = self._required(field, expected)
        if value is not None and str(value) in list(kind):
            return self._keep(field, kind(str(value)))
        if value is not None:
            near = get_close_matches(str(value), list(kind), n=1)
            do = f"did you mean {near[0]}?" if near else "write one of them"
            self.fault(field, f"is {value!r}", expected, do)
        return next(iter(kind))

    def name(self, field: str) -> str:
        """Read a name: text that is not empty."""
        value = self._required(field, "a name")
        if value is not None and not (isinstance(value, str | int) and str(value).strip()):
            self.fault(field, f"is {value!r}", "a name", "write text")
        return str(value).strip()

    def names(self, field: str) -> tuple[str, ...]:
        """Read a list of names that may be absent; each may come once."""
        value = self._raw.get(field) or []
        if not isinstance(value, list) or not all(isinstance(name, str | int) for name in value):
            self.fault(field, f"is {value!r}", "a list of names", "write it as [a, b]")
            return ()
        read = tuple(str(name).strip() for name in value)
        for name, count in Counter(read).items():
            if count > 1:
                self.fault(field, f'names "{name}" {count} times', "each once", "leave one")
        return read

    def form(self, field: str) -> "Form":
        """Read a mapping within the case."""
        return Form(self._raw.get(field), f"{self.where}: {field}", self.faults)

    def forms(self, field: str) -> list["Form"]:
        """Read a list of at least one mapping within the case."""
        value = self._required(field, "a list of at least one entry")
        if value is not None and (not isinstance(value, list) or not value):
            self.fault(field, f"is {value!r}", "a list of at least one entry", "write the entries")
        entries = value if isinstance(value, list) else []
        return [
            Form(entry, f"{self.where}: {field} no. {place}", self.faults)
            for place, entry in enumerate(entries, 1)
        ]

    def forms_or_none(self, field: str) -> list["Form"]:
        """Read a list of mappings that may be absent or empty."""
        return self.forms(field) if self._raw.get(field) else []

    def not_before(self, later: str, earlier: str) -> None:
        """Note a fault where the day `later` is before the day `earlier`; unread days pass."""
        first, second = self._good.get(earlier), self._good.get(later)
        if first is not None and second is not None and second < first:
            self.fault(
                later, f"is {second}", f"{first} ({earlier}) or later", "mend one of the two"
            )

    def within(self, field: str, whole: "Form", first: str, last: str) -> None:
        """Note a fault where the day `field` is outside two days of the form `whole`."""
        day, begins, ends = self._good.get(field), whole._good.get(first), whole._good.get(last)
        if day is None or begins is None or ends is None or begins > ends:
            return
        if not begins <= day <= ends:
            expected = f"a day from {begins} ({first}) to {ends} ({last})"
            self.fault(field, f"is {day}", expected, "mend one of them")

    def not_above(self, less: str, more: str) -> None:
        """Note a fault where the amount `less` is not below the amount `more`."""
        low, high = self._good.get(less), self._good.get(more)
        if low is not None and high is not None and low >= high:
            self.fault(less, f"is {low}", f"less than {high} ({more})", "mend one of the two")

    def is_good(self, *fields: str) -> bool:
        """Say whether every one of `fields` was read without a fault."""
        return all(field in self._good for field in fields)

    def _number(self, field: str, form: re.Pattern[str], expected: str, do: str) -> Decimal:
        value = self._required(field, expected)
        if value is not None:
            # A bool is an int to Python, but nobody's amount.
            written = "" if isinstance(value, bool) else str(value)
            if form.fullmatch(written):
                return self._keep(field, Decimal(written))
            self.fault(field, f"is {value!r}", expected, do)
        return Decimal(1)

    def _required(self, field: str, expected: str) -> object:
        value = self._raw.get(field)
        if value is None and self._is_whole:
            what = "is null" if field in self._raw else "is missing"
            self.fault(field, what, expected, f"add {field}")
        return value

    def _keep(self, field: str, value: Value) -> Value:
        self._good[field] = value
        return value


def _date_in(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if _DAY.fullmatch(written) else None
    except ValueError:  # a 30 February
        return None


def twice(names: Sequence[str]) -> list[str]:
    """Return the names that come more than once."""
    return [name for name, count in Counter(names).items() if count > 1]
