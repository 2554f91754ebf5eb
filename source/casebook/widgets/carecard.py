"""Help in a crisis on a page: whom to turn to, what to do now, and how far to trust a number."""

from html import escape

from casebook.law.care import HELP_LINES, PROTOCOL, HelpLine, care
from casebook.text import Language
from casebook.widgets.interface import say

WORDS = "wording.yaml"


def care_card(jurisdiction: str, language: Language) -> str:
    """Draw the help lines and the protocol of a jurisdiction, each number with source and day."""
    found = care(jurisdiction)
    lines = "".join(_line(line, language) for line in found.help_lines)
    steps = "".join(f"<li>{escape(step.text.say(language))}</li>" for step in found.protocol)
    sources = "".join(_source(line, language) for line in found.help_lines)
    name, sourced = (escape(say(WORDS, word, language)) for word in ("care", "sources"))
    return (
        f'<div class="cbw-care" role="group" aria-label="{name}"><p class="cb-title">{name}</p>'
        f"<details><summary>{escape(PROTOCOL.say(language))}</summary><ol>{steps}</ol></details>"
        f"<p>{escape(HELP_LINES.say(language))}</p><ul>{lines}</ul>"
        f"<details><summary>{sourced}</summary><ul>{sources}</ul></details>"
        f'<p class="cbf-faint">{escape(found.note.say(language))}</p></div>'
    )


def _line(line: HelpLine, language: Language) -> str:
    about = " · ".join(text.say(language) for text in (line.for_, line.hours, line.area) if text)
    return f'<li>{_called(line, language)} <span class="cbf-faint">{escape(about)}</span></li>'


def _source(line: HelpLine, language: Language) -> str:
    checked = say(WORDS, "checked", language, day=line.checked.isoformat())
    return f"<li>{_called(line, language)} {escape(line.source)} · {escape(checked)}</li>"


def _called(line: HelpLine, language: Language) -> str:
    told = say(WORDS, "contact", language, line=line.name.say(language), contact=line.contact)
    return f"<strong>{escape(told)}</strong>"
