"""Finding the repository, or the bundle, from where the command runs."""

from pathlib import Path

import pytest

from casebook.errors import DataError, SetupError
from casebook.grading import places
from casebook.text import Language


def repository(root: Path) -> Path:
    (root / "workbooks").mkdir(parents=True)
    (root / "source" / "casebook").mkdir(parents=True)
    return root


def test_the_repository_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    root = repository(tmp_path / "casebook")

    assert places.repository(root / "source" / "casebook") == root
    assert places.shelf(root / "workbooks").assignments == root / "assessments" / "release"


def test_an_unpacked_bundle_is_found_by_its_card(tmp_path: Path) -> None:
    (tmp_path / "bundle.json").write_text('{"languages": ["en"]}')

    assert places.shelf(tmp_path).languages == (Language.EN,)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"holds no workbooks, expected the folder of the bundle"):
        places.shelf(tmp_path)


@pytest.mark.parametrize("torn", ["", "{}", '{"languages": ["fr"]}', "[]"])
def test_a_torn_card_is_named(tmp_path: Path, torn: str) -> None:
    (tmp_path / "bundle.json").write_text(torn)

    with pytest.raises(DataError, match=r"bundle\.json: cannot be read"):
        places.shelf(tmp_path)
