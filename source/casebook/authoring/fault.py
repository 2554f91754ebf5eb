"""A fault that an author can mend: where it is, what was found, what was expected, what to do."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault; `place` is the cell or item within the file."""

    file: str
    place: str
    what: str
    expected: str = ""
    do: str = ""

    def __str__(self) -> str:
        place = f"{self.file}: {self.place}" if self.place else self.file
        expected = f", expected {self.expected}" if self.expected else ""
        do = f"; {self.do}" if self.do else ""
        return f"{place}: {self.what}{expected}{do}"


def name(path: Path, root: Path) -> str:
    """Return how `path` is named in messages: from `root` where it lies inside."""
    resolved = path.resolve()
    inside = resolved.is_relative_to(root.resolve())
    return (resolved.relative_to(root.resolve()) if inside else resolved).as_posix()
