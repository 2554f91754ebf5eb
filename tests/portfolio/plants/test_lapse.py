"""Lapsed limitation: the law room says so too, and every date on file has moved along."""

import re
from datetime import date, timedelta

import pytest

from casebook.law.limitation.calculate import calculate
from casebook.law.limitation.cases import Claim, Event, Means, Name
from casebook.portfolio.writing.amounts import written_day
from portfolio.detector import last_day_on_file
from portfolio.files import File, Row
from portfolio.plants.book import AS_OF, clean_files, detail, files, flags_of, planted, with_flag

FLAG = "lapsed-limitation"
EPOCH = date(1970, 1, 1)
MEANS = {"call": Means.PHONE, "sms": Means.SMS, "letter": Means.LETTER}


def events(file: File) -> list[Event]:
    """Return what restarts time, by the letter of the law: payments, promises, demands."""
    found = [Event(row["paid_on"], Name.PART_PAYMENT) for row in file.payments]
    found += [event for row in file.contacts for event in _of(row)]
    return sorted(found, key=lambda event: event.on)


def _of(row: Row) -> list[Event]:
    on = row["at"].date()
    if row["result"] == "promise":
        return [Event(on, Name.PROMISE)]
    if row["party"] == "debtor" and row["result"] != "no-answer" and row["direction"] == "out":
        return [Event(on, Name.DEMAND, by=MEANS[row["channel"]], reached=True)]
    return []


def expires(file: File) -> tuple[date | None, bool | None]:
    dues = tuple(row["due_on"] for row in file.instalments)
    found = calculate(Claim(tuple(events(file)), as_of=AS_OF, instalments=dues))
    return found.expires, found.expired


@pytest.mark.parametrize("debtor", with_flag(FLAG))
def test_the_law_room_says_that_time_has_run_out(debtor: str) -> None:
    assert expires(files()[debtor])[1] is True


def test_no_other_account_in_arrears_has_lapsed_by_law() -> None:
    others = [
        file
        for debtor, file in files().items()
        if debtor not in with_flag(FLAG) and file.account["overdue_fen"] and file.instalments
    ]

    assert len(others) > 100
    assert not [file.debtor["debtor_id"] for file in others if expires(file)[1] is not False]


def test_only_loans_long_unpaid_and_not_sued_lapse() -> None:
    for debtor, file in with_flag(FLAG).items():
        account = file.account
        before = clean_files()[debtor].account
        assert account["stage"] == "M6+"
        assert account["product"] != "credit-card"
        assert account["outstanding_principal_fen"] == before["outstanding_principal_fen"]
        assert not (account["settled_on"])
        assert not (account["sued_on"])
        assert not (file.debtor["died_on"])


def test_all_dates_move_by_the_same_months() -> None:
    for debtor, file in with_flag(FLAG).items():
        before = clean_files()[debtor]
        moved = _months(before.contract["signed_on"], file.contract["signed_on"])
        pairs = [
            (before.account[name], file.account[name])
            for name in ("opened_on", "handed_over_on", "written_off_on")
            if before.account[name]
        ]
        for name, column in (("instalments", "due_on"), ("payments", "paid_on")):
            rows = zip(getattr(before, name), getattr(file, name), strict=True)
            pairs += [(one[column], other[column]) for one, other in rows]
        rows = zip(before.contacts, file.contacts, strict=True)
        pairs += [(one["at"].date(), other["at"].date()) for one, other in rows]
        assert {_months(one, other) for one, other in pairs} == {moved}
        assert moved > 0


def _months(later: date, earlier: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def test_papers_are_of_the_time_of_signing() -> None:
    free = {"identity-expired", "proof-after-signing"}
    for debtor, file in with_flag(FLAG).items():
        if free & flags_of(planted())[debtor]:
            continue
        signed_on = file.contract["signed_on"]
        assert _age(file.debtor["birth_date"], signed_on) >= 19
        for paper in file.documents:
            if paper.kind != "credit-record":
                assert paper.issued_on <= signed_on
                assert (
                    paper.issued_on > signed_on - timedelta(days=40)
                    or paper.kind == "identity-card"
                )


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def test_the_credit_record_shows_our_loan_late_all_along() -> None:
    shown = 0
    for file in with_flag(FLAG).values():
        for paper in file.documents:
            for loan in paper.body.get("loans", ()):
                if loan["lender"] == file.account["lender"]:
                    shown += 1
                    assert loan["months"] == "7" * 24
                    assert loan["opened_on"] == file.account["opened_on"].isoformat()
    assert shown >= 1


def test_the_contract_bears_the_earlier_dates() -> None:
    for file in with_flag(FLAG).values():
        signed = written_day((file.contract["signed_on"] - EPOCH).days)
        years = {int(year) for year in re.findall(r"(\d{4})年\d+月\d+日", file.contract["text"])}
        assert signed in file.contract["text"] or not years
        assert max(years, default=0) <= AS_OF.year - 3


def test_the_record_says_on_what_it_rests() -> None:
    for debtor, file in with_flag(FLAG).items():
        assert str(last_day_on_file(file)) in detail(debtor, FLAG)["zh"]


def test_nobody_of_the_team_made_the_contacts_of_old() -> None:
    for file in with_flag(FLAG).values():
        assert {row["staff_id"] for row in file.contacts} <= {None}
        assert not file.complaints or file.complaints[0]["ground"] == "not-my-debt"
