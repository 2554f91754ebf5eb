"""Amounts: exact while they are worked out, rounded to the fen at one place, and written."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

FEN = Decimal("0.01")
NONE = Decimal("0.00")


def fen(amount: Fraction | Decimal) -> Decimal:
    """Round `amount` (yuan) half up to the fen.

    This is the only place where the calculator rounds money, and it does so once for each row of
    a schedule, when the row is made. Before that an amount is an exact fraction; totals add rounded
    rows, so that whoever adds the rows by hand finds the total.
    """
    exact = Fraction(amount)
    whole, rest = divmod(exact * 100, 1)
    return Decimal(int(whole) + (rest >= Fraction(1, 2))) * FEN


def portion(base: Decimal, rate_pct: Decimal, years: Fraction) -> Fraction:
    """Return exactly `rate_pct` percent a year of `base` (yuan) over `years`."""
    return Fraction(base) * Fraction(rate_pct) / 100 * years


def percent(share: Fraction | Decimal) -> Decimal:
    """Return `share` (0.24) as a percentage with two decimals (24.00), rounded half up."""
    if isinstance(share, Decimal):
        return (share * 100).quantize(FEN, ROUND_HALF_UP)
    return fen(share * 100)


def yuan(amount: Decimal) -> str:
    """Write an amount with thousands and fen: 30,000.00."""
    return f"{amount:,.2f}"


def pct(rate_pct: Decimal) -> str:
    """Write a percentage without idle zeros: 12.4%."""
    plain = f"{rate_pct:f}"
    return f"{plain.rstrip('0').rstrip('.') if '.' in plain else plain}%"
