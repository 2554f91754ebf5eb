"""A house policy over the rules: stricter only, and every loosening told at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casebook.errors import ContentError
from casebook.law.house import lay_over
from casebook.law.rules import Basis, Rank, Review, Severity, pack, rule, rules
from casebook.text import Text

CN = pack("CN")
DAY = timedelta(1)
ENDED = rule("CN-SEC-14")  # ended on 2025-02-27
WARNS = rule("CN-SEC-18")
UNDATED = rule("CN-CRM-21")
OWN = replace(WARNS, id="CN-HSE-01", rank=Rank.HOUSE_POLICY, title=Text("每日一次", "Once a day"))


def loosenings(*house, law=CN):
    with pytest.raises(ContentError) as caught:
        lay_over(law, house)
    return caught.value.faults


def test_a_raised_severity_takes_the_law_s_place_and_the_rest_stays():
    stricter = replace(WARNS, severity=Severity.BLOCK, revised=date(2026, 12, 1))

    laid = lay_over(CN, [stricter])

    assert [each.id for each in laid] == [each.id for each in CN]
    assert set(laid) - set(CN) == {stricter}


def test_a_rule_may_begin_earlier_and_end_later():
    begins, ends = ENDED.in_force_from, ENDED.in_force_until
    longer = replace(ENDED, in_force_from=begins - DAY, in_force_until=ends + DAY)
    for_ever = replace(ENDED, in_force_from=None, in_force_until=None)

    assert longer in lay_over(CN, [longer])
    assert for_ever in lay_over(CN, [for_ever])


def test_a_rule_of_the_house_s_own_stands_after_the_law():
    laid = lay_over(CN, [OWN])

    assert laid == (*CN, OWN)


def test_a_rule_repeated_as_it_is_changes_nothing():
    assert lay_over(CN, [WARNS]) == CN


@pytest.mark.parametrize(
    ("law", "changed", "words"),
    [
        (WARNS, {"severity": Severity.NOTE}, "severity is note, expected at least warn"),
        (
            WARNS,
            {"in_force_from": WARNS.in_force_from + DAY},
            f"in_force_from is {WARNS.in_force_from + DAY}, "
            f"expected {WARNS.in_force_from} or earlier, or null",
        ),
        (
            UNDATED,
            {"in_force_from": date(1990, 1, 1)},
            "in_force_from is 1990-01-01, expected null, as the law has it",
        ),
        (
            ENDED,
            {"in_force_until": ENDED.in_force_until - DAY},
            "in_force_until is 2025-02-26, expected 2025-02-27 or later, or null",
        ),
        (
            WARNS,
            {"in_force_until": date(2099, 1, 1)},
            "in_force_until is 2099-01-01, expected null, as the law has it",
        ),
        (WARNS, {"jurisdiction": "US"}, "jurisdiction is not the law's"),
        (WARNS, {"text": Text("随意", "as you like")}, "text is not the law's"),
        (WARNS, {"rank": Rank.HOUSE_POLICY}, "rank is not the law's"),
        (
            WARNS,
            {"confidence": replace(WARNS.confidence, rule=Basis.FOUND_TEXT)},
            "confidence is not the law's",
        ),
        (WARNS, {"legal_review": Review("x", date(2026, 1, 1))}, "legal_review is not the law's"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_each_loosening_is_refused_and_told(law, changed, words):
    [fault] = loosenings(replace(law, **changed))

    assert fault.startswith(f'house policy: rule "{law.id}": {words}')
    assert "; " in fault  # what to do


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"id": "CN-SEC-99"},
            "no rule of law is called so, expected its id, or one such as CN-HSE-01",
        ),
        (
            {"id": "US-HSE-01"},
            "no rule of law is called so, expected its id, or one such as CN-HSE-01",
        ),
        ({"rank": Rank.LAW}, "rank is law, expected house-policy"),
    ],
    ids=str,
)
def test_a_rule_of_the_house_s_own_has_its_own_id_and_rank(changed, words):
    [fault] = loosenings(replace(OWN, **changed))

    assert words in fault


def test_a_house_rule_of_a_jurisdiction_that_is_not_looked_at_is_refused():
    [fault] = loosenings(OWN, law=pack("US"))

    assert "jurisdiction is CN, expected one of US" in fault


def test_every_loosening_is_told_at_once():
    faults = loosenings(
        replace(WARNS, severity=Severity.NOTE, in_force_until=date(2027, 1, 1)),
        replace(ENDED, text=WARNS.text),
        replace(OWN, rank=Rank.LAW),
    )

    assert len(faults) == 4


def test_no_rule_of_law_has_the_rank_or_the_id_of_a_house_policy():
    assert [each.id for each in rules() if each.rank is Rank.HOUSE_POLICY] == []
    assert [each.id for each in rules() if "-HSE-" in each.id] == []
    assert list(Rank)[-1] is Rank.HOUSE_POLICY
