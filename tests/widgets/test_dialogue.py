"""The talk on the page: what the browser is told, what reaches the disk, what comes back."""

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter

from activities.builders import short_talk
from casebook.activities import journal, learner, place, released
from casebook.activities.dialogue.model import Reply, parse
from casebook.activities.dialogue.publish import publish
from casebook.activities.dialogue.session import practice
from casebook.activities.learner import Learner
from casebook.activities.released import Released
from casebook.errors import ContentError
from casebook.text import Language, Text
from casebook.widgets.dialogue import DialogueView, dialogue
from casebook.widgets.plain import Standin
from widgets.page import Page

PRACTICE = "1-1-hao"
_, PRACTICE_KEY = practice(PRACTICE)
EXAM, EXAM_KEY = publish(parse(short_talk(points=10), "talk.yaml"), salt="s")
PUBLIC = {reply.id: name for name, reply in EXAM_KEY.replies.items()}
FULL = os.strerror(errno.ENOSPC)


@pytest.fixture
def exam(folder: Path) -> Path:
    """Return a folder with an assignment, whose learner is known."""
    assignment = Released("course", "file-review", 5, (EXAM,))
    (folder / released.FILE).write_bytes(released.encode(assignment))
    learner.write(folder, Learner("li-ming"))
    return folder


def opened(activity: str | None = PRACTICE) -> Page:
    view = dialogue(activity)
    assert isinstance(view, DialogueView)
    return Page(view)


def talk(page: Page, *replies: str) -> dict[str, Any]:
    """Say replies of the exam talk by their author's ids; return what came back last."""
    for one in replies:
        page.give("talk", {"at": len(page.seen()["view"]["said"]), "reply": PUBLIC[one]})
    return page.replies[-1]


def best(page: Page) -> str:
    """Return the public id of the best reply open in the practice talk."""
    session = page.view._session
    step = PRACTICE_KEY.walk.best_step(session.replay().at)
    return next(one for one in session.options() if PRACTICE_KEY.replies[one] is step.reply)


def say_best(page: Page) -> dict[str, Any]:
    return page.give("talk", {"at": len(page.seen()["view"]["said"]), "reply": best(page)})


def said_on_disk(folder: Path, activity: str) -> object:
    return journal.read(folder).answer(activity).values.get("talk")


def coaching(*replies: Reply) -> set[str]:
    return {text for one in replies for text in both(one.coaching)}


def both(text: Text) -> Iterator[str]:
    return (text.say(language).strip() for language in Language)


def shown(page: Page, texts: set[str]) -> set[str]:
    """Return those of `texts` that the page or a saved notebook would hold."""
    seen = json.dumps(page.seen(), ensure_ascii=False)
    return {text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] in seen}


# What the page is told.


@pytest.mark.parametrize("language", Language)
def test_a_practice_talk_tells_nothing_of_a_reply_before_it_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)
    page = opened()
    hidden = coaching(*PRACTICE_KEY.replies.values())

    assert shown(page, hidden) == set()
    said = PRACTICE_KEY.replies[best(page)]
    say_best(page)

    assert shown(page, hidden) == {said.coaching.say(language).strip()}
    view = page.seen()["view"]
    assert set(view) == {"said", "client", "has_ended", "options", "mood", "debrief"}
    assert all(set(option) == {"id", "text"} for option in view["options"])
    assert view["debrief"] is None


def test_the_scan_would_find_a_leak(folder: Path) -> None:
    page = opened()
    secret = PRACTICE_KEY.replies[best(page)].coaching.zh.strip()

    page.view.words = {**page.view.words, "careless": secret}

    assert shown(page, {secret}) == {secret}


def test_a_reply_said_in_practice_is_judged_and_explained_with_its_rules(folder: Path) -> None:
    page = opened()
    reply = PRACTICE_KEY.replies[best(page)]

    answer = say_best(page)

    assert answer == {"saved": True, "request": "r1", "item": "talk"}
    [exchange] = page.seen()["view"]["said"]
    assert exchange["reply"] == reply.text.zh
    assert exchange["reaction"] == reply.reaction.zh
    assert exchange["coaching"]["verdict"] == "right"
    assert [rule["id"] for rule in exchange["coaching"]["rules"]] == list(reply.rules)


def test_the_best_talk_ends_with_all_that_was_possible(folder: Path) -> None:
    page = opened()

    while not page.seen()["view"]["has_ended"]:
        say_best(page)

    view = page.seen()["view"]
    assert view["options"] == []
    assert view["debrief"]["share"] >= 0.95
    assert view["debrief"]["is_lawful"] is True
    assert {step["verdict"] for step in view["debrief"]["mine"]} == {"right"}


def test_the_mood_is_a_level_among_its_levels(folder: Path) -> None:
    mood = opened().seen()["view"]["mood"]

    variable = next(v for v in PRACTICE_KEY.dialogue.state if v.id == PRACTICE_KEY.dialogue.mood)
    assert mood == {
        "level": variable.start,
        "levels": len(variable.levels),
        "text": variable.levels[variable.start].zh,
    }


