"""Score a quiz.

Partial credit for several right options: each right choice earns its share, each wrong choice takes
one share away, never below nothing.
"""

from collections.abc import Mapping
from decimal import Decimal

from casebook.activities.nouns import Answer, Criterion, Plain, Score, Status
from casebook.activities.numbers import read_number, say_number
from casebook.activities.quiz.model import Item, ItemKind
from casebook.activities.quiz.publish import QuizKey
from casebook.text import Text

UNREADABLE = Text(
    "这道题的记录读不出来：选项不属于本题或格式不对。请教师查看原始记录。",
    "The record of this item could not be read: its options are not this item's, or its form is "
    "wrong. The instructor will look at the record itself.",
)


def score(key: QuizKey, answer: Answer) -> Score:
    """Return the verdict on `answer`; whatever it holds, nothing is raised."""
    criteria = [score_item(key, item_id, answer.values.get(item_id)) for item_id in key.items]
    return Score(key.id, tuple(criteria))


def score_item(key: QuizKey, item_id: str, value: Plain) -> Criterion:
    """Return the verdict on one item, by its public id."""
    item = key.items[item_id]
    if value is None or value in ("", []):
        return Criterion(item.id, item.stem, 0, item.points, Status.NOT_ANSWERED, rules=item.rules)
    if item.kind is ItemKind.NUMERIC:
        return _score_number(item, value)
    return _score_choice(item, key.options[item_id], value)


def _score_choice(item: Item, own_ids: Mapping[str, str], value: Plain) -> Criterion:
    chosen = [value] if isinstance(value, str) else value
    if not _is_choice(chosen, own_ids, many=item.kind is ItemKind.MULTIPLE):
        return _unreadable(item)
    picked = {own_ids[public_id] for public_id in chosen}
    options = [option for option in item.options if option.id in picked]
    rights = sum(option.right for option in item.options)
    net = sum(1 if option.right else -1 for option in options)
    points = round(item.points * max(net, 0) / rights, 2)
    return Criterion(
        item.id,
        item.stem,
        points,
        item.points,
        Status.GRADED,
        given=Text(
            "；".join(option.text.zh for option in options),
            "; ".join(option.text.en for option in options),
        ),
        feedback=tuple(option.feedback for option in options),
        rules=item.rules,
    )


def _is_choice(chosen: Plain, own_ids: Mapping[str, str], *, many: bool) -> bool:
    if not isinstance(chosen, list) or not all(isinstance(one, str) for one in chosen):
        return False
    return set(chosen) <= set(own_ids) and (many or len(chosen) == 1)


def _score_number(item: Item, value: Plain) -> Criterion:
    number = read_number(value)
    if number is None:
        return _unreadable(item)
    is_right = _near(number, item.answer or 0, item.tolerance)
    known = next((m for m in item.mistakes if _near(number, m.value, item.tolerance)), None)
    feedback = item.right if is_right else known.feedback if known else item.wrong
    unit = item.unit or Text("", "")
    return Criterion(
        item.id,
        item.stem,
        item.points if is_right else 0,
        item.points,
        Status.GRADED,
        given=Text(
            f"{say_number(number)} {unit.zh}".strip(), f"{say_number(number)} {unit.en}".strip()
        ),
        feedback=(feedback,) if feedback else (),
        rules=item.rules,
    )


def _near(number: Decimal, target: float, tolerance: float) -> bool:
    return abs(number - Decimal(str(target))) <= Decimal(str(tolerance))


def _unreadable(item: Item) -> Criterion:
    return Criterion(
        item.id,
        item.stem,
        0,
        item.points,
        Status.NEEDS_REVIEW,
        feedback=(UNREADABLE,),
        rules=item.rules,
    )
