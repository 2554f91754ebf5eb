"""Hand-ins that are broken, by accident or on purpose, and pages that hope to run in a browser."""

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from casebook.activities.journal import Writer
from course.learners import ASSIGNMENT
from redteam.attack import Aim, Attack, Ground, code, paper, rewrite

corrupt = partial(paper, aim=Aim.CORRUPT)
printed = partial(code, aim=Aim.CORRUPT)

#: What a page would run if it let a learner's text through.
LIVE = "redteam_live"
SCRIPTS = (
    f"<script>{LIVE}()</script>",
    f"</textarea></pre></script><script>{LIVE}()</script>",
    f'<img src="x" onerror="{LIVE}()">',
    f"<svg onload={LIVE}()><animate onbegin={LIVE}()></svg>",
    f'<a href="javascript:{LIVE}()">here</a>',
    f'<a href="java&#x0A;script:{LIVE}()">here</a>',
    f"[here](javascript:{LIVE}())",
    f"![x](x){{onerror={LIVE}()}}",
    f"<iframe srcdoc='<script>{LIVE}()</script>'></iframe>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={LIVE}()></style></table></math>",
    f"<style>@import 'javascript:{LIVE}()';</style>",
    f'<form action="javascript:{LIVE}()"><button>x</button></form>',
    f"<details open ontoggle={LIVE}()>",
    f"$$\\href{{javascript:{LIVE}()}}{{x}}$$",
    f"<!--<img src='--><img src=x onerror={LIVE}()//'>",
    f"{{{{ {LIVE} }}}}{{% import '{LIVE}' %}}",
)


def name_of(folder: Path) -> Path:
    return folder / f"{ASSIGNMENT}.ipynb"


def with_bytes(make: Callable[[bytes], bytes]) -> Callable[[Path, Ground], None]:
    """Return what replaces the notebook's bytes by other ones."""

    def spoil(folder: Path, _: Ground) -> None:
        path = name_of(folder)
        path.write_bytes(make(path.read_bytes()))

    return spoil


def with_raw(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path, Ground], None]:
    """Return what changes the notebook as JSON; `change` edits it, or returns another."""

    def make(held: bytes) -> bytes:
        raw = json.loads(held)
        changed = change(raw)
        return json.dumps(raw if changed is None else changed).encode()

    return with_bytes(make)


def with_cells(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path, Ground], None]:
    """Return what changes each cell of the notebook as JSON."""
    return with_raw(lambda raw: [change(cell) for cell in raw["cells"]] and None)


# Not a notebook

