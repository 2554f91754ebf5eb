"""Make a learner's notebook safe to show in an instructor's browser.

Formgrader and feedback pages print text/html, Markdown, SVG, JavaScript, LaTeX, picture data, some
metadata and raw cells as they stand. Here each is rebuilt from what may be in it: HTML by a kept
library with a tight allow-list, pictures by their bytes, the rest as text. Scores and feedback are
put in afterwards, by whoever makes them.
"""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import nh3
from nbformat import NotebookNode

from casebook.grading import cells as making


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that the outputs of one cell may show: characters, decoded bytes, outputs."""

    text: int = 200_000
    html: int = 200_000
    image: int = 4_000_000
    pixels: int = 50_000_000
    total: int = 16_000_000
    outputs: int = 1_000


CAPS = Caps()

_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
_LANGUAGE = {"name": "python", "pygments_lexer": "ipython3", "mimetype": "text/x-python"}

_KEPT = frozenset(
    "b blockquote br caption code dd div dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li ol p pre s samp "  # noqa: SIM905
    "small span strong sub sup table tbody td tfoot th thead tr u ul".split()
)
#: Dropped with all that is in them; of other elements outside the list, the text stays.
_DROPPED = frozenset(
    "audio button canvas embed form iframe input math noembed noframes noscript object option "  # noqa: SIM905
    "plaintext script select style svg template textarea title video xmp".split()
)
_SPANS = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_MAX_DEPTH = 100
_MAX_BRACKETS = 2_000
#: A parser reopens open formatting in each block, so their product bounds its work.
_MAX_WORK = 2_000_000

_REOPENED = re.compile(
    r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset({"br", "hr", "img", "input", "col", "link", "meta", "wbr"})

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]?|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_]?)")
#: Control characters, marks that reorder text on the screen, and halves of characters.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MIME = re.compile(r"[a-z]+/[a-z0-9.+-]{1,60}")
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_GRADE_ID = re.compile(r"[a-zA-Z0-9_.-]{1,128}")
_TAG_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")


def clean_text(value: Any) -> str:
    """Return text without colours, control characters (but tabs and new lines) and halves."""
    text = "".join(map(str, value)) if isinstance(value, list) else str(value)
    plain = _ANSI.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", plain)


def clean_html(html: str, *, caps: Caps = CAPS) -> str | None:
    """Return `html` with tables and basic text alone, or None where it is too large or too deep.

    What is kept is wrapped so that no mathematics in it is typeset.
    """
    if len(html) > caps.html or _is_costly(html):
        return None
    kept = nh3.clean(
        _UNSEEN.sub("", html),
        tags=set(_KEPT),
        clean_content_tags=set(_DROPPED),
        attributes=_SPANS,
        attribute_filter=_small_number,
        link_rel=None,
        url_schemes=set(),
    )
    if _depth(kept) > _MAX_DEPTH:
        return None
    return f'<div class="tex2jax_ignore mathjax_ignore">{kept}</div>'


def clean_outputs(outputs: Iterable[Any], *, caps: Caps = CAPS) -> list[NotebookNode]:
    """Return the outputs of one cell, rebuilt from what may be in them; what is no output goes."""
    kept: list[NotebookNode] = []
    room = caps.total
    for output in outputs:
        cleaned = _clean_output(output, caps) if isinstance(output, dict) else None
        if cleaned is None:
            continue
        room -= len(str(cleaned))
        if room < 0 or len(kept) == caps.outputs:
            return [*kept, making.output("stream", name="stderr", text="[…]\n")]
        kept.append(cleaned)
    return kept


def clean_cell(cell: NotebookNode, *, place: int = 0, caps: Caps = CAPS) -> NotebookNode:
    """Return a learner's cell: code as code, all else as text that nothing renders.

    Metadata keep tags and nbgrader's marks, if well formed; attachments are dropped. `place` names
    a cell whose id cannot stand.
    """
    source = _whole(cell.get("source", ""))
    kept = {"id": _id(cell, place), "metadata": _metadata(cell.get("metadata"))}
    if cell.get("cell_type") != "code":
        return making.markdown(fenced(_unbracketed(clean_text(source))), **kept)
    outputs = clean_outputs(_list(cell.get("outputs")), caps=caps)
    count = _count(cell.get("execution_count"))
    return making.code(source, outputs=outputs, execution_count=count, **kept)


def clean_notebook(
    notebook: NotebookNode, trusted: Collection[str] = (), *, caps: Caps = CAPS
) -> NotebookNode:
    """Return the notebook with every learner's cell cleaned.

    Parameters
    ----------
    notebook : NotebookNode
        Restored by the caller; not changed.
    trusted : collection of str
        Ids of the cells whose source and metadata are the course's own: they stay, and of these
        cells only outputs are cleaned. An id that two cells bear is trusted in neither.
    """
    ids = Counter(str(cell.get("id")) for cell in notebook.cells)
    alone = {name for name in trusted if ids[name] == 1}
    seen: set[str] = set()
    cells = []
    for place, cell in enumerate(notebook.cells):
        is_ours = cell.get("id") in alone
        cleaned = _own(cell, caps) if is_ours else clean_cell(cell, place=place, caps=caps)
        if cleaned.id in seen or (not is_ours and cleaned.id in alone):
            cleaned.id = _id({}, place)
        seen.add(cleaned.id)
        cells.append(cleaned)
    metadata = {"kernelspec": dict(_KERNEL), "language_info": dict(_LANGUAGE)}
    return making.notebook(cells, metadata)


def _unbracketed(text: str) -> str:
    """Cut text after very many brackets: nbconvert looks for the end of each to the end of all."""
    pieces = text.split("[", _MAX_BRACKETS)
    cut = len(pieces[-1]) if len(pieces) > _MAX_BRACKETS else 0
    return "[".join(pieces[:_MAX_BRACKETS]) + f"\n[… +{cut:,}]" if cut else text


def fenced(text: str) -> str:
    """Return Markdown that shows `text` as it stands, whatever is in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _own(cell: NotebookNode, caps: Caps) -> NotebookNode:
    if cell.cell_type != "code":
        return NotebookNode(cell)
    outputs = clean_outputs(_list(cell.get("outputs")), caps=caps)
    count = _count(cell.get("execution_count"))
    return NotebookNode({**cell, "outputs": outputs, "execution_count": count})


