"""The tables of payments, contacts and complaints."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from casebook.portfolio.simulation import contacts as talk
from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.contacts import Contacts, Party, Result
from casebook.portfolio.simulation.draws import Draws, Whole
from casebook.portfolio.simulation.fortunes import Shock
from casebook.portfolio.simulation.model import Product
from casebook.portfolio.simulation.payments import CHANNELS, Payments
from casebook.portfolio.writing.notes import ContactFacts, Note, notes
from casebook.portfolio.writing.pieces import figures, fixed, joined, taken, vocabulary, written
from casebook.portfolio.writing.stories import Plight

Columns = Mapping[str, pa.Array]

# Which story goes with which misfortune; of some there are several.
PLIGHTS = {
    Shock.ILLNESS: (Plight.ILLNESS_OWN, Plight.ILLNESS_FAMILY, Plight.ACCIDENT),
    Shock.JOB_LOSS: (Plight.LAID_OFF, Plight.PAY_LATE),
    Shock.BUSINESS_FAILURE: (Plight.BUSINESS_FAILED,),
    Shock.DIVORCE: (Plight.DIVORCE,),
    Shock.FRAUD: (Plight.FRAUD_VICTIM,),
}
_KINDS = {
    Result.REACHED: Note.REACHED,
    Result.PROMISE: Note.PROMISE,
    Result.REFUSED: Note.REFUSED,
    Result.HARDSHIP: Note.HARDSHIP,
    Result.DISPUTE: Note.DISPUTE,
    Result.VULNERABLE: Note.VULNERABLE,
    Result.STOP: Note.ASKS_NO_MORE_CONTACT,
    Result.WRONG_NUMBER: Note.WRONG_NUMBER,
    Result.NO_ANSWER: Note.NO_ANSWER,
}


def payment_table(
    payments: Payments, account_ids: pa.Array, debtors: Columns
) -> dict[str, pa.Array]:
    """Write table `payments`."""
    return {
        "payment_id": _numbered("P", account_ids, payments.account),
        "account_id": taken(account_ids, payments.account),
        "paid_on": pa.array(payments.on),
        "amount_fen": pa.array(payments.amount_fen),
        "channel": taken(vocabulary(CHANNELS), payments.channel),
        "payer_name": taken(debtors["name"], payments.account),
    }


def _numbered(letter: str, account_ids: pa.Array, account: Whole) -> pa.Array:
    """Number rows within their account: P000001004; rows are in the order of accounts."""
    first = np.searchsorted(account, account, side="left")
    within = np.arange(len(account)) - first + 1
    stem = taken(pc.utf8_slice_codeunits(account_ids, 1), account)
    if within.max(initial=0) < 1_000:
        return joined(letter, stem, fixed(figures(within, 3)))
    return joined(letter, stem, pc.ascii_lpad(written(within), 3, "0"))


def contact_table(
    contacts: Contacts,
    block: Block,
    account_ids: pa.Array,
    debtors: Columns,
    staff_ids: pa.Array,
    styles: Whole,
    draws: Draws,
) -> dict[str, pa.Array]:
    """Write table `contacts`, each with the note of whoever made it."""
    is_private = block.terms.product[contacts.account] == Product.PRIVATE_LOAN
    promised = contacts.promised_fen
    facts = _facts(contacts, block, debtors, styles)
    return {
        "contact_id": _numbered("N", account_ids, contacts.account),
        "account_id": taken(account_ids, contacts.account),
        "staff_id": pc.if_else(pa.array(is_private), None, taken(staff_ids, contacts.staff)),
        "at": pa.array(contacts.at),
        "channel": taken(vocabulary(talk.CHANNELS), contacts.channel),
        "direction": taken(vocabulary(("out", "in")), contacts.is_inbound),
        "party": taken(vocabulary(talk.PARTIES), contacts.party),
        "result": taken(vocabulary(talk.RESULTS), contacts.result),
        "promised_fen": pa.array(promised, mask=promised == 0),
        "promised_on": pa.array(contacts.promised_on, pa.date32(), from_pandas=True),
        "note": pa.array(notes(facts, draws)),
    }


def _facts(contacts: Contacts, block: Block, debtors: Columns, styles: Whole) -> ContactFacts:
    account, month = contacts.account, contacts.month
    today = contacts.at.astype("datetime64[D]")
    overdue = np.maximum(block.book.billed_fen[account, month], 10_000)
    late = np.maximum(block.book.late[account, month], 1)
    amount = np.where(contacts.promised_fen > 0, contacts.promised_fen, overdue * late)
    return ContactFacts(
        kind=_note_kinds(contacts),
        amount_fen=amount,
        day=np.where(np.isnat(contacts.promised_on), today, contacts.promised_on),
        at=contacts.at,
        surname=pc.utf8_slice_codeunits(taken(debtors["name"], account), 0, 1).to_pylist(),
        is_woman=block.people.sex[account] == 1,
        relation=taken(debtors["contact_relation"], account).to_pylist(),
        plight=_plights(block, account, month),
        story=account * 7919 + 3,
        product=block.terms.product[account],
        style=styles[contacts.staff],
    )


def _note_kinds(contacts: Contacts) -> Whole:
    kinds = np.array([_KINDS[result] for result in Result])[contacts.result]
    is_sms = contacts.channel == talk.Channel.SMS
    is_letter = contacts.channel == talk.Channel.LETTER
    reached = contacts.result != Result.NO_ANSWER
    by_contact = np.where(
        contacts.result == Result.REFUSED, int(Note.CONTACT_REFUSES), int(Note.CONTACT_RELAY)
    )
    promise = np.where(contacts.is_after_broken, int(Note.PROMISE_AFTER_BROKEN), int(Note.PROMISE))
    promise = np.where(contacts.is_inbound, int(Note.PROMISE_INBOUND), promise)
    kinds = np.where(contacts.result == Result.PROMISE, promise, kinds)
    kinds = np.where(contacts.party == Party.CONTACT, by_contact, kinds)
    kinds = np.where(contacts.party == Party.EMPLOYER, int(Note.EMPLOYER), kinds)
    unknown = (contacts.party == Party.UNKNOWN) & (contacts.result == Result.REACHED)
    kinds = np.where(unknown, int(Note.UNKNOWN_PERSON), kinds)
    kinds = np.where(is_sms, int(Note.SMS), kinds)
    letters = np.where(reached, int(Note.LETTER_DELIVERED), int(Note.LETTER_RETURNED))
    return np.where(is_letter, letters, kinds)


def _plights(block: Block, account: Whole, month: Whole) -> Whole:
    """Say which misfortune a client would tell of; what happened lately is still told."""
    shock = block.fortunes.shock
    now = shock[account, month]
    before = shock[account, np.maximum(month - 2, 0)]
    told = np.where(now > 0, now, before)
    plights = np.full(len(account), int(Plight.NONE))
    for kind, stories in PLIGHTS.items():
        which = np.array([int(story) for story in stories])[account % len(stories)]
        plights = np.where(told == kind, which, plights)
    return plights
