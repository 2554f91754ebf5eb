"""How the figure of calibration looks: its sizes, colours, and a font that has Chinese characters.

A room below the widgets cannot take their style; the font file is found in the same way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager

#: The house's blue and orange, told apart in print and by people who do not tell red from green.
WITHIN, OUTSIDE, BAND, FAINT, INK = "#3b6ea8", "#c8642a", "#dbe4ee", "#808080", "#222222"


@contextmanager
def style() -> Iterator[None]:
    """Draw in this style, and leave other figures as they are."""
    path = _font_file()
    if path is not None:
        font_manager.fontManager.addfont(path)
    families = [font_manager.FontProperties(fname=path).get_name()] if path else []
    with mpl.rc_context(
        {
            "font.family": [*families, "DejaVu Sans"],
            "font.size": 8,
            "text.parse_math": False,  # a dollar sign in a name is a dollar sign
            "axes.unicode_minus": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.spines.left": False,
            "axes.edgecolor": "#bbbbbb",
            "axes.grid": True,
            "axes.grid.axis": "x",
            "axes.axisbelow": True,
            "grid.color": "#e8e8e8",
            "grid.linewidth": 0.6,
            "xtick.color": FAINT,
            "xtick.labelsize": 7,
            "xtick.major.size": 0,
            "axes.labelcolor": FAINT,
            "axes.labelsize": 7,
            "legend.frameon": False,
        }
    ):
        yield


def _font_file() -> Path | None:
    """Return the Chinese font that zhplot brings; importing zhplot would set it for everyone."""
    spec = find_spec("zhplot")
    folders = spec.submodule_search_locations if spec else None
    found = (path for folder in folders or () for path in sorted(Path(folder).rglob("*.[to]tf")))
    return next(found, None)