def _clean_output(output: dict[str, Any], caps: Caps) -> NotebookNode | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return making.output("stream", name=name, text=_text(output.get("text", ""), caps))
    if kind == "error":
        trace = [_text(line, caps) for line in _list(output.get("traceback"))[:200]]
        said = {key: _text(output.get(key, ""), caps)[:1_000] for key in ("ename", "evalue")}
        return making.output("error", None, traceback=trace, **said)
    if kind in ("display_data", "execute_result"):
        data = _data(output.get("data"), caps)
        count = {"execution_count": _count(output.get("execution_count"))}
        return making.output(kind, data, **(count if kind == "execute_result" else {}))
    return None


def _data(data: Any, caps: Caps) -> dict[str, str]:
    """Keep pictures, tables and text; name what cannot be shown where nothing else can."""
    given = data if isinstance(data, dict) else {}
    kept = {"text/plain": _text(given["text/plain"], caps)} if "text/plain" in given else {}
    if isinstance(html := _joined(given.get("text/html")), str):
        cleaned = clean_html(html, caps=caps)
        kept |= {"text/html": cleaned} if cleaned else {}
    for mime, is_picture in (("image/png", _is_png), ("image/jpeg", _is_jpeg)):
        picture = _picture(_joined(given.get(mime)), caps)
        kept |= {mime: base64.b64encode(picture).decode()} if is_picture(picture, caps) else {}
    named = ", ".join(sorted(mime for mime in map(str, given) if _MIME.fullmatch(mime))[:5])
    return kept or {"text/plain": f"[{named}]"}


def _picture(text: Any, caps: Caps) -> bytes:
    if not isinstance(text, str) or len(text) > caps.image * 3 // 2:
        return b""
    try:
        picture = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return picture if len(picture) <= caps.image else b""


def _is_png(picture: bytes, caps: Caps) -> bool:
    if picture[:8] != b"\x89PNG\r\n\x1a\n" or picture[12:16] != b"IHDR":
        return False
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    return 0 < width * height <= caps.pixels


def _is_jpeg(picture: bytes, _: Caps) -> bool:
    return picture[:3] == b"\xff\xd8\xff" and picture[-2:] == b"\xff\xd9"


def _text(value: Any, caps: Caps) -> str:
    text = clean_text(value)
    return text if len(text) <= caps.text else text[: caps.text] + "\n[…]\n"


def _small_number(_: str, __: str, value: str) -> str | None:
    return value if value.isascii() and value.isdigit() and len(value) <= 3 else None


def _is_costly(html: str) -> bool:
    return _depth(html) > _MAX_DEPTH or len(_REOPENED.findall(html)) * html.count("<") > _MAX_WORK


def _depth(html: str) -> int:
    """Return how deep elements lie in each other, as far as tags alone tell."""
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _VOID:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _metadata(metadata: Any) -> dict[str, Any]:
    given = metadata if isinstance(metadata, dict) else {}
    tags = [t for t in _list(given.get("tags")) if isinstance(t, str) and _TAG_NAME.fullmatch(t)]
    marks = _marks(given.get("nbgrader"))
    return {**({"tags": tags} if tags else {}), **({"nbgrader": marks} if marks else {})}


def _marks(marks: Any) -> dict[str, Any]:
    """Rebuild nbgrader's marks on a cell; a score or comment comes from the gradebook alone."""
    given = marks if isinstance(marks, dict) else {}
    name = given.get("grade_id")
    if not isinstance(name, str) or not _GRADE_ID.fullmatch(name):
        return {}
    kept: dict[str, Any] = {"grade_id": name, "schema_version": 3}
    kept |= {key: given.get(key) is True for key in ("grade", "solution", "locked", "task")}
    if given.get("cell_type") in ("code", "markdown"):
        kept["cell_type"] = given["cell_type"]
    if kept["grade"] or kept["task"]:
        kept["points"] = _points(given.get("points"))
    if isinstance(checksum := given.get("checksum"), str) and _NAME.fullmatch(checksum):
        kept["checksum"] = checksum
    return kept


def _points(points: Any) -> float:
    """Return the points, or none: a graded cell without points would break formgrader's page."""
    is_number = type(points) in {int, float}
    return points if is_number and 0 <= points < 1_000_000 else 0


def _id(cell: dict[str, Any], place: int) -> str:
    name = cell.get("id")
    return name if isinstance(name, str) and _NAME.fullmatch(name) else f"handed-in-{place}"


def _count(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value < 1_000_000 else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _joined(value: Any) -> Any:
    """Return text that a notebook file may hold as a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else value


def _whole(source: Any) -> str:
    return re.sub(r"[\x00\ud800-\udfff]", "", str(_joined(source)))
