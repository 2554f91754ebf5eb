"""Every file to practise on: those that lessons lean on, and those of the sample.

A lesson says things of a file that must stay true, so its file lies in `datasets/lessons` as it is
and hangs on no seed. Its number begins with that of the workbook: D110003 is of workbook 1-1.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from casebook.errors import DataError
from casebook.portfolio import sample
from casebook.portfolio.case import Case
from casebook.portfolio.flags import flag


def folder() -> Path:
    """Return where the files of lessons lie."""
    return sample.shipped("lessons")


def case(debtor_id: str) -> Case:
    """Return the file of a debtor.

    Raises
    ------
    DataError
        Neither a lesson nor the sample has that debtor, or the file is torn.
    """
    return _lesson(debtor_id)[0] if debtor_id in lessons() else sample.case(debtor_id)


def planted(debtor_id: str) -> frozenset[str]:
    """Return the ids of the flags planted in a debtor's file."""
    return _lesson(debtor_id)[1] if debtor_id in lessons() else sample.planted(debtor_id)


@cache
def lessons() -> frozenset[str]:
    """Return the numbers of the debtors that lessons lean on."""
    return frozenset(path.stem for path in folder().glob("D*.json"))


@cache
def _lesson(debtor_id: str) -> tuple[Case, frozenset[str]]:
    path = folder() / f"{debtor_id}.json"
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Case.from_dict(raw["case"]), frozenset(flag(one["flag"]).id for one in raw["flags"])
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            str(path),
            f"cannot be read ({error})",
            "a case, and the flags planted in it",
            "take the file from the release again",
        ) from error
