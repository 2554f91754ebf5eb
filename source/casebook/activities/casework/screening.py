"""A round of screening: file after file is marked with red flags, and the marks are counted.

Each file is one `codes` task about a file of its own. Besides the marks a round keeps the time used
and whether it is finished; all of it lies in the journal, so that a round goes on where it stopped.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from casebook.activities.casework.forms import read
from casebook.activities.casework.model import (
    NOTHING,
    Casework,
    Form,
    Task,
    practice_references,
)
from casebook.activities.casework.publish import publish
from casebook.activities.casework.score import score_task
from casebook.activities.journal import Entry, Writer
from casebook.activities.nouns import Plain
from casebook.errors import ContentError, DataError

#: What a round keeps besides the marks: seconds used, whether it is finished, and its number.
TIME, DONE, ROUND = "time", "done", "round"
#: Nobody screens ten files for a day.
LONGEST_S = 86_400


@dataclass(frozen=True, slots=True)
class Review:
    """One file that was marked: the flags named, and those that the papers bear out."""

    task: Task
    number: int
    marked: frozenset[str]
    there: frozenset[str]
    is_right: bool

    @property
    def hits(self) -> frozenset[str]:
        """Flags marked that the papers bear out."""
        return self.marked & self.there

    @property
    def missed(self) -> frozenset[str]:
        """Flags that the papers bear out and that were not marked."""
        return self.there - self.marked

    @property
    def strays(self) -> frozenset[str]:
        """Flags marked that nothing in the papers bears out."""
        return self.marked - self.there


@dataclass(frozen=True, slots=True)
class Tally:
    """How many flags were marked, how many there were, and how many of the one are of the other."""

    marked: int
    there: int
    hits: int

    @classmethod
    def of(cls, reviews: Iterable[Review]) -> "Tally":
        """Count the flags of all `reviews`."""
        counts = [(len(one.marked), len(one.there), len(one.hits)) for one in reviews]
        return cls(*(sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0))

    @property
    def precision(self) -> float | None:
        """Of what was marked, the share that is borne out; None where nothing was marked."""
        return self.hits / self.marked if self.marked else None

    @property
    def recall(self) -> float | None:
        """Of what there was to find, the share that was found; None where there was nothing."""
        return self.hits / self.there if self.there else None


class Round:
    """One learner at one screening; a new round begins afresh and leaves the old one's record.

    Raises
    ------
    ContentError
        When a task of `casework` asks for anything but codes, or `none` is not among them.
    """

    def __init__(
        self, casework: Casework, *, writer: Writer | None = None, entries: Iterable[Entry] = ()
    ) -> None:
        self.casework = casework
        self._key = publish(casework, practice_references(casework))[1]
        self._writer = writer
        if casework.nothing is None or any(task.form is not Form.CODES for task in casework.tasks):
            raise ContentError(
                f"casework {casework.id}", "cannot be screened", "codes tasks, and words for `none`"
            )
        self.number = 1
        self._begin()
        for entry in entries:
            if entry.activity == casework.id:
                self._take(entry.item, entry.value)

    def _begin(self) -> None:
        self.answers: dict[str, list[str]] = {}
        self.seconds = 0
        self.is_done = False

    @property
    def is_answered(self) -> bool:
        """Whether every file has been marked."""
        return len(self.answers) == len(self.casework.tasks)

    def keep(self, item: str, value: Plain) -> None:
        """Write one thing down, then take it.

        Raises
        ------
        DataError
            When `value` cannot be what `item` holds.
        JournalError
            When it could not be kept; it then does not count.
        """
        if not self._fits(item, value):
            raise DataError(f"screening {self.casework.id}", f"{item!r} cannot be kept as that")
        if self._writer is not None:
            self._writer.write(self.casework.id, item, value)
        self._take(item, value)

    def _fits(self, item: str, value: Plain) -> bool:
        if item == TIME:
            return type(value) is int and 0 <= value <= LONGEST_S
        if item == DONE:
            return value is True
        if item == ROUND:
            return type(value) is int and 0 < value < 10_000
        task = self.casework.task(item)
        return task is not None and bool(self._marks(task, value))

    def _take(self, item: str, value: Plain) -> None:
        """Take what is well formed; a journal may hold anything."""
        if not self._fits(item, value):
            return
        if item == TIME:
            self.seconds = value
        elif item == DONE:
            self.is_done = True
        elif item == ROUND:
            self.number = value
            self._begin()
        elif task := self.casework.task(item):
            self.answers[item] = self._marks(task, value)

    def _marks(self, task: Task, value: Plain) -> list[str]:
        """Return the codes that `value` names, in the order of the vocabulary, or none at all."""
        given = read(task.form, task.choices, value) if value else None
        if not isinstance(given, frozenset):
            return []
        flags = given - {NOTHING} or given
        return [choice.id for choice in task.choices if choice.id in flags]

    def reviews(self) -> tuple[Review, ...]:
        """Return what became of each file marked so far."""
        return tuple(
            self._review(number, task)
            for number, task in enumerate(self.casework.tasks, start=1)
            if task.id in self.answers
        )

    def _review(self, number: int, task: Task) -> Review:
        marks = self.answers[task.id]
        verdict = score_task(self._key, task.id, marks)
        nothing = {NOTHING}
        return Review(
            task,
            number,
            frozenset(marks) - nothing,
            frozenset(task.codes or ()) - nothing,
            verdict.points == verdict.max_points,
        )

    def tally(self) -> Tally:
        """Count the flags of every file marked so far."""
        return Tally.of(self.reviews())
