"""The ledger of credit cards: statements, minimum payments, what is carried over."""

import numpy as np

from casebook.portfolio.simulation.draws import Draws, Float, Truth, Whole
from casebook.portfolio.simulation.fortunes import SPAN

# The minimum: a twentieth of what is not overdue, and all interest and fees.
MINIMUM = 0.05
# Damages on the unpaid part of a minimum, once for each statement, capped (yuan).
DAMAGES, DAMAGES_CAP_FEN = 0.05, 50_000
# How much less of a limit those use who stand better, against chance: an assumption.
LESS_USED = 0.28


class CardLedger:
    """n cards in use; `limit_fen` and `rate_bp` of each, `begins` the month before its first bill.

    Arrays `bill_fen`, `minimum_fen`, `interest_fen`, `damages_fen`, `spent_fen`: shape (n, SPAN).
    """

    def __init__(
        self, draws: Draws, limit_fen: Whole, rate_bp: Whole, begins: Whole, standing: Float
    ) -> None:
        size = len(limit_fen)
        shape = (size, SPAN)
        self._limit_fen, self._rate_bp = limit_fen, rate_bp
        self.first_due = np.maximum(begins + 1, 0)
        self._used = _used_shares(draws, standing)
        self._wobble = 1 + 0.22 * draws.bell(shape)
        self.balance_fen = np.where(begins < 0, np.rint(self._used * limit_fen).astype(np.int64), 0)
        self.bill_fen, self.minimum_fen = _zeros(shape), _zeros(shape)
        self.interest_fen, self.damages_fen = _zeros(shape), _zeros(shape)
        self._sums = _zeros((size, SPAN + 1))
        self.covered = np.zeros(size, dtype=np.int64)  # statements whose minimum is paid
        self.partial_fen = np.zeros(size, dtype=np.int64)
        self.carries = draws.happens(np.clip(self._used * 1.1, 0.03, 0.95), size)
        self._rows = np.arange(size)

    @property
    def used(self) -> Float:
        """The share of the limit that each card tends to use."""
        return self._used

    def bill(self, month: int, late: Whole, is_open: Truth) -> None:
        """Write the statement of a month, for cards that have begun and are still open."""
        has = is_open & (self.first_due <= month)
        was_carried = self.balance_fen > 0
        interest = np.rint(self.balance_fen * self._rate_bp / 120_000).astype(np.int64)
        interest = np.where(has & was_carried & (self.carries | (late > 0)), interest, 0)
        overdue = self._overdue(month)
        damages = np.rint(np.minimum(DAMAGES * self._last_unpaid(month, late), DAMAGES_CAP_FEN))
        damages = np.where(has & (late == 1), damages, 0).astype(np.int64)
        wish = self._limit_fen * np.clip(self._used * self._wobble[:, month], 0, 1.0)
        spent = np.where(late < 2, wish - self.balance_fen - interest, 0)
        spent = np.maximum(np.rint(spent), 0).astype(np.int64)
        bill = np.where(has, self.balance_fen + interest + damages + spent, 0)
        fresh = np.maximum(bill - overdue - interest - damages, 0)
        minimum = np.rint(fresh * MINIMUM / 100).astype(np.int64) * 100 + interest + damages
        self.bill_fen[:, month] = bill
        self.minimum_fen[:, month] = np.where(has, np.minimum(minimum, bill - overdue), 0)
        self.interest_fen[:, month], self.damages_fen[:, month] = interest, damages
        self._sums[:, month + 1] = self._sums[:, month] + self.minimum_fen[:, month]

    def pay(self, month: int, stage: Whole, is_open: Truth, part: Float, full: Float) -> Whole:
        """Cover minimums so that no more than `stage` are late; return what was paid (fen).

        `part`: the share of the bill that the late pay; `full`: a share (0 to 1) of what is left
        of the bill that those on time pay beyond the minimum, if they carry a balance.
        """
        at = np.maximum(self.covered, self.first_due)
        has = is_open & (self.first_due <= month)
        owes_nothing = self._sums[self._rows, month + 1] == self._sums[self._rows, at]
        target = np.clip(month + 1 - np.where(owes_nothing, 0, stage), at, month + 1)
        moved = np.where(has, target, at)
        needed = self._sums[self._rows, moved] - self._sums[self._rows, at] - self.partial_fen
        paid = np.where(moved > at, np.maximum(needed, 0), 0)
        self.partial_fen = np.where(moved > at, 0, self.partial_fen)
        self.covered = moved
        bill, is_late = self.bill_fen[:, month], moved <= month
        beyond = np.where(self.carries | (full == 0), full, 1.0) * (bill - paid)
        trickle = np.minimum(part * bill, self._room(month) - 1)
        extra = np.where(has, np.where(is_late, trickle, beyond), 0)
        extra = np.clip(np.rint(extra), 0, bill - paid).astype(np.int64)
        self.partial_fen = np.where(is_late & has, self.partial_fen + extra, self.partial_fen)
        paid = np.where(has, paid + extra, 0)
        self.balance_fen = np.where(has, bill - paid, self.balance_fen)
        return paid

    def recover(self, share: Float) -> Whole:
        """Take a share of the balance from those written off; return what was paid (fen)."""
        paid = np.minimum(np.rint(share * self.balance_fen).astype(np.int64), self.balance_fen)
        self.balance_fen = self.balance_fen - paid
        return paid

    def late(self, month: int) -> Whole:
        """Return for how many statements the minimum has not been paid."""
        has = self.first_due <= month
        at = np.maximum(self.covered, self.first_due)
        owing = (
            self._sums[self._rows, month + 1] > self._sums[self._rows, np.minimum(at, month + 1)]
        )
        return np.where(has & owing, month + 1 - at, 0)

    def _overdue(self, month: int) -> Whole:
        at = np.minimum(np.maximum(self.covered, self.first_due), month)
        left: Whole = self._sums[self._rows, month] - self._sums[self._rows, at] - self.partial_fen
        return np.maximum(left, 0)

    def _last_unpaid(self, month: int, late: Whole) -> Whole:
        last = self.minimum_fen[:, month - 1] if month else np.zeros(len(late), dtype=np.int64)
        return np.where(late > 0, np.maximum(last - self.partial_fen, 0), 0)

    def _room(self, month: int) -> Whole:
        """Return what would cover the oldest unpaid minimum (fen)."""
        at = np.minimum(self.covered, month)
        room: Whole = self.minimum_fen[self._rows, at] - self.partial_fen
        return np.maximum(room, 1)


def _used_shares(draws: Draws, standing: Float) -> Float:
    """Draw how much of its limit each card uses: a third hardly, a fifth nearly all.

    The curve through the published quartiles 0.02, 0.31 and 0.83; who stands better uses less.
    """
    rank = _rank(draws.bell(len(standing)) - LESS_USED * standing)
    at = np.array((0.0, 0.06, 0.25, 0.5, 0.75, 0.90, 1.0))
    used = np.array((0.0, 0.0, 0.02, 0.32, 0.90, 1.0, 1.0))
    shares: Float = np.interp(rank, at, used)
    return shares


def _rank(values: Float) -> Float:
    """Return about where each value stands in a logistic population of that spread, 0 to 1."""
    spread = np.sqrt(1 + LESS_USED**2)
    rank: Float = 1 / (1 + np.exp(-values / spread * np.pi / np.sqrt(3)))
    return rank


def _zeros(shape: tuple[int, int]) -> Whole:
    return np.zeros(shape, dtype=np.int64)
