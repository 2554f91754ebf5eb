"""Score casework.

Codes: each right one earns its share, each wrong one takes one share away, never below nothing.
A plan: each of its four terms earns a quarter.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from casebook.activities.casework.forms import Payment, Read, is_blank, read
from casebook.activities.casework.model import PlanTerms, Reference, Task
from casebook.activities.casework.publish import CaseworkKey
from casebook.activities.nouns import Answer, Criterion, Plain, Score, Status
from casebook.activities.numbers import say_number
from casebook.text import Text

#: A share of the task's points, from 0 to 1, and what to say.
Verdict = tuple[float, tuple[Text, ...]]


def score(key: CaseworkKey, answer: Answer) -> Score:
    """Return the verdict on `answer`; whatever it holds, nothing is raised."""
    criteria = [score_task(key, task_id, answer.values.get(task_id)) for task_id in key.tasks]
    return Score(key.id, tuple(criteria))


def score_task(key: CaseworkKey, task_id: str, value: Plain) -> Criterion:
    """Return the verdict on one task."""
    task, reference = key.tasks[task_id], key.references[task_id]
    if is_blank(value):
        return _criterion(task, 0, Status.NOT_ANSWERED)
    given = read(task.form, task.choices, value)
    if isinstance(given, Text):
        return _criterion(task, 0, Status.GRADED, _say_raw(value), (given,))
    share, feedback = _verdict(task, reference, given)
    return _criterion(task, share, Status.GRADED, _say(task, given), feedback)


def _criterion(
    task: Task,
    share: float,
    status: Status,
    given: Text | None = None,
    feedback: tuple[Text, ...] = (),
) -> Criterion:
    points = round(task.points * share, 2)
    return Criterion(
        task.id, task.prompt, points, task.points, status, given, feedback, rules=task.rules
    )


def _verdict(task: Task, reference: Reference, given: Read) -> Verdict:
    right = reference.answer
    if isinstance(given, Decimal) and isinstance(right, float | int):
        return _judge_number(task, reference, given, right)
    if isinstance(given, frozenset) and isinstance(right, tuple):
        return _judge_codes(task, given, frozenset(right))
    if isinstance(given, tuple) and isinstance(right, PlanTerms):
        checks = list(_judge_plan(given, right))
        return sum(met for met, _ in checks) / len(checks), tuple(say for _, say in checks)
    raise TypeError(f"{task.id}: {type(right).__name__} cannot answer a {task.form}")


def _judge_number(task: Task, reference: Reference, given: Decimal, right: float) -> Verdict:
    tolerance = Decimal(str(task.tolerance))
    if abs(given - Decimal(str(right))) <= tolerance:
        return 1, (task.right,)
    for mistake in task.mistakes:
        value = reference.mistakes.get(mistake.id)
        if value is not None and abs(given - Decimal(str(value))) <= tolerance:
            return 0, (mistake.feedback,)
    return 0, (task.wrong,)


def _judge_codes(task: Task, given: frozenset[str], right: frozenset[str]) -> Verdict:
    hits, strays = given & right, given - right
    share = max(len(hits) - len(strays), 0) / len(right) if right else float(not strays)
    if given == right:
        return 1, (task.right,)
    names = {choice.id: choice.text for choice in task.choices}
    found = Text(
        f"材料能够印证的有 {len(hits)} 项，共应找出 {len(right)} 项。",
        f"{len(hits)} of what you named is borne out by the file; there were {len(right)} to find.",
    )
    stray = tuple(
        Text(
            f"“{names[code].zh}”在材料中找不到依据。",
            f'"{names[code].en}": nothing in the file bears this out.',
        )
        for code in sorted(strays)
    )
    return share, (found, *stray, task.wrong)


def _judge_plan(given: tuple[Payment, ...], terms: PlanTerms) -> Iterator[tuple[bool, Text]]:
    total = sum((line.amount for line in given), Decimal(0))
    yield _check(
        abs(total - Decimal(str(terms.total))) <= Decimal("0.01") * len(given),
        Text("合计等于逾期金额", "the payments add up to the amount overdue"),
    )
    months = [(line.due_on.year, line.due_on.month) for line in given]
    by_month = {
        month: sum(line.amount for line, m in zip(given, months, strict=True) if m == month)
        for month in set(months)
    }
    yield _check(
        max(by_month.values()) <= Decimal(str(terms.monthly_at_most)),
        Text("每月还款不超过可支配收入", "no month asks for more than the disposable income"),
    )
    first = date.fromisoformat(terms.from_date)
    in_time = first < given[0].due_on <= first + timedelta(days=terms.first_within_days)
    yield _check(
        in_time,
        Text(
            f"首期在审阅日后 {terms.first_within_days} 天之内",
            f"the first payment falls within {terms.first_within_days} days of the review",
        ),
    )
    span = 12 * (months[-1][0] - months[0][0]) + months[-1][1] - months[0][1] + 1
    yield _check(
        span <= terms.months_at_most and len(by_month) == len(given),
        Text(
            f"每月一期，全程不超过 {terms.months_at_most} 个月",
            f"one payment a month, over {terms.months_at_most} months at most",
        ),
    )


def _check(met: bool, term: Text) -> tuple[bool, Text]:
    if met:
        return True, Text(f"符合：{term.zh}。", f"Met: {term.en}.")
    return False, Text(f"不符合：{term.zh}。", f"Not met: {term.en}.")


def _say(task: Task, given: Read) -> Text:
    if isinstance(given, Decimal):
        unit = task.unit or Text("", "")
        number = say_number(given)
        return Text(f"{number} {unit.zh}".strip(), f"{number} {unit.en}".strip())
    if isinstance(given, frozenset):
        named = [choice.text for choice in task.choices if choice.id in given]
        return Text("；".join(t.zh for t in named), "; ".join(t.en for t in named))
    lines = [f"{line.due_on} {say_number(line.amount)}" for line in given]
    return Text("；".join(lines), "; ".join(lines))


def _say_raw(value: Plain) -> Text:
    shown = repr(value)[:200]
    return Text(shown, shown)
