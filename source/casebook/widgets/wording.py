"""What was said or written, with every breach and every sign marked in the text, and a lawful way.

It is plain HTML, so that a saved notebook shows it too. Without a text a drill opens instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from casebook.activities import place
from casebook.activities.notice import Notice
from casebook.compliance.utterances.check import check
from casebook.compliance.utterances.model import Finding, Kind, Utterance
from casebook.errors import CasebookError, ContentError
from casebook.law.rules import jurisdictions, pack
from casebook.text import Language
from casebook.widgets import findings
from casebook.widgets.carecard import care_card
from casebook.widgets.interface import page, say
from casebook.widgets.marked import numbered, said
from casebook.widgets.plain import Standin
from casebook.widgets.utterancerecords import WORDS, utterances_in

if TYPE_CHECKING:
    from casebook.widgets.wordingdrill import WordingDrill

MOST_SHOWN = 200


def wording(
    text: Any = None, language: Language | str | None = None, jurisdiction: str = "CN"
) -> "Wording | WordingDrill | Standin | Notice":
    """Check a text, a file or a talk of many utterances; without one, open a place to write.

    `language` is that of the text; without it, the one that its characters are of. What cannot be
    read is shown as a notice with every fault.
    """
    spot = place.here()
    try:
        spoken = _language(language)
        if text is not None:
            found = utterances_in(text, spot.language, language=spoken, jurisdiction=jurisdiction)
            return Wording(spot.language, jurisdiction, found)
        pack(jurisdiction)
    except CasebookError as error:
        return findings.refused(error, spot.language)
    if spot.is_graded:
        return Standin(f"WordingDrill({jurisdiction!r})")
    return _drill(spot.language, spoken, jurisdiction)


def _language(language: Language | str | None) -> Language | None:
    if language is None:
        return None
    if language in set(Language):
        return Language(language)
    expected = f"one of {', '.join(Language)}"
    raise ContentError("cb.wording()", f"language is {language!r}", expected)


def _drill(language: Language, spoken: Language | None, jurisdiction: str) -> "WordingDrill":
    from casebook.widgets.wordingdrill import WordingDrill

    return WordingDrill(language, spoken, jurisdiction)


@dataclass(frozen=True, repr=False)
class Wording:
    """Utterances, and what the checker finds in each, told in `language`."""

    language: Language
    jurisdiction: str
    utterances: tuple[Utterance, ...]

    @cached_property
    def findings(self) -> tuple[tuple[Finding, ...], ...]:
        """What was found, for each utterance, as it stands in the text; what is missing last."""
        return tuple(tuple(sorted(found, key=_place)) for found in check(self.utterances))

    @property
    def breaches(self) -> int:
        """How many breaches a collector made."""
        return sum(not one.kind.is_of_client for found in self.findings for one in found)

    @property
    def signs(self) -> int:
        """How many signs the others gave."""
        return sum(one.kind.is_of_client for found in self.findings for one in found)

    def edit(self) -> "WordingDrill":
        """Open these words in the drill."""
        drill = _drill(self.language, None, self.jurisdiction)
        drill.take(self.utterances)
        return drill

    def __repr__(self) -> str:
        counted = f"utterances={len(self.utterances)}, breaches={self.breaches}, signs={self.signs}"
        return f"Wording({self.jurisdiction!r}, {counted})"

    def _repr_html_(self) -> str:
        parts = (
            f'<p class="cb-title">{escape(self.title())}</p>',
            *self._care(),
            *self._said(),
            findings.rule_cards(self._cited(), self.language),
            f'<p class="cbf-note">{self._say("limits")}</p>',
            self._foot(),
        )
        name = say(WORDS, "name", self.language)
        return page("cbf cbw", name, self.language, parts, ("findings.css", "wording.css"))

    def title(self) -> str:
        """Say in one line what was found."""
        names = {
            (True, True): "title-signs",
            (True, False): "title",
            (False, True): "title-only-signs",
        }
        name = names.get((self.breaches > 0, self.signs > 0), "title-none")
        return say(WORDS, name, self.language, breaches=self.breaches, signs=self.signs)

    def _say(self, sentence: str, **given: object) -> str:
        return escape(say(WORDS, sentence, self.language, **given))

    def _care(self) -> Iterator[str]:
        """Draw the help for each jurisdiction in which somebody is in distress."""
        each = zip(self.utterances, self.findings, strict=True)
        places = (one.jurisdiction for one, found in each if _is_crisis(found))
        for jurisdiction in dict.fromkeys(places):
            yield care_card(jurisdiction, self.language)

    def _said(self) -> Iterator[str]:
        number, is_talk = 1, len(self.utterances) > 1
        for one, found in zip(self.utterances[:MOST_SHOWN], self.findings, strict=False):
            yield said(one, numbered(found, number), self.language, is_talk=is_talk)
            number += len(found)
        if len(self.utterances) > MOST_SHOWN:
            count = len(self.utterances)
            yield f'<p class="cbf-note">{self._say("cut", most=MOST_SHOWN, count=count)}</p>'

    def _cited(self) -> Iterator[str]:
        for found in self.findings[:MOST_SHOWN]:
            yield from (one.rule for one in found if one.rule)

    def _foot(self) -> str:
        places = dict.fromkeys(one.jurisdiction for one in self.utterances) or [self.jurisdiction]
        laws = (say(findings.WORDS, f"law {one}", self.language) for one in places)
        rules = (rule for one in places if one in jurisdictions() for rule in pack(one))
        return findings.foot(say(WORDS, "and", self.language).join(laws), rules, self.language)


def _place(finding: Finding) -> tuple[bool, tuple[int, int]]:
    return (finding.span is None, finding.span or (0, 0))


def _is_crisis(found: tuple[Finding, ...]) -> bool:
    return any(one.kind is Kind.CLIENT_DISTRESS_OR_SELF_HARM for one in found)
