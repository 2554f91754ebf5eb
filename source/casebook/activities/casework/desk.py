"""The learner's desk: hand in an answer, check one in practice, ask for a hint."""

from functools import cache

from casebook.activities import channel, library, place
from casebook.activities.authored import read_yaml
from casebook.activities.casework.forms import is_blank, read
from casebook.activities.casework.model import Task, practice_references
from casebook.activities.casework.publish import CaseworkKey, PublicTask, publish
from casebook.activities.casework.score import score_task
from casebook.activities.notice import Notice, Tone
from casebook.activities.nouns import Criterion, Plain
from casebook.errors import CasebookError, ContentError
from casebook.text import Language, Text


@cache
def _interface() -> dict[str, Text]:
    path = library.folder().parent / "casework" / "desk.yaml"
    return {name: Text(**both) for name, both in read_yaml(path).items()}


def _say(message: str, language: Language, /, **given: object) -> str:
    return _interface()[message].say(language).format(**given)


def answer(name: str, value: object) -> Notice:
    """Hand in `value` as the answer to the task `name` of the assignment in this folder.

    Returns
    -------
    Notice
        Whether the answer can be read as what the task asks for; never whether it is right.
    """
    spot = place.here()
    task = _released_task(spot, name)
    if task is None:
        known = ", ".join(_released_names(spot))
        return Notice(Tone.FAULT, _say("no-task", spot.language, name=name, known=known))
    try:
        plain = channel.plain(value)
        if channel.is_open() and not is_blank(plain):
            channel.send(name, value)
    except CasebookError as error:
        return Notice(Tone.FAULT, f"{name}: {error.what}")
    return _form_notice(task, plain, spot.language)


def _released_task(spot: place.Place, name: str) -> PublicTask | None:
    casework = spot.assignment.casework() if spot.assignment else None
    return casework.task(name) if casework else None


def _released_names(spot: place.Place) -> tuple[str, ...]:
    casework = spot.assignment.casework() if spot.assignment else None
    return tuple(task.id for task in casework.tasks) if casework else ()


def _form_notice(task: PublicTask, plain: Plain, language: Language) -> Notice:
    if is_blank(plain):
        return Notice(Tone.NOTE, _say("blank", language, name=task.id))
    fault = read(task.form, task.choices, plain)
    if isinstance(fault, Text):
        return Notice(Tone.FAULT, _say("bad-form", language, name=task.id), (fault.say(language),))
    return Notice(Tone.NOTE, _say("good-form", language, name=task.id))


def check(activity: str, name: str, value: object) -> Notice:
    """Check `value` against the practice task `name`, and say what it shows.

    Raises
    ------
    ContentError
        When there is no such practice casework or task.
    """
    spot = place.here()
    key = _practice_key(activity)
    _task(activity, name)
    try:
        plain = channel.plain(value)
    except CasebookError as error:
        return Notice(Tone.FAULT, f"{name}: {error.what}")
    writer = spot.writer()
    if writer is not None and not is_blank(plain):
        writer.write(activity, name, plain)
    return _verdict_notice(score_task(key, name, plain), spot.language)


def _verdict_notice(criterion: Criterion, language: Language) -> Notice:
    if criterion.given is None:
        return Notice(Tone.NOTE, _say("blank", language, name=criterion.id))
    lines = tuple(feedback.say(language) for feedback in criterion.feedback)
    given = criterion.given.say(language)
    is_right = criterion.points == criterion.max_points
    heading = _say("right" if is_right else "wrong", language, name=criterion.id, given=given)
    rules = " · ".join(criterion.rules)
    return Notice(
        Tone.RIGHT if is_right else Tone.WRONG, heading, (*lines, rules) if rules else lines
    )


_hints_given: dict[tuple[str, str], int] = {}


def hint(activity: str, name: str) -> Notice:
    """Give the next hint for a practice task: where to look, how to work it, nearly the step."""
    language = place.here().language
    hints = _task(activity, name).hints
    if not hints:
        return Notice(Tone.NOTE, _say("no-hint", language, name=name))
    level = min(_hints_given.get((activity, name), 0), len(hints) - 1)
    _hints_given[activity, name] = level + 1
    heading = _say("hint", language, name=name, level=level + 1, levels=len(hints))
    return Notice(Tone.NOTE, heading, (hints[level].say(language),))


@cache
def _practice_key(activity: str) -> CaseworkKey:
    casework = library.casework(activity)
    return publish(casework, practice_references(casework))[1]


def _task(activity: str, name: str) -> Task:
    casework = library.casework(activity)
    task = casework.task(name)
    if task is None:
        known = ", ".join(task.id for task in casework.tasks)
        raise ContentError(f'"{activity}"', f'no task "{name}"', f"one of: {known}", "check it")
    return task
