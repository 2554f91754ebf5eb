"""What the pages of the law room share: reasons with their rules as cards, and the foot."""

from collections.abc import Iterable
from html import escape
from os import PathLike
from pathlib import Path

from casebook.activities.notice import Notice, Tone
from casebook.errors import DataError
from casebook.law.model import NOT_REVIEWED
from casebook.law.reasoning import Step
from casebook.text import Language, Text
from casebook.widgets import interface
from casebook.widgets.interface import say
from casebook.widgets.rulecard import rule_card

WORDS = "lawpage.yaml"

#: Where a case is written: a path to a YAML or JSON file.
Written = str | PathLike[str]


def text_of(path: Written) -> str:
    """Return what the file at `path` says.

    Raises
    ------
    DataError
        If it cannot be read, or is no text in UTF-8.
    """
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        expected = "a YAML or JSON file"
        raise DataError(
            str(path), f"not readable: {error.strerror}", expected, "check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise DataError(
            str(path), "not UTF-8 text", "a YAML or JSON file", "save it anew"
        ) from error


def faults(error: DataError) -> tuple[str, ...]:
    """Return each fault that `error` tells, on a line of its own."""
    first, *rest = error.what.splitlines()
    return tuple(line.strip() for line in rest) if "fault(s)" in first else (str(error),)


def refusal(error: DataError, language: Language) -> Notice:
    """Say what is wrong with an input, in place of its result."""
    found = faults(error)
    return Notice(Tone.FAULT, say(WORDS, "faulty", language, count=len(found)), found)


def page(name: str, language: Language, inside: Iterable[str], *styles: str) -> str:
    """Return a whole page called `name`: its styles, what is `inside`, in `language`."""
    return interface.page("cbl", name, language, inside, ("lawpage.css", *styles))


def answers(labelled: Iterable[tuple[Text, Text]], language: Language) -> str:
    """List each answer beside its label."""
    pairs = "".join(
        f"<div><dt>{escape(label.say(language))}</dt><dd>{escape(value.say(language))}</dd></div>"
        for label, value in labelled
    )
    return f'{heading("answers", language)}<dl class="cbl-answers">{pairs}</dl>'


def reasons(steps: Iterable[Step], language: Language) -> str:
    """List the steps in order, each with the rules that it rests on."""
    told = "".join(f"<li>{_step(step, language)}</li>" for step in steps)
    return f'{heading("steps", language)}<ol class="cbl-steps">{told}</ol>'


def foot(jurisdiction: str, language: Language) -> str:
    """Say which law applies, and that no lawyer has reviewed it."""
    law = say(WORDS, f"law-{jurisdiction}", language)
    reviewed = say(WORDS, "not-reviewed", language, reviewed=NOT_REVIEWED.say(language))
    space = "" if language is Language.ZH else " "
    return f'<p class="cbl-foot">{escape(law)}{space}{escape(reviewed)}</p>'


def heading(sentence: str, language: Language, words: str = WORDS) -> str:
    """Return a small heading; a real one would break the order of the notebook's own."""
    return f'<p class="cbl-heading">{escape(say(words, sentence, language))}</p>'


def _step(step: Step, language: Language) -> str:
    cards = "".join(_card(rule_card(rule, language)) for rule in step.rules)
    return f"{escape(step.text.say(language))}{cards}"


def _card(rule: dict[str, str]) -> str:
    title = rule["title"] or rule["id"]
    return (
        f'<details class="cbl-rule"><summary>{escape(title)}</summary>'
        f"<p>{escape(rule['text'])}</p>"
        f'<p class="cb-cited">{escape(rule["id"])} · {escape(rule["cited"])}</p></details>'
    )
