"""A lender's book month by month: who falls behind, who catches up, what is paid and owed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from casebook.portfolio.simulation.cards import CardLedger
from casebook.portfolio.simulation.draws import Draws, Float, Truth, Whole
from casebook.portfolio.simulation.fortunes import SPAN, Fortunes
from casebook.portfolio.simulation.loans import NOT_YET, LoanLedger
from casebook.portfolio.simulation.model import PRODUCTS, Product, Terms
from casebook.portfolio.simulation.months import REVIEW
from casebook.portfolio.simulation.moves import STAGES, Moves, seen
from casebook.portfolio.simulation.plans import Plan

# How strongly each counts in the score against which noise is drawn.
ABILITY, WILLINGNESS, TRUST, STANDING = 0.6, 1.2, 0.5, 0.58
TEAM = 8
# A card whose holder spends it to the limit is the likelier to be late: an assumption.
FULL_CARD = 0.8
# How many card holders who stay late pay more than nothing and less than a minimum in a month; so
# few, for the published ones who pay something mostly catch up.
CARD_PARTS = 0.002
# Few fall behind in the first months of a loan.
FRESH_MONTHS, FRESH = 9, 1.7


@dataclass(frozen=True, slots=True)
class Book:
    """What n accounts did; arrays of shape (n, SPAN) unless said. Amounts in fen.

    `late` counts months late at each close as known afterwards, `late_seen` as it stood on the
    day: they differ where a payment came some days later, which `delayed` marks for the review.
    """

    late: Whole
    late_seen: Whole
    stage: Whole  # as drawn, 0 to 6, -1 where nothing was drawn
    paid_fen: Whole
    billed_fen: Whole  # fell due this month: an instalment, or the minimum of a statement
    statement_fen: Whole  # cards: the whole statement
    owed_fen: Whole  # principal (cards: balance) at the close
    recovered_fen: Whole  # paid after it was written off
    settled: Whole  # (n,) month, NOT_YET if never
    written_off: Whole  # (n,) month, NOT_YET if never
    delayed: Truth  # (n,) the payment of the last month came after the review
    trust: Float  # (n, SPAN)
    staff: Whole  # (n,) member of the team
    stress: Float  # (TEAM, SPAN)
    latent: Float  # noise less score: what the moves were drawn from
    loans: LoanLedger
    cards: CardLedger
    is_card: Truth  # (n,)


@dataclass(frozen=True, slots=True)
class Minds:
    """What no lender sees: arrays (n,), mean 0 and standard deviation 1."""

    willingness: Float
    standing: Float  # what the lender thinks of the risk


class Keeper:
    """Keeps the book of accounts through SPAN months; `run` once."""

    def __init__(
        self,
        draws: Draws,
        terms: Terms,
        plan: Plan,
        begins: Whole,
        fortunes: Fortunes,
        minds: Minds,
        moves: Moves,
        knobs: Mapping[str, float],
    ) -> None:
        size = len(terms)
        self.draws, self.terms, self.begins, self.moves = draws, terms, begins, moves
        self.fortunes, self.minds, self.knobs, self.size = fortunes, minds, knobs, size
        self.is_card = terms.product == Product.CREDIT_CARD
        self.card, self.loan = np.flatnonzero(self.is_card), np.flatnonzero(~self.is_card)
        self.cards = CardLedger(
            draws,
            terms.principal_fen[self.card],
            terms.rate_bp[self.card],
            begins[self.card],
            minds.standing[self.card],
        )
        self.loans = LoanLedger(plan.take(self.loan), begins[self.loan])
        self.write_off_at = _write_off_months(knobs)[terms.product]
        self.late_now = np.zeros(size, dtype=np.int64)
        self.written_off = np.full(size, NOT_YET)
        self.trust_now = np.zeros(size)
        self.staff = draws.whole(0, TEAM - 1, size)
        self.skill = draws.bell(TEAM)
        self.stress_now = np.zeros(TEAM)
        self.round_to = np.array((1, 1, 100, 1_000, 10_000))[draws.whole(0, 4, size)]
        self.is_full = np.zeros(size)
        self.is_full[self.card] = self.cards.used - 0.4
        self.series = {name: np.zeros((size, SPAN), dtype=np.int64) for name in _SERIES}
        self.latent = draws.bell((size, SPAN)) * (np.pi / np.sqrt(3))
        self.trust, self.stress = np.zeros((size, SPAN)), np.zeros((TEAM, SPAN))
        self.series["stage"] -= 1

    def run(self) -> Book:
        """Let the months pass over the accounts."""
        for month in range(SPAN):
            self._month(month)
        late = self.series["late"]
        as_seen, delayed = self._as_seen(late)
        return Book(
            late_seen=as_seen,
            settled=self._settled(),
            written_off=self.written_off,
            delayed=delayed,
            trust=self.trust,
            staff=self.staff,
            stress=self.stress,
            latent=self.latent,
            loans=self.loans,
            cards=self.cards,
            is_card=self.is_card,
            **self.series,
        )

    def _month(self, month: int) -> None:
        series = self.series
        alive = self.fortunes.died > month
        is_open = (self.begins < month) & alive & (self.written_off > month)
        self.cards.bill(month, self.late_now[self.card], is_open[self.card])
        self.latent[:, month] -= self._score(month)
        stage = self.moves.next_stage(
            self.terms.product, np.minimum(self.late_now, STAGES - 1), self.latent[:, month]
        )
        # What is six months late and stays so is one month later still.
        stage = np.where(stage >= STAGES - 1, self.late_now + 1, stage)
        series["billed_fen"][self.loan, month] = self.loans.billed(month)
        series["billed_fen"][self.card, month] = self.cards.minimum_fen[:, month]
        series["statement_fen"][self.card, month] = self.cards.bill_fen[:, month]
        had_due = is_open & ((self.late_now > 0) | (series["billed_fen"][:, month] > 0))
        series["stage"][:, month] = np.where(had_due, np.minimum(stage, STAGES - 1), -1)
        self._pay(month, stage, is_open)
        self._recover(month, alive)
        self._close(month)
        self._treat(month)

    def _score(self, month: int) -> Float:
        score: Float = (
            ABILITY * self.fortunes.ability[:, month]
            + WILLINGNESS * self.minds.willingness
            + STANDING * np.tanh(1.4 * self.minds.standing)
            + TRUST * self.trust_now
            - FULL_CARD * self.is_full
            + FRESH * (~self.is_card & (month <= self.begins + FRESH_MONTHS))
        )
        return score

    def _pay(self, month: int, stage: Whole, is_open: Truth) -> None:
        size, paid = self.size, np.zeros(self.size, dtype=np.int64)
        part = _parts(self.draws, np.where(self.is_card, CARD_PARTS, self.knobs["part-payment"]))
        # Who catches up pays what was asked for and little more.
        full = np.where(self.late_now > 0, 0, self.draws.share(size) ** 1.2)
        paid[self.card] = self.cards.pay(
            month, stage[self.card], is_open[self.card], part[self.card], full[self.card]
        )
        paid[self.loan] = self.loans.pay(
            month, stage[self.loan], is_open[self.loan], part[self.loan], self.round_to[self.loan]
        )
        leaves = is_open & self.draws.happens(self.knobs["early-settlement"], size)
        leaves &= month < REVIEW
        paid[self.loan] += self.loans.settle_early(month, leaves[self.loan])
        self.series["paid_fen"][:, month] = paid

    def _recover(self, month: int, alive: Truth) -> None:
        gives = (self.written_off <= month) & alive
        gives &= self.draws.happens(self.knobs["recovery-odds"], self.size)
        share = np.where(gives, self.draws.share(self.size) ** 4 * 0.5, 0)
        paid = np.zeros(self.size, dtype=np.int64)
        paid[self.card] = self.cards.recover(share[self.card])
        paid[self.loan] = self.loans.recover(month, share[self.loan])
        self.series["recovered_fen"][:, month] = paid
        self.series["paid_fen"][:, month] += paid

    def _close(self, month: int) -> None:
        late = self.late_now.copy()
        late[self.card], late[self.loan] = self.cards.late(month), self.loans.late(month)
        self.late_now = np.where(self.begins < month, late, 0)
        self.series["late"][:, month] = self.late_now
        self.series["owed_fen"][self.card, month] = self.cards.balance_fen
        self.series["owed_fen"][self.loan, month] = self.loans.owed_fen()
        falls = (self.late_now >= self.write_off_at) & (self.written_off == NOT_YET)
        self.written_off[falls] = month

    def _treat(self, month: int) -> None:
        """Let collectors work the late accounts: load makes stress, stress costs trust."""
        is_worked = self.late_now > 0
        load = np.bincount(self.staff[is_worked], minlength=TEAM)
        usual = max(self.knobs["accounts-each"], 1)
        keeps = 0.5 ** (30 / self.knobs["stress-half-life"])
        self.stress_now = keeps * self.stress_now + (1 - keeps) * np.clip(load / usual - 1, -1, 2)
        gained = (0.5 * self.skill - 0.6 * self.stress_now)[self.staff]
        gained = gained + 0.4 * self.draws.bell(self.size)
        fades = 0.5 ** (1 / self.knobs["trust-half-life"])
        self.trust_now = fades * self.trust_now + np.where(is_worked, 0.3 * gained, 0)
        self.trust[:, month], self.stress[:, month] = self.trust_now, self.stress_now

    def _as_seen(self, late: Whole) -> tuple[Whole, Truth]:
        """Find who pays within days of the review, and so still counts as late on the day."""
        product, before = self.terms.product, late[:, REVIEW - 1]
        now, owes = late[:, REVIEW], self.series["billed_fen"][:, REVIEW] > 0
        on_time = seen("on-time")[product]
        cured = seen("cured")[product]
        share = self.draws.share(self.size)
        is_paid = (now == 0) & (self.series["paid_fen"][:, REVIEW] > 0) & owes
        on_time = on_time * np.where(self.is_card, 0.4 + 1.5 * np.clip(self.is_full + 0.4, 0, 1), 1)
        chance = np.where(before == 0, on_time, np.where(before <= 2, cured, 0.25 * cured))
        is_open = self._settled() == NOT_YET
        delayed = is_paid & is_open & (share < chance) & (self.fortunes.died > REVIEW)
        as_seen = late.copy()
        # What was older has been made good; it is this month's payment that is days late.
        as_seen[delayed, REVIEW] = 1
        as_seen[:, SPAN - 1] = self._outcome(as_seen[:, REVIEW])
        return as_seen, delayed

    def _outcome(self, as_seen: Whole) -> Whole:
        is_open = (self._settled() > REVIEW) & (self.begins < REVIEW)
        stage = np.minimum(as_seen, STAGES - 1)
        late = self.moves.is_late_after(self.terms.product, stage, self.latent[:, SPAN - 1])
        return np.where(is_open & late, np.maximum(as_seen, 1), 0)

    def _settled(self) -> Whole:
        settled = np.full(self.size, NOT_YET)
        settled[self.loan] = self.loans.settled
        return settled


_SERIES = (
    "late",
    "stage",
    "paid_fen",
    "billed_fen",
    "statement_fen",
    "owed_fen",
    "recovered_fen",
)


def _write_off_months(knobs: Mapping[str, float]) -> Float:
    """Return after how many months late each product is written off; a person never does."""
    names = [f"write-off-month-{name}" for name in PRODUCTS]
    months: Float = np.array([knobs.get(name, NOT_YET) for name in names])
    return months


def _parts(draws: Draws, pay: Float) -> Float:
    """Draw what share of the due the late pay in a month, `pay` being how many pay some of it."""
    share = draws.share(len(pay))
    rank = np.clip((share - (1 - pay)) / pay, 0, 1)
    parts: Float = np.where(share < 1 - pay, 0.0, 0.02 + 0.9 * rank**4)
    return parts
