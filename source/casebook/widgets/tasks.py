"""The tasks of a piece of casework, as a list to read."""

from html import escape

from casebook.activities import library, place
from casebook.activities.casework.publish import CaseworkActivity, PublicTask, public
from casebook.activities.numbers import say_number
from casebook.activities.place import Place
from casebook.errors import ContentError
from casebook.portfolio.flags import review_flags
from casebook.text import Language
from casebook.widgets.interface import read_words


def casework(activity: str | None = None) -> "TaskList":
    """Show the tasks of a piece of casework: practice by its id, or this folder's assignment.

    Raises
    ------
    ContentError
        When there is no such casework.
    """
    spot = place.here()
    return TaskList(*_find(spot, activity), spot.language)


def _find(spot: Place, activity: str | None) -> tuple[CaseworkActivity, bool]:
    released = spot.assignment.casework() if spot.assignment else None
    if released is not None and activity in (None, released.id):
        return released, False
    if activity is None:
        why = read_words("tasks.yaml")["none"].say(spot.language)
        raise ContentError("cb.casework()", f'{why} cb.casework("1-1-practice-a")')
    return public(library.casework(activity)), True


class TaskList:
    """The tasks, what each is worth, how to answer it, and the codes with their definitions."""

    def __init__(self, activity: CaseworkActivity, is_practice: bool, language: Language) -> None:
        self._activity, self._is_practice, self._language = activity, is_practice, language

    def __repr__(self) -> str:
        return f"Casework({self._activity.id!r}, tasks={len(self._activity.tasks)})"

    def _say(self, message: str, **given: object) -> str:
        return escape(read_words("tasks.yaml")[message].say(self._language).format(**given))

    def _repr_html_(self) -> str:
        title = escape(self._activity.title.say(self._language))
        tasks = "".join(self._task(task) for task in self._activity.tasks)
        return (
            f'<div lang="{self._language}" style="line-height:1.6;max-width:60em">'
            f"<p><strong>{title}</strong></p><ol>{tasks}</ol>{self._codes()}</div>"
        )

    def _task(self, task: PublicTask) -> str:
        prompt = escape(task.prompt.say(self._language)).replace("\n", "<br>")
        how = "answer-with" if self._is_practice else "hand-in-with"
        unit = f"{self._say('unit')}{escape(task.unit.say(self._language))} · " if task.unit else ""
        return (
            f'<li style="margin-bottom:0.6em"><code>{task.id}</code>{self._worth(task)}'
            f"<br>{prompt}<br>"
            f"<small>{unit}{self._say(how, id=self._activity.id, task=task.id)}</small></li>"
        )

    def _worth(self, task: PublicTask) -> str:
        """Return what the task is worth; practice is not marked."""
        if self._is_practice:
            return ""
        said = "point" if task.points == 1 else "points"
        return f" · {self._say(said, points=say_number(task.points))}"

    def _codes(self) -> str:
        named = {choice.id for task in self._activity.tasks for choice in task.choices}
        rows = "".join(
            f'<tr><td style="text-align:left"><code>{flag.id}</code></td>'
            f'<td style="text-align:left;white-space:nowrap">'
            f"{escape(flag.name.say(self._language))}</td>"
            f'<td style="text-align:left">{escape(flag.definition.say(self._language))}</td></tr>'
            for flag in review_flags()
            if flag.id in named
        )
        if not rows:
            return ""
        return (
            f"<details open><summary>{self._say('codes')}</summary><table>{rows}</table></details>"
        )
