"""One quiet style for plots, with a font that has Chinese characters."""

from importlib.util import find_spec
from pathlib import Path

import matplotlib as mpl
from cycler import cycler
from matplotlib import font_manager

#: Told apart in print, by people who do not tell red from green, and on light and dark pages.
COLOURS = ("#3b6ea8", "#c8642a", "#4f9d69", "#8d6cab", "#7a7a7a", "#b8953a")


def plot_style() -> None:
    """Set fonts and colours for every plot of this notebook."""
    font = font_manager.fontManager
    path = _font_file()
    if path is not None:
        font.addfont(path)
    families = [font_manager.FontProperties(fname=path).get_name()] if path else []
    mpl.rcParams.update(
        {
            "font.family": "sans-serif",
            "font.sans-serif": [*families, "DejaVu Sans"],
            "axes.unicode_minus": False,
            "axes.prop_cycle": cycler(color=COLOURS),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.titlelocation": "left",
            "axes.titlesize": 13,
            "axes.grid": True,
            "axes.axisbelow": True,
            "grid.color": "#dddddd",
            "grid.linewidth": 0.6,
            "figure.figsize": (8, 4),
            "figure.constrained_layout.use": True,
            "legend.frameon": False,
        }
    )


def _font_file() -> Path | None:
    """Return the Chinese font that zhplot brings; importing zhplot would set it for everyone."""
    spec = find_spec("zhplot")
    folders = spec.submodule_search_locations if spec else None
    found = (path for folder in folders or () for path in sorted(Path(folder).rglob("*.[to]tf")))
    return next(found, None)
