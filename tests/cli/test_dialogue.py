"""`casebook dialogue`: a talk in the terminal, and its graph as a picture."""

import io
from pathlib import Path
from xml.etree import ElementTree

import pytest

from casebook import cli
from casebook.activities import library
from casebook.activities.dialogue.walk import Walk

CONTENT = library.folder()
HAO = str(CONTENT / "1-1-hao.yaml")


def played(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], keys: str) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{key}\n" for key in keys.split())))
    assert cli.main(["dialogue", "play", HAO, "--language", "en"]) == cli.OK
    return capsys.readouterr().out


def test_a_talk_is_played_to_its_end_with_coaching(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = played(monkeypatch, capsys, "1 " * 40)
    dialogue = library.dialogue("1-1-hao")

    assert dialogue.scene.en.strip() in told
    assert any(f"\n{ending.title.en}\n" in told for ending in dialogue.endings)
    assert all(f"%  {one.title.en}\n" in told for one in dialogue.dimensions)
    assert any(reply.coaching.en.strip() in told for reply in dialogue.turns[0].replies)


def test_going_back_asks_again_and_what_is_no_choice_says_what_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = played(monkeypatch, capsys, "1 b 9 b q")
    first = library.dialogue("1-1-hao").turns[0].client[0].say.en.strip()

    assert told.count(first) == 4
    assert told.count("1-3; b: back; q: leave") == 2


def test_the_picture_has_every_turn_and_ending(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hao.svg"

    assert cli.main(["dialogue", "draw", HAO, "--output", str(path)]) == cli.OK

    assert capsys.readouterr().out == f"{path}\n"
    drawn = path.read_text(encoding="utf-8")
    ElementTree.fromstring(drawn)
    dialogue = library.dialogue("1-1-hao")
    places = {*Walk(dialogue).reachable()}
    assert len(places) == len(dialogue.turns) + len(dialogue.endings)
    for one in (*dialogue.turns, *dialogue.endings):
        assert f"<!-- {one.title.zh} -->" in drawn


def test_a_file_that_is_no_dialogue_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "not.yaml"
    path.write_text("id: a\nkind: quiz\n", encoding="utf-8")

    assert cli.main(["dialogue", "play", str(path)]) == cli.FAILED
    assert str(path) in capsys.readouterr().err
