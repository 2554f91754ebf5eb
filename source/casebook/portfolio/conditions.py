"""What one may ask of a case, such as `M3`, `forged income proof`, `外卖骑手`."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

import pandas as pd

from casebook.errors import DataError
from casebook.portfolio import stocks
from casebook.portfolio.flags import flags
from casebook.portfolio.portfolio import Portfolio
from casebook.portfolio.schema import table

# Coded columns that one may ask for: of the one account and debtor, of some contact or complaint.
CODED = {
    "accounts": ("stage", "status", "product", "lender_kind"),
    "debtors": ("sex", "marital_status"),
    "contacts": ("result",),
    "complaints": ("ground",),
}
FLAG, FACT, NO_FLAGS = "flag", "fact", "no-flags"
# Nothing is paid out on a card, and nothing falls due for the last time.
NOT_ON_CARDS = ("deducted-in-advance", "lapsed-limitation")

_IDLE = {"a", "an", "the", "of", "in", "on", "or", "and", "was", "has", "is", "with"}


@dataclass(frozen=True, slots=True, order=True)
class Condition:
    """One thing that must hold: a flag, a fact, or a value in a column of a table."""

    table: str
    column: str
    value: str

    @property
    def is_single(self) -> bool:
        """Tell whether a case can hold one such value alone."""
        return self.table in {"debtors", "accounts"}


CLEAN = Condition(FACT, "", NO_FLAGS)


def read(where: str | Iterable[str]) -> frozenset[Condition]:
    """Read conditions from text with commas, or from a list.

    Raises
    ------
    DataError
        There is none, one is unknown, or two exclude each other.
    """
    said = re.split(r"[,，、;；]", where) if isinstance(where, str) else list(where)
    if not all(isinstance(one, str) for one in said) or not any(one.strip() for one in said):
        raise DataError("where", f"is {where!r}", 'conditions such as "M3, 外卖骑手"', "name some")
    found = frozenset(_condition(one.strip()) for one in said if one.strip())
    _check(found)
    return found


def _condition(said: str) -> Condition:
    known, key = _known(), _key(said)
    if key in known:
        return known[key][1]
    keys = get_close_matches(key, known, n=3, cutoff=0.5)
    near = [known[one][0] for one in keys] or ["M3", "外卖骑手", "no flags"]
    raise DataError(
        "where", f"nothing is called {said!r}", f"such as {', '.join(near)}", "choose other words"
    )


def _check(conditions: Iterable[Condition]) -> None:
    """Refuse what no case can be."""
    single: dict[tuple[str, str], str] = {}
    for one in sorted(conditions):
        place = (one.table, one.column)
        if one.is_single and single.setdefault(place, one.value) != one.value:
            raise _excluded(single[place], one.value)
    wanted = wanted_flags(conditions)
    if wanted and CLEAN in conditions:
        raise _excluded(min(wanted), NO_FLAGS)
    barred = sorted(wanted & set(NOT_ON_CARDS))
    if barred and single.get(("accounts", "product")) == "credit-card":
        raise _excluded("credit-card", barred[0])


def _excluded(one: str, other: str) -> DataError:
    return DataError("where", f"{one} and {other} exclude each other", "one of them", "drop one")


def wanted_flags(conditions: Iterable[Condition]) -> frozenset[str]:
    """Return the ids of the flags among the conditions."""
    return frozenset(one.value for one in conditions if one.table == FLAG)


def meeting(portfolio: Portfolio, conditions: Iterable[Condition]) -> list[str]:
    """Return the debtors who meet all conditions, in the order of the table."""
    left = portfolio.debtors["debtor_id"]
    for one in conditions:
        left = left[left.isin(_holders(portfolio, one))]
    return left.tolist()


def _holders(portfolio: Portfolio, condition: Condition) -> "pd.Series[str]":
    """Return the debtors for whom one condition holds."""
    if condition.table == FACT:
        return _FACTS[condition.value](portfolio)
    if condition.table == FLAG:
        planted = portfolio.known_flags
        return planted.loc[planted["flag"] == condition.value, "debtor_id"]
    rows = getattr(portfolio, condition.table)
    rows = rows[rows[condition.column] == condition.value]
    return rows["debtor_id"] if "debtor_id" in rows else _owners(portfolio, rows["account_id"])


def _owners(portfolio: Portfolio, accounts: "pd.Series[str]") -> "pd.Series[str]":
    return portfolio.accounts.loc[portfolio.accounts["account_id"].isin(accounts), "debtor_id"]


def _with(column: str) -> Callable[[Portfolio], "pd.Series[str]"]:
    return lambda portfolio: portfolio.accounts.loc[portfolio.accounts[column].notna(), "debtor_id"]


_FACTS: Mapping[str, Callable[[Portfolio], "pd.Series[str]"]] = {
    NO_FLAGS: lambda portfolio: portfolio.debtors["debtor_id"][
        ~portfolio.debtors["debtor_id"].isin(portfolio.known_flags["debtor_id"])
    ],
    "complaint": lambda portfolio: _owners(portfolio, portfolio.complaints["account_id"]),
    "dead": lambda portfolio: portfolio.debtors.loc[
        portfolio.debtors["died_on"].notna(), "debtor_id"
    ],
    "sued": _with("sued_on"),
    "handed-over": _with("handed_over_on"),
}


# The words by which conditions are known.


@cache
def _known() -> Mapping[str, tuple[str, Condition]]:
    """Return words and condition for each key; what is named first keeps a key."""
    known: dict[str, tuple[str, Condition]] = {}
    for condition, words in _named():
        for word in words:
            known.setdefault(_key(word), (word.strip(), condition))
    return known


def _named() -> Iterator[tuple[Condition, Iterable[str]]]:
    for flag in flags():
        yield Condition(FLAG, "", flag.id), (flag.id, flag.name.zh, flag.name.en)
    for fact, said in stocks.words("conditions").items():
        yield Condition(FACT, "", fact), (fact, *said["zh"], *said["en"])
    for row in stocks.rows("trades"):
        name = row["occupation"]
        yield Condition("debtors", "occupation", name), (name, row["en"])
    for row in stocks.rows("places"):
        for column in ("city", "province"):
            name = row[column]
            yield Condition("debtors", column, name), (name, name.rstrip("市省"))
    for of, names in CODED.items():
        for name in names:
            yield from _codes(of, name)


def _codes(of: str, name: str) -> Iterator[tuple[Condition, Iterable[str]]]:
    (column,) = (column for column in table(of).columns if column.name == name)
    for code, meaning in column.codes.items():
        # Before the first comma or bracket stands the short form.
        short = (re.split("[，（]", meaning.zh)[0], re.split("[,(]", meaning.en)[0])
        yield Condition(of, name, code), (code, *short)


def _key(said: str) -> str:
    """Return what is alike in words said in another order, in plural, or with other case."""
    plain = said.strip().casefold()
    if re.search("[\u4e00-\u9fff]", plain) or re.fullmatch(r"m\d\+?", plain):
        return plain
    words = {word.rstrip("s") if len(word) > 3 else word for word in re.findall(r"\w+", plain)}
    return " ".join(sorted(words - _IDLE))
