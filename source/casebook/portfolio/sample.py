"""The sample portfolio that ships with the kit: 500 debtors for lessons and practice."""

from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from casebook.errors import DataError
from casebook.portfolio.case import Case
from casebook.portfolio.portfolio import Portfolio, gather

# Chosen once and public: the sample is for practice, so whoever likes may rebuild it.
SEED = 20260630
DEBTORS = 500


def shipped(name: str) -> Path:
    """Return where data that ship lie: inside the installed package, or in the repository."""
    packaged = Path(__file__).with_name(name)
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "datasets" / name


def folder() -> Path:
    """Return where the sample lies."""
    return shipped("sample")


def build(folder: Path) -> None:
    """Make the sample afresh in `folder`, byte for byte the same each time.

    The CSV files are what `casebook data --debtors 500 --seed 20260630 --format csv --answers`
    makes; Parquet lies beside them. The data dictionary, `README.md`, goes beside the folder.
    """
    from casebook.portfolio.dictionary import dictionary
    from casebook.portfolio.shipping.order import Form, Order
    from casebook.portfolio.shipping.ship import ship

    ship(Order(DEBTORS, SEED, form=Form.CSV, has_answers=True), folder, replace=True)
    with TemporaryDirectory() as room:
        ship(Order(DEBTORS, SEED, form=Form.PARQUET, has_answers=True), Path(room) / "sample")
        for path in Path(room).rglob("*.parquet"):
            copyfile(path, folder / path.relative_to(Path(room) / "sample"))
    readme = folder.parent / "README.md"
    readme.write_text(dictionary(), encoding="utf-8", newline="\n")


def load() -> Portfolio:
    """Return the sample.

    Raises
    ------
    DataError
        A file of the sample is missing or torn.
    """
    from casebook.portfolio.reading import read

    return read(folder())


def case(debtor_id: str) -> Case:
    """Return the file of one debtor of the sample."""
    return gather(shared(), debtor_id)


def planted(debtor_id: str) -> frozenset[str]:
    """Return the ids of the flags planted in that debtor's file; for practice alone."""
    return shared().flags(debtor_id)


# Each call of `load` gives frames of its own, which a learner may change; these stay unseen.
@cache
def shared() -> Portfolio:
    """Return the sample, the same frames each time: to be read and never changed."""
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
