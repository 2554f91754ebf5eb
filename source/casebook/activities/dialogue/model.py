"""What an author writes in a dialogue file.

A talk is a walk through turns. Each turn has what the client says and replies to choose from. A
reply changes a few small state variables (trust, say), which decide what the client says next,
which replies are open and where the talk goes. Marks by dimension and breaches of rules belong to
the reply; both are the key and never published.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from casebook.activities.authored import read_yaml, structure
from casebook.activities.nouns import Kind
from casebook.errors import ContentError
from casebook.text import Text

MOST_VARIABLES, MOST_LEVELS = 4, 5
FEWEST_REPLIES, MOST_REPLIES = 2, 9  # number keys choose them
LARGEST_MARK = 2

_CONDITION = re.compile(r"(>=|<=|==) (\d)")

#: A condition on each named variable, such as `{trust: ">= 2"}`; all must hold.
When = Mapping[str, str]


class Tone(StrEnum):
    """How a reply sounds; what it is worth is another matter."""

    KIND = "kind"
    FIRM = "firm"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Variable:
    """One thing that changes in the client; `levels` say how each level shows, lowest first."""

    id: str
    start: int
    levels: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing that a talk is scored on, and its share of the points; shares add up to 1."""

    id: str
    title: Text
    weight: float


@dataclass(frozen=True, slots=True)
class Line:
    """What the client says, where `when` holds."""

    say: Text
    when: When = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a reply leads instead of `next`, where `when` holds after its effects."""

    when: When
    next: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing that the learner can say.

    `marks` are -2 to 2 by dimension; `breach` names the rules that saying it breaks, which closes
    the gate; `reaction` is the client's first answer; `next` is a turn or an ending.
    """

    id: str
    text: Text
    tone: Tone
    reaction: Text
    coaching: Text
    next: str
    marks: Mapping[str, int] = field(default_factory=dict)
    effects: Mapping[str, int] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    breach: tuple[str, ...] = ()
    when: When = field(default_factory=dict)
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange; the first of the client's lines whose condition holds is said."""

    id: str
    title: Text
    client: tuple[Line, ...]
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """One way in which the talk ends; `text` tells what became of it."""

    id: str
    title: Text
    text: Text
    marks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speaker:
    """The client: a name, and what the learner knows before the talk."""

    name: Text
    about: Text


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A dialogue as authored: activity and key in one.

    `case` is the sample debtor on whose file the talk rests; `points` stand in an exam alone;
    `mood` names the variable that a person would hear in the client's voice.
    """

    id: str
    kind: Kind
    title: Text
    teaches: tuple[str, ...]
    case: str
    speaker: Speaker
    scene: Text
    state: tuple[Variable, ...]
    mood: str
    dimensions: tuple[Dimension, ...]
    turns: tuple[Turn, ...]
    endings: tuple[Close, ...]
    points: float | None = None

    @property
    def is_exam(self) -> bool:
        """Whether the talk is worth points, and so must not end early on a breach."""
        return self.points is not None

    def turn(self, turn_id: str) -> Turn | None:
        """Return the turn of that id, if there is one."""
        return next((turn for turn in self.turns if turn.id == turn_id), None)

    def ending(self, ending_id: str) -> Close | None:
        """Return the ending of that id, if there is one."""
        return next((ending for ending in self.endings if ending.id == ending_id), None)


def holds(when: When, levels: Mapping[str, int]) -> bool:
    """Whether every condition of `when` holds at `levels`."""
    return all(_holds(condition, levels[name]) for name, condition in when.items())


def _holds(condition: str, level: int) -> bool:
    match = _CONDITION.fullmatch(condition)
    if match is None:
        raise ContentError("when", repr(condition), 'such as ">= 2"')
    sign, bound = match[1], int(match[2])
    return {">=": level >= bound, "<=": level <= bound, "==": level == bound}[sign]


def load(path: Path) -> Dialogue:
    """Read the dialogue at `path`.

    Raises
    ------
    ContentError
        Listing every fault of form or sense in the file.
    """
    return parse(read_yaml(path), str(path))


def parse(raw: Any, where: str) -> Dialogue:
    """Make a dialogue of plain data; `where` names it in messages."""
    dialogue = structure(raw, Dialogue, where)
    faults = tuple(_faults(dialogue))
    if faults:
        raise ContentError.of(where, faults)
    return dialogue


def _faults(dialogue: Dialogue) -> Iterator[str]:
    yield from _head_faults(dialogue)
    ids = [*(turn.id for turn in dialogue.turns), *(end.id for end in dialogue.endings)]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f'"{name}": stands {ids.count(name)} times, expected once; rename one'
    for turn in dialogue.turns:
        yield from (f'turn "{turn.id}": {fault}' for fault in _turn_faults(turn, dialogue))
    for ending in dialogue.endings:
        yield from (f'ending "{ending.id}": {f}' for f in _mark_faults(ending.marks, dialogue))
    if not dialogue.turns:
        yield "has no turns, expected one or more"


def _head_faults(dialogue: Dialogue) -> Iterator[str]:
    if dialogue.kind is not Kind.DIALOGUE:
        yield f"kind: is {dialogue.kind}, expected dialogue"
    if not 1 <= len(dialogue.state) <= MOST_VARIABLES:
        yield f"{len(dialogue.state)} state variables, expected 1 to {MOST_VARIABLES}"
    for one in dialogue.state:
        if not 2 <= len(one.levels) <= MOST_LEVELS:
            yield f'state "{one.id}": {len(one.levels)} levels, expected 2 to {MOST_LEVELS}'
        if not 0 <= one.start < len(one.levels):
            yield f'state "{one.id}": starts at {one.start}, expected one of its levels'
    if dialogue.mood not in {one.id for one in dialogue.state}:
        yield f'mood: "{dialogue.mood}" is no state variable'
    total = sum(one.weight for one in dialogue.dimensions)
    if abs(total - 1) > 1e-9 or any(one.weight <= 0 for one in dialogue.dimensions):
        yield f"weights add up to {total:g}, expected 1, each more than 0"


def _turn_faults(turn: Turn, dialogue: Dialogue) -> Iterator[str]:
    if not turn.client or turn.client[-1].when:
        yield "its last client line has a condition, expected none, so that one always holds"
    if not FEWEST_REPLIES <= len(turn.replies) <= MOST_REPLIES:
        yield f"{len(turn.replies)} replies, expected {FEWEST_REPLIES} to {MOST_REPLIES}"
    ids = [reply.id for reply in turn.replies]
    if len(set(ids)) < len(ids):
        yield "two replies have one id"
    for line in turn.client:
        yield from _when_faults(line.when, dialogue)
    for reply in turn.replies:
        yield from (f'reply "{reply.id}": {fault}' for fault in _reply_faults(reply, dialogue))


def _reply_faults(reply: Reply, dialogue: Dialogue) -> Iterator[str]:
    places = {turn.id for turn in dialogue.turns} | {end.id for end in dialogue.endings}
    for place in (reply.next, *(branch.next for branch in reply.branches)):
        if place not in places:
            yield f'leads to "{place}", which is no turn and no ending'
    names = {one.id for one in dialogue.state}
    for name in sorted(set(reply.effects) - names):
        yield f'changes "{name}", which is no state variable'
    yield from _mark_faults(reply.marks, dialogue)
    for when in (reply.when, *(branch.when for branch in reply.branches)):
        yield from _when_faults(when, dialogue)


def _mark_faults(marks: Mapping[str, int], dialogue: Dialogue) -> Iterator[str]:
    for name in sorted(set(marks) - {one.id for one in dialogue.dimensions}):
        yield f'marks "{name}", which is no dimension'
    if any(abs(mark) > LARGEST_MARK for mark in marks.values()):
        yield f"has a mark beyond {LARGEST_MARK}"


def _when_faults(when: When, dialogue: Dialogue) -> Iterator[str]:
    levels = {one.id: len(one.levels) for one in dialogue.state}
    for name, condition in when.items():
        match = _CONDITION.fullmatch(condition)
        if name not in levels:
            yield f'asks for "{name}", which is no state variable'
        elif match is None or int(match[2]) >= levels[name]:
            yield f'asks for {name} "{condition}", expected such as ">= 2" within its levels'
