"""Where replies lead, and what a walk can earn: held to walking every walk there is."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.builders import dialogue, ending, reply, short_talk, turn
from casebook.activities.dialogue.model import Dialogue, Reply, parse
from casebook.activities.dialogue.players import PLAYERS, measure
from casebook.activities.dialogue.walk import Position, Walk


def talk(**more: Any) -> Dialogue:
    return parse(short_talk(**more), "talk.yaml")


def say(walk: Walk, *ids: str) -> Position:
    at = walk.start
    for name in ids:
        at = walk.after(at, next(one for one in walk.replies(at) if one.id == name))
    return at


def every_walk(walk: Walk, at: Position) -> Iterator[tuple[list[Reply], Position]]:
    if not walk.replies(at):
        yield [], at
    for one in walk.replies(at):
        for rest, end in every_walk(walk, walk.after(at, one)):
            yield [one, *rest], end


def marks_of(said: list[Reply], end: Position, walk: Walk) -> dict[str, int]:
    found: dict[str, int] = {}
    for marks in (*(one.marks for one in said), walk.ending(end).marks):
        for name, mark in marks.items():
            found[name] = found.get(name, 0) + mark
    return found


def test_what_the_client_says_follows_from_what_was_said_before() -> None:
    walk = Walk(talk())

    assert walk.said(say(walk, "listen")).en == "warm line"
    assert walk.said(say(walk, "mumble")).en == "cool line"


def test_state_stays_within_its_levels() -> None:
    walk = Walk(talk(state=[{"id": "trust", "start": 2, "levels": [{"zh": "甲", "en": "a"}] * 3}]))

    assert say(walk, "listen").levels == (2,)


def test_a_branch_is_taken_on_the_state_after_the_reply() -> None:
    walk = Walk(talk())

    assert say(walk, "listen", "ask").place == "done"
    assert say(walk, "threaten", "ask").place == "gone"


def test_a_reply_is_open_only_where_its_condition_holds() -> None:
    raw = short_talk()
    raw["turns"][1]["replies"][0]["when"] = {"trust": ">= 2"}
    raw["turns"][1]["replies"].append(reply("wait", "gone"))
    walk = Walk(parse(raw, "talk.yaml"))

    assert [one.id for one in walk.replies(say(walk, "mumble"))] == ["give-up", "wait"]
    assert [one.id for one in walk.replies(say(walk, "listen"))] == ["ask", "give-up", "wait"]


def test_the_best_way_is_lawful_and_looks_ahead() -> None:
    raw = dialogue(
        turn("one", reply("now", "low", marks={"ear": 1}), reply("later", "high")),
        turn("low", reply("a", "gone"), reply("b", "gone")),
        turn(
            "high",
            reply("c", "done", marks={"ear": 2}),
            reply("d", "done", marks={"ear": 2, "plan": 2}, breach=["CN-PIP-01"]),
        ),
    )
    walk = Walk(parse(raw, "talk.yaml"))

    assert walk.best_step(walk.start).reply.id == "later"
    assert walk.best_step(say(walk, "later")).reply.id == "c"


# Small random talks: levels of turns, each reply leading to the next level.

MARK = st.integers(-2, 2)


@st.composite
def talks(draw: st.DrawFn) -> Dialogue:
    depth = draw(st.integers(1, 3))
    turns = []
    for level in range(depth):
        leads = f"t{level + 1}" if level + 1 < depth else draw(st.sampled_from(["done", "gone"]))
        replies = [
            reply(
                f"r{number}",
                leads,
                marks={"ear": draw(MARK), "plan": draw(MARK)},
                effects={"trust": draw(st.integers(-1, 1))},
                breach=["CN-PIP-01"] if number and draw(st.booleans()) else [],
                branches=[{"when": {"trust": ">= 2"}, "next": "done"}]
                if draw(st.booleans())
                else [],
                when={"trust": "<= 1"} if number and draw(st.booleans()) else {},
            )
            for number in range(draw(st.integers(2, 4)))
        ]
        turns.append(turn(f"t{level}", *replies))
    return parse(
        dialogue(*turns, endings=[ending("done", plan=draw(MARK)), ending("gone")]), "talk.yaml"
    )


@settings(max_examples=60, deadline=None)
@given(talks())
def test_shares_lie_between_nothing_and_all_and_ranges_are_those_of_every_walk(
    one: Dialogue,
) -> None:
    walk = Walk(one)

    all_marks = [marks_of(said, end, walk) for said, end in every_walk(walk, walk.start)]

    for name, (least, most) in walk.ranges.items():
        found = [marks.get(name, 0) for marks in all_marks]
        assert (least, most) == (min(found), max(found))
    for marks in all_marks:
        assert -1e-9 <= walk.share(marks) <= 1 + 1e-9


@settings(max_examples=60, deadline=None)
@given(talks())
def test_the_expert_earns_as_much_as_the_best_lawful_walk(one: Dialogue) -> None:
    walk = Walk(one)

    lawful = [
        walk.share(marks_of(said, end, walk))
        for said, end in every_walk(walk, walk.start)
        if not any(step.breach for step in said)
    ]

    assert measure(one, PLAYERS["expert"]).after == pytest.approx(max(lawful))


@settings(max_examples=60, deadline=None)
@given(talks())
def test_chance_is_the_mean_over_every_walk(one: Dialogue) -> None:
    walk = Walk(one)

    def mean(at: Position, marks: Mapping[str, int], is_lawful: bool) -> tuple[float, float]:
        open_ = walk.replies(at)
        if not open_:
            total = {n: marks.get(n, 0) + walk.ending(at).marks.get(n, 0) for n in ("ear", "plan")}
            share = walk.share(total)
            return share, share if is_lawful else 0
        both_ = [
            mean(
                walk.after(at, step),
                {n: marks.get(n, 0) + step.marks.get(n, 0) for n in ("ear", "plan")},
                is_lawful and not step.breach,
            )
            for step in open_
        ]
        return sum(b for b, _ in both_) / len(both_), sum(a for _, a in both_) / len(both_)

    before, after = mean(walk.start, {}, True)

    found = measure(one, PLAYERS["random"])
    assert (found.before, found.after) == (pytest.approx(before), pytest.approx(after))


def test_a_player_by_tone_takes_any_reply_where_none_has_it() -> None:
    one = talk()

    kind, firm = (measure(one, PLAYERS[name]) for name in ("always-kind", "always-firm"))

    assert kind.lawful == 1
    assert firm.lawful == 0
    assert firm.after == 0 < firm.before
