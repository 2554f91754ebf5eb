"""The documents of a block: complete, in agreement, and free of every flag."""

import json
from collections import Counter
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest

from casebook.portfolio import stocks
from casebook.portfolio.case import Case, Document
from casebook.portfolio.papers import fault_in_body, papers
from casebook.portfolio.schema import table
from casebook.portfolio.simulation.model import Product
from casebook.portfolio.simulation.people import works
from casebook.portfolio.writing.ages import months_of_age, years_valid
from casebook.portfolio.writing.papers import KINDS, documents
from portfolio.papers_detector import DEFINITIONS, flags_in
from portfolio.writing.block import AS_OF, SIZE, block, draws

CARD, LETTER, RECORD = KINDS
LAST_MONTH_END = date(2026, 5, 31)


@cache
def rows() -> list[dict[str, Any]]:
    columns = block().documents.columns
    cells = zip(*(column.to_pylist() for column in columns.values()), strict=True)
    return [
        {**(row := dict(zip(columns, values, strict=True))), "body": json.loads(row["body"])}
        for values in cells
    ]


@cache
def bodies(kind: str) -> dict[int, dict[str, Any]]:
    """Return the bodies of a kind by the place of the debtor."""
    return {int(row["debtor_id"][1:]) - 1: row["body"] for row in rows() if row["kind"] == kind}


def lender(place: int) -> str:
    code = int(block().terms.lender[place])
    return stocks.rows("institutions")[code]["name"] if code >= 0 else "private"


def others(place: int) -> list[dict[str, Any]]:
    loans = bodies(RECORD)[place]["loans"]
    return [loan for loan in loans if loan["lender"] != lender(place)]


@cache
def cases() -> list[Case]:
    papers: list[list[Document]] = [[] for _ in range(SIZE)]
    for row in rows():
        papers[int(row["debtor_id"][1:]) - 1].append(
            Document(row["document_id"], row["kind"], row["issued_on"], row["body"])
        )
    columns = {name: column.to_pylist() for name, column in block().columns.items()}
    return [
        case(place, {name: columns[name][place] for name in columns}, tuple(papers[place]))
        for place in range(SIZE)
    ]


def case(place: int, debtor: dict[str, Any], papers: tuple[Document, ...]) -> Case:
    principal = int(block().terms.principal_fen[place])
    return Case(
        id=debtor["debtor_id"],
        as_of=AS_OF,
        debtor=debtor,
        account={"lender": lender(place), "disbursed_fen": principal, "contract_id": "C1"},
        contracts=(
            {
                "contract_id": "C1",
                "signed_on": str(block().terms.signed_on[place]),
                "signatory_id_number": debtor["id_number"],
                "principal_fen": principal,
            },
        ),
        instalments=(),
        payments=(),
        contacts=(),
        complaints=(),
        documents=papers,
    )


def test_an_independent_reader_finds_no_flag_in_any_file() -> None:
    assert len(DEFINITIONS) == 12
    assert not [case.id for case in cases() if flags_in(case)]


def test_every_body_holds_what_its_kind_of_paper_holds() -> None:
    faults = {fault_in_body(row["kind"], row["body"]) for row in rows()}

    assert faults == {""}


@pytest.mark.parametrize("kind", KINDS)
def test_fields_stand_in_the_order_of_the_paper(kind: str) -> None:
    paper = papers()[kind]
    expected = [*(field.name for field in paper.fields), *(part.name for part in paper.lists)]

    assert all(list(body) == expected for body in bodies(kind).values())


def test_the_table_has_the_columns_of_the_schema_and_one_id_a_row() -> None:
    columns = block().documents.table()
    ids = columns["document_id"].to_pylist()

    assert tuple(columns) == table("documents").names
    assert len(set(ids)) == len(ids)
    assert ids[0] == "F0000011"
    assert columns["debtor_id"].to_pylist() == sorted(columns["debtor_id"].to_pylist())


def test_bodies_are_written_as_json_dumps_writes_them() -> None:
    for text in block().documents.columns["body"].to_pylist():
        assert json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) == text


def fresh() -> Any:
    made = block()
    return documents(made.people, made.columns, made.terms, made.ours, AS_OF, draws(4))


def test_a_body_that_was_opened_and_not_changed_is_written_as_before() -> None:
    papers = fresh()
    for place in range(SIZE):
        for kind in KINDS:
            papers.body(place, kind)

    assert papers.table()["body"].equals(papers.columns["body"])


def test_changes_are_written_where_they_were_made_and_nowhere_else() -> None:
    papers = fresh()
    place = next(iter(set(bodies(CARD)) & set(bodies(LETTER)) - {0}))
    papers.body(place, LETTER)["name"] = "王某"
    papers.issue(place, LETTER, date(2026, 6, 1))

    before, after = block().documents.columns, papers.table()

    row = int(papers.row[place, 1])
    assert json.loads(after["body"][row].as_py())["name"] == "王某"
    assert after["issued_on"][row].as_py() == date(2026, 6, 1)
    for column in ("body", "issued_on"):
        pairs = zip(before[column].to_pylist(), after[column].to_pylist(), strict=True)
        assert [was == now for was, now in pairs].count(False) == 1


