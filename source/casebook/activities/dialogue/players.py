"""Simulated learners, and how they fare: whether a dialogue rewards skill and nothing else.

Each player is a way of choosing among the replies open at a position. What it earns on average is
worked out exactly, over every walk it may take.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from casebook.activities.dialogue.model import Dialogue, Reply, Tone
from casebook.activities.dialogue.walk import Position, Walk
from casebook.activities.draw import order
from casebook.text import Language

#: Says which replies it would choose at a position, each equally often.
Choice = Callable[[Position], Sequence[Reply]]

#: Sits down to a dialogue.
Player = Callable[[Walk], Choice]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a player earns on average: 0 to 1, before and after the legality gate."""

    before: float
    after: float
    lawful: float


def measure(dialogue: Dialogue, player: Player) -> Standing:
    """Return how `player` fares on `dialogue`.

    For each position, going back from the endings: the chance of staying lawful from here on, the
    mean still to be earned, and the mean of it over the lawful walks (times their chance).
    """
    walk = Walk(dialogue)
    choose = player(walk)
    known: dict[Position, tuple[float, float, float]] = {}
    for at in reversed(walk.steps):
        ending = walk.ending(at)
        if ending is not None:
            worth = walk.worth(ending.marks)
            known[at] = (1.0, worth, worth)
            continue
        steps = [_step(walk, at, reply, known) for reply in choose(at)]
        lawful, mean, mean_lawful = (
            sum(column) / len(steps) for column in zip(*steps, strict=True)
        )
        known[at] = (lawful, mean, mean_lawful)
    lawful, mean, mean_lawful = known[walk.start]
    floor = walk.share({})
    return Standing(floor + mean, floor * lawful + mean_lawful, lawful)


def _step(
    walk: Walk,
    at: Position,
    reply: Reply,
    known: Mapping[Position, tuple[float, float, float]],
) -> tuple[float, float, float]:
    lawful, mean, mean_lawful = known[walk.after(at, reply)]
    worth = walk.worth(reply.marks)
    if reply.breach:
        return 0.0, worth + mean, 0.0
    return lawful, worth + mean, worth * lawful + mean_lawful


def at_random(walk: Walk) -> Choice:
    """Choose any reply."""
    return walk.replies


def expert(walk: Walk) -> Choice:
    """Choose the lawful reply from which most can still be earned."""
    return lambda at: [walk.best_step(at).reply]


def always(tone: Tone) -> Player:
    """Return a player that chooses by tone alone, and any reply where none has it."""

    def player(walk: Walk) -> Choice:
        def choose(at: Position) -> Sequence[Reply]:
            return [one for one in walk.replies(at) if one.tone is tone] or walk.replies(at)

        return choose

    return player


PLAYERS: Mapping[str, Player] = {
    "expert": expert,
    "random": at_random,
    "always-kind": always(Tone.KIND),
    "always-firm": always(Tone.FIRM),
}

# Cues that a reader who understands nothing could go by.

_FIGURE = re.compile(r"\d+")
_MARKS = re.compile(r"[,，、;；:：—…]")


def _by(rank: Callable[[str], float], language: Language, *, most: bool) -> Player:
    """Return a player that chooses by one number that each reply's face shows."""

    def player(walk: Walk) -> Choice:
        def choose(at: Position) -> Sequence[Reply]:
            ranks = {reply.id: rank(reply.text.say(language)) for reply in walk.replies(at)}
            wanted = max(ranks.values()) if most else min(ranks.values())
            return [reply for reply in walk.replies(at) if ranks[reply.id] == wanted]

        return choose

    return player


def in_order(replies: Sequence[Reply], learner: str, turn: str) -> tuple[Reply, ...]:
    """Return `replies` in an order drawn for one learner, as the talk's view draws it."""
    return order(sorted(replies, key=lambda reply: reply.id), "reply-order", learner, turn)


def by_place(place: int, learner: str) -> Player:
    """Return a player that takes the reply at a place in the order that `learner` sees."""

    def player(walk: Walk) -> Choice:
        return lambda at: [in_order(walk.replies(at), learner, at.place)[place]]

    return player


CUES: Mapping[str, Callable[[str], float]] = {
    "length": len,
    "figures": lambda text: len(_FIGURE.findall(text)),
    "pauses": lambda text: len(_MARKS.findall(text)),
    "questions": lambda text: text.count("?") + text.count("？"),
}


def cue_players(language: Language) -> dict[str, Player]:
    """Return the players that go by one cue on the face of the replies in `language`."""
    return {
        f"{way} {name}": _by(rank, language, most=way == "most")
        for name, rank in CUES.items()
        for way in ("most", "fewest")
    }
