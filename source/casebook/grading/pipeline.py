"""Grade one hand-in: run its code sealed off, score its answers with the keys, show the verdict.

The process that runs a learner's code holds no key; this one holds the keys and runs no learner's
code. Nothing here touches the gradebook.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

from casebook.activities import journal
from casebook.activities.casework.forms import is_blank
from casebook.activities.casework.publish import CaseworkKey
from casebook.activities.casework.score import score_task
from casebook.activities.dialogue import session as talks
from casebook.activities.dialogue.score import score as score_talk
from casebook.activities.nouns import Criterion, Plain, Status, gravest
from casebook.activities.quiz.score import score as score_quiz
from casebook.activities.script import score as scripts
from casebook.errors import GradingError
from casebook.grading import cells as making
from casebook.grading import present, submission
from casebook.grading.marking import Marking
from casebook.grading.restore import Part, Restored, parts, restore
from casebook.grading.sandbox import Ending, Run, run
from casebook.grading.sanitise import clean_cell, clean_outputs
from casebook.grading.submission import Parcel, Submission
from casebook.grading.verdict import GradedSubmission, PartVerdict
from casebook.text import Language, Text

_ENDED: dict[Ending, Status] = {
    Ending.CRASHED: Status.CRASHED,
    Ending.TIMED_OUT: Status.TIMED_OUT,
    Ending.KILLED: Status.CRASHED,
}

UNRUN = Text(
    "提交的笔记本无法打开，计算题的答案读不出来。请教师查看原始文件。",
    "The notebook handed in could not be opened, so computed answers could not be read. "
    "The instructor will look at the file itself.",
)
STOPPED = Text(
    "程序在给出这道题的答案之前就中止了。",
    "The program stopped before it gave an answer to this task.",
)


def fingerprint(work: Parcel, keys: Marking) -> str:
    """Return what a grading depends on: the hand-in and the keys, as one digest."""
    whole = f"{work.learner}\n{work.digest}\n{keys.digest}"
    return hashlib.sha256(whole.encode()).hexdigest()


def grade_submission(work: Parcel, keys: Marking) -> GradedSubmission:
    """Return the graded form of `work`, by the keys of its learner's variant.

    Raises
    ------
    GradingError
        Only for what is not the learner's doing: keys or release that do not fit.
    SetupError
        Nothing can seal the run on this machine.
    """
    with tempfile.TemporaryDirectory(prefix="casebook-") as scratch:
        handed_in = submission.unpack(work, _made(scratch, "handed-in"))
        restored = restore(keys.notebook, handed_in.notebook)
        ran = run(
            restored.notebook,
            _public_files(work, keys, _made(scratch, "public")),
            learner=work.learner,
            language=handed_in.language,
            limits=keys.limits,
            modules=keys.modules,
            allow_unsealed=keys.allow_unsealed,
        )
    given = _given(ran, restored)

    def criteria(part: Part) -> tuple[Criterion, ...]:
        if part.task is None:
            return _journal_criteria(keys, part, handed_in)
        return (_task_criterion(keys.casework, part.task, handed_in, ran, given),)

    verdicts = tuple(
        _verdict(part, criteria(part), handed_in, restored) for part in parts(keys.notebook)
    )
    return GradedSubmission(
        handed_in.learner,
        handed_in.assignment,
        fingerprint(work, keys),
        keys.variant,
        _shown(restored, ran, verdicts, handed_in, keys),
        verdicts,
        tuple(map(_sayable, (*handed_in.facts, *_run_facts(ran), *_cell_facts(restored)))),
        ran.seal,
        ran.cells_s,
    )


def _sayable(fact: str) -> str:
    """Return a fact in characters that can be written down, whatever the hand-in held."""
    return fact.encode("utf-8", "backslashreplace").decode("utf-8")


def _made(scratch: str, name: str) -> Path:
    folder = Path(scratch, name)
    folder.mkdir()
    return folder


def _public_files(work: Parcel, keys: Marking, folder: Path) -> Path:
    """Lay out the hand-in's own files, with the release's over them: a learner may edit theirs."""
    own = {
        name: data
        for name, data in work.files.items()
        if not name.endswith(".ipynb") and Path(name).parts[0] != journal.FOLDER
    }
    for name, data in (own | dict(keys.files)).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def _given(ran: Run, restored: Restored) -> dict[str, Plain]:
    """Return the last answer to each task; one from an original cell counts before a copy's."""
    from_copies: dict[str, Plain] = {}
    from_originals: dict[str, Plain] = {}
    for answer in ran.answers:
        if not is_blank(answer.value):
            is_copy = answer.cell in restored.copies
            (from_copies if is_copy else from_originals)[answer.name] = answer.value
    return from_copies | from_originals


