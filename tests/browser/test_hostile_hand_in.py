"""A hostile hand-in, graded for real and opened where an instructor and a learner would see it."""

import json
from urllib.parse import urlsplit

import pytest

from browser import formgrader as formgraders
from casebook.activities.journal import Writer
from casebook.grading.grade import grade
from casebook.grading.keys import released_keys
from casebook.grading.release import api, release
from course.demo import fresh_course
from course.learners import ASSIGNMENT, hand_in

pytestmark = pytest.mark.browser

FIRE = "window.__fired=(window.__fired||0)+1"
CALL = "http://127.0.0.1:9/tells-the-learner"
#: These fire of themselves on a page that lets them: see the last test.
SELF_FIRING = (
    f"<script>{FIRE}</script>",
    f'<img src="x:" onerror="{FIRE}">',
    f'<svg onload="{FIRE}"><desc>a drawing</desc></svg>',
    f'<iframe srcdoc="<script>parent.{FIRE}</script>"></iframe>',
    f'<details open ontoggle="{FIRE}">details</details>',
    f"</pre></div></textarea></script><script>{FIRE}</script>",
    f"```\n~~~\n\n<script>{FIRE}</script>",
    f'<style onload="{FIRE}">body {{background: url({CALL}-style)}}</style>',
    f'<input autofocus onfocus="{FIRE}"><video><source onerror="{FIRE}"></video>',
)
CALLING = (
    f'<img src="{CALL}-image"><link rel="stylesheet" href="{CALL}-link">',
    f"![a picture]({CALL}-markdown)",
    f'<form action="{CALL}-form"><button>Go</button></form><base href="{CALL}-base">',
    f'<meta http-equiv="refresh" content="1;url={CALL}-refresh">',
)
WAITING = (
    f"[a link](javascript:{FIRE}) [another](<JaVaScRiPt:{FIRE}>)",
    f'<a href="javascript:{FIRE}">a third</a> <a href="&#106;avascript:{FIRE}">a fourth</a>',
    f'<a href="data:text/html,<script>{FIRE}</script>">a fifth</a>',
    f"$\\href{{javascript:{FIRE}}}{{a formula}}$ $$\\unicode{{x41}}$$",
)
HOSTILE = (*SELF_FIRING, *CALLING, *WAITING)
CODE = """\
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display
texts = {texts!r}
for text in texts:
    display(HTML(text), Markdown(text), Latex(text), Javascript({fire!r}))
    for kind in ("image/svg+xml", "image/png", "application/pdf", "application/json",
                 "application/vnd.jupyter.widget-view+json", "text/" + text):
        display({{kind: text, "text/plain": text}}, raw=True)
    print(text, "\\x1b[31m", text, "\\x1b]8;;javascript:1\\x07")
cb.answer("red_flags", texts)
cb.answer("plan", {{text: [text] for text in texts}})
raise type(texts[1], (Exception,), {{}})("\\n".join(texts))
"""
# nbconvert takes the title and the lexer of a page from a notebook's metadata.
METADATA = {
    "title": f"</title><script>{FIRE}</script>",
    "language_info": {"name": f"<script>{FIRE}</script>", "pygments_lexer": f'"><img {FIRE}>'},
    "kernelspec": {"name": f'"><script>{FIRE}</script>', "display_name": "x", "language": "x"},
    "widgets": {"application/vnd.jupyter.widget-state+json": f"</script><script>{FIRE}</script>"},
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    made = fresh_course(tmp_path_factory.mktemp("hostile") / "course")
    release(made, ASSIGNMENT, variants=2)
    code = CODE.format(texts=list(HOSTILE), fire=FIRE)
    folder = hand_in(made, "mallory", cells={"red-flags": code, "plan": f"# {HOSTILE[5]}"})
    make_hostile(folder / f"{ASSIGNMENT}.ipynb")
    write_hostile_journal(folder, released_keys(made, ASSIGNMENT))
    (folder / "extra.ipynb").write_bytes((folder / f"{ASSIGNMENT}.ipynb").read_bytes())
    (folder / "answers" / '<img src="x:" onerror="FIRE">.jsonl').write_text("{}")
    list(grade(made, ASSIGNMENT))
    made_feedback = api(made).generate_feedback(ASSIGNMENT)
    assert made_feedback["success"], made_feedback["log"]
    return made


def make_hostile(path):
    """Write into a notebook file what no notebook program would."""
    notebook = json.loads(path.read_text("utf-8"))
    notebook["metadata"] = METADATA
    for place, text in enumerate(HOSTILE):
        marks = {"grade_id": f'"><script>{FIRE}</script>', "grade": True, "points": 1, "task": True}
        metadata = {"nbgrader": marks, "tags": [text], "format": "text/html", "name": text}
        picture = {"image/svg+xml": text, "text/html": text}
        notebook["cells"] += [
            {
                "cell_type": "markdown",
                "id": f"prose-{place}",
                "source": f"prose {text}\n\n![x](attachment:{place}.svg)",
                "metadata": metadata,
                "attachments": {f"{place}.svg": picture},
            },
            {"cell_type": "raw", "id": text, "source": f"raw {text}", "metadata": metadata},
            {
                "cell_type": "code",
                "id": f"code-{place}",
                "source": f'# code {text}\n"""{text}"""',
                "metadata": metadata,
                "outputs": [{"output_type": "display_data", "data": picture, "metadata": {}}],
                "execution_count": text,
            },
        ]
    path.write_text(json.dumps(notebook), "utf-8")


def write_hostile_journal(folder, keys):
    writer = Writer(folder, learner=HOSTILE[1])
    items = keys.publish().quiz().items
    for item, text in zip(items, HOSTILE, strict=False):
        writer.write("file-review-quiz", item.id, [text] if item.kind == "multiple" else text)
    writer.write("file-review-quiz", HOSTILE[0], HOSTILE[0])
    writer.write("file-review-talk", "talk", [HOSTILE[0], HOSTILE[1]])
    writer.write("file-review-script", "text", "\n".join(HOSTILE))


@pytest.fixture(scope="module")
def formgrader(course, tmp_path_factory):
    """The address of a real formgrader on the course."""
    with formgraders.opened(course, tmp_path_factory.mktemp("instructor")) as address:
        yield address


# A link whose click would run or open what a learner wrote.
LIVE_LINKS = """() => [...document.querySelectorAll("a[href], area[href], form[action]")]
  .map((one) => one.href ?? one.action)
  .filter((to) => /^(javascript|data|vbscript):|tells-the-learner/i.test(to))"""
# Text that MathJax, which is not loaded here, would take for a formula with a link in it.
FORMULAS = """() => {
  const kept = "pre, code, script, style, textarea, .mathjax_ignore, .tex2jax_ignore";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (data.includes("a formula") && !parentElement.closest(kept)) found.push(data);
  }
  return found;
}"""


def open_page(browser, address):
    """Open `address` and return the page and the addresses elsewhere that it called."""
    page = browser.new_page()
    page.set_default_timeout(30_000)
    page.set_extra_http_headers(formgraders.HEADERS)
    own = urlsplit(address).netloc
    elsewhere, page.dialogs = [], []

    def go(route):
        url = urlsplit(route.request.url)
        if url.scheme in ("http", "https") and url.netloc != own:
            elsewhere.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/*", go)
    page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(address, wait_until="load")
    page.wait_for_timeout(2_000)
    return page, elsewhere


def nothing_fires(browser, address, *, until="body"):
    """Hold that nothing of the learner's runs, calls or waits for a click; return the text."""
    page, elsewhere = open_page(browser, address)
    try:
        page.locator(until).first.wait_for()
        assert page.evaluate("window.__fired") is None
        assert page.dialogs == []
        assert [
            url for url in elsewhere if "tells-the-learner" in url or url.startswith("x:")
        ] == []
        assert {urlsplit(url).netloc for url in elsewhere} <= {"cdnjs.cloudflare.com"}
        assert urlsplit(page.url).path.rstrip("/") == urlsplit(address).path.rstrip("/")
        assert page.evaluate(LIVE_LINKS) == []
        assert page.evaluate(FORMULAS) == []
        assert page.locator("iframe, svg[onload], details, meta[http-equiv=refresh]").count() == 0
        return page.inner_text("body")
    finally:
        page.close()


def test_a_feedback_page_runs_nothing_of_the_learners(course, browser):
    page = course.folder / "feedback" / "mallory" / ASSIGNMENT / f"{ASSIGNMENT}.html"

    shows_as_text(nothing_fires(browser, page.as_uri()))


def test_formgrader_runs_nothing_of_the_learners(course, formgrader, browser):
    address = f"{formgrader}/{formgraders.work_of(course, 'mallory')}"

    shows_as_text(nothing_fires(browser, address))


def shows_as_text(shown):
    """Hold that an instructor can read what was written, sign for sign."""
    for text in HOSTILE:
        for line in text.splitlines():
            assert line in shown
    for kind in ("prose", "raw", "# code"):
        assert f"{kind} {HOSTILE[0]}" in shown
    assert repr(HOSTILE[0])[:60] in shown, "the answer as given"


@pytest.mark.parametrize("page", ["manage_submissions/file-review", "manage_students"])
def test_formgrader_s_lists_run_nothing_of_the_learners(formgrader, browser, page):
    address = f"{formgrader}/{page}"

    assert "mallory" in nothing_fires(browser, address, until="td:has-text('mallory')")


def test_feedback_is_made_of_the_assignment_s_notebook_alone(course):
    for part in ("autograded", "feedback"):
        assert not list((course.folder / part).rglob("extra.*"))


@pytest.mark.parametrize("text", SELF_FIRING)
def test_the_canary_can_fire(browser, tmp_path, text):
    bare = tmp_path / "bare.html"
    bare.write_text(f"<!DOCTYPE html><body>{text}", encoding="utf-8")
    page, _ = open_page(browser, bare.as_uri())

    assert page.evaluate("window.__fired") >= 1
    page.close()


@pytest.mark.parametrize("text", [text for text in CALLING if not text.startswith(("!", "<form"))])
def test_a_call_elsewhere_would_be_noticed(browser, tmp_path, text):
    bare = tmp_path / "bare.html"
    bare.write_text(text, encoding="utf-8")
    page, elsewhere = open_page(browser, bare.as_uri())

    assert elsewhere
    page.close()


def test_a_live_link_and_a_formula_would_be_noticed(browser, tmp_path):
    bare = tmp_path / "bare.html"
    bare.write_text(f"<body><p>{''.join(WAITING)}</p>", encoding="utf-8")
    page, _ = open_page(browser, bare.as_uri())

    assert len(page.evaluate(LIVE_LINKS)) == 3
    assert page.evaluate(FORMULAS)
    page.close()
