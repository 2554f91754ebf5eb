"""Plant contradictions in a portfolio that has none, and keep a record of each.

Every flag of `flags.yaml` has one function. It changes one file so that the definition is met, and
says where and what; it returns nothing if the file has no place for the flag.
"""

from collections.abc import Callable, Sequence
from datetime import date

from casebook.portfolio import debt_plants, paper_plants, stocks
from casebook.portfolio.chance import Chance
from casebook.portfolio.files import File, Plant, Row
from casebook.portfolio.frames import typed
from casebook.portfolio.portfolio import Portfolio, plain_rows
from casebook.portfolio.schema import table

CHANGED = ("debtors", "accounts", "contracts", "payments", "documents")
# Contradictions come in company: three files in ten have twice the rate, the others less.
DOUBTFUL, MORE, LESS = 0.3, 2.0, 0.6


def plant(clean: Portfolio, chances: Sequence[Chance]) -> Portfolio:
    """Return the portfolio with contradictions planted and recorded in `planted`.

    `chances` holds one stream for each debtor, in their order.
    """
    rows = {name: plain_rows(getattr(clean, name), table(name)) for name in CHANGED}
    files = zip(_files(clean.as_of, rows), chances, strict=True)
    planted = [row for file, chance in files for row in _plant_file(file, chance)]
    frames = {
        **clean.frames(),
        **{name: typed(rows[name], table(name)) for name in CHANGED},
        "planted": typed(planted, table("planted")),
    }
    return Portfolio(as_of=clean.as_of, **frames)


def rates() -> dict[str, float]:
    """Return how often each flag is planted where it can be: an assumption."""
    return {row["flag"]: float(row["rate"]) for row in stocks.rows("flag_rates")}


def _files(as_of: date, rows: dict[str, list[Row]]) -> list[File]:
    accounts = {row["debtor_id"]: row for row in rows["accounts"]}
    contracts = {row["account_id"]: row for row in rows["contracts"]}
    payments: dict[str, list[Row]] = {}
    documents: dict[str, dict[str, Row]] = {}
    for row in rows["payments"]:
        payments.setdefault(row["account_id"], []).append(row)
    for row in rows["documents"]:
        documents.setdefault(row["debtor_id"], {})[row["kind"]] = row
    return [
        File(
            as_of=as_of,
            debtor=debtor,
            account=(account := accounts[debtor["debtor_id"]]),
            contract=contracts[account["account_id"]],
            payments=payments.get(account["account_id"], []),
            documents=documents.get(debtor["debtor_id"], {}),
        )
        for debtor in rows["debtors"]
    ]


def _plant_file(file: File, chance: Chance) -> list[Row]:
    weight = MORE if chance.happens(DOUBTFUL) else LESS
    chosen = [flag for flag, rate in rates().items() if chance.happens(rate * weight)]
    planted = []
    for flag in chosen:
        if done := PLANTERS[flag](file, chance):
            detail = {"zh": done.zh, "en": done.en}
            row = {"flag": flag, "where": done.where, "detail": detail}
            planted.append({"debtor_id": file.debtor["debtor_id"], **row})
    return planted


# The order matters once: hidden debts are planted before an overdue loan is looked for.
PLANTERS: dict[str, Callable[[File, Chance], Plant | None]] = {
    "identity-number-mismatch": paper_plants.mismatch_identity_number,
    "identity-expired": paper_plants.expire_card,
    "birth-date-mismatch": paper_plants.mismatch_birth_date,
    "name-mismatch": paper_plants.mismatch_name,
    "income-overstated": paper_plants.overstate_income,
    "employer-mismatch": paper_plants.mismatch_employer,
    "proof-after-signing": paper_plants.date_proof_after_signing,
    "undisclosed-debts": debt_plants.hide_debts,
    "query-burst": debt_plants.burst_of_queries,
    "overdue-elsewhere": debt_plants.fall_overdue_elsewhere,
    "deducted-in-advance": debt_plants.deduct_in_advance,
    "third-party-payer": debt_plants.pay_by_third_party,
}
