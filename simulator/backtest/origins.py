"""From which days the back-test looks ahead: enough history before, complete data after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from simulator.backtest.books import DAYS_PER_WEEK
from simulator.errors import UserError
from simulator.ledger.ledger import Ledger
from simulator.ledger.light import USUAL_EVERY_DAYS, USUAL_HORIZON_WEEKS
from simulator.ledger.quality.report import FEWEST_PAYMENTS, HISTORY_DAYS
from simulator.portfolio.fitting.window import complete_weeks

MOST_WEEKS = 26


@dataclass(frozen=True)
class Rolling:
    """Which origins are wanted.

    Attributes:
        first: the first, or None for the first with enough history.
        last: none lies after it; None for the last whose horizon lies in complete data.
        every_days: distance of two origins.
        horizon_weeks: how far each looks ahead.
    """

    first: date | None = None
    last: date | None = None
    every_days: int = USUAL_EVERY_DAYS
    horizon_weeks: int = USUAL_HORIZON_WEEKS

    @property
    def overlap(self) -> int:
        """With how many origins after it an origin shares days: every 5 days and 4 weeks ahead, with 5."""
        return (DAYS_PER_WEEK * self.horizon_weeks - 1) // self.every_days


@dataclass(frozen=True)
class Origins:
    """The days from which the back-test looks ahead, and why, in sentences."""

    days: tuple[date, ...]
    notes: tuple[str, ...]


def choose_origins(ledger: Ledger, rolling: Rolling) -> Origins:
    """The origins that are wanted, with a sentence on each end that was not given.

    Raises:
        UserError: what is wanted makes no sense, or the ledger has no origin that can be judged.
    """
    _check(rolling)
    invoices = ledger.amount_cents > 0
    issued, paid = ledger.issued[invoices], ledger.paid[invoices]
    paid = paid[~np.isnat(paid)]
    if not len(paid):
        raise UserError(
            f"{ledger.name} has no paid invoice, so there is nothing to test a forecast on. "
            "Give a ledger with payment dates."
        )
    complete = complete_weeks(issued)
    ahead = timedelta(days=DAYS_PER_WEEK * rolling.horizon_weeks)
    paid = np.sort(paid)
    possible = (paid[0].astype(date), paid[-1].astype(date) - ahead)
    first, first_note = _first(rolling, complete[0], paid)
    last, last_note = _last(rolling, min(complete[1], possible[1]), ahead)
    _check_order(ledger, rolling, (first, last))
    count = (last - first).days // rolling.every_days + 1
    wanted = [first + timedelta(days=rolling.every_days * number) for number in range(count)]
    days = tuple(day for day in wanted if possible[0] <= day <= possible[1])
    if not days:
        raise UserError(
            f"From no day between {first} and {last} can {ledger.name} be looked ahead: its payments begin on "
            f"{possible[0]}, and {rolling.horizon_weeks} weeks before the last one is {possible[1]}. "
            "Choose days in between, or a shorter horizon."
        )
    notes = (first_note, last_note, _left_out(len(wanted) - len(days), possible))
    return Origins(days, tuple(note for note in notes if note))


def _left_out(count: int, possible: tuple[date, date]) -> str:
    """Days that were asked for and cannot be looked ahead from."""
    if not count:
        return ""
    return (
        f"{count} of the days asked for are left out: nothing had been paid before {possible[0]}, and what came "
        f"after {possible[1]} is not in the ledger for the whole horizon."
    )


def _first(rolling: Rolling, complete: date, paid: np.ndarray) -> tuple[date, str]:
    """The first origin."""
    if rolling.first is not None:
        return rolling.first, ""
    enough = paid[min(FEWEST_PAYMENTS, len(paid)) - 1].astype(date) + timedelta(days=28)
    first = max(complete + timedelta(days=HISTORY_DAYS), enough)
    return first, (
        f"The first day looked ahead from is {first}: by then invoicing has been complete for at least "
        f"{HISTORY_DAYS // 7} weeks, and {FEWEST_PAYMENTS} payments had been made four weeks before."
    )


def _last(rolling: Rolling, complete: date, ahead: timedelta) -> tuple[date, str]:
    """The last day on which an origin may lie."""
    if rolling.last is not None:
        return rolling.last, ""
    return complete, (
        f"The last day that may be looked ahead from is {complete}: until then invoicing is complete, and the "
        f"{ahead.days} days after it lie before the ledger's last payment."
    )


def _check(rolling: Rolling) -> None:
    """Refuse numbers that make no sense."""
    if rolling.every_days < 1:
        raise UserError(f"Every {rolling.every_days} days is no distance. Give 1 or more, usually 5.")
    if not 1 <= rolling.horizon_weeks <= MOST_WEEKS:
        raise UserError(
            f"A horizon of {rolling.horizon_weeks} weeks cannot be tested. Give 1 to {MOST_WEEKS}, usually 4."
        )


def _check_order(ledger: Ledger, rolling: Rolling, wanted: tuple[date, date]) -> None:
    """Refuse a first day after the last one."""
    first, last = wanted
    if first <= last:
        return
    if rolling.first is not None and rolling.last is not None:
        raise UserError(f"The first day {first} lies after the last day {last}. Swap them.")
    if rolling.first is not None:
        raise UserError(
            f"From {first} on nothing can be tested: the last day of {ledger.name} with {rolling.horizon_weeks} weeks "
            f"after it is {last}. Give an earlier --from, or a shorter horizon."
        )
    if rolling.last is not None:
        raise UserError(
            f"Up to {last} nothing can be tested: the first day of {ledger.name} with {HISTORY_DAYS // 7} weeks of "
            f"invoices and {FEWEST_PAYMENTS} payments before it is {first}. Give a later --to, or say where to begin "
            "(--from)."
        )
    raise UserError(
        f"{ledger.name} is too short for a back-test: a first day with {HISTORY_DAYS // 7} weeks of invoices and "
        f"{FEWEST_PAYMENTS} payments before it is {first}, a last one with {rolling.horizon_weeks} weeks after it "
        f"{last}. "
        "Give a longer ledger, or say where to begin (--from) and shorten the horizon."
    )
