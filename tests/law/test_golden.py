"""Cases worked by hand from the rules' text by a reviewer who did not see the code."""

from datetime import date
from decimal import Decimal

import pytest

from casebook.law.interest.calculate import calculate as interest
from casebook.law.limitation.calculate import calculate as limitation
from casebook.law.limitation.calculate import read_case
from casebook.law.rules import rule
from law.golden import golden, golden_of


def of(calculator):
    return [pytest.param(one, id=one["id"]) for one in golden_of(calculator)]


def plain(value):
    """Return a value as JSON holds it, with money and rates as numbers."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return value
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return value


@pytest.mark.parametrize("case", of("limitation"))
def test_limitation_agrees_with_the_hand(case):
    told = limitation(read_case(case["input"], case["id"])).to_dict()

    assert {key: plain(told[key]) for key in case["expected"]} == {
        key: plain(value) for key, value in case["expected"].items()
    }


@pytest.mark.parametrize("case", of("interest"))
def test_interest_agrees_with_the_hand(case):
    told = interest(case["input"], case["id"]).to_dict()

    assert {key: plain(told[key]) for key in case["expected"]} == {
        key: plain(value) for key, value in case["expected"].items()
    }


@pytest.mark.parametrize("case", golden(), ids=lambda case: case["id"])
def test_each_case_names_its_rules(case):
    assert case["rules"]
    for rule_id in case["rules"]:
        rule(rule_id)


def test_there_are_as_many_as_were_asked_for():
    assert len(golden()) >= 72
