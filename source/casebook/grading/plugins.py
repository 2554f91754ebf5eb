"""Our cells in nbgrader's world: the preprocessors and the configuration that puts them in place.

With `configure(c)` in a course's nbgrader_config.py, plain `nbgrader generate_assignment`,
`autograde` and `generate_feedback` release, grade and report Casebook's activities.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.api import Gradebook
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    GetGrades,
    IncludeHeaderFooter,
    LockCells,
    NbGraderPreprocessor,
    SaveAutoGrades,
    SaveCells,
)
from nbgrader.utils import is_grade, is_task
from traitlets.config import Config

from casebook.activities import released as releases
from casebook.errors import GradingError
from casebook.grading import present, submission
from casebook.grading.course import Course, prepare_nbgrader
from casebook.grading.keys import Keys, case_bytes, released_keys
from casebook.grading.marking import marking_of
from casebook.grading.outcomes import Outcome, Outcomes
from casebook.grading.packing import zipped
from casebook.grading.pipeline import grade_submission
from casebook.grading.restore import parts
from casebook.grading.warming import modules_of

VARIANTS = 100


def configure(c: Config) -> None:
    """Put Casebook's preprocessors into a course's configuration."""
    prepare_nbgrader()
    c.GenerateAssignment.preprocessors = [
        IncludeHeaderFooter,
        RefuseJournals,
        LockCells,
        ClearOtherSolutions,
        ClearOutput,
        CheckCellMetadata,
        ComputeChecksums,
        SaveCells,
        ClearHiddenTests,
        ClearMarkScheme,
        ComputeChecksums,
        CheckCellMetadata,
        PublishActivities,
    ]
    c.Autograde.sanitize_preprocessors = [GradeActivities]
    c.Autograde.autograde_preprocessors = [SaveScores, AssignLatePenalties, CheckCellMetadata]
    c.GenerateFeedback.preprocessors = [ShowLearner, GetGrades, CSSHTMLHeaderPreprocessor]
    # Links in a hand-in would be followed when nbgrader copies its side files.
    c.Autograde.pre_convert_hook = drop_links


def drop_links(**_: Any) -> None:
    """Remove links from what was handed in, before nbgrader copies what they point at."""
    for path in Path("submitted").rglob("*"):
        if path.is_symlink():
            path.unlink()


class RefuseJournals(NbGraderPreprocessor):
    """Refuse to release an author's own answers or identity."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Pass the notebook on unless its folder holds what must not be released."""
        folder = Course(Path.cwd()).source(resources["nbgrader"]["assignment"])
        for stray in ("answers", "learner.json", releases.FILE, releases.CASES):
            if (folder / stray).exists():
                raise GradingError(
                    str(folder / stray),
                    "would be released to learners",
                    "only the notebook and what it needs",
                    "delete or move it, then release again",
                )
        return nb, resources


class ClearOtherSolutions(ClearSolutions):
    """Clear solutions as nbgrader does, but leave activity cells as their author wrote them."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Return the cell with its solution cleared, if it is not an activity."""
        if "activity" in cell.metadata.get("casebook", {}):
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)


class PublishActivities(NbGraderPreprocessor):
    """Write the public activities and the pool of cases beside the released notebook."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook with the release's files in `resources`."""
        if not parts(nb):
            return nb, resources
        course = Course(Path.cwd())
        variants = int(self.config.Casebook.get("variants", VARIANTS))
        keys = Keys(course, resources["nbgrader"]["assignment"], variants)
        _check_points(keys, nb)
        files = release_files(keys)
        resources.setdefault("outputs", {}).update(files)
        keys.seal(modules_of(nb, files))
        return nb, resources


def release_files(keys: Keys) -> dict[str, bytes]:
    """Return the public files of a release, by name."""
    cases = {
        releases.case_name(number): case_bytes(variant.case)
        for number, variant in enumerate(keys.pool)
    }
    return {releases.FILE: releases.encode(keys.publish()), releases.CASES: zipped(cases)}


def _check_points(keys: Keys, nb: Any) -> None:
    worth = dict(_worth(keys))
    for part in parts(nb):
        if worth.pop(part.name, None) != part.points:
            raise GradingError(
                f"{keys.assignment}.ipynb",
                f"cell {part.grade_id} stands for {part.name} with {part.points:g} points",
                "an activity of the keys with the same points",
                "mend the cell's metadata or the key",
            )
    if worth:
        raise GradingError(f"{keys.assignment}.ipynb", f"has no cell for {', '.join(worth)}")