@pytest.mark.parametrize("language", Language)
def test_an_exam_never_tells_what_a_reply_was_worth(
    exam: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)
    page = opened(None)
    state = {
        text for one in EXAM_KEY.dialogue.state for level in one.levels for text in both(level)
    }
    titles = {text for one in EXAM_KEY.dialogue.turns for text in both(one.title)}
    hidden = coaching(*EXAM_KEY.replies.values()) | state | titles

    for reply in ("threaten", "ask"):
        assert shown(page, hidden) == set()
        talk(page, reply)

    view = page.seen()["view"]
    assert shown(page, hidden) == set()
    assert set(view) == {"said", "client", "has_ended", "options"}
    assert all(set(one) == {"client", "reply", "reaction"} for one in view["said"])
    assert all(set(reply) == {"saved", "request", "item"} for reply in page.replies)


def test_a_breach_does_not_end_an_exam_talk_early(exam: Path) -> None:
    page = opened(None)

    talk(page, "threaten")

    assert page.seen()["view"]["has_ended"] is False
    assert len(page.seen()["view"]["options"]) == 2


def test_two_learners_see_the_replies_in_their_own_order(exam: Path) -> None:
    orders = set()
    for number in range(6):
        learner.write(exam, Learner(f"learner-{number}"))
        orders.add(tuple(one["id"] for one in opened(None).seen()["view"]["options"]))

    assert len(orders) > 1


# What is kept.


def test_a_reply_is_on_disk_before_saved_is_said(exam: Path) -> None:
    page = opened(None)

    reply = talk(page, "listen")

    assert reply == {"saved": True, "request": "r1", "item": "talk"}
    [entry] = journal.read(exam).entries
    assert (entry.learner, entry.activity, entry.item) == ("li-ming", EXAM.id, "talk")
    assert entry.value == [PUBLIC["listen"]]


def test_a_new_kernel_finds_the_talk_where_it_stood(exam: Path) -> None:
    first = opened(None)
    talk(first, "listen")

    again = opened(None)

    assert again.seen()["view"] == first.seen()["view"]


def test_practice_goes_back_and_tells_nothing_of_what_was_taken_back(folder: Path) -> None:
    page = opened()
    fresh = page.seen()
    say_best(page)

    reply = page.give("rewind", 0)

    assert reply["saved"] is True
    assert page.seen() == fresh
    assert said_on_disk(folder, PRACTICE) == []


def test_an_exam_takes_nothing_back(exam: Path) -> None:
    page = opened(None)
    talk(page, "mumble")
    before = page.seen()

    for to in (0, 1):
        reply = page.give("rewind", to)
        assert reply["saved"] is False
        assert reply["drop"] is True

    assert page.seen() == before
    assert said_on_disk(exam, EXAM.id) == [PUBLIC["mumble"]]


def test_in_a_second_tab_another_reply_is_not_taken_and_the_record_is_shown(exam: Path) -> None:
    first, second = opened(None), opened(None)
    talk(first, "listen")

    reply = talk(second, "threaten")

    assert (reply["saved"], reply["drop"]) == (False, True)
    assert "别的窗口" in reply["why"]
    assert second.seen()["view"] == first.seen()["view"]
    assert said_on_disk(exam, EXAM.id) == [PUBLIC["listen"]]


def test_the_same_reply_handed_over_twice_is_said_once(exam: Path) -> None:
    page, other = opened(None), opened(None)
    message = {"at": 0, "reply": PUBLIC["listen"]}
    page.give("talk", message)

    assert page.give("talk", message)["saved"] is True
    assert other.give("talk", message)["saved"] is True
    assert len(journal.read(exam).entries) == 1
    assert other.seen()["view"] == page.seen()["view"]


def test_going_back_asked_twice_goes_back_once(folder: Path) -> None:
    page = opened()
    say_best(page)
    say_best(page)

    replies = [page.give("rewind", 1), page.give("rewind", 1)]

    assert [reply["saved"] for reply in replies] == [True, True]
    assert len(page.seen()["view"]["said"]) == 1


