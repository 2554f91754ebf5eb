"""The quiz on the page: what the browser is told, what reaches the disk, what comes back."""

import errno
import json
import os
from pathlib import Path

import pytest
from IPython.core.formatters import DisplayFormatter

from activities.builders import texts_in
from casebook.activities import journal, learner, library, place, released
from casebook.activities.learner import Learner
from casebook.activities.quiz.publish import publish
from casebook.activities.released import Released
from casebook.text import Language
from casebook.widgets.plain import Standin
from casebook.widgets.quiz import QuizView, quiz
from widgets.page import Page

ACTIVITY, KEY = publish(library.quiz("1-1-check"))
SINGLE, NUMBER, YES_NO, SEVERAL = (item.id for item in ACTIVITY.items[:4])


@pytest.fixture
def exam(folder: Path) -> Path:
    """Return a folder with an assignment, whose learner is known."""
    assignment = Released("course", "file-review", 5, (ACTIVITY,))
    (folder / released.FILE).write_bytes(released.encode(assignment))
    learner.write(folder, Learner("li-ming"))
    return folder


def opened(activity: str | None = "1-1-check") -> Page:
    view = quiz(activity)
    assert isinstance(view, QuizView)
    return Page(view)


def public(item_id: str, own_id: str) -> str:
    """Return the public id of an option by its author's id."""
    return next(one for one, own in KEY.parts[item_id].items() if own == own_id)


def right(item_id: str) -> list[str]:
    rights = KEY.right_answer(item_id)
    return rights if isinstance(rights, list) else [rights]


def secrets(item_id: str) -> set[str]:
    """Return every text that only the grader, or a learner who earned it, may see."""
    item = KEY.items[item_id]
    hidden = set(texts_in(item)) - set(texts_in(ACTIVITY.item(item_id)))
    return hidden | set(item.rules) | set(item.parts())


def leaked(page: Page, *item_ids: str) -> set[str]:
    seen = json.dumps(page.seen(), ensure_ascii=False)
    hidden = set().union(*(secrets(item_id) for item_id in item_ids))
    # A short id of the author's, such as "yes", may stand in the page for other reasons.
    return {
        text
        for text in hidden
        if len(text) > 6 and json.dumps(text, ensure_ascii=False)[1:-1] in seen
    }


ALL = tuple(KEY.items)


@pytest.mark.parametrize("language", Language)
def test_an_unanswered_practice_quiz_tells_the_page_no_key(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)

    page = opened()

    assert leaked(page, *ALL) == set()
    assert page.seen()["earned"] == {}
    for item in page.seen()["quiz"]["items"]:
        shown = {"id", "kind", "points", "stem", "unit", "options", "prompts", "credit", "of"}
        assert set(item) == shown
        assert all(set(option) == {"id", "text"} for option in item["options"])


def test_the_scan_would_find_a_leak(folder: Path) -> None:
    page = opened()
    feedback = KEY.items[SINGLE].options[0].feedback.zh

    page.view.words = {**page.view.words, "careless": feedback}

    assert leaked(page, *ALL) == {feedback}


def test_practice_earns_the_feedback_of_the_chosen_option_alone(folder: Path) -> None:
    page = opened()

    page.give(SINGLE, public(SINGLE, "trust-the-stamp"))

    options = {option.id: option.feedback.zh for option in KEY.items[SINGLE].options}
    earned = page.seen()["earned"]
    assert earned[SINGLE]["verdict"] == "wrong"
    assert earned[SINGLE]["feedback"] == [options["trust-the-stamp"]]
    assert options["slips-and-ask"] not in json.dumps(earned, ensure_ascii=False)
    assert leaked(page, *(item for item in ALL if item != SINGLE)) <= set(KEY.items[SINGLE].rules)


def test_a_rule_card_cites_instrument_and_article_and_says_who_reviewed_it(folder: Path) -> None:
    page = opened()

    page.give(SINGLE, right(SINGLE)[0])

    card = page.seen()["earned"][SINGLE]["rules"][1]
    assert card["id"] == "CN-PIP-04"
    assert card["cited"] == "《个人信息保护法》第6条 · 未经律师审阅"


def test_each_of_several_chosen_options_is_explained_by_itself(folder: Path) -> None:
    page = opened()
    good = right(SEVERAL)[0]
    bad = next(one for one in KEY.parts[SEVERAL] if one not in right(SEVERAL))

    page.give(SEVERAL, [bad, good])

    earned = page.seen()["earned"][SEVERAL]
    feedback = {option.id: option.feedback.zh for option in KEY.items[SEVERAL].options}
    assert earned["verdict"] == "partly"
    assert earned["feedback"] == []
    assert earned["options"] == {
        bad: {"verdict": "wrong", "feedback": [feedback[KEY.parts[SEVERAL][bad]]]},
        good: {"verdict": "right", "feedback": [feedback[KEY.parts[SEVERAL][good]]]},
    }


