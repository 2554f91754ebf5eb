"""The files that lessons lean on stay as they are and hold what is said to be planted, no more."""

import json
from pathlib import Path

import pytest

from casebook.errors import DataError
from casebook.portfolio import practice, sample
from casebook.portfolio.case import Case
from portfolio import figures
from portfolio.detector import flags_in
from portfolio.files import file_of

LESSONS = sorted(practice.lessons())


@pytest.fixture
def torn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one lesson's file, read instead of those that ship."""
    text = (practice.folder() / "D110001.json").read_text("utf-8")
    (tmp_path / "D110001.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(practice, "folder", lambda: tmp_path)
    practice._lesson.cache_clear()
    yield tmp_path / "D110001.json"
    practice._lesson.cache_clear()


@pytest.mark.parametrize("debtor_id", LESSONS)
def test_an_independent_reader_finds_exactly_what_is_planted(debtor_id: str) -> None:
    assert flags_in(file_of(practice.case(debtor_id))) == practice.planted(debtor_id)


@pytest.mark.parametrize("debtor_id", LESSONS)
def test_the_stage_follows_from_instalments_and_payments(debtor_id: str) -> None:
    case = practice.case(debtor_id)
    days = figures.days_past_due(case)

    assert case.account["stage"] == ("M6+" if days > 180 else f"M{(days + 29) // 30}")
    assert (figures.overdue_fen(case) > 0) is (days > 0)


def test_no_debtor_of_a_lesson_is_one_of_the_sample() -> None:
    assert LESSONS
    assert not set(LESSONS) & set(sample.load().debtors["debtor_id"])


@pytest.mark.parametrize("debtor_id", LESSONS)
def test_a_lessons_file_is_named_after_its_debtor(debtor_id: str) -> None:
    raw = json.loads((practice.folder() / f"{debtor_id}.json").read_text("utf-8"))

    assert practice.case(debtor_id).id == debtor_id
    assert Case.from_dict(raw["case"]).to_dict() == raw["case"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"flags"', '"plants"', "flags"),
        ('"income-overstated"', '"income-overrated"', "no flag"),
        ('"as_of": "2026-06-30"', '"as_of": "soon"', "as_of"),
        ('"case"', "", "cannot be read"),
    ],
)
def test_a_damaged_file_says_what_is_wrong(torn: Path, old: str, new: str, what: str) -> None:
    torn.write_text(torn.read_text("utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(DataError, match=what):
        practice.case("D110001")


def test_who_is_in_no_file_is_said() -> None:
    with pytest.raises(DataError, match="no debtor 'D999999', expected one from D000001 to"):
        practice.case("D999999")
