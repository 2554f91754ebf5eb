"""Split an authored dialogue into what a learner may see and what the grader knows.

A dialogue has hidden state, so it is unrolled: each position becomes a node of a plain automaton.
Positions that look alike for ever after are one node, so no node tells more of the state than what
the client says. Ids are opaque; no mark, state, tone or coaching is in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial

from casebook.activities.authored import unstructure
from casebook.activities.dialogue.model import Dialogue, Reply, Speaker
from casebook.activities.dialogue.walk import Position, Walk
from casebook.activities.draw import opaque, order
from casebook.activities.nouns import Kind
from casebook.errors import ContentError
from casebook.text import Text

MOST_NODES = 5_000
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class PublicReply:
    """What the learner can say, and what the client answers first."""

    text: Text
    reaction: Text


@dataclass(frozen=True, slots=True)
class Node:
    """What the client says, and where each open reply leads; at an end there is none."""

    line: str
    replies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DialogueActivity:
    """A dialogue as a learner sees it: `nodes`, `lines` and `replies` by opaque id."""

    id: str
    kind: Kind
    title: Text
    teaches: tuple[str, ...]
    points: float
    speaker: Speaker
    scene: Text
    start: str
    nodes: Mapping[str, Node]
    lines: Mapping[str, Text]
    replies: Mapping[str, PublicReply]

    def path(self, said: tuple[str, ...]) -> tuple[Node, ...]:
        """Return the nodes that the replies `said` lead through, the first node included.

        A reply that is not open where it was said ends the path there.
        """
        node = self.nodes[self.start]
        found = [node]
        for reply in said:
            if reply not in node.replies:
                break
            node = self.nodes[node.replies[reply]]
            found.append(node)
        return tuple(found)

    def in_order_for(self, learner: str, node: Node) -> tuple[str, ...]:
        """Return the replies open at `node` in this learner's order."""
        return order(sorted(node.replies), "reply-order", learner, self.id, node.line)


@dataclass(frozen=True)
class DialogueKey:
    """What the grader knows: the authored dialogue as a graph, and its replies by public id."""

    walk: Walk
    replies: Mapping[str, Reply]

    @property
    def dialogue(self) -> Dialogue:
        """The dialogue as authored."""
        return self.walk.dialogue

    @property
    def id(self) -> str:
        """The dialogue's id."""
        return self.dialogue.id


def publish(dialogue: Dialogue, *, salt: str = "") -> tuple[DialogueActivity, DialogueKey]:
    """Return the public activity and the key of `dialogue`.

    Parameters
    ----------
    dialogue : Dialogue
        The dialogue as authored.
    salt : str
        A secret that the public ids are drawn with, so that nobody can guess an author's name for
        a reply and confirm it.

    Raises
    ------
    ContentError
        The automaton is larger than MOST_NODES nodes or MOST_BYTES bytes.
    """
    walk = Walk(dialogue)
    ids = _Ids(salt, dialogue.id)
    alike = _alike(walk)
    one_of_each = {number: at for at, number in alike.items()}
    nodes = {ids.node(number): _node(walk, at, ids, alike) for number, at in one_of_each.items()}
    lines = {ids.line(walk.said(at)): walk.said(at) for at in alike}
    replies = {
        ids.reply(turn.id, reply.id): reply for turn in dialogue.turns for reply in turn.replies
    }
    activity = DialogueActivity(
        dialogue.id,
        Kind.DIALOGUE,
        dialogue.title,
        dialogue.teaches,
        dialogue.points or 0,
        dialogue.speaker,
        dialogue.scene,
        ids.node(alike[walk.start]),
        dict(sorted(nodes.items())),
        dict(sorted(lines.items())),
        {name: PublicReply(one.text, one.reaction) for name, one in sorted(replies.items())},
    )
    _check_size(activity)
    return activity, DialogueKey(walk, replies)


class _Ids:
    """Draws the opaque ids of one dialogue, each once."""

    def __init__(self, salt: str, dialogue: str) -> None:
        self._draw = cache(partial(opaque, salt, dialogue))

    def node(self, number: int) -> str:
        return self._draw("node", str(number))

    def reply(self, turn: str, reply: str) -> str:
        return self._draw("reply", turn, reply)

    def line(self, text: Text) -> str:
        return self._draw("line", text.zh, text.en)


def _node(walk: Walk, at: Position, ids: _Ids, alike: Mapping[Position, int]) -> Node:
    leads = {
        ids.reply(at.place, step.reply.id): ids.node(alike[step.after]) for step in walk.steps[at]
    }
    return Node(ids.line(walk.said(at)), dict(sorted(leads.items())))


def _alike(walk: Walk) -> dict[Position, int]:
    """Number the positions so that those alike in what is said from there on share a number.

    The graph has no circles, so going back from the endings once is enough.
    """
    numbers: dict[object, int] = {}
    found: dict[Position, int] = {}
    for at, steps in reversed(walk.steps.items()):
        leads = tuple((step.reply.id, found[step.after]) for step in steps)
        look = (at.place, walk.said(at), leads)
        found[at] = numbers.setdefault(look, len(numbers))
    return found


def _check_size(activity: DialogueActivity) -> None:
    size = len(str(unstructure(activity)).encode())
    if len(activity.nodes) > MOST_NODES or size > MOST_BYTES:
        raise ContentError(
            f"dialogue {activity.id}",
            f"unrolls to {len(activity.nodes)} nodes and {size} bytes",
            f"{MOST_NODES} nodes and {MOST_BYTES} bytes at most",
            "use fewer state variables or levels, or let more walks meet",
        )