def test_a_missing_paper_cannot_be_opened() -> None:
    papers = block().documents
    missing = np.flatnonzero(papers.row[:, 1] < 0)

    assert papers.body(int(missing[0]), LETTER) is None
    assert int(missing[0]) not in bodies(LETTER)


def test_some_files_lack_a_paper_but_never_the_card() -> None:
    held = Counter(row["kind"] for row in rows())

    assert held[CARD] == SIZE
    assert 0.02 < 1 - held[LETTER] / SIZE < 0.06
    assert 0.015 < 1 - held[RECORD] / SIZE < 0.05


def test_cards_were_valid_at_signing_and_as_long_as_the_law_says() -> None:
    columns, signed = block().columns, block().terms.signed_on
    for place, card in bodies(CARD).items():
        born = columns["birth_date"][place].as_py()
        issued_on = date.fromisoformat(card["valid_from"])
        years = years_valid(born, issued_on)
        assert date(2004, 3, 29) <= issued_on <= signed[place].item() - timedelta(days=30)
        assert months_of_age(born, issued_on) >= 16 * 12
        if years:
            until = date.fromisoformat(card["valid_until"])
            assert until.year == issued_on.year + years
            assert until >= signed[place].item()
        else:
            assert card["valid_until"] == "长期"


def test_some_cards_ran_out_after_signing_and_some_never_do() -> None:
    until = [card["valid_until"] for card in bodies(CARD).values()]

    assert any(day < AS_OF.isoformat() for day in until)
    assert "长期" in until


def test_slips_add_up_and_were_paid_before_the_letter() -> None:
    for row in rows():
        if row["kind"] != LETTER:
            continue
        slips = row["body"]["slips"]
        months = [date.fromisoformat(f"{slip['month']}-01") for slip in slips]
        assert len(slips) == 6
        numbers = [month.year * 12 + month.month for month in months]
        assert numbers == list(range(numbers[0], numbers[0] + 6))
        assert date.fromisoformat(slips[-1]["paid_on"]) <= row["issued_on"]
        assert row["body"]["employed_since"] < f"{slips[0]['month']}-28"
        for slip in slips:
            taken = slip["insurance_fen"] + slip["tax_fen"]
            assert slip["net_fen"] == slip["gross_fen"] - taken
            assert slip["net_fen"] > 0


def test_only_employees_have_insurance_on_their_slips() -> None:
    trades = works()
    for place, letter in bodies(LETTER).items():
        work = block().people.work[place]
        insured = {slip["insurance_fen"] for slip in letter["slips"]}
        if trades.is_self_employed[work] or trades.is_retired[work]:
            assert insured == {0}
        else:
            assert min(insured) > 0


def test_slips_bring_on_average_what_the_person_earns() -> None:
    crowd = block().people
    ratio = [
        np.mean([slip["net_fen"] for slip in letter["slips"]]) / crowd.net_fen[place]
        for place, letter in bodies(LETTER).items()
    ]

    assert abs(np.mean(ratio) - 1) < 0.03


def test_pay_follows_the_season_of_the_trade() -> None:
    crowd, season = block().people, works().season
    paid, expected = [], []
    for place, letter in bodies(LETTER).items():
        for slip in letter["slips"]:
            paid.append(slip["gross_fen"] / crowd.gross_fen[place])
            expected.append(season[crowd.work[place], int(slip["month"][-2:]) - 1])
    paid, expected = np.array(paid), np.array(expected)

    assert np.corrcoef(paid, expected)[0, 1] > 0.6
    assert paid[expected < 0.75].mean() < 0.75
    assert paid[expected > 1.2].mean() > 1.15


def test_pensions_are_the_same_each_month_and_stated_as_they_are() -> None:
    is_retired = works().is_retired[block().people.work]
    letters = [letter for place, letter in bodies(LETTER).items() if is_retired[place]]

    assert letters
    for letter in letters:
        assert {slip["gross_fen"] for slip in letter["slips"]} == {letter["monthly_income_fen"]}
        assert {slip["tax_fen"] for slip in letter["slips"]} == {0}


def test_letters_come_from_where_the_debtor_works() -> None:
    employers = block().columns["employer"].to_pylist()

    assert all(letter["employer"] == employers[place] for place, letter in bodies(LETTER).items())


def test_records_show_as_many_loans_elsewhere_as_there_are_and_what_they_ask_for() -> None:
    crowd = block().people
    for place in bodies(RECORD):
        still_open = [loan for loan in others(place) if loan["state"] == "open"]
        assert len(still_open) == crowd.elsewhere[place]
        assert sum(loan["monthly_fen"] for loan in still_open) == crowd.elsewhere_fen[place]
        assert all(loan["monthly_fen"] > 0 for loan in still_open)


