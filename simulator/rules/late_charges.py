"""Interest and compensation for late payment: what the law or the contract grants, and what the threat of it does."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from simulator.compiling import compiled
from simulator.units import half_even

_DAYS_PER_YEAR = 365.0
_SMALL_DEBT, _LARGE_DEBT = 1_000.0, 10_000.0

RATES: Mapping[str, tuple[tuple[date, float], ...]] = MappingProxyType(
    {
        "none": ((date(2026, 1, 1), 0.0),),
        "uk": ((date(2026, 7, 1), 0.1175),),
        "eu": ((date(2026, 1, 1), 0.1015), (date(2026, 7, 1), 0.1040)),
        "us": ((date(2026, 1, 1), 0.18),),
    }
)
"""Simple interest a year from a date on. A rate holds for what falls due from then on, until the next one; the first
one known is used for earlier days too. United Kingdom: Late Payment of Commercial Debts (Interest) Act 1998, base rate
of 3.75 % on 30 June 2026 + 8 points. European Union: directive 2011/7/EU, main refinancing rate + 8 points. United
States: no statute between companies; 1.5 % a month is a common contract."""

COMPENSATION: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {"none": (0.0, 0.0, 0.0), "uk": (40.0, 70.0, 100.0), "eu": (40.0, 40.0, 40.0), "us": (0.0, 0.0, 0.0)}
)
"""Fixed compensation of one late invoice: below 1,000; below 10,000; from there on (pounds, euros)."""


def rates_over(jurisdiction: str, first: date, last: date) -> tuple[float, date | None, float]:
    """The rate on a first day, the day on which it changes before a last one (None: it does not), and the rate then.

    Source: see `RATES`.

    >>> rates_over("eu", date(2026, 1, 1), date(2028, 12, 31))
    (0.1015, datetime.date(2026, 7, 1), 0.104)
    >>> rates_over("uk", date(2026, 1, 1), date(2028, 12, 31))
    (0.1175, None, 0.1175)
    """
    known = RATES[jurisdiction]
    now = [rate for day, rate in known if day <= first][-1:] or [known[0][1]]
    later = [(day, rate) for day, rate in known if first < day <= last and rate != now[0]]
    return (now[0], later[0][0], later[0][1]) if later else (now[0], None, now[0])


@compiled
def late_interest(amount: float, rate_per_year: float, days_late: float) -> float:
    """Interest on a late payment: amount x rate x days / 365, in the unit of the amount (M27).

    10,000 paid 45 days late, in the United Kingdom and in the European Union:

    >>> round(late_interest(10_000.0, 0.1175, 45.0), 3), round(late_interest(10_000.0, 0.1015, 45.0), 3)
    (144.863, 125.137)
    """
    return amount * rate_per_year * max(days_late, 0.0) / _DAYS_PER_YEAR


@compiled
def compensation(amount: float, small: float, medium: float, large: float) -> float:
    """Fixed compensation of one late invoice by its size (the amounts in one unit, the invoice in currency).

    >>> [compensation(amount, 40.0, 70.0, 100.0) for amount in (999.99, 1_000.0, 10_000.0)]
    [40.0, 70.0, 100.0]
    """
    if amount < _SMALL_DEBT:
        return small
    return medium if amount < _LARGE_DEBT else large


@compiled
def charge_cents(gross: int, rate_per_year: float, days_late: int, fixed: float) -> int:
    """What is charged for one late invoice: interest and compensation, each rounded once (cents).

    >>> charge_cents(1_000_000, 0.1175, 45, 100.0), charge_cents(1_000_000, 0.1175, 0, 100.0)
    (24486, 0)
    """
    if days_late <= 0:
        return 0
    return half_even(late_interest(float(gross), rate_per_year, float(days_late))) + half_even(100.0 * fixed)


@compiled
def speed_up(multiplier: float, credibility: float, response: float) -> float:
    """By how much charges multiply the hazard of paying from the due date on.

    A threat counts less than a charge, and who has no money answers less than who forgot:

    >>> speed_up(1.10, 0.5, 1.0), round(speed_up(1.10, 1.0, 0.5), 3)
    (1.05, 1.05)
    """
    return 1.0 + (multiplier - 1.0) * credibility * response


@compiled
def hastened(needed: float, met_by_due: float, multiplier: float) -> float:
    """The hazard that an invoice needs where charges multiply its hazard from the due date on.

    What the customer's own law has met by the due date is met as before; of the rest a part is enough. A law that
    meets 0.1 before due, an invoice that needs 1.2, charges that make paying 1.1 times as likely:

    >>> round(hastened(1.2, 0.1, 1.1), 6), hastened(0.05, 0.1, 1.1)
    (1.1, 0.05)
    """
    return needed if needed <= met_by_due else met_by_due + (needed - met_by_due) / multiplier
