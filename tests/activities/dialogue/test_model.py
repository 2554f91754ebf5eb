"""What an author may write in a dialogue, and how faults are told."""

from typing import Any

import pytest

from activities.builders import both, dialogue, ending, reply, short_talk, turn
from casebook.activities.dialogue.model import holds, parse
from casebook.errors import ContentError


def faults_of(raw: dict[str, Any]) -> str:
    with pytest.raises(ContentError) as told:
        parse(raw, "talk.yaml")
    return "\n".join(told.value.faults)


def test_a_talk_without_faults_is_read() -> None:
    talk = parse(short_talk(), "talk.yaml")

    assert [one.id for one in talk.turns] == ["opening", "plan"]
    assert not talk.is_exam
    assert parse(short_talk(points=10), "talk.yaml").is_exam


def test_every_fault_is_told_at_once_and_where() -> None:
    raw = dialogue(
        turn(
            "one",
            reply("a", "nowhere", marks={"grace": 3}),
            reply("a", "done", effects={"luck": 1}, when={"trust": "> 1"}),
        ),
        mood="luck",
    )

    told = faults_of(raw)

    assert 'reply "a": leads to "nowhere", which is no turn and no ending' in told
    assert 'marks "grace", which is no dimension' in told
    assert "has a mark beyond 2" in told
    assert 'changes "luck", which is no state variable' in told
    assert 'asks for trust "> 1", expected such as ">= 2" within its levels' in told
    assert "two replies have one id" in told
    assert 'mood: "luck" is no state variable' in told


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ({"dimensions": [{"id": "ear", "title": both("x"), "weight": 0.7}]}, "add up to 0.7"),
        (
            {"state": [{"id": "trust", "start": 5, "levels": [both("a"), both("b")]}]},
            "starts at 5",
        ),
        (
            {"state": [{"id": "trust", "start": 0, "levels": [both(str(n)) for n in range(6)]}]},
            "6 levels, expected 2 to 5",
        ),
        (
            {
                "state": [
                    {"id": name, "start": 0, "levels": [both("a"), both("b")]}
                    for name in ("trust", "b", "c", "d", "e")
                ]
            },
            "5 state variables, expected 1 to 4",
        ),
        ({"kind": "quiz"}, "is quiz, expected dialogue"),
    ],
    ids=["weights", "start", "levels", "variables", "kind"],
)
def test_a_fault_of_the_head_is_told(spoil: dict[str, Any], told: str) -> None:
    assert told in faults_of(short_talk() | spoil)


def test_the_client_always_has_something_to_say() -> None:
    silent = turn(
        "one",
        reply("a", "done"),
        reply("b", "gone"),
        client=[{"when": {"trust": ">= 1"}, "say": both("hello")}],
    )

    assert "its last client line has a condition" in faults_of(dialogue(silent))


def test_an_id_stands_once() -> None:
    raw = dialogue(turn("done", reply("a", "gone"), reply("b", "gone")))

    assert '"done": stands 2 times' in faults_of(raw)


@pytest.mark.parametrize(
    ("condition", "level", "expected"),
    [
        (">= 2", 2, True),
        (">= 2", 1, False),
        ("<= 1", 1, True),
        ("<= 1", 2, False),
        ("== 0", 0, True),
    ],
)
def test_a_condition_holds_at_its_bound(condition: str, level: int, expected: bool) -> None:
    assert holds({"trust": condition}, {"trust": level}) is expected


def test_conditions_hold_together() -> None:
    when = {"trust": ">= 1", "calm": "<= 0"}

    assert holds(when, {"trust": 1, "calm": 0})
    assert not holds(when, {"trust": 1, "calm": 1})


def test_a_talk_that_goes_round_in_a_circle_is_refused_when_walked() -> None:
    from casebook.activities.dialogue.walk import Walk

    raw = dialogue(
        turn("one", reply("a", "two"), reply("b", "done")),
        turn("two", reply("a", "one"), reply("b", "gone")),
        endings=[ending("done"), ending("gone")],
    )

    with pytest.raises(ContentError, match="can be come to again"):
        _ = Walk(parse(raw, "talk.yaml")).steps


def test_a_turn_with_no_open_reply_is_refused_when_walked() -> None:
    from casebook.activities.dialogue.walk import Walk

    shut = {"when": {"trust": ">= 2"}}
    raw = dialogue(turn("one", reply("a", "done", **shut), reply("b", "gone", **shut)))

    with pytest.raises(ContentError, match="has no reply open"):
        _ = Walk(parse(raw, "talk.yaml")).steps
