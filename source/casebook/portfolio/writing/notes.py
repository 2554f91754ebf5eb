"""What collectors type after each contact, from the phrases in `stock/contact-notes.yaml`."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Truth, Whole
from casebook.portfolio.simulation.model import Days, Product
from casebook.portfolio.writing import moments, typed
from casebook.portfolio.writing.phrases import (
    Column,
    Phrasebook,
    Texts,
    choose,
    fill,
    phrasebook,
    texts,
)
from casebook.portfolio.writing.stories import TELLINGS, Need, reasons


class Note(IntEnum):
    """Kinds of contact."""

    SMS = 0
    SMS_CALL_BACK = 1
    LETTER_DELIVERED = 2
    LETTER_RETURNED = 3
    NO_ANSWER = 4
    UNKNOWN_PERSON = 5
    WRONG_NUMBER = 6
    CONTACT_RELAY = 7
    CONTACT_REFUSES = 8
    EMPLOYER = 9
    PROMISE = 10
    PROMISE_AFTER_BROKEN = 11
    PROMISE_INBOUND = 12
    REFUSED = 13
    HARDSHIP = 14
    DISPUTE = 15
    REACHED = 16
    KEPT = 17
    VULNERABLE = 18
    ASKS_NO_MORE_CONTACT = 19
    COMPLAINT = 20
    ABUSE = 21
    AGENCY_HANDOVER = 22
    SUIT_NOTICE = 23
    DEATH_REPORTED = 24
    SETTLED_THANKS = 25
    PRIVATE_LENDER_DEMAND = 26


class Style(IntEnum):
    """How a member of staff writes; a private lender has a voice of his own."""

    TERSE = 0
    FULL = 1
    CARELESS = 2
    FORMAL = 3
    WARM = 4
    DICTATED = 5
    PRIVATE = 6


class Breach(IntEnum):
    """Kinds of unlawful contact that a note betrays."""

    NIGHT_CALL = 0
    TOLD_COLLEAGUE = 1
    POLICE_THREAT = 2
    PRESSED_SICK = 3
    INSULTED = 4
    CALLED_AFTER_STOP = 5
    RELATIVE_PAY = 6
    NEW_LOAN = 7
    FALSE_BLACKLIST = 8
    POSED_AS_COURT = 9


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What is known of k contacts, a place for each.

    `amount_fen` is what is overdue (SMS, PRIVATE_LENDER_DEMAND), promised (the promises) or paid
    (KEPT, SETTLED_THANKS), `day` the promised day; other kinds look at neither.
    """

    kind: Whole  # Note
    amount_fen: Whole
    day: Days
    at: npt.NDArray[np.datetime64]  # datetime64[s], Beijing time
    surname: list[str]
    is_woman: Truth
    relation: list[str]  # of the contact person
    plight: Whole  # Plight
    story: Whole  # any number of the debtor's, from 0: which of the stories of a plight is his
    product: Whole  # Product
    style: Whole  # Style of whoever writes


def notes(contacts: ContactFacts, draws: Draws) -> list[str]:
    """Write the note of each contact; all are lawful."""
    is_private = contacts.product == Product.PRIVATE_LOAN
    is_private |= contacts.kind == Note.PRIVATE_LENDER_DEMAND
    voice = np.where(is_private, Style.PRIVATE, contacts.style)
    wording = choose(_book(), contacts.kind * len(Style) + voice, draws)
    return fill(_book(), wording, _columns(contacts, voice, draws))


def unlawful(breaches: Whole, contacts: ContactFacts, draws: Draws) -> list[str]:
    """Write notes that betray those breaches; the kinds of contact are not looked at."""
    wording = choose(_unlawful_book(), breaches, draws)
    return fill(_unlawful_book(), wording, _columns(contacts, contacts.style, draws))


def rules(breach: Breach) -> tuple[str, ...]:
    """Return the ids of the rules that it breaks; the first in force on the day is cited."""
    return tuple(_stock()["unlawful"][breach.name.lower()]["rules"])


def _stock() -> dict[str, Any]:
    return stocks.words("contact-notes")


@cache
def _book() -> Phrasebook:
    phrases = _stock()["phrases"]
    kinds = [phrases[kind.name.lower()] for kind in Note]
    return phrasebook([kind.get(style.name.lower(), ()) for kind in kinds for style in Style])


@cache
def _unlawful_book() -> Phrasebook:
    kinds = _stock()["unlawful"]
    return phrasebook([kinds[breach.name.lower()]["phrases"] for breach in Breach])


def _columns(contacts: ContactFacts, voice: Whole, draws: Draws) -> dict[str, Column]:
    pick = draws.share((4, len(voice)))
    return {
        **_person(contacts),
        "amount": lambda rows: typed.amounts(
            contacts.amount_fen[rows], _amounts().way(voice[rows], pick[0, rows])
        ),
        "day": lambda rows: moments.days(
            contacts.day[rows],
            contacts.at[rows],
            _days().way(voice[rows], pick[1, rows]),
        ),
        "reason": lambda rows: reasons(
            _needs(contacts.kind[rows], voice[rows]),
            contacts.plight[rows],
            contacts.story[rows],
            _tellings()[voice[rows]],
            pick[2:, rows],
        ),
        "product": lambda rows: texts(_stock()["products"])[contacts.product[rows]],
        "part": lambda rows: _parts()[moments.minutes(contacts.at[rows]) // 60],
        "time": lambda rows: moments.clock()[moments.minutes(contacts.at[rows])],
    }


def _person(contacts: ContactFacts) -> dict[str, Column]:
    surname, relation = texts(contacts.surname), texts(contacts.relation)
    sex = contacts.is_woman.astype(np.int64)
    return {
        "sir": lambda rows: surname[rows] + texts(_stock()["titles"])[sex[rows]],
        "he": lambda rows: texts(_stock()["pronouns"])[sex[rows]],
        "relation": lambda rows: relation[rows],
    }


def _needs(kind: Whole, voice: Whole) -> Whole:
    cases = [kind == Note.HARDSHIP, kind == Note.VULNERABLE, voice == Style.PRIVATE]
    needs: Whole = np.select(cases, [Need.TIGHT, Need.FRAIL, Need.FAVOUR], Need.EXCUSE)
    return needs


@cache
def _tellings() -> Whole:
    telling = _stock()["telling"]
    return np.array([TELLINGS.index(telling[style.name.lower()]) for style in Style])


@cache
def _amounts() -> typed.Habits:
    return typed.habits(typed.Amount, _by_style("amounts"))


@cache
def _days() -> typed.Habits:
    return typed.habits(moments.Day, _by_style("days"))


def _by_style(name: str) -> list[list[str]]:
    return [_stock()[name][style.name.lower()] for style in Style]


@cache
def _parts() -> Texts:
    return moments.parts_of_day(_stock()["parts"])
