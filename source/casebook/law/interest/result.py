"""What the calculator answers: totals, rows, where each yuan goes, and the reasoning."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from casebook.law.interest.money import pct, yuan
from casebook.law.interest.terms import Goes, Kind
from casebook.law.reasoning import Step, sentences
from casebook.text import Language, Text

PACKAGE = "casebook.law.interest"
UNKNOWN = "unknown"
_RATES = frozenset({"total-irr_monthly_x12", "total-irr_effective", "total-simple_annualised"})

Total = Decimal | int | date | str | None


def sentence(key: str, **values: object) -> Text:
    """Fill the sentence `key` of the reasoning; an amount is given as it is to be written."""
    return sentences(PACKAGE).say(key, **values)


def word(key: str, **values: object) -> Text:
    """Fill the label `key`, which results are printed with."""
    return sentences(PACKAGE, "words.yaml").say(key, **values)


class Line:
    """A row of a result. Each kind of row is a frozen dataclass that says itself in one line."""

    __slots__ = ()

    def text(self) -> Text:
        """Return the row as the command line prints it."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain values: amounts as strings, days as ISO."""
        # A field cannot be called `from`, which is Python's own word.
        return {
            field.name.rstrip("_"): plain(getattr(self, field.name))
            for field in fields(self)  # type: ignore[arg-type]
        }


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one case; amounts are Decimal yuan with two decimals, rates percent.

    `totals` holds the answers by name, None where this kit does not know; `goes` tells where each
    yuan goes, for a chart.
    """

    kind: Kind
    totals: Mapping[str, Total]
    rows: tuple[Line, ...]
    goes: Mapping[Goes, Decimal]
    steps: tuple[Step, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain values for JSON, the totals at top level."""
        return {
            "kind": str(self.kind),
            **{name: plain(value) for name, value in self.totals.items()},
            "goes": {str(where): plain(amount) for where, amount in self.goes.items()},
            "rows": [row.to_dict() for row in self.rows],
            "steps": [step.to_dict() for step in self.steps],
        }

    def labelled(self) -> list[tuple[Text, Text]]:
        """Return each answer as words: its label and its value."""
        keys = {f"total-{name}": value for name, value in self.totals.items()}
        return [(word(key), _written(key, value)) for key, value in keys.items()]

    def shares(self) -> list[tuple[Text, Decimal]]:
        """Return where the money goes, for a chart: a label and an amount, if it is not 0."""
        return [(word(f"goes-{where}"), amount) for where, amount in self.goes.items() if amount]

    def lines(self, language: Language | str = Language.ZH) -> list[str]:
        """Return what the command line prints: answers, shares, rows, then the reasoning."""
        shares = [(label, _written("goes", amount)) for label, amount in self.shares()]
        sections = (
            ("answers", [_joined(*each) for each in self.labelled()]),
            ("goes", [_joined(*each) for each in shares]),
            ("rows", [row.text() for row in self.rows]),
        )
        printed = [word(f"kind-{self.kind}").say(language)]
        for heading, texts in sections:
            if texts:
                printed.append(word(f"heading-{heading}").say(language))
                printed += [f"  {text.say(language)}" for text in texts]
        printed.append(word("heading-steps").say(language))
        printed += [f"  {place}. {step.say(language)}" for place, step in enumerate(self.steps, 1)]
        return printed

    def __str__(self) -> str:
        return "\n".join(self.lines())


def plain(value: object) -> Any:
    """Return `value` as JSON has it: an amount or a name as text, a day as ISO."""
    if isinstance(value, Decimal | StrEnum):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _joined(label: Text, written: Text) -> Text:
    return Text(f"{label.zh}：{written.zh}", f"{label.en}: {written.en}")


def _written(key: str, value: Total) -> Text:
    if value is None:
        return word(UNKNOWN)
    if isinstance(value, StrEnum):
        return word(f"name-{value}")
    if isinstance(value, Decimal):
        is_rate = key.endswith("_pct") or key in _RATES
        return word("plain", value=pct(value)) if is_rate else word("yuan", amount=yuan(value))
    return word("plain", value=value)
