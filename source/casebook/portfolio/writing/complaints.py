"""What debtors complain about, in their own voice, from `stock/complaints.yaml`."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Truth, Whole
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


class Ground(IntEnum):
    """What a complaint is about."""

    CALLED_TOO_OFTEN = 0
    CALLED_THIRD_PARTY = 1
    RUDE = 2
    THREATENED = 3
    WRONG_AMOUNT = 4
    NOT_MY_DEBT = 5
    PAID_NOT_BOOKED = 6
    FEES_UNCLEAR = 7
    DATA_LEAK = 8
    HARDSHIP_REFUSED = 9
    CREDIT_RECORD_WRONG = 10
    NIGHT_CALL = 11


class Channel(IntEnum):
    """Where it was made."""

    HOTLINE = 0
    APP = 1
    LETTER = 2
    REGULATOR = 3
    CONSUMER_ASSOCIATION = 4


class Outcome(IntEnum):
    """What came of it."""

    UPHELD = 0
    PARTLY_UPHELD = 1
    REJECTED = 2
    WITHDRAWN = 3
    OPEN = 4


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """What is known of k complaints, a place for each.

    A complaint of calls at night that is upheld must have happened at night, and one of too many
    calls must count more than the rules allow: `at` and `calls` are written as they are.
    """

    ground: Whole  # Ground
    channel: Whole  # Channel
    outcome: Whole  # Outcome
    at: npt.NDArray[np.datetime64]  # datetime64[s], when it happened, Beijing time
    amount_fen: Whole  # the sum at issue, such as what was demanded, paid or charged
    product: Whole  # Product
    calls: Whole  # on the day that is complained of
    collector: list[str]  # surname of the member of staff


def complaints(facts: ComplaintFacts, draws: Draws) -> list[str]:
    """Write the complaints.

    What is upheld, wholly or in part, reads as something that can be right; what is rejected, as a
    misunderstanding or a wish that no rule grants; the others as either, though hours and number of
    calls decide where they are the matter.
    """
    voice = _voices(facts.channel, draws)
    columns = _columns(facts, voice, draws)
    frame = facts.channel * len(_names()) + voice
    matter = (facts.ground * 2 + ~_founded(facts, draws)) * len(_names()) + voice
    return [
        "".join(parts)
        for parts in zip(
            _written(_frames("openings"), frame, columns, draws),
            _written(_grounds(), matter, columns, draws),
            _written(_frames("closes"), frame, columns, draws),
            strict=True,
        )
    ]


def rules(ground: Ground) -> tuple[str, ...]:
    """Return the ids of the rules that a ground touches, the nearest first."""
    return tuple(_stock()["grounds"][ground.name.lower()]["rules"])


def _written(book: Phrasebook, cell: Whole, columns: dict[str, Column], draws: Draws) -> list[str]:
    return fill(book, choose(book, cell, draws), columns)


def _stock() -> dict[str, Any]:
    return stocks.words("complaints")


def _names() -> list[str]:
    names: list[str] = _stock()["voices"]
    return names


def _voices(channel: Whole, draws: Draws) -> Whole:
    heard = np.array([_stock()["heard"][each.name.lower()] for each in Channel], dtype=np.float64)
    bounds = np.cumsum(heard, axis=1) / heard.sum(axis=1, keepdims=True)
    voices: Whole = (draws.share(len(channel))[:, None] >= bounds[channel, :-1]).sum(axis=1)
    return voices


def _founded(facts: ComplaintFacts, draws: Draws) -> Truth:
    drawn = draws.happens(_stock()["founded_share"], len(facts.outcome))
    hour, day = moments.minutes(facts.at) // 60, _stock()["day"]
    is_night = (hour < day["begins"]) | (hour >= day["ends"])
    is_often = facts.calls > _stock()["calls_allowed"]
    either = np.select(
        [facts.ground == Ground.NIGHT_CALL, facts.ground == Ground.CALLED_TOO_OFTEN],
        [is_night, is_often],
        drawn,
    )
    is_either = (facts.outcome == Outcome.WITHDRAWN) | (facts.outcome == Outcome.OPEN)
    founded: Truth = np.where(is_either, either, facts.outcome != Outcome.REJECTED)
    return founded


def _columns(facts: ComplaintFacts, voice: Whole, draws: Draws) -> dict[str, Column]:
    amount_way = _habits("amounts", typed.Amount).way(voice, draws.share(len(voice)))
    day_way = _habits("days", moments.Day).way(voice, draws.share(len(voice)))
    collector = texts(facts.collector)
    return {
        "amount": lambda rows: typed.amounts(facts.amount_fen[rows], amount_way[rows]),
        "day": lambda rows: moments.days(facts.at[rows], facts.at[rows], day_way[rows]),
        "time": lambda rows: _clock()[moments.minutes(facts.at[rows])],
        "product": lambda rows: texts(_stock()["products"])[facts.product[rows]],
        "calls": lambda rows: texts(map(str, facts.calls[rows].tolist())),
        "collector": lambda rows: collector[rows],
    }


@cache
def _frames(part: str) -> Phrasebook:
    frames = _stock()[part]
    return phrasebook([frames[each.name.lower()][voice] for each in Channel for voice in _names()])


@cache
def _grounds() -> Phrasebook:
    grounds = [_stock()["grounds"][ground.name.lower()] for ground in Ground]
    return phrasebook(
        [
            ground[side][voice]
            for ground in grounds
            for side in ("founded", "unfounded")
            for voice in _names()
        ]
    )


@cache
def _habits(name: str, kind: type[IntEnum]) -> typed.Habits:
    return typed.habits(kind, [_stock()[name][voice] for voice in _names()])


@cache
def _clock() -> Texts:
    return moments.spoken_clock(_stock()["parts"])
