"""The writing task on the page: what the browser is told, what is kept, what comes back."""

import errno
import json
import os
from pathlib import Path

import pytest
from IPython.core.formatters import DisplayFormatter

from activities.builders import both
from casebook.activities import journal, learner, place, released
from casebook.activities.learner import Learner
from casebook.activities.released import Released
from casebook.activities.script.model import parse
from casebook.activities.script.publish import public
from casebook.activities.script.score import LONGEST
from casebook.errors import ContentError
from casebook.text import Language
from casebook.widgets.plain import Standin
from casebook.widgets.script import ScriptView, script
from widgets.page import Page

FULL = os.strerror(errno.ENOSPC)
KEY = parse(
    {
        "id": "a-message",
        "kind": "script",
        "title": both("a message"),
        "teaches": ["S04"],
        "prompt": both("write it"),
        "length": {"zh": {"least": 3, "most": 6}, "en": {"least": 2, "most": 4}},
        "rubric": [
            {
                "id": "facts",
                "title": both("facts"),
                "points": 3,
                "levels": [
                    {"points": 3, "text": both("all of them")},
                    {"points": 1.5, "text": both("half of them")},
                    {"points": 0, "text": both("none")},
                ],
                "look_for": both("what only the marker knows"),
                "rules": ["CN-PIP-01"],
            }
        ],
    },
    "script.yaml",
)


@pytest.fixture
def folder(folder: Path) -> Path:
    """Return a folder with an assignment, whose learner is known; the kernel runs in it."""
    assignment = Released("course", "file-review", 5, (public(KEY),))
    (folder / released.FILE).write_bytes(released.encode(assignment))
    learner.write(folder, Learner("li-ming"))
    return folder


def opened() -> Page:
    view = script()
    assert isinstance(view, ScriptView)
    return Page(view)


def on_disk(folder: Path) -> list[object]:
    return [entry.value for entry in journal.read(folder).entries]


@pytest.mark.parametrize("language", Language)
def test_the_page_is_told_the_task_and_its_levels_but_not_what_the_marker_looks_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)

    seen = opened().seen()

    task = seen["task"]
    assert (task["prompt"], task["least"], task["most"]) == {
        "zh": ("write it（中）", 3, 6),
        "en": ("write it", 2, 4),
    }[language]
    [criterion] = task["rubric"]
    assert len(criterion["levels"]) == 3
    assert "1.5" in criterion["levels"][1]
    told = json.dumps(seen, ensure_ascii=False)
    assert KEY.rubric[0].look_for.en not in told
    assert KEY.rubric[0].levels[0].text.say(language) in told
    assert "CN-PIP-01" not in told


def test_a_text_is_on_disk_before_saved_is_said_and_its_length_comes_back(folder: Path) -> None:
    page = opened()

    reply = page.give("text", "您好，7月10日 OK")

    assert reply == {"saved": True, "request": "r1", "item": "text"}
    [entry] = journal.read(folder).entries
    assert (entry.learner, entry.activity, entry.item) == ("li-ming", "a-message", "text")
    assert page.seen()["text"] == entry.value == "您好，7月10日 OK"
    assert page.seen()["count"] == 7


@pytest.mark.parametrize("text", ["", "  \n", "<b>粗</b>", "🙂" * 100, "字" * LONGEST, "a\u2028b"])
def test_a_new_kernel_finds_the_text_again(folder: Path, text: str) -> None:
    first = opened()

    assert first.give("text", text)["saved"] is True

    again = opened().seen()
    assert (again["text"], again["count"]) == (text, first.seen()["count"])


def test_a_text_beyond_the_range_is_kept_all_the_same(folder: Path) -> None:
    page = opened()

    assert page.give("text", "字" * 500)["saved"] is True
    assert page.seen()["count"] == 500


@pytest.mark.parametrize(
    "message",
    [
        None,
        "x",
        [],
        {},
        {"item": "text", "value": None},
        {"item": "text", "value": 5},
        {"item": "text", "value": ["x"]},
        {"item": "text", "value": "x" * (LONGEST + 1)},
        {"item": "text", "value": "half an emoji \ud83d"},
        {"item": "other", "value": "x"},
        {"item": ["text"], "value": "x"},
    ],
)
def test_a_message_that_is_no_text_is_refused_and_changes_nothing(
    folder: Path, message: object, capfd: pytest.CaptureFixture[str]
) -> None:
    page = opened()
    page.give("text", "您好")
    before = page.seen()

    reply = page.ask(message)

    assert reply["saved"] is False
    assert reply["why"].startswith("没有保存")
    assert page.seen() == before
    assert on_disk(folder) == ["您好"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("value", [5, ["x"], None, "x" * (LONGEST + 1)])
def test_a_record_of_another_form_is_left_aside(folder: Path, value: object) -> None:
    journal.Writer(folder).write("a-message", "text", value)

    assert opened().seen()["text"] == ""


def test_the_page_cannot_set_what_python_holds(folder: Path) -> None:
    page = opened()
    before = page.view.get_state()

    page.set(text="x", count=5, task={}, words={}, _esm="x", _css="x")

    assert page.view.get_state() == before


def test_a_full_disk_is_told_and_the_text_can_be_handed_over_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened()
    page.give("text", "一")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, FULL)

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        refused = page.give("text", "一二")

    assert (refused["saved"], refused["again"]) == (False, True)
    assert FULL in refused["why"]
    assert (page.seen()["text"], page.seen()["count"]) == ("一", 1)
    assert page.give("text", "一二")["saved"] is True


def test_a_damaged_record_is_told_and_the_rest_restored(folder: Path) -> None:
    writer = journal.Writer(folder)
    writer.write("a-message", "text", "您好")
    with writer.path.open("ab") as file:
        file.write(b'{"v": 1, "at')

    seen = opened().seen()

    assert seen["text"] == "您好"
    assert seen["task"]["notes"][0].startswith("有 1 条以前的记录读不出来")


def test_a_preview_keeps_nothing_and_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_UNRECORDED", "1")
    page = opened()

    assert page.give("text", "您好")["saved"] is True
    assert page.seen()["task"]["is_recording"] is False
    assert not (folder / journal.FOLDER).exists()


def test_the_stored_text_is_short(folder: Path) -> None:
    bundle, _ = script()._repr_mimebundle_()

    assert bundle["text/plain"] == "Script('a-message')"


def test_the_task_waits_calmly_for_the_learners_id(folder: Path) -> None:
    (folder / learner.FILE).unlink()

    bundle, _ = DisplayFormatter().format(script())

    assert bundle["text/plain"] == "Script('a-message')"
    assert "学号" in bundle["text/html"]


def test_under_grading_there_is_only_the_stored_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_CHANNEL", "9")

    shown = script()

    assert isinstance(shown, Standin)
    assert DisplayFormatter().format(shown)[0] == {"text/plain": "Script('a-message')"}
    assert not (folder / journal.FOLDER).exists()


@pytest.mark.parametrize("activity", [None, "another"])
def test_without_such_a_task_what_to_do_is_told(folder: Path, activity: str | None) -> None:
    if activity is None:
        (folder / released.FILE).unlink()

    with pytest.raises(ContentError, match="the folder that was fetched"):
        script(activity)
