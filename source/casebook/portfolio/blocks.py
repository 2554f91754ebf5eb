"""The tables of one block of debtors: simulated, written out, and contradictions planted apart."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from casebook.portfolio.crowds import crowds, numbers_in
from casebook.portfolio.plants.changes import Columns
from casebook.portfolio.plants.choose import Wanted
from casebook.portfolio.plants.lapse import History
from casebook.portfolio.plants.layer import Layer
from casebook.portfolio.simulation.block import BLOCK, Block, simulate
from casebook.portfolio.simulation.contacts import contacts
from casebook.portfolio.simulation.draws import Draws, Whole, streams
from casebook.portfolio.simulation.knobs import Knobs
from casebook.portfolio.simulation.model import Days
from casebook.portfolio.simulation.months import MONTHS, REVIEW
from casebook.portfolio.simulation.moves import fitted
from casebook.portfolio.simulation.payments import payments
from casebook.portfolio.simulation.reckoning import owed
from casebook.portfolio.simulation.standing import Standing, standing
from casebook.portfolio.writing import accounts as accounting
from casebook.portfolio.writing import events, floor
from casebook.portfolio.writing.clauses import GOVERNED
from casebook.portfolio.writing.contracts import Contracts, contracts
from casebook.portfolio.writing.debtors import debtors, ids
from casebook.portfolio.writing.papers import documents
from casebook.portfolio.writing.papers_loans import OurLoan

PUBLIC = (
    "debtors",
    "accounts",
    "contracts",
    "instalments",
    "payments",
    "contacts",
    "documents",
    "complaints",
    "staff",
    "shifts",
)
ANSWERS = ("planted", "outcomes", "governing")
SHOWN = 24  # months on a credit record


def tables_of(
    seed: int,
    block: int,
    *,
    as_of: date,
    knobs: Knobs,
    size: int = BLOCK,
    wanted: Wanted | None = None,
) -> dict[str, pa.Table]:
    """Make the tables of one block, public ones first, then the answers.

    Parameters
    ----------
    seed : int
        The seed of the whole portfolio.
    block : int
        The number of the block; its debtors are numbered from `block * size + 1`.
    as_of : date
        The day of the review; nothing on file is later.
    knobs : Knobs
        The assumptions.
    size : int
        How many debtors a block has.
    wanted : mapping, optional
        The flags that some debtors are to have; see `plants.choose`.
    """
    one = simulate(seed, block, as_of=as_of, moves=fitted(), knobs=knobs, size=size)
    return written(one, seed, block, knobs=knobs, wanted=wanted)


def tables_of_each(
    seed: int, blocks: Sequence[int], *, as_of: date, knobs: Knobs, size: int = BLOCK
) -> Iterator[dict[str, pa.Table]]:
    """Make the tables of each block as `tables_of` does, the debtors of all of them at once."""
    for block, crowd in zip(blocks, crowds(seed, blocks, as_of, size), strict=True):
        one = simulate(
            seed,
            block,
            as_of=as_of,
            moves=fitted(),
            knobs=knobs,
            size=size,
            persons=crowd.people,
        )
        yield written(one, seed, block, knobs=knobs, columns=crowd.columns)


def written(
    one: Block,
    seed: int,
    block: int,
    *,
    knobs: Knobs,
    wanted: Wanted | None = None,
    columns: Columns | None = None,
) -> dict[str, pa.Table]:
    """Write the tables of a block that has been simulated; see `tables_of`.

    Parameters
    ----------
    columns : mapping, optional
        The columns of table `debtors`, where they have been written already.
    """
    draws, numbers = streams(seed, block), numbers_in(block, len(one.terms))
    if columns is None:
        columns = debtors(one.people, numbers, draws["debtors"])
    layer = Layer(draws["planting"], knobs, one, wanted)
    tables = _tables(layer, columns, block, numbers, knobs, draws)
    return {name: pa.table(tables[name]) for name in (*PUBLIC, *ANSWERS)}


def _tables(
    layer: Layer,
    people: Columns,
    number: int,
    numbers: Whole,
    knobs: Knobs,
    draws: dict[str, Draws],
) -> dict[str, Columns]:
    block, account_ids = layer.stated, ids("A", numbers)
    lenders = accounting.lender_columns(draws["contracts"], block)
    paid = payments(draws["payments"], block.terms, block.book, block.window)
    talks = contacts(draws["contacts"], block, paid, knobs)
    stands = standing(draws["staff"], block, paid, knobs, len(accounting.agency_names()))
    team = floor.staff(number, block.window.close(-1), draws["staff"])
    styles = draws["staff"].whole(0, 5, len(team["name"]))
    complaints = floor.complaints(
        block, talks, stands, account_ids, team, knobs, draws["complaints"]
    )
    shown = layer.moved_back(History(block, paid, talks, stands))
    now, stands = shown.block, shown.standing
    complaints, complained = layer.heard(complaints, account_ids)
    talks = layer.behaved(people, complained)
    texts = accounting.contract_texts(now, numbers, people, lenders, draws["contracts"])
    agreed = contracts(
        now.terms, texts, draws["contracts"], unlawful=layer.unlawful, ends_on=_last_due(now)
    )
    owing = owed(now, agreed.order, agreed.day_count)
    papers = documents(
        now.people, people, now.terms, _on_record(now), now.window.as_of, draws["papers"]
    )
    clean = {
        "debtors": people | {"died_on": pa.array(stands.died_on, pa.date32(), from_pandas=True)},
        "accounts": accounting.accounts(now, numbers, lenders, owing, stands),
        "contracts": accounting.contract_table(now, numbers, people, texts, agreed),
        "instalments": accounting.instalments(now, account_ids),
        "payments": events.payment_table(shown.payments, account_ids, people),
        # By the months of the window, whatever days the contacts bear.
        "contacts": events.contact_table(
            talks, block, account_ids, people, team["staff_id"], styles, draws["contacts"]
        ),
        "complaints": complaints,
        "staff": team,
        "shifts": floor.shifts(
            block, layer.on_the_floor(talks), team["staff_id"], knobs, draws["staff"]
        ),
        "outcomes": _outcomes(now, account_ids, stands),
        "governing": _governing(numbers, agreed),
    }
    return layer.planted(clean, papers, agreed)


def _last_due(block: Block) -> Days:
    """Return the day of the last instalment as it was agreed; of cards the day of opening."""
    is_card = block.book.is_card
    last = block.plan.count + block.plan.first - 1 + block.begins
    agreed = block.window.due(last, block.terms.due_day)
    return np.where(is_card, block.terms.opened_on, agreed)


def _on_record(block: Block) -> OurLoan:
    """Return our own account as the credit record shows it: months before the review's."""
    months = np.arange(REVIEW - SHOWN, REVIEW)
    late = block.book.late[:, months]
    had_begun = block.begins[:, None] < months
    is_open = block.book.settled[:, None] > months
    codes = np.where(had_begun & is_open, np.minimum(late, 7), -1)
    return OurLoan(codes, block.book.owed_fen[:, REVIEW], accounting.monthly_fen(block))


def _outcomes(block: Block, account_ids: pa.Array, stands: Standing) -> dict[str, pa.Array]:
    """What is known only after the review: for models to be held against."""
    book = block.book
    is_open = (book.settled > REVIEW) & (book.written_off > REVIEW)
    later = book.paid_fen[:, MONTHS]
    return {
        "account_id": account_ids,
        "is_open": pa.array(is_open & np.isnat(stands.died_on)),
        "late_next_month": pa.array(book.late_seen[:, MONTHS] > 0),
        "paid_next_month_fen": pa.array(later),
    }


def _governing(numbers: Whole, agreed: Contracts) -> dict[str, pa.Array]:
    """Which clause of each contract governs what; silent contracts have no row."""
    rows = [
        (place, topic, clause)
        for topic in GOVERNED
        for place, clause in enumerate(agreed.governing[topic])
        if clause
    ]
    contract_ids = ids("C", numbers)
    place = np.array([row[0] for row in rows], dtype=np.int64)
    return {
        "contract_id": contract_ids.take(pa.array(place)),
        "topic": pa.array([row[1] for row in rows], pa.string()),
        "clause": pa.array([row[2] for row in rows], pa.string()),
    }
