"""A talk goes on where it stood: in an exam nothing is taken back, in practice anything is."""

from pathlib import Path
from typing import Any

import pytest

from activities.builders import short_talk
from casebook.activities import journal
from casebook.activities.dialogue.model import parse
from casebook.activities.dialogue.publish import publish
from casebook.activities.dialogue.score import TALK
from casebook.activities.dialogue.session import (
    Moved,
    TalkSession,
    exam_answer,
    first_said,
    is_retold,
    latest_said,
)
from casebook.activities.journal import Writer
from casebook.errors import DataError, JournalError

ACTIVITY, KEY = publish(parse(short_talk(points=10), "talk.yaml"), salt="s")
PUBLIC = {reply.id: name for name, reply in KEY.replies.items()}


def sit_down(folder: Path, **more: Any) -> TalkSession:
    """Open the talk in a kernel of its own."""
    return TalkSession(ACTIVITY, writer=Writer(folder), reread=lambda: journal.read(folder), **more)


def say(session: TalkSession, *said: str) -> None:
    for one in said:
        session.reply(len(session.said), PUBLIC[one])


def test_a_talk_goes_on_where_it_stood(tmp_path: Path) -> None:
    say(sit_down(tmp_path), "listen")

    again = sit_down(tmp_path)

    assert again.said == (PUBLIC["listen"],)
    say(again, "ask")
    assert again.has_ended
    assert again.options() == ()
    assert exam_answer(journal.read(tmp_path), "a-talk").values == {TALK: list(again.said)}


def test_in_an_exam_nothing_is_taken_back(tmp_path: Path) -> None:
    session = sit_down(tmp_path)
    say(session, "listen")

    with pytest.raises(DataError, match="cannot go back"):
        session.rewind(0)


def test_in_practice_the_learner_goes_back_and_the_latest_stands(tmp_path: Path) -> None:
    session = sit_down(tmp_path, key=KEY)
    say(session, "threaten", "ask")

    session.rewind(0)
    say(session, "listen")

    assert sit_down(tmp_path, key=KEY).said == (PUBLIC["listen"],)
    assert latest_said(journal.read(tmp_path), "a-talk") == (PUBLIC["listen"],)


@pytest.mark.parametrize("to", [-1, 1, 2])
def test_going_back_to_no_reply_is_refused(tmp_path: Path, to: int) -> None:
    session = sit_down(tmp_path, key=KEY)
    say(session, "listen")

    with pytest.raises(DataError):
        session.rewind(to)


def test_in_a_second_tab_what_was_said_first_stands(tmp_path: Path) -> None:
    first, second = sit_down(tmp_path), sit_down(tmp_path)
    say(first, "listen")

    with pytest.raises(Moved):
        second.reply(0, PUBLIC["threaten"])

    assert second.said == (PUBLIC["listen"],)
    say(second, "ask")
    assert first_said(journal.read(tmp_path), "a-talk") == (PUBLIC["listen"], PUBLIC["ask"])


def test_an_exam_told_anew_by_hand_keeps_its_first_words_and_is_seen(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    for said in (["threaten"], ["threaten", "ask"], ["listen"], ["listen", "ask"]):
        writer.write("a-talk", TALK, [PUBLIC[one] for one in said])

    record = journal.read(tmp_path)

    assert first_said(record, "a-talk") == (PUBLIC["threaten"], PUBLIC["ask"])
    assert is_retold(record, "a-talk")


def test_a_damaged_line_costs_no_word_that_a_later_line_repeats(tmp_path: Path) -> None:
    session = sit_down(tmp_path)
    say(session, "listen", "ask")
    (path,) = (tmp_path / "answers").iterdir()
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"#" + lines[0] + lines[1])

    record = journal.read(tmp_path)

    assert record.faults
    assert first_said(record, "a-talk") == (PUBLIC["listen"], PUBLIC["ask"])
    assert not is_retold(record, "a-talk")


def test_what_cannot_be_kept_does_not_count_as_said(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file where a folder should be")
    session = TalkSession(ACTIVITY, writer=Writer(tmp_path))

    with pytest.raises(JournalError):
        session.reply(0, PUBLIC["listen"])

    assert session.said == ()


def test_a_reply_that_is_not_open_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is open here"):
        sit_down(tmp_path).reply(0, PUBLIC["ask"])


@pytest.mark.parametrize("value", ["x", 3, None, [1], ["a"] * 200, {"a": "b"}])
def test_a_line_that_holds_no_talk_is_passed_over(tmp_path: Path, value: Any) -> None:
    writer = Writer(tmp_path)
    writer.write("a-talk", TALK, value)

    assert first_said(journal.read(tmp_path), "a-talk") == ()


def test_nothing_is_kept_where_nothing_is_recorded(tmp_path: Path) -> None:
    session = TalkSession(ACTIVITY, key=KEY)
    say(session, "listen", "ask")

    assert session.has_ended
    assert list(tmp_path.iterdir()) == []
