"""The ledger of loans: which instalments are covered as months go by, and what is still owed."""

import numpy as np

from casebook.portfolio.simulation.draws import Float, Truth, Whole
from casebook.portfolio.simulation.plans import LONGEST, Plan

NOT_YET = 99


class LoanLedger:
    """n loans: payments cover the oldest instalment first, within it interest before principal."""

    def __init__(self, plan: Plan, begins: Whole) -> None:
        self.principal_fen = plan.principal_fen.copy()
        self.interest_fen = plan.interest_fen.copy()
        self.count = plan.count.copy()
        self.first_due = begins + plan.first
        self.begins = begins
        self.covered = np.zeros(len(begins), dtype=np.int64)
        self.partial_fen = np.zeros(len(begins), dtype=np.int64)
        self.settled = np.full(len(begins), NOT_YET)
        self._rows = np.arange(len(begins))
        self._sums = np.zeros((len(begins), LONGEST + 1), dtype=np.int64)
        self._principal_sums = np.zeros_like(self._sums)
        self._sum_up(self._rows)

    def due_count(self, month: int) -> Whole:
        """Count the instalments that have fallen due by the close of a month."""
        count: Whole = np.clip(month - self.first_due + 1, 0, self.count)
        return count

    def billed(self, month: int) -> Whole:
        """Return what falls due in a month (fen)."""
        number = month - self.first_due
        has_due = (number >= 0) & (number < self.count)
        at = np.clip(number, 0, LONGEST - 1)
        amounts = self.principal_fen[self._rows, at] + self.interest_fen[self._rows, at]
        return np.where(has_due & (self.settled > month), amounts, 0)

    def pay(self, month: int, stage: Whole, is_open: Truth, part: Float, round_to: Whole) -> Whole:
        """Cover instalments so that no more than `stage` months are late; return what was paid.

        `part` is the share of the oldest unpaid instalment that those still late pay; `round_to`
        is the step (fen) to which the others round up, 1 for none.
        """
        due = self.due_count(month)
        target = np.clip(month - stage + 1 - self.first_due, 0, due)
        moved = np.where(is_open, np.maximum(self.covered, target), self.covered)
        needed = self._sums[self._rows, moved] - self._sums[self._rows, self.covered]
        paid = np.where(moved > self.covered, needed - self.partial_fen, 0)
        self.partial_fen = np.where(moved > self.covered, 0, self.partial_fen)
        self.covered = moved
        paid += self._extra(is_open, moved < due, paid, part, round_to)
        self._settle(month)
        return paid

    def settle_early(self, month: int, leaves: Truth) -> Whole:
        """Let those pay back all at once, without the interest of the months to come."""
        leaves = leaves & (self.settled > month) & (self.covered < self.count - 1)
        leaves &= self.covered == self.due_count(month)
        rows, at = self._rows[leaves], self.covered[leaves]
        left = self._principal_left(rows, at)
        later = np.arange(LONGEST) >= at[:, None]
        self.principal_fen[rows] = np.where(later, 0, self.principal_fen[rows])
        self.interest_fen[rows] = np.where(later, 0, self.interest_fen[rows])
        self.principal_fen[rows, at] = left
        self.count[rows] = at + 1
        self._sum_up(rows)
        paid = np.zeros(len(self._rows), dtype=np.int64)
        paid[rows] = left - self.partial_fen[rows]
        self.covered[rows], self.partial_fen[rows] = at + 1, 0
        self._settle(month)
        return paid

    def recover(self, month: int, share: Float) -> Whole:
        """Take a share of what is owed from those written off; return what was paid (fen)."""
        owing = self._sums[self._rows, self.count] - self._sums[self._rows, self.covered]
        paid = np.minimum(np.rint(share * owing).astype(np.int64), owing - self.partial_fen)
        for row in np.flatnonzero(paid):
            self._credit(int(row), int(paid[row]))
        self._settle(month)
        taken: Whole = paid
        return taken

    def late(self, month: int) -> Whole:
        """Return how many months ago the oldest unpaid instalment fell due; 0 if none has."""
        is_late = self.covered < self.due_count(month)
        return np.where(is_late, month - self.first_due - self.covered + 1, 0)

    def owed_fen(self) -> Whole:
        """Return the principal not yet repaid."""
        at = np.minimum(self.covered, LONGEST - 1)
        beyond = np.maximum(self.partial_fen - self.interest_fen[self._rows, at], 0)
        owed: Whole = self._principal_left(self._rows, self.covered) - beyond
        return owed

    def _sum_up(self, rows: Whole) -> None:
        amounts = self.principal_fen[rows] + self.interest_fen[rows]
        self._sums[rows, 1:] = np.cumsum(amounts, axis=1)
        self._principal_sums[rows, 1:] = np.cumsum(self.principal_fen[rows], axis=1)

    def _principal_left(self, rows: Whole, covered: Whole) -> Whole:
        whole: Whole = self._principal_sums[rows, -1] - self._principal_sums[rows, covered]
        return whole

    def _extra(
        self, is_open: Truth, is_late: Truth, paid: Whole, part: Float, round_to: Whole
    ) -> Whole:
        """Add what goes beyond whole instalments: a part by the late, a round sum by others."""
        at = np.minimum(self.covered, LONGEST - 1)
        has_next = self.covered < self.count
        room = self.principal_fen[self._rows, at] + self.interest_fen[self._rows, at]
        room = np.where(has_next & is_open, room - self.partial_fen - 1, 0)
        trickle = np.rint(part * (room + 1) / 100).astype(np.int64) * 100
        rounded = np.where(paid > 0, -paid % round_to, 0)
        extra = np.clip(np.where(is_late, trickle, rounded), 0, np.maximum(room, 0))
        self.partial_fen = self.partial_fen + extra
        return extra

    def _credit(self, row: int, paid: int) -> None:
        self.partial_fen[row] += paid
        while self.covered[row] < self.count[row]:
            at = self.covered[row]
            due = self.principal_fen[row, at] + self.interest_fen[row, at]
            if self.partial_fen[row] < due:
                return
            self.partial_fen[row] -= due
            self.covered[row] += 1

    def _settle(self, month: int) -> None:
        is_done = (self.covered >= self.count) & (self.settled == NOT_YET)
        self.settled[is_done & (self.begins < month)] = month