def _verdict(
    part: Part,
    criteria: tuple[Criterion, ...],
    handed_in: Submission,
    restored: Restored,
) -> PartVerdict:
    points = round(sum(one.points for one in criteria), 2)
    facts: list[str] = []
    status = gravest(one.status for one in criteria)
    if part.grade_id in restored.put_back:
        facts.append(restored.fact(part.grade_id))
        status = Status.ALTERED if status is Status.GRADED else status
    if part.task is None and handed_in.journal.faults:
        facts.extend(handed_in.journal.faults)
        status = Status.NEEDS_REVIEW
    if talks.is_retold(handed_in.journal, part.activity):
        facts.append("the record holds other replies beside the talk; what was said first counts")
    if submission.is_anothers(handed_in):
        status = Status.NEEDS_REVIEW
    return PartVerdict(part.grade_id, points, part.points, status, criteria, tuple(facts))


def _journal_criteria(keys: Marking, part: Part, handed_in: Submission) -> tuple[Criterion, ...]:
    """Score what was clicked, said or written, which the journal holds."""
    answers, script = handed_in.journal, keys.script
    if keys.quiz and part.name == keys.quiz.id:
        return score_quiz(keys.quiz, answers.answer(part.activity)).criteria
    if keys.dialogue and part.name == keys.dialogue.id:
        said = talks.exam_answer(answers, part.activity)
        return score_talk(keys.dialogue, said).criteria
    if script and part.activity == script.id:
        text = answers.answer(script.id).values.get(scripts.TEXT)
        criterion = script.criterion(part.criterion or "")
        if criterion:
            return (scripts.score_criterion(criterion, text),)
        if part.criterion is None:
            return (scripts.written(script, text, handed_in.language),)
    raise GradingError(
        f"assignment {keys.assignment}",
        f"has a cell {part.grade_id} for {part.name}",
        "it among its keys",
    )


def _task_criterion(
    key: CaseworkKey | None,
    task: str,
    handed_in: Submission,
    ran: Run,
    given: Mapping[str, Plain],
) -> Criterion:
    if key is None or task not in key.tasks:
        raise GradingError(
            f"assignment {handed_in.assignment}",
            f'has a cell for the task "{task}"',
            "it in the keys",
        )
    criterion = score_task(key, task, given.get(task))
    if criterion.status is not Status.NOT_ANSWERED:
        return criterion
    if handed_in.notebook is None:
        return _unscored(criterion, Status.NEEDS_REVIEW, UNRUN)
    if ran.ending is not Ending.FINISHED:
        return _unscored(criterion, _ENDED[ran.ending], STOPPED)
    return criterion


def _unscored(criterion: Criterion, status: Status, why: Text) -> Criterion:
    return Criterion(criterion.id, criterion.title, 0, criterion.max_points, status, None, (why,))


def _shown(
    restored: Restored,
    ran: Run,
    verdicts: tuple[PartVerdict, ...],
    handed_in: Submission,
    keys: Marking,
) -> NotebookNode:
    """Return the notebook that instructor and learner see: the verdicts in, anything live out."""
    notebook = restored.notebook
    graded = {restored.places[verdict.grade_id]: verdict for verdict in verdicts}
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.outputs = clean_outputs(ran.outputs.get(place, []))
            cell.execution_count = ran.counts.get(place)
        if place not in restored.trusted:
            notebook.cells[place] = clean_cell(cell, place=place)
        if place in graded:
            # The metadata of a graded cell is the release's own, whoever wrote its source.
            notebook.cells[place].metadata = cell.metadata
            is_own = place in restored.trusted
            _show(notebook.cells[place], graded[place], handed_in.language, is_own=is_own)
    notebook.cells = [
        part
        for place, cell in enumerate(notebook.cells)
        if place not in restored.trusted or _is_in(handed_in.language, cell)
        for part in (cell, *_marker_notes(keys, cell, handed_in.language))
    ]
    return notebook


def _show(cell: NotebookNode, verdict: PartVerdict, language: Language, *, is_own: bool) -> None:
    """Put a verdict into its cell: a criterion's levels as text, else as the first output."""
    if cell.cell_type != "code":
        cell.source = present.levels(verdict.criteria[0], language)
        return
    kept = [] if is_own else cell.outputs
    cell.outputs = [present.output(verdict, language), *kept]


def _marker_notes(keys: Marking, cell: NotebookNode, language: Language) -> Iterator[NotebookNode]:
    """Yield what whoever marks a criterion should look for; feedback leaves it out."""
    name = cell.metadata.get("casebook", {}).get("criterion")
    criterion = keys.script.criterion(name) if keys.script and name else None
    if criterion:
        note = making.markdown(present.marker_note(criterion.look_for, language))
        note.metadata["casebook"] = {"for": "marker"}
        yield note


def _is_in(language: Language, cell: NotebookNode) -> bool:
    """Whether a cell of the release's own is for readers of `language`."""
    spoken = {str(other) for other in Language} & set(cell.metadata.get("tags", ()))
    return not spoken or language in spoken


def _run_facts(ran: Run) -> Iterator[str]:
    if ran.ending is not Ending.FINISHED:
        yield f"the notebook {ran.ending}: {ran.detail}"
    yield from ran.faults


def _cell_facts(restored: Restored) -> Iterator[str]:
    yield from map(restored.fact, restored.put_back)
    for name in sorted(set(restored.copies.values())):
        yield f"cell {name} was copied; the copy counts only where the original is blank"
