"""What fills the slots of contracts: the words of the caller and the numbers of the terms."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from casebook.law.rates import lpr
from casebook.portfolio.simulation.draws import Whole
from casebook.portfolio.simulation.model import Days, Terms
from casebook.portfolio.writing.amounts import (
    agreed_amount,
    daily_percent,
    percent,
    short_percent,
    written_day,
)
from casebook.portfolio.writing.clauses import phrases

Text = list[str]


@dataclass(frozen=True, slots=True)
class ContractTexts:
    """The words of n contracts that are no part of their terms, a list each."""

    number: Text  # of the contract, as the table has it
    name: Text  # the borrower's
    id_number: Text
    address: Text
    city: Text  # where the contract is signed
    phone: Text
    employer: Text  # as the borrower states it
    purpose: Text
    lender: Text  # a firm, or a person for a private loan
    lender_kind: Text  # bank, consumer-finance, microloan, car-finance or private


def lpr_bp(days: Days) -> Whole:
    """Return the one-year LPR in force on each day in basis points; -1 where none is known."""
    every, place = np.unique(days.astype("datetime64[D]"), return_inverse=True)
    known = [
        round(lpr().rate_pct(day) * 100) if lpr().is_known(day) else -1 for day in every.tolist()
    ]
    return np.array(known, dtype=np.int64)[place]


def uplift(terms: Terms) -> Whole:
    """Return by how many hundredths the overdue rate exceeds the rate; 0 if not a whole number."""
    rate = np.maximum(terms.rate_bp, 1)
    over = (terms.overdue_bp - terms.rate_bp) * 100
    exact: Whole = np.where((over > 0) & (over % rate == 0), over // rate, 0)
    return exact


def slots(terms: Terms, texts: ContractTexts, ends_on: Days | None) -> Iterator[dict[str, str]]:
    """Yield what fills the slots of each contract, by name."""
    columns = _words(texts) | _numbers(terms)
    columns["until"] = _ends(terms, ends_on)
    columns["final"] = _final(columns["until"], ends_on)
    names = tuple(columns)
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(names, row, strict=True))


def _words(texts: ContractTexts) -> dict[str, Text]:
    return {
        "number": texts.number,
        "name": texts.name,
        "id": texts.id_number,
        "address": texts.address,
        "city": texts.city,
        "phone": texts.phone,
        "employer": [employer or phrases()["blank"] for employer in texts.employer],
        "purpose": texts.purpose,
        "lender": texts.lender,
    }


def _numbers(terms: Terms) -> dict[str, Text]:
    rates = terms.rate_bp.tolist()
    base = lpr_bp(terms.signed_on)
    return {
        "signed": _days(terms.signed_on),
        "opened": _days(terms.opened_on),
        "principal": [agreed_amount(fen) for fen in terms.principal_fen.tolist()],
        "term": _plain(terms.term),
        "due": _plain(terms.due_day),
        "rate": [percent(bp) for bp in rates],
        "share": [short_percent(bp) for bp in rates],
        "daily": [daily_percent(bp) for bp in rates],
        "overdue": [percent(bp) for bp in terms.overdue_bp.tolist()],
        "uplift": [f"{part}%" for part in uplift(terms).tolist()],
        "lpr": [percent(bp) for bp in base.tolist()],
        "spread": _plain(terms.rate_bp - base),
    }


def _days(days: npt.NDArray[np.datetime64]) -> Text:
    return [written_day(day) for day in days.astype("datetime64[D]").astype(np.int64).tolist()]


def _plain(numbers: Whole) -> Text:
    return [str(number) for number in numbers.tolist()]


def _ends(terms: Terms, ends_on: Days | None) -> Text:
    if ends_on is not None:
        return _days(ends_on)
    return [phrases()["until"] % {"due": day} for day in terms.due_day.tolist()]


def _final(until: Text, ends_on: Days | None) -> Text:
    # Without the last day the plan of instalments alone says it.
    return [phrases()["final"] % {"until": day} if ends_on is not None else "" for day in until]
