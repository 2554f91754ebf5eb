"""What a rule of law is: a dated record that says how far each of its fields was checked."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape
from re import fullmatch

from casebook.text import Language, Text

NOT_REVIEWED = Text("未经律师审阅", "not reviewed by a lawyer")


class Rank(StrEnum):
    """The weight of the instrument, heaviest first; no law but a house itself makes the last."""

    LAW = "law"
    JUDICIAL_INTERPRETATION = "judicial-interpretation"
    ADMINISTRATIVE_REGULATION = "administrative-regulation"
    DEPARTMENTAL_RULE = "departmental-rule"
    NATIONAL_STANDARD = "national-standard"
    GUIDELINE = "guideline"
    HOUSE_POLICY = "house-policy"


class Severity(StrEnum):
    """How hard a breach counts; a `note` states a legal effect and cannot itself be breached."""

    BLOCK = "block"
    FAIL = "fail"
    WARN = "warn"
    NOTE = "note"

    @property
    def weight(self) -> int:
        """How heavy it is; the lightest weighs 0."""
        return len(Severity) - 1 - list(Severity).index(self)


class Basis(StrEnum):
    """How a field came to be known."""

    FOUND_TEXT = "found-text"
    FOUND_PRESS = "found-press"
    RECALLED = "recalled"
    INFERENCE = "inference"


@dataclass(frozen=True, slots=True)
class Confidence:
    """The basis of the rule's substance, of its article number, if it has one, and of its date."""

    rule: Basis
    article: Basis | None
    date: Basis

    @property
    def is_found_text(self) -> bool:
        """Whether the instrument itself was read for every field."""
        return {self.rule, self.article, self.date} == {Basis.FOUND_TEXT}


@dataclass(frozen=True, slots=True)
class Review:
    """A lawyer's review of the record."""

    by: str
    on: date


@dataclass(frozen=True, slots=True, repr=False)
class Rule:
    """One rule, in our own words; the instrument governs, not this summary.

    Its `article` is None where no number is known, or where no single article says it. `revised` is
    the day on which the record itself was last changed, whatever the day of the law.
    """

    id: str
    jurisdiction: str
    title: Text
    text: Text
    instrument: Text
    article: str | None
    in_force_from: date | None
    in_force_until: date | None
    rank: Rank
    severity: Severity
    confidence: Confidence
    source: str
    revised: date
    legal_review: Review | None

    def is_in_force(self, on: date) -> bool:
        """Say whether the rule binds on the day `on`; its first and last days both count."""
        begun = self.in_force_from is None or self.in_force_from <= on
        return begun and (self.in_force_until is None or on <= self.in_force_until)

    def citation(self, language: Language | str) -> str:
        """Name the instrument and the article, if known, as `language` cites them."""
        instrument, is_zh = self.instrument.say(language), Language(language) is Language.ZH
        if self.article is None:
            return instrument
        if is_zh:
            return f"{instrument}{_article_zh(self.article)}"
        sign = "art. " if fullmatch(r"\d+(-\d)?(\(\d\))*([–, ].*)?", self.article) else ""
        return f"{instrument}, {sign}{self.article}"

    def __repr__(self) -> str:
        return f"Rule({self.id!r})"

    def _repr_html_(self) -> str:
        return card(self)


def card(rule: Rule) -> str:
    """Draw `rule` as a small HTML card in both languages; every value is escaped."""
    return (
        '<div class="casebook-rule" style="border-left:3px solid '
        'var(--jp-brand-color1,#1976d2);padding:0 12px;margin:8px 0">'
        f"{_half(rule, Language.ZH)}{_half(rule, Language.EN)}"
        f"<p><small>{escape(rule.id)} · {escape(_review(rule))}</small></p></div>"
    )


def _half(rule: Rule, language: Language) -> str:
    title, text, cited = map(
        escape, (rule.title.say(language), rule.text.say(language), rule.citation(language))
    )
    return f'<div lang="{language}"><p><strong>{title}</strong> · {cited}</p><p>{text}</p></div>'


def _article_zh(article: str) -> str:
    """Write `188(1)`, `8(1)(2)`, `253-1`, `28–30` and `17, 25` as Chinese statutes are cited.

    A number of another form, such as `1006.14(b)(2)` or `7.3.10R`, is its own country's and stays.
    """
    if fullmatch(r"\d+([–, ]+\d+)*", article):
        return f"第{article.replace(', ', '、')}条"
    if section := fullmatch(r"(?:ss?|regs?)\. (.+)", article):
        return _article_zh(section[1])
    return "、".join(map(_one_article_zh, article.split(", ")))


def _one_article_zh(article: str) -> str:
    numerals = "一二三四五六七八九"
    parts = fullmatch(r"(\d+)(?:-(\d))?(?:\((\d)\))?(?:\((\d)\))?", article)
    if parts is None:
        return f" {article}"
    number, added, paragraph, item = parts.groups()
    forms = ((added, "之{}"), (paragraph, "第{}款"), (item, "第（{}）项"))
    told = (form.format(numerals[int(part) - 1]) for part, form in forms if part)
    return "".join((f"第{number}条", *told))


def _review(rule: Rule) -> str:
    if rule.legal_review is None:
        return f"{NOT_REVIEWED.zh} / {NOT_REVIEWED.en}"
    review = rule.legal_review
    return f"律师审阅 / reviewed by a lawyer: {review.by}, {review.on.isoformat()}"
