"""Score a quiz: each item by its kind's own rule."""

from casebook.activities.nouns import Answer, Criterion, Plain, Score, Status
from casebook.activities.quiz.publish import QuizKey
from casebook.text import Text

UNREADABLE = Text(
    "这道题的记录读不出来：选项不属于本题或格式不对。请教师查看原始记录。",
    "The record of this item could not be read: its options are not this item's, or its form is "
    "wrong. The instructor will look at the record itself.",
)


VOID = Text("这道题已作废，人人得满分。", "This item is void: everybody earns its points.")


def score(key: QuizKey, answer: Answer) -> Score:
    """Return the verdict on `answer`; whatever it holds, nothing is raised."""
    criteria = [score_item(key, item_id, answer.values.get(item_id)) for item_id in key.items]
    return Score(key.id, tuple(criteria))


def score_item(key: QuizKey, item_id: str, value: Plain) -> Criterion:
    """Return the verdict on one item, by its public id."""
    item = key.items[item_id]
    points, status = 0.0, Status.NOT_ANSWERED
    given: Text | None = None
    feedback: tuple[Text, ...] = ()
    if value is not None and value not in ("", [], {}):
        verdict = item.verdict(key.parts[item_id], value)
        if verdict is None:
            status, feedback = Status.NEEDS_REVIEW, (UNREADABLE,)
        else:
            points, status = round(item.points * verdict.share, 2), Status.GRADED
            given, feedback = verdict.given, verdict.feedback
    if item.void:
        points, status, feedback = item.points, Status.GRADED, (VOID,)
    return Criterion(
        item.id, item.asked(value), points, item.points, status, given, feedback, rules=item.rules
    )
