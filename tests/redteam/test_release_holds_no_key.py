"""Every byte that a learner is given, searched for what only the examiner may know."""

import base64
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest

from casebook.activities.casework.model import PlanTerms
from casebook.authoring import leaks
from casebook.authoring.leaks import Leak, Needle
from casebook.grading import bundle
from casebook.grading.keys import Keys, released_keys
from casebook.grading.packing import zipped
from casebook.grading.release import release
from casebook.portfolio import pool
from casebook.portfolio.pool import Variant
from casebook.text import Language
from course.demo import fresh_course
from course.learners import ASSIGNMENT

HERE = Path(__file__).parents[2]
SMALL = 1_000
SECRET = bytes(range(32)).hex()
ROOT_FILES = ("pyproject.toml", "README.md", ".gitignore", bundle.LOCK, *bundle.LICENCES)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """A released course in a repository of its own, so that it can be bundled."""
    root = tmp_path_factory.mktemp("repository")
    for name in (*ROOT_FILES, "source", "workbooks", "datasets"):
        (root / name).symlink_to(HERE / name)
    course = fresh_course(root / "assessments")
    # Not drawn afresh: an answer such as 1234.56 may stand in a bundle by chance.
    (course.folder / "keys" / "course.secret").write_text(f"{SECRET}\n", encoding="ascii")
    release(course, ASSIGNMENT, variants=6)
    return released_keys(course, ASSIGNMENT)


@pytest.fixture(scope="module")
def released(keys: Keys) -> Path:
    return keys.course.release(ASSIGNMENT)


@pytest.fixture(scope="module")
def needles(keys: Keys) -> tuple[Needle, ...]:
    """All that is sought: texts, lines and secret, authors' own ids, and each variant's answers."""
    sought = [*leaks.needles(keys.course.folder / "keys"), *own_ids(keys)]
    for number in range(keys.variants):
        sought += answers(keys, number)
    return tuple({needle.text: needle for needle in sought}.values())


def own_ids(keys: Keys) -> Iterator[Needle]:
    """What the author calls an option or a known error often says whether it is right."""
    for item in keys.quiz.items:
        for name in (item.id, *(option.id for option in getattr(item, "options", ()))):
            if "-" in name:
                yield Needle(name.encode(), f"quiz: {name}")
    for task in keys.casework.tasks:
        for mistake in task.mistakes:
            yield Needle(json.dumps(mistake.id).encode(), f"{task.id}: {mistake.id}")


def answers(keys: Keys, number: int) -> Iterator[Needle]:
    """Yield one variant's right answers, as a program or a page would write them down."""
    for task, reference in keys.casework_key(number).references.items():
        whose = f"variant {number}: {task}"
        right = reference.answer
        if isinstance(right, PlanTerms):
            yield from figures(task, right.monthly_at_most, whose)
        elif isinstance(right, tuple):
            for between in (", ", ",", " "):
                for mark in ('"', "'", ""):
                    named = between.join(f"{mark}{flag}{mark}" for flag in right)
                    yield from assigned("planted", named, whose)
                    yield from assigned(task, named, whose)
                    yield from assigned(task, f"[{named}]", whose)
        else:
            yield from figures(task, right, whose)


def figures(task: str, right: float, whose: str) -> Iterator[Needle]:
    """Yield a figure after its task's name and, where it cannot stand there by chance, alone."""
    names = (task, "answer", "reference") if right >= SMALL else (task,)
    for said in {f"{right}", f"{right:.2f}", f"{right:,.2f}", f"{right:g}"}:
        for name in names:
            yield from assigned(name, said, whose)
    # The amount overdue may well be what a client once promised.
    if right >= SMALL and right != round(right) and task != "overdue_amount":
        yield Needle(f"{right:.2f}".encode(), whose)


def assigned(name: str, value: str, whose: str) -> Iterator[Needle]:
    for way in ('"{}": {}', '"{}":{}', "'{}': {}", "{} = {}", "{}={}", "{}: {}", "{},{}"):
        yield Needle(way.format(name, value).encode(), whose)


