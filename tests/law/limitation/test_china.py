"""A claim under Chinese law runs out on the day that the rules' own words give."""

import json
from datetime import date

import pytest

from casebook.law.limitation.calculate import calculate, read_case

PROCEEDINGS = (
    "suit",
    "arbitration",
    "payment-order",
    "bankruptcy-proof",
    "pre-suit-preservation",
    "enforcement-application",
    "joinder",
    "set-off",
    "mediation-request",
    "report",
)


def work(*events, **fields):
    case = {"jurisdiction": "CN", "kind": "claim", "events": list(events), **fields}
    return calculate(read_case(case, "case.yaml"))


def on(day, event, **details):
    return {"on": day, "event": event, **details}


def rules_on(result, day):
    return [rule for step in result.steps if step.on == day for rule in step.rules]


@pytest.mark.parametrize(
    ("fields", "unshifted", "expires"),
    [
        pytest.param({"due": "2022-06-15"}, "2025-06-15", "2025-06-16", id="G1"),
        pytest.param(
            {"instalments": [f"2022-{month:02}-28" for month in range(1, 11)] + ["2022-11-30"]},
            "2025-11-30",
            "2025-12-01",
            id="G3",
        ),
        pytest.param({"due": "2021-10-01"}, "2024-10-01", "2024-10-08", id="National Day"),
        pytest.param({"due": "2021-10-12"}, "2024-10-12", "2024-10-12", id="made-up Saturday"),
        pytest.param(
            {"due": "2021-01-31", "knew": "2021-05-20"}, "2024-05-20", "2024-05-20", id="knew later"
        ),
    ],
)
def test_three_years_run_from_the_last_due_date(fields, unshifted, expires):
    result = work(**fields)

    assert result.expires_unshifted == date.fromisoformat(unshifted)
    assert result.expires == date.fromisoformat(expires)


def test_a_due_date_of_29_february_ends_on_the_28th():  # G2
    result = work(due="2024-02-29")

    assert result.expires_unshifted == date(2027, 2, 28)
    assert "没有对应日" in str(result)


def test_a_year_whose_calendar_is_not_held_is_said():
    said = str(work(due="2057-06-15"))

    assert "没有2060年的国务院放假安排" in said


@pytest.mark.parametrize(
    ("event", "rule"),
    [
        (on("2023-03-01", "demand", by="letter", reached=True), "CN-LIM-10"),
        (on("2023-03-01", "demand", by="sms", reached=True), "CN-LIM-10"),
        (on("2023-03-01", "demand", by="email", reached=True), "CN-LIM-10"),
        (on("2023-03-01", "demand", by="chat", reached=True), "CN-LIM-10"),
        (on("2023-03-01", "demand", by="phone", reached=True), "CN-LIM-09"),
        (on("2023-03-01", "demand", by="visit", reached=True), "CN-LIM-09"),
        (on("2023-03-01", "demand", by="hand", signed_by="debtor"), "CN-LIM-11"),
        (on("2023-03-01", "demand", by="hand", signed_by="co-resident-relative"), "CN-LIM-11"),
        (on("2023-03-01", "demand", by="hand", signed_by="authorised"), "CN-LIM-11"),
        (on("2023-03-01", "demand", by="hand", signed_by="nobody", reached=True), "CN-LIM-11"),
        (on("2023-03-01", "demand", by="sms", reached=True, amount="part"), "CN-LIM-14"),
        (on("2023-03-01", "promise"), "CN-LIM-09"),
        (on("2023-03-01", "part-payment"), "CN-LIM-18"),
        (on("2023-03-01", "instalment-paid"), "CN-LIM-18"),
        (on("2023-03-01", "security-given"), "CN-LIM-18"),
        (on("2023-03-01", "asked-for-time"), "CN-LIM-18"),
        (on("2023-03-01", "repayment-plan"), "CN-LIM-18"),
        (on("2023-03-01", "debit"), "CN-LIM-12"),
        (on("2023-03-01", "media-notice", media="national"), "CN-LIM-13"),
        (on("2023-03-01", "media-notice", media="provincial-at-domicile"), "CN-LIM-13"),
        (on("2023-03-01", "assignment-notice"), "CN-LIM-20"),
        (on("2023-03-01", "signed-notice", agrees=False), "CN-LIM-11"),
        (on("2023-03-01", "promise", against="joint-debtor"), "CN-LIM-19"),
        (on("2023-03-01", "suit"), "CN-LIM-15"),
        (on("2023-03-01", "payment-order"), "CN-LIM-16"),
        (on("2023-03-01", "mediation-request"), "CN-LIM-17"),
        (on("2023-03-01", "report"), "CN-LIM-17"),
    ],
)
def test_each_cause_of_interruption_starts_three_years_anew(event, rule):
    result = work(event, due="2022-06-15")

    assert result.expires_unshifted == date(2026, 3, 1)
    assert rule in rules_on(result, date(2023, 3, 1))


