"""Records of contacts and facts on file, in whatever form a notebook has them, read alike.

A path, the text of a CSV or JSON-lines file, a pandas frame, or rows; each becomes text for the one
strict reading, so that a fault is told in the same words wherever the row came from.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any, TypeVar

from casebook.compliance.contacts.model import Contact, Fact
from casebook.compliance.contacts.portfolio import from_portfolio
from casebook.compliance.contacts.reading import read, read_facts
from casebook.errors import DataError
from casebook.text import Language
from casebook.widgets.interface import say

WORDS = "contacts.yaml"

Read = TypeVar("Read", Contact, Fact)
Row = Mapping[str, Any]


def contacts_in(source: Any, language: Language) -> tuple[Contact, ...]:
    """Return the contacts in `source`, which may also be a portfolio.

    Raises
    ------
    DataError
        With all faults of the record at once, or if its file cannot be read.
    """
    if hasattr(source, "contacts") and hasattr(source, "accounts"):
        return from_portfolio(
            *(rows_of(getattr(source, name)) for name in ("contacts", "accounts", "debtors"))
        )
    return _read(source, read, "contacts", language)


def facts_in(source: Any, language: Language) -> tuple[Fact, ...]:
    """Return the facts in `source`; None holds none.

    Raises
    ------
    DataError
        With all faults at once, or if the file cannot be read.
    """
    return () if source is None else _read(source, read_facts, "facts", language)


def _read(
    source: Any, read_text: Callable[[str, str], tuple[Read, ...]], name: str, language: Language
) -> tuple[Read, ...]:
    if isinstance(source, str) and _is_text(source):
        return read_text(source, name)
    if isinstance(source, str | Path):
        path = Path(source)
        return read_text(contents(path, language), path.name)
    rows = rows_of(source)
    if not all(isinstance(row, Mapping) for row in rows):
        raise DataError(name, say(WORDS, "no-record", language, kind=type(source).__name__))
    # Only a fact's bounds are days; a contact at midnight sharp keeps its hour.
    lines = (_line(row, are_days=read_text is read_facts) for row in rows)
    return read_text("\n".join(lines), name) if rows else ()


def _is_text(source: str) -> bool:
    """Whether it is a record itself: a path is not blank, and has no second line and no brace."""
    return not source.strip() or "\n" in source or source.lstrip().startswith("{")


def contents(path: Path, language: Language) -> str:
    """Return the text of a file.

    Raises
    ------
    DataError
        If it cannot be opened, or is not in UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(path.name, say(WORDS, "not-utf-8", language)) from None
    except OSError as error:
        told = say(WORDS, "no-file", language, path=path, reason=error.strerror)
        raise DataError(path.name, told) from None


def rows_of(source: Any) -> list[Row]:
    """Return the rows of a frame, of one record, or of several; what is missing becomes None."""
    if hasattr(source, "to_dict") and hasattr(source, "notna"):
        filled = source.astype(object).where(source.notna(), None)
        return list(filled.to_dict("records"))
    if isinstance(source, Mapping):
        return [source]
    return list(source) if isinstance(source, Iterable) else [source]


def _line(row: Row, *, are_days: bool) -> str:
    plain = {name: _plain(value, are_days=are_days) for name, value in row.items()}
    return json.dumps(plain, ensure_ascii=False, default=str)


def _plain(value: object, *, are_days: bool) -> object:
    # A column of whole numbers with a gap, and a column of days, come out of a frame like this.
    if isinstance(value, float):
        return int(value) if value.is_integer() else str(value)
    if are_days and isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    return value
