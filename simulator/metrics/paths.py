"""Week by week: the bank balance and the collectors' load of one run, for pictures of how a year goes.

And its book by age: what is open at the end, and what became of what was sold.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.journal import Event
from simulator.metrics.tally import LOST, NET, SETTLED, VAT, Tally
from simulator.units import CENTS

if TYPE_CHECKING:
    from simulator.metrics.windows import Windows

WEEK_DAYS = 7

_MINUTES = 100.0  # a SHIFT row counts hundredths of a minute


class Paths(NamedTuple):
    """What one run looks like over time.

    Attributes:
        weekly_cash: Opening cash, then closing cash at the end of each week (currency).
        weekly_desk_load: Minutes needed / minutes available, week by week (fraction; NaN where nobody works).
        ageing_end: Receivables including VAT when the horizon ends: not due, 1-30, 31-60, 61-90 and over 90 days
            past due (currency).
        settled: Of the horizon's invoices, followed to the end: paid, discounted or credited, by the same buckets
            (currency).
        lost: The same, written off or lost by a sale (currency).
    """

    weekly_cash: NDArray[np.float64]
    weekly_desk_load: NDArray[np.float64]
    ageing_end: NDArray[np.float64]
    settled: NDArray[np.float64]
    lost: NDArray[np.float64]


def week_starts(horizon_days: int) -> NDArray[np.int64]:
    """First day of each week; the days over at the end belong to the last week, so that all weeks compare.

    >>> week_starts(30).tolist(), week_starts(3).tolist()
    ([0, 7, 14, 21], [0])
    """
    return np.arange(max(horizon_days // WEEK_DAYS, 1), dtype=np.int64) * WEEK_DAYS


def week_ends(horizon_days: int) -> NDArray[np.int64]:
    """Last day of each week; the last week ends with the horizon.

    >>> week_ends(30).tolist()
    [6, 13, 20, 29]
    """
    starts = week_starts(horizon_days)
    return np.append(starts[1:] - 1, horizon_days - 1)


def needed_load(worked: float, available: float, waiting: float, minutes_per_call: float) -> float:
    """Minutes needed / minutes available (fraction): those worked, and those that the cases left would take.

    It exceeds 1 where the hours there do not do: 2,250 minutes were worked in a week of 2,250, and 30 cases still
    wait that take 12 minutes each:

    >>> needed_load(2_250, 2_250, 30, 12)
    1.16
    """
    return (worked + waiting * minutes_per_call) / available if available > 0 else float("nan")


def paths_of(windows: "Windows", minutes_per_call: float) -> Paths:
    """The paths of one run over its horizon.

    Args:
        windows: What the tally of the run says.
        minutes_per_call: Average minutes of a worked call, for the cases that are left.
    """
    tally = windows.tally
    last = tally.horizon_days - 1
    opening = tally.columns.sums[-tally.first_day, Event.OPENING_CASH, NET]
    closing = windows.cash[week_ends(tally.horizon_days)]
    past_due = windows.past_due[last]
    edges = np.concatenate([windows.receivables[last : last + 1], past_due, [0]])
    return Paths(
        weekly_cash=np.concatenate([[opening], closing]) / CENTS,
        weekly_desk_load=_weekly_load(tally, minutes_per_call),
        ageing_end=-np.diff(edges) / CENTS,
        settled=tally.columns.rolled[:, SETTLED] / CENTS,
        lost=tally.columns.rolled[:, LOST] / CENTS,
    )


def _weekly_load(tally: Tally, minutes_per_call: float) -> NDArray[np.float64]:
    """Load by week; what waits is what the last shift of the week leaves."""
    days = tally.columns.sums[-tally.first_day : tally.horizon_days - tally.first_day]
    starts = week_starts(tally.horizon_days)
    shifts = np.add.reduceat(days[:, Event.SHIFT], starts, axis=0) / _MINUTES
    held = days[:, Event.SHIFT, 2] > 0
    loads = []
    for number, (start, end) in enumerate(zip(starts, week_ends(tally.horizon_days), strict=True)):
        with_shift = np.flatnonzero(held[start : end + 1])
        waiting = float(days[start + with_shift[-1], Event.BACKLOG, NET]) if len(with_shift) else 0.0
        loads.append(
            needed_load(float(shifts[number, NET]), float(shifts[number, VAT]), waiting, minutes_per_call)
        )
    return np.array(loads, dtype=np.float64)
