"""The case file on the page: what it hands on, what the browser is told, what it may change."""

import copy
import json
import re
from importlib.resources import files
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter

from casebook.errors import DataError
from casebook.portfolio import practice, stocks
from casebook.portfolio.case import MANY
from casebook.portfolio.flags import flags
from casebook.portfolio.frames import PLURAL
from casebook.portfolio.papers import papers
from casebook.portfolio.schema import Type, table
from casebook.text import Language
from casebook.widgets.casefile import MARKS_AT_MOST, WORDS, CasePage, CaseView, case, page
from casebook.widgets.interface import read_words

FLAGGED = "D110005"
MARK = {"tab": "payments", "start": 4, "end": 9}
# Codes that mean something else elsewhere are said by the kind of value they are.
KINDS = {
    ("accounts", "income_check"): "income_check",
    ("accounts", "stage"): "stage",
    ("complaints", "channel"): "complaint",
    ("complaints", "ground"): "ground",
    ("complaints", "outcome"): "outcome",
}
SCRIPTS = ("casefile.js", "casefile-papers.js", "casefile-pen.js")


@pytest.fixture
def opened() -> CasePage:
    return CasePage(practice.case(FLAGGED), Language.ZH)


def seen(opened: CasePage) -> dict[str, Any]:
    """Return all that the page and a saved notebook hold, apart from code and style."""
    state = opened.get_state()
    return {name: value for name, value in state.items() if name not in ("_esm", "_css")}


def set_by_page(opened: CasePage, **state: object) -> None:
    data = {"method": "update", "state": state}
    opened._handle_msg({"content": {"data": data}, "buffers": []})


def test_a_case_hands_on_what_the_file_holds() -> None:
    view = case(FLAGGED)

    assert view.id == FLAGGED
    assert view.debtor["name"] == practice.case(FLAGGED).debtor["name"]
    assert view.document("income-proof").kind == "income-proof"
    assert len(view.frame("payments")) == len(view.payments)
    assert {"frame", "debtor", "document"} <= set(dir(view))


def test_a_case_is_opened_by_what_it_is_like() -> None:
    view = case(where="M2, credit card")

    assert (view.account["stage"], view.account["product"]) == ("M2", "credit-card")


@pytest.mark.parametrize("given", [{}, {"debtor_id": FLAGGED, "where": "M2"}])
def test_a_number_or_conditions_are_needed_and_not_both(given: dict[str, str]) -> None:
    with pytest.raises(DataError, match="expected one of them"):
        case(**given)


def test_a_name_that_no_case_has_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="balance"):
        _ = case(FLAGGED).balance


def test_a_copy_of_a_case_is_a_case() -> None:
    assert copy.deepcopy(case(FLAGGED)).account == case(FLAGGED).account


def test_a_debtor_outside_the_sample_is_refused() -> None:
    with pytest.raises(DataError, match="D999999"):
        case("D999999")


def test_the_stored_text_is_short_and_stays_the_same() -> None:
    view = case(FLAGGED)

    first, second = (DisplayFormatter().format(view)[0] for _ in range(2))

    assert first["text/plain"] == second["text/plain"] == repr(view) == "Case('D110005')"
    assert set(first) == {"text/plain", "application/vnd.jupyter.widget-view+json"}


def test_under_grading_there_is_only_the_stored_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_CHANNEL", "9")

    shown = DisplayFormatter().format(case(FLAGGED))[0]

    assert shown == {"text/plain": "Case('D110005')"}


def test_the_browser_is_told_the_public_rows_and_nothing_of_what_was_planted(
    opened: CasePage,
) -> None:
    state = seen(opened)

    assert state["case"] == practice.case(FLAGGED).to_dict()
    own = {name for name in state if not name.startswith("_")} - set(
        CasePage.__base__().get_state()
    )
    assert own == {"case", "words", "language", "marks"}
    assert practice.planted(FLAGGED)
    told = json.dumps(state, ensure_ascii=False, default=str)
    assert [flag.id for flag in flags() if flag.id in told or flag.name.zh in told] == []
    assert "planted" not in told


