"""Six years, or five in Scotland; a payment or signed writing restarts time; breathing space."""

from datetime import date

import pytest

from casebook.law.limitation.calculate import calculate, read_case


def claim(*events, **fields):
    case = {"jurisdiction": "UK", "kind": "claim", "nation": "england-wales", "due": "2018-03-10"}
    return calculate(read_case({**case, **fields, "events": list(events)}, "case.yaml"))


def space(**fields):
    case = {"jurisdiction": "UK", "kind": "breathing-space", "type": "standard", **fields}
    return calculate(read_case(case, "case.yaml"))


@pytest.mark.parametrize(
    ("nation", "expires"),
    [
        ("england-wales", "2024-03-10"),
        ("northern-ireland", "2024-03-10"),
        ("scotland", "2023-03-10"),
    ],
)
def test_the_period_is_six_years_or_five_in_scotland_and_no_rest_day_moves_it(nation, expires):
    assert claim(nation=nation).expires == date.fromisoformat(expires)  # 2024-03-10 is a Sunday


@pytest.mark.parametrize(
    ("event", "expires"),
    [
        ({"on": "2020-05-01", "event": "payment"}, "2026-05-01"),
        ({"on": "2024-03-10", "event": "payment"}, "2030-03-10"),
        ({"on": "2024-03-11", "event": "payment"}, "2024-03-10"),
        ({"on": "2020-05-01", "event": "written-acknowledgement", "signed": True}, "2026-05-01"),
        ({"on": "2020-05-01", "event": "written-acknowledgement", "signed": False}, "2024-03-10"),
        ({"on": "2020-05-01", "event": "talk"}, "2024-03-10"),
        ({"on": "2017-05-01", "event": "payment"}, "2024-03-10"),
    ],
)
def test_a_payment_or_signed_writing_in_time_restarts_it_and_talk_does_not(event, expires):
    assert claim(event).expires == date.fromisoformat(expires)


def test_a_default_notice_moves_the_start_where_that_was_decided():
    notice = {"default_notice_expired": "2019-04-01"}

    assert claim(**notice).expires == date(2025, 4, 1)
    assert claim(**notice, nation="scotland").expires == date(2023, 3, 10)
    assert "判例" in str(claim(**notice, nation="scotland"))


def test_a_suit_in_time_settles_it():
    sued = {"on": "2024-03-10", "event": "suit"}
    late = {"on": "2024-03-11", "event": "suit"}

    assert claim(sued, as_of="2026-01-01").expired is False
    assert claim(sued).sued_in_time is True
    assert claim(late, as_of="2026-01-01").expired is True


@pytest.mark.parametrize(
    ("nation", "words"), [("england-wales", "债务仍在"), ("scotland", "不复存在")]
)
def test_an_expired_debt_still_exists_except_in_scotland(nation, words):
    result = claim(nation=nation, as_of="2024-03-11")

    assert result.expired is True
    assert words in result.steps[-1].text.zh


def test_a_standard_breathing_space_lasts_sixty_days_and_review_twenty():
    result = space(started="2024-01-01", as_of="2024-02-29")

    assert (result.ends, result.review_by) == (date(2024, 2, 29), date(2024, 1, 20))
    assert result.running is True
    assert space(started="2024-01-01", as_of="2024-03-01").running is False


def test_a_mental_health_space_ends_thirty_days_after_treatment():
    treated = {"type": "mental-health", "started": "2024-01-01"}

    assert space(**treated, treatment_ended="2024-05-01").ends == date(2024, 5, 30)
    still = space(**treated, as_of="2025-01-01")
    assert (still.ends, still.running) == (None, True)


def test_a_notified_creditor_is_told_of_its_duty():
    result = space(started="2024-01-01", creditor_notified="2024-01-03")

    assert any(step.rules == ("UK-20",) and step.on == date(2024, 1, 3) for step in result.steps)
