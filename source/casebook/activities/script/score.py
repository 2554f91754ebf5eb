"""Score a script: what a machine can say is whether there is a text and how long it is.

The points of each criterion are a person's to give; until then they are open.
"""

import re

from casebook.activities.nouns import Answer, Criterion, Plain, Score, Status
from casebook.activities.script.model import Length, RubricCriterion, Script
from casebook.text import Language, Text

#: Under what name the text is answered.
TEXT = "text"

#: More than anybody writes here; a longer one is cut before it is shown.
LONGEST = 20_000

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+(?:['’.,-][^\W_]+)*")


def length_of(text: str) -> int:
    """Return how long `text` is: each Chinese character, Latin word and number counts as one."""
    return len(_HAN.findall(text)) + len(_WORD.findall(_HAN.sub(" ", text)))


def is_text(value: Plain) -> bool:
    """Whether `value` is something written: text that is not blank and not beyond all bounds."""
    return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST


def score(key: Script, answer: Answer) -> Score:
    """Return the verdict on `answer`, a criterion for each of the rubric; nothing is raised."""
    value = answer.values.get(TEXT)
    return Score(key.id, tuple(score_criterion(one, value) for one in key.rubric))


def score_criterion(criterion: RubricCriterion, value: Plain) -> Criterion:
    """Return the verdict on one criterion: open where there is a text, else not answered."""
    text = str(value).strip() if is_text(value) else None
    return Criterion(
        criterion.id,
        criterion.title,
        0,
        criterion.points,
        Status.NEEDS_REVIEW if text else Status.NOT_ANSWERED,
        given=Text(text, text) if text else None,
        feedback=tuple(_say(level.points, level.text) for level in criterion.levels),
        rules=criterion.rules,
    )


def _say(points: float, text: Text) -> Text:
    return Text(f"{points:g} 分：{text.zh}", f"{points:g}: {text.en}")


def written(script: Script, value: Plain, language: Language) -> Criterion:
    """Return what was written, as a criterion worth nothing, with a word on its length."""
    if not is_text(value):
        return Criterion(TEXT, script.title, 0, 0, Status.NOT_ANSWERED)
    text = str(value).strip()
    return Criterion(
        TEXT,
        script.title,
        0,
        0,
        Status.GRADED,
        given=Text(text, text),
        feedback=(_length_note(length_of(text), script.length[language]),),
    )


def _length_note(count: int, wanted: Length) -> Text:
    if wanted.least <= count <= wanted.most:
        return Text(f"长度 {count}，在要求之内。", f"Length {count}, as asked.")
    span = f"{wanted.least}–{wanted.most}"
    return Text(f"长度 {count}，要求 {span}。", f"Length {count}; {span} was asked for.")
