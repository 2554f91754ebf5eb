"""The table for spreadsheets, and what the command writes where."""

import csv

from casebook import cli
from casebook.reporting import report
from reporting.classes import ASSIGNMENT, enrol, full_parts, give


def lines(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_has_a_line_for_each_learner_and_task_rubrics_too(course):
    give(course, "ann", full_parts(), facts=["late by a day"], marks={"script-tone": 2})
    enrol(course, "bo")

    found = {
        (line["learner"], line["task"]): line for line in lines(report.write(course, ASSIGNMENT))
    }

    assert len(found) == 2 * 7
    assert found["ann", "script-tone"]["manual_points"] == "2.0"
    assert found["ann", "script-law"]["needs_review"] == "True"
    assert found["ann", "income"]["facts"] == "late by a day"
    assert found["bo", "quiz"]["status"] == "not-submitted"


def test_a_cell_that_looks_like_a_formula_is_made_harmless(course):
    give(course, "ann", full_parts(), facts=["=1+1"])

    assert lines(report.write(course, ASSIGNMENT))[0]["facts"] == "'=1+1"


def test_the_command_writes_a_table_and_a_page_in_each_language(course, capsys):
    code = cli.main(["report", ASSIGNMENT, "--course", str(course.folder)])

    written = sorted(path.name for path in (course.folder / "reports").iterdir())
    assert code == 0
    assert written == [f"{ASSIGNMENT}.{kind}" for kind in ("csv", "en.html", "zh.html")]
    assert capsys.readouterr().out.splitlines()[0].endswith(".csv")


def test_the_command_writes_one_language_where_it_is_told(course, tmp_path):
    given = ["--course", str(course.folder), "--language", "zh", "--output", str(tmp_path / "out")]

    assert cli.main(["report", ASSIGNMENT, *given]) == 0

    page = (tmp_path / "out" / f"{ASSIGNMENT}.zh.html").read_text("utf-8")
    assert not (tmp_path / "out" / f"{ASSIGNMENT}.en.html").exists()
    assert "hreflang" not in page
