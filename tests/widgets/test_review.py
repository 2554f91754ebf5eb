"""Practice over time on the page: what is due, where answers are kept, what the plot says."""

import struct
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from re import search

import pytest

from casebook.activities import journal, library, place
from casebook.activities.journal import Writer
from casebook.activities.quiz.publish import publish
from casebook.text import Language
from casebook.widgets.plain import Standin
from casebook.widgets.progress import progress
from casebook.widgets.quiz import QuizView
from casebook.widgets.review import MemoryPlot, memory, review
from widgets.page import Page

QUIZ = "1-1-check"
ACTIVITY, KEY = publish(library.quiz(QUIZ))
ITEMS = [item.id for item in ACTIVITY.items]


def answered(folder: Path, *items: str, days_ago: float) -> None:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    writer = Writer(folder, session=f"session-{24 * days_ago:.0f}", clock=lambda: at)
    for item in items:
        writer.write(QUIZ, item, KEY.right_answer(item))


def test_before_anything_is_answered_it_says_how_questions_come_back(folder: Path) -> None:
    shown = review()

    assert isinstance(shown, Standin)
    assert repr(shown) == "Review(due=0)"
    assert "快要忘记" in (shown._repr_html_() or "")


def test_what_is_not_due_yet_says_when_it_is(folder: Path) -> None:
    answered(folder, *ITEMS[:2], days_ago=0.1)

    shown = review()

    assert isinstance(shown, Standin)
    assert search(r"在 20\d\d-\d\d-\d\d 回来", shown._repr_html_() or "")


def test_what_is_due_is_asked_and_its_answer_kept_where_it_belongs(folder: Path) -> None:
    answered(folder, *ITEMS[:2], days_ago=60)
    shown = review()
    assert isinstance(shown, QuizView)
    page = Page(shown)

    assert {item["id"] for item in page.seen()["quiz"]["items"]} == set(ITEMS[:2])
    assert page.seen()["answers"] == {}
    page.give(ITEMS[0], KEY.right_answer(ITEMS[0]))

    assert page.seen()["earned"][ITEMS[0]]["verdict"] == "right"
    assert [one.activity for one in journal.read(folder).entries] == [QUIZ] * 3
    assert repr(review()) == "Quiz('review', items=1)"


def test_the_course_at_a_glance_says_how_many_are_due(folder: Path) -> None:
    assert "该复习" not in progress()._repr_html_()

    answered(folder, *ITEMS[:3], days_ago=60)

    assert "今天有 3 道做过的题该复习了" in progress()._repr_html_()


def test_without_answers_there_is_nothing_to_plot(folder: Path) -> None:
    assert repr(memory()) == "Memory(questions=0)"


@pytest.mark.parametrize("language", Language)
def test_the_plot_says_its_message_in_words_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)
    answered(folder, *ITEMS, days_ago=40)
    answered(folder, *ITEMS[:3], days_ago=20)

    shown = memory()

    assert isinstance(shown, MemoryPlot)
    html = shown._repr_html_()
    assert "6" in shown.title
    assert shown.title in html
    assert search(r"remembered_pct=\d+\)", repr(shown))
    picture = b64decode(html.partition("base64,")[2].partition('"')[0])
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height) == (1152, 518)


def test_under_grading_nothing_is_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(folder, *ITEMS, days_ago=60)
    monkeypatch.setenv("CASEBOOK_CHANNEL", "9")

    assert isinstance(review(), Standin)
    assert isinstance(memory(), Standin)
