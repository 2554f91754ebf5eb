"""Opening the workbooks: language, port, folder, and the program that is started."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from casebook.errors import SetupError
from casebook.grading import notebook, places, start
from casebook.text import Language
from grading.pages import bilingual, put, shelf


@pytest.fixture
def shelved(tmp_path: Path) -> places.Shelf:
    put(tmp_path / "workbooks" / "0-start.ipynb", bilingual())
    put(tmp_path / "assignments" / "file-review" / "file-review.ipynb", bilingual())
    (tmp_path / "assignments" / "file-review" / "assignment.json").write_text("{}\n")
    return shelf(tmp_path)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_the_folder_holds_workbooks_and_assignments_in_the_language(
    shelved: places.Shelf, tmp_path: Path
) -> None:
    folder = tmp_path / "my-work"

    said = start.fill(shelved, folder, language=Language.EN)

    page = notebook.read(folder / "0-start.ipynb")
    assert [c["id"] for c in page["cells"]] == ["hello-en", "one"]
    assert page["metadata"]["casebook"]["language"] == "en"
    assert (folder / "file-review" / "file-review.ipynb").is_file()
    assert (folder / "file-review" / "assignment.json").is_file()
    assert "added: 0-start.ipynb" in said


def test_a_second_start_says_nothing_and_changes_nothing(
    shelved: places.Shelf, tmp_path: Path
) -> None:
    folder = tmp_path / "my-work"
    start.fill(shelved, folder, language=Language.ZH)
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    assert start.fill(shelved, folder, language=Language.ZH) == ()
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before


def test_changing_the_language_keeps_work_and_says_where_the_new_page_is(
    shelved: places.Shelf, tmp_path: Path
) -> None:
    folder = tmp_path / "my-work"
    start.fill(shelved, folder, language=Language.ZH)
    (folder / "0-start.ipynb").write_bytes(b"my answers")

    said = start.fill(shelved, folder, language=Language.EN)

    assert (folder / "0-start.ipynb").read_bytes() == b"my answers"
    assert any("0-start.new.ipynb" in line for line in said)


def test_answers_left_among_the_workbooks_are_not_delivered(
    shelved: places.Shelf, tmp_path: Path
) -> None:
    stray = shelved.workbooks / "answers" / "a.jsonl"
    stray.parent.mkdir()
    stray.write_text("an author's own answer")
    (shelved.workbooks / "learner.json").write_text('{"id": "author"}')

    start.fill(shelved, tmp_path / "my-work", language=Language.ZH)

    delivered = {p.name for p in (tmp_path / "my-work").rglob("*")}
    assert delivered.isdisjoint({"answers", "a.jsonl", "learner.json"})


def test_the_language_is_the_one_asked_for_else_the_last_else_the_first(
    shelved: places.Shelf, tmp_path: Path
) -> None:
    folder = tmp_path / "my-work"

    assert start.chosen(None, shelved, folder) is Language.ZH
    start.fill(shelved, folder, language=Language.EN)
    assert start.chosen(None, shelved, folder) is Language.EN
    assert start.chosen(Language.ZH, shelved, folder) is Language.ZH


def test_a_language_that_the_bundle_lacks_is_refused_in_that_language(tmp_path: Path) -> None:
    chinese = places.Shelf(tmp_path, tmp_path, tmp_path, (Language.ZH,))

    with pytest.raises(SetupError, match="does not have the language en; it has: zh"):
        start.chosen(Language.EN, chinese, tmp_path)


def test_a_taken_port_is_refused_with_a_free_one(taken: int) -> None:
    with pytest.raises(SetupError, match=f"port {taken} is taken; .* --port "):
        start.free_port(taken, Language.EN)


def test_without_a_wish_the_next_free_port_is_taken(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "USUAL_PORT", taken)

    assert start.free_port(None, Language.ZH) > taken


def test_a_folder_that_cannot_be_made_is_refused(shelved: places.Shelf, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(SetupError, match="cannot write to the folder"):
        start.fill(shelved, tmp_path / "file" / "my-work", language=Language.EN)


def test_an_incomplete_bundle_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"0-start\.ipynb is missing"):
        start.start(
            shelf(tmp_path),
            tmp_path / "my-work",
            language=Language.EN,
            browser=False,
            port=None,
            say=print,
        )

    assert not (tmp_path / "my-work").exists()


def test_lab_opens_the_first_page_with_our_programs_first_and_no_news(
    shelved: places.Shelf, tmp_path: Path
) -> None:
    folder = tmp_path / "my-work"
    start.fill(shelved, folder, language=Language.ZH)

    launch = start.launch(folder, browser=False, port=8890)

    assert launch.environment["PATH"].split(os.pathsep)[0] == str(Path(sys.executable).parent)
    assert "--LabApp.default_url=/lab/tree/0-start.ipynb" in launch.arguments
    assert {"--no-browser", "--ServerApp.port=8890"} <= set(launch.arguments)
    config = Path(launch.environment["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
    settings = json.loads((config / "labconfig/default_setting_overrides.json").read_text("utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_the_process_becomes_the_program_in_its_folder(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; import os, sys; from casebook.grading import start\n"
        "show = (sys.executable, '-c', 'import os; print(os.getpid(), os.getcwd())')\n"
        f"print(os.getpid()); "
        f"start.become(start.Launch(show, os.environ, Path({str(tmp_path)!r})))"
    )

    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    before, after, folder = shown.stdout.split()
    assert (before, folder) == (after, str(tmp_path))


def test_every_line_to_a_learner_is_in_both_languages() -> None:
    for name, text in start._lines().items():
        assert text.zh, name
        assert text.en, name
        assert text.zh.count("{") == text.en.count("{"), name
