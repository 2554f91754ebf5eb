"""Every dialogue of the kit rewards skill; what is published of an exam does not give it away."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from activities.builders import short_talk
from casebook import cli
from casebook.activities.authored import read_yaml, unstructure
from casebook.activities.dialogue import model
from casebook.activities.dialogue.players import PLAYERS, measure
from casebook.activities.dialogue.publish import publish
from casebook.authoring import leaks, talks
from casebook.portfolio import practice

REPOSITORY = Path(__file__).parents[2]
CONTENT = REPOSITORY / "source" / "casebook" / "activities" / "content"
KEYS = REPOSITORY / "assessments" / "keys"
FILES = sorted(
    path
    for folder in (CONTENT, KEYS)
    for path in folder.rglob("*.yaml")
    if read_yaml(path).get("kind") == "dialogue"
)
EXAMS = [path for path in FILES if path.is_relative_to(KEYS)]


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def faults_of(raw: dict[str, Any]) -> str:
    return "\n".join(what for what, _ in talks.faults(model.parse(raw, "talk.yaml")))


def test_there_are_two_talks_to_practise_and_one_to_be_examined_in() -> None:
    assert len(EXAMS) >= 1
    assert len(FILES) - len(EXAMS) >= 2


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_talk_rewards_skill(path: Path) -> None:
    dialogue = model.load(path)
    standings = {name: measure(dialogue, player) for name, player in PLAYERS.items()}
    expert = standings["expert"].after

    assert expert >= 0.95
    assert 0.25 <= standings["random"].before <= 0.55
    assert standings["random"].after <= 0.25
    assert max(standings[one].after for one in ("always-kind", "always-firm")) <= expert - 0.15
    assert len(talks.best_walk(publish(dialogue)[1].walk)) >= 8
    assert list(talks.faults(dialogue)) == []


@pytest.mark.parametrize("path", EXAMS, ids=name)
def test_no_cue_on_the_face_of_an_exam_pays(path: Path) -> None:
    found = talks.standings(model.load(path))
    random = found["random"]
    cues = {cue: one for cue, one in found.items() if cue not in PLAYERS}

    assert len(cues) >= 10
    for one in cues.values():
        assert abs(one.before - random.before) <= 0.05
        assert one.after <= random.after + 0.05


@pytest.mark.parametrize("path", EXAMS, ids=name)
def test_what_is_published_of_an_exam_holds_no_piece_of_its_key(path: Path) -> None:
    activity, key = publish(model.load(path), salt="a secret")
    data = json.dumps(unstructure(activity), ensure_ascii=False).encode()

    assert list(leaks.scan_bytes("assignment.json", data, leaks.needles(path.parent))) == []
    for variable in key.dialogue.state:
        assert all(level.zh.encode() not in data for level in variable.levels if len(level.zh) > 6)
    own = {one.id for turn in key.dialogue.turns for one in turn.replies} | {
        turn.id for turn in key.dialogue.turns
    }
    assert {word for word in own if f'"{word}"'.encode() in data} == set()


@pytest.mark.parametrize("path", EXAMS, ids=name)
def test_an_exam_s_talk_is_as_long_whatever_is_said(path: Path) -> None:
    walk = publish(model.load(path))[1].walk
    shortest, longest = ({} for _ in range(2))
    for at, steps in reversed(walk.steps.items()):
        shortest[at] = min((shortest[step.after] + 1 for step in steps), default=0)
        longest[at] = max((longest[step.after] + 1 for step in steps), default=0)

    assert longest[walk.start] - shortest[walk.start] <= 1


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_talk_rests_on_a_case_of_the_sample_and_names_its_client(path: Path) -> None:
    dialogue = model.load(path)

    assert dialogue.speaker.name.zh == practice.case(dialogue.case).debtor["name"]


def with_marks(raw: dict[str, Any], reply: str, **change: Any) -> dict[str, Any]:
    """Return a copy of `raw` in which one reply is changed."""
    changed = copy.deepcopy(raw)
    for turn in changed["turns"]:
        for one in turn["replies"]:
            if one["id"] == reply:
                one.update(change)
    return changed


def test_a_short_talk_is_told_to_be_short() -> None:
    assert "the best walk has 2 turns" in faults_of(short_talk())


def test_a_turn_that_no_walk_comes_to_is_told() -> None:
    raw = with_marks(short_talk(), "ask", branches=[])
    raw["turns"].append({**copy.deepcopy(raw["turns"][0]), "id": "lost"})

    assert 'no walk comes to "lost"' in faults_of(raw)


def test_a_talk_where_an_unlawful_reply_pays_is_told() -> None:
    raw = with_marks(short_talk(), "threaten", marks={"ear": 2, "plan": 2})
    raw = with_marks(raw, "listen", marks={"ear": 0})

    assert "the expert earns" in faults_of(raw)


def test_a_talk_where_kindness_alone_will_do_is_told() -> None:
    raw = with_marks(short_talk(), "ask", tone="kind")
    raw = with_marks(raw, "give-up", tone="plain")

    assert "always-kind earns 1.00" in faults_of(raw)


def test_an_exam_where_the_longest_reply_is_right_is_told() -> None:
    long = {"zh": "这是最长的一句回答，长得不能再长", "en": "by far the longest of the replies"}
    raw = with_marks(short_talk(points=10), "listen", text=long)

    assert 'the cue "most length (zh)" earns' in faults_of(raw)
    assert "the cue" not in faults_of({**raw, "points": None})


def test_an_exam_that_ends_on_a_breach_is_told() -> None:
    raw = with_marks(short_talk(points=10), "threaten", next="gone")

    assert 'reply "threaten" breaks a rule and ends the talk' in faults_of(raw)


def dialogue_file(tmp_path: Path, dialogue: dict[str, Any]) -> Path:
    path = tmp_path / "talk.yaml"
    path.write_text(json.dumps(dialogue, ensure_ascii=False), encoding="utf-8")
    return path


def test_the_command_tells_how_simulated_learners_fare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.main(["dialogue", str(dialogue_file(tmp_path, short_talk()))])
    told = capsys.readouterr().out

    assert code == cli.FAULTS
    assert "best walk: opening > plan" in told
    assert "always-kind" in told
    assert "the best walk has 2 turns, expected 8 or more" in told


def test_the_command_accepts_a_talk_of_the_kit(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["dialogue", str(CONTENT / "1-1-hao.yaml")]) == cli.OK
    assert "no faults" in capsys.readouterr().out
