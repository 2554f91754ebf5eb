"""Cases that the tests change, and a second way to the same amounts, in whole numbers."""

from fractions import Fraction

from casebook.law.interest.calculate import calculate

LOAN = {
    "kind": "loan",
    "lender": "private",
    "contract": "2024-11-01",
    "principal": "30000",
    "from": "2024-11-01",
    "until": "2025-11-01",
    "rate_pct": "24",
    "method": "simple",
    "day_count": "365",
}


def answer(**changed):
    return calculate(changed)


def loan(**changed):
    return calculate(LOAN | changed)


def by_days(principal, rate_pct, days, year=365):
    """Interest in yuan, worked in whole fen: half up by adding half the divisor first."""
    rate = Fraction(str(rate_pct))
    above = int(Fraction(str(principal)) * 100) * rate.numerator * days
    below = 100 * rate.denominator * year
    fen = (2 * above + below) // (2 * below)
    return f"{fen // 100}.{fen % 100:02d}"


def total(result, name):
    """One answer as it would stand in JSON."""
    return result.to_dict()[name]


def cited(result):
    return {rule for step in result.steps for rule in step.rules}
