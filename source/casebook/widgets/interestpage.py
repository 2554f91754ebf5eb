"""The page of an interest calculation: its message, where each yuan goes, schedule and reasons."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from casebook.law.interest.ceilings import Ceiling, Standing
from casebook.law.interest.money import NONE, pct, percent, yuan
from casebook.law.interest.result import Line, Result, word
from casebook.law.interest.terms import Charge, Goes, Kind
from casebook.text import Language
from casebook.widgets.interface import say
from casebook.widgets.lawpage import answers, foot, heading, page, reasons

WORDS = "interest.yaml"
_NOTHING = "—"

#: What a schedule leaves out: it is in the reasons, or no reader's business.
_LEFT_OUT = frozenset({"room", "is_automatic", "lpr_on"})
_PARTS = {
    "own": (Goes.PRINCIPAL, Goes.PRINCIPAL_PAID, Goes.JUDGMENT, Goes.SURPLUS),
    "lost": (Goes.UNSUPPORTED, Goes.DEDUCTED),
    "open": (Goes.ON_REQUEST, Goes.UNDETERMINED),
}


def interest_page(result: Result, language: Language) -> str:
    """Return the page of `result` as HTML that needs no kernel."""
    inside = (
        f'<p class="cb-title" role="status">{escape(message(result, language))}</p>',
        _goes(result, language),
        answers(result.labelled(), language),
        _schedule(result, language),
        reasons(result.steps, language),
        foot("CN", language),
    )
    return page(say(WORDS, "name", language), language, inside, "interest.css")


def message(result: Result, language: Language) -> str:
    """Say in one sentence what came out."""
    written = {
        name: value.say(language)
        for name, (_, value) in zip(result.totals, result.labelled(), strict=True)
    }
    return say(WORDS, _sentence(result), language, **written, **_standing(result, language))


def _standing(result: Result, language: Language) -> dict[str, str]:
    """Return what the last ceiling rests on: not each of them holds without a request."""
    last = result.rows[-1] if result.rows else None
    if not isinstance(last, Ceiling):
        return {}
    return {"standing": word(f"name-{last.standing}").say(language)}


def _sentence(result: Result) -> str:
    if result.kind is Kind.LOAN:
        return _of_loan(result)
    if result.kind is Kind.CEILING and result.totals["ceiling_pct"] is None:
        return "says-ceiling-unknown"
    return f"says-{result.kind}"


def _of_loan(result: Result) -> str:
    if result.totals["unsupported_interest"] is None:
        return "says-loan-unknown"
    if not result.totals["unsupported_interest"]:
        return "says-loan"
    is_on_request = result.goes.get(Goes.ON_REQUEST) and not result.goes.get(Goes.UNSUPPORTED)
    return "says-loan-on-request" if is_on_request else "says-loan-cut"


def _goes(result: Result, language: Language) -> str:
    """Draw where the money goes: each bar begins where the one above it ended."""
    shares = [(where, amount) for where, amount in result.goes.items() if amount]
    if not shares:
        return ""
    whole, rows, before = sum((amount for _, amount in shares), NONE), [], NONE
    for where, amount in shares:
        rows.append(_share(where, amount, before, whole, language))
        before += amount
    head = _head(("where", "amount"), language)
    return (
        f'{heading("goes", language, WORDS)}<table class="cbi-table cbi-goes"><thead><tr>{head}'
        f'<th scope="col" colspan="2">{_say("goes-share", language)}</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody><tfoot><tr>"
        f'<th scope="row">{_say("goes-all", language)}</th>'
        f'<td class="cbi-number">{yuan(whole)}</td><td></td>'
        f'<td class="cbi-number">100%</td></tr></tfoot></table>'
    )


def _head(columns: tuple[str, ...], language: Language) -> str:
    return "".join(
        f'<th scope="col"{_aligned(name == "amount")}>{_say(f"goes-{name}", language)}</th>'
        for name in columns
    )


def _share(
    where: Goes, amount: Decimal, before: Decimal, whole: Decimal, language: Language
) -> str:
    part = next((name for name, those in _PARTS.items() if where in those), "supported")
    left, wide = (percent(one / whole) for one in (before, amount))
    return (
        f'<tr><th scope="row">{escape(word(f"goes-{where}").say(language))}</th>'
        f'<td class="cbi-number">{yuan(amount)}</td>'
        f'<td class="cbi-track"><span aria-hidden="true" data-part="{part}" '
        f'style="margin-left:{left}%;width:{wide}%"></span></td>'
        f'<td class="cbi-number">{wide:.1f}%</td></tr>'
    )


def _schedule(result: Result, language: Language) -> str:
    """Return the rows as a table, without the columns in which nothing stands."""
    columns = list(_columns(result.rows))
    if not columns:
        return ""
    head = "".join(
        f'<th scope="col"{_aligned(one.is_number)}>{_say(one.title, language)}</th>'
        for one in columns
    )
    body = "".join(f"<tr>{_line(row, columns, language)}</tr>" for row in result.rows)
    label = _say("rows", language)
    return (
        f"{heading('rows', language, WORDS)}"
        f'<div class="cbi-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="cbi-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        "</div>"
    )


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    is_number: bool

    @property
    def title(self) -> str:
        # A field cannot be called `from`, which is Python's own word.
        return "column-" + self.name.rstrip("_")


def _columns(rows: Sequence[Line]) -> Iterator[_Column]:
    """Yield the columns of `rows`, which are all of one kind; what was charged comes early."""
    names = [field.name for field in fields(rows[0])] if rows else []  # type: ignore[arg-type]
    if "charge" in names:
        names.remove("charge")
        names.insert(names.index("days") + 1, "charge")
    for name in names:
        values = [getattr(row, name) for row in rows]
        if name not in _LEFT_OUT and any(value is not None for value in values):
            yield _Column(name, any(isinstance(value, Decimal | int) for value in values))


def _line(row: Line, columns: Iterable[_Column], language: Language) -> str:
    return "".join(
        f"<td{_aligned(one.is_number)}>"
        f"{escape(_written(one.name, getattr(row, one.name), language))}</td>"
        for one in columns
    )


def _written(name: str, value: Any, language: Language) -> str:
    match value:
        case None:
            return _NOTHING
        case Charge():
            return word(f"charge-{value}").say(language)
        case Standing():
            return word(f"name-{value}").say(language)
        case date():
            return value.isoformat()
        case Decimal() if name.endswith("_pct"):
            return pct(value)
        case Decimal() if name != "months":
            return yuan(value)
        case _:
            return str(value)


def _aligned(is_number: bool, /) -> str:
    return ' class="cbi-number"' if is_number else ""


def _say(sentence: str, language: Language) -> str:
    return escape(say(WORDS, sentence, language))
