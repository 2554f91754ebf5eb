"""Contradictions in what was agreed: wrong interest and unlawful clauses."""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from casebook.portfolio import stocks
from casebook.portfolio.plants.choose import Lot, Lots
from casebook.portfolio.plants.ledger import dearer
from casebook.portfolio.plants.record import Plant, named
from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.draws import Truth, Whole
from casebook.portfolio.simulation.model import PRODUCTS, Product, Terms
from casebook.portfolio.simulation.products import CEILING_BP, lender_kinds, private_ceiling_bp
from casebook.portfolio.writing.agreed import Unlawful
from casebook.portfolio.writing.amounts import short_percent
from casebook.portfolio.writing.contracts import Contracts

INTEREST, CLAUSE, DEDUCTED = "wrong-interest", "unlawful-clause", "deducted-in-advance"
CLAUSES = {
    Unlawful.SELF_HELP: "self-help",
    Unlawful.TELLING_OTHERS: "telling-others",
    Unlawful.RIGHTS_CUT_OFF: "rights-cut-off",
}
# How many who keep part of the principal back say so in the contract: an assumption.
SAID_OPENLY = 0.5
# A plan is dearer than its contract by at least so much in the first month (fen).
NOTICEABLE_FEN = 200
PRIVATE_RULE, LICENSED_RULE, MICROLOAN_RULE = "CN-INT-04", "CN-INT-11", "CN-INT-14"


