"""A guarantee period is fixed, and only the right act within it keeps the guarantor."""

from datetime import date

import pytest

from casebook.law.limitation.calculate import calculate, read_case


def work(*events, **fields):
    start = {"jurisdiction": "CN", "kind": "guarantee", "mode": "joint", "main_due": "2024-08-31"}
    if not {"agreed_until", "agreed_months", "clause"} & set(fields):
        fields["clause"] = "none"
    return calculate(read_case({**start, **fields, "events": list(events)}, "case.yaml"))


def on(day, event, **details):
    return {"on": day, "event": event, **details}


def test_six_months_where_no_period_is_agreed():  # G4
    result = work(as_of="2025-02-28")

    assert (result.expires, result.expires_unshifted) == (date(2025, 2, 28), date(2025, 2, 28))
    assert result.freed is False
    assert work(as_of="2025-03-01").freed is True
    assert work().freed is None


@pytest.mark.parametrize(
    ("fields", "unshifted", "rule"),
    [
        ({"clause": "unclear"}, "2025-02-28", "CN-WHO-11"),
        ({"clause": "until-paid-in-full"}, "2025-02-28", "CN-WHO-12"),
        ({"agreed_until": "2026-08-31"}, "2026-08-31", "CN-WHO-11"),
        ({"agreed_until": "2024-09-01"}, "2024-09-01", "CN-WHO-11"),
        ({"agreed_until": "2024-08-31"}, "2025-02-28", "CN-WHO-11"),
        ({"agreed_until": "2024-01-31"}, "2025-02-28", "CN-WHO-11"),
        ({"agreed_months": 24}, "2026-08-31", "CN-WHO-11"),
        ({"agreed_months": 1}, "2024-09-30", "CN-WHO-11"),
        ({"agreed_months": 0}, "2025-02-28", "CN-WHO-11"),
    ],
)
def test_the_period_is_the_agreed_one_if_it_goes_beyond_the_debt(fields, unshifted, rule):
    result = work(**fields)

    assert result.expires_unshifted == date.fromisoformat(unshifted)
    assert any(rule in step.rules for step in result.steps)


def test_a_rest_day_moves_the_last_day_and_both_days_are_given():
    result = work(main_due="2024-10-01", clause="none")

    assert result.expires_unshifted == date(2025, 4, 1)
    assert work(main_due="2024-09-01").expires_unshifted == date(2025, 3, 1)  # a Saturday
    assert work(main_due="2024-09-01").expires == date(2025, 3, 3)


@pytest.mark.parametrize(
    ("mode", "event", "freed"),
    [
        ("joint", on("2025-02-28", "claim-on-guarantor"), False),
        ("joint", on("2025-03-01", "claim-on-guarantor"), True),
        ("joint", on("2024-08-31", "claim-on-guarantor"), True),
        ("joint", on("2024-09-01", "claim-on-guarantor"), False),
        ("joint", on("2024-12-01", "suit-against-debtor"), True),
        ("joint", on("2024-12-01", "phone-call-to-debtor"), True),
        ("joint", on("2024-12-01", "claim-on-other-guarantor"), True),
        ("joint", on("2024-12-01", "signed-notice-by-guarantor"), False),
        ("ordinary", on("2025-02-28", "suit-against-debtor"), False),
        ("ordinary", on("2025-02-28", "arbitration-against-debtor"), False),
        ("ordinary", on("2025-03-01", "suit-against-debtor"), True),
        ("ordinary", on("2024-12-01", "claim-on-guarantor"), True),
        ("ordinary", on("2024-12-01", "phone-call-to-debtor"), True),
        ("unclear", on("2024-12-01", "claim-on-guarantor"), True),
        ("unclear", on("2024-12-01", "suit-against-debtor"), False),
    ],
)
def test_only_the_act_that_the_mode_asks_for_within_the_period_keeps_the_guarantor(
    mode, event, freed
):
    assert work(event, mode=mode, as_of="2025-06-01").freed is freed


def test_an_unclear_mode_is_ordinary():
    assert "CN-WHO-08" in work(mode="unclear").steps[0].rules


@pytest.mark.parametrize(("new", "freed"), [(None, True), (False, True), (True, False)])
def test_a_late_signature_revives_nothing_unless_a_new_contract_is_proved(new, freed):
    details = {} if new is None else {"new_guarantee": new}

    result = work(on("2025-04-01", "signed-notice-by-guarantor", **details), as_of="2025-06-01")

    assert result.freed is freed
    assert any(step.rules == ("CN-WHO-14",) for step in result.steps)


@pytest.mark.parametrize(
    ("consented", "day", "unshifted"),
    [
        (False, "2024-10-01", "2025-02-28"),
        (True, "2024-10-01", "2025-08-28"),
        (True, "2025-03-01", "2025-02-28"),
    ],
    ids=["no consent", "consent", "consent too late"],
)
def test_a_new_term_moves_the_period_only_with_written_consent_in_time(consented, day, unshifted):
    changed = on(day, "term-changed", new_due="2025-02-28", guarantor_consented=consented)

    assert work(changed).expires_unshifted == date.fromisoformat(unshifted)


def test_an_instalment_debt_is_reckoned_from_the_last_one_and_says_it_is_a_reading():
    case = {
        "jurisdiction": "CN",
        "kind": "guarantee",
        "mode": "joint",
        "instalments": ["2024-08-31", "2024-10-15"],
        "clause": "none",
    }

    result = calculate(read_case(case, "case.yaml"))

    assert result.expires_unshifted == date(2025, 4, 15)
    assert any("没有专门规定" in step.text.zh for step in result.steps)
