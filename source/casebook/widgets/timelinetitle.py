"""The message of a limitation time line: how matters stand, in one sentence."""

from datetime import date

from casebook.law.limitation.cases import BreathingSpace, BritishClaim, Case, Guarantee, Nation
from casebook.law.limitation.result import Limitation
from casebook.widgets.timeline import Speaker
from casebook.widgets.timelinerows import day, worked_out

_KINDS = {
    "Claim": "claim",
    "Judgment": "judgment",
    "Guarantee": "guarantee",
    "BritishClaim": "british",
    "BreathingSpace": "respite",
    "Validation": "validation",
}


def title(case: Case, result: Limitation, speak: Speaker) -> str:
    """Say how the case stands."""
    last = day(result, "ends") or day(result, "expires")
    if isinstance(case, BreathingSpace):
        return speak("title-respite" if last else "title-respite-open", last=last or "")
    kind = _KINDS[type(case).__name__]
    if kind == "validation":
        return speak("title-validation", last=last)
    is_scots = isinstance(case, BritishClaim) and case.nation is Nation.SCOTLAND
    what = speak("what-scots" if is_scots else f"what-{kind}")
    return speak(_sentence(case, result, last), what=what, last=last or "", as_of=case.as_of or "")


def _sentence(case: Case, result: Limitation, last: date | None) -> str:
    values = result.values()
    if last is None:
        return "title-none"
    if values.get("sued_in_time"):
        return "title-sued"
    if isinstance(case, Guarantee):
        return _of_guarantee(case, last)
    if case.as_of is None:
        return "title-last"
    if values["expired"] is None:
        return "title-open"
    if not values["expired"]:
        return "title-running"
    return "title-agreed" if values.get("defence_lost") else "title-expired"


def _of_guarantee(case: Guarantee, last: date) -> str:
    in_time = tuple(event for event in case.events if event.on <= last)
    if worked_out(case, in_time).values()["freed"] is False:
        return "title-kept"
    if worked_out(case, case.events).values()["freed"] is False:
        return "title-renewed"
    if case.as_of is None:
        return "title-last"
    return "title-freed" if case.as_of > last else "title-running"
