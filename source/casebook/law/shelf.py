"""The folders of the law room that hold one YAML file a jurisdiction."""

from functools import cache
from importlib.resources import files

from casebook.errors import ContentError


@cache
def jurisdictions_in(folder: str) -> tuple[str, ...]:
    """Return the jurisdictions that have a file in `folder`, such as `CN`."""
    entries = (files("casebook.law") / folder).iterdir()
    names = sorted(entry.name for entry in entries if entry.name.endswith(".yaml"))
    return tuple(name.removesuffix(".yaml").upper() for name in names)


def text_for(jurisdiction: str, folder: str, what: str) -> tuple[str, str]:
    """Return the text of the file of `jurisdiction` in `folder`, and what errors call it.

    Raises
    ------
    ContentError
        If there is none; the message calls what it holds `what`.
    """
    known = jurisdictions_in(folder)
    if jurisdiction not in known:
        raise ContentError("law", f'no {what} for "{jurisdiction}"', f"one of {', '.join(known)}")
    name = f"{jurisdiction.lower()}.yaml"
    text = (files("casebook.law") / folder / name).read_text(encoding="utf-8")
    return text, f"law/{folder}/{name}"
