"""The LPR is a dated table that says how far it reaches, and assumes nothing beyond."""

from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files

import pytest

from casebook.errors import ContentError, DataError
from casebook.law.rates import lpr, read_history

# Written down from the published series, apart from the table.
CHANGES = {
    date(2019, 8, 20): 425,
    date(2019, 9, 20): 420,
    date(2019, 11, 20): 415,
    date(2020, 2, 20): 405,
    date(2020, 4, 20): 385,
    date(2021, 12, 20): 380,
    date(2022, 1, 20): 370,
    date(2022, 8, 22): 365,
    date(2023, 6, 20): 355,
    date(2023, 8, 21): 345,
    date(2024, 7, 22): 335,
    date(2024, 10, 21): 310,
    date(2025, 5, 20): 300,
}


def shipped():
    return (files("casebook.law") / "tables" / "lpr.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("on", "hundredths"), CHANGES.items(), ids=str)
def test_a_rate_holds_from_the_day_of_its_change(on, hundredths):
    assert lpr().rate_pct(on) == Decimal(hundredths) / 100


@pytest.mark.parametrize("on", list(CHANGES)[1:], ids=str)
def test_the_day_before_a_change_still_has_the_rate_before_it(on):
    before = max(day for day in CHANGES if day < on)

    assert lpr().rate_pct(on - timedelta(1)) == Decimal(CHANGES[before]) / 100


def test_the_table_holds_no_other_change():
    assert [rate.from_ for rate in lpr().rates] == list(CHANGES)


def test_the_last_day_known_has_a_rate_and_the_next_has_none():
    assert lpr().rate_pct(date(2026, 8, 20)) == Decimal("3.00")

    with pytest.raises(DataError, match=r"LPR of 2026-08-21 is not known.*to 2026-08-20.*look"):
        lpr().rate_pct(date(2026, 8, 21))


def test_before_the_reform_there_is_no_such_rate():
    assert not lpr().is_known(date(2019, 8, 19))

    with pytest.raises(DataError, match="2019-08-19 is not known, expected a day from 2019-08-20"):
        lpr().rate_pct(date(2019, 8, 19))


def test_the_table_says_up_to_when_two_sources_agree():
    assert lpr().is_confirmed(date(2026, 4, 20))
    assert not lpr().is_confirmed(date(2026, 4, 21))
    assert lpr().is_known(date(2026, 4, 21))


def test_a_table_tells_all_its_faults_at_once():
    torn = shipped().replace("2019-09-20", "2019-08-20").replace('"4.15"', '"-1"')
    torn = torn.replace("known_until: 2026-08-20", "known_until: 2024-01-01")

    with pytest.raises(ContentError) as caught:
        read_history(torn, "lpr.yaml")

    assert len(caught.value.faults) == 4
    assert "2019-08-20 stands after 2019-08-20" in str(caught.value)
    assert "the rate of 2019-11-20 is -1, expected a percentage above 0" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["rates: [", "[]", "", shipped().replace('"4.25"', "four"), shipped().replace("name:", "nom:")],
    ids=["torn", "a list", "empty", "no number", "a field missing"],
)
def test_what_is_no_table_is_refused(text):
    with pytest.raises(ContentError, match=r"lpr\.yaml: is no table of rates"):
        read_history(text, "lpr.yaml")
