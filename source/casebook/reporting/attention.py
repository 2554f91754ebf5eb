"""What waits for a person, and what else is on record of the hand-ins."""

from collections.abc import Iterator
from dataclasses import dataclass

from casebook.activities.nouns import NEED_A_PERSON, Status
from casebook.reporting.results import Results, Row, State, Task, Work
from casebook.text import Text

UNMARKED = "why-unmarked"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person should look: words of ours by name, the scorer's own, and facts in English."""

    status: Status
    word: str = ""
    told: tuple[Text, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Whose work, which tasks, and why; `is_whole` where it is every task of the hand-in."""

    works: tuple[Work, ...]
    tasks: tuple[Task, ...]
    is_whole: bool
    reason: Reason

    @property
    def state(self) -> str:
        """What is said of the work: its status, or that it is not graded yet."""
        is_ungraded = self.works[0].state is State.UNGRADED
        return str(State.UNGRADED if is_ungraded else self.reason.status)


def waiting(results: Results) -> tuple[Notice, ...]:
    """Return what waits for a person, learners who wait for the same told together.

    What is only to be marked comes last: mishaps are rarer, and not expected.
    """
    together: dict[tuple[tuple[str, ...], Reason], list[Work]] = {}
    for work in results.works:
        for reason, names in _reasons(work).items():
            together.setdefault((names, reason), []).append(work)
    tasks = {task.name: task for task in results.tasks}
    notices = [
        Notice(
            tuple(works),
            tuple(tasks[name] for name in names if name in tasks),
            len(names) == len(tasks),
            reason,
        )
        for (names, reason), works in together.items()
    ]
    return tuple(sorted(notices, key=lambda notice: notice.reason.word == UNMARKED))


def noted(results: Results) -> tuple[Work, ...]:
    """Return works that wait for no one, but of which a fact is on record."""
    return tuple(work for work in results.graded if not work.needs_review and any(facts(work)))


def facts(work: Work) -> tuple[str, ...]:
    """Return every fact about a work once."""
    own = (fact for row in work.rows for fact in row.facts)
    return tuple(dict.fromkeys((*work.facts, *own)))


def _reasons(work: Work) -> dict[Reason, tuple[str, ...]]:
    reasons: dict[Reason, tuple[str, ...]] = {}
    for row, reason in _each(work):
        reasons[reason] = (*reasons.get(reason, ()), row.task)
    return reasons


def _each(work: Work) -> Iterator[tuple[Row, Reason]]:
    for row in work.rows:
        if row.needs_review:
            yield row, _reason(row, work)


def _reason(row: Row, work: Work) -> Reason:
    if work.state is State.UNGRADED:
        return Reason(row.status, "why-ungraded")
    if row.manual_points is not None:
        return Reason(row.status, "why-again")
    if row.is_unmarked:
        return Reason(row.status, UNMARKED)
    told = dict.fromkeys(
        text
        for criterion in row.criteria
        if criterion.status in NEED_A_PERSON
        for text in criterion.feedback
    )
    return Reason(row.status, "", tuple(told), tuple(dict.fromkeys((*row.facts, *work.facts))))
