"""The way in: read a case, then work out when time runs out."""

from casebook.law.limitation.cases import (
    BreathingSpace,
    BritishClaim,
    Case,
    Claim,
    Guarantee,
    Judgment,
)
from casebook.law.limitation.china import claim
from casebook.law.limitation.enforcement import judgment
from casebook.law.limitation.forms import read, read_case
from casebook.law.limitation.guarantee import guarantee
from casebook.law.limitation.result import Limitation
from casebook.law.limitation.united_kingdom import breathing_space, british_claim
from casebook.law.limitation.united_states import validation

__all__ = ["calculate", "read", "read_case"]


def calculate(case: Case) -> Limitation:
    """Work the case out: its days, its answers, and the reasoning step by step."""
    match case:
        case Claim():
            return claim(case)
        case Judgment():
            return judgment(case)
        case Guarantee():
            return guarantee(case)
        case BritishClaim():
            return british_claim(case)
        case BreathingSpace():
            return breathing_space(case)
        case _:
            return validation(case)
