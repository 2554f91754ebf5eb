"""The published figures are complete, bound where they can be, and read strictly."""

import re
from math import sqrt

import pytest

from casebook.errors import ContentError
from casebook.portfolio.calibration.model import Book, Rule, Target
from casebook.portfolio.calibration.targets import read_targets, targets

HEAD = "sources: {one: {zh: 甲, en: One}}\nreasons: {none: {zh: 无, en: None}}\ntargets:\n"
ENTRY = """
- id: a-figure
  zh: 指标
  en: A figure
  value: 0.1
  unit: share
  confidence: A
  source: one
  n: 900
  product: credit-card
  measure: ever_late
  arguments: {}
  tolerance: two-points
  bound: true
"""


def named(id_: str) -> Target:
    return {one.id: one for one in targets()}[id_]


def test_ids_are_permanent_words_and_names_are_in_both_languages() -> None:
    for one in targets():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.id)
        assert re.search("[\u4e00-\u9fff]", one.name.zh), one.id
        assert re.search("[A-Za-z]{2}", one.name.en), one.id


def test_no_two_figures_have_the_same_name() -> None:
    for names in ([one.name.zh for one in targets()], [one.name.en for one in targets()]):
        assert len(set(names)) == len(names)


def test_what_is_bound_has_a_measure_and_what_is_not_has_a_reason() -> None:
    for one in targets():
        assert (one.why is None) == one.bound, one.id
        assert not one.bound or (one.measure and one.tolerance and one.product != Book.ELSEWHERE)


def test_figures_from_elsewhere_are_never_measured() -> None:
    assert all(one.measure is None for one in targets() if one.product is Book.ELSEWHERE)


def test_the_card_figures_that_issue_and_source_pool_are_bound_pooled() -> None:
    assert named("card-default-status-1-2").bound
    assert not named("card-default-status-1").bound
    assert named("card-default-order-status").tolerance is Rule.IN_ORDER


def test_pooled_figures_are_the_weighted_means_of_their_parts() -> None:
    parts = [named("card-default-status-1"), named("card-default-status-2")]
    weights = [one.n or 0 for one in parts]

    pooled = sum(one.value * n for one, n in zip(parts, weights, strict=True)) / sum(weights)

    assert named("card-default-status-1-2").n == sum(weights)
    assert named("card-default-status-1-2").value == pytest.approx(pooled, abs=0.001)
    assert named("card-status-1-2").value == pytest.approx(0.123 + 0.089, abs=0.001)


def test_the_whole_is_the_weighted_mean_over_the_quarters_of_limits() -> None:
    quarters = [named(f"card-default-limit-{place}") for place in (1, 2, 3, 4)]

    defaults = sum(one.value * (one.n or 0) for one in quarters)

    assert sum(one.n or 0 for one in quarters) == 30_000
    assert defaults / 30_000 == pytest.approx(named("card-default").value, abs=0.001)


@pytest.mark.parametrize("start", [2, 3, 4])
def test_where_cards_go_from_a_status_adds_up_to_all_of_them(start: int) -> None:
    ways = [one.value for one in targets() if one.id.startswith(f"card-from-{start}-")]

    assert sum(ways) == pytest.approx(1, abs=0.002)


def test_the_standard_error_of_a_share_comes_from_its_sample() -> None:
    (one,) = read_targets(HEAD + ENTRY)

    assert one.standard_error == pytest.approx(sqrt(0.1 * 0.9 / 900))


def test_a_standard_error_that_is_given_goes_first() -> None:
    (one,) = read_targets(HEAD + ENTRY.replace("  n: 900", "  n: 900\n  se: 0.05"))

    assert one.standard_error == 0.05


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("value: 0.1", "value: much", "a-figure: value is 'much', expected a number"),
        ("value: 0.1", "value: null", "a-figure: value is None, expected a number"),
        ("unit: share", "unit: miles", "a-figure: unit is 'miles', expected one of share"),
        ("source: one", "source: two", "a-figure: source is two, expected one of one"),
        ("measure: ever_late", "measure: never_late", "measure 'never_late' is unknown"),
        ("arguments: {}", "arguments: {days: 3}", "'ever_late' does not take {'days': 3}"),
        ("  tolerance: two-points\n", "", 'field "tolerance" is missing'),
        ("bound: true", "bound: perhaps", "bound is 'perhaps', expected true or false"),
        ("bound: true", "bound: false", 'field "why" is missing, expected it where bound is False'),
        ("zh: 指标", "zh: ''", "a-figure: zh is '', expected text"),
        ("id: a-figure", "id: a-figure\n  colour: red", 'field "colour" is unknown'),
    ],
)
def test_a_fault_says_where_and_what_was_expected(old: str, new: str, told: str) -> None:
    with pytest.raises(ContentError, match=re.escape(told)):
        read_targets(HEAD + ENTRY.replace(old, new))


def test_all_faults_are_told_at_once() -> None:
    broken = ENTRY.replace("unit: share", "unit: miles").replace("source: one", "source: two")

    with pytest.raises(ContentError) as raised:
        read_targets(HEAD + broken + ENTRY)

    assert len(raised.value.faults) == 3  # the two, and an id written twice