def test_only_wrong_choices_are_not_partly_right(folder: Path) -> None:
    page = opened()
    bad = next(one for one in KEY.parts[SEVERAL] if one not in right(SEVERAL))

    page.give(SEVERAL, [bad])

    assert page.seen()["earned"][SEVERAL]["verdict"] == "wrong"


def test_being_certain_and_wrong_or_guessing_right_is_told_with_the_answer(folder: Path) -> None:
    page = opened()
    bad, good = public(SINGLE, "trust-the-stamp"), right(SINGLE)[0]
    held = {bad: "certain-wrong", good: "guess-right"}

    for level, answer in ((2, bad), (0, good), (1, good)):
        assert page.give(f"{SINGLE}.sure", [level, answer])["saved"]
        page.give(SINGLE, answer)
        told = None if level == 1 else held[answer]
        assert page.seen()["earned"][SINGLE]["held"] == told
        assert opened().seen()["earned"][SINGLE]["held"] == told

    page.give(SINGLE, bad)
    assert page.seen()["earned"][SINGLE]["held"] is None
    for spoilt in ([3, good], [True, good], ["1", good], [1, "no option"], [1], 1):
        assert not page.give(f"{SINGLE}.sure", spoilt)["saved"]


def test_an_exam_does_not_ask_how_sure_anybody_is(exam: Path) -> None:
    assert not opened(None).give(f"{SINGLE}.sure", [1, right(SINGLE)[0]])["saved"]


def test_figures_are_the_learners_own_and_stay_so(folder: Path) -> None:
    learner.write(folder, Learner("li-ming"))
    page = opened("bank-figures")
    [item, *_] = page.seen()["quiz"]["items"]
    key = publish(library.quiz("bank-figures"))[1]
    drawn = key.items[item["id"]].drawn(item["of"])

    page.give(item["id"], {"of": item["of"], "number": f"{drawn.answer}"})

    assert item["stem"] == drawn.stem.zh
    assert page.seen()["earned"][item["id"]]["verdict"] == "right"
    learner.write(folder, Learner("an-other"))
    again = opened("bank-figures").seen()
    assert again["quiz"]["items"][0]["stem"] == drawn.stem.zh
    assert again["earned"][item["id"]]["verdict"] == "right"
    stems = [one["stem"] for one in again["quiz"]["items"][1:]]
    assert stems != [one["stem"] for one in page.seen()["quiz"]["items"][1:]]


def test_an_exam_takes_an_answer_for_the_learners_own_figures_alone(folder: Path) -> None:
    figures, key = publish(library.quiz("bank-figures"))
    assignment = Released("course", "figures", 5, (figures,))
    (folder / released.FILE).write_bytes(released.encode(assignment))
    learner.write(folder, Learner("li-ming"))
    page, own = opened(None), assignment.variant("li-ming")
    [item, *_] = page.seen()["quiz"]["items"]

    assert item["of"] == own
    assert item["stem"] == key.items[item["id"]].drawn(own).stem.zh
    assert page.give(item["id"], {"of": own, "number": "12.5"})["saved"]
    assert not page.give(item["id"], {"of": own + 1, "number": "12.5"})["saved"]


def test_an_exam_never_tells_the_page_what_an_answer_earned(exam: Path) -> None:
    page = opened(None)

    for item_id in ALL:
        page.give(item_id, ["5320"] if item_id == NUMBER else right(item_id))
        page.give(item_id, "5320" if not KEY.parts[item_id] else right(item_id)[0])

    assert page.seen()["earned"] == {}
    assert leaked(page, *ALL) == set()
    assert "saved" in page.replies[-1]
    assert leaked(page, *ALL) == set()
    assert all("feedback" not in reply for reply in page.replies)


def test_an_answer_is_on_disk_before_saved_is_said(exam: Path) -> None:
    page = opened(None)

    reply = page.give(SINGLE, right(SINGLE)[0])

    assert reply == {"saved": True, "request": "r1", "item": SINGLE}
    [entry] = journal.read(exam).entries
    assert (entry.learner, entry.activity, entry.item) == ("li-ming", "1-1-check", SINGLE)
    assert entry.value == right(SINGLE)[0]


def test_a_new_kernel_finds_the_answers_again(exam: Path) -> None:
    first = opened(None)
    first.give(SINGLE, right(SINGLE)[0])
    first.give(NUMBER, "46,000")
    first.give(SEVERAL, right(SEVERAL))

    again = opened(None)

    assert again.seen()["answers"] == {
        SINGLE: right(SINGLE)[0],
        NUMBER: "46,000",
        SEVERAL: right(SEVERAL),
    }


def test_practice_feedback_comes_back_with_its_answer(folder: Path) -> None:
    opened().give(NUMBER, "46000")

    assert opened().seen()["earned"][NUMBER]["verdict"] == "right"