def _worth(keys: Keys) -> Iterator[tuple[str, float]]:
    """Yield each part that the keys ask for, with its points; a text itself is worth none."""
    if keys.quiz:
        yield keys.quiz.id, sum(item.points for item in keys.quiz.items)
    if keys.casework:
        yield from ((f"{keys.casework.id}/{task.id}", task.points) for task in keys.casework.tasks)
    if keys.dialogue:
        yield keys.dialogue.id, keys.dialogue.points or 0
    if keys.script:
        yield keys.script.id, 0
        yield from ((f"{keys.script.id}/{one.id}", one.points) for one in keys.script.rubric)


class GradeActivities(NbGraderPreprocessor):
    """Grade a hand-in with Casebook's engine, in place of running it in a kernel."""

    def preprocess(self, _nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the graded notebook; statuses and feedback go on record."""
        told = resources["nbgrader"]
        course = Course(Path.cwd())
        keys = released_keys(course, told["assignment"])
        keys.check_seal()
        learner, assignment = told["student"], told["assignment"]
        work = submission.pack(course.submitted(assignment, learner), assignment, learner)
        graded = grade_submission(work, marking_of(keys).of_learner(keys, learner))
        Outcomes(course.outcomes).save(graded)
        return graded.notebook, resources


class SaveScores(SaveAutoGrades):
    """Save nbgrader's own grades, and for activity cells the points that the scorer gave.

    A manual score or comment is never touched.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Save every cell's points, and note that they are saved."""
        told = resources["nbgrader"]
        outcomes, who = Outcomes(Course(Path.cwd()).outcomes), (told["assignment"], told["student"])
        self._outcomes: Mapping[str, Outcome] = outcomes.of_learner(*who)
        saved = super().preprocess(nb, resources)
        outcomes.note_entered(*who)
        return saved

    def save_onto(self, page: Any, nb: Any, outcomes: Mapping[str, Outcome]) -> None:
        """Save every cell's points onto records at hand; whoever has them commits."""
        self.gradebook, self._outcomes = page, outcomes
        self.notebook_id = self.assignment_id = self.student_id = ""
        for place, cell in enumerate(nb.cells):
            self.preprocess_cell(cell, {}, place)

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Save the points of one cell."""
        if "activity" not in cell.metadata.get("casebook", {}):
            return super().preprocess_cell(cell, resources, cell_index)
        if is_grade(cell) or is_task(cell):
            self._save(cell.metadata.nbgrader["grade_id"], is_by_hand=is_task(cell))
        return cell, resources

    def _save(self, grade_id: str, *, is_by_hand: bool) -> None:
        """Save one part's points; a criterion that a person marks has none until then."""
        who = (self.notebook_id, self.assignment_id, self.student_id)
        outcome = self._outcomes[grade_id]
        grade = self.gradebook.find_grade(grade_id, *who)
        grade.auto_score = None if is_by_hand and outcome.needs_a_person else outcome.points
        is_settled = grade.manual_score is not None and not outcome.is_rewritten
        grade.needs_manual_grade = outcome.needs_a_person and not is_settled
        comment = self.gradebook.find_comment(grade_id, *who)
        comment.auto_comment = None
        self.gradebook.db.commit()


class ShowLearner(NbGraderPreprocessor):
    """Make of a graded notebook what its learner gets back.

    The notes for whoever marks are left out, and a criterion not marked yet says so: nbgrader
    would show it as nought.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook for the learner."""
        told = resources["nbgrader"]
        nb.cells = [c for c in nb.cells if c.metadata.get("casebook", {}).get("for") != "marker"]
        with Gradebook(told["db_url"]) as gradebook:
            found = gradebook.find_submission_notebook(
                told["notebook"], told["assignment"], told["student"]
            )
            open_ = {one.name for one in found.grades if one.auto_score is one.manual_score is None}
        for cell in filter(is_task, nb.cells):
            if cell.metadata.nbgrader["grade_id"] in open_:
                cell.source += f"\n\n*{present.UNMARKED}*"
        return nb, resources
