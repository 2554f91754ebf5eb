"""The measures that published figures are bound to, by the names that `targets.yaml` uses."""

from collections.abc import Callable, Mapping
from inspect import signature
from types import MappingProxyType
from typing import Any

from casebook.portfolio.calibration import cards, loans
from casebook.portfolio.calibration.model import Measured, Observed

Measure = Callable[..., Measured]

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.__name__: measure
        for measure in (
            cards.age_mean,
            cards.age_outside,
            cards.balance_late,
            cards.bill_paid_mean,
            cards.bill_paid_median,
            cards.default_by_limit,
            cards.default_by_status,
            cards.default_falls_with_limit,
            cards.default_rises_with_status,
            cards.entry_as_closed,
            cards.entry_as_seen,
            cards.ever_late,
            cards.limit_mean,
            cards.limit_over_mean,
            cards.limits_used,
            cards.paying_nothing,
            cards.status_distance,
            cards.status_share,
            cards.transition,
            cards.utilisation,
            loans.charged_off,
            loans.ever_sixty_days_late,
            loans.ninety_days_late,
            loans.recovered_after_write_off,
            loans.recovered_in_thirty_days,
        )
    }
)


def fault_of(name: str, arguments: Mapping[str, Any]) -> str:
    """Say what is wrong with a measure's name or arguments; nothing if all is right."""
    if name not in MEASURES:
        return f"measure {name!r} is unknown, expected one of {', '.join(MEASURES)}"
    try:
        signature(MEASURES[name]).bind(None, **arguments)
    except TypeError as error:
        return f"measure {name!r} does not take {dict(arguments)!r} ({error})"
    return ""


def measure(observed: Observed, name: str, arguments: Mapping[str, Any]) -> Measured:
    """Take the measure called `name` of a simulated book."""
    return MEASURES[name](observed, **arguments)
