"""What this repository would give a learner today holds no piece of its own keys."""

from pathlib import Path

import pytest

from casebook.authoring import leaks
from casebook.grading import bundle
from casebook.text import Language

HERE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def needles() -> tuple[leaks.Needle, ...]:
    return leaks.needles(HERE / "assessments" / "keys")


def test_there_is_something_to_look_for(needles: tuple[leaks.Needle, ...]) -> None:
    assert len(needles) > 50


def test_the_bundle_holds_no_key(needles: tuple[leaks.Needle, ...], tmp_path: Path) -> None:
    path = bundle.build(HERE, tmp_path, languages=tuple(Language), zipped=True)

    assert list(leaks.scan_bytes(path.name, path.read_bytes(), needles)) == []


def test_a_key_slipped_into_the_bundle_would_be_found(
    needles: tuple[leaks.Needle, ...], tmp_path: Path
) -> None:
    folder = bundle.build(HERE, tmp_path, languages=(Language.ZH,))
    (folder / "workbooks" / "slip.txt").write_bytes(b"note: " + needles[0].text)
    for wheel in folder.glob("*.whl"):
        wheel.unlink()

    assert [leak.place for leak in leaks.scan(folder, needles)] == ["workbooks/slip.txt"]
