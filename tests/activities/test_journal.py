import errno
import json
import os
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.activities import journal
from casebook.activities.journal import Entry, Writer, decode, encode
from casebook.errors import JournalError


def ticking():
    ticks = count()
    return lambda: datetime(2026, 6, 30, tzinfo=UTC) + timedelta(seconds=next(ticks))


def session_file(folder):
    return next((folder / "answers").glob("*.jsonl"))


def test_an_answer_comes_back(tmp_path):
    Writer(tmp_path).write("a-quiz", "q1", ["a", "b"])

    assert journal.read(tmp_path).answer("a-quiz").values == {"q1": ["a", "b"]}


def test_the_last_answer_to_an_item_counts(tmp_path):
    writer = Writer(tmp_path, clock=ticking())
    writer.write("a-quiz", "q1", "a")
    writer.write("a-quiz", "q1", "b")

    assert journal.read(tmp_path).answer("a-quiz").values == {"q1": "b"}


def test_two_sessions_are_merged_in_order_of_time(tmp_path):
    clock = ticking()
    one, two = Writer(tmp_path, clock=clock), Writer(tmp_path, clock=clock)
    one.write("a-quiz", "q1", "first")
    two.write("a-quiz", "q1", "second")
    one.write("a-quiz", "q2", "third")

    assert journal.read(tmp_path).answer("a-quiz").values == {"q1": "second", "q2": "third"}


def test_a_folder_without_answers_reads_as_empty(tmp_path):
    assert journal.read(tmp_path) == journal.Journal()


def test_a_torn_last_line_is_dropped_and_said(tmp_path):
    writer = Writer(tmp_path)
    writer.write("a-quiz", "q1", "a")
    writer.write("a-quiz", "q2", "b")
    path = session_file(tmp_path)
    path.write_bytes(path.read_bytes()[:-9])

    found = journal.read(tmp_path)

    assert found.answer("a-quiz").values == {"q1": "a"}
    assert "line 2: was cut off" in found.faults[0]


def test_a_damaged_line_costs_that_line_alone(tmp_path):
    writer = Writer(tmp_path)
    for item in ("q1", "q2", "q3"):
        writer.write("a-quiz", item, "a")
    path = session_file(tmp_path)
    path.write_bytes(path.read_bytes().replace(b'"q2"', b'"q9"'))

    found = journal.read(tmp_path)

    assert set(found.answer("a-quiz").values) == {"q1", "q3"}
    assert len(found.faults) == 1
    assert "line 2" in found.faults[0]


def test_a_full_disk_says_so_and_leaves_no_half_line(tmp_path, monkeypatch):
    writer = Writer(tmp_path)
    writer.write("a-quiz", "q1", "a")
    before = session_file(tmp_path).read_bytes()
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, line: real(handle, line[:10]))

    with pytest.raises(JournalError, match="could not be saved"):
        writer.write("a-quiz", "q2", "b")
    monkeypatch.undo()

    assert session_file(tmp_path).read_bytes() == before
    writer.write("a-quiz", "q2", "b")
    assert journal.read(tmp_path).answer("a-quiz").values == {"q1": "a", "q2": "b"}


def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "answers").write_text("a file where the folder should be")

    with pytest.raises(JournalError, match="free some space"):
        Writer(tmp_path).write("a-quiz", "q1", "a")


def test_a_link_to_another_file_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(encode(Entry("t", "s", 1, "a-quiz", "q1", "stolen")))
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "link.jsonl").symlink_to(secret)

    found = journal.read(tmp_path)

    assert found.entries == ()
    assert os.strerror(errno.ELOOP) in found.faults[0]


def test_a_pipe_in_place_of_a_file_does_not_hang_the_reader(tmp_path):
    (tmp_path / "answers").mkdir()
    os.mkfifo(tmp_path / "answers" / "pipe.jsonl")

    assert "not a regular file" in journal.read(tmp_path).faults[0]


def test_another_learners_answers_are_told(tmp_path):
    Writer(tmp_path, learner="ann").write("a-quiz", "q1", "a")
    Writer(tmp_path, learner="bo").write("a-quiz", "q1", "a")

    assert journal.read(tmp_path).learners == {"ann", "bo"}


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(line):
    assert decode(line) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
RECORD = st.fixed_dictionaries(
    {"v": st.just(journal.VERSION) | JSON},
    optional={
        "at": st.text(max_size=9) | JSON,
        "session": st.just("s") | JSON,
        "n": st.integers() | JSON,
        "learner": st.just("") | JSON,
        "activity": st.just("a") | JSON,
        "item": st.just("i") | JSON,
        "value": JSON,
    },
)


@given(RECORD)
def test_a_well_summed_record_of_any_values_is_an_entry_or_damaged(record):
    record["sum"] = journal._checksum(record)

    entry = decode(json.dumps(record).encode())

    assert entry is None or isinstance(entry.at + entry.item + entry.activity, str)


@given(
    st.lists(st.binary(max_size=60).map(lambda raw: raw.replace(b"\n", b"")) | RECORD | st.none())
)
def test_whatever_lies_between_them_every_whole_answer_is_kept(lines):
    with tempfile.TemporaryDirectory() as folder:
        writer = Writer(Path(folder), clock=ticking())
        for line in lines:
            if line is None:
                writer.write("a-quiz", "q1", writer._number)
            else:
                writer.path.parent.mkdir(exist_ok=True)
                raw = line if isinstance(line, bytes) else json.dumps(line).encode()
                with writer.path.open("ab") as file:
                    file.write(raw + b"\n")

        kept = journal.read(Path(folder))

    assert [entry.value for entry in kept.entries] == list(range(lines.count(None)))
    assert len(kept.faults) == len(lines) - lines.count(None)


@pytest.mark.parametrize("field", ["at", "session", "activity", "item", "learner", "n", "v"])
def test_a_well_summed_record_of_wrong_types_is_refused(field):
    record = json.loads(encode(Entry("t", "s", 1, "a", "i", "v")))
    record[field] = {"nested": True}
    record["sum"] = journal._checksum(record)

    assert decode(json.dumps(record).encode()) is None


def test_a_line_nested_too_deep_is_damaged_not_fatal():
    assert decode(b"[" * 50_000) is None
