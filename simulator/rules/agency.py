"""A collection agency, and the sale of a debt: what still comes in, when, and what it costs."""

from simulator.compiling import compiled
from simulator.units import NEVER, half_even

_DAYS_PER_MONTH = 365.0 / 12.0
_MONTHS = (0.0, 1.0, 2.0, 3.0, 6.0, 9.0, 12.0, 24.0)
_COLLECTABLE = (0.949, 0.899, 0.813, 0.696, 0.521, 0.391, 0.228, 0.093)


@compiled
def collectable_fraction(months: float) -> float:
    """Share of debts so many months overdue that an agency still collects; linear between the published points.

    Source: Commercial Collection Agency Association, study of 18 October 2004. It counts what agencies were given,
    not what waiting does to a debt.

    >>> collectable_fraction(3.0), round(collectable_fraction(4.5), 4), collectable_fraction(40.0)
    (0.696, 0.6085, 0.093)
    """
    if months <= 0.0:
        return _COLLECTABLE[0]
    for place in range(1, 8):
        if months <= _MONTHS[place]:
            share = (months - _MONTHS[place - 1]) / (_MONTHS[place] - _MONTHS[place - 1])
            return _COLLECTABLE[place - 1] + share * (_COLLECTABLE[place] - _COLLECTABLE[place - 1])
    return _COLLECTABLE[7]


@compiled
def commission_fraction(overdue_days: int) -> float:
    """What an agency keeps of what it collects, by the age of the debt when it got it.

    Source: swrecovery.com (10 to 50 %) and ubcampnews (under 90 days about 20 %, over a year 50 %).

    >>> [commission_fraction(days) for days in (60, 90, 180, 365, 366)]
    [0.2, 0.25, 0.33, 0.33, 0.5]
    """
    if overdue_days < 90:
        return 0.20
    if overdue_days < 180:
        return 0.25
    return 0.33 if overdue_days <= 365 else 0.50


@compiled
def agency_pays_on(uniform: float, placed: int, due: int, success: float, mandate_days: int) -> int:
    """The day on which the agency makes the customer pay; NEVER if it does not succeed.

    One draw decides both: below the chance it succeeds, and how far below says how soon. With a chance of
    0.696 x 1 after three months (91.25 days) and a mandate of 120 days:

    >>> agency_pays_on(0.348, 91, 0, 1.0, 120), agency_pays_on(0.7, 91, 0, 1.0, 120) == NEVER
    (151, True)
    """
    chance = success * collectable_fraction((placed - due) / _DAYS_PER_MONTH)
    if uniform >= chance:
        return NEVER
    return placed + 1 + int(uniform / chance * (mandate_days - 1))


@compiled
def is_placed(placed: int, mandate_days: int, day: int) -> bool:
    """Whether an invoice is with the agency on a day (NEVER: it was not placed).

    >>> is_placed(10, 120, 130), is_placed(10, 120, 131), is_placed(NEVER, 120, 131)
    (True, False, False)
    """
    return placed <= day <= placed + mandate_days


@compiled
def commission(received: int, placed: int, due: int) -> int:
    """What the agency keeps of a payment, cents.

    >>> commission(1_000_000, 100, 0)
    250000
    """
    return half_even(received * commission_fraction(placed - due))


@compiled
def sale_price(amount: int, fraction: float) -> int:
    """What a buyer pays for a debt, cents.

    >>> sale_price(1_000_000, 0.05)
    50000
    """
    return half_even(amount * fraction)
