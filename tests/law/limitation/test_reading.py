"""Bad input is told at once: where, what, expected, what to do."""

import pytest

from casebook.errors import DataError
from casebook.law.limitation.calculate import calculate, read, read_case

CLAIM = {"jurisdiction": "CN", "kind": "claim", "due": "2022-06-15", "contract": "2021-01-01"}
GUARANTEE = {
    "jurisdiction": "CN",
    "kind": "guarantee",
    "mode": "joint",
    "main_due": "2024-08-31",
    "clause": "none",
}
SPACE = {
    "jurisdiction": "UK",
    "kind": "breathing-space",
    "type": "standard",
    "started": "2024-01-01",
}
NOTICE = {"jurisdiction": "US", "kind": "validation", "sent": "2024-04-01"}


def told(case):
    with pytest.raises(DataError) as caught:
        read_case(case, "case.yaml")
    return str(caught.value)


def claim_with(*events, **fields):
    return {**CLAIM, **fields, "events": list(events)}


def test_yaml_and_json_say_the_same_and_on_is_a_word():
    written = """
        jurisdiction: CN
        kind: claim
        due: 2022-06-15
        events: [{on: 2023-03-01, event: promise}]
    """
    plain = (
        '{"jurisdiction": "CN", "kind": "claim", "due": "2022-06-15",'
        ' "events": [{"on": "2023-03-01", "event": "promise"}]}'
    )

    assert read(written, "case.yaml") == read(plain, "case.json")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jurisdiction: CN\nkind: [", "not readable YAML or JSON"),
        ("due: 2022-02-30", "not readable YAML or JSON"),
        ("kind: claim\nkind: judgment", 'key "kind" is written 2 times'),
        ("- a list", "expected a mapping of fields"),
        ("", "expected a mapping of fields"),
        ("[" * 1500, "not readable YAML or JSON"),
    ],
)
def test_torn_text_is_refused_by_name(text, words):
    with pytest.raises(DataError) as caught:
        read(text, "case.yaml")

    assert str(caught.value).startswith("case.yaml: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param({"jurisdiction": "FR", "kind": "claim"}, "choose a pair", id="jurisdiction"),
        pytest.param({**CLAIM, "colour": 1}, 'field "colour" is unknown', id="unknown field"),
        pytest.param({**CLAIM, "due": "15 June"}, "due is '15 June'", id="not a date"),
        pytest.param({**CLAIM, "due": "20220615"}, "correct", id="another form of date"),
        pytest.param({**CLAIM, "due": "2300-01-01"}, "from 1949-10-01", id="out of range"),
        pytest.param({**CLAIM, "due": True}, "due is True", id="a flag for a date"),
        pytest.param({**CLAIM, "instalments": ["2022-01-01"]}, "one of them", id="due twice"),
        pytest.param({**CLAIM, "due": "2020-01-01"}, "before the contract", id="due too early"),
        pytest.param({**CLAIM, "knew": "2022-06-14"}, "before the last due date", id="knew early"),
        pytest.param({**CLAIM, "injury": "2020-01-01"}, "before the contract", id="injury early"),
        pytest.param({**CLAIM, "events": {}}, "a list of events", id="events not a list"),
        pytest.param(claim_with("promise"), "event 1: is 'promise'", id="event not a mapping"),
        pytest.param(
            claim_with({"on": "2023-01-01", "event": "prayer"}), "event is 'prayer'", id="unknown"
        ),
        pytest.param(
            claim_with({"on": "2023-01-01", "event": "talk"}), "event is talk", id="of another kind"
        ),
        pytest.param(claim_with({"event": "promise"}), 'field "on" is missing', id="no day"),
        pytest.param(
            claim_with({"on": "2020-12-31", "event": "promise"}),
            "event 1 (promise, 2020-12-31): is before the contract of 2021-01-01",
            id="before the contract",
        ),
        pytest.param(
            claim_with({"on": "2023-01-02", "event": "promise"}, as_of="2023-01-01"),
            "is after as_of 2023-01-01",
            id="after as_of",
        ),
        pytest.param(
            claim_with({"on": "2023-01-02", "event": "suit", "ended": "2023-01-01"}),
            "ended 2023-01-01 is before the event itself",
            id="ended before it began",
        ),
        pytest.param(
            claim_with(
                {"on": "2023-01-02", "event": "suit", "ended": "2024-01-01"}, as_of="2023-06-01"
            ),
            "ended 2024-01-01 is after as_of",
            id="end not known yet",
        ),
        pytest.param(
            claim_with({"on": "2023-01-02", "event": "suit", "media": "national"}),
            'field "media" is unknown',
            id="a detail of another event",
        ),
        pytest.param(
            claim_with({"on": "2023-01-02", "event": "obstacle", "until": "2023-02-01"}),
            'field "cause" is missing',
            id="a detail missing",
        ),
        pytest.param(
            claim_with({"on": "2023-01-02", "event": "demand", "by": "sms"}),
            'field "reached" is missing',
            id="reached not told",
        ),
        pytest.param(
            claim_with({"on": "2023-01-02", "event": "demand", "by": "hand"}),
            'field "signed_by" is missing',
            id="signer not told",
        ),
        pytest.param(
            claim_with(
                {
                    "on": "2023-01-02",
                    "event": "demand",
                    "by": "hand",
                    "signed_by": "debtor",
                    "reached": False,
                }
            ),
            "signed for, yet reached is false",
            id="signed but not reached",
        ),
        pytest.param(
            claim_with(
                {
                    "on": "2023-01-02",
                    "event": "demand",
                    "by": "sms",
                    "reached": True,
                    "rest_waived": True,
                }
            ),
            "rest_waived is true",
            id="waiver of nothing",
        ),
        pytest.param(
            claim_with({"on": "2023-01-02", "event": "demand", "by": "sms", "reached": "yes"}),
            "true or false",
            id="not a flag",
        ),
        pytest.param(
            claim_with({"on": "2023-01-02", "event": "refusal"}),
            "only where the debt has no due date",
            id="refusal with a due date",
        ),
        pytest.param(
            {**GUARANTEE, "agreed_months": 6},
            "agreed_months and clause are given",
            id="two periods",
        ),
        pytest.param(
            {k: v for k, v in GUARANTEE.items() if k != "clause"}, "none of them", id="no period"
        ),
        pytest.param(
            {k: v for k, v in GUARANTEE.items() if k != "mode"}, '"mode" is missing', id="no mode"
        ),
        pytest.param(
            {**GUARANTEE, "clause": None, "agreed_months": 1.5}, "a whole number", id="half a month"
        ),
        pytest.param({"jurisdiction": "CN", "kind": "judgment"}, "none of them", id="no start"),
        pytest.param({**SPACE, "started": "2021-05-03"}, "before the scheme", id="before scheme"),
        pytest.param(
            {**SPACE, "treatment_ended": "2024-02-01"}, "mental-health", id="wrong type of space"
        ),
        pytest.param({**NOTICE, "received": "2024-03-31"}, "before sent", id="received too early"),
        pytest.param({**NOTICE, "events": []}, 'field "events" is unknown', id="no events there"),
    ],
)
def test_each_fault_is_told_in_its_own_words(case, words):
    message = told(case)

    assert message.startswith("case.yaml: ")
    assert words in message
    assert ", expected " in message


def test_all_faults_are_told_at_once():
    case = claim_with(
        {"on": "2020-01-01", "event": "promise"},
        {"on": "2023-01-01", "event": "prayer"},
        colour="red",
        knew="2000-01-01",
    )

    message = told(case)

    assert "4 fault(s)" in message


def test_a_mapping_with_its_days_as_dates_is_read_too():
    case = read("{jurisdiction: UK, kind: claim, nation: scotland, due: 2020-01-01}", "case.yaml")

    assert calculate(case).to_dict()["expires"] == "2025-01-01"
