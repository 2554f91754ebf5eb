"""Walk through a dialogue: where a reply leads, what is best, and what can be reached at all.

A position is a turn (or an ending) with the levels of the state variables. Positions form a graph
without circles, so the best and the worst that a walk can earn are worked out by going back from
the endings.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf

from casebook.activities.dialogue.model import Close, Dialogue, Line, Reply, Turn, holds
from casebook.errors import ContentError
from casebook.text import Text

#: What one step is worth to whoever asks.
Worth = Callable[[Mapping[str, int]], float]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a talk stands: a turn's or an ending's id, and a level for each state variable."""

    place: str
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One exchange: where the talk stood, what was said, and where that leads."""

    at: Position
    reply: Reply
    after: Position


@dataclass(frozen=True)
class Walk:
    """The graph of a dialogue."""

    dialogue: Dialogue

    @cached_property
    def start(self) -> Position:
        """Where every talk begins."""
        levels = tuple(one.start for one in self.dialogue.state)
        return Position(self.dialogue.turns[0].id, levels)

    @cached_property
    def _places(self) -> dict[str, Turn | Close]:
        turns: dict[str, Turn | Close] = {turn.id: turn for turn in self.dialogue.turns}
        return turns | {ending.id: ending for ending in self.dialogue.endings}

    def turn(self, at: Position) -> Turn | None:
        """Return the turn at `at`, or None where the talk has ended."""
        found = self._places[at.place]
        return found if isinstance(found, Turn) else None

    def ending(self, at: Position) -> Close | None:
        """Return the ending at `at`, or None where the talk goes on."""
        found = self._places[at.place]
        return found if isinstance(found, Close) else None

    def said(self, at: Position) -> Text:
        """Return what the client says at `at`, or what became of the talk where it has ended."""
        found = self._places[at.place]
        return found.text if isinstance(found, Close) else self._line(found, at).say

    def _line(self, turn: Turn, at: Position) -> Line:
        levels = self._named(at.levels)
        return next(line for line in turn.client if holds(line.when, levels))

    def replies(self, at: Position) -> tuple[Reply, ...]:
        """Return the replies open at `at`; none where the talk has ended."""
        turn, levels = self.turn(at), self._named(at.levels)
        return tuple(r for r in turn.replies if holds(r.when, levels)) if turn else ()

    def after(self, at: Position, reply: Reply) -> Position:
        """Return where `reply`, said at `at`, leads."""
        levels = tuple(
            max(0, min(level + reply.effects.get(one.id, 0), len(one.levels) - 1))
            for level, one in zip(at.levels, self.dialogue.state, strict=True)
        )
        named = self._named(levels)
        fits = (branch.next for branch in reply.branches if holds(branch.when, named))
        return Position(next(fits, reply.next), levels)

    def _named(self, levels: tuple[int, ...]) -> dict[str, int]:
        return {one.id: n for one, n in zip(self.dialogue.state, levels, strict=True)}

    def mood(self, at: Position) -> int:
        """Return the level of the variable that a person would hear."""
        return self._named(at.levels)[self.dialogue.mood]

    @cached_property
    def steps(self) -> dict[Position, tuple[Step, ...]]:
        """Every position that can be reached, each before those it leads to, with its steps.

        Raises
        ------
        ContentError
            When the talk can go round in a circle, or comes to a turn without a reply.
        """
        found: dict[Position, tuple[Step, ...]] = {}
        self._visit(self.start, set(), found)
        return dict(reversed(found.items()))

    def _visit(
        self, at: Position, path: set[Position], found: dict[Position, tuple[Step, ...]]
    ) -> None:
        if at in path:
            raise self._fault(f'turn "{at.place}"', "can be come to again", "no circle")
        steps = tuple(Step(at, reply, self.after(at, reply)) for reply in self.replies(at))
        if self.turn(at) is not None and not steps:
            raise self._fault(f'turn "{at.place}"', f"has no reply open at {at.levels}", "one")
        path.add(at)
        for step in steps:
            if step.after not in found:
                self._visit(step.after, path, found)
        path.remove(at)
        found[at] = steps

    def _fault(self, where: str, what: str, expected: str) -> ContentError:
        return ContentError(f"dialogue {self.dialogue.id}, {where}", what, expected)

    def reachable(self) -> Iterator[str]:
        """Yield the id of each turn and ending that some walk comes to."""
        yield from dict.fromkeys(at.place for at in self.steps)

    # What a walk can earn.

    def extreme(
        self, pick: Callable[[Iterable[float]], float], worth: Worth, *, lawful: bool = False
    ) -> dict[Position, float]:
        """Return the least or most (`pick`) still to be earned from each position on.

        With `lawful`, replies that break a rule are passed over.
        """
        worths = {id(one): worth(one.marks) for one in self._said}
        found: dict[Position, float] = {}
        for at, steps in reversed(self.steps.items()):
            ending = self.ending(at)
            if ending is not None:
                found[at] = worth(ending.marks)
                continue
            still = [
                worths[id(step.reply)] + found[step.after]
                for step in steps
                if not (lawful and step.reply.breach)
            ]
            found[at] = pick(still) if still else -inf
        return found

    @property
    def _said(self) -> Iterator[Reply]:
        return (reply for turn in self.dialogue.turns for reply in turn.replies)

    @cached_property
    def least_to_come(self) -> Mapping[str, Mapping[Position, float]]:
        """The least that can still be earned from each position on, by dimension, in marks."""
        return {one.id: self.extreme(min, _mark(one.id)) for one in self.dialogue.dimensions}

    @cached_property
    def ranges(self) -> Mapping[str, tuple[float, float]]:
        """The least and the most that a walk can earn in each dimension, in marks."""
        return {
            name: (least[self.start], self.extreme(max, _mark(name))[self.start])
            for name, least in self.least_to_come.items()
        }

    def share(self, marks: Mapping[str, float]) -> float:
        """Return what `marks` are of what could be earned, by the dimensions' weights: 0 to 1."""
        return sum(
            one.weight * self.share_in(one.id, marks.get(one.id, 0))
            for one in self.dialogue.dimensions
        )

    def share_in(self, dimension: str, mark: float) -> float:
        """Return what `mark` is of the attainable range of one dimension: 0 to 1."""
        least, most = self.ranges[dimension]
        return (mark - least) / (most - least) if most > least else 1.0

    @cached_property
    def _scale(self) -> Mapping[str, float]:
        """What one mark in each dimension adds to the share."""
        spans = {name: most - least for name, (least, most) in self.ranges.items()}
        return {
            one.id: one.weight / spans[one.id] if spans[one.id] else 0.0
            for one in self.dialogue.dimensions
        }

    def worth(self, marks: Mapping[str, int]) -> float:
        """Return what a step's marks add to the share."""
        return sum(self._scale[name] * mark for name, mark in marks.items())

    @cached_property
    def to_come(self) -> Mapping[Position, float]:
        """The most that can still be earned lawfully from each position on."""
        return self.extreme(max, self.worth, lawful=True)

    def prospect(self, step: Step) -> float:
        """Return what `step` earns, with the most that can still be earned lawfully after it."""
        return self.worth(step.reply.marks) + self.to_come[step.after]

    def best_step(self, at: Position) -> Step:
        """Return the lawful step from which most can still be earned; the first among equals."""
        steps = self.steps[at]
        return max([step for step in steps if not step.reply.breach] or steps, key=self.prospect)


def _mark(dimension: str) -> Worth:
    return lambda marks: marks.get(dimension, 0)
