"""The limitation time line: what it draws, what it says, and what it says of a poor input."""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from casebook.activities import place
from casebook.activities.notice import Notice, Tone
from casebook.errors import DataError
from casebook.law.limitation.calculate import calculate, read_case
from casebook.law.reasoning import said
from casebook.law.rules import rule
from casebook.text import Language
from casebook.widgets.interface import read_words, source
from casebook.widgets.lawpage import WORDS as PAGE_WORDS
from casebook.widgets.limitation import LimitationView, limitation
from casebook.widgets.plain import Standin
from casebook.widgets.timeline import WORDS, Does, Row, Span, Speaker, TimeLine
from casebook.widgets.timelinepicture import LEFT, PAGE_COLOURS, WIDTH, ticks, wrapped
from casebook.widgets.timelinerows import rows
from casebook.widgets.timelinetitle import title
from law.golden import inputs_of

DEMAND = {"on": "2021-05-10", "event": "demand", "by": "sms", "reached": True}
NOTE = {"on": "2021-09-01", "event": "internal-note"}
SUIT = {"on": "2023-06-01", "event": "suit", "ended": "2024-02-20"}
CLAIM = {
    "jurisdiction": "CN",
    "kind": "claim",
    "due": "2020-03-15",
    "as_of": "2026-11-20",
    "events": [DEMAND, NOTE, SUIT],
}
GUARANTEE = {
    "jurisdiction": "CN",
    "kind": "guarantee",
    "mode": "joint",
    "main_due": "2024-08-31",
    "clause": "none",
    "as_of": "2025-06-01",
}
BRITISH = {
    "jurisdiction": "UK",
    "kind": "claim",
    "nation": "england-wales",
    "due": "2018-04-01",
    "as_of": "2026-01-01",
}
CROWDED = CLAIM | {
    "events": [
        {"on": f"202{year}-{month:02}-0{day}", "event": "pre-suit-preservation"}
        for year in (0, 1)
        for month in range(4, 12)
        for day in (1, 2)
    ]
}


@pytest.fixture(autouse=True)
def folder(folder: Path) -> Iterator[Path]:
    """Return a learner's folder; a character without a glyph is an error."""
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield folder


def line(case: dict[str, object], language: Language = Language.EN) -> TimeLine:
    read, speak = read_case(case, "case"), Speaker(language)
    result = calculate(read)
    return TimeLine(title(read, result, speak), rows(read, result, speak))


def of_event(case: dict[str, object], place: int = 0) -> Row:
    """Return the row of one event, in the order of days."""
    [*found] = (row for row in line(case).rows if row.does not in FIXED)
    return found[place]


FIXED = {Does.STARTS, Does.ENDS, Does.ASKS}


def shown(case: object) -> str:
    """Return the page without its style."""
    view = limitation(case)
    assert isinstance(view, LimitationView)
    return view._repr_html_().partition("</style>")[2]


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_demand_that_arrived_starts_a_new_bar() -> None:
    row = of_event(CLAIM)

    day = read_case(CLAIM, "case").events[0].on
    assert row.does is Does.RESTARTS
    assert row.runs == Span(day, day.replace(year=2024))
    assert row.told == "runs anew, to 10 May 2024"


def test_what_changed_nothing_is_drawn_apart_and_says_so() -> None:
    row = of_event(CLAIM, 1)

    assert (row.does, row.runs) == (Does.NOTHING, None)
    assert row.told == "does not move the last day"


def test_a_suit_is_hatched_and_the_bar_begins_at_its_end() -> None:
    row = of_event(CLAIM, 2)

    assert row.lasts is not None
    assert row.runs is not None
    assert row.lasts.last == row.runs.first
    assert row.told == "runs anew from 20 February 2024, to 20 February 2027"


def test_an_obstacle_adds_a_bar_from_the_former_last_day() -> None:
    obstacle = {"on": "2022-10-20", "event": "obstacle", "until": "2023-01-10", "cause": "other"}
    row = of_event(CLAIM | {"events": [obstacle]})

    assert row.does is Does.SUSPENDS
    assert row.told == "suspended; the last day moves to 10 July 2023"
    assert (str(row.runs.first), str(row.runs.last)) == ("2023-03-15", "2023-07-10")


