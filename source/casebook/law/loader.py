"""Read a pack of rules strictly: every fault is found before any is reported."""

import re
from collections import Counter
from datetime import date
from typing import Any

from casebook.errors import ContentError
from casebook.law.entries import Entries, read_yaml
from casebook.law.model import Basis, Confidence, Rank, Review, Rule, Severity

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


def read_pack(text: str, where: str) -> tuple[Rule, ...]:
    """Return the rules written in `text`, a pack in YAML that errors call `where`.

    Raises
    ------
    ContentError
        With all faults of the pack at once.
    """
    raw = read_yaml(text, where)
    pack = _Pack(where)
    rules = pack.read(raw)
    if pack.faults:
        raise ContentError.of(where, pack.faults)
    return rules


class _Pack(Entries):
    """One reading of one pack."""

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

    def id(self, entry: dict[str, Any], item: str, jurisdiction: str) -> str:
        id_ = self.string(entry, "id", item)
        if id_ and not re.fullmatch(rf"{re.escape(jurisdiction)}-([A-Z]{{3}}-)?\d{{2}}", id_):
            self.fault(
                item, f"id is {id_!r}", f"the form {jurisdiction}-ABC-01 or {jurisdiction}-01"
            )
        return id_

    def article(self, entry: dict[str, Any], item: str) -> str | None:
        is_unknown = "article" in entry and entry["article"] is None
        return None if is_unknown else self.string(entry, "article", item)

    def revised(self, entry: dict[str, Any], item: str) -> date:
        day = self.day(entry, "revised", item)
        if day is None and "revised" in entry and entry["revised"] is None:
            self.fault(item, "revised is null", "the day on which the record was last changed")
        return day or date.min

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
