"""What a learner may see of a dialogue: a plain automaton that tells nothing of the key."""

import json
from typing import Any

import pytest

from activities.builders import both, dialogue, reply, short_talk, turn
from casebook.activities.authored import structure, unstructure
from casebook.activities.dialogue.model import parse
from casebook.activities.dialogue.publish import DialogueActivity, publish
from casebook.activities.dialogue.walk import Walk
from casebook.errors import ContentError

SALT = "a secret"
FIELDS = {
    *("id", "kind", "title", "teaches", "points", "speaker", "scene", "start", "nodes", "lines"),
    *("replies", "line", "text", "reaction", "name", "about", "zh", "en"),
}


def published(**more: Any) -> DialogueActivity:
    return publish(parse(short_talk(points=10, **more), "talk.yaml"), salt=SALT)[0]


def field_names(raw: Any) -> set[str]:
    """Every name in the published form that is not an opaque id."""
    if isinstance(raw, list):
        return set().union(*map(field_names, raw))
    if not isinstance(raw, dict):
        return set()
    return set(raw).union(*map(field_names, raw.values()))


def test_it_holds_what_is_said_and_where_that_leads_and_nothing_else() -> None:
    activity = published()
    ids = {*activity.nodes, *activity.lines, *activity.replies}

    assert field_names(unstructure(activity)) - ids == FIELDS


def test_no_word_of_the_key_is_in_it() -> None:
    text = json.dumps(unstructure(published()), ensure_ascii=False)

    for word in (
        "coaching",
        "title of",
        "trust",
        "cold（",
        "listening",
        "CN-PIP",
        '"firm"',
        "done",
    ):
        assert word not in text.replace("text of done", ""), word


def test_it_is_read_back_as_it_was_written() -> None:
    activity = published()

    again = structure(json.loads(json.dumps(unstructure(activity))), DialogueActivity, "x")

    assert again == activity


def test_ids_change_with_the_secret_and_stay_with_it() -> None:
    talk = parse(short_talk(), "talk.yaml")
    one, again, other = (publish(talk, salt=salt)[0] for salt in ("a", "a", "b"))

    assert one == again
    assert not set(one.replies) & set(other.replies)
    assert not set(one.nodes) & set(other.nodes)


def test_the_automaton_says_what_the_dialogue_says() -> None:
    talk = parse(short_talk(), "talk.yaml")
    walk = Walk(talk)
    activity, key = publish(talk, salt=SALT)
    public = {id(reply): name for name, reply in key.replies.items()}

    def same(at: Any, node: Any) -> None:
        assert activity.lines[node.line] == walk.said(at)
        assert set(node.replies) == {public[id(one)] for one in walk.replies(at)}
        for one in walk.replies(at):
            name = public[id(one)]
            assert activity.replies[name].reaction == one.reaction
            same(walk.after(at, one), activity.nodes[node.replies[name]])

    same(walk.start, activity.nodes[activity.start])


def test_positions_that_are_alike_for_ever_after_are_one_node() -> None:
    # Trust differs after these replies, and nothing said later tells it.
    raw = dialogue(
        turn(
            "one",
            reply("warm", "two", effects={"trust": 1}),
            reply("cold", "two", effects={"trust": -1}),
        ),
        turn("two", reply("a", "done"), reply("b", "gone")),
    )
    talk = parse(raw, "talk.yaml")

    activity, _ = publish(talk, salt=SALT)

    assert len(Walk(talk).steps) == 7
    assert len(activity.nodes) == 4


def test_a_learner_sees_the_replies_in_an_order_of_their_own() -> None:
    raw = dialogue(turn("one", *(reply(f"r{n}", "done") for n in range(4))))
    raw["endings"] = raw["endings"][:1]
    activity, _ = publish(parse(raw, "talk.yaml"), salt=SALT)
    start = activity.nodes[activity.start]

    orders = {activity.in_order_for(f"learner-{n}", start) for n in range(200)}

    assert len(orders) == 24
    assert activity.in_order_for("li", start) == activity.in_order_for("li", start)


def test_a_path_ends_where_a_reply_was_not_open() -> None:
    activity = published()
    first = next(iter(activity.nodes[activity.start].replies))

    assert len(activity.path(())) == 1
    assert len(activity.path((first, "stray", first))) == 2


def test_a_talk_that_unrolls_beyond_bounds_is_refused() -> None:
    levels = [both(str(n)) for n in range(5)]
    names = ("trust", "calm", "shame", "time")
    state = [{"id": name, "start": 2, "levels": levels} for name in names]

    def step(number: int) -> dict[str, Any]:
        replies = [
            reply(f"{name}{by}", f"t{number + 1}" if number < 17 else "done", effects={name: by})
            for name in names
            for by in (-1, 1)
        ]
        lines = [
            {"when": {name: f"== {level}"}, "say": both(f"{name} {level}")}
            for name in names
            for level in (0, 4)
        ]
        return turn(f"t{number}", *replies, client=[*lines, {"say": both("mm")}])

    raw = dialogue(*(step(n) for n in range(18)), state=state)
    raw["endings"] = raw["endings"][:1]

    with pytest.raises(ContentError, match=r"unrolls to \d+ nodes"):
        publish(parse(raw, "talk.yaml"))
