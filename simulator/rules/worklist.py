"""Whom the collectors call first: rules that know of a debt what the seller knows, and nothing else."""

import math
from typing import Any

from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.rules.agency import collectable_fraction
from simulator.rules.paying import hazard_before

_DAYS_PER_MONTH = 365.0 / 12.0

LARGEST, RISK_TIMES_VALUE, EXPECTED_GAIN, OLDEST = 0, 1, 2, 3
WORKLIST_RULES = ("largest", "risk_times_value", "expected_gain", "oldest")


@compiled
def value_at_risk(amount: float, failures_per_year: float, overdue_days: float) -> float:
    """Risk times value: the amount x how often customers of the segment fail x what is lost of debts so old.

    The last is one less the published share that is still collected. 1,000 of a segment of which 2 % fail in a
    year, three months overdue:

    >>> round(value_at_risk(1_000.0, 0.02, 91.25), 4)
    6.08
    """
    return amount * failures_per_year * (1.0 - collectable_fraction(overdue_days / _DAYS_PER_MONTH))


@compiled
def days_saved(law: NDArray[Any], position: float, wait: float, latest: float) -> float:
    """Days by which an unpaid invoice is paid earlier if it is paid in ``wait`` days, or before of itself.

    The average over the customer's usual days to pay, of those still unpaid at ``position``: the integral of the
    share unpaid from then on. Where 5 % of what is open are paid each day, and 10 days are promised, it is
    20 days x exp(-10 / 20):

    >>> import numpy as np
    >>> law = np.array([[0.0, 100.0], [0.0, 5.0]])
    >>> round(float(days_saved(law, 30.0, 10.0, 1e4)), 4)
    12.1306

    Args:
        law: cumulative hazard (second row) by days relative to due (first row).
        position: days relative to due that it is now.
        wait: days until a promise would be kept.
        latest: days late by which everybody has paid.
    """
    days = law[0]
    hazards = law[1]
    last = days.shape[0] - 1
    place = position + wait
    hazard = hazard_before(law, place)
    unpaid = math.exp(hazard_before(law, position) - hazard)
    saved = 0.0
    knot = 0
    while knot <= last and days[knot] < place:
        knot += 1
    while place < latest and unpaid > 1e-9:
        ends = min(days[knot], latest) if knot <= last else latest
        there = hazard_before(law, ends) if knot > last or days[knot] > latest else hazards[knot]
        width = ends - place
        left = unpaid * math.exp(hazard - there)
        if width > 0.0 and there > hazard:
            saved += (unpaid - left) * width / (there - hazard)
        else:
            saved += unpaid * width
        place = ends
        hazard = there
        unpaid = left
        knot += 1
    return saved


@compiled
def expected_gain(amount: float, days: float, fatigue: float, earlier: float) -> float:
    """What a call may gain: the amount x the days that a kept promise saves, less after every call before.

    All calls take the same minutes on average, so the order by gain is the order by gain per minute. 1,000 that
    would come 12 days earlier, after two calls that have not faded:

    >>> round(expected_gain(1_000.0, 12.0, 0.8, 2.0), 6)
    7680.0
    """
    return amount * days * math.pow(fatigue, earlier)
