"""The interest calculator on the page: a case worked out, and a form that works out each change."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter

from casebook.activities import place
from casebook.activities.notice import Notice
from casebook.law.interest.calculate import calculate
from casebook.law.interest.terms import Lender
from casebook.law.rules import rule
from casebook.text import Language
from casebook.widgets.interest import InterestView, interest
from casebook.widgets.interestform import InterestForm
from casebook.widgets.interestpage import WORDS, message
from casebook.widgets.interface import read_words, source
from casebook.widgets.plain import Standin
from law.golden import inputs_of
from law.interest.cases import LOAN

CEILING = {"kind": "ceiling", "lender": "private", "contract": "2024-11-01"}
DEBT = {
    "name": "<b>card</b>",
    "interest": "100",
    "principal": "900",
    "due": "2025-01-01",
    "security": "none",
    "burden_pct": "12",
}
PAYMENT = {"kind": "allocation", "payment": "500", "paid_on": "2025-02-01", "debts": [DEBT]}
#: A value at fault for each field that can be, and what must be chosen first for it to count.
FAULTY = {
    "contract": (None, {}),
    "filed": (date(2020, 1, 1), {}),
    "principal": ("30,000", {}),
    "deducted_in_advance": ("30000", {}),
    "from": (date(2024, 1, 1), {}),
    "until": (date(2024, 1, 1), {}),
    "rate_pct": ("24%", {}),
    "compound_every_months": ("0", {"method": "compound"}),
    "overdue_from": (None, {"is_overdue": True}),
    "overdue_rate_pct": ("-3", {"is_overdue": True}),
    "overdue_damages_pct": ("five", {"is_overdue": True}),
    "overdue_fees": ("1.234", {"is_overdue": True}),
}


@pytest.fixture
def form() -> Iterator[InterestForm]:
    made = interest()
    assert isinstance(made, InterestForm)
    return made


def shown(case: object) -> str:
    """Return the page without its style."""
    view = interest(case)
    assert isinstance(view, InterestView)
    return view._repr_html_().partition("</style>")[2]


def table(html: str, kind: str) -> list[list[str]]:
    """Return the words of a table, a list for each row."""
    [found] = re.findall(rf'<table class="{kind}">(.*?)</table>', html, re.S)
    rows = re.findall(r"<tr>(.*?)</tr>", found, re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]
        for row in rows
    ]


def schedule(html: str) -> list[list[str]]:
    return table(html, "cbi-table")


def marked(form: InterestForm) -> list[str]:
    """Return the fields beside which a fault is told."""
    return [name for name, told in form.told.items() if told.value]


def seen(form: InterestForm) -> list[str]:
    return [name for name, row in form._rows.items() if row.layout.display != "none"]


def test_each_yuan_is_told_where_it_goes() -> None:
    rows = table(shown(LOAN | {"deducted_in_advance": "3000"}), "cbi-table cbi-goes")

    assert rows == [
        ["去向", "金额（元）", "占比"],
        ["本金", "27,000.00", "", "72.6%"],
        ["预先扣除", "3,000.00", "", "8.1%"],
        ["受支持的利息", "3,348.00", "", "9.0%"],
        ["不受支持", "3,852.00", "", "10.4%"],
        ["合计", "37,200.00", "", "100%"],
    ]


@pytest.mark.parametrize("case", inputs_of("interest"), ids=str)
def test_the_bars_follow_one_another_and_fill_the_whole(case: dict[str, Any]) -> None:
    bars = re.findall(r"margin-left:([\d.]+)%;width:([\d.]+)%", shown(case))

    end = Decimal(0)
    for left, width in bars:
        assert abs(Decimal(left) - end) <= Decimal("0.01")
        end = Decimal(left) + Decimal(width)
    assert bars == [] or abs(end - 100) <= Decimal("0.01")
    assert bool(bars) == (case["kind"] != "ceiling")


@pytest.mark.parametrize(
    ("case", "where", "part"),
    [
        (LOAN, "不受支持", "lost"),
        (LOAN, "受支持的利息", "supported"),
        (LOAN, "本金", "own"),
        (LOAN | {"lender": "bank", "rate_pct": "30"}, "可请求调减", "open"),
        (LOAN | {"lender": "pawnshop"}, "上限不明", "open"),
    ],
)
def test_a_bar_looks_like_what_it_stands_for(case: dict[str, Any], where: str, part: str) -> None:
    row = re.search(rf"<tr><th[^>]*>{where}</th>.*?</tr>", shown(case), re.S)

    assert row is not None
    assert f'data-part="{part}"' in row[0]


def test_the_schedule_has_a_row_for_each_charge_and_no_empty_column() -> None:
    overdue = {"from": "2025-05-01", "rate_pct": "20", "fees": "800"}

    head, *rows = schedule(shown(LOAN | {"overdue": overdue}))

    assert head[:4] == ["自", "至", "天数", "项目"]
    assert [row[3] for row in rows] == ["利息", "逾期利息", "其他费用"]
    assert rows[0][:4] == ["2024-11-01", "2025-05-01", "181", "利息"]
    assert rows[2][4:6] == ["—", "—"]
    assert all(any(row[place] != "—" for row in rows) for place in range(len(head)))


def test_a_loan_without_a_known_ceiling_has_no_column_for_one() -> None:
    head, row = schedule(shown(LOAN | {"lender": "pawnshop"}))

    assert "上限" not in head
    assert "7,200.00" in row


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (LOAN, "Of agreed charges of 7,200.00 yuan, 3,720.00 yuan are supported"),
        (LOAN | {"rate_pct": "10"}, "Agreed charges of 3,000.00 yuan, all within the ceiling"),
        (LOAN | {"lender": "bank", "rate_pct": "30"}, "may ask to have 1,800.00 yuan cut"),
        (LOAN | {"lender": "pawnshop"}, "cannot be told"),
        (CEILING, "The ceiling is 12.4% a year (four times the LPR at the contract)"),
        (CEILING | {"lender": "bank"}, "The ceiling is 24% a year (cut on request)"),
        (CEILING | {"lender": "pawnshop"}, "cannot be told"),
        (PAYMENT, "400.00 yuan goes to principal; 500.00 yuan is left owing"),
    ],
)
def test_the_message_says_what_came_out(case: dict[str, Any], told: str) -> None:
    assert told in message(calculate(case), Language.EN)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("case", inputs_of("interest"), ids=str)
def test_every_golden_case_is_shown_whole(
    monkeypatch: pytest.MonkeyPatch, case: dict[str, Any], language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)
    result = calculate(dict(case))

    html = shown(case)

    assert not re.search(r"[{}]|None", html)
    assert html.count("<li>") == len(result.steps)
    assert len(schedule(html)) == 1 + len(result.rows)
    for _, value in result.labelled():
        assert f"<dd>{value.say(language)}</dd>" in html
    for title in {rule(one).title.say(language) for step in result.steps for one in step.rules}:
        assert f"<summary>{title}</summary>" in html


def test_the_foot_says_which_law_and_that_no_lawyer_reviewed_it() -> None:
    foot = shown(LOAN).rpartition('class="cbl-foot"')[2]

    assert "中国内地" in foot
    assert "未经律师审阅" in foot


def test_what_a_case_calls_a_debt_is_never_markup() -> None:
    html = shown(PAYMENT)

    assert "&lt;b&gt;card&lt;/b&gt;" in html
    assert "<b>" not in html


def test_all_faults_are_told_and_none_is_a_traceback() -> None:
    told = interest(LOAN | {"principal": "-3", "until": "2025-02-30"})

    assert isinstance(told, Notice)
    assert told.heading == "没有计算：输入要改 2 处"
    assert [line.split(" ")[1] for line in told.lines] == ["principal:", "until:"]


def test_a_file_says_the_same_as_a_mapping(folder: Path) -> None:
    path = folder / "case.yaml"
    path.write_text("".join(f"{name}: {value}\n" for name, value in LOAN.items()), "utf-8")

    assert shown(path) == shown(str(path)) == shown(LOAN)
    assert isinstance(interest(folder / "other.yaml"), Notice)


@pytest.mark.parametrize(
    "case", [["a", "list"], 3, date(2025, 1, 1)], ids=["list", "number", "date"]
)
def test_what_is_no_case_at_all_is_told(case: object) -> None:
    told = interest(case)

    assert isinstance(told, Notice)
    assert "expected a mapping of fields" in repr(told)


def test_the_stored_texts_are_short() -> None:
    assert repr(interest(LOAN)) == "Interest('loan', rows=1)"
    assert repr(interest()) == "InterestForm('loan')"


@pytest.mark.parametrize("case", [None, LOAN], ids=["form", "case"])
def test_under_grading_there_is_only_the_stored_text(
    monkeypatch: pytest.MonkeyPatch, case: dict[str, Any] | None
) -> None:
    text = repr(interest(case))
    monkeypatch.setenv("CASEBOOK_CHANNEL", "9")

    told = interest(case)

    assert isinstance(told, Standin)
    assert DisplayFormatter().format(told)[0] == {"text/plain": text}


def test_the_form_begins_with_an_example_that_is_worked_out(form: InterestForm) -> None:
    assert marked(form) == []
    assert form.result == calculate(form.case)
    assert message(form.result, Language.ZH) in form._repr_html_()


def test_the_form_is_stored_as_a_page_that_needs_no_kernel(form: InterestForm) -> None:
    stored = form._repr_mimebundle_()

    assert stored["text/plain"] == "InterestForm('loan')"
    assert stored["text/html"].startswith("<style>")
    assert "application/vnd.jupyter.widget-view+json" in stored


@pytest.mark.parametrize(
    ("changes", "supported"),
    [
        ({"deducted_in_advance": ""}, "3720.00"),
        ({"deducted_in_advance": "", "contract": date(2024, 10, 20)}, "4020.00"),
        ({"deducted_in_advance": "", "day_count": "360", "rate_pct": " 6 "}, "1825.00"),
        ({"deducted_in_advance": "", "lender": Lender.BANK}, "7200.00"),
    ],
    ids=["no deduction", "an older contract", "another count", "a bank"],
)
def test_a_change_is_worked_out_at_once(
    form: InterestForm, changes: dict[str, Any], supported: str
) -> None:
    for name, value in changes.items():
        form.fields[name].value = value

    assert form.result is not None
    assert form.result.totals["supported_interest"] == Decimal(supported)
    assert f"{Decimal(supported):,}" in form._repr_html_()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_stands_beside_its_field_and_goes_when_it_is_mended(
    monkeypatch: pytest.MonkeyPatch, name: str, language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)
    form = interest()
    assert isinstance(form, InterestForm)
    value, first = FAULTY[name]
    for other, chosen in first.items():
        form.fields[other].value = chosen
    if name == "compound_every_months":
        form.fields[name].value = "6"
    good = form.fields[name].value

    form.fields[name].value = value
    assert name in marked(form)
    assert form.told[name].value.count("role=") == 1
    assert read_words(WORDS)[f"fault-{name}"].say(language) in form.told[name].value
    assert form.result is None
    assert "Traceback" not in form._repr_html_()

    form.fields[name].value = good
    assert marked(form) == []
    assert form.result is not None


def test_a_field_is_shown_only_where_it_means_something(form: InterestForm) -> None:
    late = {name for name in form.fields if name.startswith("overdue_")}
    assert not late & set(seen(form))
    assert "compound_every_months" not in seen(form)

    form.fields["is_overdue"].value = True
    form.fields["method"].value = "compound"

    assert set(seen(form)) == set(form.fields)


def test_a_default_without_any_rate_needs_an_lpr_that_is_held(form: InterestForm) -> None:
    form.fields["rate_pct"].value = ""
    form.fields["until"].value = date(2190, 1, 1)
    form.fields["is_overdue"].value = True

    form.fields["overdue_from"].value = date(2189, 1, 1)

    assert marked(form) == ["overdue_rate_pct"]


def test_what_is_filled_in_can_be_used_elsewhere(form: InterestForm) -> None:
    form.fields["is_overdue"].value = True
    form.fields["overdue_fees"].value = "800"

    assert form.case["overdue"] == {"from": date(2025, 8, 1), "fees": "800"}
    assert {type(value) for value in form.case.values()} == {str, date, dict}
    assert isinstance(interest(form.case), InterestView)
    assert shown(form.case) == form._repr_html_().partition("</style>")[2]


def test_no_word_is_idle() -> None:
    code = source("interest.py", "interestpage.py", "interestform.py")
    made = re.compile(
        r"fault-|column-|count-|goes-|(?:simple|compound)$"
        r"|says-(?:re-papered|allocation|judgment|card|cost|ceiling)$"
    )

    for name in read_words(WORDS):
        assert made.match(name) or f'"{name}"' in code or f"'{name}'" in code, name
