"""What collectors type, from the phrases in `stock/notes.yaml`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casebook.portfolio import stocks
from casebook.portfolio.chance import Chance


class Notes:
    """The phrases for one client, who keeps to one misfortune, or has ever new excuses."""

    def __init__(self, debtor: Mapping[str, Any], temper: str, chance: Chance) -> None:
        self._debtor = debtor
        self._chance = chance
        self._phrases = stocks.words("notes")
        self._straight = temper in {"strained", "refusing", "lost"}
        self._plight = self._chance.one_of(_plights(debtor, self._phrases["reasons"]))

    def say(self, kind: str) -> str:
        """Write the note for a contact that ended without a promise."""
        return self._fill(kind)

    def sms(self, owed_fen: int) -> str:
        """Write the note for a reminder by text message."""
        return self._fill("sms", amount=yuan(owed_fen))

    def promise(self, kind: str, day: date, fen: int, promised_on: date) -> str:
        """Write the note for a promise of so much on such a day."""
        return self._fill(kind, amount=yuan(fen), day=self._spoken(day, promised_on))

    def _fill(self, kind: str, **slots: str) -> str:
        debtor = self._debtor
        sir = debtor["name"][0] + ("先生" if debtor["sex"] == "男" else "女士")
        familiar = self._chance.one_of(("老", "小")) + debtor["contact_name"][0]
        phrase: str = self._chance.one_of(self._phrases[kind])
        return phrase.format(
            reason=self._reason(kind),
            sir=sir,
            who=debtor["contact_relation"],
            alias=familiar,
            **slots,
        )

    def _reason(self, kind: str) -> str:
        if kind == "hardship" or (self._straight and self._chance.happens(0.8)):
            return str(self._plight)
        return str(self._chance.one_of(self._phrases["excuses"]))

    def _spoken(self, day: date, promised_on: date) -> str:
        month, number = promised_on.month, promised_on.day
        forms = [f"{month}月{number}日", f"{month}.{number}"]
        if (day.year, day.month) == (promised_on.year, month):
            forms.append(f"{number}号")
        return self._chance.one_of(forms)


def _plights(debtor: Mapping[str, Any], reasons: Mapping[str, list[str]]) -> list[str]:
    unfit = set()
    if debtor["marital_status"] != "离异" or not debtor["dependants"]:
        unfit.add("divorced")
    if debtor["marital_status"] != "已婚" or debtor["dependants"] < 2:
        unfit.add("new-child")
    return [line for kind, lines in reasons.items() if kind not in unfit for line in lines]


def yuan(fen: int) -> str:
    """Write an amount as collectors do: 2000, 1986.35."""
    whole, rest = divmod(fen, 100)
    return str(whole) if not rest else f"{whole}.{rest:02d}".rstrip("0")