BYTES: tuple[Attack, ...] = tuple(
    corrupt(name=f"corrupt-{name}", claim=claim, spoil=with_bytes(make))
    for name, claim, make in (
        ("empty", "an empty file stops the batch", lambda _: b""),
        ("not-json", "text that is no JSON stops the batch", lambda _: b"my homework\n" * 9),
        ("truncated", "a notebook cut off while it was saved", lambda held: held[: len(held) // 2]),
        ("list", "JSON, but a list", lambda _: b"[1, 2]"),
        ("number", "JSON, but a number", lambda _: b"49"),
        ("null", "JSON, but nothing", lambda _: b"null"),
        ("text", "JSON, but a text", lambda held: json.dumps(held.decode()).encode()),
        ("utf-16", "saved by an editor as UTF-16", lambda held: held.decode().encode("utf-16")),
        (
            "gbk",
            "saved by an editor as GBK",
            lambda held: json.dumps(json.loads(held), ensure_ascii=False).encode("gbk", "replace"),
        ),
        ("bom", "saved by an editor with a mark before it", lambda held: b"\xef\xbb\xbf" + held),
        ("null-bytes", "null bytes in and after it", lambda held: held[:500] + bytes(500) + held),
        ("merge", "with the marks of an unfinished merge", lambda held: b"<<<<<<< HEAD\n" + held),
        ("html", "the page of a notebook, not the notebook", lambda _: b"<!DOCTYPE html><p>x"),
        ("zip", "a compressed notebook", lambda _: b"PK\x03\x04" + os.urandom(500)),
        ("deep", "nested deeper than a reader can go", lambda _: b"[" * 100_000),
        (
            "deep-object",
            "objects nested deeper than a reader can go",
            lambda _: b'{"cells":' * 100_000 + b"1" + b"}" * 100_000,
        ),
        (
            "large",
            "60 MB, which take the reader long",
            lambda held: (
                held[:-3].rstrip().rstrip(b"}") + b', "pad": "' + b"x" * 60_000_000 + b'"}'
            ),
        ),
    )
)


# A notebook, but not as one should be


def unhinge_numbers(raw: dict[str, Any]) -> None:
    raw["nbformat_minor"] = float("inf")
    for cell in raw["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = 10**4000
            cell["metadata"]["nbgrader"] = cell["metadata"].get("nbgrader", {}) | {
                "points": float("nan"),
                "schema_version": -(10**400),
            }


def halve_characters(cell: dict[str, Any]) -> None:
    cell["source"] = "# \ud800 \udfff \x00 \x1b[2J \u202e \ufffe\n" + "".join(cell["source"])
    cell["metadata"]["\ud800"] = "\udfff"


def as_version_3(raw: dict[str, Any]) -> dict[str, Any]:
    cells = [
        {"cell_type": "code", "input": "".join(cell["source"]), "outputs": [], "language": "python"}
        for cell in raw["cells"]
    ]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}


def odd_metadata(cell: dict[str, Any]) -> None:
    own = cell["metadata"]
    own["nbgrader"] = {"grade_id": own.get("nbgrader", {}).get("grade_id", "x"), "points": [1]}
    own.update(casebook="x", tags={"a": 1}, slideshow=None, collapsed="yes")


def retype(cell: dict[str, Any]) -> None:
    cell["cell_type"] = {"code": "markdown", "markdown": "code"}[cell["cell_type"]]


RAW: tuple[Attack, ...] = tuple(
    corrupt(name=f"corrupt-{name}", claim=claim, spoil=with_raw(change))
    for name, claim, change in (
        ("no-cells", "without cells", lambda raw: raw.pop("cells") and None),
        ("cells-object", "cells that are no list", lambda raw: raw.update(cells={"a": 1})),
        ("cells-text", "cells that are a text", lambda raw: raw.update(cells="cells")),
        ("cells-odd", "cells that are no cells", lambda raw: raw.update(cells=[1, None, [], "x"])),
        ("no-cell-left", "with every cell deleted", lambda raw: raw.update(cells=[])),
        ("doubled", "every cell twice", lambda raw: raw.update(cells=raw["cells"] * 2)),
        ("reversed", "cells in reverse", lambda raw: raw.update(cells=raw["cells"][::-1])),
        ("nbformat-3", "of a format long gone", as_version_3),
        ("nbformat-99", "of a format yet to come", lambda raw: raw.update(nbformat=99)),
        ("nbformat-text", "of a format that is no number", lambda raw: raw.update(nbformat="4")),
        ("nbformat-none", "of no format", lambda raw: raw.pop("nbformat") and None),
        (
            "kernel",
            "for a kernel that is a program of mine",
            lambda raw: raw.update(
                metadata={"kernelspec": {"name": "../evil", "argv": ["sh"], "language": "bash"}}
            ),
        ),
        ("metadata-list", "with metadata that are a list", lambda raw: raw.update(metadata=[1])),
        ("odd-numbers", "with NaN, infinity and huge integers", unhinge_numbers),
    )
) + tuple(
    corrupt(name=f"corrupt-{name}", claim=claim, spoil=with_cells(change))
    for name, claim, change in (
        ("no-cell-type", "cells of no kind", lambda cell: cell.pop("cell_type")),
        ("cell-type-odd", "cells of kinds unheard of", lambda cell: cell.update(cell_type=["x"])),
        ("source-number", "sources that are numbers", lambda cell: cell.update(source=7)),
        ("source-none", "cells without source", lambda cell: cell.pop("source")),
        (
            "source-list",
            "sources that are lists of odd things",
            lambda cell: cell.update(source=[1, None, {"a": 1}]),
        ),
        ("cell-metadata", "metadata of cells that are odd", odd_metadata),
        ("no-metadata", "cells without metadata", lambda cell: cell.pop("metadata")),
        ("outputs-odd", "outputs that are none", lambda cell: cell.update(outputs=[{"x": 1}, 7])),
        ("ids-odd", "cell ids that are odd", lambda cell: cell.update(id={"a": ["b"]})),
        ("ids-same", "cell ids that are all the same", lambda cell: cell.update(id="quiz")),
        ("retyped", "code turned into prose and prose into code", retype),
        ("half-characters", "halves of characters, null bytes, controls", halve_characters),
    )
)


# Files beside it


def folder_for_notebook(folder: Path, _: Ground) -> None:
    name_of(folder).unlink()
    (name_of(folder) / "inside").mkdir(parents=True)


def no_notebook(folder: Path, _: Ground) -> None:
    name_of(folder).unlink()


def garbage_journal(folder: Path, _: Ground) -> None:
    writer = Writer(folder, learner=folder.parent.name)
    writer.write("file-review-quiz", "item", "value")
    line = writer.path.read_bytes()
    wrong_sum = line.replace(b'"value"', b'"other"')
    writer.path.write_bytes(
        b"\x00\xff\xfe garbage\n"
        + wrong_sum
        + b"{}\n[]\nnull\n"
        + b"[" * 90_000
        + b"\n"
        + line[:40]
    )
    answers = writer.path.parent
    (answers / "odd name.jsonl").write_bytes(line)
    (answers / "folder.jsonl").mkdir()
    (answers / "a.jsonl").write_bytes(os.urandom(5_000))
    (answers / "b.jsonl").write_bytes(b"x" * 5_000_000)


def odd_entries(folder: Path, _: Ground) -> None:
    """Write entries whose sums are right and whose values are nothing like an answer."""
    writer = Writer(folder, learner="\u202e" + folder.parent.name[:3] + "\x1b[31m")
    odd: tuple[Any, ...] = (
        *(None, True, -1, 1.5, 10**300, "", "x" * 50_000, [], [[[]]], {}, {"a": {"b": [None]}}),
        *(["settled"] * 9_000, "\ud800", "<script>", "\x00\x1b[2J"),
    )
    for value in odd:
        for activity, item in (
            ("file-review-quiz", "talk"),
            ("file-review-talk", "talk"),
            ("file-review-talk", "said"),
            ("file-review-script", "text"),
            ("file-review-casework", "plan"),
            ("\x1b[2J", "../../keys"),
        ):
            try:
                writer.write(activity, item, value)
            except UnicodeEncodeError:
                continue


def garbage_learner(folder: Path, _: Ground) -> None:
    (folder / "learner.json").write_bytes(b'{"id": \xff\x00' + os.urandom(100))


def deep_learner(folder: Path, _: Ground) -> None:
    (folder / "learner.json").write_bytes(b"[" * 200_000)


def odd_learner(folder: Path, _: Ground) -> None:
    digits = "9" * 5_000
    (folder / "learner.json").write_text(f'{{"id": 7, "language": {{}}, "pad": {digits}}}')


def large_learner(folder: Path, _: Ground) -> None:
    with (folder / "learner.json").open("wb") as file:
        file.write(b'{"id": "')
        file.truncate(300 << 20)


def garbage_timestamp(folder: Path, _: Ground) -> None:
    (folder / "timestamp.txt").write_bytes(b"\xff\x00 9999999999-99-99 25:61 \x1b[2J" * 9_000)


def far_timestamp(folder: Path, _: Ground) -> None:
    """Name a time that fits the form and no calendar of a database."""
    (folder / "timestamp.txt").write_text("0001-01-01 00:00:00.000000 +1400\n")


def odd_names(folder: Path, _: Ground) -> None:
    """Give files names that are no text, that move the cursor, or that are very long."""
    for name in (b"\xff\xfe.txt", b"\xe4\xb8.csv", b"\x1b[2J\x07.txt", b"n" * 255, b"\x7f"):
        (folder / os.fsdecode(name)).write_bytes(b"x")
    (folder / os.fsdecode(b"\x1b[31mred\xff")).symlink_to("nowhere")
    (folder / "a\u202etxt.exe").touch()


def no_rights(folder: Path, _: Ground) -> None:
    """Hand in what nobody but the superuser may read."""
    (folder / "closed.txt").write_text("x")
    (folder / "closed.txt").chmod(0)
    (folder / "shut").mkdir()
    (folder / "shut" / "inside.txt").write_text("x")
    (folder / "shut").chmod(0)
    name_of(folder).chmod(0o4777)


def formulas(folder: Path, _: Ground) -> None:
    """Name files so that a spreadsheet of the facts would run them."""
    for name in ('=HYPERLINK("x","y")', "+cmd|' C'!A0", "@SUM(1)", "-2+3", '"=1+1'):
        (folder / name).symlink_to("nowhere")


def names_in_place(folder: Path, _: Ground) -> None:
    """Put files and folders where the grader would make its own."""
    for name in ("assignment.json", "cases.zip"):
        (folder / name).unlink()
        (folder / name / "inside").mkdir(parents=True)
    (folder / "answers").write_text("not a folder")
    (folder / "learner.json").unlink()
    (folder / "learner.json").mkdir()
    (folder / "timestamp.txt").mkdir()
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / f"{ASSIGNMENT}-checkpoint.ipynb").write_text("{}")
    (folder / "more.ipynb").write_text("not a notebook")


FILES: tuple[Attack, ...] = tuple(
    corrupt(name=f"corrupt-{name}", claim=claim, spoil=spoil)
    for name, claim, spoil in (
        ("folder-for-notebook", "a folder in place of the notebook", folder_for_notebook),
        ("no-notebook", "no notebook at all", no_notebook),
        ("journal", "a journal of garbage and wrong sums", garbage_journal),
        ("journal-values", "a journal of values that are no answers", odd_entries),
        ("learner", "a learner.json of garbage", garbage_learner),
        ("learner-deep", "a learner.json nested deeper than a reader can go", deep_learner),
        ("learner-odd", "a learner.json of odd kinds and huge numbers", odd_learner),
        ("learner-large", "a learner.json of 300 MB", large_learner),
        ("timestamp", "a timestamp of garbage", garbage_timestamp),
        ("timestamp-far", "a timestamp of the year 1", far_timestamp),
        ("odd-names", "file names that are no text", odd_names),
        ("no-rights", "files that may not be read", no_rights),
        ("formulas", "file names that are formulas", formulas),
        ("names-in-place", "folders where files should be, and files for folders", names_in_place),
    )
)


# Pages that hope to run in the instructor's browser


def script_cells(folder: Path, _: Ground) -> None:
    """Put scripts in prose, raw cells, code, stored outputs, attachments and metadata."""
    kinds = ("text/html", "text/markdown", "image/svg+xml", "application/javascript")
    pages = [
        {"output_type": "display_data", "metadata": {}, "data": {kind: text}}
        for kind in kinds
        for text in SCRIPTS
    ]
    whole = {"outputs": pages, "execution_count": 1, "metadata": {"format": "text/html"}}
    attached = {"attachments": {"x.png": dict.fromkeys(kinds, SCRIPTS[0])}}
    extra = [
        whole | attached | {"cell_type": kind, "source": f"![x](attachment:x.png) {text}"}
        for kind in ("markdown", "raw", "code")
        for text in SCRIPTS
    ]

    def change(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for cell in cells:
            if cell["cell_type"] == "markdown":
                cell["source"] = "".join(cell["source"]) + "\n\n" + SCRIPTS[0]
            cell["metadata"].setdefault("nbgrader", {})["comment"] = SCRIPTS[0]
            cell["metadata"]["tags"] = [SCRIPTS[2]]
        return [*cells, *extra]

    rewrite(folder, change)


def script_names(folder: Path, _: Ground) -> None:
    """Put scripts where the grader tells facts: names of files, links and learners."""
    for number, text in enumerate(SCRIPTS):
        name = text.replace("/", "\u2215")[:200]
        (folder / f"{name}.txt").write_text("x")
        (folder / f"{number}{name}").symlink_to("nowhere")
    (folder / f"<img src=x onerror={LIVE}()>.html").write_text(SCRIPTS[0])
    writer = Writer(folder, learner=f"<img src=x onerror={LIVE}()>")
    for item in ("text", SCRIPTS[0]):
        writer.write("file-review-script", item, "\n".join(SCRIPTS))
    writer.write("file-review-quiz", "item", SCRIPTS[0])
    writer.write("file-review-talk", "talk", list(SCRIPTS))


PAGES: tuple[Attack, ...] = (
    corrupt(name="corrupt-script-cells", claim="scripts in cells run", spoil=script_cells),
    corrupt(
        name="corrupt-script-names", claim="scripts in names and answers run", spoil=script_names
    ),
    printed(
        name="corrupt-script-outputs",
        claim="scripts that a cell prints, shows or raises run in the instructor's browser",
        source=f"""
from IPython.display import display
scripts = {SCRIPTS!r}
for text in scripts:
    for kind in ("text/html", "text/markdown", "text/latex", "image/svg+xml",
                 "application/javascript", "application/vnd.jupyter.widget-view+json",
                 "application/json", "image/png", "image/jpeg", "application/pdf", text):
        display({{kind: text, "text/plain": text}}, raw=True)
        display({{kind: text}}, raw=True, metadata={{kind: {{"width": text, "alt": text}}}})
    print(text, file=sys.stderr)
    print(text)
for task in ("verified_income", "red_flags", "plan"):
    for value in (scripts[0], list(scripts), {{"columns": {{scripts[0]: [scripts[2]]}}}}):
        try:
            cb.answer(task, value)
        except Exception as error:
            print(error)
raise type("E" + scripts[2], (Exception,), {{}})(scripts[0])
""",
    ),
    printed(
        name="corrupt-terminal",
        claim="outputs clear the instructor's screen, set its title, or hide what was said",
        source="""
print("\\x1b[2J\\x1b]0;mine\\x07\\x1b[8mhidden\\r\\x08\\x08\\u202e\\u2066\\x9b31m")
cb.answer("verified_income", "\\x1b[2J\\x1b[31m")
raise Exception("\\x1b]52;c;cm0gLXJmIC8=\\x07\\x1bc")
""",
    ),
)

ATTACKS = (*BYTES, *RAW, *FILES, *PAGES)