def test_nobody_has_two_open_loans_of_one_lender() -> None:
    for body in bodies(RECORD).values():
        lenders = [loan["lender"] for loan in body["loans"] if loan["state"] == "open"]
        assert len(set(lenders)) == len(lenders)


def test_lenders_make_the_kind_of_loan_that_stands_there() -> None:
    kinds = {
        about["word"]: about["makers"] for about in stocks.words("credit-record")["loans"].values()
    }
    maker = {row["name"]: row["kind"] for row in stocks.rows("institutions")}
    seen = set()
    for place in bodies(RECORD):
        for loan in others(place):
            assert maker[loan["lender"]] in kinds[loan["kind"]]
            seen.add(loan["kind"])
    assert seen == set(kinds)


def test_settled_loans_ask_for_nothing_and_report_nothing_since() -> None:
    settled = [
        loan for place in bodies(RECORD) for loan in others(place) if loan["state"] == "settled"
    ]

    assert settled
    for loan in settled:
        assert loan["balance_fen"] == loan["monthly_fen"] == 0
        assert loan["months"].endswith("*")
        assert "N" in loan["months"]


def test_loans_were_opened_by_adults_and_are_sorted() -> None:
    for place, body in bodies(RECORD).items():
        days = [loan["opened_on"] for loan in body["loans"]]
        born = block().columns["birth_date"][place].as_py()
        assert days == sorted(days)
        for loan in others(place):
            assert months_of_age(born, date.fromisoformat(loan["opened_on"])) >= 18 * 12
            assert loan["balance_fen"] <= loan["amount_fen"]


def test_months_of_other_loans_begin_when_the_loan_did() -> None:
    for place in bodies(RECORD):
        for loan in others(place):
            began = loan["opened_on"] <= LAST_MONTH_END.isoformat()
            first = next((i for i, c in enumerate(loan["months"]) if c != "*"), 24)
            year, month = map(int, loan["opened_on"].split("-")[:2])
            behind = (LAST_MONTH_END.year - year) * 12 + LAST_MONTH_END.month - month
            assert began
            # Opened on the last day of a month, a loan is first reported with the next.
            assert max(23 - behind, 0) <= first <= max(23 - behind, 0) + 1


def test_our_loan_stands_as_it_was_paid() -> None:
    terms, ours = block().terms, block().ours
    seen = 0
    for place, body in bodies(RECORD).items():
        mine = [loan for loan in body["loans"] if loan["lender"] == lender(place)]
        if terms.product[place] == Product.PRIVATE_LOAN or terms.opened_on[place] > np.datetime64(
            LAST_MONTH_END
        ):
            assert not mine
            continue
        (loan,) = mine
        codes = "".join("*N1234567"[code + 1] for code in ours.paid[place])
        assert loan["months"] == codes
        assert loan["amount_fen"] == terms.principal_fen[place]
        assert loan["balance_fen"] == ours.balance_fen[place]
        assert loan["monthly_fen"] == (ours.monthly_fen[place] if loan["balance_fen"] else 0)
        is_card = terms.product[place] == Product.CREDIT_CARD
        assert (loan["state"] == "open") == bool(loan["balance_fen"] or is_card)
        seen += 1
    assert seen > SIZE / 2


def test_queries_are_of_the_last_two_years_the_latest_first_and_each_once() -> None:
    for body in bodies(RECORD).values():
        on = date.fromisoformat(body["report_date"])
        days = [query["on"] for query in body["queries"]]
        assert days == sorted(days, reverse=True)
        assert all(on.replace(year=on.year - 2).isoformat() <= day < on.isoformat() for day in days)
        assert len({(query["on"], query["by"]) for query in body["queries"]}) == len(days)


def test_five_applications_in_ninety_days_happen_and_are_no_burst() -> None:
    most = 0
    for body in bodies(RECORD).values():
        on = date.fromisoformat(body["report_date"])
        recent = [
            query
            for query in body["queries"]
            if query["reason"] in ("贷款审批", "信用卡审批")
            and date.fromisoformat(query["on"]) >= on - timedelta(days=90)
        ]
        most = max(most, len(recent))
    assert most == 5


def test_noise_that_is_no_flag_is_on_file() -> None:
    letters, records = bodies(LETTER).values(), bodies(RECORD)

    assert any("\u3000" in letter["name"] for letter in letters)
    assert any(letter["id_number"].endswith("x") for letter in letters)
    assert any(not body["employer"].endswith("公司") for body in records.values())
    assert any("-" in body["address"] for body in records.values())
    assert any(
        loan["months"].endswith("N") and "12" in loan["months"]
        for place in records
        for loan in others(place)
    )


def test_a_review_early_in_a_month_dates_no_record_after_it() -> None:
    made = block()
    papers = documents(made.people, made.columns, made.terms, made.ours, date(2026, 7, 2), draws(4))

    days = {
        day
        for day, kind in zip(
            papers.columns["issued_on"].to_pylist(),
            papers.columns["kind"].to_pylist(),
            strict=True,
        )
        if kind == RECORD
    }

    assert days == {date(2026, 7, 1)}
