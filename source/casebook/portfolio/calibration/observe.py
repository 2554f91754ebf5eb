"""What a lender sees of a simulated block, in the form that the measures take."""

import numpy as np

from casebook.portfolio.calibration.model import Months, Observed
from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.draws import Truth, Whole
from casebook.portfolio.simulation.fortunes import ages
from casebook.portfolio.simulation.model import Product


def observe(block: Block) -> Observed:
    """Return a block as its lender sees it."""
    book, terms = block.book, block.terms
    is_card = terms.product == Product.CREDIT_CARD
    return Observed(
        product=terms.product,
        opened=block.begins,
        late=_while_open(block, book.late),
        late_seen=_while_open(block, book.late_seen),
        due_fen=np.where(is_card[:, None], _struck(book.statement_fen), book.billed_fen),
        paid_fen=book.paid_fen,
        owed_fen=_owed(book.owed_fen, _struck(book.statement_fen), is_card),
        limit_fen=np.where(is_card, terms.principal_fen, 0),
        written_off=np.where(book.written_off < book.late.shape[1], book.written_off, -1),
        checked=terms.checked,
        age=ages(block.people, block.window),
        rate_bp=terms.rate_bp,
        term=terms.term,
    )


def _while_open(block: Block, late: Whole) -> Months:
    month = np.arange(late.shape[1])
    is_open = (block.begins[:, None] < month) & (block.book.settled[:, None] > month)
    open_: Months = np.where(is_open, np.minimum(late, 127), -1).astype(np.int8)
    return open_


def _owed(owed_fen: Whole, struck_fen: Whole, is_card: Truth) -> Whole:
    """Return what is owed at each close: of a card in use, the statement struck on that day."""
    return np.where(is_card[:, None] & (struck_fen > 0), struck_fen, owed_fen)


def _struck(statement_fen: Whole) -> Whole:
    """Move each statement to the close on which it is struck; it is paid in the month after."""
    return np.column_stack([statement_fen[:, 1:], np.zeros(len(statement_fen), dtype=np.int64)])
