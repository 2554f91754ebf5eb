"""The letter that proves income: from an employer, or from the body that knows the trade."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio import stocks
from casebook.portfolio.simulation.days import months_later, whole_months
from casebook.portfolio.simulation.draws import Draws, Float, Whole
from casebook.portfolio.simulation.model import Days, People, Sex
from casebook.portfolio.simulation.pay import tax_fen, taxable_fen
from casebook.portfolio.simulation.trades import works
from casebook.portfolio.writing.identity import phones
from casebook.portfolio.writing.json_text import objects
from casebook.portfolio.writing.pieces import any_of, chosen, taken, vocabulary

SLIPS = 6
PAYDAYS = np.array((5, 8, 10, 15))
# Days from the letter to the signing, with weights.
DAYS_BEFORE = {0: 2.0, 2: 4.0, 5: 6.0, 9: 5.0, 14: 4.0, 23: 2.0}
# Few hold the present job from before 20; pensions begin at 60, for women here at 55.
WORKS_FROM = 20
# A letter may round up a little; past this share of the slips' mean it would be overstated.
LETTER_AT_MOST = 1.12
PENSION_FROM = {Sex.MAN: 60, Sex.WOMAN: 55}
# Months of service that a letter states at the least and at the most.
LEAST_SERVICE, MOST_SERVICE = 9, 96
STARTING_DAYS = np.array((1, 1, 6, 11, 18))
# However bad or good a month, pay stays between these shares of what the season gives.
WORST, BEST = 0.2, 2.5


@dataclass(frozen=True, slots=True)
class Slips:
    """Six months of pay for each debtor, oldest first; shape (n, 6)."""

    month: Days  # datetime64[M]
    gross_fen: Whole
    insurance_fen: Whole
    tax_fen: Whole
    paid_on: Days


def income_proofs(
    people: People, debtors: Mapping[str, pa.Array], signed_on: Days, draws: Draws
) -> tuple[Days, pa.Array]:
    """Return the day of issue, not after signing, and the body of each letter."""
    size = len(people)
    before = np.array(list(DAYS_BEFORE))[draws.place(DAYS_BEFORE, size)]
    issued_on: Days = signed_on - before
    slips = _slips(people, issued_on, draws)
    fields = {
        "employer": debtors["employer"],
        "employer_phone": phones(size, draws),
        "name": _set_wide(debtors["name"], draws),
        "id_number": _carelessly_typed(debtors["id_number"], draws),
        "position": taken(_positions(), people.work),
        "employed_since": pa.array(_since(people, issued_on, draws)),
        "monthly_income_fen": pa.array(_stated_fen(slips, people, draws)),
        "purpose": any_of(vocabulary(stocks.words("words")["proof_purposes"]), draws, size),
        "slips": _slip_lists(slips),
    }
    return issued_on, objects(fields)


def _slips(people: People, issued_on: Days, draws: Draws) -> Slips:
    """Make the six latest slips already paid out on the day of issue."""
    size = len(people)
    payday = PAYDAYS[draws.whole(0, len(PAYDAYS) - 1, size)]
    this_month: Days = issued_on.astype("datetime64[M]")
    has_been_paid = (issued_on - this_month).astype(np.int64) + 1 >= payday
    latest: Days = this_month - np.where(has_been_paid, 1, 2)
    month: Days = latest[:, None] - np.arange(SLIPS - 1, -1, -1)
    gross = _gross_fen(people, month, draws)
    insurance = np.minimum(_insurance_fen(people)[:, None], gross)
    is_taxed = works().is_taxed[people.work, None]
    paid_on: Days = (month + 1).astype("datetime64[D]") + (payday - 1)[:, None]
    return Slips(month, gross, insurance, tax_fen(gross - insurance) * is_taxed, paid_on)


def _gross_fen(people: People, month: Days, draws: Draws) -> Whole:
    trades = works()
    season = trades.season[people.work[:, None], month.astype(np.int64) % 12]
    swing = 1 + trades.swing[people.work, None] * draws.bell(month.shape)
    pay = people.gross_fen[:, None] * season * np.clip(swing, WORST, BEST)
    whole_yuan: Whole = np.rint(pay / 100).astype(np.int64) * 100
    return whole_yuan


def _insurance_fen(people: People) -> Whole:
    """Return what insurance takes each month, the same all year: the gap that tax leaves."""
    trades = works()
    is_insured = ~(trades.is_self_employed | trades.is_retired)[people.work]
    return np.where(is_insured, people.gross_fen - taxable_fen(people.net_fen), 0)


def _slip_lists(slips: Slips) -> pa.Array:
    net = slips.gross_fen - slips.insurance_fen - slips.tax_fen
    months = pa.array(slips.month.astype("datetime64[D]").ravel()).cast(pa.string())
    fields = {
        "month": pc.utf8_slice_codeunits(months, 0, len("2026-06")),
        "gross_fen": pa.array(slips.gross_fen.ravel()),
        "insurance_fen": pa.array(slips.insurance_fen.ravel()),
        "tax_fen": pa.array(slips.tax_fen.ravel()),
        "net_fen": pa.array(net.ravel()),
        "paid_on": pa.array(slips.paid_on.ravel()),
    }
    offsets = np.arange(0, net.size + 1, SLIPS, dtype=np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), objects(fields))


def _set_wide(names: pa.Array, draws: Draws) -> pa.Array:
    # Letters often set a name of two characters wide, to line up with names of three.
    wide = pc.replace_substring_regex(names, "^(.)(.)$", "\\1\u3000\\2")
    return chosen(draws.happens(0.4, len(names)), wide, names)


def _carelessly_typed(id_numbers: pa.Array, draws: Draws) -> pa.Array:
    return chosen(draws.happens(0.5, len(id_numbers)), pc.ascii_lower(id_numbers), id_numbers)


def _since(people: People, issued_on: Days, draws: Draws) -> Days:
    """Return since when each has worked there, or drawn a pension."""
    pension = np.array([PENSION_FROM[sex] for sex in Sex])[people.sex]
    from_age = np.where(works().is_retired[people.work], pension, WORKS_FROM)
    served = whole_months(people.born, issued_on) - 12 * from_age - 1
    # Some began, or left work, earlier: whoever is asked for a letter has six slips to show.
    most = np.clip(served, LEAST_SERVICE, MOST_SERVICE)
    back = draws.whole(LEAST_SERVICE, most, len(people))
    first = months_later(issued_on, -back).astype("datetime64[M]").astype("datetime64[D]")
    start = STARTING_DAYS[draws.whole(0, len(STARTING_DAYS) - 1, len(people))]
    since: Days = first + (start - 1)
    return since


def _stated_fen(slips: Slips, people: People, draws: Draws) -> Whole:
    """Round the mean of the slips, as a rule upwards; the pension office states it as it is."""
    size = len(people)
    mean: Float = slips.gross_fen.mean(axis=1)
    step = np.where(draws.happens(1 / 3, size), 50_000, 10_000)
    raised = np.rint(mean * draws.between(0.99, LETTER_AT_MOST, size) / step) * step
    stated = np.where(raised > mean * LETTER_AT_MOST, raised - step, raised)
    is_retired = works().is_retired[people.work]
    return np.where(is_retired, mean, stated).astype(np.int64)


@cache
def _positions() -> pa.Array:
    return vocabulary([row["position"] for row in stocks.rows("trades")])
