"""Check what was written and said: each finding with its place, rule, reason and rewording."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from casebook.compliance.utterances.features import Clause, Read, features, read
from casebook.compliance.utterances.model import Finding, Kind, Speaker, Utterance
from casebook.compliance.utterances.outright import outright
from casebook.compliance.utterances.scorer import KINDS, scorer
from casebook.law.entries import read_yaml
from casebook.law.model import Severity
from casebook.text import Text

# What is missing has no place.
ABSENT = frozenset({Kind.MISSING_IDENTITY, Kind.AMOUNT_NOT_SPLIT})
# A clause belongs to the finding if it speaks for it this much of what the first one does.
NEARLY = 0.5
# What is said outright counts unless the scorer is this sure (in log-odds) that it is nothing.
OUTRIGHT = -2.5


def check(utterances: Iterable[Utterance]) -> Iterator[tuple[Finding, ...]]:
    """Yield the findings of each utterance, in the order of the kinds.

    A client's words are looked at for signs, a collector's for breaches. A kind that needs context
    that was not given stays silent.
    """
    for utterance in utterances:
        yield tuple(_findings(read(utterance)))


def _findings(seen: Read) -> Iterator[Finding]:
    if not any(map(str.isalnum, seen.normal.text)):
        return  # nothing is said, whatever the setting makes likely
    known, said = scorer(seen.utterance.lang), outright(seen)
    odds = known.odds(features(seen))
    found = [
        kind
        for kind, odd in zip(KINDS, odds, strict=True)
        if is_found(kind, odd, kind in said, seen.utterance)
    ]
    sought = {*found} - said.keys() - ABSENT
    pulls = [known.pulls(features(_alone(seen, one))) for one in seen.clauses] if sought else []
    for kind in found:
        column = [float(each[KINDS.index(kind)]) for each in pulls]
        yield _finding(kind, seen, _place(seen, column) if kind in sought else said.get(kind))


def is_found(kind: Kind, odds: float, is_outright: bool, said: Utterance) -> bool:
    """Say whether `kind` counts as found in what was `said`, given its log-odds."""
    return odds > (OUTRIGHT if is_outright else 0) and _may_be(kind, said)


def _may_be(kind: Kind, said: Utterance) -> bool:
    if kind.is_of_client != (said.speaker is not Speaker.COLLECTOR):
        return False
    if kind is Kind.AMOUNT_NOT_SPLIT:
        return said.channel.is_written
    if kind is Kind.MISSING_IDENTITY:
        return said.turn is None or said.is_first
    return True


def _finding(kind: Kind, seen: Read, place: tuple[int, int] | None) -> Finding:
    told = _told()[kind]
    rule = told.rules.get(seen.utterance.jurisdiction)
    span = seen.normal.span(*place) if place else None
    return Finding(kind, span, rule, told.severity, told.why, told.rewording)


def _place(seen: Read, pulls: list[float]) -> tuple[int, int] | None:
    """Return the stretch of clauses that speaks most for a kind; `pulls` has each one's part."""
    if not pulls:
        return None
    best = max(range(len(pulls)), key=pulls.__getitem__)
    first = last = best
    while first > 0 and pulls[first - 1] >= NEARLY * pulls[best] > 0:
        first -= 1
    while last + 1 < len(pulls) and pulls[last + 1] >= NEARLY * pulls[best] > 0:
        last += 1
    return seen.clauses[first].start, seen.clauses[last].end


def _alone(seen: Read, clause: Clause) -> Read:
    names = frozenset(name for classes in clause.classes for name in classes)
    return replace(seen, clauses=(clause,), names=names)


@dataclass(frozen=True, slots=True)
class Told:
    """What a finding of one kind says; `rules` has the rule of each jurisdiction, or None."""

    severity: Severity
    rules: Mapping[str, str | None]
    why: Text
    rewording: Text


@cache
def _told() -> Mapping[Kind, Told]:
    where = "compliance/utterances/kinds.yaml"
    path = files("casebook.compliance.utterances") / "kinds.yaml"
    raw = read_yaml(path.read_text(encoding="utf-8"), where)
    return {Kind(name): _said_of(entry) for name, entry in raw.items()}


def _said_of(raw: Mapping[str, Any]) -> Told:
    return Told(
        Severity(raw["severity"]), raw["rules"], Text(**raw["why"]), Text(**raw["rewording"])
    )
