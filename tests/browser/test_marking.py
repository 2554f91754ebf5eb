"""A person marks a message in a real formgrader; the learner reads the marks and the comment."""

from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Browser, Page, expect

from browser import formgrader
from casebook.grading.course import Course
from casebook.grading.grade import grade
from casebook.grading.keys import released_keys
from casebook.grading.release import api, release
from course.demo import fresh_course
from course.learners import ASSIGNMENT, best_talk, hand_in, message, right_choices

pytestmark = pytest.mark.browser

LEARNER = "li-ming"
MARKS = {"script-facts": "3", "script-agreed": "2", "script-reach": "1.5", "script-respect": "0"}
COMMENT = "金额写得清楚；7 月 10 日那一笔别漏了。"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = fresh_course(tmp_path_factory.mktemp("marking") / "course")
    release(made, ASSIGNMENT, variants=2)
    keys = released_keys(made, ASSIGNMENT)
    hand_in(
        made, LEARNER, choices=right_choices(keys), talk=best_talk(keys), text=f"{message()}\n<b>"
    )
    list(grade(made, ASSIGNMENT))
    return made


@pytest.fixture(scope="module")
def marked(course: Course, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Mark the message as a person does: a number in each box, a comment under the first."""
    root = tmp_path_factory.mktemp("instructor")
    with formgrader.opened(course, root) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(30_000)
        page.set_extra_http_headers(formgrader.HEADERS)
        page.goto(f"{address}/{formgrader.work_of(course, LEARNER)}")
        _sees_what_a_marker_needs(page, course)
        for name, points in MARKS.items():
            box = page.locator(f"[id='{name}']")
            box.fill(points)
            with page.expect_response(lambda reply: "/api/grade/" in reply.url):
                box.press("Tab")
        note = page.locator("[id='script-facts-comment']")
        note.fill(COMMENT)
        with page.expect_response(lambda reply: "/api/comment/" in reply.url):
            note.blur()
        page.close()
    return course


def _sees_what_a_marker_needs(page: Page, course: Course) -> None:
    """The text, its length, the levels, and what to look for stand on the page."""
    script = released_keys(course, ASSIGNMENT).script
    expect(page.locator("body")).to_contain_text("陶敏女士您好，我是砚川银行贷后服务部林晓")
    expect(page.locator("body")).to_contain_text("在要求之内")
    expect(page.locator("body")).to_contain_text("阅卷参考（学员看不到）")
    for criterion in script.rubric:
        expect(page.locator("body")).to_contain_text(criterion.levels[0].text.zh[:12])
        expect(page.locator(f"[id='script-{criterion.id}']")).to_have_value("")


def grades(course: Course) -> dict[str, tuple[float | None, bool]]:
    with Gradebook(course.db_url, course.id) as gradebook:
        (notebook,) = gradebook.find_submission(ASSIGNMENT, LEARNER).notebooks
        return {one.name: (one.manual_score, one.needs_manual_grade) for one in notebook.grades}


def read_feedback(course: Course, browser: Browser) -> str:
    made = api(course).generate_feedback(ASSIGNMENT, force=True)
    assert made["success"], made
    path: Path = course.folder / "feedback" / LEARNER / ASSIGNMENT / f"{ASSIGNMENT}.html"
    page = browser.new_page()
    page.route("http*://**", lambda route: route.abort())
    page.goto(path.as_uri())
    text = page.inner_text("body")
    page.close()
    return text


def test_the_marks_are_in_the_gradebook_and_nothing_waits(marked: Course) -> None:
    found = grades(marked)

    assert {name: found[name] for name in MARKS} == {
        name: (float(points), False) for name, points in MARKS.items()
    }


def test_feedback_shows_points_per_criterion_and_the_comment(
    marked: Course, browser: Browser
) -> None:
    text = read_feedback(marked, browser)

    for points, most in (("3.0", "3.0"), ("2.0", "3.0"), ("1.5", "2.0"), ("0.0", "2.0")):
        assert f"Score: {points} / {most}" in text
    assert COMMENT in text
    assert "<b>" in text, "what was written is shown as it was written"
    assert "阅卷参考" not in text


def test_grading_again_touches_no_mark_and_no_comment(marked: Course, browser: Browser) -> None:
    before = grades(marked)

    list(grade(marked, ASSIGNMENT, force=True))

    assert grades(marked) == before
    assert COMMENT in read_feedback(marked, browser)
