"""Drawings that take their colours and font from the page."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from casebook.reporting import plots


def histogram(totals=(3, 11, 17, 29)):
    return plots.histogram(
        totals, 29, band=(9, 14, 20), across="总分", up="人数", middle="中位数 14"
    )


DRAWINGS = [histogram(), plots.bars([("1 收入", 0.6, 0.1), ("2 <b>$x$</b> & co", 1, 0)])]


@pytest.mark.parametrize("svg", DRAWINGS, ids=["histogram", "bars"])
def test_every_colour_is_the_pages(svg):
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^<]*\))", re.sub(r'"#\w+"', "", svg)) == []
    assert "currentColor" in svg
    assert "var(--bar)" in svg


@pytest.mark.parametrize("svg", DRAWINGS, ids=["histogram", "bars"])
def test_text_stays_text_in_the_pages_font(svg):
    texts = [one.text for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("}text")]

    assert len(texts) > 5
    assert "font-family" not in svg
    assert "font:" not in svg


def test_a_label_is_escaped_and_its_dollars_are_no_formula():
    assert "2 &lt;b&gt;$x$&lt;/b&gt; &amp; co" in DRAWINGS[1]


def test_two_drawings_share_no_id():
    ids = [re.findall(r' id="([^"]+)"', svg) for svg in DRAWINGS]

    assert not set(ids[0]) & set(ids[1])
    assert all(len(found) == len(set(found)) for found in ids)


def test_the_same_totals_give_the_same_drawing():
    assert histogram() == histogram()


@pytest.mark.parametrize("most", [1, 3, 21, 29, 44, 100, 250])
def test_bins_are_round_and_reach_past_the_most(most):
    edges = plots.bins(most)

    assert edges[0] == 0
    assert edges[-2] < most <= edges[-1]
    assert len(edges) <= plots.MOST_BINS + 1


def test_a_total_on_an_edge_belongs_to_the_bin_above_and_the_last_to_its_own():
    assert plots.counts([0, 5, 5, 10], [0, 5, 10]) == [(0, 5, 1), (5, 10, 3)]
