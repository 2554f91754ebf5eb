"""The timed screening on the page: what the browser is told, what is kept, what comes back."""

import errno
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter

from casebook.activities import journal, library, place
from casebook.activities.casework import desk
from casebook.activities.notice import Tone
from casebook.errors import ContentError
from casebook.portfolio import practice
from casebook.portfolio.flags import review_flags
from casebook.text import Language
from casebook.widgets.evidence import WORDS, evidence
from casebook.widgets.interface import read_words, source
from casebook.widgets.screening import SCRIPTS, Screening, ScreeningPage, screening, small
from portfolio.papers_detector import flags_in

ID = "1-1-ten-files"
TASKS = library.casework(ID).tasks
RIGHT = {task.id: list(task.codes or ()) for task in TASKS}
FIRST, CLEAN, THREEFOLD = "file_01", "file_02", "file_03"


class Browser:
    """Stands for the browser: hands over by message, and sees what is synced and replied."""

    def __init__(self, result: Screening) -> None:
        result._repr_mimebundle_()
        assert isinstance(result._page, ScreeningPage)
        self.result, self.page = result, result._page
        self.replies: list[dict[str, Any]] = []
        self.page.send = lambda content, buffers=None: self.replies.append(content)

    def ask(self, content: object) -> dict[str, Any]:
        self._deliver({"method": "custom", "content": content})
        return self.replies[-1]

    def give(self, item: object, value: object) -> dict[str, Any]:
        return self.ask({"item": item, "value": value, "request": "r1"})

    def give_all(self, answers: dict[str, list[str]]) -> None:
        for item, value in answers.items():
            assert self.give(item, value)["saved"]
        assert self.give("done", True)["saved"]

    def set(self, **state: object) -> None:
        self._deliver({"method": "update", "state": state})

    def seen(self) -> dict[str, Any]:
        """Return all that the page and a saved notebook hold, apart from code and style."""
        state = self.page.get_state()
        return {name: value for name, value in state.items() if name not in ("_esm", "_css")}

    def _deliver(self, data: dict[str, Any]) -> None:
        self.page._handle_msg({"content": {"data": data}, "buffers": []})


@pytest.fixture
def browser() -> Browser:
    return Browser(screening(ID))


@pytest.mark.parametrize("language", Language)
def test_before_the_end_the_page_holds_no_key(
    monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)
    browser = Browser(screening(ID))

    browser.give(FIRST, RIGHT[FIRST])

    seen = browser.seen()
    text = json.dumps(seen, ensure_ascii=False)
    assert seen["result"] == {}
    assert all(set(file) == FILE for file in seen["page"]["files"])
    for task in TASKS:
        for told in (task.right, task.wrong):
            assert json.dumps(told.say(language), ensure_ascii=False)[1:-1] not in text


FILE = {"id", "as_of", "debtor", "contract", "account", "payments", "documents"}


def test_a_small_file_holds_all_that_a_flag_can_turn_on() -> None:
    for task in TASKS:
        case = practice.case(str(task.case))
        page = small(case)
        rest = case.to_dict()
        for name in ("debtor", "account"):
            rest[name] |= page[name]
        rest["contracts"][0] |= page["contract"]

        assert {paper["kind"] for paper in page["documents"]} == {
            "identity-card",
            "income-proof",
            "credit-record",
        }
        assert flags_in(type(case).from_dict(rest)) == flags_in(case)
        assert [row["payer_name"] for row in page["payments"]] == [
            row["payer_name"] for row in case.payments
        ]


def test_a_small_file_holds_no_more_than_it_needs() -> None:
    page = json.dumps(small(practice.case("D110011")), ensure_ascii=False)
    debtor = practice.case("D110011").debtor

    for name in ("phone", "contact_name", "contact_phone", "address"):
        assert str(debtor[name]) not in page


def test_marks_are_on_disk_before_saved_is_said(browser: Browser, folder: Path) -> None:
    reply = browser.give(FIRST, ["identity-expired"])

    assert reply == {"saved": True, "request": "r1", "item": FIRST}
    [entry] = journal.read(folder).entries
    assert (entry.activity, entry.item, entry.value) == (ID, FIRST, ["identity-expired"])


