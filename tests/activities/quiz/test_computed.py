"""Items whose figures are drawn for each learner, and whose answer the calculator works out."""

import subprocess
import sys

import pytest

from activities.builders import both, computed, quiz
from casebook.activities.nouns import Answer, Status
from casebook.activities.quiz.kinds.computed import SETS, Computed
from casebook.activities.quiz.model import parse
from casebook.activities.quiz.publish import QuizActivity, QuizKey, publish
from casebook.activities.quiz.score import score
from casebook.errors import ContentError


def split(**more: object) -> tuple[QuizActivity, QuizKey, str]:
    activity, key = publish(parse(quiz(computed("payment", **more)), "test"))
    return activity, key, activity.items[0].id


def authored(**more: object) -> Computed:
    item = parse(quiz(computed("payment", **more)), "test").items[0]
    assert isinstance(item, Computed)
    return item


def given(of: int, number: object) -> dict[str, object]:
    return {"of": of, "number": str(number)}


def test_every_set_has_its_own_stem_and_the_answer_of_its_figures():
    activity, key, item_id = split()
    item = key.items[item_id]

    assert len(activity.items[0].stems) == SETS
    for of, stem in enumerate(activity.items[0].stems):
        figures = item.figures(of)
        assert stem.en == f"{figures['principal']:,} owed, {figures['paid']:,} paid"
        verdict = score(key, Answer("a-quiz", {item_id: given(of, figures["paid"] - 300)}))
        assert verdict.points == 2
        assert verdict.criteria[0].title == stem


def test_a_known_mistake_is_told_with_the_figures_of_its_set():
    _, key, item_id = split()
    figures = key.items[item_id].figures(5)

    [criterion] = score(key, Answer("a-quiz", {item_id: given(5, figures["paid"])})).criteria

    assert criterion.points == 0
    assert criterion.feedback[0].en == "interest comes first, 300"


def test_the_figures_of_other_learners_earn_nothing():
    _, key, item_id = split()
    own, other = key.of_set(3), given(4, key.items[item_id].drawn(4).answer)

    [criterion] = score(own, Answer("a-quiz", {item_id: other})).criteria

    assert criterion.points == 0
    assert criterion.status is Status.NEEDS_REVIEW
    assert criterion.title == key.items[item_id].drawn(3).stem


def test_a_set_is_drawn_alike_in_another_process():
    item = authored()
    code = (
        "from activities.builders import computed, quiz\n"
        "from casebook.activities.quiz.model import parse\n"
        "item = parse(quiz(computed('payment')), 'test').items[0]\n"
        "print([item.figures(of) for of in range(30)])"
    )
    run = [sys.executable, "-c", f"import sys; sys.path.insert(0, 'tests')\n{code}"]

    told = subprocess.run(run, capture_output=True, text=True, check=True).stdout

    assert told.strip() == str([item.figures(of) for of in range(SETS)])
    assert len({str(item.figures(of)) for of in range(SETS)}) > SETS / 3


def test_the_page_shows_one_set_and_takes_its_answers_alone():
    activity, key, item_id = split()
    shown = activity.with_set(SETS + 7).items[0]

    assert shown.of == 7
    assert shown.stem == key.items[item_id].drawn(7).stem
    assert shown.stems == ()
    assert Computed.is_answer(shown, given(7, "1,234.50"))
    for wrong in (given(8, "1"), given(7, "much"), "1", {"of": 7}, {"of": True, "number": "1"}):
        assert not Computed.is_answer(shown, wrong)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"answer": "interest_due"}, "'interest_due', which is neither drawn nor a total"),
        ({"stem": both("{owed} owed")}, "'owed', which is neither drawn nor a total"),
        ({"draw": {"principal": [1000], "paid": []}}, "paid has no values"),
        ({"draw": {"principal": [0], "paid": [-3]}}, "cannot be worked out with"),
        ({"tolerance": 400}, "is within the tolerance of the answer"),
    ],
)
def test_what_cannot_be_worked_out_is_told(more, told):
    with pytest.raises(ContentError, match=told):
        split(**more)


def test_figures_that_belong_together_are_drawn_together():
    pair = [{"principal": 12000, "paid": 1000}, {"principal": 14000, "paid": 2000}]
    item = authored(draw={"debt": pair})

    assert {tuple(item.figures(of).items()) for of in range(SETS)} == {
        tuple(one.items()) for one in pair
    }
