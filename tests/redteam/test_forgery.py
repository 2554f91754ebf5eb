"""What a learner with a reason to cheat might hand in: the measured attacks on notebook graders.

Each attack stands on wrong or missing answers, so that whatever it earns was forged.
"""

import json

import pytest

from casebook.activities.nouns import Status
from casebook.grading.grade import grade
from casebook.grading.keys import released_keys
from casebook.grading.release import release
from course.demo import fresh_course
from course.learners import ASSIGNMENT, edit, hand_in, right_cells

WRONG = 'cb.answer("verified_income", 1)'

DROP_ASSERTS = """\
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(Drop())
"""

SKIP_LATER_CELLS = """\
get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\\n"])
"""

EQUAL_TO_ALL = """\
class Any(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    def __gt__(self, other): return True
    def __abs__(self): return self
    def __sub__(self, other): return self
    __rsub__ = __sub__
    def __hash__(self): return 0
for name in ("verified_income", "disposable_income", "overdue_amount", "days_past_due"):
    cb.answer(name, Any(1))
"""

FAKE_PAYLOAD = """\
import json, os
channel = int(os.environ["CASEBOOK_CHANNEL"])
for message in (
    {"score": 29}, {"points": 29, "status": "graded"}, {"answer": "quiz", "value": "full"},
    {"answer": "verified_income", "value": 1, "points": 2, "right": True},
    {"answer": "verified_income", "value": {"__class__": "Decimal", "points": 2}},
    {"cell": 0, "outputs": [{"output_type": "execute_result", "data": {"text/plain": "29"}}]},
):
    os.write(channel, (json.dumps(message) + "\\n").encode())
os.write(channel, b"\\x80\\x04not json at all\\n")
"""

PATCH_THE_KIT = """\
import casebook.activities.casework.score as scorer
import casebook.activities.channel as channel
scorer.score_task = lambda *a, **k: 29
channel.plain = lambda value: value
"""

ASK_THE_KIT = """\
from casebook.portfolio import pool, practice, sample
from casebook.portfolio.blocks import tables_of
from casebook.portfolio.calendar import AS_OF
from casebook.portfolio.simulation.knobs import knobs
found = set()
try:
    found |= set(practice.planted(case.id))
except Exception as error:
    print(error)
for guess in (b"", b"casebook-specimen", b"file-review", bytes(32)):
    for variant in pool.draw(guess, "file-review", 2):
        if variant.case.debtor["id_number"] == case.debtor["id_number"]:
            found |= variant.planted
for seed in (0, 1, 2, sample.SEED):
    for turned in ({}, pool.SUITED):
        made = tables_of(seed, 0, as_of=AS_OF, knobs=knobs(turned))
        people = made["debtors"].to_pylist()
        for person in people:
            if person["id_number"] == case.debtor["id_number"]:
                found |= {
                    row["flag"]
                    for row in made["planted"].to_pylist()
                    if row["debtor_id"] == person["debtor_id"]
                }
cb.answer("red_flags", sorted(found))
"""

READ_THE_COURSE = """\
from pathlib import Path
loot = []
course = Path({course!r})
for path in (
    Path("../../../gradebook.db"), course / "gradebook.db", course / "casebook.db",
    course / "keys/course.secret", course / "keys/file-review/quiz.yaml",
):
    try:
        loot.append(path.read_bytes()[:20])
    except OSError:
        pass
cb.answer("overdue_amount", 123456.0 + len(loot))
"""


def points_metadata(cells):
    for cell in cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader["points"] = 1000
            cell.metadata.nbgrader["solution"] = False
    return cells


def only_the_quiz_as_a_test(cells):
    """Turn graded answers into autograded tests that pass, as stock nbgrader would have it."""
    for cell in cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(solution=False, locked=True)
            cell.source = "29"
    return cells


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    course = fresh_course(tmp_path_factory.mktemp("redteam") / "course")
    release(course, ASSIGNMENT, variants=12)
    codes = {
        "m4-drop-asserts": DROP_ASSERTS + WRONG,
        "m5-skip-later": SKIP_LATER_CELLS,
        "m6-equal-to-all": EQUAL_TO_ALL,
        "fake-payload": FAKE_PAYLOAD,
        "patch-the-kit": PATCH_THE_KIT + WRONG,
        "ask-the-kit": ASK_THE_KIT,
        "m8-read-the-course": READ_THE_COURSE.format(course=str(course.folder)),
    }
    for learner, code in codes.items():
        hand_in(course, learner, cells={"verified-income": code})
    edit(hand_in(course, "points-metadata", cells={"plan": WRONG}), points_metadata)
    edit(hand_in(course, "turned-to-tests"), only_the_quiz_as_a_test)
    edit(hand_in(course, "all-deleted"), lambda _: [])
    forge_release(hand_in(course, "own-release"))
    forge_journal(hand_in(course, "own-journal"))
    answers_twice = right_cells(released_keys(course, ASSIGNMENT), "every-flag")
    every_flag = 'cb.answer("red_flags", [c.id for c in __import__("casebook").casework()._activity'
    answers_twice["red-flags"] = every_flag + ".task('red_flags').choices])"
    hand_in(course, "every-flag", cells={"red-flags": answers_twice["red-flags"]})
    return course, {one.learner: one for one in grade(course, ASSIGNMENT)}


def forge_release(folder):
    """Hand in a release of the learner's own making, where every task is worth the world."""
    path = folder / "assignment.json"
    public = json.loads(path.read_text())
    for activity in public["activities"]:
        if "points" in activity:
            activity["points"] = 1000
        for part in activity.get("tasks", activity.get("items", activity.get("rubric", ()))):
            part["points"] = 1000
    public["variants"] = 1
    path.write_text(json.dumps(public))


def forge_journal(folder):
    """Write journal lines that claim points, name authors' ids, and repeat sums of their own."""
    from casebook.activities.journal import Writer

    writer = Writer(folder, learner="own-journal")
    writer.write("file-review-quiz", "husband-paid", "only-paid")
    writer.write("file-review-quiz", "points", 8)
    writer.write("file-review-casework", "verified_income", 5000)


@pytest.mark.parametrize(
    "learner",
    [
        "m4-drop-asserts",
        "m5-skip-later",
        "m6-equal-to-all",
        "fake-payload",
        "patch-the-kit",
        "ask-the-kit",
        "points-metadata",
        "turned-to-tests",
        "all-deleted",
        "own-release",
        "own-journal",
        "every-flag",
    ],
)
def test_a_forgery_earns_nothing(attacked, learner):
    _, found = attacked

    assert found[learner].points == 0
    assert found[learner].max_points == 49


def test_junk_on_the_channel_is_told_to_the_instructor(attacked):
    _, found = attacked

    assert found["fake-payload"].facts


def test_deleted_cells_come_back_in_the_graded_notebook(attacked):
    course, found = attacked
    graded = (course.autograded(ASSIGNMENT, "all-deleted") / f"{ASSIGNMENT}.ipynb").read_text()

    assert found["all-deleted"].status is Status.NOT_ANSWERED
    assert '"grade_id": "quiz"' in graded


def test_the_course_cannot_be_read_while_grading(attacked):
    course, _ = attacked
    graded = (
        course.autograded(ASSIGNMENT, "m8-read-the-course") / f"{ASSIGNMENT}.ipynb"
    ).read_text()

    assert "123,456" in graded
    assert "123,457" not in graded
