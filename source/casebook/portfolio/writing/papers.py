"""The documents of a block of debtors, every one in agreement with every other.

Bodies are made as JSON text at once. Whoever wants to change one opens it (`Documents.body`);
what was opened is written anew.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws, Truth, Whole
from casebook.portfolio.simulation.model import Days, People, Terms
from casebook.portfolio.writing.firms import short_names
from casebook.portfolio.writing.homes import shortened
from casebook.portfolio.writing.json_text import objects
from casebook.portfolio.writing.papers_card import identity_cards
from casebook.portfolio.writing.papers_income import income_proofs
from casebook.portfolio.writing.papers_loans import OurLoan, loan_lists, loans
from casebook.portfolio.writing.papers_queries import queries, query_lists
from casebook.portfolio.writing.pieces import chosen, joined, taken, vocabulary, written

KINDS = ("identity-card", "income-proof", "credit-record")
# How often a file lacks the paper: an assumption.
MISSING = (0.0, 0.04, 0.03)
# A record on file is at least so many days old.
REPORT_AGE = 3

Columns = Mapping[str, pa.Array]
Body = dict[str, Any]


@dataclass(slots=True)
class Documents:
    """The rows of table `documents`, in order of debtors; bodies can be opened and changed."""

    columns: Columns
    row: Whole  # (n, 3) the row of each debtor's paper of each kind, -1 where it is missing
    _bodies: dict[int, Body] = field(default_factory=dict)
    _issued_on: dict[int, date] = field(default_factory=dict)

    def body(self, debtor: int, kind: str) -> Body | None:
        """Open a body for change; `debtor` is the place in the block. None if it is missing."""
        row = int(self.row[debtor, KINDS.index(kind)])
        if row < 0:
            return None
        if row not in self._bodies:
            self._bodies[row] = json.loads(self.columns["body"][row].as_py())
        return self._bodies[row]

    def issue(self, debtor: int, kind: str, on: date) -> None:
        """Date a paper that is on file."""
        self._issued_on[int(self.row[debtor, KINDS.index(kind)])] = on

    def table(self) -> dict[str, pa.Array]:
        """Return the columns of the table, changes included."""
        bodies = {row: _text(body) for row, body in self._bodies.items()}
        return {
            **self.columns,
            "issued_on": _replaced(self.columns["issued_on"], self._issued_on),
            "body": _replaced(self.columns["body"], bodies),
        }


def documents(
    people: People,
    debtors: Columns,
    terms: Terms,
    ours: OurLoan,
    as_of: date,
    draws: Draws,
) -> Documents:
    """Make the papers on file of each debtor, none of which meets the definition of a flag.

    Parameters
    ----------
    debtors : columns of table `debtors`
        Names, numbers, addresses and employers are taken from there.
    ours : OurLoan
        Our own account as the credit record shows it.
    as_of : date
        The day of the review. A record is drawn in that month, so it shows the months before.
    """
    card_on, cards = identity_cards(people, debtors, terms.signed_on, draws)
    letter_on, letters = income_proofs(people, debtors, terms.signed_on, draws)
    report_on, records = _credit_records(people, debtors, terms, ours, as_of, draws)
    held = draws.share((len(people), len(KINDS))) >= np.array(MISSING)
    return _on_file(
        debtors["debtor_id"],
        held,
        np.concatenate([card_on, letter_on, report_on]),
        pa.concat_arrays([cards, letters, records]),
    )


def _credit_records(
    people: People, debtors: Columns, terms: Terms, ours: OurLoan, as_of: date, draws: Draws
) -> tuple[Days, pa.Array]:
    size = len(people)
    lender_names = vocabulary([row["name"] for row in stocks.rows("institutions")])
    report_on = _report_on(as_of, size, draws)
    borrowed = loans(people, terms, ours, report_on, draws)
    asked = queries(borrowed, terms, report_on, draws)
    is_short, is_abbreviated = draws.happens(0.4, size), draws.happens(0.5, size)
    fields = {
        "name": debtors["name"],
        "id_number": debtors["id_number"],
        "report_date": pa.array(report_on),
        "employer": chosen(is_short, short_names(debtors["employer"]), debtors["employer"]),
        "address": chosen(is_abbreviated, shortened(debtors["address"]), debtors["address"]),
        "loans": loan_lists(borrowed, lender_names, size),
        "queries": query_lists(asked, lender_names, size),
    }
    return report_on, objects(fields)


def _report_on(as_of: date, size: int, draws: Draws) -> Days:
    """Draw days in the month of the review, so that all records show the same 24 months."""
    last = max(as_of.day - REPORT_AGE, 1)
    days: Days = np.datetime64(as_of.replace(day=1), "D") + draws.whole(0, last - 1, size)
    return days


def _on_file(debtor_id: pa.Array, held: Truth, issued_on: Days, bodies: pa.Array) -> Documents:
    """Put the papers of each debtor together; `issued_on` and `bodies` stand kind by kind."""
    debtor, kind = np.nonzero(held)
    number = np.cumsum(held, axis=1)[debtor, kind]
    row = np.full(held.shape, -1)
    row[debtor, kind] = np.arange(len(debtor))
    place = kind * len(held) + debtor
    whose = taken(debtor_id, debtor)
    columns = {
        "document_id": joined("F", pc.utf8_slice_codeunits(whose, 1), written(number)),
        "debtor_id": whose,
        "kind": taken(vocabulary(KINDS), kind),
        "issued_on": pa.array(issued_on[place]),
        "body": taken(bodies, place),
    }
    return Documents(columns, row)


def _text(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _replaced(column: pa.Array, values: Mapping[int, Any]) -> pa.Array:
    if not values:
        return column
    where: npt.NDArray[np.bool_] = np.zeros(len(column), dtype=bool)
    rows: Sequence[int] = sorted(values)
    where[rows] = True
    replacements = pa.array([values[row] for row in rows], column.type)
    return pc.replace_with_mask(column, pa.array(where), replacements)
