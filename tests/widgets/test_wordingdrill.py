"""The drill: what the page asks, what it is told, and what stands below the box."""

import pytest
from IPython.core.formatters import DisplayFormatter

from casebook.activities.script.score import LONGEST
from casebook.compliance.utterances.model import Channel, Speaker
from casebook.text import Language
from casebook.widgets.interface import say
from casebook.widgets.wording import Wording, wording
from casebook.widgets.wordingdrill import WordingDrill
from widgets.page import Page

WORDS = "wording.yaml"
THREAT = "再不还钱，就把你全家的腿打断。"
POLITE = "好的，谢谢您告诉我。"


@pytest.fixture
def drill() -> WordingDrill:
    opened = wording()
    assert isinstance(opened, WordingDrill)
    return opened


def asked(
    text: object, speaker: object = "collector", channel: object = "sms"
) -> dict[str, object]:
    return {"text": text, "speaker": speaker, "channel": channel, "request": "r1"}


def page(drill: WordingDrill) -> Page:
    return Page(drill.children[0])


def below(drill: WordingDrill) -> str:
    return str(drill.children[1].value)


def test_words_are_checked_and_shown_below_as_any_wording(drill: WordingDrill) -> None:
    reply = page(drill).ask(asked(THREAT))

    assert isinstance(drill.result, Wording)
    assert drill.result.breaches >= 1
    assert reply == {"told": f"{drill.result.title()}。", "request": "r1"}
    assert below(drill) == drill.result._repr_html_()
    assert "打断" in below(drill)


def test_a_second_check_tells_what_became_of_the_first(drill: WordingDrill) -> None:
    seen = page(drill)
    seen.ask(asked(THREAT))
    assert drill.result is not None
    before = drill.result.breaches

    reply = seen.ask(asked(POLITE))

    assert reply["told"] == f"没有查出问题。上一次共 {before} 处，这一次共 0 处。"
    assert POLITE in below(drill)
    assert "打断" not in below(drill)


def test_who_speaks_decides_what_is_looked_for(drill: WordingDrill) -> None:
    page(drill).ask(asked("活着没意思，我撑不下去了", "client", "call"))

    assert drill.result is not None
    [said] = drill.result.utterances
    assert (said.speaker, said.channel) == (Speaker.CLIENT, Channel.CALL)
    assert drill.result.signs >= 1
    assert "cbw-care" in below(drill)


def test_another_view_finds_the_words_last_checked(drill: WordingDrill) -> None:
    page(drill).ask(asked(THREAT, "client", "call"))

    seen = page(drill).seen()

    assert (seen["text"], seen["speaker"], seen["channel"]) == (THREAT, "client", "call")


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        {},
        asked(5),
        asked("x" * (LONGEST + 1)),
        asked("half an emoji \ud83d"),
        asked(THREAT, "boss"),
        asked(THREAT, ["client"]),
        asked(THREAT, "client", "smoke"),
    ],
)
def test_a_message_of_another_form_is_refused_and_changes_nothing(
    drill: WordingDrill, message: object, capfd: pytest.CaptureFixture[str]
) -> None:
    seen = page(drill)
    before = seen.seen()

    reply = seen.ask(message)

    assert reply["told"] == say(WORDS, "unreadable", Language.ZH, most=LONGEST)
    assert drill.result is None
    assert seen.seen() == before
    assert capfd.readouterr() == ("", "")


def test_blank_words_are_not_checked(drill: WordingDrill) -> None:
    assert page(drill).ask(asked(" \n"))["told"] == "先写一段，再检查。"
    assert drill.result is None


def test_the_longest_words_are_checked(drill: WordingDrill) -> None:
    page(drill).ask(asked("好" * LONGEST))

    assert drill.result is not None


def test_the_page_cannot_set_what_python_holds(drill: WordingDrill) -> None:
    box = drill.children[0]
    before = box.get_state()

    page(drill).set(text="x", speaker="client", words={}, choices={}, longest=9, _esm="x", _css="x")

    assert box.get_state() == before


@pytest.mark.parametrize("language", Language)
def test_every_choice_has_a_word_for_the_page(language: Language) -> None:
    seen = page(WordingDrill(language, None, "CN")).seen()

    for name, values in seen["choices"].items():
        assert [seen["words"][f"{name} {value}"] for value in values]


def test_a_result_opens_in_the_drill_with_its_words() -> None:
    shown = wording([{"speaker": "client", "channel": "call", "text": POLITE}, {"text": THREAT}])
    assert isinstance(shown, Wording)

    seen = page(shown.edit()).seen()

    assert seen["text"] == f"{POLITE}\n{THREAT}"
    assert (seen["speaker"], seen["channel"]) == ("client", "call")


def test_a_drill_holds_words_to_its_jurisdiction_and_language() -> None:
    opened = wording(language="zh", jurisdiction="UK")
    assert isinstance(opened, WordingDrill)

    page(opened).ask(asked("OK 123"))

    assert opened.result is not None
    [said] = opened.result.utterances
    assert (said.jurisdiction, said.lang) == ("UK", Language.ZH)


def test_the_stored_text_is_short(drill: WordingDrill) -> None:
    page(drill).ask(asked(THREAT))

    bundle, _ = DisplayFormatter().format(drill)

    assert bundle["text/plain"] == repr(drill) == "WordingDrill('CN')"
