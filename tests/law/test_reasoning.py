"""A step says the same in both languages, and writes days as each language does."""

import json
from datetime import date

from casebook.law.reasoning import Sentences, Step
from casebook.text import Text

SPOKEN = Sentences({"due": Text("{day}到期：{name}", "{name} due on {day}")})


def test_a_day_is_written_as_each_language_writes_it():
    text = SPOKEN.say("due", day=date(2025, 6, 5), name=Text("本金", "Principal"))

    assert text == Text("2025年6月5日到期：本金", "Principal due on 5 June 2025")


def test_a_list_is_enumerated_in_each_language():
    text = SPOKEN.say("due", day=["2027", "2028"], name="x")

    assert text == Text("2027、2028到期：x", "x due on 2027, 2028")


def test_a_step_is_plain_json_and_names_its_rules_when_said():
    step = Step(date(2025, 6, 5), ("CN-LIM-01", "CN-LIM-02"), Text("三年", "three years"))

    assert json.loads(json.dumps(step.to_dict())) == {
        "on": "2025-06-05",
        "rules": ["CN-LIM-01", "CN-LIM-02"],
        "zh": "三年",
        "en": "three years",
    }
    assert step.say("zh") == "三年（CN-LIM-01, CN-LIM-02）"
    assert step.say("en") == "three years (CN-LIM-01, CN-LIM-02)"
    assert Step(None, (), step.text).say("zh") == "三年"