def test_a_journal_line_of_another_form_is_left_aside(folder: Path) -> None:
    writer = journal.Writer(folder)
    writer.write("1-1-check", SINGLE, {"chosen": "x"})
    writer.write("1-1-check", "gone", "x")
    writer.write("1-1-check", NUMBER, "46000")

    assert opened().seen()["answers"] == {NUMBER: "46000"}


def test_a_damaged_record_is_told_and_the_rest_restored(folder: Path) -> None:
    writer = journal.Writer(folder)
    writer.write("1-1-check", NUMBER, "46000")
    with writer.path.open("ab") as file:
        file.write(b'{"v": 1, "at')

    page = opened()

    assert page.seen()["answers"] == {NUMBER: "46000"}
    assert page.seen()["quiz"]["notes"][0].startswith("有 1 条以前的记录读不出来")


def test_a_number_can_be_taken_back(folder: Path) -> None:
    page = opened()
    page.give(NUMBER, "46000")

    page.give(NUMBER, "")

    assert page.seen()["answers"][NUMBER] == ""
    assert NUMBER not in page.seen()["earned"]


@pytest.mark.parametrize(
    "message",
    [
        None,
        "x",
        [],
        {},
        {"item": None, "value": "x"},
        {"item": ["x"], "value": "x"},
        {"item": "no-such-item", "value": "x"},
        {"item": SINGLE, "value": None},
        {"item": SINGLE, "value": "no-such-option"},
        {"item": SINGLE, "value": {"a": 1}},
        {"item": SINGLE, "value": right(SINGLE)},
        {"item": SEVERAL, "value": right(SEVERAL)[0]},
        {"item": SEVERAL, "value": [right(SEVERAL)[0]] * 2},
        {"item": SEVERAL, "value": [["x"]]},
        {"item": SEVERAL, "value": [None]},
        {"item": NUMBER, "value": 46000},
        {"item": NUMBER, "value": "about 46000"},
        {"item": NUMBER, "value": "NaN"},
        {"item": NUMBER, "value": "1e999999999"},
        {"item": NUMBER, "value": "1ｅ-999999"},
        {"item": NUMBER, "value": "\ud800"},
        {"item": NUMBER, "value": "9" * 100_000},
        {"item": YES_NO, "value": True},
    ],
)
def test_a_message_that_is_no_answer_is_refused_and_costs_nothing(
    folder: Path, message: object, capfd: pytest.CaptureFixture[str]
) -> None:
    page = opened()
    page.give(SINGLE, right(SINGLE)[0])
    before = page.seen()

    reply = page.ask(message)

    assert reply["saved"] is False
    assert reply["why"].startswith("没有保存")
    assert page.seen() == before
    assert len(journal.read(folder).entries) == 1
    assert capfd.readouterr() == ("", "")


def test_the_page_cannot_set_what_python_holds(folder: Path) -> None:
    page = opened()
    before = page.seen()

    page.set(answers={SINGLE: "x"}, earned={SINGLE: {"verdict": "right"}}, quiz={}, words={})

    assert page.seen() == before


def test_a_full_disk_is_told_and_the_answer_can_be_given_again(
    exam: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(None)
    page.give(SINGLE, right(SINGLE)[0])

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        refused = page.give(NUMBER, "46000")

    assert refused["saved"] is False
    assert refused["again"] is True
    assert os.strerror(errno.ENOSPC) in refused["why"]
    assert page.seen()["answers"] == {SINGLE: right(SINGLE)[0]}
    assert page.give(NUMBER, "46000")["saved"] is True
    assert set(journal.read(exam).answer("1-1-check").values) == {SINGLE, NUMBER}


def test_the_stored_text_is_short_and_whole(folder: Path) -> None:
    bundle, _ = quiz("1-1-check")._repr_mimebundle_()

    assert bundle["text/plain"] == "Quiz('1-1-check', items=6)"


def test_an_exam_waits_calmly_for_the_learners_id(exam: Path) -> None:
    (exam / learner.FILE).unlink()

    shown = quiz()

    bundle, _ = DisplayFormatter().format(shown)
    assert bundle["text/plain"] == "Quiz('1-1-check', items=6)"
    assert "学号" in bundle["text/html"]


def test_under_grading_there_is_only_the_stored_text(
    exam: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_CHANNEL", "9")

    shown = quiz()

    assert isinstance(shown, Standin)
    assert DisplayFormatter().format(shown)[0] == {"text/plain": "Quiz('1-1-check', items=6)"}
    assert not (exam / journal.FOLDER).exists()


def test_two_learners_see_the_options_in_their_own_order(exam: Path) -> None:
    first = opened(None).seen()["quiz"]["items"]
    learner.write(exam, Learner("wang-fang"))
    second = opened(None).seen()["quiz"]["items"]

    assert [item["id"] for item in first] == [item["id"] for item in second]
    assert [item["options"] for item in first] != [item["options"] for item in second]
