"""When a validation period ends in the United States (Regulation F, 12 CFR 1006.34)."""

from datetime import date

from casebook.law.days import business_days_after, days_after
from casebook.law.limitation.cases import Validation
from casebook.law.limitation.effects import say
from casebook.law.limitation.result import ValidationPeriod
from casebook.law.reasoning import Step

RECEIPT_BUSINESS_DAYS, VALIDATION_DAYS = 5, 30
_RULE = "US-25"


def validation(case: Validation) -> ValidationPeriod:
    """Work out when the notice may be taken as received and when the period ends."""
    assumed = business_days_after(case.sent, RECEIPT_BUSINESS_DAYS)
    expires = days_after(case.received or assumed, VALIDATION_DAYS)
    in_time = None if case.disputed is None else case.disputed <= expires
    return ValidationPeriod(
        assumed_received=assumed,
        expires=expires,
        expired=None if case.as_of is None else case.as_of > expires,
        dispute_in_time=in_time,
        steps=(
            *_receipt(case, assumed),
            Step(expires, (_RULE,), say("validation-ends", expires=expires)),
            *_dispute(case, expires),
            *_asked(case, expires),
        ),
    )


def _receipt(case: Validation, assumed: date) -> tuple[Step, ...]:
    steps = [Step(assumed, (_RULE,), say("validation-assumed", sent=case.sent, assumed=assumed))]
    lieu = business_days_after(case.sent, RECEIPT_BUSINESS_DAYS, observed=True)
    if lieu != assumed:
        steps.append(Step(lieu, (_RULE,), say("validation-in-lieu", lieu=lieu)))
    if case.received:
        other = days_after(assumed, VALIDATION_DAYS)
        words = say("validation-received", received=case.received, other=other)
        steps.append(Step(case.received, (_RULE,), words))
    return tuple(steps)


def _dispute(case: Validation, expires: date) -> tuple[Step, ...]:
    if case.disputed is None:
        return ()
    key = "dispute-in-time" if case.disputed <= expires else "dispute-late"
    words = say(key, disputed=case.disputed, expires=expires)
    return (Step(case.disputed, ("US-27", _RULE), words),)


def _asked(case: Validation, expires: date) -> tuple[Step, ...]:
    if case.as_of is None:
        return ()
    key = "validation-over" if case.as_of > expires else "validation-running"
    return (Step(case.as_of, (_RULE,), say(key, as_of=case.as_of, expires=expires)),)