def test_an_obstacle_that_counts_only_with_a_later_event_is_not_called_idle() -> None:
    obstacle = {"on": "2021-01-10", "event": "obstacle", "until": "2024-03-01", "cause": "other"}
    case = CLAIM | {"events": [obstacle, DEMAND | {"on": "2021-03-01"}]}
    without = CLAIM | {"events": [DEMAND | {"on": "2021-03-01"}]}
    assert calculate(read_case(case, "a")).values() != calculate(read_case(without, "b")).values()

    assert of_event(case).does is not Does.NOTHING


@pytest.mark.parametrize(
    ("event", "does", "told"),
    [
        ({"event": "demand", "by": "phone", "reached": True}, Does.NOTHING, "too late to have"),
        ({"event": "signed-notice", "agrees": True}, Does.MARKS, "can no longer plead"),
        ({"event": "paid-after-expiry"}, Does.MARKS, "is open"),
    ],
    ids=["demand", "agreement", "payment"],
)
def test_after_the_last_day_only_what_bears_on_the_defence_counts(
    event: dict[str, object], does: Does, told: str
) -> None:
    row = of_event(CLAIM | {"events": [{"on": "2024-01-05", **event}]})

    assert row.does is does
    assert told in row.told


@pytest.mark.parametrize(
    ("events", "does", "message"),
    [
        ([{"on": "2025-01-05", "event": "claim-on-guarantor"}], Does.MARKS, "is not free"),
        ([{"on": "2025-01-05", "event": "phone-call-to-debtor"}], Does.NOTHING, "is free"),
        ([{"on": "2025-04-05", "event": "claim-on-guarantor"}], Does.NOTHING, "is free"),
        (
            [{"on": "2025-04-05", "event": "signed-notice-by-guarantor", "new_guarantee": True}],
            Does.MARKS,
            "only under the new contract",
        ),
        (
            [
                {
                    "on": "2024-07-05",
                    "event": "term-changed",
                    "new_due": "2025-02-28",
                    "guarantor_consented": True,
                }
            ],
            Does.RESTARTS,
            "is still running",
        ),
    ],
    ids=["claimed", "called", "too late", "anew", "changed"],
)
def test_a_guarantee_says_whether_it_was_kept(
    events: list[dict[str, object]], does: Does, message: str
) -> None:
    case = GUARANTEE | {"events": events}

    assert of_event(case).does is does
    assert message in line(case).title


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (CLAIM, "The limitation period ends on 22 February 2027; on 20 November 2026 it is still"),
        (CLAIM | {"as_of": None}, "The limitation period ends on 22 February 2027"),
        (CLAIM | {"events": []}, "The limitation period ended on 15 March 2023"),
        ({"jurisdiction": "CN", "kind": "claim"}, "The limitation period has not begun to run"),
        (
            CLAIM | {"events": [{"on": "2022-01-05", "event": "suit"}]},
            "at the earliest: no end of the proceedings is on record",
        ),
        (
            CLAIM | {"events": [{"on": "2024-01-05", "event": "signed-notice", "agrees": True}]},
            "but the debtor can no longer plead it",
        ),
        (
            {"jurisdiction": "CN", "kind": "judgment", "effective": "2023-05-20"},
            "The time to apply for enforcement ends on 20 May 2025",
        ),
        (BRITISH, "The period to sue ended on 1 April 2024"),
        (BRITISH | {"events": [{"on": "2020-01-05", "event": "suit"}]}, "that suit is in time"),
        (BRITISH | {"nation": "scotland"}, "The prescriptive period ended on 1 April 2023"),
    ],
)
def test_the_picture_says_how_matters_stand(case: dict[str, object], message: str) -> None:
    assert message in line(case).title


def test_a_suit_whose_end_is_not_known_leaves_the_answer_open() -> None:
    case = CLAIM | {"events": [{"on": "2022-01-05", "event": "suit"}]}

    [asked] = (row for row in line(case).rows if row.does is Does.ASKS)
    assert asked.told == "it cannot be told"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("case", inputs_of("limitation"), ids=str)
