"""A talk is scored by replaying it: by dimension, behind the legality gate."""

from typing import Any

import pytest

from activities.builders import short_talk
from casebook.activities.dialogue.model import parse
from casebook.activities.dialogue.publish import DialogueKey, publish
from casebook.activities.dialogue.score import GATE, TALK, UNFINISHED, UNREADABLE, score
from casebook.activities.nouns import Answer, Score, Status

KEY: DialogueKey = publish(parse(short_talk(points=10), "talk.yaml"), salt="s")[1]
PUBLIC = {reply.id: name for name, reply in KEY.replies.items()}


def scored(*said: str, **values: Any) -> Score:
    return score(KEY, Answer(KEY.id, values or {TALK: [PUBLIC.get(one, one) for one in said]}))


def points(verdict: Score) -> dict[str, float]:
    return {one.id: one.points for one in verdict.criteria}


def test_the_best_talk_earns_everything() -> None:
    verdict = scored("listen", "ask")

    assert points(verdict) == {"ear": 5, "plan": 5, TALK: 0}
    assert verdict.max_points == 10
    assert verdict.status is Status.GRADED


def test_each_dimension_earns_its_share_of_what_was_possible_in_it() -> None:
    # Listening: -1 on a scale from -2 to 2. The plan: -1, the least of -1 to 3.
    verdict = scored("mumble", "give-up")

    assert points(verdict) == {"ear": 1.25, "plan": 0, TALK: 0}


def test_one_breach_closes_the_gate_and_is_named() -> None:
    verdict = scored("threaten", "ask")
    record = verdict.criteria[-1]

    assert verdict.points == 0
    assert verdict.status is Status.GRADED
    assert record.feedback[0] == GATE
    assert "CN-PIP-01" in record.feedback[1].zh


def test_the_record_comments_on_what_was_said_and_on_nothing_else() -> None:
    record = scored("mumble", "ask").criteria[-1]
    told = " ".join(text.en for text in record.feedback)

    assert "coaching on mumble" in told
    assert "coaching on ask" in told
    assert "coaching on listen" not in told
    assert "text of done" in told
    assert record.max_points == 0


def test_a_talk_broken_off_counts_what_was_not_reached_as_the_least() -> None:
    verdict = scored("listen")

    assert points(verdict) == {"ear": 5, "plan": 0, TALK: 0}
    assert UNFINISHED in verdict.criteria[-1].feedback


def test_nothing_said_is_not_answered() -> None:
    verdict = score(KEY, Answer(KEY.id, {}))

    assert verdict.status is Status.NOT_ANSWERED
    assert verdict.points == 0


@pytest.mark.parametrize(
    "said",
    ["text", 7, {"a": 1}, [1, 2], [None], [["x"]], ["stray"]],
    ids=["text", "number", "table", "numbers", "nothing", "nested", "stray"],
)
def test_what_cannot_be_read_is_left_to_a_person(said: Any) -> None:
    verdict = scored(talk=said)

    assert verdict.points == 0
    assert verdict.status is Status.NEEDS_REVIEW
    assert UNREADABLE in verdict.criteria[-1].feedback


def test_what_can_be_read_before_a_stray_reply_counts() -> None:
    verdict = scored("listen", "stray", "ask")

    assert points(verdict)["ear"] == 5
    assert verdict.status is Status.NEEDS_REVIEW


def test_a_reply_said_where_it_was_not_open_is_not_counted() -> None:
    verdict = scored("ask", "listen")

    assert verdict.points == 0
    assert verdict.status is Status.NEEDS_REVIEW
