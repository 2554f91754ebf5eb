"""A complaint speaks in its debtor's voice, tells its facts, and fits what came of it."""

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from casebook.law.rules import rule
from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.writing import complaints as module
from casebook.portfolio.writing.complaints import (
    Channel,
    ComplaintFacts,
    Ground,
    Outcome,
    complaints,
)
from casebook.portfolio.writing.phrases import wordings


def _stock() -> dict[str, Any]:
    return stocks.words("complaints")


def _facts(size: int, **columns: Any) -> ComplaintFacts:
    draws = Draws(np.random.SeedSequence(9))
    facts = ComplaintFacts(
        ground=draws.whole(0, len(Ground) - 1, size),
        channel=draws.whole(0, len(Channel) - 1, size),
        outcome=draws.whole(0, len(Outcome) - 1, size),
        at=np.datetime64("2026-03-02T22:41:00") + draws.whole(0, 90, size).astype("m8[D]"),
        amount_fen=draws.whole(1, 900, size) * 1_000,
        product=draws.whole(0, 4, size),
        calls=draws.whole(9, 14, size),
        collector=["欧"] * size,
    )
    return replace(facts, **columns)


def _draws(seed: int = 4) -> Draws:
    return Draws(np.random.SeedSequence(seed))


def _matters(ground: Ground, side: str) -> re.Pattern[str]:
    voices = _stock()["grounds"][ground.name.lower()][side].values()
    patterns = [
        re.sub(r"\\\{\w+\\\}", "[^，。！？]{1,16}", re.escape(wording))
        for phrases in voices
        for phrase in phrases
        for wording in wordings(phrase)
    ]
    return re.compile("|".join(patterns))


def _sides(ground: Ground, **columns: Any) -> set[str]:
    """Return which sides 120 complaints of a ground turn out to be written from."""
    facts = _facts(120, ground=np.full(120, ground), **columns)
    patterns = {side: _matters(ground, side) for side in ("founded", "unfounded")}
    return {
        side
        for written in complaints(facts, _draws())
        for side, pattern in patterns.items()
        if pattern.search(written)
    }


@pytest.mark.parametrize("ground", list(Ground))
def test_a_ground_has_eight_founded_complaints_and_some_that_are_not(ground: Ground) -> None:
    sides = _stock()["grounds"][ground.name.lower()]

    assert sum(map(len, sides["founded"].values())) >= 8
    assert sum(map(len, sides["unfounded"].values())) >= 4
    assert set(sides["founded"]) == set(sides["unfounded"]) == set(_stock()["voices"])


@pytest.mark.parametrize("ground", list(Ground))
def test_a_ground_names_known_rules(ground: Ground) -> None:
    assert [rule(id_).id for id_ in module.rules(ground)] == list(module.rules(ground)) != []


@pytest.mark.parametrize("ground", list(Ground))
@pytest.mark.parametrize("outcome", [Outcome.UPHELD, Outcome.PARTLY_UPHELD])
def test_what_is_upheld_reads_as_something_that_can_be_right(
    ground: Ground, outcome: Outcome
) -> None:
    assert _sides(ground, outcome=np.full(120, outcome)) == {"founded"}


@pytest.mark.parametrize("ground", list(Ground))
def test_what_is_rejected_reads_as_a_misunderstanding(ground: Ground) -> None:
    assert _sides(ground, outcome=np.full(120, Outcome.REJECTED)) == {"unfounded"}


def test_what_is_still_open_reads_either_way() -> None:
    open_ = np.full(120, Outcome.OPEN)

    assert _sides(Ground.RUDE, outcome=open_) == {"founded", "unfounded"}


@pytest.mark.parametrize(
    ("hour", "side"),
    [("21:59", "unfounded"), ("22:00", "founded"), ("07:59", "founded"), ("08:00", "unfounded")],
)
def test_the_clock_decides_whether_an_open_complaint_of_a_night_call_can_be_right(
    hour: str, side: str
) -> None:
    at = np.full(120, np.datetime64(f"2026-03-02T{hour}:00"))

    assert _sides(Ground.NIGHT_CALL, outcome=np.full(120, Outcome.OPEN), at=at) == {side}


@pytest.mark.parametrize(("calls", "side"), [(3, "unfounded"), (4, "founded")])
def test_the_count_decides_whether_an_open_complaint_of_calls_can_be_right(
    calls: int, side: str
) -> None:
    columns = {"outcome": np.full(120, Outcome.WITHDRAWN), "calls": np.full(120, calls)}

    assert _sides(Ground.CALLED_TOO_OFTEN, **columns) == {side}


def test_no_slot_is_left_open() -> None:
    written = complaints(_facts(6_000), _draws())

    assert [text for text in written if re.search(r"[{}<>|%]|None|''", text)] == []


def test_the_same_draws_write_the_same_and_others_other_complaints() -> None:
    facts = _facts(200)

    assert complaints(facts, _draws()) == complaints(facts, _draws())
    assert complaints(facts, _draws()) != complaints(facts, _draws(5))


def test_hardly_two_complaints_are_alike() -> None:
    written = complaints(_facts(3_000), _draws())

    assert len(set(written)) > 2_950


def test_a_complaint_of_too_many_calls_tells_how_many() -> None:
    facts = _facts(300, ground=np.full(300, Ground.CALLED_TOO_OFTEN), calls=np.full(300, 17))

    assert [text for text in complaints(facts, _draws()) if "17" not in text] == []


def test_a_night_call_is_told_with_its_time() -> None:
    facts = _facts(300, ground=np.full(300, Ground.NIGHT_CALL))

    assert [text for text in complaints(facts, _draws()) if "晚上10点41分" not in text] == []


def test_the_collector_is_called_by_surname_alone() -> None:
    written = complaints(_facts(4_000), _draws())
    named = [text for text in written if "欧" in text]

    assert named
    assert [text for text in named if not re.search("姓欧", text)] == []


def test_no_number_of_an_office_stands_in_the_stock() -> None:
    files = [str(_stock()["openings"]), str(_stock()["closes"]), str(_stock()["grounds"])]

    assert [
        text for text in files if re.search(r"\d{4,}", re.sub(r"CN-[A-Z]+-\d+", "", text))
    ] == []


@pytest.mark.parametrize("channel", list(Channel))
def test_every_voice_is_heard_in_every_channel(channel: Channel) -> None:
    heard = _stock()["heard"][channel.name.lower()]

    assert len(heard) == len(_stock()["voices"])
    assert sum(heard) == 100