MESSAGES: list[object] = [
    None,
    "x",
    [],
    {},
    {"item": None, "value": 1},
    {"item": ["talk"], "value": {"at": 1, "reply": PUBLIC["ask"]}},
    {"item": "say", "value": {"at": 1, "reply": PUBLIC["ask"]}},
    *(
        {"item": "talk", "value": value}
        for value in (
            None,
            "x",
            [PUBLIC["ask"]],
            {},
            {"at": 1},
            {"reply": PUBLIC["ask"]},
            {"at": 1, "reply": None},
            {"at": 1, "reply": [PUBLIC["ask"]]},
            {"at": 1, "reply": "no-such-reply"},
            {"at": 1, "reply": "ask"},
            {"at": 1, "reply": PUBLIC["mumble"]},
            {"at": "1", "reply": PUBLIC["ask"]},
            {"at": 1.0, "reply": PUBLIC["ask"]},
            {"at": True, "reply": PUBLIC["ask"]},
            {"at": -1, "reply": PUBLIC["listen"]},
            {"at": float("inf"), "reply": PUBLIC["ask"]},
            {"at": 0, "reply": PUBLIC["threaten"]},
            {"at": 7, "reply": PUBLIC["ask"]},
            {"at": 1, "reply": "\ud800"},
        )
    ),
    *({"item": "rewind", "value": value} for value in (None, "0", -1, 0.0, True, [0], 10**400)),
]


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_that_is_no_reply_is_refused_and_changes_nothing(
    exam: Path, message: object, capfd: pytest.CaptureFixture[str]
) -> None:
    page = opened(None)
    talk(page, "listen")
    before = page.seen()

    reply = page.ask(message)

    assert reply["saved"] is False
    assert reply["drop"] is True
    assert reply["why"]
    assert page.seen() == before
    assert len(journal.read(exam).entries) == 1
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("value", [None, "0", -1, 2, 0.0, False, [0]])
def test_practice_goes_back_to_no_reply_that_there_is_not(folder: Path, value: object) -> None:
    page = opened()
    say_best(page)
    before = page.seen()

    assert page.give("rewind", value)["saved"] is False
    assert page.seen() == before


def test_the_page_cannot_set_what_python_holds(exam: Path) -> None:
    page = opened(None)
    before = page.view.get_state()

    page.set(view={"said": []}, talk={"is_practice": True}, words={}, _esm="x", _css="x")

    assert page.view.get_state() == before


def test_a_full_disk_is_told_and_nothing_counts_as_said(
    exam: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(None)
    talk(page, "listen")
    before = page.seen()

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, FULL)

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        refused = talk(page, "ask")

    assert (refused["saved"], refused["again"]) == (False, True)
    assert FULL in refused["why"]
    assert page.seen() == before
    assert talk(page, "ask")["saved"] is True
    assert page.seen()["view"]["has_ended"] is True


def test_a_damaged_record_is_told_and_the_rest_restored(exam: Path) -> None:
    writer = journal.Writer(exam)
    writer.write(EXAM.id, "talk", [PUBLIC["listen"]])
    with writer.path.open("ab") as file:
        file.write(b'{"v": 1, "at')

    page = opened(None)

    assert len(page.seen()["view"]["said"]) == 1
    assert page.seen()["talk"]["notes"][0].startswith("有 1 条以前的记录读不出来")


def test_a_record_of_replies_that_are_not_open_is_read_as_far_as_it_goes(exam: Path) -> None:
    writer = journal.Writer(exam)
    for value in ("x", [1], [PUBLIC["listen"], PUBLIC["mumble"]], {"a": 1}):
        writer.write(EXAM.id, "talk", value)

    page = opened(None)

    assert len(page.seen()["view"]["said"]) == 1
    assert talk(page, "ask")["saved"] is True


def test_a_preview_keeps_nothing_and_says_so(exam: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_UNRECORDED", "1")
    page = opened(None)

    talk(page, "listen")

    assert page.seen()["talk"]["is_recording"] is False
    assert len(page.seen()["view"]["said"]) == 1
    assert not (exam / journal.FOLDER).exists()


# Where there is nothing to click, and what is stored.


def test_the_stored_text_is_short(folder: Path) -> None:
    bundle, _ = dialogue(PRACTICE)._repr_mimebundle_()

    assert bundle["text/plain"] == "Dialogue('1-1-hao')"


def test_an_exam_waits_calmly_for_the_learners_id(exam: Path) -> None:
    (exam / learner.FILE).unlink()

    bundle, _ = DisplayFormatter().format(dialogue())

    assert bundle["text/plain"] == "Dialogue('a-talk')"
    assert "学号" in bundle["text/html"]


def test_practice_needs_no_id_beside_an_assignment(exam: Path) -> None:
    (exam / learner.FILE).unlink()

    assert isinstance(dialogue(PRACTICE), DialogueView)


@pytest.mark.parametrize("activity", [None, PRACTICE])
def test_under_grading_there_is_only_the_stored_text(
    exam: Path, monkeypatch: pytest.MonkeyPatch, activity: str | None
) -> None:
    monkeypatch.setenv("CASEBOOK_CHANNEL", "9")

    shown = dialogue(activity)

    assert isinstance(shown, Standin)
    assert DisplayFormatter().format(shown)[0] == {
        "text/plain": f"Dialogue({activity or EXAM.id!r})"
    }
    assert not (exam / journal.FOLDER).exists()


def test_without_an_assignment_the_id_of_a_talk_is_asked_for(folder: Path) -> None:
    with pytest.raises(ContentError, match="no assignment with a dialogue"):
        dialogue()


def test_an_unknown_talk_is_told_with_the_nearest(folder: Path) -> None:
    with pytest.raises(ContentError, match="1-1-hao"):
        dialogue("1-1-hoa")
