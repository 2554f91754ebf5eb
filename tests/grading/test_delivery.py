"""A learner's folder is filled and refilled; what the learner changed stays."""

import json
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from casebook.grading import delivery
from casebook.grading.delivery import Outcome
from casebook.text import Language

PAGE = "1-1.ipynb"


def deliver(content: bytes, folder: Path) -> delivery.Delivered:
    (one,) = delivery.deliver({PAGE: content}, folder, language=Language.ZH)
    return one


def test_a_new_file_is_delivered(tmp_path: Path) -> None:
    one = deliver(b"first", tmp_path)

    assert (one.outcome, (tmp_path / PAGE).read_bytes()) == (Outcome.DELIVERED, b"first")


def test_an_untouched_file_is_updated(tmp_path: Path) -> None:
    deliver(b"first", tmp_path)

    one = deliver(b"second", tmp_path)

    assert (one.outcome, (tmp_path / PAGE).read_bytes()) == (Outcome.UPDATED, b"second")


def test_a_changed_file_stays_and_the_new_version_lies_beside_it(tmp_path: Path) -> None:
    deliver(b"first", tmp_path)
    (tmp_path / PAGE).write_bytes(b"mine")

    one = deliver(b"second", tmp_path)

    assert (one.outcome, one.placed) == (Outcome.BESIDE, "1-1.new.ipynb")
    assert (tmp_path / PAGE).read_bytes() == b"mine"
    assert (tmp_path / "1-1.new.ipynb").read_bytes() == b"second"


def test_the_same_version_is_not_placed_beside_work_done_on_it(tmp_path: Path) -> None:
    deliver(b"first", tmp_path)
    (tmp_path / PAGE).write_bytes(b"mine")

    one = deliver(b"first", tmp_path)

    assert one.outcome is Outcome.KEPT
    assert sorted(p.name for p in tmp_path.iterdir()) == [delivery.MANIFEST, PAGE]


def test_a_version_placed_beside_is_not_placed_twice(tmp_path: Path) -> None:
    deliver(b"first", tmp_path)
    (tmp_path / PAGE).write_bytes(b"mine")
    deliver(b"second", tmp_path)

    one = deliver(b"second", tmp_path)

    assert one.outcome is Outcome.KEPT
    assert not (tmp_path / "1-1.new2.ipynb").exists()


def test_a_changed_version_beside_stays_too(tmp_path: Path) -> None:
    deliver(b"first", tmp_path)
    (tmp_path / PAGE).write_bytes(b"mine")
    deliver(b"second", tmp_path)
    (tmp_path / "1-1.new.ipynb").write_bytes(b"mine again")

    one = deliver(b"third", tmp_path)

    assert one.placed == "1-1.new2.ipynb"
    assert (tmp_path / "1-1.new.ipynb").read_bytes() == b"mine again"


def test_a_file_that_was_never_delivered_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / PAGE).write_bytes(b"my own file of that name")

    deliver(b"first", tmp_path)

    assert (tmp_path / PAGE).read_bytes() == b"my own file of that name"
    assert (tmp_path / "1-1.new.ipynb").read_bytes() == b"first"


def test_a_deleted_file_is_delivered_again(tmp_path: Path) -> None:
    deliver(b"first", tmp_path)
    (tmp_path / PAGE).unlink()

    assert deliver(b"first", tmp_path).outcome is Outcome.DELIVERED


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b'{"language": "fr", "files": {}}', b"\xff"])
def test_a_damaged_manifest_costs_no_work(tmp_path: Path, torn: bytes) -> None:
    deliver(b"first", tmp_path)
    (tmp_path / PAGE).write_bytes(b"mine")
    (tmp_path / delivery.MANIFEST).write_bytes(torn)

    deliver(b"second", tmp_path)

    assert (tmp_path / PAGE).read_bytes() == b"mine"


def test_the_manifest_says_the_language(tmp_path: Path) -> None:
    delivery.deliver({}, tmp_path, language=Language.EN)

    assert delivery.manifest(tmp_path).language is Language.EN
    assert json.loads((tmp_path / delivery.MANIFEST).read_text("utf-8"))["files"] == {}


def test_no_half_written_file_is_left(tmp_path: Path) -> None:
    deliver(b"first", tmp_path)

    assert not list(tmp_path.glob("*.part"))


class LearnersFolder(RuleBasedStateMachine):
    """Whatever is delivered and changed in whatever order, every change is still somewhere."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.held = tempfile.TemporaryDirectory()
        self.folder = Path(self.held.name)
        self.mine: dict[str, bytes] = {}
        self.counter = 0

    @rule(version=st.sampled_from([b"v1", b"v2", b"v3"]))
    def deliver(self, version: bytes) -> None:
        one = deliver(version, self.folder)
        assert one.placed in self.mine or (self.folder / one.placed).read_bytes() == version

    @rule(pick=st.integers(0, 5))
    def change(self, pick: int) -> None:
        files = sorted(self.folder.glob("*.ipynb"))
        if files:
            path = files[pick % len(files)]
            self.counter += 1
            self.mine[path.name] = f"mine {self.counter}".encode()
            path.write_bytes(self.mine[path.name])

    @invariant()
    def nothing_of_mine_is_lost(self) -> None:
        for name, content in self.mine.items():
            assert (self.folder / name).read_bytes() == content

    def teardown(self) -> None:
        self.held.cleanup()


TestLearnersFolder = LearnersFolder.TestCase
