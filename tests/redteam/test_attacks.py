"""The red team's course: every attack is handed in, the batch is graded once, and all is counted.

The attacks are in `forge`, `escape`, `exhaust` and `corrupt`; honest work that looks odd is in
`innocent`. Whether an attack came off is seen from outside wherever it can be. With `-k` only the
attacks that are asked for are handed in.
"""

import csv
import json
import os
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from casebook.grading.course import CONFIG
from casebook.grading.grade import Graded, grade
from casebook.grading.keys import released_keys
from casebook.grading.outcomes import Outcomes
from casebook.grading.release import api, release
from casebook.grading.sandbox import Seal, strongest_seal, warm
from casebook.reporting import report
from course.demo import fresh_course
from course.learners import ASSIGNMENT
from redteam import corrupt, escape, exhaust, forge, innocent, watch
from redteam.attack import BROKE, MARK, Attack, Ground

ATTACKS = (*forge.ATTACKS, *escape.ATTACKS, *exhaust.ATTACKS, *corrupt.ATTACKS)
INNOCENTS = innocent.ATTACKS

#: Small, so that what goes past them does so soon; an innocent's work stays well below.
LIMITS = {
    "cell_s": 8,
    "notebook_s": 40,
    "processor_s": 20,
    "memory_bytes": 2 << 30,
    "file_bytes": 16 << 20,
    "processes": 48,
    "disk_bytes": 64 << 20,
    "disk_files": 4_000,
    "outputs_bytes": 4_000_000,
}
#: The most that one hand-in may take, with the work before and after it on a busy machine.
HAND_IN_S = 100
#: The most that a page of feedback may take.
PAGE_S = 30
#: The most that the graded files of one hand-in may fill on the disk.
ROOM_BYTES = 130 << 20
MOST_READ = 64 << 20
CANARY = "not sung\n"

pytestmark = pytest.mark.slow
each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=str)


class HungError(Exception):
    """A hand-in held up the batch."""


@dataclass
class Aftermath:
    """What was found once all was graded."""

    ground: Ground
    secrets: tuple[bytes, ...]
    attacks: tuple[Attack, ...]
    results: dict[str, Graded] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    stopped: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    touched: dict[str, object] = field(default_factory=dict)

    def made_for(self, name: str) -> Iterator[tuple[Path, bytes]]:
        """Yield every file that grading a hand-in made, with what is in it."""
        for part in ("autograded", "feedback"):
            for root, _, names in os.walk(self.ground.course.folder / part / name):
                for path in (Path(root, one) for one in names):
                    with path.open("rb") as file:
                        yield path, file.read(MOST_READ)

    def gained(self, name: str) -> float:
        """Return the points that a hand-in got, in the results or in the gradebook."""
        told = self.results[name].points if name in self.results else 0
        return max(told, self.scores.get(name, 0))

    def outputs(self, name: str) -> str:
        """Return what the cells of a hand-in showed, as the graded notebook tells it."""
        path = self.ground.course.autograded(ASSIGNMENT, name) / f"{ASSIGNMENT}.ipynb"
        if not path.is_file():
            return ""
        notebook = json.loads(path.read_text("utf-8"))
        shown = [cell.get("outputs", []) for cell in notebook["cells"]]
        return json.dumps(shown, ensure_ascii=False)

    def read_by(self, name: str) -> list[str]:
        """Return where something secret stands in what was made of a hand-in."""
        told = [(Path("facts"), repr(self.results.get(name)).encode())]
        outcomes = Outcomes(self.ground.course.outcomes).read(ASSIGNMENT)
        told += [
            (Path("outcomes"), repr(o).encode()) for (who, _), o in outcomes.items() if who == name
        ]
        every = (*told, *self.made_for(name))
        return [str(path) for path, held in every if any(one in held for one in self.secrets)]


# The ground, and the one batch


@pytest.fixture(scope="module")
def aftermath(request: pytest.FixtureRequest) -> Iterator[Aftermath]:
    """Hand in what is asked for, grade it once, and look around before it is tidied away."""
    if strongest_seal() is Seal.NONE:
        pytest.skip("nothing can seal a hand-in on this machine")
    chosen = asked_for(request.session.items)
    with watch.open_folder("casebook-attacked-") as top, prepared(top) as (ground, doors):
        for attack in chosen:
            attack.build(ground)
        known = (ground.secret, ground.course.secret().hex())
        found = Aftermath(ground, tuple(one.encode() for one in known), chosen)
        with watch.own_temporary_folder(top / "tmp") as temporary:
            warm.close()
            grade_all(found)
            warm.close()
            time.sleep(5)  # for what may have been left to write later
            found.touched = {
                "doors that were knocked at": doors.knocked(),
                "processes left running": watch.left_processes(),
                "files left on the host": watch.left_files(),
                "files left by the grader": sorted(p.name for p in temporary.iterdir()),
                "the canary's folder": canary_changes(ground.canary),
                "files left in the course": [
                    *ground.course.folder.glob("later"),
                    *ground.course.folder.glob("autograded/*/.staging-*"),
                ],
                "the decoy ended": not watch.is_running(ground.decoy),
            }
            make_pages(found)
        yield found


