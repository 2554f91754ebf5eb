"""Rules that content cites."""

from datetime import date

import pytest

from casebook.authoring import citations

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("见CN-INT-03。", ("CN-INT-03",)),
        ("US-01 and UK-25, US-01 again", ("UK-25", "US-01")),
        ("FR-ABC-01", ("FR-ABC-01",)),
        ("order AB-12, GB-18030", ()),
    ],
    ids=["between Chinese", "two parts, once each", "a pack that is not there", "no ids"],
)
def test_a_text_cites_the_ids_in_it(text, ids):
    assert citations.in_text(text) == ids


def told(rule_id, today=TODAY, **options):
    return [what for what, *_ in citations.faults([rule_id], today=today, **options)]


def test_an_unknown_rule_is_a_fault():
    assert told("CN-INT-99") == ['cites "CN-INT-99", which no rule is called']


def test_a_retired_rule_is_a_fault():
    assert told("CN-SEC-14") == [
        "cites CN-SEC-14, which is retired: it was in force until 2025-02-27"
    ]
    assert told("CN-SEC-14", date(2025, 2, 27)) == []


def test_a_rule_that_does_not_bind_yet_is_a_fault():
    assert told("CN-PIP-04", date(2021, 10, 31)) == [
        "cites CN-PIP-04, which is not in force before 2021-11-01"
    ]
    assert told("CN-PIP-04", date(2021, 11, 1)) == []


def test_an_exam_may_not_rest_on_what_is_only_recalled():
    assert told("CN-SEC-27", is_exam=True) == [
        "rests on CN-SEC-27, whose substance is only recalled"
    ]
    assert told("CN-SEC-27") == []
