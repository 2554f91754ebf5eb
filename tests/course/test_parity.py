"""What a cell shows under grading is what it shows in a real kernel."""

import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

from casebook.grading.cells import code, notebook
from casebook.grading.release import release
from casebook.grading.sandbox import Ending, run, warm
from course.demo import fresh_course

REPOSITORY = Path(__file__).parents[2]
WORKBOOKS = sorted((REPOSITORY / "workbooks").glob("*.ipynb"))
SOURCES = sorted((REPOSITORY / "assessments" / "source").glob("*/*.ipynb"))

#: Cells that show something in each way there is.
WAYS = {
    "print": "print('a'); print('b', end='')\nprint('c')",
    "both streams": "import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('out again')",
    "bytes past Python": "import os\n_ = os.write(1, b'raw\\n')",
    "a program": "import subprocess\n_ = subprocess.run(['echo', 'from a program'])",
    "a shell line": "!echo from a shell",
    "value": "6 * 7",
    "value put away": "6 * 7;",
    "none": "None",
    "history": "1 + 1\n_",
    "unicode": "print('欠款 ¥1,200 — 明细')\n'欠款'",
    "long value": "list(range(2000))",
    "dict": "{'b': [1, 2], 'a': {3}}",
    "frame": "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', '<b>']})",
    "series": "import pandas as pd\npd.Series([1.5, None])",
    "display": "display('one', 2)\n3",
    "html": "from IPython.display import HTML\nHTML('<b>x</b>')",
    "markdown": "from IPython.display import Markdown, display\ndisplay(Markdown('**x**'))",
    "own repr": "class A:\n    def _repr_html_(self): return '<i>a</i>'\nA()",
    "repr that fails": "class B:\n    def __repr__(self): raise ValueError('no')\nB()",
    "updated": "h = display('first', display_id='d')\nh.update('second')",
    "updated later": "h.update('third')",
    "cleared": "import IPython.display as d\nprint('gone')\nd.clear_output()\nprint('kept')",
    "cleared with a wait": "print('gone')\nd.clear_output(wait=True)\nprint('kept')",
    "plot": "import matplotlib.pyplot as plt\nplt.plot([1, 2], [3, 1])\nplt.title('t')\nplt.show()",
    "plot left open": "fig, ax = plt.subplots()\nax.bar(['a'], [1])",
    "inline": "%matplotlib inline\nplt.plot([1, 2]);",
    "widget": "import ipywidgets as w\nw.IntSlider(value=3, description='s')",
    "widgets in a box": "w.VBox([w.Label('a'), w.Button(description='b')])",
    "error": "def f(x):\n    return 1 / x\n\nf(0)",
    "after an error": "print('goes on')",
    "own error": "raise RuntimeError('欠款')",
    "chained": "try:\n    {}['k']\nexcept KeyError as e:\n    raise ValueError('v') from e",
    "syntax": "def (:",
    "indentation": "if True:\nprint(1)",
    "name": "nobody",
    "assert": "assert 1 == 2, 'not so'",
    "exit": "import sys\nsys.exit(3)",
    "interrupted": "raise KeyboardInterrupt",
    "warning": "import warnings\nwarnings.warn('mind this', stacklevel=1)",
    "log": "import logging\nlogging.warning('logged')",
    "awaited": "import asyncio\nawait asyncio.sleep(0)\nprint('slept')",
    "question": "int?",
    "magic": "%xmode Plain",
    "plain error": "1 / 0",
    "magic back": "%xmode Context",
    "cell magic": "%%capture kept\nprint('captured')",
    "captured": "kept.stdout",
    "unknown magic": "%nothing_such",
    "javascript": "from IPython.display import Javascript\nJavascript('1')",
    "image": "d.Image(data=b'\\x89PNG\\r\\n\\x1a\\n', format='png')",
    "mathematics": "from IPython.display import Math\nMath('x^2')",
    "json": "from IPython.display import JSON\nJSON({'a': 1})",
    "progress": "for i in range(3):\n    print(f'\\r{i}', end='')",
    "thread": "import threading as h\nt = h.Thread(target=print)\nt.start()\nt.join()",
    "comment alone": "# nothing",
    "several values": "1\n2\n3",
    "all values": "from IPython import get_ipython\nget_ipython().ast_node_interactivity = 'all'",
    "each told": "1\n2",
    "ask": "try:\n    input('name? ')\nexcept Exception as e:\n    print(repr(e))",
    "updated by another cell": "h.update('last')",
}

