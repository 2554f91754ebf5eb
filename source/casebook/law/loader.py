"""Read a pack of rules strictly: every fault is found before any is reported."""

import re
from collections import Counter
from collections.abc import Hashable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from casebook.errors import ContentError
from casebook.law.model import Basis, Confidence, Rank, Review, Rule, Severity
from casebook.text import Text

# The C loader reads a pack about ten times faster, but not every build of PyYAML has it.
_FastLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

FIELDS = (
    "id",
    "title",
    "text",
    "instrument",
    "article",
    "in_force_from",
    "in_force_until",
    "rank",
    "severity",
    "confidence",
    "source",
    "revised",
    "legal_review",
)

Closed = TypeVar("Closed", bound=StrEnum)


class _PackLoader(_FastLoader):  # type: ignore[misc]
    """Refuse a key written twice, which YAML would let win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key, count in Counter(map(str, keys)).items():
            if count > 1:
                line = node.start_mark.line + 1
                raise yaml.YAMLError(f'line {line}: key "{key}" is written {count} times')
        return super().construct_mapping(node, deep=deep)  # type: ignore[no-any-return]


def read_pack(text: str, where: str) -> tuple[Rule, ...]:
    """Return the rules written in `text`, a pack in YAML that errors call `where`.

    Raises
    ------
    ContentError
        With all faults of the pack at once.
    """
    try:
        # safe_load's own rules, with the duplicate check on top.
        raw = yaml.load(text, Loader=_PackLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError) as error:  # a 30 February is a ValueError
        raise ContentError(where, f"not readable YAML: {error}", do="mend the YAML") from error
    pack = _Pack(where)
    rules = pack.read(raw)
    if pack.faults:
        raise ContentError.of(where, pack.faults)
    return rules


class _Pack:
    """One reading of one pack, gathering faults as it goes."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[str] = []

    def fault(self, item: str, what: str, expected: str) -> None:
        self.faults.append(f"{self.where}: {item}: {what}, expected {expected}")

    def read(self, raw: object) -> tuple[Rule, ...]:
        top = self.mapping(raw, "the pack", ("jurisdiction", "rules"))
        jurisdiction = self.string(top, "jurisdiction", "the pack")
        listed = top.get("rules")
        if not isinstance(listed, list) or not listed:
            self.fault("rules", f"is {listed!r}", "a list of rules")
            return ()
        rules = [self.rule(entry, place, jurisdiction) for place, entry in enumerate(listed, 1)]
        for id_, count in Counter(rule.id for rule in rules).items():
            if count > 1:
                self.fault(f'rule "{id_}"', f"id is used {count} times", "once")
        return tuple(rules)

    def rule(self, raw: object, place: int, jurisdiction: str) -> Rule:
        id_ = raw.get("id") if isinstance(raw, dict) else None
        item = f'rule "{id_}"' if isinstance(id_, str) else f"rule no. {place}"
        entry = self.mapping(raw, item, FIELDS)
        rule = Rule(
            id=self.id(entry, item, jurisdiction),
            jurisdiction=jurisdiction,
            title=self.text(entry, "title", item),
            text=self.text(entry, "text", item),
            instrument=self.text(entry, "instrument", item),
            article=self.article(entry, item),
            in_force_from=self.day(entry, "in_force_from", item),
            in_force_until=self.day(entry, "in_force_until", item),
            rank=self.closed(Rank, entry, "rank", item),
            severity=self.closed(Severity, entry, "severity", item),
            confidence=self.confidence(entry, item),
            source=self.string(entry, "source", item),
            revised=self.revised(entry, item),
            legal_review=self.review(entry.get("legal_review"), item),
        )
        if (rule.article is None) != (rule.confidence.article is None):
            self.fault(item, "article and confidence.article differ", "both null, or neither")
        first, last = rule.in_force_from, rule.in_force_until
        if first and last and last < first:
            self.fault(item, f"in_force_until {last} is before in_force_from", f"{first} or later")
        return rule

    def mapping(self, raw: object, item: str, fields: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self.fault(item, f"is {raw!r}", f"a mapping with {', '.join(fields)}")
            return {}
        for field in sorted(set(map(str, raw)) - set(fields)):
            self.fault(item, f'field "{field}" is unknown', f"one of {', '.join(fields)}")
        for field in fields:
            if field not in raw:
                self.fault(item, f'field "{field}" is missing', "it, even if null")
        return raw

    def id(self, entry: dict[str, Any], item: str, jurisdiction: str) -> str:
        id_ = self.string(entry, "id", item)
        if id_ and not re.fullmatch(rf"{re.escape(jurisdiction)}-([A-Z]{{3}}-)?\d{{2}}", id_):
            self.fault(
                item, f"id is {id_!r}", f"the form {jurisdiction}-ABC-01 or {jurisdiction}-01"
            )
        return id_

    def string(self, entry: dict[str, Any], field: str, item: str) -> str:
        value = entry.get(field)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if field in entry:  # its absence is already told
            self.fault(item, f"{field} is {value!r}", "text; put a bare number in quotes")
        return ""

    def article(self, entry: dict[str, Any], item: str) -> str | None:
        is_unknown = "article" in entry and entry["article"] is None
        return None if is_unknown else self.string(entry, "article", item)

    def text(self, entry: dict[str, Any], field: str, item: str) -> Text:
        if field not in entry:
            return Text("", "")
        place = f"{item}: {field}"
        twins = self.mapping(entry[field], place, ("zh", "en"))
        return Text(self.string(twins, "zh", place), self.string(twins, "en", place))

    def day(self, entry: dict[str, Any], field: str, item: str) -> date | None:
        value = entry.get(field)
        if value is None or type(value) is date:
            return value
        self.fault(item, f"{field} is {value!r}", "a date such as 2021-01-01, or null")
        return None

    def revised(self, entry: dict[str, Any], item: str) -> date:
        day = self.day(entry, "revised", item)
        if day is None and "revised" in entry and entry["revised"] is None:
            self.fault(item, "revised is null", "the day on which the record was last changed")
        return day or date.min

    def closed(self, kind: type[Closed], entry: dict[str, Any], field: str, item: str) -> Closed:
        value = entry.get(field)
        if value not in list(kind):
            if field in entry:
                self.fault(item, f"{field} is {value!r}", f"one of {', '.join(kind)}")
            return next(iter(kind))
        return kind(value)

    def confidence(self, entry: dict[str, Any], item: str) -> Confidence:
        fields, place = ("rule", "article", "date"), f"{item}: confidence"
        known = self.mapping(entry["confidence"], place, fields) if "confidence" in entry else {}
        has_article = known.get("article", "") is not None
        return Confidence(
            rule=self.closed(Basis, known, "rule", place),
            article=self.closed(Basis, known, "article", place) if has_article else None,
            date=self.closed(Basis, known, "date", place),
        )

    def review(self, raw: object, item: str) -> Review | None:
        if raw is None:
            return None
        place = f"{item}: legal_review"
        entry = self.mapping(raw, place, ("by", "date"))
        by, on = self.string(entry, "by", place), self.day(entry, "date", place)
        if on is None:
            self.fault(place, "date is null", "the day of the review")
            return None
        return Review(by, on)
