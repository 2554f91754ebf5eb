"""What a calculation comes to, for a program, a page and the command line."""

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from casebook.law.reasoning import Step, said, sentences
from casebook.text import Language, Text

_LABELS = ("casebook.law.limitation", "labels.yaml")


@dataclass(frozen=True, slots=True)
class Limitation:
    """The steps of the reasoning; each kind adds its own days and answers.

    A value of None is not known, or there is none; the steps say which.
    """

    steps: tuple[Step, ...] = field(kw_only=True)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON: days ISO, unknown values None, steps last."""
        plain = {name: _plain(value) for name, value in self.values().items()}
        return {**plain, "steps": [step.to_dict() for step in self.steps]}

    def values(self) -> dict[str, date | bool | None]:
        """Return the days and answers by name, in order."""
        return {
            item.name: getattr(self, item.name) for item in fields(self) if item.name != "steps"
        }

    def labelled(self) -> list[tuple[Text, Text]]:
        """Return each day and answer as words: its label and its value."""
        labels = sentences(*_LABELS)
        return [(labels.say(name), _words(value)) for name, value in self.values().items()]

    def lines(self, language: Language | str = Language.ZH) -> list[str]:
        """Return the result as lines of text: days and answers, then the numbered steps."""
        colon = "：" if Language(language) is Language.ZH else ": "
        found = [f"{label.say(language)}{colon}{v.say(language)}" for label, v in self.labelled()]
        steps = [f"{place}. {step.say(language)}" for place, step in enumerate(self.steps, 1)]
        return [*found, "", *steps]

    def __str__(self) -> str:
        return "\n".join(self.lines())


@dataclass(frozen=True, slots=True)
class ClaimLimitation(Limitation):
    """When a claim, or the enforcement of a judgment, runs out under Chinese law."""

    expires: date | None
    expires_unshifted: date | None
    outer: date | None
    expired: bool | None
    defence_lost: bool | None


@dataclass(frozen=True, slots=True)
class GuaranteePeriod(Limitation):
    """When a guarantee period ends, and whether the guarantor is free."""

    expires: date
    expires_unshifted: date
    freed: bool | None


@dataclass(frozen=True, slots=True)
class BritishLimitation(Limitation):
    """When a claim runs out under the law of a nation of the United Kingdom."""

    expires: date
    expired: bool | None
    sued_in_time: bool


@dataclass(frozen=True, slots=True)
class Moratorium(Limitation):
    """When a breathing space ends, and by when the creditor may ask for a review."""

    ends: date | None
    review_by: date
    running: bool | None


@dataclass(frozen=True, slots=True)
class ValidationPeriod(Limitation):
    """When a validation period ends in the United States."""

    assumed_received: date
    expires: date
    expired: bool | None
    dispute_in_time: bool | None


def _plain(value: date | bool | None) -> str | bool | None:
    return value.isoformat() if isinstance(value, date) else value


def _words(value: date | bool | None) -> Text:
    labels = sentences(*_LABELS)
    if isinstance(value, date):
        return Text(said(value, Language.ZH), said(value, Language.EN))
    return labels.say({True: "yes", False: "no", None: "unknown"}[value])
