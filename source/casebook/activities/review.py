"""Practice over time: which questions come back today, by how memory fades.

Worked out from the learner's own journal alone, by FSRS (Free Spaced Repetition Scheduler, version
6, its published default weights). A question comes back when it would be remembered nine times in
ten.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from statistics import fmean

from fsrs import Card, Rating, Scheduler

from casebook.activities import library
from casebook.activities.draw import number
from casebook.activities.journal import Journal
from casebook.activities.nouns import Kind, Plain, Status
from casebook.activities.quiz.publish import QuizActivity, QuizKey, publish
from casebook.activities.quiz.score import score_item
from casebook.activities.quiz.session import SURE, Level, level_of
from casebook.text import Text

#: How likely a question is to be remembered when it comes back.
RETENTION = 0.9
#: What is answered again sooner was just read in the feedback, and says nothing of memory.
APART = timedelta(hours=12)
#: So many questions at most come back in one sitting.
MOST = 20

TITLE = Text("今天的复习", "Today's review")


@dataclass(frozen=True, slots=True)
class Memory:
    """What is kept of one question: when it was last answered, and when it comes back."""

    quiz: str
    item: str
    answered: int
    card: Card

    @property
    def due(self) -> datetime:
        """When it comes back."""
        return self.card.due

    def recall(self, now: datetime) -> float:
        """Return how likely it is to be remembered at a time, from 0 to 1."""
        return _scheduler().get_card_retrievability(self.card, now)


@dataclass(frozen=True, slots=True)
class Review:
    """The questions that come back: as one quiz, its key, and the quiz that each belongs to."""

    activity: QuizActivity
    key: QuizKey
    owners: Mapping[str, str]


def memories(journal: Journal, *, until: datetime | None = None) -> tuple[Memory, ...]:
    """Return what is known of each practice question that was answered, until a time if given."""
    by_item: dict[tuple[str, str], list[_Given]] = {}
    sure: dict[tuple[str, str], Plain] = {}
    for entry in journal.entries:
        at, name = time_of(entry.at), (entry.activity, entry.item.removesuffix(SURE))
        if at is None or (until is not None and at > until):
            continue
        if entry.item.endswith(SURE):
            sure[name] = entry.value
        else:
            level = level_of(sure.pop(name, None), entry.value)
            by_item.setdefault(name, []).append(_Given(at, entry.value, level is Level.GUESS))
    found = (_memory(*name, answers) for name, answers in by_item.items())
    return tuple(one for one in found if one is not None)


def due(journal: Journal, now: datetime) -> tuple[Memory, ...]:
    """Return what comes back at a time, what is nearest to being forgotten first."""
    found = [one for one in memories(journal) if one.due <= now]
    return tuple(sorted(found, key=lambda one: (one.recall(now), one.item)))


def next_due(journal: Journal, now: datetime) -> datetime | None:
    """Return when the next question comes back that does not yet."""
    return min((one.due for one in memories(journal) if one.due > now), default=None)


def remembered(kept: Collection[Memory], at: datetime) -> float | None:
    """Return which share of some questions is remembered at a time; None of no questions."""
    return fmean(one.recall(at) for one in kept) if kept else None


def review(journal: Journal, now: datetime) -> Review:
    """Return what comes back at a time as one quiz; of `MOST` questions at most."""
    chosen = due(journal, now)[:MOST]
    published = {name: _published(name) for name in {one.quiz for one in chosen}}
    items = tuple(
        # With other figures each time: what is to be remembered is the way, not the number.
        item.with_set(number("review", item.id) + one.answered)
        for one in chosen
        if (item := published[one.quiz][0].item(one.item)) is not None
    )
    keys = {one.item: published[one.quiz][1] for one in chosen}
    teaches = sorted({id_ for name in published for id_ in published[name][0].teaches})
    return Review(
        QuizActivity("review", Kind.QUIZ, TITLE, tuple(teaches), items),
        QuizKey(
            "review",
            {name: key.items[name] for name, key in keys.items()},
            {name: key.parts[name] for name, key in keys.items()},
        ),
        {one.item: one.quiz for one in chosen},
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """An answer, when it was given, and whether its giver called it a guess."""

    at: datetime
    value: Plain
    is_guess: bool


def _memory(quiz: str, item: str, answers: list[_Given]) -> Memory | None:
    if library.index().get(quiz, (None,))[0] is not Kind.QUIZ:
        return None
    _, key = _published(quiz)
    if item not in key.items:
        return None
    card, times = Card(card_id=0), 0
    for given in _apart(sorted(answers, key=lambda one: one.at)):
        criterion = score_item(key, item, given.value)
        if criterion.status is Status.GRADED:
            rating = _rating(criterion.points / criterion.max_points, is_guess=given.is_guess)
            card, _ = _scheduler().review_card(card, rating, given.at)
            times += 1
    return Memory(quiz, item, times, card) if times else None


def _apart(answers: list[_Given]) -> Iterator[_Given]:
    """Yield the answers that tell of memory: the first, and each that comes long enough after."""
    last: datetime | None = None
    for given in answers:
        if last is None or given.at - last >= APART:
            last = given.at
            yield given


def _rating(share: float, *, is_guess: bool) -> Rating:
    if share >= 1:
        return Rating.Hard if is_guess else Rating.Good
    return Rating.Hard if share > 0 else Rating.Again


def time_of(text: str) -> datetime | None:
    """Return the time that a journal says, if it says one."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@cache
def _scheduler() -> Scheduler:
    # No steps of minutes: a question comes back on another day. No fuzz: the same every time.
    return Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )


@cache
def _published(quiz: str) -> tuple[QuizActivity, QuizKey]:
    return publish(library.quiz(quiz))
