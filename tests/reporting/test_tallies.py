"""What the class did, counted; every figure here is worked out by hand."""

import pytest

from casebook.activities.casework import score
from casebook.activities.nouns import Status
from casebook.reporting import tallies
from casebook.reporting.reading import read
from casebook.text import Text
from reporting.classes import ASSIGNMENT, criterion, full_parts, give, part, text

MARKED = {"script-tone": 3, "script-law": 4}


def shares(course):
    return {share.name: share for share in tallies.shares(read(course, ASSIGNMENT))}


def test_totals_add_up_what_was_scored_and_what_was_marked(a_class):
    totals = tallies.totals(read(a_class, ASSIGNMENT))

    assert totals.points == (4, 5, 6, 7, 8, 10, 18, 20, 21, 26, 27, 28)
    assert totals.quartiles == (6.75, 14, 22.25)
    assert (totals.max_points, totals.waiting) == (28, 0)


def test_quartiles_lie_between_totals(course):
    for n, income in enumerate((0, 1, 2, 2)):
        give(course, f"learner-{n}", full_parts(income, 0, 0, 0), marks=MARKED)

    totals = tallies.totals(read(course, ASSIGNMENT))

    assert totals.points == (7, 8, 9, 9)
    assert totals.quartiles == (7.75, 8.5, 9)


def test_a_rubric_nobody_is_marked_on_leaves_all_totals(course):
    give(course, "ann", full_parts())

    totals = tallies.totals(read(course, ASSIGNMENT))

    assert (totals.points, totals.max_points) == ((21,), 21)
    assert [task.name for task in totals.unmarked] == ["script-tone", "script-law"]


def test_a_work_not_marked_yet_stays_out_of_the_totals_of_those_that_are(course):
    give(course, "ann", full_parts(), marks=MARKED)
    give(course, "bo", full_parts())

    totals = tallies.totals(read(course, ASSIGNMENT))

    assert (totals.points, totals.max_points, totals.waiting) == ((28,), 28, 1)


def test_a_share_says_how_many_earned_all_none_and_gave_no_answer(course):
    blank = criterion("red-flags", 0, 6, status=Status.NOT_ANSWERED)
    give(course, "ann", [part("red-flags", criterion("red-flags", 6, 6))])
    give(course, "bo", [part("red-flags", criterion("red-flags", 3, 6))])
    give(course, "cy", [part("red-flags", criterion("red-flags", 0, 6))])
    give(course, "di", [part("red-flags", blank)])

    share = shares(course)["red-flags"]

    assert (share.n, share.mean) == (4, (1 + 0.5) / 4)
    assert (share.full, share.none, share.unanswered) == (0.25, 0.5, 0.25)


def test_what_waits_for_a_person_is_counted_in_no_share(course):
    crashed = criterion("income", 0, 2, status=Status.CRASHED)
    give(course, "ann", [part("income", crashed)])
    give(course, "bo", [part("income", criterion("income", 2, 2))])

    assert (shares(course)["income"].n, shares(course)["income"].mean) == (1, 1)


def test_a_part_without_points_is_in_no_share(a_class):
    assert "script" not in shares(a_class)


def test_items_and_dimensions_are_counted_but_a_transcript_is_not(a_class):
    found = {
        task.name: [(share.name, share.mean) for share in parts]
        for task, parts in tallies.inside(read(a_class, ASSIGNMENT))
    }

    assert found == {
        "quiz": [("q0", 0.75), ("q1", 0.5), ("q2", 0.25)],
        "talk": [("lawful", 0.5), ("humane", 0.5)],
    }


def feedback(course, task):
    found = tallies.feedback(read(course, ASSIGNMENT))
    return [(one.text.en, one.learners, one.n) for one in found if one.task.name == task]


def test_the_commonest_feedback_is_what_lost_points_not_praise(a_class):
    assert feedback(a_class, "income") == [("You averaged gross pay.", 3, 12)]


def test_terms_that_were_met_are_not_among_what_went_wrong(course):
    told = (text("符合：合计。", "Met: sum."), text("不符合：首期。", "Not met: first."))
    give(course, "ann", [part("income", criterion("income", 1, 2, *told))])

    assert feedback(course, "income") == [("Not met: first.", 1, 1)]


def test_casework_still_begins_what_was_met_in_those_words():
    _, said = score._check(met=True, term=Text("合计", "sum"))

    assert said.zh.startswith(tallies.MET)


def test_what_one_learner_alone_was_told_is_not_common_in_a_class(course):
    for n in range(tallies.SMALL):
        told = text("常见", "Common") if n else text("少见", "Rare")
        give(course, f"learner-{n}", [part("income", criterion("income", 0, 2, told))])

    assert feedback(course, "income") == [("Common", tallies.SMALL - 1, tallies.SMALL)]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_so_few_totals_have_no_quartiles_to_speak_of(course, count):
    for n in range(count):
        give(course, f"learner-{n}", full_parts(), marks=MARKED)

    assert not tallies.totals(read(course, ASSIGNMENT)).has_quartiles
