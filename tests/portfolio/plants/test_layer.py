"""What is planted, and nothing else, meets the definitions."""

import json
from collections import Counter

import pytest

from casebook.portfolio.blocks import PUBLIC
from casebook.portfolio.flags import flags, ids
from casebook.portfolio.plants.choose import rates
from casebook.portfolio.plants.layer import PLANTERS
from casebook.portfolio.simulation.knobs import knobs
from portfolio.detector import DEFINITIONS, flags_in
from portfolio.files import files_of
from portfolio.plants.book import (
    AS_OF,
    SIZE,
    clean,
    clean_files,
    files,
    flags_of,
    made,
    planted,
    with_flag,
)


def test_an_independent_reader_finds_exactly_what_was_planted() -> None:
    flags = flags_of(planted())

    assert len(files()) == SIZE
    for debtor_id, file in files().items():
        assert flags_in(file) == flags.get(debtor_id, set()), debtor_id


def test_without_plants_no_file_meets_a_definition() -> None:
    assert clean()["planted"].num_rows == 0
    for debtor_id, file in clean_files().items():
        assert flags_in(file) == set(), debtor_id


def test_files_without_a_flag_are_as_they_were() -> None:
    flagged = flags_of(planted())
    untouched = [one for one in files() if one not in flagged]

    assert len(untouched) > 200
    for debtor_id in untouched:
        assert files()[debtor_id] == clean_files()[debtor_id], debtor_id


@pytest.mark.parametrize("flag", ids())
def test_every_flag_is_planted_somewhere(flag: str) -> None:
    assert len(with_flag(flag)) >= 3


def test_vocabulary_rates_and_detector_name_the_same_flags() -> None:
    assert set(DEFINITIONS) == set(ids()) == {flag.id for flag in flags()}
    assert set(PLANTERS) < set(ids())
    assert len(rates(knobs({}))) == len(ids()) == 19


def test_flags_have_definitions_in_both_languages_and_names_of_their_own() -> None:
    for flag in flags():
        assert len(flag.definition.zh) > 20
        assert len(flag.definition.en) > 40
    assert len({flag.name.zh for flag in flags()}) == len(ids())


def test_no_public_table_has_a_column_of_the_planted_layer() -> None:
    for name in PUBLIC:
        assert not {"flag", "where", "detail", "planted"} & set(planted()[name].column_names)


def test_tables_keep_their_columns_and_types() -> None:
    for name, table in clean().items():
        assert planted()[name].schema == table.schema, name


def test_each_planted_row_says_what_and_where_in_both_languages() -> None:
    rows = planted()["planted"].to_pylist()
    details = [json.loads(row["detail"]) for row in rows]

    assert all("." in row["where"] for row in rows)
    assert all(set(detail) == {"zh", "en"} for detail in details)
    assert all(detail["zh"].strip() and detail["en"].strip() for detail in details)
    assert not [one for one in details if "%" in one["en"] and "%(" in one["en"]]
    assert not [detail for detail in details if "{" in detail["zh"] + detail["en"]]


def test_rows_of_the_answer_stand_in_the_order_of_debtors_and_flags() -> None:
    rows = [
        (row["debtor_id"], ids().index(row["flag"])) for row in planted()["planted"].to_pylist()
    ]

    assert rows == sorted(set(rows))


def test_contradictions_come_in_company() -> None:
    counts = Counter(map(len, flags_of(planted()).values()))
    has_some = sum(counts.values()) / SIZE
    has_four = sum(count for number, count in counts.items() if number >= 4) / SIZE

    assert 0.5 < has_some < 0.85
    assert has_four > 0.03


def test_a_file_with_room_has_exactly_the_flags_that_are_wanted() -> None:
    wanted = {
        0: frozenset({"query-burst", "forged-income-proof"}),
        1: frozenset(),
        2: frozenset({"undisclosed-debts", "overdue-elsewhere", "name-mismatch"}),
    }
    tables = made(knobs({}), wanted=wanted, size=40)
    found = list(files_of(tables, AS_OF).values())

    assert [flags_in(file) for file in found[:3]] == [set(flags) for flags in wanted.values()]


def test_any_flag_can_be_wanted_alone() -> None:
    # Rare flags need a file with room, such as a loan long unpaid: one that has the flag already.
    alone: dict[int, frozenset[str]] = {}
    for flag in ids():
        places = (int(one[1:]) - 1 for one in with_flag(flag))
        alone[next(place for place in places if place not in alone)] = frozenset({flag})
    tables = made(knobs({}), wanted=alone)
    flags, found = flags_of(tables), files_of(tables, AS_OF)

    assert len(alone) == len(ids())
    for place, wanted in alone.items():
        debtor_id = f"D{place + 1:06d}"
        assert flags[debtor_id] == wanted
        assert flags_in(found[debtor_id]) == wanted


def test_all_flags_that_a_file_has_room_for_go_together() -> None:
    places = range(0, SIZE, 25)
    tables = made(knobs({}), wanted=dict.fromkeys(places, frozenset(ids())))
    flags, found = flags_of(tables), files_of(tables, AS_OF)

    most = 0
    for debtor_id in (f"D{place + 1:06d}" for place in places):
        assert flags_in(found[debtor_id]) == flags[debtor_id], debtor_id
        most = max(most, len(flags[debtor_id]))
    assert most >= 16
