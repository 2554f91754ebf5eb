"""A matplotlib figure as SVG in a page: its text is text, its colours are the page's."""

import io
import re
from collections.abc import Mapping
from html import escape

import matplotlib as mpl
from matplotlib.figure import Figure

_SVG = {"svg.fonttype": "none", "svg.hashsalt": "casebook"}


def svg(figure: Figure, alt: str, colours: Mapping[str, str]) -> str:
    """Return `figure` as an SVG element that screen readers call `alt`.

    It is the same on every machine. `colours` says which colour of the page, a CSS value, stands
    for each colour of the figure.
    """
    drawn = io.StringIO()
    with mpl.rc_context(_SVG):
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    text = _bare(drawn.getvalue())
    for own, pages in colours.items():
        text = text.replace(own, pages)
    return _named(text, alt)


def _bare(text: str) -> str:
    """Leave out what a page must not get: a style sheet for all of it, fonts, names of parts."""
    text = text[text.index("<svg") :]
    text = re.sub(
        r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<!--.*?-->", "", text, flags=re.S
    )
    text = re.sub(r"; font-family: [^;\"]+", "", text)
    used = set(re.findall(r"#([\w-]+)", text))
    return re.sub(r' id="([\w-]+)"', lambda m: m[0] if m[1] in used else "", text)


def _named(text: str, alt: str) -> str:
    opened = re.search(r'viewBox="[^"]+"', text)
    size = opened[0] if opened else ""
    body = text[text.index(">") + 1 :]
    # What is drawn is said in `alt`; the words in the picture would be read out of all order.
    return (
        f'<svg {size} role="img" aria-label="{escape(alt)}" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink">{body.strip()}'
    )