@pytest.mark.parametrize(
    "event",
    [
        on("2023-03-01", "demand", by="letter", reached=False),
        on("2023-03-01", "demand", by="phone", reached=False),
        on("2023-03-01", "demand", by="hand", signed_by="other"),
        on("2023-03-01", "demand", by="hand", signed_by="nobody", reached=False),
        on("2023-03-01", "demand", by="sms", reached=True, amount="part", rest_waived=True),
        on("2023-03-01", "media-notice", media="other"),
        on("2023-03-01", "internal-note"),
        on("2022-06-15", "promise"),
        on("2022-01-01", "demand", by="sms", reached=True),
    ],
)
def test_what_does_not_interrupt_leaves_the_day_and_says_why(event):
    result = work(event, due="2022-06-15")

    assert result.expires_unshifted == date(2025, 6, 15)
    assert rules_on(result, date.fromisoformat(event["on"]))


def test_a_demand_before_the_last_instalment_is_due_starts_nothing():
    events = [
        on("2022-02-10", "demand", by="sms", reached=True),
        on("2022-03-10", "instalment-paid"),
    ]

    result = work(*events, instalments=["2022-02-01", "2022-03-01", "2022-04-01"])

    assert result.expires_unshifted == date(2025, 4, 1)
    assert rules_on(result, date(2022, 2, 10)) == ["CN-LIM-03"]


@pytest.mark.parametrize(
    ("day", "unshifted"),
    [("2024-03-10", "2027-03-10"), ("2024-03-11", "2027-03-11"), ("2024-03-12", "2024-03-10")],
)
def test_an_interruption_counts_up_to_the_shifted_last_day(day, unshifted):
    result = work(on(day, "part-payment"), due="2021-03-10")  # 2024-03-10 is a Sunday

    assert result.expires_unshifted == date.fromisoformat(unshifted)


def test_interruptions_follow_one_another():
    events = [on("2022-05-05", "promise"), on("2025-05-05", "promise"), on("2028-05-05", "promise")]

    assert work(*events, due="2019-05-05").expires_unshifted == date(2031, 5, 5)


@pytest.mark.parametrize("name", PROCEEDINGS)
def test_after_proceedings_the_period_runs_from_their_end(name):
    result = work(on("2021-02-01", name, ended="2021-11-22"), due="2020-01-10")

    assert result.expires == date(2024, 11, 22)


def test_a_demand_during_proceedings_does_not_bring_the_day_forward():
    events = [
        on("2021-02-01", "suit", ended="2021-11-22"),
        on("2021-06-01", "demand", by="sms", reached=True),
    ]

    assert work(*events, due="2020-01-10").expires == date(2024, 11, 22)


def test_a_suit_may_outlast_the_period_it_interrupts():
    result = work(on("2021-02-01", "suit", ended="2025-03-03"), due="2020-01-10")

    assert result.expires == date(2028, 3, 3)


