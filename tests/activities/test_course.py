"""The course: it says what the notebooks say, and counts what was done, never what was right."""

import json
import re
from pathlib import Path

import pytest

from activities.fetched import QUIZ, fetched, prose
from casebook.activities import assigned, course, journal, library, released
from casebook.activities.course import Share, Stage
from casebook.activities.dialogue import session
from casebook.activities.journal import Journal
from casebook.activities.nouns import Kind
from casebook.text import Language

HERE = Path(__file__).parents[2]
WORKBOOKS = {one.notebook: one for one in course.course().workbooks}
WRITTEN = sorted(path.name for path in (HERE / "workbooks").glob("[1-9]-*.ipynb"))
OPENED = re.compile(r'cb\.(?:quiz|check|casework|dialogue|screening)\(\s*"([^"]+)"')


def page(name: str) -> dict:
    return json.loads((HERE / "workbooks" / name).read_text("utf-8"))


def activities_in(name: str) -> list[str]:
    """Return the activities that a notebook opens, in order of first appearance."""
    code = ["".join(one["source"]) for one in page(name)["cells"] if one["cell_type"] == "code"]
    return list(dict.fromkeys(OPENED.findall("\n".join(code))))


def titles_in(name: str) -> list[str]:
    return ["".join(cell["source"]).splitlines()[0] for cell in page(name)["cells"][:2]]


def said(folder: Path, activity: str, **values: object) -> Journal:
    """Return the journal of a folder once `values` were answered there."""
    writer = journal.Writer(folder)
    for item, value in values.items():
        writer.write(activity, item, value)
    return journal.read(folder)


def test_the_workbooks_that_are_written_are_those_with_activities() -> None:
    assert [one.notebook for one in WORKBOOKS.values() if one.is_ready] == WRITTEN


@pytest.mark.parametrize("name", WRITTEN)
def test_a_workbook_opens_its_activities_in_the_order_listed(name: str) -> None:
    assert activities_in(name) == list(WORKBOOKS[name].activities)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_workbook_has_the_title_and_minutes_listed_and_teaches_what_it_should(name: str) -> None:
    listed, told = WORKBOOKS[name], page(name)["metadata"]["casebook"]

    titles = [f"# {listed.number} {listed.title.say(language)}" for language in Language]

    assert titles_in(name) == titles
    assert told["minutes"] == listed.minutes
    assert set(told["teaches"]) >= set(listed.teaches)


def test_every_practice_activity_outside_the_bank_belongs_to_one_workbook() -> None:
    listed = [name for one in WORKBOOKS.values() for name in one.activities]
    written = [name for name, (_, path) in library.index().items() if path.parent.name != "bank"]

    assert sorted(listed) == sorted(written)


def test_the_readme_lists_the_same_workbooks_with_the_same_teaching() -> None:
    rows = re.findall(
        r"^\| `(\d-[^`]+)` \|[^|]*\| ([^|]*) \|", (HERE / "README.md").read_text(), re.M
    )

    found = [(name, tuple(re.findall(r"S\d\d", taught))) for name, taught in rows]

    assert found == [(one.id, one.teaches) for one in WORKBOOKS.values()]


@pytest.mark.parametrize(
    ("share", "stage"),
    [
        pytest.param(Share(0, 4, is_begun=False), Stage.FRESH, id="nothing"),
        pytest.param(Share(0, 4, is_begun=True), Stage.BEGUN, id="begun"),
        pytest.param(Share(3, 4, is_begun=True), Stage.BEGUN, id="all-but-one"),
        pytest.param(Share(4, 4, is_begun=True), Stage.DONE, id="all"),
        pytest.param(Share(0, 0, is_begun=False), Stage.FRESH, id="nothing-to-do"),
    ],
)
def test_the_stage_tells_begun_from_done(share: Share, stage: Stage) -> None:
    assert share.stage is stage


@pytest.mark.parametrize("activity", sorted(library.index()))
def test_an_activity_nobody_touched_is_fresh(activity: str) -> None:
    assert course.share(activity, Journal()).stage is Stage.FRESH


def test_casework_counts_tasks_answered_right_or_wrong(tmp_path: Path) -> None:
    kept = said(tmp_path, "1-1-practice-a", verified_income=-1, red_flags=[], no_such_task=3)

    assert course.share("1-1-practice-a", kept) == Share(1, 4, is_begun=True)


def test_a_quiz_counts_items_by_their_public_ids(tmp_path: Path) -> None:
    items = {item.id: "x" for item in QUIZ.items}

    assert course.share(QUIZ.id, said(tmp_path, QUIZ.id, **items)) == Share(6, 6, is_begun=True)


def test_a_talk_is_done_when_it_has_ended_and_begun_before(tmp_path: Path) -> None:
    activity, _ = session.practice("1-1-hao")
    whole: tuple[str, ...] = ()
    while replies := activity.path(whole)[-1].replies:
        whole += (next(iter(replies)),)

    begun = course.share(activity.id, said(tmp_path / "a", activity.id, talk=list(whole[:1])))
    ended = course.share(activity.id, said(tmp_path / "b", activity.id, talk=list(whole)))

    assert (begun.stage, ended.stage) == (Stage.BEGUN, Stage.DONE)


def test_every_activity_has_its_files_title() -> None:
    assert course.title("1-1-check") == library.quiz("1-1-check").title


def test_assignments_are_found_and_the_rehearsal_comes_first(tmp_path: Path) -> None:
    fetched(tmp_path / "file-review", "file-review")
    fetched(tmp_path / "course" / "rehearsal", "rehearsal")
    fetched(tmp_path / "file-review" / "feedback" / "then", "file-review")

    found, damaged = assigned.find(tmp_path)

    assert [one.id for one in found] == ["rehearsal", "file-review"]
    assert damaged == ()


def test_a_damaged_assignment_is_named_and_the_others_stand(tmp_path: Path) -> None:
    fetched(tmp_path / "rehearsal", "rehearsal")
    torn = fetched(tmp_path / "torn", "torn")
    (torn / released.FILE).write_text("{")

    found, damaged = assigned.find(tmp_path)

    assert ([one.id for one in found], damaged) == (["rehearsal"], ("torn",))


def test_an_assignment_counts_what_its_own_journal_holds(tmp_path: Path) -> None:
    folder = fetched(tmp_path / "rehearsal", "rehearsal")
    (one,), _ = assigned.find(tmp_path)

    kept = said(folder, QUIZ.id, **{QUIZ.items[0].id: "x"})

    assert one.share(Journal()).stage is Stage.FRESH
    assert one.share(kept) == Share(1, 6, is_begun=True)


def test_an_assignment_is_called_by_its_heading_in_the_learners_language(tmp_path: Path) -> None:
    fetched(tmp_path / "a", "a", prose("# 演练\n文", "zh"), prose("text\n# Rehearsal", "en"))
    fetched(tmp_path / "b", "b")
    (first, second), _ = assigned.find(tmp_path)

    assert [first.title(language) for language in Language] == ["演练", "Rehearsal"]
    assert second.title(Language.ZH) == "b"


def test_kinds_that_practice_uses_are_all_counted() -> None:
    kinds = {kind for kind, _ in library.index().values()}

    assert kinds <= {Kind.QUIZ, Kind.CASEWORK, Kind.DIALOGUE}
