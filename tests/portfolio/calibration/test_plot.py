"""The figure shows every figure, and nothing is cut off."""

from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from casebook.portfolio.calibration.plot import drawn, save
from casebook.portfolio.calibration.style import style
from casebook.portfolio.calibration.table import Row, table
from casebook.portfolio.calibration.targets import targets
from casebook.text import Language
from portfolio.calibration.invented import taiwan


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    return table(taiwan(500))


def texts(sheet: Figure) -> list[Text]:
    seen = (text for text in sheet.findobj(Text) if text.get_visible())
    return [text for text in seen if text.get_text().strip()]


@pytest.mark.parametrize("language", list(Language))
def test_every_figure_is_named_once(rows: tuple[Row, ...], language: Language) -> None:
    sheet = drawn(rows, language)

    said = [text.get_text() for text in texts(sheet)]

    for one in targets():
        name = one.name.say(language)
        found = [line for line in said if line == name or line.startswith(f"{name}  ")]
        assert len(found) == 1, name


@pytest.mark.parametrize("language", list(Language))
def test_no_text_leaves_the_sheet_and_none_stands_on_another(
    rows: tuple[Row, ...], language: Language
) -> None:
    with style():
        sheet = drawn(rows, language)
        renderer = FigureCanvasAgg(sheet).get_renderer()
        sheet.draw(renderer)
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts(sheet)]

    for said, box in boxes:
        assert box.x0 >= 0, said
        assert box.x1 <= sheet.bbox.x1, said
        assert box.y0 >= 0, said
        assert box.y1 <= sheet.bbox.y1, said
    # A pixel or two may touch: the extents have the leading of the font in them.
    tight = [(said, box.padded(-3)) for said, box in boxes]
    clashes = [
        (said, other)
        for place, (said, box) in enumerate(tight)
        for other, box_of_other in tight[place + 1 :]
        if box.overlaps(box_of_other)
    ]
    assert clashes == []


def test_the_title_tells_how_many_lie_outside(rows: tuple[Row, ...]) -> None:
    outside = sum(row.is_within is False for row in rows)

    sheet = drawn(rows, Language.EN)

    assert any(text.get_text().startswith(f"{outside} of ") for text in texts(sheet))


def test_a_picture_is_written_and_other_figures_keep_their_style(
    rows: tuple[Row, ...], tmp_path: Path
) -> None:
    before = dict(mpl.rcParams)

    save(rows, Language.ZH, tmp_path / "table.png")

    assert (tmp_path / "table.png").read_bytes().startswith(b"\x89PNG")
    assert dict(mpl.rcParams) == before
