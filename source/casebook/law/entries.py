"""Strict reading of what authors write in YAML: every fault is found before any is told."""

from collections import Counter
from collections.abc import Hashable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from casebook.errors import ContentError
from casebook.text import Text

# The C loader reads a pack about ten times faster, but not every build of PyYAML has it.
_FastLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Closed = TypeVar("Closed", bound=StrEnum)


class _StrictLoader(_FastLoader):  # type: ignore[misc]
    """Refuse a key written twice, which YAML would let win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key, count in Counter(map(str, keys)).items():
            if count > 1:
                line = node.start_mark.line + 1
                raise yaml.YAMLError(f'line {line}: key "{key}" is written {count} times')
        return super().construct_mapping(node, deep=deep)  # type: ignore[no-any-return]


def read_yaml(text: str, where: str) -> Any:
    """Return the plain data written in `text`, YAML that errors call `where`.

    Raises
    ------
    ContentError
        If it cannot be read, or a key is written twice in one mapping.
    """
    try:
        # safe_load's own rules, with the duplicate check on top.
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError) as error:  # a 30 February is a ValueError
        raise ContentError(where, f"not readable YAML: {error}", do="mend the YAML") from error


class Entries:
    """One reading of one file, gathering faults as it goes."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[str] = []

    def fault(self, item: str, what: str, expected: str) -> None:
        """Note that `item` is `what` where `expected` was due."""
        self.faults.append(f"{self.where}: {item}: {what}, expected {expected}")

    def mapping(self, raw: object, item: str, fields: tuple[str, ...]) -> dict[str, Any]:
        """Return `raw` as a mapping that has each of `fields` and no other."""
        if not isinstance(raw, dict):
            self.fault(item, f"is {raw!r}", f"a mapping with {', '.join(fields)}")
            return {}
        for field in sorted(set(map(str, raw)) - set(fields)):
            self.fault(item, f'field "{field}" is unknown', f"one of {', '.join(fields)}")
        for field in fields:
            if field not in raw:
                self.fault(item, f'field "{field}" is missing', "it, even if null")
        return raw

    def string(self, entry: dict[str, Any], field: str, item: str) -> str:
        """Return the text of `field`, stripped."""
        value = entry.get(field)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if field in entry:  # its absence is already told
            self.fault(item, f"{field} is {value!r}", "text; put a bare number in quotes")
        return ""

    def text(self, entry: dict[str, Any], field: str, item: str) -> Text:
        """Return both languages of `field`."""
        if field not in entry:
            return Text("", "")
        place = f"{item}: {field}"
        twins = self.mapping(entry[field], place, ("zh", "en"))
        return Text(self.string(twins, "zh", place), self.string(twins, "en", place))

    def day(self, entry: dict[str, Any], field: str, item: str) -> date | None:
        """Return the date of `field`, or None where it is null."""
        value = entry.get(field)
        if value is None or type(value) is date:
            return value
        self.fault(item, f"{field} is {value!r}", "a date such as 2021-01-01, or null")
        return None

    def closed(self, kind: type[Closed], entry: dict[str, Any], field: str, item: str) -> Closed:
        """Return the member of `kind` that `field` names."""
        value = entry.get(field)
        if value not in list(kind):
            if field in entry:
                self.fault(item, f"{field} is {value!r}", f"one of {', '.join(kind)}")
            return next(iter(kind))
        return kind(value)
