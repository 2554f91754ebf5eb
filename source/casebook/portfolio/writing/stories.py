"""What clients tell of themselves: a misfortune, always the same story, or ever new excuses."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Float, Whole
from casebook.portfolio.writing.phrases import Choices, Texts, choices, texts


class Plight(IntEnum):
    """Misfortunes."""

    NONE = -1
    ILLNESS_OWN = 0
    ILLNESS_FAMILY = 1
    LAID_OFF = 2
    PAY_LATE = 3
    BUSINESS_FAILED = 4
    BEREAVEMENT = 5
    DIVORCE = 6
    NEW_CHILD = 7
    FRAUD_VICTIM = 8
    FLOOD_OR_FIRE = 9
    GAMBLING_IN_FAMILY = 10
    JAILED_RELATIVE = 11
    ACCIDENT = 12


class Need(IntEnum):
    """What a reason has to explain, where no misfortune does."""

    EXCUSE = 0
    TIGHT = 1
    FRAIL = 2
    FAVOUR = 3


NEEDS = ("none", "tight", "frail", "favour")
TELLINGS = ("short", "plain", "told")
# Misfortunes that make a client vulnerable by themselves.
GRAVE = (
    Plight.ILLNESS_OWN,
    Plight.ILLNESS_FAMILY,
    Plight.BEREAVEMENT,
    Plight.FRAUD_VICTIM,
    Plight.FLOOD_OR_FIRE,
    Plight.ACCIDENT,
)


@dataclass(frozen=True, slots=True)
class _Stories:
    """Every wording in one list."""

    stories: Choices  # of each plight and need
    wordings: Choices  # of each story in each telling
    words: Texts


def reasons(need: Whole, plight: Whole, story: Whole, telling: Whole, pick: Float) -> Texts:
    """Say why money is short.

    Parameters
    ----------
    need : array (n,)
        `Need`.
    story : array (n,)
        Any numbers of the debtors', from 0: each keeps to one story of a plight.
    telling : array (n,)
        Places in `TELLINGS`.
    pick : array (2, n)
        Draws from 0 up to 1.
    """
    book = _stories()
    excuse, wording = pick
    group = _group(need, plight)
    is_excuse = (group == Need.EXCUSE) | (group == Need.FAVOUR)
    of_debtor = book.stories.first[group] + story % book.stories.count[group]
    place = np.where(is_excuse, book.stories.pick(group, excuse), of_debtor)
    said: Texts = book.words[book.wordings.pick(place * len(TELLINGS) + telling, wording)]
    return said


def _group(need: Whole, plight: Whole) -> Whole:
    explains = (plight >= 0) & ((need != Need.FRAIL) | np.isin(plight, GRAVE))
    return np.where(explains, plight + len(NEEDS), need)


@cache
def _stories() -> _Stories:
    stock = stocks.words("contact-notes")["reasons"]
    names = (*NEEDS, *(plight.name.lower() for plight in Plight if plight >= 0))
    groups = [stock[name] for name in names]
    cells = [story[telling] for group in groups for story in group for telling in TELLINGS]
    return _Stories(
        stories=choices(groups),
        wordings=choices(cells),
        words=texts(word for cell in cells for word in cell),
    )
