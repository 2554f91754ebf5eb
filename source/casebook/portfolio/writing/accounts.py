"""The tables of accounts, contracts and instalments."""

from functools import cache

import numpy as np
import pyarrow as pa

from casebook.portfolio import stocks
from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.draws import Draws, Whole
from casebook.portfolio.simulation.model import METHODS, PRODUCTS, Method, Product
from casebook.portfolio.simulation.months import MONTHS, REVIEW
from casebook.portfolio.simulation.reckoning import Owed, due_days
from casebook.portfolio.simulation.standing import Standing
from casebook.portfolio.writing.contracts import Contracts, ContractTexts
from casebook.portfolio.writing.debtors import ids
from casebook.portfolio.writing.names import given_names, groups, names, surnames
from casebook.portfolio.writing.pieces import chosen, taken, vocabulary

Columns = dict[str, pa.Array]

STAGES = ("M0", "M1", "M2", "M3", "M4", "M5", "M6", "M6+")
STATUSES = ("current", "overdue", "settled", "written-off")
CHECKS = ("none", "source", "amount")
PRIVATE = "private"


def lender_columns(draws: Draws, block: Block) -> Columns:
    """Return the name and the kind of each lender; private ones are persons."""
    size = len(block.terms)
    firms, kinds = _institutions()
    group = groups(draws.whole(0, 1, size), draws.whole(1965, 1998, size))
    persons = names(surnames(draws, size), given_names(draws, group))
    is_private = block.terms.lender < 0
    place = np.where(is_private, 0, block.terms.lender)
    return {
        "lender": chosen(is_private, persons, taken(firms, place)),
        "lender_kind": taken(kinds, np.where(is_private, len(kinds) - 1, place)),
    }


@cache
def _institutions() -> tuple[pa.Array, pa.Array]:
    rows = stocks.rows("institutions")
    return (
        vocabulary([row["name"] for row in rows]),
        vocabulary([*(row["kind"] for row in rows), PRIVATE]),
    )


