"""The front of the interest calculator: a case in, a result out."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from casebook.law.interest import allocation, card, ceilings, cost, judgment, loan, repapered
from casebook.law.interest.parsing import parse
from casebook.law.interest.reading import Form
from casebook.law.interest.result import Result
from casebook.law.interest.terms import Kind

__all__ = ["calculate", "parse"]


class Case(Protocol):
    """A case that was read without a fault."""

    def result(self) -> Result:
        """Answer it."""
        ...


_READERS: Mapping[Kind, Callable[[Form], Case]] = {
    Kind.CEILING: ceilings.read,
    Kind.LOAN: loan.read,
    Kind.REPAPERED: repapered.read,
    Kind.ALLOCATION: allocation.read,
    Kind.JUDGMENT: judgment.read,
    Kind.CARD: card.read,
    Kind.COST: cost.read,
}


def calculate(case: Mapping[str, Any], where: str = "case") -> Result:
    """Answer `case`, the mapping of an input file, which errors call `where`.

    Amounts and rates may be strings, numbers or Decimal; days may be dates or ISO strings. Nothing
    depends on the day or the machine.

    Raises
    ------
    DataError
        With all faults of the case at once.
    """
    form = Form(case, where, [])
    form.stop()
    kind = form.one_of("kind", Kind)
    if form.has("jurisdiction") and form.name("jurisdiction") != "CN":
        form.fault("jurisdiction", "has no interest calculator", "CN", "leave the field out")
    form.stop()
    read: Case = _READERS[kind](form)
    form.stop()
    return read.result()
