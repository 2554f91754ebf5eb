"""Whatever bytes come through the channel, the reader believes their form alone."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.activities import channel
from casebook.grading.sandbox.model import Limits
from casebook.grading.sandbox.transcript import Transcript

CELLS = frozenset({0, 2})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
OUTPUT = st.fixed_dictionaries(
    {"output_type": st.sampled_from(["stream", "error", "display_data", "execute_result"]) | JSON},
    optional=dict.fromkeys(["name", "text", "data", "traceback", "ename", "execution_count"], JSON),
)
MESSAGE = st.one_of(
    JSON,
    st.fixed_dictionaries({"begin": JSON}),
    st.fixed_dictionaries({"cell": st.just(0), "count": JSON, "outputs": JSON | st.lists(OUTPUT)}),
    st.fixed_dictionaries({"answer": st.just("x") | JSON, "value": JSON, "kind": JSON}),
)


def reader(limits: Limits | None = None) -> Transcript:
    return Transcript(CELLS, limits or Limits())


def line(message: object) -> bytes:
    return json.dumps(message).encode() + b"\n"


@given(st.binary(max_size=400), st.integers(1, 50))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_taken(data: bytes, step: int) -> None:
    transcript = reader()

    for at in range(0, len(data), step):
        transcript.feed(data[at : at + step])
    transcript.close()

    assert transcript.answers == []
    assert transcript.size == len(data)


@given(st.lists(MESSAGE, max_size=5))
@settings(max_examples=300, deadline=None)
def test_any_messages_are_taken_and_what_is_kept_can_be_stored(messages: list[object]) -> None:
    transcript = reader()

    for message in messages:
        transcript.feed(line(message))

    json.dumps([answer.value for answer in transcript.answers], allow_nan=False)
    assert set(transcript.outputs) <= CELLS


@given(JSON.filter(lambda value: type(value) is not int or abs(value) < 10**18), st.integers(1, 40))
@settings(max_examples=100, deadline=None)
def test_what_is_sent_arrives_in_whatever_pieces(value: object, step: int) -> None:
    try:
        sent = line(channel.message("x", value))
    except channel.DataError:
        return
    transcript = reader()

    for at in range(0, len(sent), step):
        transcript.feed(sent[at : at + step])

    (answer,) = transcript.answers
    assert (answer.value, transcript.faults) == (channel.plain(value), ())


def test_both_sides_agree_on_names_depth_and_size() -> None:
    from casebook.grading.sandbox import transcript

    assert channel.NAME.pattern == transcript._NAME.pattern
    assert channel.MAX_DEPTH == transcript._MAX_DEPTH
    assert channel.LARGEST_INTEGER == transcript._LARGEST_INTEGER
    assert Limits().answers_bytes == channel.MAX_BYTES


def test_answers_past_their_room_are_dropped_and_said() -> None:
    transcript = reader(Limits(answers_bytes=120))

    for _ in range(3):
        transcript.feed(line({"answer": "x", "value": 1, "kind": "number"}))

    assert len(transcript.answers) == 2
    assert transcript.faults == ("answer x: more than 120 bytes in all",)


def test_an_answer_says_which_cell_was_running() -> None:
    transcript = reader()

    for message in ({"begin": 0}, {"answer": "x", "value": "1.5", "kind": "number"}, {"begin": 2}):
        transcript.feed(line(message))
    transcript.feed(line({"answer": "y", "value": {"columns": {"a": [1]}}, "kind": "table"}))
    transcript.feed(line({"begin": 0}))

    assert [(answer.name, answer.cell) for answer in transcript.answers] == [("x", 0), ("y", 2)]
    assert transcript.faults == ("a cell began twice",)


def test_faults_are_counted_past_those_named() -> None:
    transcript = reader()

    transcript.feed(b"x\n" * 25)

    assert len(transcript.faults) == 21
    assert transcript.faults[-1] == "and 5 more"
