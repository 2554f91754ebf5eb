"""The store of statuses, facts and criterion feedback, beside the gradebook.

nbgrader's gradebook owns points, overrides and comments; what it has no place for is kept here, by
a fingerprint of the hand-in and the keys it was graded with.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from casebook.activities.authored import structure, unstructure
from casebook.activities.nouns import NEED_A_PERSON, Criterion, Status
from casebook.grading.verdict import GradedSubmission, PartVerdict

_SCHEMA = """
CREATE TABLE IF NOT EXISTS grading (
    assignment TEXT NOT NULL,
    learner TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    variant INTEGER NOT NULL,
    seal TEXT NOT NULL,
    facts TEXT NOT NULL,
    graded_at TEXT NOT NULL,
    is_entered INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (assignment, learner)
);
CREATE TABLE IF NOT EXISTS verdict (
    assignment TEXT NOT NULL,
    learner TEXT NOT NULL,
    grade_id TEXT NOT NULL,
    status TEXT NOT NULL,
    points REAL NOT NULL,
    max_points REAL NOT NULL,
    criteria TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (assignment, learner, grade_id)
);
"""

_COLUMNS = "learner, grade_id, status, points, max_points, facts, criteria"

#: What a person should mark was written anew since it was last graded.
REWRITTEN = "written anew since it was last graded; a mark given before was for another text"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is on record of one part of one hand-in."""

    learner: str
    grade_id: str
    status: Status
    points: float
    max_points: float
    facts: tuple[str, ...]
    criteria: tuple[Criterion, ...] = ()

    @property
    def is_rewritten(self) -> bool:
        """Whether a mark that a person gave may have been for another text."""
        return REWRITTEN in self.facts

    @property
    def needs_a_person(self) -> bool:
        """Whether an instructor should look before the points stand."""
        return self.status in NEED_A_PERSON


def _bring_up(database: sqlite3.Connection) -> None:
    """Add the columns that a store of an earlier version does not have."""
    known = {row[1] for row in database.execute("PRAGMA table_info(grading)")}
    if "is_entered" not in known:
        database.execute("ALTER TABLE grading ADD COLUMN is_entered INTEGER NOT NULL DEFAULT 1")


def _facts(part: PartVerdict, before: Outcome | None) -> tuple[str, ...]:
    """Return the facts of a part; one that a person marks says if it was written anew."""
    if before is None or part.status not in NEED_A_PERSON:
        return part.facts
    given = [criterion.given for criterion in part.criteria]
    was_given = [criterion.given for criterion in before.criteria]
    is_rewritten = any(was_given) and (given != was_given or before.is_rewritten)
    return (*part.facts, *((REWRITTEN,) if is_rewritten else ()))


class Outcomes:
    """The store at `path`, made on first use.

    A grading is first saved, then entered in the gradebook, then noted here as entered: one that
    never was is entered anew by whoever grades next.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._is_made = path, False

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=30)) as database:
            if not self._is_made:
                database.executescript(_SCHEMA)
                _bring_up(database)
                self._is_made = True
            with database:
                yield database

    def save(self, graded: GradedSubmission) -> dict[str, Outcome]:
        """Put one graded hand-in on record; return what stood there for that learner before."""
        who = (graded.assignment, graded.learner)
        before = self.of_learner(*who)
        parts = [replace(one, facts=_facts(one, before.get(one.grade_id))) for one in graded.parts]
        with self._open() as database:
            database.execute("DELETE FROM verdict WHERE assignment = ? AND learner = ?", who)
            database.execute(
                "INSERT OR REPLACE INTO grading VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                (
                    *who,
                    graded.fingerprint,
                    graded.variant,
                    graded.seal,
                    json.dumps(graded.facts, ensure_ascii=False),
                    datetime.now(UTC).isoformat(timespec="seconds"),
                ),
            )
            database.executemany(
                "INSERT INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        *who,
                        part.grade_id,
                        part.status,
                        part.points,
                        part.max_points,
                        json.dumps(unstructure(part.criteria), ensure_ascii=False),
                        json.dumps(part.facts, ensure_ascii=False),
                    )
                    for part in parts
                ],
            )
        return before

    def note_entered(self, assignment: str, learner: str) -> None:
        """Note that a learner's points stand in the gradebook."""
        with self._open() as database:
            database.execute(
                "UPDATE grading SET is_entered = 1 WHERE assignment = ? AND learner = ?",
                (assignment, learner),
            )

    def forget(self, assignment: str, learner: str) -> None:
        """Let a learner's hand-in be graded anew, whatever is on record."""
        with self._open() as database:
            database.execute(
                "UPDATE grading SET fingerprint = '' WHERE assignment = ? AND learner = ?",
                (assignment, learner),
            )

    def unentered(self, assignment: str) -> dict[str, str]:
        """Return the fingerprints of gradings that were not noted as entered, by learner."""
        with self._open() as database:
            return dict(
                database.execute(
                    "SELECT learner, fingerprint FROM grading"
                    " WHERE assignment = ? AND NOT is_entered",
                    (assignment,),
                ).fetchall()
            )

    def fingerprint(self, assignment: str, learner: str) -> str | None:
        """Return what the learner's grading on record was made from."""
        with self._open() as database:
            row = database.execute(
                "SELECT fingerprint FROM grading WHERE assignment = ? AND learner = ?",
                (assignment, learner),
            ).fetchone()
        return row[0] if row else None

    def facts(self, assignment: str) -> dict[str, tuple[str, ...]]:
        """Return the facts about each hand-in of `assignment`, by learner."""
        with self._open() as database:
            rows = database.execute(
                "SELECT learner, facts FROM grading WHERE assignment = ?", (assignment,)
            ).fetchall()
        return {learner: tuple(json.loads(facts)) for learner, facts in rows}

    def read(self, assignment: str) -> dict[tuple[str, str], Outcome]:
        """Return every outcome of `assignment`, by learner and grade id."""
        with self._open() as database:
            rows = database.execute(
                f"SELECT {_COLUMNS} FROM verdict WHERE assignment = ?",  # noqa: S608 - our own words
                (assignment,),
            ).fetchall()
        return {(who, name): self._outcome(who, name, *rest) for who, name, *rest in rows}

    def of_learner(self, assignment: str, learner: str) -> dict[str, Outcome]:
        """Return the outcomes of one learner's hand-in, by grade id."""
        with self._open() as database:
            rows = database.execute(
                f"SELECT {_COLUMNS} FROM verdict WHERE assignment = ? AND learner = ?",  # noqa: S608
                (assignment, learner),
            ).fetchall()
        return {name: self._outcome(who, name, *rest) for who, name, *rest in rows}

    def _outcome(
        self,
        learner: str,
        name: str,
        status: str,
        points: float,
        most: float,
        facts: str,
        criteria: str,
    ) -> Outcome:
        where = f"{self.path}: {name} of {learner}"
        told = structure(json.loads(criteria), tuple[Criterion, ...], where)
        return Outcome(learner, name, Status(status), points, most, tuple(json.loads(facts)), told)