def test_every_golden_case_is_drawn_to_its_last_day(
    case: dict[str, object], language: Language
) -> None:
    drawn, result = line(case, language), calculate(read_case(case, "case"))

    ends = [row.on for row in drawn.rows if row.does is Does.ENDS]
    values = result.values()
    assert ends == [day for name in ("expires", "ends") if (day := values.get(name))]
    for word in (drawn.title, *(part for row in drawn.rows for part in (row.name, row.told))):
        assert word
        assert not re.search(r"[{}]", word)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "case",
    [CROWDED, CLAIM, GUARANTEE, BRITISH, *inputs_of("limitation")[1::12]],
    ids=lambda case: f"{case['kind']}-{len(case.get('events') or ())}",
)
def test_no_words_overlap_and_none_reach_into_the_bars(
    monkeypatch: pytest.MonkeyPatch, case: dict[str, object], language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)
    figure = limitation(case).figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    [axes] = figure.axes

    boxes = [text.get_window_extent() for text in (*axes.texts, *figure.texts)]
    ticks = [text.get_window_extent() for text in axes.get_xticklabels()]
    for one, other in combinations([*boxes, *ticks], 2):
        assert not one.overlaps(other)
    assert max(box.x1 for box in boxes[: len(axes.texts)]) < LEFT * figure.dpi
    assert max(box.x1 for box in boxes) <= WIDTH * figure.dpi


def test_a_figure_saved_later_still_has_its_font_and_no_background() -> None:
    drawn = io.BytesIO()

    limitation(CLAIM).figure.savefig(drawn, format="png", dpi=40)

    pixels = mpl.image.imread(io.BytesIO(drawn.getvalue()))
    assert pixels[0, 0, 3] == 0


def test_the_notebooks_own_plots_keep_their_settings() -> None:
    before = dict(mpl.rcParams)

    shown(CLAIM)

    assert dict(mpl.rcParams) == before


def test_the_picture_takes_the_pages_colours_and_nothing_else_of_the_page() -> None:
    [drawn] = re.findall(r"<svg.*?</svg>", shown(CLAIM), re.S)

    assert not [colour for colour in PAGE_COLOURS if colour in drawn]
    assert not re.findall(r"(?:fill|stroke): #", drawn)
    assert not re.findall(r"<style|<script|font-family|width=\"\d+pt", drawn)
    assert "诉讼时效到" in drawn


def test_the_page_is_the_same_on_every_run() -> None:
    assert shown(CLAIM) == shown(CLAIM)


def test_the_picture_has_its_rows_as_words_for_those_who_do_not_see_it() -> None:
    drawn = line(CLAIM, Language.ZH)

    [label] = re.findall(r'<svg[^>]*role="img" aria-label="([^"]+)"', shown(CLAIM))
    assert label.startswith(drawn.title)
    for row in drawn.rows:
        assert f"{said(row.on, Language.ZH)}，{row.name}：{row.told}" in label


