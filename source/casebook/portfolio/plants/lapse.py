"""Histories moved back in time so far that limitation has run out."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np

from casebook.law.days import years_after
from casebook.portfolio.calendar import months_after
from casebook.portfolio.plants.choose import Lots
from casebook.portfolio.plants.ledger import changed
from casebook.portfolio.plants.record import Plant
from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.book import Book
from casebook.portfolio.simulation.contacts import Contacts
from casebook.portfolio.simulation.days import months_later
from casebook.portfolio.simulation.draws import Truth, Whole
from casebook.portfolio.simulation.model import Days
from casebook.portfolio.simulation.months import MONTHS, REVIEW
from casebook.portfolio.simulation.payments import Payments
from casebook.portfolio.simulation.standing import Standing

FLAG = "lapsed-limitation"
# Whoever is so many months late has been asked for long before the lender fell silent.
LEAST_LATE, LONGEST_TERM = 4, 24
YEARS = 3  # CN-LIM-01
# A last day moves past rest days; and how many months may have passed since it.
REST_DAYS, LONG_SINCE = 20, 10
# Contracts stay within the time of the Civil Code, and nobody signs younger than this.
CIVIL_CODE, OF_AGE = date(2021, 1, 1), 19
EARLIEST = np.array(["1900-01-01"], dtype="datetime64[D]")


@dataclass(frozen=True, slots=True)
class History:
    """All of a block that bears dates, as it stands on file."""

    block: Block
    payments: Payments
    contacts: Contacts
    standing: Standing


def moved_back(history: History, chosen: Truth, lots: Lots) -> tuple[History, Whole]:
    """Move back the histories of chosen files where that can be; also tell by how many months.

    What is owed keeps growing until the review, so it must be reckoned after this.
    """
    months = np.zeros(len(chosen), dtype=np.int64)
    able = np.flatnonzero(chosen & _can_lapse(history))
    for place, last in zip(able.tolist(), last_events(history, able), strict=True):
        ago = _months_to(last.on, history.block.window.as_of)
        months[place] = ago + lots.of(place, FLAG).whole(0, LONG_SINCE)
    months[~_is_of_age(history.block, months)] = 0
    return (_moved(history, months) if months.any() else history), months


def plants(history: History, months: Whole) -> dict[int, Plant]:
    """Say on what each lapse rests, by place."""
    places = np.flatnonzero(months)
    return {
        place: Plant(
            last.where,
            "lapsed",
            {"due": last.due, "last": last.on, "lapsed": years_after(last.on, YEARS)},
        )
        for place, last in zip(places.tolist(), last_events(history, places), strict=True)
    }


@dataclass(frozen=True, slots=True)
class Last:
    """The last thing on file that bears on limitation, and the last due date."""

    on: date
    where: str
    due: date


def last_events(history: History, places: Whole) -> list[Last]:
    """Find the last events of the loans at `places`; promised days count too."""
    return [_last_event(history, place) for place in places.tolist()]


def _last_event(history: History, place: int) -> Last:
    talks, paid, stands = history.contacts, history.payments, history.standing
    said = slice(*np.searchsorted(talks.account, (place, place + 1)))
    gave = slice(*np.searchsorted(paid.account, (place, place + 1)))
    due = _last_due(history.block, place)
    days = {
        "instalments.due_on": due,
        "payments.paid_on": _latest(paid.on[gave]),
        "contacts.at": _latest(talks.at[said], talks.promised_on[said]),
        "accounts.handed_over_on": _latest(stands.handed_over_on[[place]]),
        "accounts.written_off_on": _latest(stands.written_off_on[[place]]),
    }
    where = max(days, key=lambda name: days[name])
    return Last(days[where], where, due)


def _latest(*days: Days) -> date:
    known = np.concatenate([EARLIEST, *(day[~np.isnat(day)] for day in days)])
    latest: date = known.astype("datetime64[D]").max().item()
    return latest


def _last_due(block: Block, place: int) -> date:
    loans = block.book.loans
    row = int(np.count_nonzero(~block.book.is_card[:place]))
    month = loans.first_due[row] + max(int(loans.count[row]) - 1, 0)
    due: date = block.window.due(month, block.terms.due_day[[place]])[0].item()
    return due


def _can_lapse(history: History) -> Truth:
    block, stands = history.block, history.standing
    able: Truth = (
        ~block.book.is_card
        & (block.book.late[:, REVIEW] >= LEAST_LATE)
        & (block.terms.term <= LONGEST_TERM)
        & np.isnat(stands.settled_on)
        & np.isnat(stands.sued_on)
        & np.isnat(stands.died_on)
    )
    return able


def _months_to(last: date, as_of: date) -> int:
    """Count the months by which a day must move for three years to be full before the review."""
    limit = date.fromordinal(years_after(as_of, -YEARS).toordinal() - REST_DAYS)
    months = (last.year - limit.year) * 12 + last.month - limit.month
    return months + (months_after(last, -months) > limit)


def _is_of_age(block: Block, months: Whole) -> Truth:
    signed_on = months_later(block.terms.signed_on, -months)
    is_adult = months_later(block.people.born, 12 * OF_AGE) <= signed_on
    able: Truth = is_adult & (signed_on >= np.datetime64(CIVIL_CODE))
    return able


def _moved(history: History, months: Whole) -> History:
    talks, paid = history.contacts, history.payments
    return History(
        _moved_block(history.block, months),
        replace(paid, on=_earlier(paid.on, months[paid.account])),
        _moved_contacts(talks, months[talks.account]),
        _moved_standing(history.standing, months),
    )


def _moved_standing(standing: Standing, months: Whole) -> Standing:
    columns = ((field.name, getattr(standing, field.name)) for field in fields(standing))
    days = {name: values for name, values in columns if values.dtype.kind == "M"}
    moved: dict[str, Any] = {name: _earlier(values, months) for name, values in days.items()}
    return replace(standing, **moved)


def _earlier(days: Days, months: Whole) -> Days:
    """Move days back, each by so many months; those by none stay what they are."""
    moved = days.copy()
    rows = np.flatnonzero((months > 0) & ~np.isnat(days))
    moved[rows] = months_later(days[rows], -months[rows])
    return moved


def _moved_contacts(talks: Contacts, months: Whole) -> Contacts:
    day = talks.at.astype("datetime64[D]")
    at = _earlier(day, months).astype("datetime64[s]") + (talks.at - day)
    return replace(talks, at=at, promised_on=_earlier(talks.promised_on, months))


def _moved_block(block: Block, months: Whole) -> Block:
    terms = replace(
        block.terms,
        signed_on=_earlier(block.terms.signed_on, months),
        opened_on=_earlier(block.terms.opened_on, months),
    )
    loans = block.book.loans
    loans = changed(loans, first_due=loans.first_due - months[~block.book.is_card])
    book = replace(block.book, loans=loans, **_moved_months(block.book, months))
    return replace(block, terms=terms, begins=block.begins - months, book=book)


def _moved_months(book: Book, months: Whole) -> dict[str, Any]:
    """Return the book by months of the window: the moved were late all along, and pay no more."""
    rows = np.flatnonzero(months)
    late, seen = book.late.copy(), book.late_seen.copy()
    owed, paid = book.owed_fen.copy(), book.paid_fen.copy()
    since = np.arange(late.shape[1]) - REVIEW
    late[rows] = book.late[rows, REVIEW, None] + months[rows, None] + since
    seen[rows] = late[rows]
    owed[rows] = owed[rows, REVIEW, None]
    paid[rows, MONTHS:] = 0
    return {"late": late, "late_seen": seen, "owed_fen": owed, "paid_fen": paid}
