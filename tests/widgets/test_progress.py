"""The course at a glance: what was done, one way on, and nothing of right or wrong."""

import re
from pathlib import Path

import pytest

from activities.fetched import QUIZ, fetched, prose
from casebook.activities import course, journal, library, released
from casebook.text import Language
from casebook.widgets.plain import Standin
from casebook.widgets.progress import Progress, progress

FIRST, *_ = course.course().workbooks
SHORT = f"Progress(workbooks=16, ready={sum(one.is_ready for one in course.course().workbooks)})"


def shown() -> str:
    """Return what the page shows, without its style."""
    view = progress()
    assert isinstance(view, Progress)
    return view._repr_html_().partition("</style>")[2]


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def way_on(html: str) -> tuple[str, str]:
    """Return where the one large link leads, and its words."""
    found = re.findall(r'cbp-open"><a class="cbp-link" href="([^"]+)">([^<]+)', html)
    assert len(found) == 1
    return found[0]


def answer_all(folder: Path, *, but: int = 0) -> None:
    """Answer the activities of the first workbook that are no talks, but the last few tasks."""
    writer = journal.Writer(folder)
    tasks = [
        (name, task.id)
        for name in ("1-1-practice-a", "1-1-practice-b", "1-1-ten-files")
        for task in library.casework(name).tasks
    ]
    tasks += [(QUIZ.id, item.id) for item in QUIZ.items]
    for name, item in tasks[: len(tasks) - but]:
        writer.write(name, item, 1)


def test_a_fresh_learner_is_sent_to_the_first_lesson(folder: Path) -> None:
    html = shown()

    assert way_on(html) == (FIRST.notebook, f"1-1 {FIRST.title.zh}")
    assert "从这里开始" in html
    assert "cbp-bar" not in html


@pytest.mark.parametrize("language", Language)
def test_every_part_and_workbook_is_listed_with_its_minutes(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv("CASEBOOK_LANGUAGE", language)
    said = text(shown())

    for part in course.course().parts:
        assert part.title.say(language) in said
        for one in part.workbooks:
            assert f"{one.number} {one.title.say(language)} · {one.minutes}" in said


def test_only_written_workbooks_can_be_clicked(folder: Path) -> None:
    links = set(re.findall(r'href="([^"]+)"', shown()))

    assert links == {one.notebook for one in course.course().workbooks if one.is_ready}


def test_a_begun_lesson_shows_its_activities_and_what_comes_next(folder: Path) -> None:
    writer = journal.Writer(folder)
    for task in library.casework("1-1-practice-a").tasks:
        writer.write("1-1-practice-a", task.id, -1)
    writer.write(QUIZ.id, QUIZ.items[0].id, "x")

    html = shown()

    assert way_on(html)[0] == FIRST.notebook
    assert f"下一项：{library.quiz('1-1-check').title.zh}" in html
    assert f"做完 1 / {len(FIRST.activities)} 项" in html
    assert "答了 1 / 6" in html
    assert text(html).count("已做 ") == 1


def test_right_and_wrong_answers_look_the_same(folder: Path) -> None:
    task = library.casework("1-1-practice-a").tasks[0]
    writer = journal.Writer(folder)
    writer.write("1-1-practice-a", task.id, task.answer)
    right = shown()

    writer.write("1-1-practice-a", task.id, -1)

    assert shown() == right


def test_a_talk_broken_off_says_so(folder: Path) -> None:
    journal.Writer(folder).write("1-1-hao", "talk", ["x"])

    assert "谈到一半" in shown()


def test_a_damaged_line_is_told_kindly_and_the_rest_stands(folder: Path) -> None:
    answer_all(folder)
    next((folder / journal.FOLDER).iterdir()).open("ab").write(b'{"torn')

    html = shown()

    assert "有 1 条以前的记录读不出来" in html
    assert "做完 4 / 6 项" in html


def test_the_rehearsal_comes_before_everything(folder: Path) -> None:
    fetched(folder / "file-review", "file-review", prose("# 档案审阅"))
    rehearsal = fetched(folder / "rehearsal", "rehearsal", prose("# 预演 <b>"))
    answer_all(folder, but=3)

    html = shown()
    assert way_on(html) == ("rehearsal/rehearsal.ipynb", "预演 &lt;b&gt;")
    assert text(html).index("预演") < text(html).index("档案审阅")
    writer = journal.Writer(rehearsal)
    for item in QUIZ.items:
        writer.write(QUIZ.id, item.id, "x")

    assert way_on(shown())[0] == FIRST.notebook
    assert "答了 6 / 6" in shown()


def test_a_damaged_assignment_is_told_by_its_folder(folder: Path) -> None:
    (fetched(folder / "to <rn>", "torn") / released.FILE).write_text("{")

    assert "文件夹“to &lt;rn&gt;”里的作业文件读不出来" in shown()


def test_a_link_is_safe_whatever_a_folder_is_called(folder: Path) -> None:
    fetched(folder / 'a "b" #1%', "exam")

    assert 'href="a%20%22b%22%20%231%25/exam.ipynb"' in shown()


def test_the_stored_text_is_short_and_the_stored_page_a_fresh_learners(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = shown()
    answer_all(folder)
    assert shown() != fresh

    monkeypatch.setenv("CASEBOOK_UNRECORDED", "1")

    assert shown() == fresh
    assert repr(progress()) == SHORT


def test_under_grading_there_is_only_the_stored_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_CHANNEL", "9")

    assert isinstance(progress(), Standin)
    assert repr(progress()) == SHORT
