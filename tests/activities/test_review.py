"""Which questions come back, and when: from the journal alone."""

from datetime import UTC, datetime, timedelta

import pytest

from casebook.activities import journal, library, review
from casebook.activities.journal import Entry, Journal, Writer
from casebook.activities.quiz.publish import publish
from casebook.activities.quiz.session import SURE, Level, QuizSession

QUIZ = "1-1-check"
ACTIVITY, KEY = publish(library.quiz(QUIZ))
ITEM, OTHER = ACTIVITY.items[0].id, ACTIVITY.items[1].id
BEGAN = datetime(2026, 6, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def wrong(item):
    right = KEY.right_answer(item)
    return next(part for part in KEY.parts[item] if part != right)


def kept(*answers):
    """A journal in which the first question was answered on some days, rightly or not."""
    return Journal(
        tuple(
            Entry(
                (BEGAN + days * DAY).isoformat(),
                "s",
                n,
                QUIZ,
                ITEM,
                KEY.right_answer(ITEM) if is_right else wrong(ITEM),
            )
            for n, (days, is_right) in enumerate(answers, start=1)
        )
    )


def gap(*answers):
    """In how many days after the last answer the question comes back."""
    [memory] = review.memories(kept(*answers))
    return (memory.due - (BEGAN + answers[-1][0] * DAY)) / DAY


def test_what_was_never_answered_does_not_come_back():
    assert review.memories(Journal()) == ()
    assert review.due(Journal(), BEGAN) == ()
    assert review.next_due(Journal(), BEGAN) is None


def test_a_right_answer_comes_back_later_than_a_wrong_one():
    assert gap((0, True)) > gap((0, False)) >= 1


def test_each_right_answer_in_time_puts_the_next_off_for_longer():
    first = gap((0, True))
    second = gap((0, True), (first, True))
    third = gap((0, True), (first, True), (first + second, True))

    assert first < second < third


def test_a_wrong_answer_later_on_brings_it_back_soon():
    assert gap((0, True), (3, True), (20, False)) < gap((0, True), (3, True), (20, True))


def test_an_answer_right_after_the_feedback_says_nothing():
    again = kept((0, False), (0.01, True))

    assert review.memories(again) == review.memories(kept((0, False)))


def test_a_lucky_guess_comes_back_sooner_than_what_was_known():
    right = KEY.right_answer(ITEM)

    def back_in(level, of=right):
        at = [(BEGAN + k * timedelta(seconds=1)).isoformat() for k in range(2)]
        sure = Entry(at[0], "s", 1, QUIZ, ITEM + SURE, [int(level), of])
        [memory] = review.memories(Journal((sure, Entry(at[1], "s", 2, QUIZ, ITEM, right))))
        return memory.due - BEGAN

    assert back_in(Level.GUESS) < back_in(Level.CERTAIN)
    assert back_in(Level.GUESS, of=wrong(ITEM)) == back_in(Level.CERTAIN)


def test_it_comes_back_on_its_day_and_not_before():
    answered, days = kept((0, True)), gap((0, True))

    assert review.due(answered, BEGAN + (days - 0.1) * DAY) == ()
    assert [one.item for one in review.due(answered, BEGAN + days * DAY)] == [ITEM]
    assert review.next_due(answered, BEGAN) == BEGAN + days * DAY


def test_memory_fades_to_nine_in_ten_when_it_comes_back():
    answered, days = kept((0, True)), gap((0, True))

    recalls = [
        review.remembered(review.memories(answered), BEGAN + n * DAY) for n in (0, days, 3 * days)
    ]

    assert recalls[0] == 1
    assert recalls[1] == pytest.approx(0.9, abs=0.03)
    assert recalls[2] < recalls[1]


def test_what_was_known_earlier_is_of_what_was_answered_by_then():
    assert review.memories(kept((5, True)), until=BEGAN) == ()
    assert review.remembered((), BEGAN) is None


@pytest.mark.parametrize(
    "entry",
    [
        Entry("no time", "s", 1, QUIZ, ITEM, "x"),
        Entry(BEGAN.isoformat(), "s", 1, "unknown-quiz", ITEM, "x"),
        Entry(BEGAN.isoformat(), "s", 1, QUIZ, "unknown-item", "x"),
        Entry(BEGAN.isoformat(), "s", 1, "1-1-hao", "talk", ["x"]),
        Entry(BEGAN.isoformat(), "s", 1, QUIZ, ITEM, {"not": "an answer"}),
        Entry(BEGAN.isoformat(), "s", 1, QUIZ, ITEM, ""),
    ],
    ids=["time", "quiz", "item", "talk", "form", "blank"],
)
def test_a_record_that_says_nothing_is_passed_over(entry):
    assert review.memories(Journal((entry,))) == ()


def test_a_review_is_a_quiz_of_what_comes_back_and_keeps_answers_where_they_belong(tmp_path):
    answered = kept((0, False))
    now = BEGAN + 30 * DAY
    found = review.review(answered, now)

    writer = Writer(tmp_path, clock=lambda: now)
    session = QuizSession(found.activity, key=found.key, writer=writer, owners=found.owners)
    earned = session.answer(ITEM, KEY.right_answer(ITEM))

    assert [item.id for item in found.activity.items] == [ITEM]
    assert earned.points == earned.max_points
    assert journal.read(tmp_path).answer(QUIZ).values == {ITEM: KEY.right_answer(ITEM)}
    later = Journal((*answered.entries, *journal.read(tmp_path).entries))
    assert review.due(later, now) == ()


def test_what_is_nearest_to_being_forgotten_comes_first():
    early = kept((0, False)).entries
    late = Entry((BEGAN + 20 * DAY).isoformat(), "s", 9, QUIZ, OTHER, "1")

    found = review.due(Journal((*early, late)), BEGAN + 40 * DAY)

    assert [one.item for one in found] == [ITEM, OTHER]