def asked_for(items: list[pytest.Item]) -> tuple[Attack, ...]:
    """Return the attacks that the tests to be run are about, and one innocent to be read."""
    named = {
        item.callspec.params["attack"].name  # type: ignore[attr-defined]
        for item in items
        if "attack" in getattr(getattr(item, "callspec", None), "params", {})
    } or {attack.name for attack in (*ATTACKS, *INNOCENTS)}
    named.add(innocent.NEIGHBOUR)
    return tuple(attack for attack in (*ATTACKS, *INNOCENTS) if attack.name in named)


@contextmanager
def prepared(top: Path) -> Iterator[tuple[Ground, watch.Doors]]:
    """Lay out a released course and the bait around it."""
    secret = f"bait-{secrets.token_hex(4)}-{secrets.token_hex(32)}"
    course = fresh_course(top / "course")
    with (course.folder / CONFIG).open("a") as file:
        file.write(f"\nc.Casebook.limits = {LIMITS!r}\n")
    secret_file = course.folder / "keys" / "notes-on-keys.txt"
    secret_file.write_text(f"{secret}\n")
    release(course, ASSIGNMENT, variants=12)
    canary = top / "canary"
    canary.mkdir()
    (canary / "canary.txt").write_text(CANARY)
    for path in (canary, canary / "canary.txt"):
        path.chmod(0o777)
    door, abstract = top / "door", f"{MARK}-{os.getpid()}"
    with ExitStack() as stack:
        stack.callback(watch.left_files)
        stack.callback(watch.left_processes)
        os.environ["REDTEAM_BAIT"] = secret
        stack.callback(os.environ.pop, "REDTEAM_BAIT")
        process = stack.enter_context(watch.decoy(secret))
        doors = stack.enter_context(watch.doors(door, abstract))
        ground = Ground(
            course=course,
            keys=released_keys(course, ASSIGNMENT),
            secret=secret,
            secret_file=secret_file,
            neighbour=innocent.NEIGHBOUR,
            canary=canary,
            port=doors.port,
            socket=door,
            abstract=abstract,
            decoy=process.pid,
            grader=os.getpid(),
            pid_namespace=Path("/proc/self/ns/pid").stat().st_ino,
        )
        yield ground, doors


def grade_all(found: Aftermath) -> None:
    """Grade the batch; where that stops, tell why, and grade the others one by one."""
    course = found.ground.course
    stops = take(found, grade(course, ASSIGNMENT))
    for attack in found.attacks if stops else ():
        if attack.name in found.results:
            continue
        if stops := take(found, grade(course, ASSIGNMENT, learner=attack.name)):
            found.stopped[attack.name] = stops
    with Gradebook(course.db_url, course.id) as gradebook:
        for one in gradebook.assignment_submissions(ASSIGNMENT):
            found.scores[one.student_id] = one.score


def take(found: Aftermath, batch: Iterator[Graded]) -> str:
    """Take results as they come, each in its time; return what stopped the batch, if anything."""
    began = time.monotonic()
    try:
        while True:
            with broken_off_after(2 * HAND_IN_S):
                one = next(batch, None)
            if one is None:
                return ""
            found.results[one.learner] = one
            found.seconds[one.learner], began = time.monotonic() - began, time.monotonic()
    except Exception as error:  # noqa: BLE001 - whatever it is, the batch should have gone on
        return f"{type(error).__name__}: {error}"


