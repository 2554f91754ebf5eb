"""From gross pay to what arrives: insurance and income tax, by a simplified monthly table."""

import numpy as np

from casebook.portfolio.simulation.draws import Draws, Float, Truth, Whole
from casebook.portfolio.simulation.odds import Odds

# Withheld of what a month brings above 5,000 yuan: 3 %, above 8,000 10 %, above 17,000 20 %.
# The first four bands of the table for monthly pay (Individual Income Tax Law, art. 3 and 6).
BAND_FROM_FEN = np.array((500_000, 800_000, 1_700_000))
BAND_MORE = np.array((0.03, 0.07, 0.10))  # what each band adds to the rate of the one below

# The employee's share: pension 8 %, health 2 %, unemployment 0.5 %; then the housing fund.
INSURANCE = 0.105
FUND = np.array((0.0, 0.05, 0.08))
FUND_ODDS = Odds(np.array((5.0, 4.0, 2.0)))


def tax_fen(taxable_fen: Whole) -> Whole:
    """Return the tax withheld from a month's pay after insurance (fen); any shape."""
    over = (np.maximum(taxable_fen - start, 0) for start in BAND_FROM_FEN)
    tax = sum(beyond * more for beyond, more in zip(over, BAND_MORE, strict=True))
    whole: Whole = np.rint(tax).astype(np.int64)
    return whole


def insurance_fen(draws: Draws, gross_fen: Whole) -> Whole:
    """Draw what an employee pays each month into insurance and housing fund (fen).

    The base is what the employer declared last year: never above pay, often below.
    """
    size = len(gross_fen)
    base = np.rint(gross_fen * draws.between(0.75, 1.0, size) / 10_000) * 10_000
    fund = FUND[draws.place(FUND_ODDS, size)]
    paid: Whole = np.rint(base * (INSURANCE + fund)).astype(np.int64)
    return paid


def net_fen(gross_fen: Whole, insured_fen: Whole, is_taxed: Truth) -> Whole:
    """Return what arrives of a month's pay (fen)."""
    taxable = gross_fen - insured_fen
    return taxable - np.where(is_taxed, tax_fen(taxable), 0)


def taxable_fen(net: Whole) -> Whole:
    """Return the pay after insurance that leaves so much after tax: `tax_fen` turned round."""
    after = BAND_FROM_FEN - tax_fen(BAND_FROM_FEN)
    rate = np.concatenate(([0.0], np.cumsum(BAND_MORE)))
    start = np.concatenate(([0], BAND_FROM_FEN))
    band = np.searchsorted(after, net, side="right")
    from_net = np.concatenate(([0], after))[band]
    before: Float = start[band] + (net - from_net) / (1 - rate[band])
    whole: Whole = np.rint(before).astype(np.int64)
    return whole