def test_marks_outlive_a_second_run_of_the_cell(opened: CasePage) -> None:
    set_by_page(page(practice.case(FLAGGED), Language.ZH), marks=[MARK])

    assert page(practice.case(FLAGGED), Language.ZH).marks == [MARK]
    assert page(practice.case(FLAGGED), Language.EN).marks == []
    assert page(practice.case("D110001"), Language.ZH).marks == []
    set_by_page(page(practice.case(FLAGGED), Language.ZH), marks=[])


@pytest.mark.parametrize(
    "marks",
    [
        "D110005",
        [{"tab": "payments", "start": 4}],
        [MARK | {"note": "x"}],
        [MARK | {"start": 9}],
        [MARK | {"start": -1}],
        [MARK | {"end": 9.5}],
        [MARK | {"start": False}],
        [MARK | {"tab": 1}],
        [MARK] * (MARKS_AT_MOST + 1),
    ],
    ids=["text", "no end", "more", "empty", "before", "part", "bool", "tab", "too many"],
)
def test_marks_of_another_form_are_left(opened: CasePage, marks: object) -> None:
    set_by_page(opened, marks=[MARK])

    set_by_page(opened, marks=marks)

    assert opened.marks == [MARK]


def test_the_page_cannot_change_the_file(opened: CasePage) -> None:
    before = seen(opened)

    set_by_page(opened, case={}, words={}, language="en", _esm="alert(1)")

    assert seen(opened) == before
    assert "alert(1)" not in opened._esm


def shown_codes() -> list[str]:
    """Return every coded value that the page says in words."""
    shown = [table(name) for name in (*PLURAL.values(), *MANY, "documents")]
    coded = [(of.name, column) for of in shown for column in of.columns]
    for paper in papers().values():
        fields = [*paper.fields, *(field for part in paper.lists for field in part.fields)]
        coded += [(paper.kind, field) for field in fields]
    codes = {
        f"is {KINDS.get((of, column.name), '')} {code}".replace("  ", " ")
        for of, column in coded
        if column.type is Type.CODE
        for code in column.values
    }
    return sorted(codes - {f"is {kind}" for kind in papers()})


@pytest.mark.parametrize("name", shown_codes())
def test_every_coded_value_is_said_in_both_languages(name: str) -> None:
    said = read_words(WORDS)[name]

    assert said.zh
    assert re.search("[a-z]", said.en)


def test_every_purpose_of_a_loan_has_a_gloss() -> None:
    words = read_words(WORDS)
    purposes = {one for listed in stocks.words("purposes").values() for one in listed}
    purposes |= {practice.case(one).contract["purpose"] for one in practice.lessons()}

    assert {one for one in purposes if f"is {one}" not in words} == set()


@pytest.mark.parametrize("table_name", ["accounts", "complaints", "contacts"])
def test_codes_are_said_as_the_data_dictionary_has_them(table_name: str) -> None:
    words = read_words(WORDS)
    for column in table(table_name).columns:
        kind = KINDS.get((table_name, column.name), "")
        for code, meaning in column.codes.items():
            if kind:
                assert words[f"is {kind} {code}"] == meaning


def test_what_a_product_calls_otherwise_has_a_common_name_too() -> None:
    words = read_words(WORDS)
    [products] = [one.values for one in table("accounts").columns if one.name == "product"]
    own = {
        name.removesuffix(f" {product}")
        for product in products
        for name in words
        if name.endswith(f" {product}") and not name.startswith("is ")
    }

    assert {"tab-instalments", "lender"} <= own
    assert own - set(words) == set()


def test_every_sentence_that_the_page_says_is_written() -> None:
    code = "\n".join((files("casebook.widgets") / name).read_text("utf-8") for name in SCRIPTS)
    said = set(re.findall(r'say\("([a-z-]+)"', code))

    assert len(said) > 30
    assert said - set(read_words(WORDS)) == set()


def test_nothing_is_drawn_as_markup() -> None:
    for name in SCRIPTS:
        code = (files("casebook.widgets") / name).read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|https?://", code)


def test_a_view_wraps_any_case() -> None:
    own = practice.case("D000001")

    assert CaseView(own).documents is own.documents
    assert repr(CaseView(own)) == repr(own)
