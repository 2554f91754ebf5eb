"""The assumptions as knobs: each by its name, at its own value or one within its range."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from casebook.errors import DataError
from casebook.portfolio.simulation.assumptions import STAGES, WHERE, Assumption, assumptions


class Knobs(Mapping[str, float]):
    """The values of all assumptions; frozen."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, float]) -> None:
        self._values = MappingProxyType(dict(values))

    def __getitem__(self, name: str) -> float:
        """Return the value of the knob called `name`.

        Raises
        ------
        DataError
            No knob is called so; the message names the nearest.
        """
        if name not in self._values:
            raise _unknown(name, self._values)
        return self._values[name]

    def get(self, name: str, default: float | None = None) -> float | None:  # type: ignore[override]
        """Return the value of a knob, or `default` where none is called so."""
        return self._values.get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Knobs({len(self)})"

    def stages(self, name: str) -> tuple[float, ...]:
        """Return the seven values of a knob with stages, from one month late to seven and more."""
        return tuple(self[f"{name}-{stage}"] for stage in STAGES)


def knobs(overrides: Mapping[str, float]) -> Knobs:
    """Return every assumption at its value, or at that of `overrides`.

    Raises
    ------
    DataError
        A name is unknown, or a value is no number within the range of its assumption.
    """
    known = {one.id: one for one in assumptions()}
    for name, value in overrides.items():
        if name not in known:
            raise _unknown(name, known)
        _check(known[name], value)
    usual = {name: one.value for name, one in known.items()}
    return Knobs(usual | {name: float(value) for name, value in overrides.items()})


def _check(assumption: Assumption, value: float) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # NaN lies in no range.
    if not is_number or not assumption.low <= value <= assumption.high:
        raise DataError(
            f'knob "{assumption.id}"',
            f"is {value!r}",
            f"a number from {assumption.low:g} to {assumption.high:g} ({assumption.unit})",
            f"choose one in that range; {WHERE} says why it ends there",
        )


def _unknown(name: str, known: Mapping[str, object]) -> DataError:
    near = get_close_matches(name, known, n=3)
    do = f"did you mean {' or '.join(near)}?" if near else f"{WHERE} lists them"
    return DataError("knobs", f'no knob is called "{name}"', "the id of an assumption", do)
