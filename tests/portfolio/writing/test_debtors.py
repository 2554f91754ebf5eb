"""The table of debtors."""

import re
from datetime import date

import numpy as np
import pytest

from casebook.portfolio import stocks
from casebook.portfolio.schema import Column, table
from casebook.portfolio.simulation.people import people, works
from casebook.portfolio.writing.debtors import debtors, ids
from casebook.portfolio.writing.firms import short_names
from casebook.portfolio.writing.identity import UNASSIGNED_PREFIXES, could_be_real
from portfolio.writing.block import AS_OF, block, draws

ROWS = [
    dict(zip(block().columns, row, strict=True))
    for row in zip(*(column.to_pylist() for column in block().columns.values()), strict=True)
]
COUSINS = {"父亲", "兄弟", "姐妹"}


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def test_columns_are_those_of_the_schema_in_its_order() -> None:
    assert (*block().columns, "died_on") == table("debtors").names


@pytest.mark.parametrize("column", table("debtors").columns[:-1], ids=lambda column: column.name)
def test_every_cell_is_what_the_schema_expects(column: Column) -> None:
    cells = [plain(cell) for cell in block().columns[column.name].to_pylist()]

    assert not {column.fault_in(cell) for cell in cells} - {""}
    assert all(cell != "" for cell in cells)


def test_numbers_of_debtors_grow_beyond_a_million() -> None:
    assert ids("D", np.array([1, 999_999])).to_pylist() == ["D000001", "D999999"]
    assert ids("D", np.array([999_999, 1_000_000])).to_pylist() == ["D999999", "D1000000"]


def test_no_identity_number_can_be_a_real_one() -> None:
    assert not any(could_be_real(row["id_number"]) for row in ROWS)


def test_wrong_check_digits_are_of_every_kind() -> None:
    assert {row["id_number"][17] for row in ROWS} == set("0123456789X")


def test_identity_numbers_tell_home_birth_and_sex() -> None:
    places = stocks.rows("places")
    for row, origin in zip(ROWS, block().people.origin, strict=True):
        number, area = row["id_number"], places[origin]["area"]
        assert number[:4] == area
        assert (number[4:6] == "00") if area == "4419" else ("02" <= number[4:6] <= "06")
        assert number[6:14] == f"{row['birth_date']:%Y%m%d}"
        assert (int(number[16]) % 2 == 1) == (row["sex"] == "男")


@pytest.mark.parametrize("column", ["phone", "contact_phone"])
def test_telephone_numbers_are_in_ranges_that_no_operator_has(column: str) -> None:
    numbers = [row[column] for row in ROWS]

    assert all(re.fullmatch(r"\d{11}", number) for number in numbers)
    assert {number[:3] for number in numbers} == set(UNASSIGNED_PREFIXES)
    assert len(set(numbers)) > 0.99 * len(numbers)


def test_people_live_in_the_city_of_their_address() -> None:
    form = r"[一-鿿]{3,5}\d{1,3}号[一-鿿]{3,4}\d{1,2}幢[1-4]单元\d{3,4}室"
    places = stocks.rows("places")
    for row, home in zip(ROWS, block().people.home, strict=True):
        assert (row["province"], row["city"]) == (places[home]["province"], places[home]["city"])
        assert re.fullmatch(row["city"] + form, row["address"])


def test_names_suit_sex_and_age() -> None:
    given = stocks.words("names")["given"]
    for row in ROWS:
        words = given[row["sex"]]["older" if row["birth_date"].year < 1986 else "younger"]
        name = row["name"][1:]
        assert row["name"][0] in stocks.words("names")["surnames"]
        assert name in words["one"] if len(name) == 1 else name[0] in words["first"]
        assert len(name) == 1 or name[1] in words["second"].replace(name[0], "")


def test_frequent_surnames_are_frequent() -> None:
    wang_or_li = np.mean([row["name"][0] in "王李" for row in ROWS])

    assert 0.1 < wang_or_li < 0.22


def test_the_contact_person_is_somebody_else() -> None:
    assert all(row["contact_name"] != row["name"] for row in ROWS)


def test_fathers_brothers_and_sisters_share_the_surname() -> None:
    shared = [
        row["contact_name"][0] == row["name"][0]
        for row in ROWS
        if row["contact_relation"] in COUSINS
    ]

    assert len(shared) > 100
    assert all(shared)


def test_contacts_are_people_that_the_debtor_has() -> None:
    for row, work in zip(ROWS, block().people.work, strict=True):
        relation = row["contact_relation"]
        assert relation != "配偶" or row["marital_status"] == "已婚"
        assert relation not in ("父亲", "母亲") or row["birth_date"].year >= 1966
        is_employee = not (works().is_self_employed | works().is_retired)[work]
        assert relation != "同事" or is_employee


def test_a_spouse_has_a_name_of_the_other_sex() -> None:
    given = stocks.words("names")["given"]
    for row in ROWS:
        if row["contact_relation"] == "配偶" and len(row["contact_name"]) == 3:
            other = "女" if row["sex"] == "男" else "男"
            pairs = given[other]["older" if row["birth_date"].year < 1986 else "younger"]
            assert row["contact_name"][1] in pairs["first"]
            assert row["contact_name"][2] in pairs["second"]


def test_one_client_in_ten_says_one_loan_more() -> None:
    more = np.array([row["stated_debts"] for row in ROWS]) - block().people.elsewhere

    assert set(more.tolist()) == {0, 1}
    assert abs(more.mean() - 0.1) < 0.03


def test_employers_are_named_after_town_trade_and_form() -> None:
    trades, places = stocks.rows("trades"), stocks.rows("places")
    forms = stocks.words("employers")["forms"]
    who = zip(ROWS, block().people.work, block().people.home, strict=True)
    for row, work, home in who:
        town, trade = places[home]["city"].removesuffix("市"), trades[work]
        assert row["employer"].startswith(town)
        endings = [trade["industry"] + form for form in forms[trade["form"]]]
        assert row["employer"].endswith(tuple(endings))


def test_short_names_leave_out_town_and_legal_form() -> None:
    trades = stocks.rows("trades")
    shorts = short_names(block().columns["employer"]).to_pylist()
    for row, short, work in zip(ROWS, shorts, block().people.work, strict=True):
        assert short in row["employer"]
        assert len(short) == 3 + len(trades[work]["industry"])
        assert short.endswith(trades[work]["industry"])


def test_the_same_seed_writes_the_same_columns() -> None:
    crowd = people(draws(1), 200, AS_OF)
    numbers = np.arange(1, 201)

    one, again, other = (debtors(crowd, numbers, draws(seed)) for seed in (5, 5, 6))

    assert all(one[name].equals(again[name]) for name in one)
    assert not one["phone"].equals(other["phone"])
