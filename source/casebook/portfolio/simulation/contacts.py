"""What collectors did about late accounts, and how each contact ended."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from casebook.portfolio.simulation.block import Block
from casebook.portfolio.simulation.book import TEAM
from casebook.portfolio.simulation.draws import Draws, Float, Truth, Whole
from casebook.portfolio.simulation.fortunes import Shock
from casebook.portfolio.simulation.knobs import Knobs
from casebook.portfolio.simulation.model import Arrays, Days, Product
from casebook.portfolio.simulation.months import MONTHS, REVIEW
from casebook.portfolio.simulation.payments import Payments


class Channel(IntEnum):
    """Places in `CHANNELS`."""

    CALL = 0
    SMS = 1
    LETTER = 2


CHANNELS = ("call", "sms", "letter")


class Party(IntEnum):
    """Places in `PARTIES`."""

    DEBTOR = 0
    CONTACT = 1
    EMPLOYER = 2
    UNKNOWN = 3


PARTIES = ("debtor", "contact", "employer", "unknown")


class Result(IntEnum):
    """Places in `RESULTS`."""

    NO_ANSWER = 0
    REACHED = 1
    PROMISE = 2
    REFUSED = 3
    WRONG_NUMBER = 4
    HARDSHIP = 5
    DISPUTE = 6
    VULNERABLE = 7
    STOP = 8


RESULTS = (
    "no-answer",
    "reached",
    "promise",
    "refused",
    "wrong-number",
    "hardship-stated",
    "dispute-stated",
    "vulnerability-stated",
    "asked-to-stop",
)

# Contacts in a month by how late the account is, 0 to 6 and more: assumptions.
PACE = np.array((1.2, 2.6, 3.4, 3.0, 2.4, 2.0, 1.2))
# From this many months late on, somebody else may be asked to pass a message on.
RELAY_FROM, RELAYS = 2, 0.6
# Nobody else is asked before so many attempts in a row have failed (CN-SEC-20).
LOST_AFTER = 3
FIRST_HOUR, LAST_HOUR = 9, 20  # lawful hours are 08:00 to 22:00 (CN-SEC-10); offices keep within


@dataclass(frozen=True, slots=True)
class Contacts(Arrays):
    """k contacts on file, in the order of accounts and times."""

    account: Whole
    month: Whole
    at: Days  # datetime64[s], Beijing time
    channel: Whole
    is_inbound: Truth
    party: Whole
    result: Whole
    promised_fen: Whole  # 0 without a promise
    promised_on: Days  # NaT without a promise
    staff: Whole  # member of the team, 0 to TEAM - 1
    is_after_broken: Truth  # the last promise before was not kept


def contacts(draws: Draws, block: Block, payments: Payments, knobs: Knobs) -> Contacts:
    """Let the team work every late account up to the review."""
    account, month = _worked(block)
    count = _counts(draws, block, account, month)
    account, month = np.repeat(account, count), np.repeat(month, count)
    paid_on = _paid_on(payments, block)
    on = _days(draws, block, paid_on[account, month], account, month)
    order = np.lexsort((on, account))
    account, month, on = account[order], month[order], on[order]
    is_kept = _keep_days(account, on)
    account, month, on = account[is_kept], month[is_kept], on[is_kept]
    return _Talks(draws, block, paid_on, knobs, account, month, on).contacts()


def _worked(block: Block) -> tuple[Whole, Whole]:
    """Return accounts and months in which somebody was late and alive."""
    late = block.book.late[:, :MONTHS]
    before = np.column_stack([np.zeros(len(late), dtype=np.int64), late[:, :-1]])
    months = np.arange(MONTHS)
    is_open = block.book.settled[:, None] >= months
    alive = block.fortunes.died[:, None] > months
    account, month = np.nonzero(((late > 0) | (before > 0)) & is_open & alive)
    return account, month


def _counts(draws: Draws, block: Block, account: Whole, month: Whole) -> Whole:
    late = block.book.late
    pace = PACE[np.minimum(_worst(block, account, month), len(PACE) - 1)]
    pace = np.where(late[account, month] == 0, pace * 0.6, pace)
    off = block.book.written_off[account] <= month
    private = block.terms.product[account] == Product.PRIVATE_LOAN
    pace = np.where(off, 0.5, np.where(private, pace * 0.35, pace))
    counts: Whole = np.floor(pace * 2 * draws.share(len(account)) + 0.5).astype(np.int64)
    return counts


def _worst(block: Block, account: Whole, month: Whole) -> Whole:
    """Return how late each account was in a month, at its beginning or its close."""
    late = block.book.late
    worst: Whole = np.maximum(late[account, month], late[account, np.maximum(month - 1, 0)])
    return worst


def _days(draws: Draws, block: Block, paid_on: Days, account: Whole, month: Whole) -> Days:
    """Draw days from the first on which the account was late up to its cure or the close."""
    window, late = block.window, block.book.late
    was_late = (late[account, np.maximum(month - 1, 0)] > 0) & (month > 0)
    due = window.due(month, block.terms.due_day[account])
    first = np.where(was_late, window.close(month - 1) + 1, due + 1)
    last = window.close(month)
    is_cured = (late[account, month] == 0) & ~np.isnat(paid_on)
    last = np.where(is_cured, np.minimum(paid_on - 1, last), last)
    span = (last - first).astype(np.int64) + 1
    days = first + (draws.share(len(account)) * np.maximum(span, 1)).astype(np.int64)
    return np.where(span > 0, days, np.datetime64("NaT"))


def _paid_on(payments: Payments, block: Block) -> Days:
    paid_on = np.full((len(block.terms), MONTHS), np.datetime64("NaT"), dtype="datetime64[D]")
    paid_on[payments.account, payments.month] = payments.on
    return paid_on


def _keep_days(account: Whole, on: Days) -> Truth:
    """Drop contacts without a day, and all but two on one day."""
    known = ~np.isnat(on)
    same = (account[2:] == account[:-2]) & (on[2:] == on[:-2])
    known[2:] &= ~same
    return known


class _Talks:
    def __init__(
        self,
        draws: Draws,
        block: Block,
        paid_on: Days,
        knobs: Knobs,
        account: Whole,
        month: Whole,
        on: Days,
    ) -> None:
        self.draws, self.block, self.knobs = draws, block, knobs
        self.account, self.month, self.on = account, month, on
        self.size = len(account)
        self.paid_on = paid_on
        self.late = _worst(block, account, month)
        self.is_private = block.terms.product[account] == Product.PRIVATE_LOAN

    def contacts(self) -> Contacts:
        channel = self._channels()
        party, reached = self._parties(channel)
        party, result = self._respect(party, self._results(channel, party, reached))
        promised_fen, promised_on, result, is_kept = self._promises(
            result, (channel == Channel.CALL) & (party == Party.DEBTOR)
        )
        at = self._times()
        staff = self._staff()
        inbound = (channel == Channel.CALL) & (party == Party.DEBTOR) & reached
        inbound &= self.draws.happens(0.08, self.size)
        return Contacts(
            self.account,
            self.month,
            at,
            channel,
            inbound,
            party,
            result,
            promised_fen,
            promised_on,
            staff,
            self._after_broken(result, is_kept),
        )

    def _channels(self) -> Whole:
        sms = np.where(self.late <= 1, 0.35, 0.16)
        letter = np.where(self.late >= 3, 0.08, 0.0)
        share = self.draws.share(self.size)
        channel = np.where(share < letter, int(Channel.LETTER), int(Channel.CALL))
        channel = np.where((share >= letter) & (share < letter + sms), int(Channel.SMS), channel)
        return np.where(self.is_private & (channel == Channel.LETTER), int(Channel.CALL), channel)

    def _parties(self, channel: Whole) -> tuple[Whole, Truth]:
        """Say who was reached, if anybody: the debtor, or from two months on a third party."""
        block, draws = self.block, self.draws
        minds = block.minds.willingness[self.account]
        trust = block.book.trust[self.account, self.month]
        odds = self._by_stage("answer-rate") * self._by_stage("right-party")
        odds = 1 / (1 + np.exp(-(np.log(odds / (1 - odds)) + 0.5 * minds + 0.5 * trust)))
        reached = draws.happens(odds, self.size) | (channel == Channel.SMS)
        delivered = draws.happens(0.75, self.size)
        reached = np.where(channel == Channel.LETTER, delivered, reached)
        asks = (self.late >= RELAY_FROM) & ~reached & (channel == Channel.CALL)
        asks &= ~self.is_private & draws.happens(RELAYS, self.size) & self._is_lost(reached)
        third = np.where(draws.happens(0.15, self.size), int(Party.EMPLOYER), int(Party.CONTACT))
        party = np.where(asks, third, int(Party.DEBTOR))
        odd = (channel == Channel.CALL) & ~reached & ~asks & draws.happens(0.05, self.size)
        return np.where(odd, int(Party.UNKNOWN), party), reached | asks | odd

    def _is_lost(self, reached: Truth) -> Truth:
        """Tell where the attempts before, on the same account, all failed."""
        lost = np.ones(self.size, dtype=bool)
        for back in range(1, LOST_AFTER + 1):
            lost[:back] = False
            same = self.account[back:] == self.account[:-back]
            lost[back:] &= same & ~reached[:-back]
        return lost

    def _respect(self, party: Whole, result: Whole) -> tuple[Whole, Whole]:
        """Leave alone contact persons who said no: such a call is one to the debtor that failed."""
        says_no = (party == Party.CONTACT) & (result == Result.REFUSED)
        again = (party == Party.CONTACT) & (self._count_before(says_no) > 0)
        return (
            np.where(again, int(Party.DEBTOR), party),
            np.where(again, int(Result.NO_ANSWER), result),
        )

    def _count_before(self, happened: Truth) -> Whole:
        """Count how often something has happened before on the same account."""
        total: Whole = np.cumsum(happened) - happened
        first = np.searchsorted(self.account, self.account, side="left")
        before: Whole = total - total[first] if self.size else total
        return before

    def _by_stage(self, name: str) -> Float:
        values: Float = np.array(self.knobs.stages(name))[np.clip(self.late, 1, 7) - 1]
        return values

    def _results(self, channel: Whole, party: Whole, reached: Truth) -> Whole:
        talk = reached & (channel == Channel.CALL) & (party == Party.DEBTOR)
        weights = self._weights()
        bounds = np.cumsum(weights, axis=1)
        mark = self.draws.share(self.size) * bounds[:, -1]
        said = (mark[:, None] >= bounds).sum(axis=1)
        result = np.where(talk, np.array(_SAID)[np.minimum(said, len(_SAID) - 1)], 1)
        result = np.where(reached, result, int(Result.NO_ANSWER))
        wrong = (party == Party.UNKNOWN) & self.draws.happens(0.4, self.size)
        result = np.where(wrong, int(Result.WRONG_NUMBER), result)
        refuses = (party == Party.CONTACT) & self.draws.happens(0.2, self.size)
        return np.where(refuses, int(Result.REFUSED), result)

    def _weights(self) -> Float:
        """Weigh what debtors say when reached, by will, means and misfortune."""
        block, account, month = self.block, self.account, self.month
        will = block.minds.willingness[account]
        means = block.fortunes.ability[account, month]
        shock = block.fortunes.shock[account, month]
        hard = np.clip(0.25 - 0.12 * means, 0.02, 0.7) + 0.3 * (shock > 0)
        ill = (shock == Shock.ILLNESS) * 0.25 + 0.006
        return np.column_stack(
            [
                np.clip(0.12 - 0.1 * will, 0.01, 0.6),
                hard * self.knobs["hardship-share"],
                np.full(self.size, 0.5 * self.knobs["dispute-share"]),
                ill * 5 * self.knobs["vulnerable-share"],
                np.full(self.size, 0.004),
                np.full(self.size, 0.40),
            ]
        )

    def _promises(self, result: Whole, is_talk: Truth) -> tuple[Whole, Days, Whole, Truth]:
        """Turn talks into promises, kept or paid in part by those who are about to pay."""
        draws, size = self.draws, self.size
        paid_on = self._next_paid_on()
        comes = ~np.isnat(paid_on) & ((paid_on - self.on).astype(np.int64) <= 14)
        talks = np.isin(result, _SAID) & (result != Result.VULNERABLE) & (result != Result.STOP)
        talks &= is_talk
        owed = self._arrears()
        paid = self.block.book.paid_fen[self.account, self._paid_month]
        # Who is about to pay a part has often promised more.
        is_short = comes & (paid * 10 < owed * 9)
        is_short &= draws.happens(self.knobs["part-paid-promise"], size)
        keeps, breaks = self._promise_odds(talks, comes, is_short)
        is_promise = talks & draws.happens(np.where(comes, keeps, breaks), size)
        wish = np.where(comes, paid, owed * draws.between(0.15, 0.9, size))
        wish = np.where(is_short, paid + (owed - paid) * draws.between(0.3, 1.0, size), wish)
        fen = np.minimum(_round_down(wish, draws, size), np.maximum(owed, 10_000))
        fen = np.where(is_short & (fen <= paid), owed, fen)
        kept_on = np.minimum(paid_on + draws.whole(0, 2, size), self.on + 15)
        day = np.where(comes, kept_on, self.on + draws.whole(2, 14, size))
        result = np.where(is_promise, int(Result.PROMISE), result)
        nothing = np.datetime64("NaT")
        return (
            np.where(is_promise, fen, 0),
            np.where(is_promise, day, nothing),
            result,
            is_promise & comes & ~is_short,
        )

    def _promise_odds(self, talks: Truth, comes: Truth, is_short: Truth) -> tuple[Float, Float]:
        """Return the odds of a promise where a payment comes and where none does.

        So that of all talks as many end in a promise, and of promises as many are kept, as
        assumed for the stage.
        """
        stage = np.clip(self.late, 1, 7) - 1
        all_talks = np.bincount(stage[talks], minlength=7)
        with_payment = np.bincount(stage[talks & comes], minlength=7)
        share = np.clip(with_payment / np.maximum(all_talks, 1), 0.02, 0.95)
        promise = np.array(self.knobs.stages("promise"))
        kept = np.array(self.knobs.stages("kept-promise"))
        short = np.bincount(stage[talks & is_short], minlength=7) / np.maximum(with_payment, 1)
        keeps = np.clip(promise * kept / share / np.maximum(1 - short, 0.1), 0, 1)
        broken = keeps * share * (1 - short) * (1 - kept) / kept
        breaks = np.clip((broken - keeps * share * short) / (1 - share), 0, 1)
        return keeps[stage], breaks[stage]

    def _next_paid_on(self) -> Days:
        """Return the day of the first payment on or after each contact, this month or next."""
        now = self.paid_on[self.account, self.month]
        following = np.minimum(self.month + 1, REVIEW)
        then = self.paid_on[self.account, following]
        is_now = ~np.isnat(now) & (now >= self.on)
        self._paid_month = np.where(is_now, self.month, following)
        return np.where(is_now, now, np.where(then >= self.on, then, np.datetime64("NaT")))

    def _arrears(self) -> Whole:
        """Return about what is overdue (fen): what fell due in the months that are unpaid."""
        billed = self.block.book.billed_fen
        sums = np.cumsum(billed, axis=1)
        start = np.maximum(self.month - np.maximum(self.late, 1), -1)
        before = np.where(start < 0, 0, sums[self.account, np.maximum(start, 0)])
        return np.maximum(sums[self.account, self.month] - before, 10_000)

    def _after_broken(self, result: Whole, is_kept: Truth) -> Truth:
        """Tell where the promise before, on the same account, was broken."""
        places = np.where(result == Result.PROMISE, np.arange(self.size), -1)
        last = np.maximum.accumulate(np.concatenate([[-1], places]))[:-1]
        at = np.maximum(last, 0)
        broken: Truth = (last >= 0) & (self.account[at] == self.account) & ~is_kept[at]
        return broken

    def _times(self) -> Days:
        minutes = self.draws.whole(FIRST_HOUR * 60, LAST_HOUR * 60 + 30, self.size)
        # Of two contacts on one day, and there are no more, the first is the earlier.
        is_same_day = (self.account[1:] == self.account[:-1]) & (self.on[1:] == self.on[:-1])
        late = np.flatnonzero(is_same_day & (minutes[1:] < minutes[:-1]))
        minutes[late], minutes[late + 1] = minutes[late + 1], minutes[late]
        at: Days = self.on.astype("datetime64[s]") + (minutes * 60).astype("timedelta64[s]")
        return at

    def _staff(self) -> Whole:
        own = self.block.book.staff[self.account]
        stands_in = self.draws.happens(0.2, self.size)
        return np.where(stands_in, self.draws.whole(0, TEAM - 1, self.size), own)


_SAID = (
    Result.REFUSED,
    Result.HARDSHIP,
    Result.DISPUTE,
    Result.VULNERABLE,
    Result.STOP,
    Result.REACHED,
)


def _round_down(fen: Float | Whole, draws: Draws, size: int) -> Whole:
    """Round amounts down as people name them: to tens or hundreds of yuan."""
    step = np.where(np.asarray(fen) >= 100_000, 10_000, 1_000)
    exact = draws.happens(0.3, size)
    rounded = (np.asarray(fen) // step * step).astype(np.int64)
    return np.where(exact | (rounded == 0), np.asarray(fen).astype(np.int64), rounded)