@contextmanager
def broken_off_after(seconds: int) -> Iterator[None]:
    """Raise an error in what takes longer, so that one hand-in does not hold up the tests."""

    def break_off(*_: object) -> None:
        raise HungError(f"took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, break_off)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def canary_changes(folder: Path) -> list[str]:
    """Return what is not as it was laid out."""
    changes = [path.name for path in folder.iterdir() if path.name != "canary.txt"]
    own = folder / "canary.txt"
    if not own.is_file() or own.read_text() != CANARY:
        changes.append("canary.txt is another")
    if folder.stat().st_mode & 0o777 != 0o777:
        changes.append("its rights are others")
    return changes


def make_pages(found: Aftermath) -> None:
    """Make feedback for each hand-in, as nbgrader does, and the report."""
    course = found.ground.course
    for name in found.results:
        try:
            with broken_off_after(PAGE_S):
                made = api(course).generate_feedback(ASSIGNMENT, name)
        except HungError as error:
            found.failed[name] = str(error)
        else:
            if not made["success"]:
                found.failed[name] = str(made.get("error", ""))
    report.publish(course, ASSIGNMENT, today=date(2026, 7, 1))


# Each attack


@each_attack
def test_an_attack_earns_nothing(aftermath: Aftermath, attack: Attack) -> None:
    assert aftermath.gained(attack.name) == 0


@each_attack
def test_an_attack_does_not_stop_or_hold_up_the_batch(aftermath: Aftermath, attack: Attack) -> None:
    assert attack.name not in aftermath.stopped, aftermath.stopped[attack.name]
    one = aftermath.results[attack.name]

    assert not [fact for fact in one.facts if "the grader failed" in fact]
    assert one.max_points == 49, one.facts
    assert aftermath.seconds[attack.name] < HAND_IN_S


@each_attack
def test_an_attack_fills_no_disk(aftermath: Aftermath, attack: Attack) -> None:
    folder = aftermath.ground.course.autograded(ASSIGNMENT, attack.name)
    paths = [Path(root, name) for root, _, names in os.walk(folder) for name in names]

    assert sum(path.lstat().st_blocks * 512 for path in paths) < ROOM_BYTES


@each_attack
def test_an_attack_reads_nothing_secret(aftermath: Aftermath, attack: Attack) -> None:
    assert aftermath.read_by(attack.name) == []


@each_attack
def test_an_attack_gets_no_further_than_its_seal(aftermath: Aftermath, attack: Attack) -> None:
    shown = aftermath.outputs(attack.name)

    assert BROKE not in shown, shown[shown.find(BROKE) :][:300]


@each_attack
def test_an_attack_runs_nothing_where_it_is_read(aftermath: Aftermath, attack: Attack) -> None:
    assert attack.name not in aftermath.failed, aftermath.failed[attack.name][-300:]
    for path, held in aftermath.made_for(attack.name):
        if path.suffix == ".html" and path.stem == ASSIGNMENT:
            assert watch.Page(held.decode()).live == []


# Each innocent


@pytest.mark.parametrize("attack", INNOCENTS, ids=str)
def test_honest_work_gets_every_point(aftermath: Aftermath, attack: Attack) -> None:
    casework = aftermath.ground.keys.casework
    assert casework is not None

    assert aftermath.results[attack.name].points == sum(task.points for task in casework.tasks)
    assert attack.name not in aftermath.failed


# The whole


@pytest.mark.parametrize(
    "what",
    [
        "doors that were knocked at",
        "processes left running",
        "files left on the host",
        "files left by the grader",
        "files left in the course",
        "the canary's folder",
        "the decoy ended",
    ],
)
def test_the_host_is_as_it_was(aftermath: Aftermath, what: str) -> None:
    assert not aftermath.touched[what]


def test_the_report_runs_nothing(aftermath: Aftermath) -> None:
    folder = aftermath.ground.course.folder / "reports"
    with (folder / f"{ASSIGNMENT}.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]

    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
    for path in folder.glob("*.html"):
        assert watch.Page(path.read_text("utf-8")).live == []


def test_the_totals(aftermath: Aftermath) -> None:
    """Print the table that the whole comes to, and hold it to what is promised."""
    totals = count(aftermath)

    for name, value in totals.items():
        print(f"{name:28} {value}")
    assert len(ATTACKS) >= 50
    assert len(INNOCENTS) >= 8
    assert totals["points gained"] == 0
    assert totals["keys read"] == 0
    assert totals["batches stopped"] == 0
    assert totals["host touched"] == 0
    assert totals["innocents, % of points"] == 100


def count(aftermath: Aftermath) -> dict[str, Any]:
    """Return what the attackers got of all that they were after."""
    innocents = {attack.name for attack in INNOCENTS}
    mine = [a.name for a in aftermath.attacks if a.name not in innocents]
    honest = [aftermath.gained(a.name) for a in aftermath.attacks if a.name in innocents]
    casework = aftermath.ground.keys.casework
    most = sum(task.points for task in casework.tasks) if casework else 0
    return {
        "attacks": len(mine),
        "points gained": sum(map(aftermath.gained, mine)),
        "keys read": sum(bool(aftermath.read_by(name)) for name in mine),
        "batches stopped": len(aftermath.stopped),
        "host touched": sum(map(bool, aftermath.touched.values())),
        "seals broken": sum(BROKE in aftermath.outputs(name) for name in mine),
        "innocents": len(honest),
        "innocents, % of points": 100 * sum(honest) / (most * len(honest)),
    }
