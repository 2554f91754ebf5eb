"""A folder that is filled is there whole, or not at all, and takes nobody's place unasked."""

import json
import stat
from pathlib import Path

import pytest

from casebook.errors import DataError
from casebook.portfolio.shipping.folder import filled

PORTFOLIO = json.dumps({"name": "casebook-portfolio"})


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def fill(folder: Path, word: str, *, replace: bool = False) -> None:
    with filled(folder, replace=replace) as room:
        (room / "datapackage.json").write_text(PORTFOLIO)
        (room / "word").write_text(word)


def test_a_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    with filled(tmp_path / "far" / "book", replace=False) as room:
        (room / "word").write_text("whole")
        assert not (tmp_path / "far" / "book").exists()

    assert (tmp_path / "far" / "book" / "word").read_text() == "whole"
    assert names_in(tmp_path / "far") == ["book"]


def test_others_may_read_it_as_any_folder(tmp_path: Path) -> None:
    (tmp_path / "usual").mkdir()

    fill(tmp_path / "book", "mine")

    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("usual", "book")]
    assert modes[0] == modes[1]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_is_left_of_what_was_broken_off(tmp_path: Path, error: type[BaseException]) -> None:
    def break_off() -> None:
        with filled(tmp_path / "book", replace=False) as room:
            (room / "half").write_text("half")
            raise error

    with pytest.raises(error):
        break_off()

    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_when_its_replacement_is_broken_off(tmp_path: Path) -> None:
    fill(tmp_path / "book", "old")

    with pytest.raises(ValueError, match="stop"), filled(tmp_path / "book", replace=True):
        raise ValueError("stop")

    assert (tmp_path / "book" / "word").read_text() == "old"
    assert names_in(tmp_path) == ["book"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()

    fill(tmp_path / "book", "new")

    assert (tmp_path / "book" / "word").read_text() == "new"


def test_a_portfolio_is_replaced_when_asked_for_alone(tmp_path: Path) -> None:
    fill(tmp_path / "book", "old")

    with pytest.raises(DataError, match=r"book: is not empty, expected an empty folder.*--force"):
        fill(tmp_path / "book", "new")
    kept = (tmp_path / "book" / "word").read_text()
    fill(tmp_path / "book", "new", replace=True)

    assert kept == "old"
    assert (tmp_path / "book" / "word").read_text() == "new"
    assert names_in(tmp_path) == ["book"]


@pytest.mark.parametrize("card", [None, "{", "[]", '{"name": "casebook-sample"}'])
def test_what_is_no_portfolio_is_never_replaced(tmp_path: Path, card: str | None) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    if card is not None:
        (tmp_path / "datapackage.json").write_text(card)

    with pytest.raises(DataError, match="holds other things than a portfolio"):
        fill(tmp_path, "new", replace=True)

    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_is_never_replaced(tmp_path: Path, replace: bool) -> None:
    (tmp_path / "book").write_text("a file")

    with pytest.raises(DataError, match="book: is a file, expected a folder"):
        fill(tmp_path / "book", "new", replace=replace)

    assert (tmp_path / "book").read_text() == "a file"


def test_the_quicker_of_two_runs_stays_and_the_slower_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is not empty"), filled(tmp_path / "book", replace=False):
        fill(tmp_path / "book", "quick")

    assert (tmp_path / "book" / "word").read_text() == "quick"
    assert names_in(tmp_path) == ["book"]


def test_where_nothing_can_be_made_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(DataError, match=r"book: cannot be written \(.*\), expected room"):
        fill(tmp_path / "file" / "book", "new")


def test_a_link_leads_to_the_folder_that_is_filled(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    fill(tmp_path / "link", "new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "word").read_text() == "new"