def test_a_new_kernel_goes_on_where_the_old_one_stopped(browser: Browser) -> None:
    browser.give(FIRST, ["none"])
    browser.give("time", 75)

    seen = Browser(screening(ID)).seen()

    assert seen["answers"] == {FIRST: ["none"]}
    assert seen["seconds"] == 75


def test_a_damaged_record_is_told_and_the_rest_restored(browser: Browser, folder: Path) -> None:
    browser.give(FIRST, ["none"])
    browser.give("time", 75)
    [path] = (folder / journal.FOLDER).iterdir()
    path.write_bytes(path.read_bytes()[:-20])

    seen = Browser(screening(ID)).seen()

    assert seen["answers"] == {FIRST: ["none"]}
    assert seen["seconds"] == 0
    assert seen["page"]["notes"][0].startswith("有 1 条以前的记录读不出来")


def test_the_result_is_told_once_all_is_marked(browser: Browser) -> None:
    browser.give_all(RIGHT)

    result = browser.seen()["result"]
    assert (result["marked"], result["there"], result["hits"]) == (14, 14, 14)
    assert (result["clean"], result["passed"]) == (3, 3)
    assert all(file["is_right"] for file in result["files"])
    assert sum(flag["there"] for flag in result["flags"]) == 14


def test_the_end_waits_for_the_last_file(browser: Browser) -> None:
    browser.give(FIRST, ["none"])

    reply = browser.give("done", True)

    assert (reply["saved"], reply["again"]) == (False, True)
    assert browser.seen()["result"] == {}


def test_what_was_missed_and_what_was_wrong_is_explained_with_its_values(browser: Browser) -> None:
    browser.give_all(RIGHT | {FIRST: ["income-overstated"], CLEAN: ["identity-expired"]})

    files = {file["id"]: file for file in browser.seen()["result"]["files"]}
    verdicts = {flag["verdict"]: flag for flag in files[FIRST]["flags"]}
    assert verdicts["missed"]["stands"] == "身份证：有效期到 2025-09-06。合同：2025-09-20 签署。"
    assert verdicts["missed"]["more"].startswith("可以这样问：")
    assert "112.0%" in verdicts["stray"]["stands"]
    assert verdicts["stray"]["more"].startswith("标准：收入证明写明的月收入")
    [stray] = files[CLEAN]["flags"]
    assert "2025-11-14" in stray["stands"]
    assert "2024-12-17" in stray["stands"]


@pytest.mark.parametrize(
    ("answers", "reading"),
    [
        (RIGHT, "read-all"),
        (RIGHT | {FIRST: ["none"]}, "read-both"),
        ({task: [flag.id for flag in review_flags()] for task in RIGHT}, "read-strays"),
        ({task: ["none"] for task in RIGHT}, "read-misses"),
        ({task: ["birth-date-mismatch"] for task in RIGHT}, "read-mixed"),
    ],
    ids=["all right", "one missed", "everything marked", "nothing marked", "guessed"],
)
def test_the_result_says_what_to_practise(
    browser: Browser, answers: dict[str, list[str]], reading: str
) -> None:
    browser.give_all(answers)

    assert browser.seen()["result"]["reading"] == read_words(WORDS)[reading].zh


def test_a_new_round_begins_afresh(browser: Browser) -> None:
    browser.give_all(RIGHT)
    browser.give("time", 300)

    browser.give("round", 2)

    seen = browser.seen()
    assert (seen["answers"], seen["seconds"], seen["round"], seen["result"]) == ({}, 0, 2, {})
    assert Browser(screening(ID)).seen()["answers"] == {}


def test_before_any_file_the_result_is_an_empty_frame_of_the_same_form() -> None:
    result = screening(ID)

    assert list(result.frame().columns) == ["file", "marked", "there", "hits"]
    assert result.frame().empty
    assert (result.precision, result.recall, result.seconds) == (None, None, 0)


