"""A stand-in for the simulator in back-tests: everything is paid on its due day, or a little later."""

import numpy as np

from simulator.backtest.simulated import Simulated


class DueDay:
    """Foretells three futures: all is paid when due, or one or two days later."""

    def forecast(self, book, day, weeks, _seed):
        origin = np.datetime64(day, "D")
        due = book.due[book.open_at(day) & (book.amount_cents > 0)]
        days = np.maximum(due, origin + 1).astype("datetime64[D]").astype(np.int64)
        return Simulated(np.stack([days, days + 1, days + 2]), np.zeros((3, weeks)))

    def late_chances(self, _book, _day, coming):
        return np.linspace(0.2, 0.8, len(coming))
