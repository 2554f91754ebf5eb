"""One account as its life unfolds: what was paid, who was contacted, how the client takes it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casebook.portfolio.chance import Chance
from casebook.portfolio.loans import Loan
from casebook.portfolio.notes import Notes
from casebook.portfolio.people import Person

RESULTS = ("promise", "refused", "hardship", "dispute", "reached")


@dataclass(frozen=True, slots=True)
class Temper:
    """How a client takes to being in arrears: the odds of what comes of a contact."""

    name: str
    odds: dict[str, float]


@dataclass(slots=True)
class Life:
    """The payments and contacts of one account as they come about."""

    person: Person
    loan: Loan
    as_of: date
    chance: Chance
    temper: Temper
    notes: Notes
    payments: list[dict[str, Any]] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)
    paid_fen: int = 0
    unreached: int = 0
    contact_refused: bool = False
    employer_called: bool = False
    last_promise: str = ""

    def pay(self, day: date, fen: int, channel: str) -> None:
        """Book a payment, never more than is left of the whole loan, never after the review."""
        fen = min(fen, int(self.loan.amounts.sum()) - self.paid_fen)
        if fen <= 0 or day > self.as_of:
            return
        self.paid_fen += fen
        self.payments.append(
            {
                "paid_on": day.isoformat(),
                "amount_fen": fen,
                "channel": channel,
                "payer_name": self.person.row["name"],
            }
        )

    def note(self, day: date, party: str, result: str, note: str, **more: Any) -> None:
        """Write down a contact at an hour when contact is allowed."""
        minute = self.chance.whole(8 * 60 + 40, 20 * 60 + 20)
        at = f"{day}T{minute // 60:02d}:{minute % 60:02d}:{self.chance.whole(0, 59):02d}"
        self.contacts.append(
            {
                "at": at,
                "channel": "call",
                "direction": "out",
                "party": party,
                "result": result,
                "promised_fen": None,
                "promised_on": None,
                "note": note,
                **more,
            }
        )

    def owed_fen(self, day: date) -> int:
        """Return what is due and unpaid on `day`."""
        due = sum(
            int(fen)
            for fen, on in zip(self.loan.amounts, self.loan.due_on, strict=True)
            if on <= day
        )
        return max(due - self.paid_fen, 0)

    def promise(self, day: date, fen: int, promised_on: date, kind: str) -> None:
        """Write down a promise of so much by such a day."""
        self.note(
            day,
            "debtor",
            "promise",
            self.notes.promise(kind, day, fen, promised_on),
            direction="in" if kind == "promise-inbound" else "out",
            promised_fen=fen,
            promised_on=promised_on.isoformat(),
        )
