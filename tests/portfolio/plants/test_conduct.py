"""Unlawful contacts and strangers dunned: time, party, result and note fit together."""

import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from portfolio.files import File
from portfolio.plants.book import clean_files, detail, files, flags_of, planted, with_flag

BREACH, MISTAKEN = "unlawful-contact", "mistaken-third-party"


def changed(debtor: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    rows = zip(
        *(
            sorted(each[debtor].contacts, key=lambda row: row["contact_id"])
            for each in (clean_files(), files())
        ),
        strict=True,
    )
    return [(before, after) for before, after in rows if before != after]


def unmoved(flag: str) -> dict[str, File]:
    own = flags_of(planted())
    return {
        debtor: file
        for debtor, file in with_flag(flag).items()
        if not {"lapsed-limitation", "wrong-interest"} & own[debtor]
    }


@pytest.mark.parametrize("flag", [BREACH, MISTAKEN])
def test_one_or_two_rows_differ_and_none_is_added(flag: str) -> None:
    for debtor in unmoved(flag):
        if not {BREACH, MISTAKEN} <= flags_of(planted())[debtor]:
            assert 1 <= len(changed(debtor)) <= 2, debtor


def test_a_night_call_is_the_last_contact_of_its_day() -> None:
    for file in files().values():
        for before, after in pairwise(file.contacts):
            if before["at"].hour >= 22:
                assert after["at"].date() > before["at"].date()


def test_a_changed_row_keeps_its_day_its_person_and_its_channel() -> None:
    for debtor in unmoved(BREACH):
        for before, after in changed(debtor):
            assert before["at"].date() == after["at"].date()
            for name in ("contact_id", "staff_id", "channel", "direction", "promised_on"):
                assert before[name] == after[name]


def test_the_record_names_the_contacts_and_a_rule() -> None:
    for debtor in unmoved(BREACH):
        said = detail(debtor, BREACH)["zh"]
        if MISTAKEN not in flags_of(planted())[debtor]:
            assert all(after["contact_id"] in said for _, after in changed(debtor))
        assert "CN-" in said


def test_calls_at_night_are_at_night_and_say_so() -> None:
    night = [
        row
        for file in files().values()
        for row in file.contacts
        if row["at"].hour >= 22 or row["at"].hour < 8
    ]

    assert all(row["channel"] == "call" and row["party"] == "debtor" for row in night)
    assert all(row["result"] == "reached" for row in night)
    assert all(f"{row['at'].hour}:{row['at'].minute:02d}" in row["note"] for row in night)


def test_private_lenders_and_settled_accounts_have_no_stranger_dunned() -> None:
    for file in with_flag(MISTAKEN).values():
        assert file.account["lender_kind"] != "private"
        assert not file.account["settled_on"]
        assert not file.debtor["died_on"]


def test_a_stranger_complains_after_being_rung_again() -> None:
    for file in with_flag(MISTAKEN).values():
        (complaint,) = (row for row in file.complaints if row["ground"] == "not-my-debt")
        unknown = [row for row in file.contacts if row["party"] == "unknown"]
        assert unknown[-1]["at"].date() <= complaint["made_on"]
        assert (complaint["made_on"] - unknown[-1]["at"].date()).days <= 3
        assert complaint["staff_id"] == unknown[-1]["staff_id"]
        assert len(complaint["text"]) > 15
        assert not re.search("我签的|由我签字|好像办过", complaint["text"])


def test_complaints_stay_in_order_with_ids_of_their_own() -> None:
    rows = planted()["complaints"]
    ids = rows["complaint_id"].to_pylist()

    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_shifts_count_the_contacts_of_the_team() -> None:
    made = Counter(
        (row["staff_id"], row["at"].date())
        for file in files().values()
        for row in file.contacts
        if row["staff_id"]
    )
    counted = {
        (row["staff_id"], row["on"]): row["contacts"]
        for row in planted()["shifts"].to_pylist()
        if row["contacts"]
    }

    assert counted == dict(made)