def test_a_suit_filed_early_counts_if_it_ends_after_the_due_date():
    result = work(on("2019-11-01", "suit", ended="2020-05-06"), due="2020-01-10")

    assert result.expires_unshifted == date(2023, 5, 6)


def test_proceedings_without_an_end_leave_expiry_open():
    result = work(on("2021-02-01", "suit"), due="2020-01-10", as_of="2025-01-01")

    assert result.expires == date(2024, 2, 1)
    assert result.expired is None
    assert "没有载明终结日" in str(result)


@pytest.mark.parametrize(
    ("as_of", "expired"), [("2025-06-16", False), ("2025-06-17", True), (None, None)]
)
def test_the_last_day_itself_is_still_in_time(as_of, expired):
    result = work(due="2022-06-15", **({"as_of": as_of} if as_of else {}))

    assert result.expired is expired


@pytest.mark.parametrize(
    ("event", "lost", "rule"),
    [
        (on("2026-01-05", "agreed-after-expiry"), True, "CN-LIM-05"),
        (on("2026-01-05", "promise"), True, "CN-LIM-05"),
        (on("2026-01-05", "repayment-plan"), True, "CN-LIM-05"),
        (on("2026-01-05", "signed-notice", agrees=True), True, "CN-LIM-22"),
        (on("2026-01-05", "signed-notice", agrees=False), False, "CN-LIM-22"),
        (on("2026-01-05", "paid-after-expiry"), None, "CN-LIM-05"),
        (on("2026-01-05", "asked-for-time"), False, "CN-LIM-05"),
        (on("2026-01-05", "demand", by="sms", reached=True), False, "CN-LIM-04"),
        (on("2026-01-05", "suit"), False, "CN-LIM-04"),
    ],
)
def test_after_expiry_nothing_interrupts_but_the_defence_may_be_lost(event, lost, rule):
    result = work(event, due="2022-06-15", as_of="2026-02-01")

    assert result.expires == date(2025, 6, 16)
    assert result.expired is True
    assert result.defence_lost is lost
    assert rule in rules_on(result, date(2026, 1, 5))


def test_a_defence_once_lost_stays_lost():
    events = [on("2026-01-05", "promise"), on("2026-01-06", "signed-notice", agrees=False)]

    result = work(*events, due="2022-06-15", as_of="2026-02-01")

    assert result.defence_lost is True
    assert "不得再以此抗辩" in result.steps[-1].text.zh


def test_an_agreement_told_as_after_expiry_interrupts_if_the_period_still_runs():
    result = work(on("2025-06-16", "agreed-after-expiry"), due="2022-06-15")

    assert (result.expires_unshifted, result.defence_lost) == (date(2028, 6, 16), False)


def test_twenty_years_from_the_injury_are_the_limit_whatever_interrupts():
    demands = [
        on(f"{year}-01-15", "demand", by="letter", reached=True)
        for year in (2005, 2006, 2008, 2009, 2011, 2012, 2014, 2015, 2017, 2020, 2022)
    ]

    result = work(*demands, due="2004-01-15")

    assert result.outer == date(2024, 1, 15)
    assert result.expires == date(2024, 1, 15)  # not 2025
    late = work(*demands, on("2024-01-16", "part-payment"), due="2004-01-15")
    assert late.expires == date(2024, 1, 15)


def test_the_twenty_years_may_run_from_an_earlier_injury():
    result = work(due="2022-06-15", knew="2022-06-15", injury="2004-03-01")

    assert (result.outer, result.expires) == (date(2024, 3, 1), date(2024, 3, 1))


@pytest.mark.parametrize(
    ("due", "unshifted"),
    [
        pytest.param("2015-09-29", "2017-09-29", id="over before the day"),
        pytest.param("2015-09-30", "2017-09-30", id="ends on a made-up Saturday the day before"),
        pytest.param("2015-10-01", "2018-10-01", id="ends in the holidays of the day itself"),
        pytest.param("2016-05-05", "2019-05-05", id="still running"),
        pytest.param("2017-09-30", "2020-09-30", id="begun just before"),
        pytest.param("2017-10-01", "2020-10-01", id="begun on the day"),
    ],
)
def test_two_years_became_three_if_they_had_not_ended_on_2017_10_01(due, unshifted):
    result = work(due=due)

    assert result.expires_unshifted == date.fromisoformat(unshifted)
    assert ("CN-LIM-28" in rules_on(result, date.fromisoformat(due))) is (due < "2017-10-01")


