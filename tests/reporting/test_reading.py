"""The gradebook and the store of statuses, joined."""

import pytest

from casebook.activities.nouns import Status
from casebook.errors import GradingError
from casebook.reporting.reading import read
from casebook.reporting.results import State
from casebook.text import Text
from reporting.classes import (
    ASSIGNMENT,
    CELLS,
    criterion,
    enrol,
    full_parts,
    give,
    part,
    text,
)


def row(course, task, learner="ann"):
    work = next(work for work in read(course, ASSIGNMENT).works if work.learner == learner)
    return next(row for row in work.rows if row.task == task)


def torn(name="income"):
    return part(name, criterion(name, 0, 2, status=Status.NEEDS_REVIEW))


def test_tasks_stand_in_the_assignments_order_under_the_headings_that_learners_saw(course):
    tasks = read(course, ASSIGNMENT).tasks

    assert [task.name for task in tasks] == [cell.name for cell in CELLS]
    assert tasks[1].title == Text("2 疑点", "2 Red flags")


def test_a_rubrics_own_heading_names_it(course):
    tasks = {task.name: task.title for task in read(course, ASSIGNMENT).tasks}

    assert tasks["script-tone"] == Text("语气", "Tone")
    assert tasks["script-law"] == Text("合规", "Law")


def test_what_waits_for_review_waits_for_a_person(course):
    give(course, "ann", [torn()])

    assert row(course, "income").needs_review


def test_a_part_that_a_person_marked_no_longer_waits_whatever_its_status(course):
    give(course, "ann", [torn()], marks={"income": 1.5})

    found = row(course, "income")

    assert found.status is Status.NEEDS_REVIEW
    assert (found.points, found.manual_points) == (1.5, 1.5)
    assert not found.needs_review


def test_a_manual_score_of_nothing_is_a_score(course):
    give(course, "ann", full_parts(), marks={"income": 0})

    assert row(course, "income").points == 0


def test_a_rubric_nobody_marked_waits_and_has_no_points(course):
    give(course, "ann", full_parts())

    found = row(course, "script-tone")

    assert found.needs_review
    assert found.is_unmarked
    assert found.status is Status.NEEDS_REVIEW


def test_a_rubric_that_is_marked_counts(course):
    give(course, "ann", full_parts(), marks={"script-tone": 2, "script-law": 4})

    assert row(course, "script-tone").points == 2
    assert not row(course, "script-tone").needs_review
    assert read(course, ASSIGNMENT).works[0].points == 2 + 6 + 3 + 10 + 2 + 4


def test_being_late_costs_what_the_gradebook_says(course):
    give(course, "ann", full_parts(), penalty=5)

    assert read(course, ASSIGNMENT).works[0].points == 21 - 5


def test_the_criteria_inside_a_part_come_back_as_they_were_stored(course):
    kept = criterion("lawful", 3, 6, text("好", "Good"), title=text("合法", "Lawful"))
    give(course, "ann", [part("talk", kept)])

    assert row(course, "talk").criteria == (kept,)


def test_work_handed_in_and_not_graded_is_not_called_missing(course):
    (course.folder / "submitted" / "ann" / ASSIGNMENT).mkdir(parents=True)
    enrol(course, "bo")

    states = {work.learner: work.state for work in read(course, ASSIGNMENT).works}

    assert states == {"ann": State.UNGRADED, "bo": State.NOT_SUBMITTED}


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("静", "陈", "陈静"), ("Ann", "Li", "Ann Li"), ("", "", "")],
    ids=["chinese", "english", "none"],
)
def test_a_name_is_written_as_its_language_does(course, first, last, name):
    enrol(course, "ann", first=first, last=last)

    assert read(course, ASSIGNMENT).works[0].name == name


def test_an_unknown_assignment_says_what_to_run(course):
    with pytest.raises(GradingError, match="casebook release ethics"):
        read(course, "ethics")
