"""A case reads strictly and shows its tables as tidy frames."""

import copy
import pickle
import subprocess
import sys

import pytest

from casebook.errors import DataError
from casebook.portfolio import practice
from casebook.portfolio.case import Case

CASE = "D110005"


@pytest.fixture(scope="module")
def case() -> Case:
    return practice.case(CASE)


def test_repr_is_short_and_stable(case: Case) -> None:
    assert repr(case) == "Case('D110005')"


def test_reading_a_case_needs_no_numpy_or_pandas() -> None:
    code = (
        "import sys; import casebook.portfolio.case; "
        "print([name for name in ('numpy', 'pandas', 'pyarrow') if name in sys.modules])"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


def test_a_case_can_be_sent_to_another_process(case: Case) -> None:
    assert pickle.loads(pickle.dumps(case)) == case


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("instalments", "due_on"),
        ("payments", "paid_on"),
        ("contacts", "at"),
        ("contracts", "signed_on"),
        ("documents", "issued_on"),
        ("slips", "paid_on"),
        ("loans", "opened_on"),
        ("queries", "on"),
    ],
)
def test_frames_have_parsed_dates(case: Case, table: str, column: str) -> None:
    frame = case.frame(table)

    assert len(frame) > 0
    assert frame[column].dtype.kind == "M"


def test_the_contract_is_the_one_that_the_account_names(case: Case) -> None:
    data = case.to_dict()
    other = data["contracts"][0] | {"contract_id": "C999999"}

    twice = Case.from_dict(data | {"contracts": [other, *data["contracts"]]})

    assert twice.contract == case.contract
    assert len(twice.frame("contracts")) == 2


def test_amounts_stay_whole_fen(case: Case) -> None:
    payments = case.frame("payments")

    assert payments["amount_fen"].dtype == "int64"
    assert payments["amount_fen"].sum() == sum(row["amount_fen"] for row in case.payments)


def test_a_frame_of_a_case_without_payments_still_has_its_columns(case: Case) -> None:
    data = case.to_dict() | {"payments": []}

    frame = Case.from_dict(data).frame("payments")

    assert frame.empty
    assert "amount_fen" in frame


def test_an_unknown_frame_names_those_there_are(case: Case) -> None:
    with pytest.raises(DataError, match=r"no table 'planted'.*payments.*slips"):
        case.frame("planted")


def test_an_absent_document_is_said(case: Case) -> None:
    data = case.to_dict()
    data["documents"] = data["documents"][:1]

    with pytest.raises(DataError, match="no document 'credit-record', expected one of: identity"):
        Case.from_dict(data).document("credit-record")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data.pop("payments"), "missing payments"),
        (lambda data: data.update(score=5), "unknown score"),
        (lambda data: data.update(as_of="30.06.2026"), "as_of is '30.06.2026'"),
        (lambda data: data.update(payments={}), "payments: dict, expected a list of rows"),
        (lambda data: data["payments"].append(7), "row 5: int, expected a mapping"),
        (lambda data: data["payments"][0].update(amount_fen=12.5), "row 1: amount_fen is 12.5"),
        (lambda data: data["payments"][0].update(amount_fen=True), "row 1: amount_fen is True"),
        (lambda data: data["account"].update(stage="M9"), "account: stage is 'M9', expected one"),
        (lambda data: data["debtor"].pop("name"), "debtor: missing name"),
        (
            lambda data: data["contracts"].clear(),
            "rests on contract 'C110005', expected one of none",
        ),
        (lambda data: data["contacts"][0].update(at="yesterday"), "at is 'yesterday'"),
        (lambda data: data["documents"][1]["body"].pop("slips"), "slips is None"),
        (lambda data: data["documents"][1]["body"].update(flag=1), "income-proof has"),
        (
            lambda data: data["documents"][2]["body"]["loans"][0].update(balance_fen=-1),
            "credit-record.loans 1.balance_fen is -1",
        ),
    ],
)
def test_a_damaged_case_is_refused_with_the_place(case: Case, damage, message: str) -> None:  # type: ignore[no-untyped-def]
    data = copy.deepcopy(case.to_dict())
    damage(data)

    with pytest.raises(DataError) as caught:
        Case.from_dict(data)

    assert message in str(caught.value)


def test_something_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(DataError, match="expected a mapping"):
        Case.from_dict([])  # type: ignore[arg-type]
