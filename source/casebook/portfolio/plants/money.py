"""Contradictions in money that moved: less paid out than lent, and payments by somebody else."""

from collections.abc import Sequence

from casebook.portfolio import stocks
from casebook.portfolio.plants.changes import File
from casebook.portfolio.plants.choose import Lot
from casebook.portfolio.plants.record import Plant, yuan
from casebook.portfolio.plants.words import given_name, surname
from casebook.portfolio.simulation.model import SEXES

# What is kept back without a clause is a multiple of this (fen), and how many payments others make.
STEP_FEN = 5_000
OTHERS_PAY = {1: 5, 2: 3, 3: 1}


def deduct_in_advance(agreed_bp: Sequence[int], file: File, lot: Lot) -> Plant | None:
    """Pay out less than the principal: what the contracts say is kept back, else a share."""
    if file.get("accounts", "disbursed_fen") is None:
        return None
    principal: int = file.get("contracts", "principal_fen")
    share = lot.one_of(stocks.words("plants")["deducted"])
    silent = max(round(principal * share / STEP_FEN) * STEP_FEN, STEP_FEN)
    paid_out = principal - (principal * agreed_bp[file.place] // 10_000 or silent)
    file.put("accounts", "disbursed_fen", paid_out)
    slots = {"principal": yuan(principal), "paid": yuan(paid_out)}
    return Plant("accounts.disbursed_fen", "deducted", slots)


def pay_by_third_party(file: File, lot: Lot) -> Plant | None:
    """Let somebody else make some of the payments."""
    if not file.payments:
        return None
    payer = _payer(file, lot)
    chosen = lot.some_of(file.payments, lot.weighted(OTHERS_PAY))
    for row in chosen:
        file.changes.put("payments", "payer_name", row, payer)
        if file.changes.get("payments", "channel", row) == "auto-debit":
            file.changes.put("payments", "channel", row, "transfer")
    days = [str(file.changes.get("payments", "paid_on", row)) for row in chosen]
    slots = {"payer": payer, "dates_zh": "、".join(days), "dates_en": ", ".join(days)}
    return Plant("payments.payer_name", "payer", slots)


def _payer(file: File, lot: Lot) -> str:
    own: str = file.get("debtors", "name")
    payer: str = file.get("debtors", "contact_name")
    while payer == own or lot.happens(0.5):
        payer = surname(lot) + given_name(lot.one_of(SEXES), 1988, lot)
    return payer
