"""The days on which a ledger's customers can pay: weekends, bank holidays, and the axis on which lateness counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import holidays
import numpy as np
from numpy.typing import NDArray

from simulator.ledger.ledger import Ledger

NO_COUNTRY = "none"
"""A country without bank holidays."""

MOST_WEEKEND_FRACTION = 0.05
FEWEST_PAYMENTS = 20
CALENDAR_AXIS, BANKING_AXIS = 0, 1

_COUNTRIES = {
    "USD": "US", "GBP": "GB", "CAD": "CA", "AUD": "AU", "NZD": "NZ", "JPY": "JP", "CHF": "CH", "SEK": "SE",
    "NOK": "NO", "DKK": "DK", "PLN": "PL", "CZK": "CZ", "HUF": "HU", "RON": "RO", "TRY": "TR", "ZAR": "ZA",
    "BRL": "BR", "MXN": "MX", "INR": "IN", "CNY": "CN", "HKD": "HK", "SGD": "SG",
}  # fmt: skip
_SUBDIVISIONS = {"GB": "ENG"}


def ledger_country(ledger: Ledger) -> str:
    """The country whose bank holidays a ledger's currency suggests; "none" for the euro and unknown ones."""
    return _COUNTRIES.get(ledger.currency, NO_COUNTRY)


@dataclass(frozen=True)
class BankCalendar:
    """Banking days of a country, and the customers' axis.

    Attributes:
        country: two letters, or "none".
        axis: 0, lateness counts calendar days; 1, banking days.
        closed: bank holidays, datetime64[D].
        pays_on_weekends: whether payments come on weekends as well.
    """

    country: str
    axis: int
    closed: NDArray[np.datetime64]
    pays_on_weekends: bool = False

    def banking_moment(self, days: NDArray[np.datetime64]) -> NDArray[np.int64]:
        """Number of banking days before each day: the number of the first banking day on or after it."""
        return np.busday_count(np.datetime64("1970-01-01"), days, holidays=self.closed).astype(np.int64)

    def moment(self, days: NDArray[np.datetime64]) -> NDArray[np.int64]:
        """Each day on the axis; a day on which banks are closed counts as the next banking day."""
        return (
            self.banking_moment(days)
            if self.axis == BANKING_AXIS
            else days.astype("datetime64[D]").astype(np.int64)
        )

    def last_moment(self, day: date) -> int:
        """The last moment of the axis that a day has seen by its end."""
        after = np.asarray([np.datetime64(day, "D") + np.timedelta64(1, "D")])
        return int(self.moment(after)[0]) - 1

    def rolled(self, days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
        """Each day, or the next banking day where lateness counts banking days."""
        if self.axis == CALENDAR_AXIS:
            return days
        return np.busday_offset(days, 0, roll="forward", holidays=self.closed)

    def is_last_banking_day(self, days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
        """Whether each day is the last banking day of its month."""
        ends = days.astype("datetime64[M]") + 1
        last = np.busday_offset(ends.astype("datetime64[D]"), -1, roll="forward", holidays=self.closed)
        return np.asarray(last == days)


def bank_holidays(country: str, first: date, last: date) -> NDArray[np.datetime64]:
    """Bank holidays of a country from the first to the last year, the same as the engine's (GB: England)."""
    if country == NO_COUNTRY:
        return np.array([], dtype="datetime64[D]")
    years = range(first.year, last.year + 1)
    found = holidays.country_holidays(country, subdiv=_SUBDIVISIONS.get(country), years=years)
    return np.array(sorted(found.keys()), dtype="datetime64[D]")


def weekend_fraction(days: NDArray[np.datetime64]) -> float:
    """Share of days that fall on a Saturday or Sunday; 0 for none.

    >>> weekend_fraction(np.array(["2026-01-03", "2026-01-05"], dtype="datetime64[D]"))
    0.5
    """
    if len(days) == 0:
        return 0.0
    return float((~np.is_busday(days)).mean())


def fitted_calendar(ledger: Ledger, cut_off: date) -> tuple[BankCalendar, str]:
    """The calendar of a ledger by the payments made up to the cut-off, with a sentence about it.

    Payments that skip weekends make lateness count banking days: due dates then roll forward, and the wait over
    a weekend is not taken for lateness.
    """
    paid = ledger.paid[ledger.paid <= np.datetime64(cut_off, "D")]
    share = weekend_fraction(paid)
    country = ledger_country(ledger)
    if share >= MOST_WEEKEND_FRACTION or len(paid) < FEWEST_PAYMENTS:
        axis = CALENDAR_AXIS
        words = f"Lateness counts calendar days ({share:.1%} of {len(paid):,} payments fall on weekends)"
    else:
        axis = BANKING_AXIS
        words = f"Lateness counts banking days, since only {share:.1%} of payments fall on weekends"
    if country == NO_COUNTRY:
        words += "; no bank holidays are taken out, since the currency does not tell the country."
    else:
        words += f"; bank holidays are those of {country}, by the currency {ledger.currency}."
    last = np.concatenate([ledger.due, paid]).max().astype(date)
    weekends = share >= MOST_WEEKEND_FRACTION and len(paid) >= FEWEST_PAYMENTS
    closed = bank_holidays(country, ledger.issued.min().astype(date), last)
    return BankCalendar(country, axis, closed, weekends), words