@pytest.mark.parametrize("language", Language)
def test_each_step_stands_with_its_rules_as_cards(
    monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv(place.LANGUAGE, language)
    result = calculate(read_case(CLAIM, "case"))

    [listed] = re.findall(r'<ol class="cbl-steps">(.*?)</ol>', shown(CLAIM), re.S)
    items = re.findall(r"<li>(.*?)</li>", listed, re.S)
    assert len(items) == len(result.steps)
    for item, step in zip(items, result.steps, strict=True):
        titles = re.findall(r"<summary>(.*?)</summary>", item)
        assert titles == [rule(one).title.say(language) for one in step.rules]
        assert step.text.say(language)[:10] in text(item)


@pytest.mark.parametrize(
    ("case", "law"),
    [
        (CLAIM, "mainland China"),
        (BRITISH, "United Kingdom"),
        ({"jurisdiction": "US", "kind": "validation", "sent": "2025-06-27"}, "United States"),
    ],
    ids=["CN", "UK", "US"],
)
def test_the_foot_says_which_law_and_that_no_lawyer_reviewed_it(
    monkeypatch: pytest.MonkeyPatch, case: dict[str, object], law: str
) -> None:
    monkeypatch.setenv(place.LANGUAGE, "en")

    foot = shown(case).rpartition('class="cbl-foot"')[2]

    assert law in foot
    assert "not reviewed by a lawyer" in foot


def test_a_case_without_a_day_has_words_and_no_picture() -> None:
    case = {"jurisdiction": "CN", "kind": "claim"}

    assert "诉讼时效还没有开始计算" in shown(case)
    assert "<svg" not in shown(case)
    with pytest.raises(DataError, match="no day to draw"):
        limitation(case).figure  # noqa: B018 - reading it is the test


def test_all_faults_are_told_and_none_is_a_traceback() -> None:
    told = limitation(CLAIM | {"due": "2022-02-30", "events": [{"on": "2023-01-01"}]})

    assert isinstance(told, Notice)
    assert told.tone is Tone.FAULT
    assert told.heading == "没有计算：输入要改 2 处"
    assert any("'2022-02-30'" in line for line in told.lines)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "not readable: No such file"),
        (b"due: [2022", "not readable YAML or JSON"),
        (b"\xff\xfe\x00", "not UTF-8 text"),
    ],
    ids=["missing", "torn", "binary"],
)
def test_a_file_that_cannot_be_read_is_told_by_its_name(
    folder: Path, content: bytes | None, why: str
) -> None:
    path = folder / "case.yaml"
    if content is not None:
        path.write_bytes(content)

    told = limitation(path)

    assert isinstance(told, Notice)
    assert why in repr(told)
    assert "case.yaml" in repr(told)


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "with a mark of its bytes' order"])
def test_a_file_says_the_same_as_a_mapping(folder: Path, mark: str) -> None:
    path = folder / "case.yaml"
    content = "jurisdiction: CN\nkind: claim\ndue: 2020-03-15\nas_of: 2026-11-20\n"
    path.write_text(f"{mark}{content}", encoding="utf-8")

    given = {name: value for name, value in CLAIM.items() if name != "events"}
    assert shown(str(path)) == shown(path) == shown(given)


@pytest.mark.parametrize(
    "case", [["a", "list"], 3, date(2025, 1, 1)], ids=["list", "number", "date"]
)
def test_what_is_no_case_at_all_is_told(case: object) -> None:
    told = limitation(case)

    assert isinstance(told, Notice)
    assert "expected a mapping of fields" in repr(told)


def test_the_stored_text_is_short() -> None:
    assert repr(limitation(CLAIM)) == "Limitation(expires=2027-02-22)"


def test_under_grading_there_is_only_the_stored_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_CHANNEL", "9")

    told = limitation(CLAIM)

    assert isinstance(told, Standin)
    assert repr(told) == "Limitation(expires=2027-02-22)"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("债权人起诉，债务人到庭。", ["债权人起", "诉，债务", "人到庭。"]),
        ("自2024年2月20日起", ["自", "2024年2月20日", "起"]),
        ("to 20 May", ["to 20", "May"]),
        ("", [""]),
    ],
)
def test_lines_break_where_a_reader_breaks_them(text: str, lines: list[str]) -> None:
    assert wrapped(text, 4) == lines


@pytest.mark.parametrize("days", [20, 90, 400, 3_000, 40_000])
def test_there_are_always_a_few_ticks(days: int) -> None:
    first = date(2019, 12, 20)
    found = ticks(first, first + timedelta(days))

    assert 1 <= len(found) <= 6
    assert all(first <= day <= first + timedelta(days) for day in found)


def test_no_word_is_idle() -> None:
    code = source("limitation.py", "timeline.py", "timelinerows.py", "timelinetitle.py")
    made = re.compile(
        r"event-|what-(?:claim|judgment|guarantee|british)$|did-(?:review|notified|treated)$"
    )

    for name in read_words(WORDS):
        assert made.match(name) or f'"{name}"' in code, name


def test_no_word_of_the_shared_page_is_idle() -> None:
    code = source("lawpage.py")

    for name in read_words(PAGE_WORDS):
        assert name.startswith("law-") or f'"{name}"' in code, name
