"""The table tells what agrees from what does not."""

from dataclasses import replace

import pytest

from casebook.portfolio.calibration.model import Target
from casebook.portfolio.calibration.table import Row, band, counts, is_good, table
from casebook.portfolio.calibration.targets import read_targets, targets
from casebook.portfolio.calibration.terminal import written
from casebook.text import Language
from portfolio.calibration.invented import book, closes, joined, taiwan

HEAD = "sources: {one: {zh: 甲, en: One}}\nreasons: {none: {zh: 无, en: None}}\ntargets:\n"


def target(value: float, *, tolerance: str = "two-points", n: int = 1_000_000) -> Target:
    """Return a figure for the share of cards on time at the review."""
    (read,) = read_targets(
        f"{HEAD}- {{id: a, zh: 准时, en: On time, value: {value}, unit: share, confidence: A,"
        f" source: one, n: {n}, product: credit-card, measure: status_share,"
        f" arguments: {{months: [0, 0]}}, tolerance: {tolerance}, bound: true}}"
    )
    return read


def row(on_time: int, of: int, figure: Target) -> Row:
    late = closes([{35: 0 if place < on_time else 1} for place in range(of)])
    (only,) = table(book(of, **joined(late=late)), (figure,))
    return only


@pytest.mark.parametrize(
    ("on_time", "is_within"), [(480, True), (520, True), (479, False), (521, False)]
)
def test_two_points_are_within_and_a_little_more_is_not(on_time: int, is_within: bool) -> None:
    assert row(on_time, 1000, target(0.5)).is_within is is_within


@pytest.mark.parametrize(("on_time", "is_within"), [(600, True), (601, False)])
def test_two_standard_errors_of_a_small_sample_are_wider(on_time: int, is_within: bool) -> None:
    assert row(on_time, 1000, target(0.5, n=100)).is_within is is_within


@pytest.mark.parametrize(
    ("on_time", "is_within", "is_far"),
    [(0, True, True), (3, True, True), (4, True, False), (30, True, False), (31, False, False)],
)
def test_what_is_within_only_because_the_tolerance_is_wide_is_told_to_be_far(
    on_time: int, is_within: bool, is_far: bool
) -> None:
    found = row(on_time, 1000, target(0.01))

    assert found.is_loose
    assert (found.is_within, found.is_far) == (is_within, is_far)


def test_a_tolerance_smaller_than_the_figure_is_not_loose() -> None:
    assert not row(500, 1000, target(0.5)).is_loose
    assert not row(500, 1000, target(0.5)).is_far


@pytest.mark.parametrize(("on_time", "is_within"), [(20, True), (21, False), (0, True)])
def test_at_most_is_the_figure_itself(on_time: int, is_within: bool) -> None:
    assert row(on_time, 1000, target(0.02, tolerance="at-most")).is_within is is_within


def test_a_step_of_nought_is_not_in_order() -> None:
    assert row(0, 10, target(0.3, tolerance="in-order")).is_within is False
    assert row(1, 10, target(0.3, tolerance="in-order")).is_within is True


def test_two_per_cent_are_of_the_figure() -> None:
    assert band(target(0.5, tolerance="two-percent")) == pytest.approx((0.49, 0.51))


def test_what_cannot_be_measured_is_not_within() -> None:
    late = closes([{35: -1}])

    (only,) = table(book(1, **joined(late=late)), (target(0.5),))

    assert (only.measured, only.n, only.is_within) == (None, 0, False)


def test_a_figure_shown_only_is_measured_and_not_judged() -> None:
    shown = replace(target(0.5), bound=False, tolerance=None)

    only = row(1, 10, shown)

    assert (only.measured, only.is_within) == (pytest.approx(0.1), None)


def test_all_is_good_only_when_every_bound_row_is() -> None:
    good, bad = row(5, 10, target(0.5)), row(1, 10, target(0.5))
    shown = row(1, 10, replace(target(0.5), bound=False, tolerance=None))

    assert is_good((good, shown))
    assert not is_good((good, bad))
    assert not is_good((shown,))


def test_cards_that_move_by_the_published_steps_agree_with_them() -> None:
    rows = {one.target.id: one for one in table(taiwan(30_000))}

    for id_, one in rows.items():
        if id_.startswith("card-from-") or id_ in ("card-entry-as-closed", "card-ever-late"):
            assert one.is_within, (id_, one.measured)


def test_cards_that_fall_behind_twice_as_often_do_not_agree() -> None:
    rows = {one.target.id: one for one in table(taiwan(30_000, entry=0.098))}

    assert rows["card-entry-as-closed"].is_within is False
    assert rows["card-ever-late"].is_within is False
    assert rows["card-from-2-cure"].is_within


def test_the_counts_add_up() -> None:
    found = counts(table(taiwan(500)))

    assert found.all == len(targets()) == found.bound + found.unbound
    assert found.bound == found.within + found.outside
    assert 0 < found.within < found.bound
    assert found.far <= found.loose <= found.within


@pytest.mark.parametrize("language", list(Language))
def test_the_text_names_every_figure_and_tells_the_counts(language: Language) -> None:
    rows = table(taiwan(500))

    text = written(rows, language)

    assert all(one.name.say(language) in text for one in targets())
    assert all(one.why.say(language) in text for one in targets() if one.why)
    assert str(counts(rows).outside) in text


def test_columns_stand_under_each_other_though_chinese_signs_are_wide() -> None:
    lines = written(table(taiwan(500)), Language.ZH).splitlines()
    published = [line for line in lines if line.startswith(("✓", "✗", "≈"))][:30]

    def width(text: str) -> int:
        return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)

    assert len({width(line) for line in published}) == 1


def test_a_difference_is_told_in_points_and_a_share_in_per_cent() -> None:
    text = written((row(1, 10, target(0.5)),), Language.EN)

    assert "50.0%" in text
    assert "10.0%" in text
    assert "-40.00" in text
    assert "±2.00" in text
