"""A round of screening: what is taken, what is kept, and how the marks are counted."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.builders import both, casework, task
from activities.quiz.test_quiz import PLAIN
from casebook.activities import journal
from casebook.activities.casework.model import Casework, parse
from casebook.activities.casework.screening import DONE, ROUND, TIME, Round, Tally
from casebook.activities.journal import Entry
from casebook.errors import ContentError, DataError

FLAGS = [{"id": code, "text": both(code)} for code in ("forged", "expired", "hidden", "none")]


def file(number: int, *codes: str) -> dict:
    case = f"D00000{number}"
    return task(f"file_{number}", "codes", choices=FLAGS, codes=list(codes), case=case)


def screened(*tasks: dict) -> Casework:
    return parse({**casework(*tasks), "nothing": both("nothing")}, "test")


THREE = screened(file(1, "forged", "expired"), file(2, "none"), file(3, "hidden"))


def entry(item: str, value: object) -> Entry:
    return Entry("2026-06-30T09:00:00", "s", 1, THREE.id, item, value)


def counts(round_: Round) -> list[tuple[int, int, int]]:
    return [(len(one.marked), len(one.there), len(one.hits)) for one in round_.reviews()]


@pytest.fixture
def begun() -> Round:
    return Round(THREE)


def test_before_any_file_is_marked_there_is_nothing_to_share(begun: Round) -> None:
    assert begun.reviews() == ()
    assert (begun.tally().precision, begun.tally().recall) == (None, None)


def test_marks_are_counted_file_by_file(begun: Round) -> None:
    begun.keep("file_1", ["forged", "hidden"])
    begun.keep("file_3", ["none"])

    assert counts(begun) == [(2, 2, 1), (0, 1, 0)]
    assert begun.tally() == Tally(2, 3, 1)
    assert begun.tally().precision == pytest.approx(1 / 2)
    assert begun.tally().recall == pytest.approx(1 / 3)


def test_the_parts_of_a_review_are_what_their_names_say(begun: Round) -> None:
    begun.keep("file_1", ["forged", "hidden"])

    [review] = begun.reviews()
    assert review.hits == {"forged"}
    assert review.missed == {"expired"}
    assert review.strays == {"hidden"}
    assert not review.is_right


def test_nothing_to_ask_is_an_answer_and_can_be_the_right_one(begun: Round) -> None:
    begun.keep("file_2", ["none"])

    [review] = begun.reviews()
    assert review.is_right
    assert (review.marked, review.there) == (frozenset(), frozenset())


def test_a_flag_on_a_clean_file_is_a_stray(begun: Round) -> None:
    begun.keep("file_2", ["forged"])

    [review] = begun.reviews()
    assert review.strays == {"forged"}
    assert not review.is_right
    assert begun.tally().precision == 0


def test_who_marks_everything_finds_all_and_is_seldom_right(begun: Round) -> None:
    for one in THREE.tasks:
        begun.keep(one.id, ["forged", "expired", "hidden"])

    assert begun.tally().recall == 1
    assert begun.tally().precision == pytest.approx(3 / 9)


def test_who_marks_nothing_wrongs_nobody_and_finds_nothing(begun: Round) -> None:
    for one in THREE.tasks:
        begun.keep(one.id, ["none"])

    assert begun.tally().recall == 0
    assert begun.tally().precision is None


def test_a_flag_beside_nothing_to_ask_counts_as_the_flag(begun: Round) -> None:
    begun.keep("file_1", ["none", "forged"])

    assert begun.answers["file_1"] == ["forged"]


@pytest.mark.parametrize(
    ("item", "value"),
    [
        ("file_1", []),
        ("file_1", None),
        ("file_1", ["odd"]),
        ("file_1", [["forged"]]),
        ("file_9", ["forged"]),
        (TIME, -1),
        (TIME, 86_401),
        (TIME, 1.5),
        (TIME, True),
        (DONE, 1),
        (DONE, False),
        (ROUND, 0),
        (ROUND, "2"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    begun: Round, item: str, value: object
) -> None:
    with pytest.raises(DataError):
        begun.keep(item, value)

    assert (begun.answers, begun.seconds, begun.is_done, begun.number) == ({}, 0, False, 1)


def test_a_round_goes_on_from_its_journal(tmp_path: Path) -> None:
    first = Round(THREE, writer=journal.Writer(tmp_path))
    first.keep("file_1", ["forged"])
    first.keep(TIME, 42)

    again = Round(THREE, entries=journal.read(tmp_path).entries)

    assert again.answers == {"file_1": ["forged"]}
    assert (again.seconds, again.is_done) == (42, False)


def test_a_new_round_begins_empty_and_leaves_the_old_on_record(tmp_path: Path) -> None:
    first = Round(THREE, writer=journal.Writer(tmp_path))
    for one in THREE.tasks:
        first.keep(one.id, ["none"])
    first.keep(DONE, True)
    first.keep(ROUND, 2)

    again = Round(THREE, entries=journal.read(tmp_path).entries)

    assert (again.answers, again.is_done, again.number) == ({}, False, 2)
    assert len(journal.read(tmp_path).entries) == 5


def test_another_activitys_entries_are_not_ours() -> None:
    other = Entry("2026-06-30T09:00:00", "s", 1, "other", "file_1", ["forged"])

    assert Round(THREE, entries=[other]).answers == {}


@given(st.lists(st.tuples(st.sampled_from(["file_1", TIME, DONE, ROUND, "x"]), PLAIN)))
def test_a_journal_may_hold_anything(lines: list[tuple[str, object]]) -> None:
    round_ = Round(THREE, entries=[entry(item, value) for item, value in lines])

    assert round_.tally().hits <= round_.tally().marked
    assert round_.seconds >= 0


@pytest.mark.parametrize(
    "unfit",
    [
        parse(casework(task("x", "codes", choices=FLAGS, codes=["forged"], case="D1")), "test"),
        screened(task("x", "number", answer=1, case="D1")),
    ],
    ids=["no words for none", "a number"],
)
def test_casework_that_is_no_screening_is_refused(unfit: Casework) -> None:
    with pytest.raises(ContentError, match="cannot be screened"):
        Round(unfit)
