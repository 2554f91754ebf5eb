"""Blocks are the same wherever they are made, and every table agrees with every other."""

import hashlib
import subprocess
import sys
from datetime import date

import pandas as pd

from casebook.portfolio.case import Case
from casebook.portfolio.generator import generate
from casebook.portfolio.portfolio import Portfolio
from casebook.portfolio.schema import tables
from portfolio import figures

AS_OF = date(2026, 6, 30)
SEED_OF_256_BITS = 2**255 + 12345
DIGEST = """
import sys, hashlib
from datetime import date
from casebook.portfolio.generator import generate
portfolio = generate(int(sys.argv[1]), 2, debtors=40, as_of=date(2026, 6, 30))
text = "".join(frame.to_csv() for frame in portfolio.frames().values())
print(hashlib.sha256(text.encode()).hexdigest())
"""


def _same(one: Portfolio, other: Portfolio) -> bool:
    return all(frame.equals(other.frames()[name]) for name, frame in one.frames().items())


def test_another_process_makes_the_same_block() -> None:
    here = generate(SEED_OF_256_BITS, 2, debtors=40, as_of=AS_OF)
    text = "".join(frame.to_csv() for frame in here.frames().values())

    there = subprocess.run(
        [sys.executable, "-c", DIGEST, str(SEED_OF_256_BITS)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "77"},
    )

    assert there.stdout.strip() == hashlib.sha256(text.encode()).hexdigest()


def test_a_block_does_not_depend_on_blocks_made_before() -> None:
    alone = generate(5, 1, debtors=20, as_of=AS_OF)
    generate(5, 0, debtors=20, as_of=AS_OF)

    again = generate(5, 1, debtors=20, as_of=AS_OF)

    assert _same(alone, again)


def test_a_file_depends_on_its_place_and_not_on_how_many_there_are() -> None:
    few = generate(5, 0, debtors=3, as_of=AS_OF)
    many = generate(5, 0, debtors=30, as_of=AS_OF)

    assert few.debtors.equals(many.debtors.head(3))


def test_blocks_and_seeds_differ() -> None:
    first = generate(5, 0, debtors=20, as_of=AS_OF)
    other_block = generate(5, 1, debtors=20, as_of=AS_OF)
    other_seed = generate(6, 0, debtors=20, as_of=AS_OF)

    id_numbers = [
        set(portfolio.debtors["id_number"]) for portfolio in (first, other_block, other_seed)
    ]

    assert not id_numbers[0] & id_numbers[1]
    assert not id_numbers[0] & id_numbers[2]
    assert not set(first.debtors["debtor_id"]) & set(other_block.debtors["debtor_id"])


def test_columns_are_those_of_the_schema(block: Portfolio) -> None:
    for name, table in tables().items():
        assert list(block.frames()[name].columns) == list(table.names)


def test_keys_are_unique_and_references_are_met(block: Portfolio) -> None:
    frames = block.frames()
    for name, table in tables().items():
        assert not frames[name].duplicated(list(table.key)).any(), name
        for column, other in table.references.items():
            assert frames[name][column].isin(frames[other][column]).all(), (name, column)


def test_each_debtor_has_one_account_and_one_contract(block: Portfolio) -> None:
    assert list(block.accounts["debtor_id"]) == list(block.debtors["debtor_id"])
    assert list(block.contracts["account_id"]) == list(block.accounts["account_id"])
    assert list(block.contracts["contract_id"]) == list(block.accounts["contract_id"])


def test_nothing_on_file_is_later_than_the_review(block: Portfolio) -> None:
    end = pd.Timestamp(AS_OF)

    assert (block.payments["paid_on"] <= end).all()
    assert (block.contacts["at"] < end + pd.Timedelta(days=1)).all()
    assert (block.documents["issued_on"] <= end).all()
    assert (block.contracts["signed_on"] < end).all()


def test_instalments_add_up_to_the_principal(block: Portfolio) -> None:
    plan = block.instalments
    lent = block.contracts.set_index("account_id")

    assert (plan["principal_fen"] + plan["interest_fen"] == plan["amount_fen"]).all()
    assert (plan.groupby("account_id")["principal_fen"].sum() == lent["principal_fen"]).all()
    assert (plan.groupby("account_id").size() == lent["term_months"]).all()
    assert (plan[["principal_fen", "amount_fen"]] > 0).all(axis=None)


def test_instalments_fall_due_a_month_apart_on_the_due_day(block: Portfolio) -> None:
    plan = block.instalments.merge(block.contracts[["account_id", "due_day", "signed_on"]])
    gaps = plan.groupby("account_id")["due_on"].diff().dropna().dt.days

    assert (plan["due_on"].dt.day == plan["due_day"]).all()
    assert gaps.between(28, 31).all()
    assert (plan["due_on"] > plan["signed_on"]).all()


def test_no_rate_is_above_what_the_law_allows(block: Portfolio) -> None:
    assert block.contracts["annual_rate_bp"].between(1, 2400).all()
    assert block.contracts["overdue_rate_bp"].between(1, 2400).all()
    assert (block.contracts["overdue_rate_bp"] >= block.contracts["annual_rate_bp"]).all()


