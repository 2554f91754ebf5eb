"""Look back on a talk: what each reply was worth, and how the best way would have gone.

Practice alone: an assessment has no key here.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from casebook.activities.dialogue.model import Turn
from casebook.activities.dialogue.score import Replay
from casebook.activities.dialogue.walk import Position, Step
from casebook.text import Language, Text

#: What a reply may lose against the best one there, of the whole talk's worth, and still be
#: well said, or be such that it could be better.
WELL_WITHIN, FAIR_WITHIN = 0.01, 0.05


class Verdict(StrEnum):
    """How a reply compares with the best one that was open there."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    BREACH = "breach"


@dataclass(frozen=True)
class Debrief:
    """A talk looked back on."""

    talk: Replay

    def verdict(self, step: Step) -> Verdict:
        """Return how the reply of `step` compares with the best one open there."""
        if step.reply.breach:
            return Verdict.BREACH
        walk = self.talk.walk
        loss = walk.prospect(walk.best_step(step.at)) - walk.prospect(step)
        if loss <= WELL_WITHIN:
            return Verdict.RIGHT
        return Verdict.PARTLY if loss <= FAIR_WITHIN else Verdict.WRONG

    def mood(self) -> tuple[int, tuple[Text, ...]]:
        """Return the level that a person would hear now, and what each level sounds like."""
        walk = self.talk.walk
        mood = next(one for one in walk.dialogue.state if one.id == walk.dialogue.mood)
        return walk.mood(self.talk.at), mood.levels

    @cached_property
    def best(self) -> tuple[Step, ...]:
        """The best lawful way through the talk."""
        walk = self.talk.walk
        steps: list[Step] = []
        at = walk.start
        while walk.turn(at) is not None:
            steps.append(walk.best_step(at))
            at = steps[-1].after
        return tuple(steps)

    def told(self, language: Language) -> dict[str, Any]:
        """Return the debrief of a talk that has ended, in one language, as plain data."""
        walk, marks = self.talk.walk, self.talk.marks()
        ending = self.talk.ending
        return {
            "ending": ending.title.say(language) if ending else "",
            "is_lawful": self.talk.is_lawful,
            "share": round(walk.share(marks), 3),
            "dimensions": [
                {"title": one.title.say(language), "share": walk.share_in(one.id, marks[one.id])}
                for one in walk.dialogue.dimensions
            ],
            "mine": [
                {"turn": self._title(step.at, language), "verdict": str(self.verdict(step))}
                for step in self.talk.steps
            ],
            "best": [
                {"turn": self._title(step.at, language), "reply": step.reply.text.say(language)}
                for step in self.best
            ],
        }

    def _title(self, at: Position, language: Language) -> str:
        turn: Turn | None = self.talk.walk.turn(at)
        return turn.title.say(language) if turn else ""
