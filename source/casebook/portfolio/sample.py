"""The sample portfolio that ships with the kit: 500 debtors for lessons and practice."""

from datetime import date
from functools import cache
from pathlib import Path

from casebook.errors import DataError
from casebook.portfolio.case import Case
from casebook.portfolio.portfolio import Portfolio, gather

# Chosen once and public: the sample is for practice, so whoever likes may rebuild it.
SEED = 20260630
DEBTORS = 500
AS_OF = date(2026, 6, 30)

_PACKAGED = Path(__file__).with_name("sample")
_REPOSITORY = Path(__file__).parents[3] / "datasets" / "sample"


def folder() -> Path:
    """Return where the sample lies: inside the installed package, or in the repository."""
    return _PACKAGED if _PACKAGED.is_dir() else _REPOSITORY


def build(folder: Path) -> None:
    """Make the sample afresh and write it to `folder`, byte for byte the same each time.

    The data dictionary, `README.md`, goes beside the folder.
    """
    from casebook.portfolio.dictionary import dictionary
    from casebook.portfolio.generator import generate
    from casebook.portfolio.store import write

    write(generate(SEED, 0, debtors=DEBTORS, as_of=AS_OF), folder, seed=SEED)
    readme = folder.parent / "README.md"
    readme.write_text(dictionary(), encoding="utf-8", newline="\n")


def load() -> Portfolio:
    """Return the sample.

    Raises
    ------
    DataError
        A file of the sample is missing or torn.
    """
    from casebook.portfolio.store import read

    return read(folder())


def case(debtor_id: str) -> Case:
    """Return the file of one debtor of the sample."""
    return gather(_loaded(), debtor_id)


def planted(debtor_id: str) -> frozenset[str]:
    """Return the ids of the flags planted in that debtor's file; for practice alone."""
    return _loaded().flags(debtor_id)


# Each call of `load` gives frames of its own, which a learner may change; these stay unseen.
@cache
def _loaded() -> Portfolio:
    return load()


def data(name: str) -> Portfolio:
    """Return a portfolio by name; the one that ships is `sample`.

    Raises
    ------
    DataError
        No portfolio has that name.
    """
    if name != "sample":
        raise DataError(f'cb.data("{name}")', "no such data", '"sample"', 'use cb.data("sample")')
    return load()
