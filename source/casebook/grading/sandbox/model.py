"""What is asked of a run, and what it brings back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Plain = Any


class Ending(StrEnum):
    """How the learner's process ended."""

    FINISHED = "finished"
    CRASHED = "crashed"
    TIMED_OUT = "timed-out"
    KILLED = "killed"  # by us, for sending more than the limits allow


class Seal(StrEnum):
    """What stands between the learner's process and everything else, the strongest first."""

    NAMESPACES = "namespaces"
    LANDLOCK = "landlock"
    NONE = "unsealed"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one run may take; wall times in seconds (`_s`), sizes in bytes."""

    start_s: float = 60
    cell_s: float = 60
    notebook_s: float = 300
    processor_s: int = 300  # of each process, and of all together
    memory_bytes: int = 3 << 30  # of each process, and of all together
    file_bytes: int = 64 << 20
    open_files: int = 256
    processes: int = 64
    folder_bytes: int = 64 << 20
    folder_files: int = 2_000
    disk_bytes: int = 256 << 20
    disk_files: int = 20_000
    text_bytes: int = 200_000
    image_bytes: int = 4_000_000
    outputs_bytes: int = 16_000_000
    answers_bytes: int = 1_000_000

    @property
    def channel_bytes(self) -> int:
        """The most that the channel may carry, with room for JSON's own signs."""
        return 2 * (self.outputs_bytes + self.answers_bytes) + 1_000_000


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One value that the learner's process gave, checked in form only.

    `kind` is number, text, truth, list, table, record or nothing; a number may be decimal text.
    `cell` is the place of the cell that was running, as far as the process told.
    """

    name: str
    value: Plain
    kind: str
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What came of running a notebook. Answers are in the order given; a name may come twice.

    `outputs` and `counts` (execution counts) go by the cell's place in the notebook, from 0, as
    does `stopped_in`. Outputs are the learner's word: sanitise them before showing them.
    `modules` are those that were imported, in a run that was to tell. `seconds` is the whole run,
    `cells_s` what of it went by between the begin and the end of each cell.
    """

    answers: tuple[GivenAnswer, ...]
    outputs: dict[int, list[Any]]
    counts: dict[int, int]
    ending: Ending
    detail: str
    faults: tuple[str, ...]
    seconds: float
    cells_s: float
    seal: Seal
    stopped_in: int | None = None
    modules: tuple[str, ...] = ()
