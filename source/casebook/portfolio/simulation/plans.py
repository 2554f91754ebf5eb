"""What falls due on a loan, month by month: exact to the fen, for many loans at once."""

from dataclasses import dataclass

import numpy as np

from casebook.portfolio.simulation.draws import Whole
from casebook.portfolio.simulation.model import Arrays, Method, Terms

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Plan(Arrays):
    """Instalments of each loan in order; shape (n, 60), zeros after the last.

    `count` instalments, the first `first` months after the account began, the others monthly.
    """

    principal_fen: Whole
    interest_fen: Whole
    count: Whole  # (n,)
    first: Whole  # (n,)


def plan(terms: Terms) -> Plan:
    """Plan the instalments of each loan; a card has none.

    Interest is a twelfth of the annual rate on what is left, to the fen; the last level payment
    takes the rounding. A loan paid at once bears simple interest for its months.
    """
    level = _level(terms)
    first = _interest_first(terms)
    at_once = _at_once(terms)
    is_level, is_first = terms.method == Method.LEVEL, terms.method == Method.INTEREST_FIRST
    principal, interest = (
        np.select(
            [is_level[:, None], is_first[:, None], (terms.method == Method.AT_ONCE)[:, None]],
            [level[part], first[part], at_once[part]],
            0,
        )
        for part in (0, 1)
    )
    once = terms.method == Method.AT_ONCE
    return Plan(
        principal,
        interest,
        np.where(once, 1, terms.term),
        np.where(once, terms.term, 1),
    )


def _level(terms: Terms) -> tuple[Whole, Whole]:
    monthly = terms.rate_bp / 120_000
    term = np.maximum(terms.term, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(monthly > 0, monthly / (1 - (1 + monthly) ** -term), 1 / term)
    payment = np.rint(terms.principal_fen * share).astype(np.int64)
    left = terms.principal_fen.copy()
    principal = np.zeros((len(terms), LONGEST), dtype=np.int64)
    interest = np.zeros_like(principal)
    for number in range(int(term.max(initial=0))):
        due = number < terms.term
        charged = np.rint(left * monthly).astype(np.int64)
        repaid = np.where(number == term - 1, left, np.minimum(payment - charged, left))
        interest[:, number] = np.where(due, charged, 0)
        principal[:, number] = np.where(due, repaid, 0)
        left -= principal[:, number]
    return principal, interest


def _interest_first(terms: Terms) -> tuple[Whole, Whole]:
    number = np.arange(LONGEST)
    charged = np.rint(terms.principal_fen * terms.rate_bp / 120_000).astype(np.int64)
    interest = np.where(number < terms.term[:, None], charged[:, None], 0)
    is_last = number == terms.term[:, None] - 1
    return np.where(is_last, terms.principal_fen[:, None], 0), interest


def _at_once(terms: Terms) -> tuple[Whole, Whole]:
    principal = np.zeros((len(terms), LONGEST), dtype=np.int64)
    interest = np.zeros_like(principal)
    principal[:, 0] = terms.principal_fen
    interest[:, 0] = np.rint(terms.principal_fen * terms.rate_bp * terms.term / 120_000).astype(
        np.int64
    )
    return principal, interest
