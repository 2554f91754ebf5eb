"""The order in which a block is planted: agreements, histories, conduct, then papers and money."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio.flags import places
from casebook.portfolio.plants import agreements, debts, duplicates, lapse, money, papers
from casebook.portfolio.plants.agreements import Agreed
from casebook.portfolio.plants.changes import Changes, Columns, File
from casebook.portfolio.plants.choose import Lot, Lots, Wanted, choose
from casebook.portfolio.plants.conduct import BREACH, MISTAKEN, Conduct, misconduct
from casebook.portfolio.plants.lapse import History
from casebook.portfolio.plants.papers_on_file import PapersOnFile
from casebook.portfolio.plants.record import Plant, Record
from casebook.portfolio.plants.telling import Floor, betray, complain
from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.contacts import Contacts
from casebook.portfolio.simulation.draws import Draws, Truth
from casebook.portfolio.simulation.model import Product
from casebook.portfolio.writing.contracts import Contracts
from casebook.portfolio.writing.papers import Documents

Planter = Callable[[File, Lot], Plant | None]

# The order matters: hidden debts come before a loan is looked for that can be late, and a proof is
# dated after signing before it is forged.
PLANTERS: Mapping[str, Planter] = {
    "identity-number-mismatch": papers.mismatch_identity_number,
    "identity-expired": papers.expire_card,
    "birth-date-mismatch": papers.mismatch_birth_date,
    "name-mismatch": papers.mismatch_name,
    "income-overstated": papers.overstate_income,
    "employer-mismatch": papers.mismatch_employer,
    "proof-after-signing": papers.date_proof_after_signing,
    "forged-income-proof": papers.forge_proof,
    "undisclosed-debts": debts.hide_debts,
    "query-burst": debts.burst_of_queries,
    "overdue-elsewhere": debts.fall_overdue_elsewhere,
    "third-party-payer": money.pay_by_third_party,
}
# Whom one can ask to pay for another without being thought strange.
NOT_FAMILY = ("朋友", "同事")


class Layer:
    """The planted layer of one block; its methods are called in the order in which they stand.

    `stated` is the block with the terms that its contracts state, `unlawful` what they are to say.
    """

    def __init__(
        self,
        draws: Draws,
        knobs: Mapping[str, float],
        block: Block,
        wanted: Wanted | None = None,
    ) -> None:
        self._draws, self._size = draws, len(block.terms)
        self._chosen = choose(draws, knobs, block, wanted)
        self._lots = Lots(draws, self._size)
        self._record = Record()
        self._agreed: Agreed = agreements.agree(
            block,
            self._has(agreements.INTEREST),
            self._has(agreements.CLAUSE),
            self._has(agreements.DEDUCTED),
            self._lots,
        )
        self.stated, self.unlawful = self._agreed.block, self._agreed.unlawful

    def moved_back(self, history: History) -> History:
        """Let histories lapse: what is written from here on bears the earlier dates."""
        self._history, months = lapse.moved_back(history, self._has(lapse.FLAG), self._lots)
        self._has_lapsed = months > 0
        self._note(lapse.FLAG, lapse.plants(self._history, months))
        return self._history

    def heard(self, complaints: Columns, account_ids: pa.Array) -> tuple[Columns, Truth]:
        """Return the complaints about accounts whose histories stayed, and which those are."""
        stayed = account_ids.filter(pa.array(~self._has_lapsed))
        is_kept = pc.is_in(complaints["account_id"], value_set=stayed)
        kept = {name: values.filter(is_kept) for name, values in complaints.items()}
        return kept, _truth(pc.is_in(account_ids, value_set=kept["account_id"]))

    def behaved(self, debtors: Columns, complained: Truth) -> Contacts:
        """Let contacts be unlawful or reach a stranger; accounts complained of are left alone."""
        block, talks = self._history.block, self._history.contacts
        # A private lender is no collector, and has nobody to complain to.
        able = (block.terms.product != Product.PRIVATE_LOAN) & ~complained
        is_over = ~np.isnat(self._history.standing.died_on)
        is_over |= ~np.isnat(self._history.standing.settled_on)
        is_family = ~_truth(pc.is_in(debtors["contact_relation"], pa.array(NOT_FAMILY)))
        self._conduct: Conduct = misconduct(
            talks,
            able & self._has(BREACH),
            able & ~is_over & self._has(MISTAKEN),
            is_family,
            self._lots,
        )
        return self._conduct.contacts

    def on_the_floor(self, contacts: Contacts) -> Contacts:
        """Return the contacts that the shifts of the team show.

        Those are within the window, and not of private lenders, who do their own asking.
        """
        is_private = self.stated.terms.product == Product.PRIVATE_LOAN
        return contacts.take(~(self._has_lapsed | is_private)[contacts.account])

    def planted(
        self, tables: Mapping[str, Columns], papers_: Documents, written: Contracts
    ) -> dict[str, Columns]:
        """Plant what is left, and return the tables with `documents` and `planted` among them."""
        changes, on_file = Changes(tables), PapersOnFile(papers_)
        self._plant_files(changes, on_file, written)
        self._plant_agreements(written)
        self._plant_conduct(changes)
        complaints, mistaken = complain(
            changes,
            self._conduct,
            self.stated,
            Floor(*(tables["staff"][name].to_pylist() for name in ("name", "staff_id"))),
            self._lots,
            self._draws,
        )
        again, signed = duplicates.sign_again(
            changes,
            np.flatnonzero(self._has(duplicates.FLAG)).tolist(),
            self._history.block.window.as_of,
            self._lots,
        )
        self._note(MISTAKEN, mistaken)
        self._note(duplicates.FLAG, signed)
        return {
            **changes.tables(),
            **again,
            "complaints": complaints,
            "documents": on_file.table(),
            "planted": self._record.table(tables["debtors"]["debtor_id"]),
        }

    def _has(self, flag: str) -> Truth:
        chosen: Truth = self._chosen[:, places()[flag]]
        return chosen

    def _note(self, flag: str, plants: Mapping[int, Plant]) -> None:
        for place, plant in plants.items():
            self._record.add(place, flag, plant)

    def _plant_files(self, changes: Changes, on_file: PapersOnFile, written: Contracts) -> None:
        as_of, paid = self._history.block.window.as_of, self._history.payments.account
        first = np.searchsorted(paid, np.arange(self._size + 1)).tolist()
        planters: dict[str, Planter] = {
            **PLANTERS,
            agreements.DEDUCTED: partial(money.deduct_in_advance, written.deducted_bp.tolist()),
        }
        order = np.array([places()[flag] for flag in planters])
        place, number = np.nonzero(self._chosen[:, order])
        lots = self._lots.each(place, order[number])
        named, ways = list(planters), list(planters.values())
        for at, which, lot in zip(place.tolist(), number.tolist(), lots, strict=True):
            file = File(at, as_of, changes, on_file, range(first[at], first[at + 1]))
            if plant := ways[which](file, lot):
                self._record.add(at, named[which], plant)

    def _plant_agreements(self, written: Contracts) -> None:
        terms = self._history.block.terms
        for place in np.flatnonzero(self._agreed.wrong).tolist():
            if plant := agreements.interest_plant(self._agreed, terms, written, place):
                self._record.add(place, agreements.INTEREST, plant)
        for place in np.flatnonzero(self._has(agreements.CLAUSE)).tolist():
            if plant := agreements.clause_plant(self._agreed, written, place):
                self._record.add(place, agreements.CLAUSE, plant)

    def _plant_conduct(self, changes: Changes) -> None:
        for row in np.flatnonzero(self._has_lapsed[self._history.contacts.account]).tolist():
            # Nobody of today's team made contacts before the window.
            changes.put("contacts", "staff_id", row, None)
        self._note(BREACH, betray(changes, self._conduct, self.stated, self._draws))


def _truth(values: pa.Array) -> Truth:
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=bool)
