"""Honest work that looks odd: all of it has the casework right, and must get every point for it."""

from functools import partial
from pathlib import Path
from typing import Any

from nbformat.v4 import new_code_cell

from course.learners import edit, hand_in, right_cells
from redteam.attack import Aim, Attack, Build, Ground, rewrite

#: Beside this one's notebook lies a file with the secret: what neighbours must not read.
NEIGHBOUR = "innocent-neighbour"


def honest(
    name: str,
    claim: str,
    *,
    before: str = "",
    after: str = "",
    last: str = "",
    spare: str = "",
    change: Any = None,
) -> Attack:
    """Return right work, with more before and after the first answer, last of all, or apart."""
    return Attack(name, claim, Aim.INNOCENT, _right(name, before, after, last, spare, change))


def _right(name: str, before: str, after: str, last: str, spare: str, change: Any) -> Build:
    def build(ground: Ground) -> None:
        cells = right_cells(ground.keys, name)
        cells["verified-income"] = "\n".join((before, cells["verified-income"], after))
        cells["plan"] += "\n" + last
        folder = hand_in(ground.course, name, cells=cells)
        if spare:
            edit(folder, partial(_with_spare, spare))
        if change:
            change(folder, ground)

    return build


def _with_spare(source: str, cells: list[Any]) -> list[Any]:
    """Put a cell of the learner's own before the first graded one."""
    place = next(at for at, cell in enumerate(cells) if cell.source.startswith("\nslips"))
    return [*cells[:place], new_code_cell(source), *cells[place:]]


def leave_notes(folder: Path, ground: Ground) -> None:
    (folder / "notes.txt").write_text(f"{ground.secret}\n")


def edit_prose(folder: Path, _: Ground) -> None:
    """Write into the prose, and delete and add some, as a tidy learner would."""

    def change(cells: list[Any]) -> list[Any]:
        prose = [cell for cell in cells if cell.cell_type == "markdown"]
        for cell in prose[:5]:
            cell.source += "\n\n我的笔记：先看工资条。My notes."
        return [cell for cell in cells if cell not in prose[5:7]]

    edit(folder, change)


def run_before(folder: Path, _: Ground) -> None:
    """Leave counts, outputs and other tools' metadata, as a notebook saved elsewhere has."""

    def change(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for number, cell in enumerate(cells):
            cell["metadata"]["vscode"] = {"languageId": "python"}
            if cell["cell_type"] == "code":
                cell["execution_count"] = 99 - number
                cell["outputs"] = [{"output_type": "stream", "name": "stderr", "text": "old\n"}]
        return cells

    rewrite(folder, change)


ATTACKS = (
    honest(NEIGHBOUR, "keeps notes beside the notebook", change=leave_notes),
    honest(
        "innocent-warnings",
        "libraries warn, and so does the learner",
        before="""
import sys, warnings
warnings.warn("this is deprecated", DeprecationWarning)
warnings.warn("mind the tolerance")
warnings.simplefilter("always")
print("not an error", file=sys.stderr)
import logging
logging.getLogger("mine").error("nor is this")
""",
        after="import os\nos.write(2, b'straight to stderr\\n')",
    ),
    honest(
        "innocent-plots",
        "draws with matplotlib, in a font that is not there",
        before="""
%matplotlib inline
import matplotlib.pyplot as plt
plt.rcParams["font.family"] = ["No Such Font", "sans-serif"]
figure, axes = plt.subplots(figsize=(3, 2))
axes.plot([1, 2, 3]); axes.set_title("工资条")
plt.show()
figure.savefig("plot.png")
""",
    ),
    honest("innocent-slow", "takes two seconds to think", before="import time\ntime.sleep(2)"),
    honest(
        "innocent-input",
        "left a question to the keyboard in a spare cell",
        spare='name = input("your name? ")\nprint(name)',
    ),
    honest(
        "innocent-exception",
        "left an experiment that fails, and a syntax error, in spare cells",
        spare="1 / 0",
        change=lambda folder, _: edit(folder, partial(_with_spare, "if true then\n  (")),
    ),
    honest(
        "innocent-files",
        "keeps figures in files of its own",
        before="""
import json, pathlib, tempfile
pathlib.Path("work").mkdir(exist_ok=True)
case.frame("slips").to_csv("work/slips.csv", index=False)
print(len(pd.read_csv("work/slips.csv")))
case.frame("loans").to_parquet("work/loans.parquet")
pd.read_parquet("work/loans.parquet")
pathlib.Path("work/note.json").write_text(json.dumps({"a": 1}))
with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as file:
    pathlib.Path(folder, "x").write_text("x")
    file.write(b"x")
""",
    ),
    honest(
        "innocent-programs",
        "looks around with the shell",
        before="""
!ls
files = !ls -a
print(len(files))
%time total = sum(range(10))
import subprocess
print(subprocess.run(["python3", "--version"], capture_output=True, text=True, check=False).stdout)
print(subprocess.run("sort | head -1", shell=True, input="b\\na\\n", capture_output=True,
                     text=True, check=True).stdout)
""",
    ),
    honest(
        "innocent-threads",
        "counts in threads",
        before="""
import threading
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(lambda n: n * n, range(100))))
threading.Thread(target=print, args=("from a thread",)).start()
""",
    ),
    honest(
        "innocent-processes",
        "counts in two processes",
        before="""
from multiprocessing import get_context
with get_context("fork").Pool(2) as pool:
    print(sum(pool.map(abs, range(-100, 100))))
""",
    ),
    honest(
        "innocent-styler",
        "shows tables with colours",
        before="""
from IPython.display import HTML, Markdown, display
display(case.frame("slips").style.highlight_max(color="gold").format(precision=2))
display(Markdown("**done**"), HTML("<b>done</b>"), case.frame("loans"))
pd.set_option("display.max_rows", 3)
case.frame("payments")
""",
    ),
    honest(
        "innocent-await",
        "waits, as notebooks can",
        before="""
import asyncio
async def slips():
    await asyncio.sleep(0.1)
    return len(case.frame("slips"))
print(await slips())
print(await asyncio.gather(slips(), slips()))
""",
    ),
    honest(
        "innocent-seeds",
        "sets seeds and draws at random",
        before="""
import random
import numpy as np
random.seed(1); np.random.seed(1)
rng = np.random.default_rng(1)
print(random.random(), np.random.rand(), rng.normal(size=3).round(2))
np.seterr(all="raise"); pd.options.mode.copy_on_write = True
""",
    ),
    honest(
        "innocent-widgets",
        "plays with sliders and a progress bar",
        before="""
import ipywidgets as widgets
from IPython.display import clear_output, display
from tqdm.auto import tqdm
display(widgets.IntSlider(value=3), widgets.HTML("<b>x</b>"))
slider = widgets.interactive(lambda n=3: print(n))
display(slider)
for _ in tqdm(range(3)):
    pass
clear_output()
""",
    ),
    honest("innocent-exit", "says goodbye at the end", last="exit()"),
    honest("innocent-quit", "ends a spare cell early", spare="import sys\nsys.exit(0)"),
    honest("innocent-prose", "edits and deletes prose", change=edit_prose),
    honest("innocent-run-before", "hands in what was run elsewhere", change=run_before),
    honest(
        "innocent-numpy-answers",
        "answers with numpy numbers, and answers twice",
        after="""
import numpy as np
cb.answer("verified_income", 1)
cb.answer("verified_income", np.float64(verified_income))
""",
    ),
)
