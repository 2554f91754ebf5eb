"""The one family of errors; each message says where, what, expected, what to do."""

from collections.abc import Iterable


class CasebookError(Exception):
    """Something that the reader of the message can put right.

    Parameters
    ----------
    where : str
        The file, item, table or command at fault.
    what : str
        What was found.
    expected : str
        What should have been there.
    do : str
        What to do now.
    """

    def __init__(self, where: str, what: str, expected: str = "", do: str = "") -> None:
        self.where, self.what, self.expected, self.do = where, what, expected, do
        message = f"{where}: {what}"
        if expected:
            message += f", expected {expected}"
        if do:
            message += f"; {do}"
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        # One that a worker process raises must reach the process that asked.
        return type(self), (self.where, self.what, self.expected, self.do), self.__dict__

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: the message alone, for it says all there is to do."""
        return [str(self)]


class ContentError(CasebookError):
    """Authored content is at fault; `faults` lists every fault found, not the first alone."""

    def __init__(
        self,
        where: str,
        what: str,
        expected: str = "",
        do: str = "",
        *,
        faults: Iterable[str] = (),
    ) -> None:
        super().__init__(where, what, expected, do)
        self.faults = tuple(faults) or (str(self),)

    @classmethod
    def of(cls, where: str, faults: Iterable[str]) -> "ContentError":
        """Gather `faults` into one error."""
        found = tuple(faults)
        return cls(where, "\n  ".join((f"{len(found)} fault(s)", *found)), faults=found)


class DataError(CasebookError):
    """A data file or table is torn, missing or of the wrong type."""


class JournalError(CasebookError):
    """An answer could not be written or read."""


class GradingError(CasebookError):
    """A hand-in, a key or a gradebook stops the grading of one learner or of all."""


class SetupError(CasebookError):
    """The machine or the course folder lacks something."""
