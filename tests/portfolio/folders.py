"""What lies in a folder, to be held against another."""

from pathlib import Path


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below `folder`, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
