"""What a class did, counted: totals, shares of points, and what went wrong most often.

Points that a person has still to settle are left out and said to be left out, so that no figure
here counts a work down for waiting.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean, quantiles

from casebook.activities.nouns import Criterion, Status
from casebook.reporting.results import Results, Row, Task
from casebook.text import Text

#: With fewer hand-ins, one learner moves a share by ten points in a hundred or more.
SMALL = 10
#: With fewer, quartiles say nothing that the totals themselves do not.
FEWEST_FOR_QUARTILES = 4
FEEDBACK_PER_TASK = 3
#: How casework begins feedback on a term that was met, beside others that were not.
MET = "符合："


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals, lowest first, over the tasks that are settled for anyone."""

    points: tuple[float, ...]
    max_points: float
    waiting: int
    unmarked: tuple[Task, ...]

    @property
    def quartiles(self) -> tuple[float, float, float]:
        """The lower quartile, the median and the upper quartile."""
        if len(self.points) == 1:
            return (self.points[0],) * 3
        lower, median, upper = quantiles(self.points, n=4, method="inclusive")
        return lower, median, upper

    @property
    def has_quartiles(self) -> bool:
        """Whether there are enough totals for quartiles to say something."""
        return len(self.points) >= FEWEST_FOR_QUARTILES


@dataclass(frozen=True, slots=True)
class Share:
    """How a class did on one task, or on one criterion of it; shares are from 0 to 1."""

    name: str
    title: Text
    max_points: float
    n: int
    mean: float
    full: float
    none: float
    unanswered: float


@dataclass(frozen=True, slots=True)
class Feedback:
    """One feedback text that cost points, how many learners earned it, and of how many."""

    task: Task
    criterion: str
    text: Text
    learners: int
    n: int


def worth(results: Results) -> tuple[Task, ...]:
    """Return the tasks that points are given for."""
    return tuple(task for task in results.tasks if task.max_points > 0)


def settled(results: Results, task: Task) -> tuple[Row, ...]:
    """Return the graded rows of `task` that wait for no one."""
    return tuple(
        row
        for work in results.graded
        for row in work.rows
        if row.task == task.name and not row.needs_review
    )


def totals(results: Results) -> Totals:
    """Return the totals of the works that wait for no one.

    A task that is settled for nobody, such as a rubric not yet marked, is left out for all.
    """
    tasks = worth(results)
    unmarked = tuple(task for task in tasks if results.graded and not settled(results, task))
    left_out = {task.name for task in unmarked}
    points, waiting = [], 0
    for work in results.graded:
        rows = [row for row in work.rows if row.task not in left_out]
        if any(row.needs_review for row in rows):
            waiting += 1
        else:
            points.append(round(max(sum(row.points for row in rows) - work.penalty, 0), 2))
    most = sum(task.max_points for task in tasks if task.name not in left_out)
    return Totals(tuple(sorted(points)), most, waiting, unmarked)


def shares(results: Results) -> tuple[Share, ...]:
    """Return how the class did on each task that anyone's points are settled for."""
    found = ((task, settled(results, task)) for task in worth(results))
    return tuple(_of_rows(task, rows) for task, rows in found if rows)


def _of_rows(task: Task, rows: tuple[Row, ...]) -> Share:
    unanswered = sum(row.status is Status.NOT_ANSWERED for row in rows)
    return _share(task.name, task.title, task.max_points, [row.points for row in rows], unanswered)


def _share(name: str, title: Text, most: float, points: list[float], unanswered: int) -> Share:
    n = len(points)
    return Share(
        name,
        title,
        most,
        n,
        fmean(points) / most,
        sum(one >= most for one in points) / n,
        sum(one <= 0 for one in points) / n,
        unanswered / n,
    )


def inside(results: Results) -> tuple[tuple[Task, tuple[Share, ...]], ...]:
    """Return, for each task of several criteria, how the class did on each criterion."""
    found = ((task, _criteria(settled(results, task))) for task in worth(results))
    return tuple((task, tuple(_of_criteria(lists))) for task, lists in found if len(lists) > 1)


def _criteria(rows: Iterable[Row]) -> dict[str, list[Criterion]]:
    """Gather criteria that points are given for by id; a transcript's gives none."""
    lists: dict[str, list[Criterion]] = {}
    for row in rows:
        for criterion in row.criteria:
            if criterion.max_points > 0:
                lists.setdefault(criterion.id, []).append(criterion)
    return lists


def _of_criteria(lists: dict[str, list[Criterion]]) -> Iterator[Share]:
    for name, found in lists.items():
        unanswered = sum(one.status is Status.NOT_ANSWERED for one in found)
        points = [one.points for one in found]
        yield _share(name, found[0].title, found[0].max_points, points, unanswered)


def feedback(results: Results) -> tuple[Feedback, ...]:
    """Return the commonest feedback on each task, of what answers that lost points earned.

    In a class that is not small, what one learner alone was told is not common.
    """
    return tuple(one for task in worth(results) for one in _feedback(task, settled(results, task)))


def _feedback(task: Task, rows: tuple[Row, ...]) -> Iterator[Feedback]:
    praise = {
        (criterion.id, text)
        for row in rows
        for criterion in row.criteria
        if criterion.points >= criterion.max_points
        for text in criterion.feedback
    }
    counted = Counter(one for row in rows for one in _lost(row, praise))
    # Sorted first by the text, so that equal counts stand in the same order on every run.
    commonest = sorted(counted.items(), key=lambda one: (-one[1], one[0][1].zh))
    fewest = 1 if len(rows) < SMALL else 2
    for (criterion, text), learners in commonest[:FEEDBACK_PER_TASK]:
        if learners >= fewest:
            yield Feedback(task, criterion, text, learners, len(rows))


def _lost(row: Row, praise: set[tuple[str, Text]]) -> set[tuple[str, Text]]:
    """Return the texts of `row` that say what was lost: not those that full marks also earned."""
    return {
        (criterion.id, text)
        for criterion in row.criteria
        if criterion.status is Status.GRADED and criterion.points < criterion.max_points
        for text in criterion.feedback
        if (criterion.id, text) not in praise and not text.zh.startswith(MET)
    }
