"""What every page of findings has: how hard each weighs in words, its rules, and what it is not."""

from collections.abc import Iterable
from html import escape

from casebook.activities.notice import Notice, Tone
from casebook.errors import CasebookError
from casebook.law.model import Rule, Severity
from casebook.text import Language
from casebook.widgets.interface import say
from casebook.widgets.rulecard import rule_card

WORDS = "findings.yaml"
MOST_TOLD = 20
#: Beside the word, so that nothing hangs on a colour.
_MARK = {Severity.BLOCK: "■", Severity.FAIL: "▲", Severity.WARN: "◇", Severity.NOTE: "·"}


def severity_mark(severity: Severity, language: Language) -> str:
    """Return the severity as a mark and a word."""
    word = escape(say(WORDS, f"severity {severity}", language))
    return (
        f'<span class="cbf-severity" data-severity="{severity}">'
        f'<span aria-hidden="true">{_MARK[severity]}</span> {word}</span>'
    )


def rule_title(rule_id: str, language: Language) -> str:
    """Return the title and the id of a rule, for a line of a table."""
    card = rule_card(rule_id, language)
    return f"{escape(card['title'])} {code(card['id'])}"


def code(text: str) -> str:
    """Return an id or a name as it stands in a file."""
    return f'<code class="cbf-code">{escape(text)}</code>'


def rule_cards(ids: Iterable[str], language: Language) -> str:
    """Draw a card for each rule, in the order given, once."""
    cards = "".join(_card(rule_card(id_, language)) for id_ in dict.fromkeys(ids))
    if not cards:
        return ""
    name = escape(say(WORDS, "rules", language))
    return f'<div class="cbf-rules" role="group" aria-label="{name}"><p>{name}</p>{cards}</div>'


def _card(card: dict[str, str]) -> str:
    title, text, cited = (escape(card[name]) for name in ("title", "text", "cited"))
    return (
        f'<details class="cbf-rule"><summary>{title} {code(card["id"])}</summary>'
        f'<p>{text}</p><p class="cbf-faint">{cited}</p></details>'
    )


def foot(law: str, rules: Iterable[Rule], language: Language) -> str:
    """Say which law applies, whether a lawyer has reviewed it, and that this is no legal advice."""
    told = "foot-reviewed" if all(rule.legal_review for rule in rules) else "foot"
    return f'<p class="cbf-faint cbf-foot">{escape(say(WORDS, told, language, law=law))}</p>'


def refused(error: CasebookError, language: Language) -> Notice:
    """Show what is wrong with something given, in place of a traceback."""
    lines = [line.strip() for line in str(error).split("\n")]
    more = len(lines) - MOST_TOLD
    last = [say(WORDS, "more", language, count=more)] if more > 0 else []
    return Notice(Tone.FAULT, say(WORDS, "refused", language), (*lines[:MOST_TOLD], *last))
