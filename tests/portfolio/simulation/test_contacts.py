"""Collectors keep within the law, and contacts agree with what was paid."""

import numpy as np

from casebook.portfolio.simulation.contacts import Channel, Party, Result
from casebook.portfolio.simulation.months import REVIEW
from portfolio.simulation.book import block, paid, talks


def test_contacts_keep_to_lawful_hours() -> None:
    minutes = (talks().at - talks().at.astype("datetime64[D]")).astype("timedelta64[m]").astype(int)

    assert minutes.min() >= 8 * 60
    assert minutes.max() < 22 * 60


def test_nobody_is_rung_more_than_twice_a_day() -> None:
    one = talks()
    _, count = np.unique(
        np.column_stack([one.account, one.at.astype("datetime64[D]").astype(np.int64)]),
        axis=0,
        return_counts=True,
    )

    assert count.max() <= 2


def test_a_contact_person_who_says_no_is_left_alone() -> None:
    one = talks()
    refusals = 0
    for account in np.unique(one.account):
        mine = one.take(one.account == account)
        says_no = np.flatnonzero((mine.party == Party.CONTACT) & (mine.result == Result.REFUSED))
        refusals += len(says_no) > 0
        if len(says_no):
            assert (mine.party[says_no[0] + 1 :] != Party.CONTACT).all()
    assert refusals > 3


def test_only_accounts_that_were_late_are_worked() -> None:
    one = block()
    late = one.book.late
    before = late[talks().account, np.maximum(talks().month - 1, 0)]

    assert ((late[talks().account, talks().month] > 0) | (before > 0)).all()


def test_nobody_else_is_asked_before_calls_have_failed() -> None:
    one = talks()
    third = np.flatnonzero(np.isin(one.party, (Party.CONTACT, Party.EMPLOYER)))

    assert len(third) > 10
    for row in third:
        before = np.arange(row - 3, row)
        assert (one.account[before] == one.account[row]).all()
        assert not np.isin(one.result[before], (Result.PROMISE, Result.HARDSHIP)).any()


def test_promises_name_a_sum_and_a_later_day_and_come_from_calls() -> None:
    one = talks()
    is_promise = one.result == Result.PROMISE

    assert (one.promised_fen[is_promise] > 0).all()
    assert (one.promised_fen[~is_promise] == 0).all()
    ahead = one.promised_on[is_promise] - one.at[is_promise].astype("datetime64[D]")
    assert (ahead.astype(np.int64) >= 0).all()
    assert (one.channel[is_promise] == Channel.CALL).all()


def test_promises_are_kept_more_often_early_than_late() -> None:
    shares = {}
    for stage in (1, 4):
        kept = given = 0
        for number in range(6):
            one, money = talks(number), paid(number)
            late = block(number).book.late
            worst = np.maximum(
                late[one.account, one.month], late[one.account, np.maximum(one.month - 1, 0)]
            )
            for row in np.flatnonzero((one.result == Result.PROMISE) & (worst == stage)):
                after = (money.account == one.account[row]) & (
                    money.on >= one.at[row].astype("datetime64[D]")
                )
                in_time = after & (money.on <= one.promised_on[row])
                given += one.promised_on[row] <= np.datetime64("2026-06-30")
                kept += money.amount_fen[in_time].sum() >= one.promised_fen[row]
        shares[stage] = kept / given

    assert 0.55 < shares[1] < 0.9
    assert shares[4] < shares[1] - 0.15


def test_some_promises_are_paid_in_part() -> None:
    in_part = broken = 0
    for number in range(6):
        one, money = talks(number), paid(number)
        for row in np.flatnonzero(one.result == Result.PROMISE):
            if one.promised_on[row] > np.datetime64("2026-06-30"):
                continue
            own = money.account == one.account[row]
            in_time = own & (money.on >= one.at[row].astype("datetime64[D]"))
            in_time &= money.on <= one.promised_on[row]
            came = money.amount_fen[in_time].sum()
            broken += came < one.promised_fen[row]
            in_part += 0 < came < one.promised_fen[row]

    assert 0.05 < in_part / broken < 0.3


def test_days_are_within_the_window() -> None:
    one = block()
    last = np.datetime64("2026-06-30")

    assert (paid().on <= last).all()
    assert (paid().on >= one.terms.opened_on[paid().account]).all()
    assert (talks().at.astype("datetime64[D]") <= last).all()
    assert talks().month.max() == REVIEW