_CHANNEL = "import os\nos.environ['CASEBOOK_CHANNEL'] = str(os.open(os.devnull, os.O_WRONLY))"


def in_a_kernel(cells: list[str], folder: Path) -> list[tuple[list[object], int | None]]:
    """What each cell shows in a kernel started beside the files of `folder`."""
    scratch = str(folder.parent / "aside")
    words = warm.environment(str(folder), scratch) | {
        "PATH": os.environ["PATH"],
        "CASEBOOK_LEARNER": "an-careful",
        "CASEBOOK_LANGUAGE": "zh",
    }
    manager, client = start_new_kernel(kernel_name="python3", env=words, cwd=str(folder))
    try:
        client.allow_stdin = False  # as nbclient and nbgrader have it
        client.execute_interactive(_CHANNEL, silent=True, store_history=False, timeout=60)
        page = notebook([code(cell) for cell in cells])
        runner = NotebookClient(page, km=manager, allow_errors=True, timeout=120)
        runner.kc = client
        runner.reset_execution_trackers()
        for place, cell in enumerate(page.cells):
            runner.execute_cell(cell, place)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return [(cell.outputs, cell.execution_count) for cell in page.cells]


def under_grading(cells: list[str], folder: Path) -> list[tuple[list[object], int | None]]:
    ran = run(
        notebook([code(cell) for cell in cells]),
        folder,
        learner="an-careful",
        language="zh",
        allow_unsealed=True,
    )
    assert ran.ending is Ending.FINISHED, ran.detail
    return [(ran.outputs.get(i, []), ran.counts.get(i)) for i in range(len(cells))]


#: Addresses, models, names of cells' files, styles' ids: each run has its own.
_OWN = re.compile(r"0x[0-9a-f]+|\b[0-9a-f]{32}\b|\S*ipykernel_\d+/\d+\.py|\b\d+\.py|T_[0-9a-f]{5}")


def plain(outputs: list[object]) -> list[object]:
    """What of outputs is the same in every run: no addresses, no pixels, no widget's number.

    A kernel hands on each stream when it finds the time, so they are held to each other apart.
    """
    streams = {"stdout": "", "stderr": ""}
    found: list[object] = []
    for output in outputs:
        if output["output_type"] == "stream":
            streams[output["name"]] += _OWN.sub("@", output["text"])
            continue
        told = {name: output.get(name) for name in ("output_type", "execution_count", "ename")}
        for line in (output.get("evalue", ""), *output.get("traceback", ())):
            told.setdefault("said", []).append(_OWN.sub("@", line))
        for mime, content in sorted(output.get("data", {}).items()):
            is_drawn = mime.startswith(("image/", "application/vnd.jupyter.widget"))
            told[mime] = "" if is_drawn else _OWN.sub("@", str(content))
        found.append(told)
    return [streams, *found]


def same(cells: list[str], folder: Path) -> None:
    kernel, ours = in_a_kernel(cells, folder), under_grading(cells, folder)

    for cell, (shown, count), (own, own_count) in zip(cells, kernel, ours, strict=True):
        assert plain(own) == plain(shown), cell
        if cell.strip():
            assert own_count == count, cell


def test_every_way_to_show_something_shows_the_same(tmp_path):
    (tmp_path / "work").mkdir()

    same(list(WAYS.values()), tmp_path / "work")


@pytest.fixture(scope="module")
def all_released(tmp_path_factory):
    course = fresh_course(tmp_path_factory.mktemp("all-released") / "course")
    for path in SOURCES:
        release(course, path.stem, variants=2)
    return course


@pytest.mark.parametrize("path", [*WORKBOOKS, *SOURCES], ids=lambda path: path.stem)
def test_our_notebooks_show_the_same(path, all_released, tmp_path):
    folder = tmp_path / "work"
    shutil.copytree(all_released.release(path.stem) if path in SOURCES else path.parent, folder)
    page = nbformat.read(folder / path.name, as_version=4)

    same([cell.source for cell in page.cells if cell.cell_type == "code"], folder)
