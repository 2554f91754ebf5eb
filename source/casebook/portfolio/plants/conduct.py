"""Contradictions in how people were dealt with: unlawful contacts, and a stranger dunned."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from casebook.portfolio.plants.choose import Lot, Lots
from casebook.portfolio.simulation.contacts import Channel, Contacts, Party, Result
from casebook.portfolio.simulation.draws import Truth
from casebook.portfolio.writing.notes import Breach

BREACH, MISTAKEN = "unlawful-contact", "mistaken-third-party"
# How often a file has a second unlawful contact: an assumption.
TWICE = 0.3
# Minutes after midnight between which a call at night is made.
NIGHT = (22 * 60 + 4, 23 * 60 + 40)
DAY_S = 24 * 60 * 60
# How an unlawful contact ends.
_ENDS = {
    Breach.NIGHT_CALL: Result.REACHED,
    Breach.TOLD_COLLEAGUE: Result.REACHED,
    Breach.POLICE_THREAT: Result.REACHED,
    Breach.PRESSED_SICK: Result.VULNERABLE,
    Breach.INSULTED: Result.REFUSED,
    Breach.CALLED_AFTER_STOP: Result.REFUSED,
    Breach.RELATIVE_PAY: Result.REACHED,
    Breach.NEW_LOAN: Result.REACHED,
    Breach.FALSE_BLACKLIST: Result.REACHED,
    Breach.POSED_AS_COURT: Result.REACHED,
}
_TO_DEBTOR = (
    Breach.POLICE_THREAT,
    Breach.PRESSED_SICK,
    Breach.INSULTED,
    Breach.NEW_LOAN,
    Breach.FALSE_BLACKLIST,
    Breach.POSED_AS_COURT,
)
# What was said without consequence for any other row, so that it can have been said otherwise.
_FREE = (Result.REACHED, Result.REFUSED, Result.HARDSHIP)


@dataclass(frozen=True, slots=True)
class Conduct:
    """Contacts as they were made in truth, and what is to be told of them elsewhere."""

    contacts: Contacts
    breaches: dict[int, Breach]  # by row
    mistaken: dict[
        int, tuple[int, int]
    ]  # by file: found wrong at the first row, rung at the second


class _Talk(NamedTuple):
    at: int  # seconds
    row: int
    is_call: bool  # by us
    is_inbound: bool
    party: int
    result: int


def misconduct(
    contacts: Contacts, breach: Truth, mistaken: Truth, is_family: Truth, lots: Lots
) -> Conduct:
    """Let chosen files have unlawful contacts, and others a stranger dunned, where they can."""
    desk = _Desk(contacts, len(breach))
    for place in np.flatnonzero(mistaken).tolist():
        desk.mistake(place)
    for place in np.flatnonzero(breach).tolist():
        desk.breach(place, bool(is_family[place]), lots.of(place, BREACH))
    return Conduct(desk.contacts, desk.breaches, desk.mistaken)


class _Desk:
    """The contacts of a block, being changed."""

    def __init__(self, contacts: Contacts, size: int) -> None:
        self.contacts = replace(
            contacts,
            at=contacts.at.copy(),
            party=contacts.party.copy(),
            result=contacts.result.copy(),
        )
        self.breaches: dict[int, Breach] = {}
        self.mistaken: dict[int, tuple[int, int]] = {}
        self._starts = np.searchsorted(contacts.account, np.arange(size + 1)).tolist()

    def mistake(self, place: int) -> None:
        """Let the number be a stranger's, who is rung again, after the debtor was last heard."""
        tail: list[int] = []
        for talk in self._talks(place):
            is_spoken = talk.is_call or talk.is_inbound
            if is_spoken and talk.party == Party.DEBTOR and talk.result != Result.NO_ANSWER:
                tail = []
            elif talk.is_call and talk.party in (Party.DEBTOR, Party.UNKNOWN):
                tail.append(talk.row)
        if len(tail) >= 2:
            first, again = tail[-2:]
            self.contacts.party[[first, again]] = Party.UNKNOWN
            self.contacts.result[[first, again]] = Result.WRONG_NUMBER, Result.REACHED
            self.mistaken[place] = first, again

    def breach(self, place: int, is_family: bool, lot: Lot) -> None:
        """Make one contact of a file unlawful, now and then two."""
        if self._starts[place] == self._starts[place + 1]:
            return
        for _ in range(1 + lot.happens(TWICE)):
            free = self._open_to(self._talks(place), is_family)
            ways = [breach for breach in Breach if free.get(breach)]
            if ways:
                breach = lot.one_of(ways)
                self._commit(lot.one_of(free[breach]), breach, lot)

    def _talks(self, place: int) -> list[_Talk]:
        """Return the contacts of a file in the order of time."""
        talks, rows = self.contacts, slice(self._starts[place], self._starts[place + 1])
        columns = (
            talks.at[rows].astype("datetime64[s]").astype(np.int64),
            np.arange(rows.start, rows.stop),
            (talks.channel[rows] == Channel.CALL) & ~talks.is_inbound[rows],
            talks.is_inbound[rows],
            talks.party[rows],
            talks.result[rows],
        )
        return sorted(map(_Talk, *(column.tolist() for column in columns)))

    def _open_to(self, talks: list[_Talk], is_family: bool) -> dict[Breach, list[int]]:
        """Find the rows of a file in which each breach can have happened."""
        calls = [talk for talk in talks if talk.is_call and talk.row not in self.breaches]
        free = [talk for talk in calls if talk.result in _FREE]
        to_debtor = [talk.row for talk in free if talk.party == Party.DEBTOR]
        last_of_day = {talk.at // DAY_S: talk.row for talk in talks}.values()
        return {
            **dict.fromkeys(_TO_DEBTOR, to_debtor),
            Breach.NIGHT_CALL: [row for row in to_debtor if row in last_of_day],
            Breach.TOLD_COLLEAGUE: [talk.row for talk in free if talk.party == Party.EMPLOYER],
            Breach.RELATIVE_PAY: [
                talk.row
                for talk in free
                if is_family and talk.party == Party.CONTACT and talk.result == Result.REACHED
            ],
            Breach.CALLED_AFTER_STOP: _idle_after_stop(talks, calls),
        }

    def _commit(self, row: int, breach: Breach, lot: Lot) -> None:
        talks = self.contacts
        talks.result[row] = _ENDS[breach]
        if breach is Breach.CALLED_AFTER_STOP:
            talks.party[row] = Party.CONTACT
        if breach is Breach.NIGHT_CALL:
            day = talks.at[row].astype("datetime64[D]")
            talks.at[row] = day + np.timedelta64(lot.whole(*NIGHT), "m")
        self.breaches[row] = breach


def _idle_after_stop(talks: list[_Talk], calls: list[_Talk]) -> list[int]:
    """Find failed calls after the contact person has refused."""
    refused = [t.at for t in talks if t.party == Party.CONTACT and t.result == Result.REFUSED]
    return [
        talk.row
        for talk in calls
        if refused
        and talk.at > refused[0]
        and talk.party == Party.DEBTOR
        and talk.result == Result.NO_ANSWER
    ]
