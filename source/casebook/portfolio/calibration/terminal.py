"""The error table as text for a terminal, in either language."""

from itertools import groupby
from unicodedata import east_asian_width

from casebook.law.reasoning import sentences
from casebook.portfolio.calibration.model import Rule, Unit
from casebook.portfolio.calibration.table import Row, counts, figure, is_good
from casebook.text import Language

_COLUMNS = ("published", "measured", "difference", "tolerance", "n")
_GAP = "  "
_WIDE = "WF"


def written(rows: tuple[Row, ...], language: Language) -> str:
    """Return the table with its legend, counts and verdict."""
    bound = [row for row in rows if row.target.bound]
    unbound = [row for row in rows if not row.target.bound]
    parts = [
        *_groups(bound, language),
        [say("unbound", language), *_unbound(unbound, language)],
        [say("legend", language), _counted(rows, language), _verdict(rows, language)],
    ]
    return "\n\n".join("\n".join(part) for part in [[say("title", language)], *parts])


def _groups(rows: list[Row], language: Language) -> list[list[str]]:
    """Return a block of lines for each product; columns are as wide as the widest cell."""
    head = ["", *(say(f"heading-{name}", language) for name in ("figure", *_COLUMNS))]
    cells = {id(row): _cells(row, language) for row in rows}
    widths = [max(map(_width, column)) for column in zip(head, *cells.values(), strict=True)]
    groups = groupby(rows, key=lambda row: row.target.product)
    return [
        [
            say(product, language),
            _line(head, widths),
            *(_line(cells[id(row)], widths) for row in group),
        ]
        for product, group in groups
    ]


def _cells(row: Row, language: Language) -> list[str]:
    name = row.target.name.say(language)
    nothing = say("nothing", language)
    return [
        _mark(row, language),
        name,
        published(row),
        nothing if row.measured is None else figure(row.target, row.measured),
        nothing if row.difference is None else _apart(row, row.difference),
        _tolerance(row, language),
        nothing if row.n is None else f"{row.n:,}",
    ]


def published(row: Row) -> str:
    """Write the published figure, or the span that was published."""
    target = row.target
    first = figure(target, target.value)
    return first if target.value_to is None else f"{first} – {figure(target, target.value_to)}"


def _apart(row: Row, value: float) -> str:
    """Write a difference with its sign; of shares in percentage points."""
    if row.target.unit is Unit.SHARE:
        return f"{value * 100:+.2f}"
    return ("-" if value < 0 else "+") + figure(row.target, abs(value))


def _tolerance(row: Row, language: Language) -> str:
    if row.target.tolerance in (Rule.AT_MOST, Rule.IN_ORDER):
        return say(row.target.tolerance, language)
    if row.tolerance is None:
        return say("nothing", language)
    return _apart(row, row.tolerance).replace("+", "±")


def _mark(row: Row, language: Language) -> str:
    if not row.is_within:
        return say("is-outside", language)
    if row.is_far:
        return say("is-far", language)
    return say("is-loose" if row.is_loose else "is-within", language)


def _unbound(rows: list[Row], language: Language) -> list[str]:
    """Return the figures shown only, those with the same reason under it."""
    lines = []
    for why, group in groupby(rows, key=lambda row: row.target.why):
        lines += [_GAP + _shown(row, language) for row in group]
        if why is not None:
            lines.append(_GAP * 2 + say("reason", language, why=why))
    return lines


def _shown(row: Row, language: Language) -> str:
    said = f"{row.target.name.say(language)}{_GAP}{published(row)}"
    if row.measured is None:
        return said
    measured = f"{say('heading-measured', language)} {figure(row.target, row.measured)}"
    return f"{said}{_GAP}({measured})"


def _counted(rows: tuple[Row, ...], language: Language) -> str:
    found = counts(rows)
    return say(
        "counts",
        language,
        all=found.all,
        bound=found.bound,
        within=found.within,
        loose=found.loose,
        far=found.far,
        outside=found.outside,
        unbound=found.unbound,
    )


def _verdict(rows: tuple[Row, ...], language: Language) -> str:
    return say("verdict-good" if is_good(rows) else "verdict-bad", language)


def _line(cells: list[str], widths: list[int]) -> str:
    """Pad the mark and the name on the right, numbers on the left."""
    texts, numbers = (
        zip(cells[:2], widths[:2], strict=True),
        zip(cells[2:], widths[2:], strict=True),
    )
    left = [text + " " * (width - _width(text)) for text, width in texts]
    right = [" " * (width - _width(text)) + text for text, width in numbers]
    return _GAP.join([*left, *right]).rstrip()


def _width(text: str) -> int:
    """Return the columns of a terminal that `text` takes."""
    return sum(2 if east_asian_width(sign) in _WIDE else 1 for sign in text)


def say(key: str, language: Language, **values: object) -> str:
    """Return the words that `words.yaml` has for `key`, with `values` filled in."""
    both = sentences("casebook.portfolio.calibration", "words.yaml").say(key, **values)
    return both.say(language)