def test_the_frame_follows_what_is_marked(browser: Browser) -> None:
    browser.give(THREEFOLD, ["name-mismatch", "query-burst"])
    browser.give("time", 20)

    frame = browser.result.frame()
    assert frame.to_dict("records") == [{"file": 3, "marked": 2, "there": 3, "hits": 1}]
    assert browser.result.precision == pytest.approx(1 / 2)
    assert browser.result.recall == pytest.approx(1 / 3)
    assert browser.result.seconds == 20


def test_a_file_can_be_checked_by_hand_too() -> None:
    right = desk.check(ID, CLEAN, ["none"])
    blank = desk.check(ID, CLEAN, [])
    wrong = desk.check(ID, CLEAN, ["identity-expired"])

    assert [one.tone for one in (right, blank, wrong)] == [Tone.RIGHT, Tone.NOTE, Tone.WRONG]
    assert screening(ID).frame()["file"].tolist() == [2]


@pytest.mark.parametrize(
    "message",
    [
        None,
        {},
        {"item": None, "value": ["none"]},
        {"item": ["file_01"], "value": ["none"]},
        {"item": "file_11", "value": ["none"]},
        {"item": FIRST, "value": []},
        {"item": FIRST, "value": ["no-such-flag"]},
        {"item": FIRST, "value": {"a": 1}},
        {"item": "time", "value": "12"},
        {"item": "time", "value": 10**9},
        {"item": "round", "value": -1},
        {"item": "done", "value": "yes"},
    ],
)
def test_a_message_that_is_no_answer_is_refused_and_costs_nothing(
    browser: Browser, folder: Path, message: object, capfd: pytest.CaptureFixture[str]
) -> None:
    browser.give(FIRST, ["none"])
    before = browser.seen()

    reply = browser.ask(message)

    assert reply["saved"] is False
    assert browser.seen() == before
    assert len(journal.read(folder).entries) == 1
    assert capfd.readouterr() == ("", "")


def test_a_full_disk_is_told_and_the_marks_can_be_given_again(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        refused = browser.give(FIRST, ["none"])

    assert (refused["saved"], refused["again"]) == (False, True)
    assert browser.seen()["answers"] == {}
    assert browser.give(FIRST, ["none"])["saved"]


def test_the_page_cannot_set_what_python_holds(browser: Browser) -> None:
    before = browser.seen()

    browser.set(answers={FIRST: ["none"]}, result={"hits": 14}, seconds=1, round=9, page={})

    assert browser.seen() == before


def test_the_stored_text_is_short_and_whole() -> None:
    assert screening(ID)._repr_mimebundle_()[0]["text/plain"] == f"Screening('{ID}', files=10)"


def test_under_grading_there_is_only_the_stored_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_CHANNEL", "9")

    shown = screening(ID)

    assert DisplayFormatter().format(shown)[0] == {"text/plain": f"Screening('{ID}', files=10)"}
    assert shown.frame().empty
    assert not (folder / journal.FOLDER).exists()


def test_an_unknown_id_is_told() -> None:
    with pytest.raises(ContentError, match="no casework has that id"):
        screening("1-1-twenty-files")


def test_casework_of_another_kind_is_refused() -> None:
    with pytest.raises(ContentError, match="cannot be screened"):
        screening("1-1-practice-a")


@pytest.mark.parametrize("language", Language)
def test_every_flag_is_explained_for_every_file(language: Language) -> None:
    for task in TASKS:
        case = practice.case(str(task.case))
        for flag in review_flags():
            assert not re.search(r"[{}]", evidence(case, flag.id, language))


def test_there_are_words_for_every_flag_and_no_word_is_idle() -> None:
    words = read_words(WORDS)
    code = ("screening.py", "screened.py", "evidence.py", "casefile-papers.js", *SCRIPTS)
    text = source(*code)
    made = re.compile(r"(?:stands|ask|in|is) |is-(?:hit|missed|stray)|(?:precision|recall)-about")

    for flag in review_flags():
        assert {f"stands {flag.id}", f"ask {flag.id}"} <= set(words)
    for name in words:
        assert made.match(name) or f'"{name}"' in text, name
