"""One learner in one talk: what was said, what is kept, and in practice what it was worth.

The journal holds the whole talk with each reply, so that no damaged line costs more than itself.
In an exam what was said first stands; in practice the learner may go back, and the latest stands.
"""

from collections.abc import Callable, Iterable
from functools import cache

from casebook.activities import library
from casebook.activities.dialogue.publish import DialogueActivity, DialogueKey, Node, publish
from casebook.activities.dialogue.score import TALK, Replay, replay
from casebook.activities.journal import Journal, Writer
from casebook.activities.nouns import Answer, Plain
from casebook.errors import DataError

#: No talk of ours is longer.
LONGEST = 100

Said = tuple[str, ...]


class Moved(Exception):  # noqa: N818 - no error: the talk went on elsewhere
    """The talk stands somewhere else by now: it went on in another tab or kernel."""


def first_said(journal: Journal, activity: str) -> Said:
    """Return the exam talk on record: the one said first, as far as it went on."""
    held: Said = ()
    for said in _talks(journal, activity):
        if said[: len(held)] == held:
            held = said
    return held


def latest_said(journal: Journal, activity: str) -> Said:
    """Return the practice talk on record: where the learner last stood."""
    held: Said = ()
    for said in _talks(journal, activity):
        held = said
    return held


def is_retold(journal: Journal, activity: str) -> bool:
    """Whether an exam's record holds replies beside the talk that stands."""
    held = first_said(journal, activity)
    return any(said != held[: len(said)] for said in _talks(journal, activity))


def exam_answer(journal: Journal, activity: str) -> Answer:
    """Return what the scorer is given of an exam talk; nothing where nothing was said."""
    said = first_said(journal, activity)
    return Answer(activity, {TALK: list(said)} if said else {})


def _talks(journal: Journal, activity: str) -> Iterable[Said]:
    for entry in journal.entries:
        if entry.activity == activity and entry.item == TALK and _is_talk(entry.value):
            yield tuple(entry.value)


def _is_talk(value: Plain) -> bool:
    is_list = isinstance(value, list) and len(value) <= LONGEST
    return is_list and all(isinstance(one, str) for one in value)


class TalkSession:
    """Takes replies and keeps them; with a `key` it is practice."""

    def __init__(
        self,
        activity: DialogueActivity,
        *,
        learner: str = "",
        key: DialogueKey | None = None,
        writer: Writer | None = None,
        reread: Callable[[], Journal] = Journal,
    ) -> None:
        self.activity = activity
        self.learner = learner
        self._key = key
        self._writer = writer
        self._reread = reread
        self.said: Said = self._on_record()

    @property
    def is_practice(self) -> bool:
        """Whether the learner may go back and is told what replies were worth."""
        return self._key is not None

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes that the talk has gone through; it stands at the last."""
        return self.activity.path(self.said)

    @property
    def has_ended(self) -> bool:
        """Whether there is nothing more to say."""
        return not self.nodes[-1].replies

    def options(self) -> tuple[str, ...]:
        """Return the ids of the replies open now, in this learner's order."""
        return self.activity.in_order_for(self.learner, self.nodes[-1])

    def reply(self, at: int, reply: str) -> None:
        """Say `reply` as the reply number `at`, counted from 0.

        Raises
        ------
        Moved
            When another number of replies has been said, or others; the talk is then as on record.
        DataError
            When the reply is not open here.
        JournalError
            When it could not be kept; it then does not count as said.
        """
        self._catch_up()
        if at != len(self.said):
            raise Moved
        if reply not in self.nodes[-1].replies:
            raise DataError(f"dialogue {self.activity.id}", f'no reply "{reply}" is open here')
        self._keep((*self.said, reply))

    def rewind(self, to: int) -> None:
        """Take back all replies from number `to` on; in an exam nothing is taken back.

        Raises
        ------
        DataError
            In an exam, or when there is no such reply.
        JournalError
            When it could not be kept; the talk then stays where it was.
        """
        if not self.is_practice or not 0 <= to < len(self.said):
            raise DataError(f"dialogue {self.activity.id}", f"cannot go back to reply {to}")
        self._keep(self.said[:to])

    def replay(self) -> Replay | None:
        """Return the talk so far as its key sees it; None in an exam."""
        return replay(self._key, list(self.said)) if self._key else None

    def _catch_up(self) -> None:
        """Take over what was said in another tab or kernel meanwhile."""
        if self._writer is None:
            return
        on_record = self._on_record()
        if on_record != self.said:
            self.said = on_record
            raise Moved

    def _on_record(self) -> Said:
        journal, name = self._reread(), self.activity.id
        said = latest_said(journal, name) if self.is_practice else first_said(journal, name)
        return said[: len(self.activity.path(said)) - 1]

    def _keep(self, said: Said) -> None:
        if self._writer is not None:
            self._writer.write(self.activity.id, TALK, list(said))
        self.said = said


@cache
def practice(activity_id: str) -> tuple[DialogueActivity, DialogueKey]:
    """Return the practice dialogue of that id; raises ContentError for an unknown one."""
    return publish(library.dialogue(activity_id))


def has_ended(activity_id: str, journal: Journal) -> bool:
    """Whether a practice dialogue has been talked to an end, whatever was taken back since."""
    activity, _ = practice(activity_id)
    return any(
        len(path := activity.path(said)) == len(said) + 1 and not path[-1].replies
        for said in _talks(journal, activity_id)
    )