def cases_in(folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(folder / "cases.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def flags_named(keys: Keys, case: bytes) -> set[str]:
    known = {choice.id for choice in keys.casework.task("red_flags").choices}
    return {flag for flag in known if flag.encode() in case}


# The release


def test_there_is_something_to_look_for_of_every_kind(needles: tuple[Needle, ...]) -> None:
    kinds = ("quiz.yaml", "casework.yaml", "solutions.py", "course.secret", "quiz: ", "variant 5: ")

    for kind in kinds:
        assert [needle for needle in needles if kind in needle.whose], kind


def test_the_release_holds_no_key(released: Path, needles: tuple[Needle, ...]) -> None:
    assert list(leaks.scan(released, needles)) == []


def test_the_release_holds_the_notebook_the_activities_and_the_cases_alone(released: Path) -> None:
    assert {path.name for path in released.rglob("*")} == {
        f"{ASSIGNMENT}.ipynb",
        "assignment.json",
        "cases.zip",
    }


def test_the_released_notebook_has_no_output_and_no_metadata_beyond_the_known(
    released: Path,
) -> None:
    notebook = nbformat.read(released / f"{ASSIGNMENT}.ipynb", as_version=4)

    assert set(notebook.metadata) <= {"casebook", "kernelspec", "language_info"}
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert not cell.get("attachments")
        assert set(cell.metadata) <= {"casebook", "nbgrader", "tags", "editable", "deletable"}
        assert set(cell.metadata.get("casebook", {})) <= {"activity", "task", "criterion"}


def test_right_options_look_like_wrong_ones(released: Path, keys: Keys) -> None:
    public = json.loads((released / "assignment.json").read_text("utf-8"))
    places = []
    for item in next(a for a in public["activities"] if a["kind"] == "quiz")["items"]:
        assert {frozenset(option) for option in item["options"]} <= {frozenset({"id", "text"})}
        ids = [option["id"] for option in item["options"]]
        assert ids == sorted(ids) or item["kind"] == "true-false"  # yes stands before no
        if not ids:
            continue  # a number
        own = {option.id: option.right for option in keys.quiz_key.items[item["id"]].options}
        marks = [own[keys.quiz_key.parts[item["id"]][o["id"]]] for o in item["options"]]
        places += [marks.index(True)] if item["kind"] == "single" else []

    assert len(set(places)) > 1


def test_no_case_names_a_flag(released: Path, keys: Keys) -> None:
    cases = cases_in(released)

    assert len(cases) == keys.variants == 6
    for name, case in cases.items():
        assert flags_named(keys, case) == set(), name
        assert b"planted" not in case


def test_the_list_of_flags_is_the_same_for_every_learner(released: Path, keys: Keys) -> None:
    """Flag ids stand in the vocabulary, once each, and in the notebook's example alone."""
    public = (released / "assignment.json").read_bytes()

    for choice in keys.casework.task("red_flags").choices:
        assert public.count(b'"' + choice.id.encode() + b'"') == 1


# The bundle


@pytest.fixture(scope="module")
def bundled(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = keys.course.folder.parent
    return bundle.build(root, tmp_path_factory.mktemp("bundle"), languages=tuple(Language))


def test_the_bundle_with_the_release_in_it_holds_no_key(
    bundled: Path, needles: tuple[Needle, ...]
) -> None:
    assert (bundled / "assignments" / ASSIGNMENT / "cases.zip").is_file()
    # Practice ships with its feedback and its planted flags, so that fields tell nothing here.
    assert list(leaks.scan(bundled, needles, fields=False)) == []


def test_no_file_of_the_bundle_ties_an_exam_s_case_to_flags(bundled: Path, keys: Keys) -> None:
    exam = [variant.case.id for variant in keys.pool]
    tied = re.compile("|".join(exam).encode())

    for name, content in unpacked(bundled):
        if tied.search(content) and "cases.zip" not in name:
            pytest.fail(f"{name} names a case of the exam")


def unpacked(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".whl", ".zip"):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}!{name}", archive.read(name)
        elif path.is_file():
            yield path.name, path.read_bytes()


# The search can fail


def in_a_side_file(folder: Path, text: bytes) -> None:
    (folder / "notes.txt").write_bytes(b"before\n" + text + b"\nafter")


def in_a_case(folder: Path, text: bytes) -> None:
    cases = cases_in(folder)
    cases["003.json"] = cases["003.json"].replace(b"{", b'{"x": "' + text.hex().encode() + b'", ')
    (folder / "cases.zip").write_bytes(zipped(cases))


def in_a_cell_s_metadata(folder: Path, text: bytes) -> None:
    path = folder / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[3].metadata["note"] = base64.b64encode(text).decode()
    nbformat.write(notebook, path)


def in_an_output(folder: Path, text: bytes) -> None:
    path = folder / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    data = {"application/json": {"said": text.decode("latin-1").encode("latin-1").hex()}}
    cell.outputs = [nbformat.v4.new_output("display_data", data)]
    nbformat.write(notebook, path)


KINDS = (
    "quiz.yaml: ",
    "casework.yaml: ",
    "solutions.py",
    "course.secret",
    "quiz: ",
    "variant 2: verified_income",
    "variant 3: red_flags",
    "variant 4: plan",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("plant", [in_a_side_file, in_a_case, in_a_cell_s_metadata, in_an_output])
def test_a_planted_leak_of_each_kind_is_found(
    plant: Any, kind: str, released: Path, needles: tuple[Needle, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "release"
    shutil.copytree(released, folder)
    of_kind = [needle for needle in needles if kind in needle.whose]
    needle = max(of_kind, key=lambda one: len(one.text))

    plant(folder, needle.text * (1 if len(needle.text) > 24 else 5))

    assert needle.whose in {leak.whose for leak in leaks.scan(folder, (needle,))}


@pytest.mark.parametrize("field", ["right", "planted", "feedback"])
def test_a_key_s_field_in_a_case_is_found(field: str, released: Path, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    shutil.copytree(released, folder)
    cases = cases_in(folder)
    cases["001.json"] = json.dumps(json.loads(cases["001.json"]) | {field: []}).encode()
    (folder / "cases.zip").write_bytes(zipped(cases))

    assert Leak("cases.zip!001.json", f'field "{field}"') in list(leaks.scan(folder, ()))


def test_a_flag_named_in_a_case_is_found(released: Path, keys: Keys) -> None:
    case = cases_in(released)["000.json"]

    assert flags_named(keys, case + b' "name-mismatch"') == {"name-mismatch"}


# Nothing of a case but its evidence says what was planted

MOST = 0.5  # by chance, among some thousand features of 300 cases, 0.36

#: Where evidence itself shows as form: whether all payers bear one name, or no debt was stated.
EVIDENCE = {
    "third-party-payer": ("payments[].payer_name",),
    "undisclosed-debts": ("debtor.stated_debts", "loans"),
}


@pytest.fixture(scope="module")
def variants() -> tuple[Variant, ...]:
    return pool.draw(b"a secret of this test".ljust(32), ASSIGNMENT, 300)


def features(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield what can be said of a case's form, whatever it says."""
    if isinstance(value, dict):
        yield path, f"keys {tuple(value)}"
        for name, inner in value.items():
            yield from features(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list | tuple):
        if value and isinstance(value[0], dict):
            yield from of_rows(value, path)
        for inner in value:
            yield from features(inner, f"{path}[]")
    else:
        yield path, f"type {type(value).__name__}"
        yield from of_text(value, path) if isinstance(value, str) else ()
        if isinstance(value, int):
            yield path, f"round {value % 100 == 0}"


def of_rows(rows: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield the order of rows by each column, and whether their ids leave gaps."""
    for name in rows[0]:
        column = [row.get(name) for row in rows]
        if len({type(one) for one in column}) == 1 and isinstance(column[0], str | int):
            order = (column == sorted(column), column == sorted(column, reverse=True))
            yield f"{path}[].{name}", f"order {order}"
        if name.endswith("_id"):
            numbers = [int(re.sub(r"\D", "", str(one))) for one in column]
            steps = {after - before for before, after in pairwise(numbers)}
            yield f"{path}[].{name}", f"steps {sorted(steps)}"


def of_text(text: str, path: str) -> Iterator[tuple[str, str]]:
    yield path, f"ascii {text.isascii()}"
    yield path, f"trimmed {text == text.strip()}"
    yield path, f"full-width {any('！' <= sign <= '～' for sign in text)}"
    if text.isascii():
        yield path, f"length {len(text)}"


def tells(variants: Any, cases: list[Any]) -> list[tuple[str, str, str]]:
    """Return each feature of form that goes with a flag more often than chance would have it."""
    found = [set(features(case)) for case in cases]
    every = set().union(*found)
    flags = sorted(set().union(*(variant.planted for variant in variants)))
    told = []
    for flag in flags:
        have = [one for one, v in zip(found, variants, strict=True) if flag in v.planted]
        lack = [one for one, v in zip(found, variants, strict=True) if flag not in v.planted]
        for feature in every:
            shares = [sum(feature in one for one in group) / len(group) for group in (have, lack)]
            if abs(shares[0] - shares[1]) > MOST:
                told.append((flag, *feature))
    return told


def test_the_form_of_a_case_does_not_tell_what_was_planted(variants: tuple[Variant, ...]) -> None:
    found = tells(variants, [variant.case.to_dict() for variant in variants])
    beyond = [
        (flag, where, what)
        for flag, where, what in found
        if not any(place in where for place in EVIDENCE.get(flag, ()))
    ]

    assert beyond == []


def test_documents_have_the_same_keys_in_every_case(variants: tuple[Variant, ...]) -> None:
    shapes: dict[str, set[tuple[str, ...]]] = {}
    for variant in variants:
        for document in variant.case.to_dict()["documents"]:
            shapes.setdefault(document["kind"], set()).add(tuple(document["body"]))
        kinds = tuple(document.kind for document in variant.case.documents)
        shapes.setdefault("documents", set()).add(kinds)

    assert {name: len(found) for name, found in shapes.items()} == dict.fromkeys(shapes, 1)


def test_the_member_of_the_archive_does_not_tell_what_was_planted(released: Path) -> None:
    with zipfile.ZipFile(BytesIO((released / "cases.zip").read_bytes())) as archive:
        members = archive.infolist()

    assert [one.filename for one in members] == [f"{n:03}.json" for n in range(len(members))]
    assert {(one.date_time, one.extra, one.comment, one.external_attr) for one in members} == {
        ((1980, 1, 1, 0, 0, 0), b"", b"", 0o644 << 16)
    }


def a_key_more(case: Any) -> Any:
    return case | {"contracts": [case["contracts"][0] | {"checked": True}]}


def a_figure_as_a_float(case: Any) -> Any:
    return case | {"account": case["account"] | {"disbursed_fen": 1.0}}


def papers_the_other_way_round(case: Any) -> Any:
    return case | {"documents": case["documents"][::-1]}


def a_gap_in_the_ids(case: Any) -> Any:
    *rows, last = case["contacts"]
    return case | {"contacts": [*rows, last | {"contact_id": last["contact_id"] + "7"}]}


@pytest.mark.parametrize(
    "spoil", [a_key_more, a_figure_as_a_float, papers_the_other_way_round, a_gap_in_the_ids]
)
def test_a_tell_in_the_form_would_be_found(spoil: Any, variants: tuple[Variant, ...]) -> None:
    flag, some = "identity-expired", variants[:120]
    cases = [spoil(v.case.to_dict()) if flag in v.planted else v.case.to_dict() for v in some]

    assert [one for one in tells(some, cases) if one[0] == flag]
