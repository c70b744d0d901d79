"""With invoices still to come, naive: every week brings what the last eight weeks brought on average."""

from __future__ import annotations

import numpy as np

from simulator.backtest.books import DAYS_PER_WEEK, Known
from simulator.backtest.forecast import Values

WEEKS = 8


def weekly_cents(known: Known) -> Values:
    """(weeks,) the average week of the last eight, on all invoices."""
    recent = known.is_paid & (known.paid > known.day - WEEKS * DAYS_PER_WEEK)
    return np.full(known.weeks, float(known.cents[recent].sum()) / WEEKS)
