"""Score a talk by replaying it.

Each dimension earns its share of what could be earned in it. One reply that breaks a rule closes
the gate: the talk earns nothing. What was not yet said in a talk broken off counts as the least
that could still come.
"""

from dataclasses import dataclass

from casebook.activities.dialogue.model import Close, Dimension, Reply
from casebook.activities.dialogue.publish import DialogueKey
from casebook.activities.dialogue.walk import Position, Step, Walk
from casebook.activities.nouns import Answer, Criterion, Plain, Score, Status
from casebook.text import Text

#: Under what name the replies said are answered, in order.
TALK = "talk"

GATE = Text(
    "通话中有违反规定的话，整段通话不得分。是哪一句、违反什么，见下面的记录。",
    "Something said in this talk breaks a rule, so the talk earns no points. The record below "
    "shows what was said and which rule.",
)
UNFINISHED = Text(
    "通话没有谈完，没说到的部分按最低计。",
    "The talk was not finished; what was not reached counts as the least it could be.",
)
UNREADABLE = Text(
    "通话记录里有读不出来的内容，只按读得出来的部分计分。请教师查看原始记录。",
    "Part of the record of this talk could not be read; the part that could be is scored. The "
    "instructor will look at the record itself.",
)
RECORD = Text("通话记录与点评", "The talk, with comments")
BROKEN = Text("违反规定", "breaks a rule")


@dataclass(frozen=True)
class Replay:
    """A talk walked through again; `unread` replies at its end were not open or not known."""

    walk: Walk
    steps: tuple[Step, ...]
    unread: int

    @property
    def at(self) -> Position:
        """Where the talk stands."""
        return self.steps[-1].after if self.steps else self.walk.start

    @property
    def ending(self) -> Close | None:
        """How the talk ended, or None where it goes on."""
        return self.walk.ending(self.at)

    @property
    def is_lawful(self) -> bool:
        """Whether nothing said so far breaks a rule."""
        return not any(step.reply.breach for step in self.steps)

    def marks(self) -> dict[str, float]:
        """Return the marks by dimension; a talk broken off gets the least still to come."""
        found = {name: least[self.at] for name, least in self.walk.least_to_come.items()}
        for step in self.steps:
            for name, mark in step.reply.marks.items():
                found[name] += mark
        return found


def replay(key: DialogueKey, said: Plain) -> Replay:
    """Walk through the talk `said`: a list of public reply ids."""
    walk = key.walk
    at = walk.start
    steps: list[Step] = []
    given = said if isinstance(said, list) else []
    for number, public_id in enumerate(given):
        reply = key.replies.get(public_id) if isinstance(public_id, str) else None
        step = next((one for one in walk.steps[at] if one.reply is reply), None)
        if step is None:
            return Replay(walk, tuple(steps), len(given) - number)
        steps.append(step)
        at = step.after
    return Replay(walk, tuple(steps), 0 if isinstance(said, list) or said is None else 1)


def score(key: DialogueKey, answer: Answer) -> Score:
    """Return the verdict on `answer`, a criterion a dimension; nothing is ever raised.

    A last criterion, worth nothing, holds the record of the talk with comments.
    """
    talk = replay(key, answer.values.get(TALK))
    status = _status(talk)
    criteria = [_criterion(talk, one, status) for one in key.dialogue.dimensions]
    return Score(key.id, (*criteria, _record(talk, status)))


def _status(talk: Replay) -> Status:
    if talk.unread:
        return Status.NEEDS_REVIEW
    return Status.GRADED if talk.steps else Status.NOT_ANSWERED


def _criterion(talk: Replay, dimension: Dimension, status: Status) -> Criterion:
    most = (talk.walk.dialogue.points or 0) * dimension.weight
    share = talk.walk.share_in(dimension.id, talk.marks()[dimension.id])
    is_earned = talk.is_lawful and bool(talk.steps)
    return Criterion(
        dimension.id,
        dimension.title,
        round(most * share, 2) if is_earned else 0,
        round(most, 2),
        status,
    )


def _record(talk: Replay, status: Status) -> Criterion:
    said = tuple(_comment(number, step.reply) for number, step in enumerate(talk.steps, 1))
    notes = (
        *((UNREADABLE,) if talk.unread else ()),
        *(() if talk.is_lawful else (GATE,)),
        *((UNFINISHED,) if talk.steps and talk.ending is None else ()),
    )
    ending = (talk.ending.text,) if talk.ending else ()
    given = talk.ending.title if talk.ending else None
    return Criterion(TALK, RECORD, 0, 0, status, given, (*notes, *said, *ending))


def _comment(number: int, reply: Reply) -> Text:
    zh, en = f"{number}. “{reply.text.zh}”", f'{number}. "{reply.text.en}"'
    if reply.breach:
        rules = ", ".join(reply.breach)
        zh, en = f"{zh}（{BROKEN.zh} {rules}）", f"{en} ({BROKEN.en}: {rules})"
    return Text(f"{zh}\n→ {reply.coaching.zh.strip()}", f"{en}\n→ {reply.coaching.en.strip()}")
