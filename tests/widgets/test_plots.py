"""Plots with Chinese in them."""

import io
import warnings
from collections.abc import Iterator

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from casebook.widgets.plots import plot_style


@pytest.fixture(autouse=True)
def own_settings() -> Iterator[None]:
    with mpl.rc_context():
        yield


def draw(text: str) -> None:
    """Draw `text`; a character without a glyph is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = Figure()
        figure.suptitle(text)
        figure.savefig(io.BytesIO())


@pytest.mark.parametrize("text", ["逾期金额（元）", "镕 堃 喆", "−5,320.50 %", "overdue, in yuan"])
def test_every_character_has_a_glyph(text: str) -> None:
    plot_style()

    draw(text)


def test_without_the_style_chinese_has_no_glyphs() -> None:
    mpl.rcParams["font.sans-serif"] = ["DejaVu Sans"]

    with pytest.raises(UserWarning, match="Glyph"):
        draw("逾期")


def test_a_minus_sign_is_one_that_the_font_has() -> None:
    plot_style()

    assert mpl.rcParams["axes.unicode_minus"] is False
