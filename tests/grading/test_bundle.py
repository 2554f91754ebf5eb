"""The bundle: what is in it, that its bytes repeat, and that it never overwrites."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from casebook.errors import SetupError
from casebook.grading import bundle
from casebook.text import Language
from grading.pages import bilingual, put

HERE = Path(__file__).parents[2]
CONTENT = dict[str, bytes]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small repository: this package's code, one page, one release, and an examiner's key."""
    root = tmp_path_factory.mktemp("repository")
    for name in ("source", "datasets", "pyproject.toml", "README.md", bundle.LOCK, ".gitignore"):
        (root / name).symlink_to(HERE / name)
    for name in bundle.LICENCES:
        (root / name).symlink_to(HERE / name)
    put(root / "workbooks" / "0-start.ipynb", bilingual())
    put(root / "assessments" / "release" / "file-review" / "file-review.ipynb", bilingual())
    key = root / "assessments" / "keys" / "file-review" / "quiz.yaml"
    key.parent.mkdir(parents=True)
    key.write_text("feedback: the examiner's own words\n")
    return root


@pytest.fixture(scope="module")
def both(root: Path) -> CONTENT:
    return bundle.contents(root, languages=tuple(Language))


def wheel_of(content: CONTENT) -> str:
    (name,) = (name for name in content if name.endswith(".whl"))
    return name


def test_a_learner_gets_workbooks_releases_wheel_lock_scripts_and_a_page_to_read(
    both: CONTENT,
) -> None:
    assert set(both) == {
        "LICENSE",
        "LICENSE-CONTENT",
        "README.md",
        "assignments/file-review/file-review.ipynb",
        "bundle.json",
        "requirements-learner.lock",
        "requirements.txt",
        "runtime.txt",
        "start.bat",
        "start.sh",
        "workbooks/0-start.ipynb",
        wheel_of(both),
    }


def test_the_wheel_holds_the_package_and_the_sample_and_no_course(both: CONTENT) -> None:
    with zipfile.ZipFile(BytesIO(both[wheel_of(both)])) as wheel:
        rooms = {name.split("/")[0].split("-")[0] for name in wheel.namelist()}
        names = wheel.namelist()

    assert rooms == {"casebook"}
    assert "casebook/grading/handout/start.sh" in names
    assert "casebook/grading/start.yaml" in names
    assert not [n for n in names if "assessments" in n or "keys/" in n or "__pycache__" in n]


def test_the_examiners_words_are_nowhere(both: CONTENT) -> None:
    assert not [name for name, data in both.items() if b"the examiner's own words" in data]


def test_one_language_holds_no_prose_of_the_other(root: Path) -> None:
    english = bundle.contents(root, languages=(Language.EN,))

    assert "你好".encode() not in english["workbooks/0-start.ipynb"]
    assert json.loads(english["bundle.json"])["languages"] == ["en"]
    assert english["README.md"].startswith(b"# Casebook workbooks")


def test_workbooks_are_delivered_without_outputs(both: CONTENT) -> None:
    page = json.loads(both["workbooks/0-start.ipynb"])

    assert [c["outputs"] for c in page["cells"] if c["cell_type"] == "code"] == [[]]


def test_the_wheels_digest_is_pinned(both: CONTENT) -> None:
    wheel = wheel_of(both)
    digest = hashlib.sha256(both[wheel]).hexdigest()

    assert f"./{wheel} --hash=sha256:{digest}" in both["requirements.txt"].decode()


def test_the_same_repository_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    made = [
        bundle.build(root, tmp_path / name, languages=(Language.ZH,), zipped=True)
        for name in ("a", "b")
    ]

    assert made[0].read_bytes() == made[1].read_bytes()


def test_the_zip_unpacks_into_one_folder_whose_start_script_runs(
    root: Path, tmp_path: Path
) -> None:
    path = bundle.build(root, tmp_path, languages=(Language.ZH,), zipped=True)

    with zipfile.ZipFile(path) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"casebook-zh"}
        assert archive.getinfo("casebook-zh/start.sh").external_attr >> 16 == 0o100755


def test_a_rebuilt_folder_drops_old_files_and_keeps_a_learners(root: Path, tmp_path: Path) -> None:
    folder = bundle.build(root, tmp_path, languages=(Language.ZH,))
    mine = folder / "my-work" / "0-start.ipynb"
    mine.parent.mkdir()
    mine.write_text("my answers")
    card = json.loads((folder / "bundle.json").read_text("utf-8"))
    card["files"]["workbooks/retired.ipynb"] = ""
    (folder / "bundle.json").write_text(json.dumps(card))
    (folder / "workbooks" / "retired.ipynb").write_text("{}")

    bundle.build(root, tmp_path, languages=(Language.ZH,))

    assert mine.read_text() == "my answers"
    assert not (folder / "workbooks" / "retired.ipynb").exists()


def test_a_folder_that_is_no_bundle_is_left_alone(root: Path, tmp_path: Path) -> None:
    (tmp_path / "casebook-zh").mkdir()
    (tmp_path / "casebook-zh" / "thesis.txt").write_text("mine")

    with pytest.raises(SetupError, match="exists and is no bundle"):
        bundle.build(root, tmp_path, languages=(Language.ZH,))


def test_the_windows_script_has_windows_line_ends_and_the_other_does_not(both: CONTENT) -> None:
    assert both["start.bat"].count(b"\n") == both["start.bat"].count(b"\r\n") > 10
    assert b"\r" not in both["start.sh"]


def test_the_start_script_says_which_python_it_needs(tmp_path: Path, both: CONTENT) -> None:
    (tmp_path / "start.sh").write_bytes(both["start.sh"])

    told = subprocess.run(
        ["sh", "start.sh"],
        cwd=tmp_path,
        env={**os.environ, "PYTHON": "/bin/false"},
        capture_output=True,
        text=True,
    )

    assert told.returncode == 2
    assert "Python 3.11" in told.stderr
    assert not (tmp_path / ".venv").exists()


def test_an_unpacked_bundle_starts_without_the_repository(tmp_path: Path, both: CONTENT) -> None:
    """The wheel alone runs the command; an isolated interpreter sees no editable install."""
    for name, data in both.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path / wheel_of(both))!r})\n"
        "from pathlib import Path; import casebook\n"
        "from casebook.grading import places, start; from casebook.text import Language\n"
        "print(casebook.__file__)\n"
        "print(*start.fill(places.shelf(Path()), Path('my-work'), language=Language.ZH))"
    )

    shown = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert shown.stdout.startswith(str(tmp_path))
    assert (tmp_path / "my-work" / "0-start.ipynb").is_file()