class Wrong(IntEnum):
    """What is wrong with interest."""

    NOTHING = 0
    PLAN_DEARER = 1  # the plan charges more than the contract says
    ABOVE_CEILING = 2  # contract and plan agree on a rate that is not allowed
    SURCHARGE = 3  # the contract adds a charge to the overdue rate


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is to be written into the contracts of a block: arrays (n,)."""

    block: Block  # on the terms that the contracts state
    wrong: Whole  # Wrong
    charged_bp: Whole  # the rate that the plan charges
    unlawful: Whole  # Unlawful


def agree(block: Block, interest: Truth, clause: Truth, deducted: Truth, lots: Lots) -> Agreed:
    """Let the chosen contracts say what is wrong or unlawful; a contract has one such clause."""
    wrong = np.zeros(len(block.terms), dtype=np.int64)
    planned_bp = block.terms.rate_bp
    rate_bp = planned_bp.copy()
    for place in np.flatnonzero(interest).tolist():
        lot = lots.of(place, INTEREST)
        wrong[place], rate_bp[place] = _wrong(block, place, bool(clause[place]), lot)
    above = np.flatnonzero(wrong == Wrong.ABOVE_CEILING)
    stated = _at_rate(block.terms, rate_bp, above)
    block = dearer(block, above, stated) if len(above) else replace(block, terms=stated)
    charged = np.where(wrong == Wrong.PLAN_DEARER, planned_bp, rate_bp)
    return Agreed(block, wrong, charged, _codes(block, wrong, clause, deducted, lots))


def _wrong(block: Block, place: int, has_clause: bool, lot: Lot) -> tuple[int, int]:
    """Choose what is wrong with one account, and the rate that its contract states."""
    rate = int(block.terms.rate_bp[place])
    lower, higher = _cheaper_bp(block, place, lot), _usury_bp(block, place, lot)
    ways: dict[tuple[int, int], float] = {}
    if lower is not None:
        ways[Wrong.PLAN_DEARER, lower] = 8
    if not (has_clause and ways):
        ways[Wrong.SURCHARGE, rate] = 5
        if higher is not None:
            ways[Wrong.ABOVE_CEILING, higher] = 7
    return lot.weighted(ways)


def _cheaper_bp(block: Block, place: int, lot: Lot) -> int | None:
    """Choose a lower rate to be stated; None where the plan asks for no interest worth a word."""
    terms = block.terms
    if block.book.is_card[place]:
        return None
    rate, kind = int(terms.rate_bp[place]), _kind(terms, place)
    product = stocks.words("products")[PRODUCTS[int(terms.product[place])]]
    offered = [bp for bp in product["rates"].get(kind, ()) if bp <= rate * 0.9] if kind else []
    lower: int = lot.one_of(offered) if offered else round(rate * 0.75 / 12) * 12
    row = int(np.count_nonzero(~block.book.is_card[:place]))
    interest = int(block.book.loans.interest_fen[row, 0])
    is_worth_it = interest * (rate - lower) >= NOTICEABLE_FEN * max(rate, 1)
    return lower if is_worth_it else None


def _usury_bp(block: Block, place: int, lot: Lot) -> int | None:
    """Choose a rate above every ceiling; None where the plan cannot be made anew."""
    if block.book.is_card[place] or not block.terms.rate_bp[place]:
        return None
    row, loans = int(np.count_nonzero(~block.book.is_card[:place])), block.book.loans
    as_planned = np.array_equal(loans.principal_fen[row], block.plan.principal_fen[place])
    if not as_planned:
        return None
    kind = "licensed" if _kind(block.terms, place) else "private"
    usury: int = lot.one_of(stocks.words("plants")["usury"][kind])
    return usury


def _kind(terms: Terms, place: int) -> str:
    """Return the kind of the lender; nothing for a private person."""
    lender = int(terms.lender[place])
    return lender_kinds()[lender] if lender >= 0 else ""


def _at_rate(terms: Terms, rate_bp: Whole, above: Whole) -> Terms:
    """State other rates: overdue rates keep their distance, but not where the rate is unlawful."""
    times = terms.overdue_bp / np.maximum(terms.rate_bp, 1)
    overdue = np.minimum(np.rint(rate_bp * times).astype(np.int64), CEILING_BP)
    overdue = np.where(rate_bp == terms.rate_bp, terms.overdue_bp, overdue)
    overdue[above] = rate_bp[above]
    return replace(terms, rate_bp=rate_bp, overdue_bp=overdue)


def _codes(block: Block, wrong: Whole, clause: Truth, deducted: Truth, lots: Lots) -> Whole:
    codes = np.where(wrong >= Wrong.ABOVE_CEILING, int(Unlawful.ABOVE_CEILING), 0)
    for place in np.flatnonzero(clause & (codes == 0)).tolist():
        codes[place] = lots.of(place, CLAUSE).one_of(list(CLAUSES))
    lends = block.terms.product != Product.CREDIT_CARD
    for place in np.flatnonzero(deducted & lends & (codes == 0)).tolist():
        if lots.of(place, DEDUCTED).happens(SAID_OPENLY):
            codes[place] = Unlawful.DEDUCTED
    return codes


def interest_plant(agreed: Agreed, terms: Terms, written: Contracts, place: int) -> Plant | None:
    """Say what is wrong with the interest of one account, as its contract was written."""
    wrong, charged = agreed.wrong[place], short_percent(int(agreed.charged_bp[place]))
    if wrong == Wrong.PLAN_DEARER:
        stated = short_percent(int(terms.rate_bp[place]))
        slots = {"agreed": stated[:-1], "charged": charged[:-1]}
        return Plant("instalments.interest_fen", "plan-dearer", slots)
    if wrong == Wrong.ABOVE_CEILING:
        ceiling, rules = _ceiling(terms, place)
        slots = {"charged": charged[:-1], "ceiling": ceiling[:-1], "rules": rules}
        return Plant("contracts.annual_rate_bp", "above-ceiling", slots)
    if wrong == Wrong.SURCHARGE and written.unlawful_at[place]:
        slots = {
            "clause": written.unlawful_at[place],
            "surcharge": short_percent(int(written.surcharge_bp[place]))[:-1],
            "overdue": short_percent(int(terms.overdue_bp[place]))[:-1],
            "rules": _listed(written.breaks[place]),
        }
        return Plant("contracts.text", "surcharge", slots)
    return None


def _ceiling(terms: Terms, place: int) -> tuple[str, str]:
    """Return the ceiling of the signing day and the rule that sets it."""
    kind = _kind(terms, place)
    if not kind:
        own = private_ceiling_bp(terms.signed_on[[place]])
        return short_percent(int(own[0])), PRIVATE_RULE
    rule = MICROLOAN_RULE if kind == "microloan" and _is_new(terms, place) else LICENSED_RULE
    return short_percent(CEILING_BP), rule


def _is_new(terms: Terms, place: int) -> bool:
    """Tell whether the guideline on microloans was there on the day of signing."""
    return bool(terms.signed_on[place] >= np.datetime64("2025-12-24"))


def clause_plant(agreed: Agreed, written: Contracts, place: int) -> Plant | None:
    """Say which clause is unlawful; nothing if the contract has none of the three kinds."""
    name = CLAUSES.get(Unlawful(int(agreed.unlawful[place])))
    if name is None or not written.unlawful_at[place]:
        return None
    said = named("clauses", name)
    slots = {
        "clause": written.unlawful_at[place],
        "what_zh": said.zh,
        "what_en": said.en,
        "rules": _listed(written.breaks[place]),
    }
    return Plant("contracts.text", "clause", slots)


def _listed(rules: tuple[str, ...]) -> str:
    return ", ".join(rules)