def test_an_interruption_within_the_former_two_years_may_carry_a_claim_into_three():
    assert work(due="2014-01-10").expires_unshifted == date(2016, 1, 10)
    assert work(on("2015-12-01", "promise"), due="2014-01-10").expires == date(2018, 12, 3)
    assert work(on("2016-02-01", "promise"), due="2014-01-10").defence_lost is True


def test_without_a_due_date_and_a_demand_time_has_not_begun():
    result = work(
        on("2023-01-01", "demand", by="letter", reached=False),
        on("2023-02-01", "part-payment"),
        contract="2020-01-01",
        as_of="2025-01-01",
    )

    assert (result.expires, result.outer, result.expired) == (None, None, False)
    assert "尚未起算" in result.steps[-1].text.zh


@pytest.mark.parametrize(
    ("events", "unshifted"),
    [
        pytest.param(
            [on("2022-03-01", "demand", by="sms", reached=True, grace_until="2022-03-15")],
            "2025-03-15",
            id="the grace period's end",
        ),
        pytest.param(
            [on("2022-03-01", "demand", by="sms", reached=True)], "2025-03-01", id="no grace"
        ),
        pytest.param([on("2022-03-01", "refusal")], "2025-03-01", id="a refusal"),
        pytest.param(
            [
                on("2022-03-01", "demand", by="sms", reached=True, grace_until="2022-03-15"),
                on("2022-03-03", "refusal"),
            ],
            "2025-03-03",
            id="a refusal of the first demand",
        ),
        pytest.param(
            [
                on("2022-03-01", "demand", by="sms", reached=True, grace_until="2022-03-15"),
                on("2023-03-03", "refusal"),
            ],
            "2025-03-15",
            id="a refusal too late to count",
        ),
        pytest.param(
            [
                on("2022-03-01", "demand", by="sms", reached=True, grace_until="2022-03-15"),
                on("2022-09-01", "demand", by="sms", reached=True),
            ],
            "2025-09-01",
            id="a second demand interrupts",
        ),
        pytest.param([on("2022-03-01", "suit", ended="2022-09-01")], "2025-09-01", id="a suit"),
    ],
)
def test_without_a_due_date_time_runs_from_the_first_demand(events, unshifted):
    result = work(*events)

    assert result.expires_unshifted == date.fromisoformat(unshifted)
    assert result.steps[0].rules == ("CN-LIM-25",)


def test_a_first_suit_without_an_end_leaves_expiry_open():
    assert work(on("2020-03-02", "suit"), as_of="2025-01-01").expired is None


def test_facts_from_before_the_civil_code_carry_a_warning():
    assert "当时的规则须另行核对" in str(work(on("2020-12-31", "promise"), due="2019-01-02"))
    assert "当时的规则须另行核对" not in str(work(on("2021-01-01", "promise"), due="2019-01-02"))


def test_the_result_is_plain_json_and_reads_in_both_languages():
    result = work(on("2023-03-01", "promise"), due="2022-06-15", as_of="2024-01-01")

    plain = json.loads(json.dumps(result.to_dict()))

    assert list(plain) == [
        "expires",
        "expires_unshifted",
        "outer",
        "expired",
        "defence_lost",
        "steps",
    ]
    assert (plain["expires"], plain["expired"]) == ("2026-03-02", False)
    assert set(plain["steps"][0]) == {"on", "rules", "zh", "en"}
    assert result.lines("zh")[0] == "届满日：2026年3月2日"
    assert result.lines("en")[0] == "Last day: 2 March 2026"
    assert str(result).splitlines() == result.lines("zh")
