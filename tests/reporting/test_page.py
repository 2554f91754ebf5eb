"""The page: what an instructor reads, in both languages, on a screen and on paper."""

import re
from html.parser import HTMLParser

import pytest

from casebook.activities.nouns import Status
from casebook.text import Language
from reporting.classes import ASSIGNMENT, criterion, enrol, full_parts, give, part, text
from reporting.conftest import pages

BOTH = list(Language)
MARKED = {"script-tone": 3, "script-law": 4}
#: HTML's elements without an end.
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Reader(HTMLParser):
    """Gather elements, and hold that each is closed where it should be."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.open = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("</style>")[1]).split())


@pytest.fixture(scope="module")
def read(a_class):
    return pages(a_class)


@pytest.mark.parametrize("language", BOTH)
def test_a_page_is_sound_html_with_no_id_twice(read, language):
    found = Reader(read[language])

    ids = [attrs["id"] for _, attrs in found.elements if "id" in attrs]
    assert found.open == []
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", BOTH)
def test_a_page_asks_for_nothing_and_runs_nothing(read, language):
    tags = [tag for tag, _ in Reader(read[language]).elements]
    addresses = set(re.findall(r'(?:src|href)="([^"#]+)"', read[language]))
    other = next(one for one in BOTH if one != language)

    assert not {"script", "img", "link", "iframe", "form"} & set(tags)
    assert addresses == {f"{ASSIGNMENT}.{other}.html"}
    assert "url(http" not in read[language]
    assert "@import" not in read[language]


@pytest.mark.parametrize("language", BOTH)
def test_every_table_has_a_caption_and_every_head_a_scope(read, language):
    elements = Reader(read[language]).elements

    tags = [tag for tag, _ in elements]
    assert tags.count("table") == tags.count("caption") > 5
    assert all("scope" in attrs for tag, attrs in elements if tag == "th")


@pytest.mark.parametrize("language", BOTH)
def test_every_drawing_says_what_it_shows(read, language):
    elements = Reader(read[language]).elements
    labels = [attrs["aria-label"] for _, attrs in elements if attrs.get("role") == "img"]

    assert len(labels) == [tag for tag, _ in elements].count("svg") == 4
    assert all(len(label) > 15 for label in labels)


def test_a_page_speaks_its_language_alone(read):
    english = words(read["en"]).replace("中文", "")

    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert "You averaged" not in read["zh"]


def test_the_plots_say_their_message(read):
    assert "Strongest: " in read["en"]
    assert "Easiest: Item 1 (75%); hardest: Item 3 (25%)" in read["en"]
    assert "最容易：第 1 项（75%）；最难：第 3 项（25%）" in read["zh"]


def test_shares_that_are_the_same_are_not_ranked(read):
    assert "All alike: 50% of the points" in read["en"]


@pytest.mark.parametrize("language", BOTH)
def test_the_law_its_review_and_whose_decision_it_is_are_told(read, language):
    told = {
        "zh": ("中国内地法律", "未经律师审阅", "不是法律意见", "怎么处理由您定"),
        "en": (
            "mainland China",
            "not reviewed by a lawyer",
            "not legal advice",
            "for you to decide",
        ),
    }

    assert [one for one in told[language] if one not in read[language]] == []


def test_learners_stand_by_id_and_not_by_points(read):
    rows = re.findall(r'<th scope="row" class="who">(.*?)</th>', read["en"])

    assert rows == sorted(rows)
    assert len(rows) == 12


def test_a_transcript_and_a_part_without_points_are_in_no_table(read):
    assert "Transcript" not in read["en"]
    assert "5 Script" not in words(read["en"])


@pytest.mark.parametrize("language", BOTH)
def test_nobody_on_the_roll_is_said_and_breaks_nothing(course, language):
    page = pages(course)[language]

    assert Reader(page).open == []
    assert "svg" not in page.split("</style>")[1]
    assert ("名单上还没有学员" if language == "zh" else "Nobody is on the roll yet") in page


def test_nobody_handed_in_names_who_did_not(course):
    enrol(course, "chen", first="静", last="陈")

    page = pages(course)["zh"]

    assert "没有交的（1 人）：陈静 (chen)" in words(page)
    assert "还没有可以统计的总分" in page


def test_one_hand_in_has_a_page_that_warns_of_small_numbers(course):
    give(course, "ann", full_parts(2, 3, 1, 5), marks=MARKED)

    page = pages(course)["en"]

    assert "Only 1 counted" in page
    assert "totals: 18 of 28 points" in page


def test_ten_hand_ins_need_no_warning(read):
    assert "rough guide" not in read["en"]


def test_a_name_or_an_id_that_looks_like_html_is_shown_as_it_is(course):
    give(course, "<script>alert(1)</script>", full_parts(), marks=MARKED)
    enrol(course, "bo", first="<img src=x onerror=alert(1)>")

    for page in pages(course).values():
        tags = {tag for tag, _ in Reader(page).elements}
        assert not {"script", "img"} & tags
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_feedback_that_looks_like_html_is_shown_as_it_is(course):
    give(course, "ann", [part("income", criterion("income", 0, 2, text("<b>错</b>", "<b>no</b>")))])

    assert "&lt;b&gt;no&lt;/b&gt;" in pages(course)["en"]


def test_what_waits_is_listed_with_its_reason_and_its_facts(course):
    stopped = text("程序中止了。", "The program stopped.")
    crashed = criterion("income", 0, 2, stopped, status=Status.CRASHED)
    give(course, "ann", [part("income", crashed)], facts=["the notebook crashed: killed"])

    page = words(pages(course)["en"])

    assert "ann 1 Verified income Crashed The program stopped. the notebook crashed: killed" in page


def test_learners_who_wait_for_the_same_are_told_together(course):
    for n in range(9):
        give(course, f"learner-{n}", full_parts())

    page = words(pages(course)["en"])

    assert "9 learners Tone, Law To be reviewed Waits to be marked" in page
    assert "learner-0, learner-1, " in page


def test_a_fact_that_asks_for_nothing_is_noted_apart(course):
    give(course, "ann", full_parts(), marks=MARKED, facts=["cell x was deleted"])

    page = words(pages(course)["en"])

    assert "Nothing waits for you." in page
    assert "need be done (1)" in page
    assert "cell x was deleted" in page


def test_work_not_graded_yet_says_what_to_run(course):
    (course.folder / "submitted" / "ann" / ASSIGNMENT).mkdir(parents=True)

    page = words(pages(course)["en"])

    assert "Not graded yet Handed in and not graded yet. Run casebook grade file-review" in page
    assert "Handed in 1 of 1" in page


def test_a_mark_given_by_hand_is_shown_as_one(course):
    give(course, "ann", full_parts(), marks={**MARKED, "income": 1.5})

    assert '1.5<abbr class="mark manual" title="Marked by hand">M</abbr>' in pages(course)["en"]


@pytest.mark.parametrize("language", BOTH)
def test_a_real_class_has_its_page(worked, language):
    page = pages(worked)[language]

    assert Reader(page).open == []
    for learner in ("an-careful", "bo-halfway", "cy-untouched"):
        assert learner in page
    assert ("8 测验" if language == "zh" else "8 Quiz") in page
    assert ("4 份不同的档案" if language == "zh" else "has 4 different files") in page
