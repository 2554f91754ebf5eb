"""What changed in the packs since a day."""

from dataclasses import replace
from datetime import date

from casebook.law.changes import Change, What, changes
from casebook.law.rules import rule

DAY = date(2026, 3, 1)
OLD = date(2020, 1, 1)


def made(**changed):
    kept = {"in_force_from": OLD, "in_force_until": None, "revised": OLD}
    return replace(rule("CN-INT-03"), **(kept | changed))


def test_a_rule_that_began_is_told_on_its_first_day():
    (told,) = changes(date(2026, 2, 28), DAY, [made(in_force_from=DAY)])

    assert told == Change(DAY, "CN-INT-03", What.BEGAN)


def test_a_rule_ends_on_the_day_after_its_last():
    ended = made(in_force_until=date(2026, 2, 28))

    assert changes(date(2026, 2, 28), DAY, [ended]) == (Change(DAY, "CN-INT-03", What.ENDED),)
    assert changes(date(2026, 2, 27), date(2026, 2, 28), [ended]) == ()


def test_a_record_that_was_mended_is_told():
    assert changes(OLD, DAY, [made(revised=DAY)])[0].what is What.REVISED


def test_what_happened_on_the_day_itself_is_known_already():
    assert changes(DAY, date(2026, 12, 31), [made(revised=DAY)]) == ()


def test_what_lies_ahead_is_not_told_yet():
    assert changes(OLD, date(2026, 2, 28), [made(in_force_from=DAY)]) == ()


def test_changes_stand_in_the_order_of_their_days():
    told = changes(date(2021, 10, 31), date(2026, 12, 31))

    assert list(told) == sorted(told)
    assert Change(date(2021, 11, 1), "CN-PIP-04", What.BEGAN) in told
