"""The written contract of each account, in which the governing clause must be looked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from casebook.errors import DataError
from casebook.portfolio.simulation.draws import Draws, Truth, Whole
from casebook.portfolio.simulation.model import Days, Product, Terms
from casebook.portfolio.writing.agreed import Unlawful
from casebook.portfolio.writing.clauses import FACTS, GOVERNED
from casebook.portfolio.writing.contract_slots import ContractTexts, lpr_bp, slots, uplift
from casebook.portfolio.writing.editions import (
    EDITIONS,
    VALUES,
    Edition,
    edition,
    every_bound,
    places_of_layouts,
)

__all__ = ["ContractTexts", "Contracts", "contracts"]

LEAST_UPLIFT, MOST_UPLIFT = 30, 50  # CN-INT-24


@dataclass(frozen=True, slots=True)
class Contracts:
    """Contracts as written, with what governs in each; arrays and lists of n.

    Attributes
    ----------
    governing : dict of lists
        By topic (`GOVERNED`) the number of the governing words as printed, such as 第九条（二） or
        特别约定 3; 正文 in a note without numbers; empty where the contract is silent and the
        law decides.
    order, costs, jurisdiction
        Codes of `Order`, `Costs`, `Forum`; costs first where nothing is agreed (CN-INT-19).
    accelerates_after
        Unpaid instalments (on a card, unpaid minimum payments) after which all falls due; 0: never.
    damages_bp
        Share of the overdue principal (on a card, of the unpaid minimum), once an instalment.
    early_fee_bp
        Share of what is repaid early.
    surcharge_bp, deducted_bp
        Unlawful: charges a year on top of the overdue rate; share of the principal kept back.
    unlawful_at
        The number of the unlawful clause as printed; empty if there is none.
    breaks
        The rules that it breaks.
    """

    text: list[str]
    governing: dict[str, list[str]]
    order: Whole
    accelerates_after: Whole
    damages_bp: Whole
    day_count: Whole
    jurisdiction: Whole
    costs: Whole
    early_fee_bp: Whole
    surcharge_bp: Whole
    deducted_bp: Whole
    unlawful_at: list[str]
    breaks: list[tuple[str, ...]]


def contracts(
    terms: Terms,
    texts: ContractTexts,
    draws: Draws,
    *,
    unlawful: Whole | None = None,
    ends_on: Days | None = None,
) -> Contracts:
    """Write the contract of each account.

    Parameters
    ----------
    unlawful : array (n,)
        Code of `Unlawful`; the clause is worked into the contract. None: all are lawful.
    ends_on : array (n,)
        The day of the last instalment, for the texts that name it (not used for cards).

    Raises
    ------
    DataError
        A card is to have interest deducted in advance: nothing is paid out on a card.
    """
    codes = np.zeros(len(terms), dtype=np.int64) if unlawful is None else unlawful
    _refuse_deduction_on_cards(terms, codes)
    chosen = list(_editions(terms, texts.lender_kind, codes, draws))
    filled = slots(terms, texts, ends_on)
    values = np.array([one.values for one in chosen], dtype=np.int64).reshape(-1, len(VALUES))
    return Contracts(
        text=[one.text % words for one, words in zip(chosen, filled, strict=True)],
        governing={topic: [one.governing[topic] for one in chosen] for topic in GOVERNED},
        unlawful_at=[one.unlawful_at for one in chosen],
        breaks=[one.breaks for one in chosen],
        **dict(zip(VALUES, values.T, strict=True)),
    )


def _refuse_deduction_on_cards(terms: Terms, unlawful: Whole) -> None:
    wrong = (terms.product == Product.CREDIT_CARD) & (unlawful == Unlawful.DEDUCTED)
    if wrong.any():
        raise DataError(
            "contracts",
            f"{int(wrong.sum())} card(s) with interest deducted in advance",
            "another unlawful clause, for nothing is paid out on a card",
            f"give cards another code than {int(Unlawful.DEDUCTED)}",
        )


def _editions(terms: Terms, lenders: list[str], unlawful: Whole, draws: Draws) -> Iterator[Edition]:
    size = len(terms)
    rows = zip(
        terms.product.tolist(),
        lenders,
        terms.method.tolist(),
        unlawful.tolist(),
        np.searchsorted(np.array(every_bound(), "M8[D]"), terms.signed_on, side="right").tolist(),
        _facts(terms).tolist(),
        draws.share(size).tolist(),
        draws.whole(0, EDITIONS - 1, size).tolist(),
        strict=True,
    )
    for product, lender, method, code, reached, facts, share, number in rows:
        places = places_of_layouts(product, lender)
        place = places[int(share * len(places))]
        yield edition(product, lender, method, code, reached, facts, place, number)


def _facts(terms: Terms) -> Whole:
    """Return the facts that drafts of the product ask for as bits, in the order of `FACTS`."""
    over, base = uplift(terms), lpr_bp(terms.signed_on)
    is_private = terms.product == Product.PRIVATE_LOAN
    is_loan = ~is_private & (terms.product != Product.CREDIT_CARD)
    facts: Mapping[str, Truth] = {
        "interest": is_private & (terms.rate_bp > 0),
        "same-rate": is_private & (terms.overdue_bp == terms.rate_bp),
        "same-day": is_private & (terms.opened_on == terms.signed_on),
        "uplift": is_loan & (over >= LEAST_UPLIFT) & (over <= MOST_UPLIFT),
        "lpr": is_loan & (base > 0) & (terms.rate_bp > base),
    }
    bits = np.zeros(len(terms), dtype=np.int64)
    for place, fact in enumerate(FACTS):
        bits |= facts[fact].astype(np.int64) << place
    return bits
