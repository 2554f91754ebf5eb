"""Assumptions have a range and a reason; knobs keep to it."""

import re

import pytest

from casebook.errors import ContentError, DataError
from casebook.portfolio.simulation.assumptions import STAGES, assumptions, read_assumptions
from casebook.portfolio.simulation.knobs import knobs

ENTRY = """
- id: rain
  zh: 下雨
  en: Rain
  value: 0.2
  low: 0.1
  high: 0.4
  unit: share
  why: {zh: 没有公布, en: Not published}
"""


def test_every_assumption_can_move_and_stands_within_its_range() -> None:
    for one in assumptions():
        assert one.low < one.high, one.id
        assert one.low <= one.value <= one.high, one.id


def test_every_assumption_says_why_in_both_languages() -> None:
    for one in assumptions():
        assert re.search("[\u4e00-\u9fff]", one.name.zh + one.why.zh), one.id
        assert re.search("[A-Za-z]{3}", one.why.en), one.id


def test_shares_of_accounts_add_up_to_all_of_them() -> None:
    shares = [one.value for one in assumptions() if one.id.startswith("share-")]

    assert len(shares) == 6
    assert sum(shares) == pytest.approx(1)


@pytest.mark.parametrize("name", ["answer-rate", "right-party", "promise", "kept-promise"])
def test_the_later_the_stage_the_less_comes_of_a_contact(name: str) -> None:
    values = knobs({}).stages(name)

    assert len(values) == len(STAGES) == 7
    assert list(values) == sorted(values, reverse=True)


def test_knobs_are_the_assumptions_but_for_what_is_overridden() -> None:
    turned = knobs({"kept-promise-m1": 0.6})

    assert turned["kept-promise-m1"] == 0.6
    assert {name for name in turned if turned[name] != knobs({})[name]} == {"kept-promise-m1"}
    assert set(turned) == {one.id for one in assumptions()}


@pytest.mark.parametrize("end", ["low", "high"])
def test_both_ends_of_a_range_are_within(end: str) -> None:
    illness = next(one for one in assumptions() if one.id == "illness")

    assert knobs({"illness": getattr(illness, end)})["illness"] == getattr(illness, end)


@pytest.mark.parametrize("value", [0.89, 0.49, float("nan"), True, "0.7"])
def test_a_value_outside_its_range_is_refused(value: object) -> None:
    told = f'knob "kept-promise-m1": is {value!r}, expected a number from 0.5 to 0.88'

    with pytest.raises(DataError, match=re.escape(told)):
        knobs({"kept-promise-m1": value})


def test_an_unknown_knob_is_refused_with_the_nearest() -> None:
    with pytest.raises(DataError, match="did you mean illness"):
        knobs({"illnes": 0.05})


def test_asking_for_an_unknown_knob_is_a_fault_and_no_default() -> None:
    with pytest.raises(DataError, match='no knob is called "moon"'):
        knobs({})["moon"]


def test_knobs_cannot_be_turned_once_made() -> None:
    with pytest.raises(TypeError):
        knobs({})["illness"] = 0.09


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("value: 0.2", "value: 0.5", "rain: value is 0.5, expected one from 0.1 to 0.4"),
        ("low: 0.1", "low: little", "rain: low is 'little', expected a number"),
        ("  unit: share\n", "", 'rain: field "unit" is missing'),
        ("zh: 没有公布, ", "", 'field "zh" is missing'),
    ],
)
def test_a_fault_says_where_and_what_was_expected(old: str, new: str, told: str) -> None:
    with pytest.raises(ContentError, match=re.escape(told)):
        read_assumptions(ENTRY.replace(old, new))


def test_an_id_written_twice_is_a_fault() -> None:
    with pytest.raises(ContentError, match="rain: is written more than once"):
        read_assumptions(ENTRY + ENTRY)
