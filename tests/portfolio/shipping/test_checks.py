"""Keys, references, dates and money hold in a written portfolio; and the checks would find it."""

from pathlib import Path

import pytest

from portfolio.shipping import checking

# Each harm, and the checks that must find it.
HARMS = {
    "delete from debtors where debtor_id = 'D000007'": ["debtor_id of accounts stands in debtors"],
    "insert into accounts select * from accounts limit 1": ["account_id of accounts stand once"],
    "update payments set payment_id = null where account_id = 'A000003'": [
        "payment_id of payments are filled"
    ],
    "update payments set amount_fen = -1 where account_id in (select account_id from loans)": [
        "amount_fen of payments is not negative",
        "a settled loan is paid to the fen",
    ],
    "update payments set amount_fen = amount_fen * 100": [
        "nobody pays more on a loan than all its instalments",
        "nobody pays more on a running loan than is due, and what is next begun",
        "nobody pays more on a card in a month than its statement",
    ],
    "update instalments set principal_fen = principal_fen + 1, amount_fen = amount_fen + 1": [
        "the instalments of a loan sum to its principal"
    ],
    "update instalments set amount_fen = amount_fen + 1": ["amounts of an instalment add up"],
    "update instalments set due_on = due_on - 40 where number = 2": ["due dates ascend"],
    "delete from instalments where number = 2": ["instalments are numbered from 1 without a gap"],
    "update payments set paid_on = date '2026-07-01'": ["nothing is later than the review"],
    "update payments set paid_on = date '2003-07-01'": [
        "nothing is paid, billed or said before an account is opened"
    ],
    "update debtors set died_on = date '2023-06-01'": [
        "nothing happens after a death",
        "nobody borrows after death",
    ],
    "update accounts set settled_on = opened_on where settled_on is not null": [
        "nothing happens after an account is settled"
    ],
    "update contacts set promised_on = promised_on - 40": [
        "a promised day is not before the contact, nor more than a month after it"
    ],
    "update contacts set promised_fen = null": [
        "a promise has a day and an amount, and nothing else has"
    ],
    "delete from contacts where result = 'reached'": [
        "a shift counts the contacts of that person on that day"
    ],
    "delete from shifts": ["whoever speaks to a debtor is on shift"],
    "update accounts set stage = 'M1' where stage <> 'M1'": [
        "the stage of a loan is that of its oldest unpaid instalment",
        "the stage of a card is that of its oldest unpaid minimum",
    ],
    "update accounts set overdue_fen = overdue_fen + 1": [
        "the overdue amount of a loan is what fell due and is unpaid"
    ],
    "update accounts set written_off_on = opened_on + 170 where written_off_on is not null": [
        "a loan is written off when it is more than 180 days late",
        "a card is written off when it is more than 180 days late",
    ],
}


def test_all_holds(parted: Path) -> None:
    assert checking.broken(checking.open_book(parted)) == {}


def test_there_are_checks_of_every_kind(parted: Path) -> None:
    names = set(checking.checks(checking.open_book(parted)))

    assert len(names) > 80
    assert {check for found in HARMS.values() for check in found} <= names


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: HARMS[harm][0])
def test_a_harm_is_found(parted: Path, harm: str) -> None:
    book = checking.open_book(parted, is_kept=True)

    book.execute(harm)

    assert list(checking.broken(book, HARMS[harm])) == HARMS[harm]