def test_interest_is_no_more_than_the_rate_on_what_is_left(block: Portfolio) -> None:
    plan = block.instalments.merge(
        block.contracts[["account_id", "annual_rate_bp", "principal_fen"]],
        on="account_id",
        suffixes=("", "_lent"),
    )
    repaid = plan.groupby("account_id")["principal_fen"].cumsum() - plan["principal_fen"]
    left = plan["principal_fen_lent"] - repaid

    assert ((plan["interest_fen"] - left * plan["annual_rate_bp"] / 120_000).abs() <= 0.5001).all()


def test_stage_and_status_follow_from_payments(cases: dict[str, Case]) -> None:
    for case in cases.values():
        days = figures.days_past_due(case)
        expected = "M6+" if days > 180 else f"M{(days + 29) // 30}"
        assert case.account["stage"] == expected, case
        assert (case.account["status"] == "overdue") == (days > 0), case
        assert (figures.overdue_fen(case) > 0) == (days > 0), case


def test_outstanding_principal_follows_from_payments(cases: dict[str, Case]) -> None:
    for case in cases.values():
        left = sum(row["amount_fen"] for row in case.payments)
        owed = case.contract["principal_fen"]
        for row in case.instalments:
            interest = min(left, row["interest_fen"])
            principal = min(left - interest, row["principal_fen"])
            left -= interest + principal
            owed -= principal
        assert case.account["outstanding_principal_fen"] == owed, case
        assert left == 0, case


def test_the_credit_record_tells_our_loan_as_it_was_paid(cases: dict[str, Case]) -> None:
    for case in cases.values():
        record = [paper for paper in case.documents if paper.kind == "credit-record"]
        for paper in record:
            ours = [
                loan for loan in paper.body["loans"] if loan["lender"] == case.account["lender"]
            ]
            assert len(ours) == 1, case
            end = date.fromisoformat(paper.body["report_date"]).replace(day=1)
            then = _as_it_stood(case, date.fromordinal(end.toordinal() - 1))
            days = figures.days_past_due(then)
            digit = str(min((days + 29) // 30, 7)) if days else "N"
            assert ours[0]["months"][-1] in {digit, "*"}, case


def _as_it_stood(case: Case, day: date) -> Case:
    data = case.to_dict()
    data["as_of"] = day.isoformat()
    data["payments"] = [row for row in data["payments"] if row["paid_on"] <= day.isoformat()]
    return Case.from_dict(data)


def test_promises_alone_have_an_amount_and_a_day(block: Portfolio) -> None:
    contacts = block.contacts
    promised = contacts["result"] == "promise"

    assert contacts.loc[promised, ["promised_fen", "promised_on"]].notna().all(axis=None)
    assert contacts.loc[~promised, ["promised_fen", "promised_on"]].isna().all(axis=None)
    assert (contacts.loc[promised, "promised_on"] > contacts.loc[promised, "at"]).all()
    assert (contacts.loc[promised, "promised_fen"] > 0).all()


def test_nobody_is_rung_up_about_a_trifle(cases: dict[str, Case]) -> None:
    for case in cases.values():
        for row in case.contacts:
            assert row["promised_fen"] is None or row["promised_fen"] >= 5_000, case


def test_contacts_keep_to_the_hours_allowed(block: Portfolio) -> None:
    hour = block.contacts["at"].dt.hour

    assert hour.between(8, 20).all()


def test_who_refused_contact_is_left_alone(block: Portfolio) -> None:
    third = block.contacts[block.contacts["party"] == "contact"]
    refused = third[third["result"] == "refused"].groupby("account_id")["at"].min()
    later = third[third["at"] > third["account_id"].map(refused)]

    assert len(refused) > 5
    assert later.empty


def test_slips_are_the_six_latest_paid_before_the_letter(cases: dict[str, Case]) -> None:
    for case in cases.values():
        for paper in case.documents:
            if paper.kind != "income-proof":
                continue
            slips = paper.body["slips"]
            paid = [date.fromisoformat(slip["paid_on"]) for slip in slips]
            assert len(slips) == 6
            assert paid == sorted(paid)
            assert 0 <= (paper.issued_on - paid[-1]).days <= 31
            for slip in slips:
                parts = slip["net_fen"] + slip["tax_fen"] + slip["insurance_fen"]
                assert parts == slip["gross_fen"]


def test_nobody_works_or_borrows_before_eighteen(cases: dict[str, Case]) -> None:
    for case in cases.values():
        born = date.fromisoformat(case.debtor["birth_date"])
        of_age = born.replace(year=born.year + 18, day=min(born.day, 28)).isoformat()
        assert case.contract["signed_on"] > of_age
        for paper in case.documents:
            if paper.kind == "income-proof":
                assert paper.body["employed_since"] >= of_age, case
            for loan in paper.body.get("loans", []):
                assert loan["opened_on"] >= of_age, case


def test_the_mix_of_accounts_is_sane(block: Portfolio, cases: dict[str, Case]) -> None:
    stages = block.accounts["stage"].value_counts(normalize=True)
    due = [(case, promise) for case in cases.values() for promise in figures.promises(case)]
    kept = sum(figures.is_kept(case, promise) for case, promise in due) / len(due)

    assert set(stages.index) == {"M0", "M1", "M2", "M3", "M4", "M5", "M6", "M6+"}
    assert 0.1 < stages["M0"] < 0.35
    assert stages.drop(["M0", "M6+"]).between(0.04, 0.2).all()
    assert 0.4 < kept < 0.75
    assert 0.5 < (block.debtors["sex"] == "男").mean() < 0.75