def accounts(
    block: Block, numbers: Whole, lenders: Columns, owed: Owed, standing: Standing
) -> Columns:
    """Write table `accounts` as it stands on the day of the review."""
    terms, book = block.terms, block.book
    is_card = terms.product == Product.CREDIT_CARD
    days = (np.datetime64(block.window.as_of) - owed.oldest_due_on).astype(np.int64)
    is_late = ~np.isnat(owed.oldest_due_on)
    stage = np.where(is_late, np.clip(-(-days // 30), 1, 7), 0)
    return {
        "account_id": ids("A", numbers),
        "debtor_id": ids("D", numbers),
        "contract_id": ids("C", numbers),
        "product": taken(vocabulary(PRODUCTS), terms.product),
        **lenders,
        "opened_on": pa.array(terms.opened_on),
        "disbursed_fen": pa.array(terms.principal_fen, mask=is_card),
        "limit_fen": pa.array(terms.principal_fen, mask=~is_card),
        "outstanding_principal_fen": pa.array(owed.principal_fen),
        "overdue_fen": pa.array(owed.overdue_fen),
        "overdue_interest_fen": pa.array(owed.overdue_interest_fen),
        "stage": taken(vocabulary(STAGES), stage),
        "status": taken(vocabulary(STATUSES), _status(stage, standing)),
        "late_when_seen": pa.array(np.minimum(book.late_seen[:, REVIEW], 99)),
        "income_check": taken(vocabulary(CHECKS), terms.checked),
        "settled_on": _days(standing.settled_on),
        "handed_over_on": _days(standing.handed_over_on),
        "agency": _agencies(standing.agency),
        "sued_on": _days(standing.sued_on),
        "written_off_on": _days(standing.written_off_on),
    }


def _status(stage: Whole, standing: Standing) -> Whole:
    status = np.where(stage > 0, 1, 0)
    status = np.where(~np.isnat(standing.written_off_on), 3, status)
    return np.where(~np.isnat(standing.settled_on), 2, status)


def _days(days: np.ndarray) -> pa.Array:
    return pa.array(days, pa.date32(), from_pandas=True)


def agency_names() -> list[str]:
    """Return the agencies that accounts are handed over to."""
    return [row["name"] for row in stocks.rows("agencies")]


def _agencies(place: Whole) -> pa.Array:
    return pa.array(agency_names()).take(pa.array(place, mask=place < 0))


def contract_texts(
    block: Block, numbers: Whole, debtors: Columns, lenders: Columns, draws: Draws
) -> ContractTexts:
    """Gather the words that go into contracts."""
    size = len(block.terms)
    purposes = stocks.words("purposes")
    share_of = draws.share(size)
    purpose = [
        listed[int(share * len(listed))]
        for share, listed in zip(
            share_of.tolist(),
            [purposes[PRODUCTS[product]] for product in block.terms.product.tolist()],
            strict=True,
        )
    ]
    return ContractTexts(
        number=ids("C", numbers).to_pylist(),
        name=debtors["name"].to_pylist(),
        id_number=debtors["id_number"].to_pylist(),
        address=debtors["address"].to_pylist(),
        city=debtors["city"].to_pylist(),
        phone=debtors["phone"].to_pylist(),
        employer=debtors["employer"].to_pylist(),
        purpose=purpose,
        lender=lenders["lender"].to_pylist(),
        lender_kind=lenders["lender_kind"].to_pylist(),
    )


def contract_table(
    block: Block, numbers: Whole, debtors: Columns, texts: ContractTexts, written_: Contracts
) -> Columns:
    """Write table `contracts`."""
    terms = block.terms
    is_card = terms.product == Product.CREDIT_CARD
    return {
        "contract_id": ids("C", numbers),
        "account_id": ids("A", numbers),
        "signed_on": pa.array(terms.signed_on),
        "signatory_name": debtors["name"],
        "signatory_id_number": debtors["id_number"],
        "principal_fen": pa.array(terms.principal_fen),
        "term_months": pa.array(terms.term, mask=is_card),
        "method": taken(vocabulary(METHODS), terms.method),
        "annual_rate_bp": pa.array(terms.rate_bp),
        "overdue_rate_bp": pa.array(terms.overdue_bp),
        "due_day": pa.array(terms.due_day),
        "purpose": pa.array(texts.purpose),
        "stated_employer": debtors["employer"],
        "text": pa.array(written_.text),
    }


def instalments(block: Block, account_ids: pa.Array) -> Columns:
    """Write table `instalments`: those of loans, and the statements of cards up to the review."""
    parts = [_loan_rows(block), _card_rows(block)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((columns["number"], columns["account"]))
    columns = {name: values[order] for name, values in columns.items()}
    statement = columns["statement_fen"]
    return {
        "account_id": taken(account_ids, columns["account"]),
        "number": pa.array(columns["number"]),
        "due_on": pa.array(columns["due_on"]),
        "principal_fen": pa.array(columns["principal_fen"]),
        "interest_fen": pa.array(columns["interest_fen"]),
        "fees_fen": pa.array(columns["fees_fen"]),
        "amount_fen": pa.array(
            columns["principal_fen"] + columns["interest_fen"] + columns["fees_fen"]
        ),
        "statement_fen": pa.array(statement, mask=statement < 0),
    }


def _loan_rows(block: Block) -> dict[str, np.ndarray]:
    loans = block.book.loans
    row, number = np.nonzero(np.arange(loans.principal_fen.shape[1]) < loans.count[:, None])
    account = np.flatnonzero(~block.book.is_card)
    return {
        "account": account[row],
        "number": number + 1,
        "due_on": due_days(block)[row, number],
        "principal_fen": loans.principal_fen[row, number],
        "interest_fen": loans.interest_fen[row, number],
        "fees_fen": np.zeros(len(row), dtype=np.int64),
        "statement_fen": np.full(len(row), -1),
    }


def _card_rows(block: Block) -> dict[str, np.ndarray]:
    cards, account = block.book.cards, np.flatnonzero(block.book.is_card)
    bills = cards.bill_fen[:, :MONTHS]
    row, month = np.nonzero(bills > 0)
    interest, fees = cards.interest_fen[row, month], cards.damages_fen[row, month]
    minimum = cards.minimum_fen[row, month]
    # What a minimum cannot hold is left for the next.
    interest = np.minimum(interest, minimum)
    fees = np.minimum(fees, minimum - interest)
    return {
        "account": account[row],
        "number": np.arange(len(row)) - np.searchsorted(row, row) + 1,
        "due_on": block.window.due(month, block.terms.due_day[account[row]]),
        "principal_fen": minimum - interest - fees,
        "interest_fen": interest,
        "fees_fen": fees,
        "statement_fen": bills[row, month],
    }


def monthly_fen(block: Block) -> Whole:
    """Return what each account asks for in a month now, as the credit record has it."""
    asked = block.book.billed_fen[:, : REVIEW + 1].max(axis=1)
    is_once = block.terms.method == Method.AT_ONCE
    return np.where((block.book.owed_fen[:, REVIEW] > 0) & ~is_once, asked, 0)
