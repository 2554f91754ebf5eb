import csv
import json
import subprocess
import sys

import pytest
from nbgrader.api import Gradebook

from casebook.activities.journal import Writer
from casebook.activities.nouns import Status
from casebook.errors import GradingError, SetupError
from casebook.grading.course import Course
from casebook.grading.grade import grade
from casebook.grading.keys import case_bytes, released_keys
from casebook.grading.outcomes import Outcomes
from casebook.grading.release import api, release
from casebook.reporting import report
from course.learners import (
    ASSIGNMENT,
    best_talk,
    edit,
    hand_in,
    mark_by_hand,
    message,
    right_cells,
    right_choices,
    unlawful_talk,
)

BY_CELL_AND_CLICK, TALK, MESSAGE = 29, 10, 10
MOST = BY_CELL_AND_CLICK + TALK + MESSAGE
CRITERIA = ("script-facts", "script-agreed", "script-reach", "script-respect")


def scores(course, learner):
    """The gradebook's automatic score of each cell."""
    with Gradebook(course.db_url, course.id) as gradebook:
        submission = gradebook.find_submission(ASSIGNMENT, learner)
        return {grade.name: grade.auto_score for nb in submission.notebooks for grade in nb.grades}


def feedback_page(course, learner):
    folder = course.folder / "feedback" / learner / ASSIGNMENT
    return (folder / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")


def test_a_careful_learner_earns_every_point_but_those_a_person_gives(results):
    careful = results["an-careful"]

    assert (careful.points, careful.max_points) == (MOST - MESSAGE, MOST)
    assert careful.status is Status.NEEDS_REVIEW
    assert careful.facts == ()


def test_a_learner_half_right_earns_part_of_them(results):
    halfway = results["bo-halfway"]

    assert 8 < halfway.points < 26
    assert halfway.status is Status.NEEDS_REVIEW


def test_an_untouched_hand_in_is_not_answered(results):
    untouched = results["cy-untouched"]

    assert untouched.points == 0
    assert untouched.status is Status.NOT_ANSWERED
    assert untouched.facts == ()


def test_the_gradebook_holds_the_points(worked, results):
    careful = scores(worked, "an-careful")

    assert sum(points for points in careful.values() if points is not None) == MOST - MESSAGE
    assert [careful[name] for name in CRITERIA] == [None] * 4
    untouched = scores(worked, "cy-untouched")
    assert set(untouched.values()) == {0}


def test_only_a_message_waits_for_a_person(worked, results):
    with Gradebook(worked.db_url, worked.id) as gradebook:
        for learner in results:
            (notebook,) = gradebook.find_submission(ASSIGNMENT, learner).notebooks
            waiting = {grade.name for grade in notebook.grades if grade.needs_manual_grade}
            assert waiting == (set() if learner == "cy-untouched" else set(CRITERIA))


def test_a_feedback_page_shows_the_answer_its_points_and_the_reason(worked, results):
    page = feedback_page(worked, "bo-halfway")

    assert "得分 0 / 2" in page
    assert "应发" in page
    assert "得分 2 / 2" in page


def test_a_feedback_page_tells_only_what_the_answer_earned(worked, results):
    keys = released_keys(worked, ASSIGNMENT)
    page = feedback_page(worked, "cy-untouched")

    told = [
        option.feedback.zh
        for item in keys.quiz.items
        for option in getattr(item, "options", ())
        if option.feedback.zh[:20] in page
    ]

    assert told == []


def test_a_feedback_page_speaks_the_learners_language_alone(worked, results):
    page = feedback_page(worked, "an-careful")

    assert "作业：档案审阅" in page
    assert "Assignment: file review" not in page


def test_the_report_has_a_status_for_every_learner_and_task(worked, results):
    with Gradebook(worked.db_url, worked.id) as gradebook:
        gradebook.update_or_create_student("dee-absent")
    path = report.write(worked, ASSIGNMENT)

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    statuses = {(row["learner"], row["task"]): row["status"] for row in rows}
    assert statuses["an-careful", "plan"] == "graded"
    assert statuses["bo-halfway", "plan"] == "not-answered"
    assert statuses["dee-absent", "quiz"] == "not-submitted"
    assert len(rows) == 4 * 14


def test_grading_again_changes_nothing_and_runs_nothing(worked, results):
    again = list(grade(worked, ASSIGNMENT))

    assert not any(one.is_fresh for one in again)
    assert [one.points for one in again] == [one.points for one in results.values()]


def test_grading_again_by_force_leaves_a_manual_score_and_comment(worked, results):
    with Gradebook(worked.db_url, worked.id) as gradebook:
        where = ("plan", ASSIGNMENT, ASSIGNMENT, "bo-halfway")
        gradebook.find_grade(*where).manual_score = 3
        gradebook.find_comment(*where).manual_comment = "See me"
        gradebook.db.commit()

    list(grade(worked, ASSIGNMENT, learner="bo-halfway", force=True))

    with Gradebook(worked.db_url, worked.id) as gradebook:
        assert gradebook.find_grade(*where).manual_score == 3
        assert gradebook.find_comment(*where).manual_comment == "See me"
        gradebook.find_grade(*where).manual_score = None
        gradebook.db.commit()


@pytest.fixture(scope="module")
def talks(tmp_path_factory):
    """Learners who handed in a talk and a message and nothing else."""
    from course.demo import fresh_course

    course = fresh_course(tmp_path_factory.mktemp("talks") / "course")
    release(course, ASSIGNMENT, variants=2)
    keys = released_keys(course, ASSIGNMENT)
    best = best_talk(keys)
    hand_in(course, "best", talk=best, text=message())
    hand_in(course, "broken-off", talk=best[:4])
    hand_in(course, "unlawful", talk=unlawful_talk(keys))
    hand_in(course, "stray", talk=[*best[:3], "0123456789", *best[3:]])
    retold = hand_in(course, "retold", talk=best[:2])
    writer = Writer(retold, learner="retold")
    writer.write("file-review-talk", "talk", [unlawful_talk(keys)[0], *best[1:]])
    return course, {one.learner: one for one in grade(course, ASSIGNMENT)}


def test_the_best_talk_earns_all_and_one_broken_off_earns_less(talks):
    course, found = talks

    assert scores(course, "best")["talk"] == TALK
    assert 0 <= scores(course, "broken-off")["talk"] < TALK
    assert found["broken-off"].status is Status.GRADED


def test_an_unlawful_talk_earns_nothing_and_is_told_why(talks):
    course, _ = talks
    graded = (course.autograded(ASSIGNMENT, "unlawful") / f"{ASSIGNMENT}.ipynb").read_text("utf-8")

    assert scores(course, "unlawful")["talk"] == 0
    assert "整段通话不得分" in graded
    assert "CN-" in graded.split("整段通话不得分")[1]


def test_a_talk_that_cannot_be_read_to_its_end_is_left_to_a_person(talks):
    _, found = talks

    assert found["stray"].status is Status.NEEDS_REVIEW


def test_a_talk_told_anew_keeps_what_was_said_first(talks):
    course, _ = talks
    outcome = Outcomes(course.outcomes).read(ASSIGNMENT)["retold", "talk"]

    assert any("what was said first counts" in fact for fact in outcome.facts)
    assert outcome.points == scores(course, "retold")["talk"]


def test_marks_and_comments_by_hand_outlive_every_grading(talks):
    course, _ = talks
    marks = dict(zip(CRITERIA, (3, 2, 1, 2), strict=True))
    mark_by_hand(course, "best", marks, comment="Split the sum first")

    list(grade(course, ASSIGNMENT, learner="best", force=True))

    with Gradebook(course.db_url, course.id) as gradebook:
        (notebook,) = gradebook.find_submission(ASSIGNMENT, "best").notebooks
        grades = {one.name: one for one in notebook.grades}
        comments = {one.name: one.manual_comment for one in notebook.comments}
    assert {name: grades[name].manual_score for name in CRITERIA} == marks
    assert not any(one.needs_manual_grade for one in grades.values())
    assert comments["script-facts"] == "Split the sum first"


def test_a_message_written_anew_keeps_its_marks_and_asks_for_another_look(talks):
    course, _ = talks
    mark_by_hand(course, "best", dict.fromkeys(CRITERIA, 1))
    Writer(course.submitted(ASSIGNMENT, "best"), learner="best").write(
        "file-review-script", "text", message().replace("您好", "你好")
    )

    list(grade(course, ASSIGNMENT, learner="best"))

    with Gradebook(course.db_url, course.id) as gradebook:
        (notebook,) = gradebook.find_submission(ASSIGNMENT, "best").notebooks
        found = {one.name: one for one in notebook.grades if one.name in CRITERIA}
    assert {one.manual_score for one in found.values()} == {1}
    assert all(one.needs_manual_grade for one in found.values())


def test_feedback_shows_the_levels_and_hides_what_markers_look_for(talks):
    course, _ = talks
    made = api(course).generate_feedback(ASSIGNMENT, student_id="best")
    graded = (course.autograded(ASSIGNMENT, "best") / f"{ASSIGNMENT}.ipynb").read_text("utf-8")
    script = released_keys(course, ASSIGNMENT).script

    assert made["success"], made
    page = feedback_page(course, "best")
    for criterion in script.rubric:
        assert criterion.levels[0].text.zh[:12] in page
        assert criterion.look_for.zh.splitlines()[0][:12] in graded
        assert criterion.look_for.zh.splitlines()[0][:12] not in page


def test_a_criterion_not_marked_yet_says_so_in_feedback(worked, results):
    assert feedback_page(worked, "bo-halfway").count("尚未批改") == 4
    assert "尚未批改" not in feedback_page(worked, "cy-untouched")


def test_two_learners_have_different_files(released):
    keys = released_keys(released, ASSIGNMENT)
    numbers = {keys.publish().variant(f"learner-{n}") for n in range(40)}
    cases = {case_bytes(keys.pool[number].case) for number in numbers}

    assert len(numbers) > 8
    assert len(cases) == len(numbers)


def test_another_process_rebuilds_each_case_bit_for_bit(released):
    code = (
        "import hashlib, sys; from pathlib import Path\n"
        "from casebook.grading.course import Course\n"
        "from casebook.grading.keys import case_bytes, released_keys\n"
        "keys = released_keys(Course(Path(sys.argv[1])), 'file-review')\n"
        "print(*(hashlib.sha256(case_bytes(one.case)).hexdigest() for one in keys.pool))"
    )
    asked = [sys.executable, "-c", code, str(released.folder)]

    other = subprocess.run(asked, capture_output=True, check=True, text=True)

    manifest = released.keys(ASSIGNMENT) / "released" / "manifest.json"
    assert other.stdout.split() == json.loads(manifest.read_text())["cases"]
    assert case_bytes(released_keys(released, ASSIGNMENT).pool[0].case)


def test_a_lost_secret_stops_grading_with_a_remedy(released, tmp_path):
    import shutil

    copy = tmp_path / "course"
    shutil.copytree(released.folder, copy)
    (copy / "keys" / "course.secret").write_text("0" * 64)
    hand_in(Course(copy), "ann")

    with pytest.raises(GradingError, match="differ from those released"):
        list(grade(Course(copy), ASSIGNMENT))


def test_an_unknown_learner_is_named_with_those_known(worked):
    with pytest.raises(GradingError, match=r"nobody-known.*an-careful"):
        list(grade(worked, ASSIGNMENT, learner="nobody-known"))


def test_an_assignment_not_released_says_what_to_run(worked):
    with pytest.raises(GradingError, match="casebook release ethics"):
        list(grade(worked, "ethics"))


def test_releasing_what_does_not_exist_names_what_does(worked):
    with pytest.raises(SetupError, match="one of: file-review"):
        release(worked, "file-reveiw")


def test_a_stray_journal_in_the_source_is_not_released(tmp_path):
    from course.demo import fresh_course

    course = fresh_course(tmp_path / "course")
    (course.source(ASSIGNMENT) / "answers").mkdir()
    (course.source(ASSIGNMENT) / "answers" / "mine.jsonl").write_text("{}")

    with pytest.raises(GradingError, match="would be released to learners"):
        release(course, ASSIGNMENT, variants=2)


@pytest.fixture(scope="module")
def accidents(tmp_path_factory):
    """Honest learners whose work went through mishaps; graded together."""
    from course.demo import fresh_course

    course = fresh_course(tmp_path_factory.mktemp("accidents") / "course")
    release(course, ASSIGNMENT, variants=4)
    keys = released_keys(course, ASSIGNMENT)

    def careful(learner):
        cells, choices = right_cells(keys, learner), right_choices(keys)
        return hand_in(course, learner, cells=cells, choices=choices)

    def copied(cells):
        twin = cells[_place(cells, "verified-income")].copy()
        twin.id, twin.source = "a-copy", 'cb.answer("verified_income", 1)'
        return [*cells, twin]

    edit(careful("copied"), copied)
    edit(careful("deleted"), lambda cells: [c for c in cells if _name(c) not in ("quiz", "tasks")])
    edit(careful("warned"), _with_warning)
    edit(careful("no-ids"), lambda cells: [_without_ids(c) for c in cells])
    torn = careful("torn-journal")
    journal = next((torn / "answers").iterdir())
    journal.write_bytes(journal.read_bytes()[:-20])
    broken = careful("broken-notebook") / f"{ASSIGNMENT}.ipynb"
    broken.write_text(broken.read_text()[:500])
    crashed = {**right_cells(keys, "crashed"), "promises-kept": "import os; os._exit(0)"}
    hand_in(course, "crashed", cells=crashed, choices=right_choices(keys))
    wrong_type = {**right_cells(keys, "wrong-type"), "plan": 'cb.answer("plan", object())'}
    hand_in(course, "wrong-type", cells=wrong_type, choices=right_choices(keys))
    (careful("misfiled") / "learner.json").write_text('{"id": "someone-else"}')
    return course, {one.learner: one for one in grade(course, ASSIGNMENT)}


def _name(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def _place(cells, name):
    return [_name(cell) for cell in cells].index(name)


def _with_warning(cells):
    cell = cells[_place(cells, "verified-income")]
    cell.source = 'import warnings; warnings.warn("old")\n' + cell.source
    return cells


def _without_ids(cell):
    cell.pop("id")
    return cell


@pytest.mark.parametrize("learner", ["copied", "deleted", "warned", "no-ids"])
def test_an_accident_costs_an_honest_learner_nothing(accidents, learner):
    _, found = accidents

    assert found[learner].points == BY_CELL_AND_CLICK


def test_a_deleted_cell_is_put_back_and_told(accidents):
    _, found = accidents

    assert found["deleted"].status is Status.ALTERED
    assert any("cell quiz was deleted" in fact for fact in found["deleted"].facts)


def test_a_torn_journal_keeps_every_whole_answer_and_asks_for_review(accidents):
    _, found = accidents

    assert found["torn-journal"].points == BY_CELL_AND_CLICK - 1
    assert found["torn-journal"].status is Status.NEEDS_REVIEW
    assert any("cut off" in fact for fact in found["torn-journal"].facts)


def test_a_broken_notebook_keeps_the_quiz_and_asks_for_review(accidents):
    course, found = accidents

    assert found["broken-notebook"].points == 8
    assert found["broken-notebook"].status is Status.NEEDS_REVIEW
    assert (course.autograded(ASSIGNMENT, "broken-notebook") / f"{ASSIGNMENT}.ipynb").is_file()


def test_a_crash_says_crashed_and_keeps_what_came_before(accidents):
    course, found = accidents

    assert found["crashed"].status is Status.CRASHED
    assert scores(course, "crashed")["days-past-due"] == 2
    assert scores(course, "crashed")["promises-kept"] == 0
    assert scores(course, "crashed")["quiz"] == 8


def test_an_answer_of_the_wrong_type_costs_its_own_task_alone(accidents):
    course, found = accidents

    assert found["wrong-type"].points == BY_CELL_AND_CLICK - 4
    graded = (course.autograded(ASSIGNMENT, "wrong-type") / f"{ASSIGNMENT}.ipynb").read_text()
    assert "object" in graded


def test_work_that_names_another_learner_is_reviewed(accidents):
    _, found = accidents

    assert found["misfiled"].status is Status.NEEDS_REVIEW
    assert any('"someone-else"' in fact for fact in found["misfiled"].facts)


def test_as_many_variants_are_released_as_were_asked_for(released):
    keys = released_keys(released, ASSIGNMENT)

    assert keys.variants == 12
    assert keys.publish().variants == 12
