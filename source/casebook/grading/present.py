"""Show a verdict as plain escaped HTML, so that formgrader and feedback pages need no kernel."""

import re
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

from nbformat import NotebookNode

from casebook.activities.authored import read_yaml
from casebook.activities.nouns import Criterion, Status
from casebook.activities.numbers import say_number
from casebook.grading import cells as making
from casebook.grading.verdict import PartVerdict
from casebook.text import Language, Text

#: Stands under a criterion that nobody has marked yet, for readers of either language.
UNMARKED = "尚未批改，现在的 0 不是成绩 · not marked yet: the 0 shown is no mark"


@cache
def _interface() -> dict[str, Text]:
    path = Path(str(files("casebook.grading"))) / "present.yaml"
    return {name: Text(**both) for name, both in read_yaml(path).items()}


def _say(message: str, language: Language, **given: object) -> str:
    return escape(_interface()[message].say(language).format(**given))


def output(part: PartVerdict, language: Language) -> NotebookNode:
    """Return the output that stands for `part` in the graded notebook."""
    text = f"{part.grade_id}: {part.points:g} / {part.max_points:g} ({part.status})"
    body = "".join(
        _criterion(criterion, language, is_only=len(part.criteria) == 1)
        for criterion in part.criteria
    )
    style = (
        "border:1px solid #9e9e9e;border-left-width:5px;padding:8px 14px;margin:4px 0;"
        "line-height:1.6;font-family:sans-serif"
    )
    html = (
        f'<div lang="{language}" class="tex2jax_ignore mathjax_ignore" style="{style}">'
        f"{_verdict(part, language)}{body}</div>"
    )
    return making.output("display_data", {"text/html": html, "text/plain": text})


def _verdict(part: PartVerdict, language: Language) -> str:
    """Return a part's points and status; what is worth nothing in itself has neither."""
    if not part.max_points:
        return ""
    given, most = say_number(part.points), say_number(part.max_points)
    points = _say("points", language, points=given, of=most)
    return f"<div><strong>{points}</strong> · {_say(part.status, language)}</div>"


def levels(criterion: Criterion, language: Language) -> str:
    """Return the Markdown of a criterion that a person marks: what earns how much."""
    title, said = criterion.title.say(language), (text.say(language) for text in criterion.feedback)
    return "\n".join((f"**{title}**", "", *(f"- {_plain(line)}" for line in said)))


def marker_note(text: Text, language: Language) -> str:
    """Return the Markdown of a note to whoever marks."""
    said = _plain(text.say(language)).replace("\n", "\n>\n> ")
    return f"> **{_say('marker', language)}** {said}"


def _plain(text: str) -> str:
    """Keep what Markdown and HTML would take for their own out of it."""
    return re.sub(r"([\\`*_{}\[\]<>#|$])", r"\\\1", text)


def _criterion(criterion: Criterion, language: Language, *, is_only: bool) -> str:
    """Return one item's lines: what was asked, what was answered, and what that earned."""
    lines = [] if is_only else [_heading(criterion, language)]
    if criterion.given is not None:
        lines.append(f"<div>{_say('given', language)}{_lines(criterion.given, language)}</div>")
    elif criterion.status is Status.NOT_ANSWERED:
        lines.append(f"<div><em>{_say('none', language)}</em></div>")
    lines.extend(f"<div>{_lines(text, language)}</div>" for text in criterion.feedback)
    if criterion.given is not None and criterion.rules:
        rules = escape(", ".join(criterion.rules))
        lines.append(f"<div><small>{_say('rules', language)}{rules}</small></div>")
    gap = "" if is_only else "border-top:1px solid #e0e0e0;margin-top:8px;padding-top:8px"
    return f'<div style="{gap}">{"".join(lines)}</div>'


def _heading(criterion: Criterion, language: Language) -> str:
    """Return what was asked, with its points; what is worth nothing has none."""
    title = _lines(criterion.title, language)
    if not criterion.max_points:
        return f"<div><strong>{title}</strong></div>"
    points = f"{say_number(criterion.points)} / {say_number(criterion.max_points)}"
    return f"<div><strong>{_mark(criterion)} {points}</strong> · {title}</div>"


def _lines(text: Text, language: Language) -> str:
    return escape(text.say(language)).replace("\n", "<br>")


def _mark(criterion: Criterion) -> str:
    if criterion.status is not Status.GRADED:
        return "–"
    if criterion.points == criterion.max_points:
        return "✓"
    return "◐" if criterion.points else "✗"
