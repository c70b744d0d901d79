"""Contacts: how much a reached contact adds, how it tires, what a promise is worth."""

import math
from typing import NamedTuple

from simulator.compiling import compiled

_LN2 = math.log(2.0)

EMAIL, CALL, MANAGER, FINAL_DEMAND, AGENCY, DEBT_SALE, LEGAL = 0, 1, 2, 3, 4, 5, 6
WRITE_OFF = 15
PROMISE_GRACE_DAYS = 2
"""A promise counts as kept in full until so many days after its date (assumption)."""
CHANNELS = ("email", "call", "manager", "final_demand", "agency", "debt_sale", "legal")


@compiled
def faded(amount: float, half_life_days: float, elapsed_days: float) -> float:
    """What is left of an effect or of the memory of a contact.

    >>> faded(1.0, 10.0, 20.0)
    0.25
    """
    return amount * math.exp(-_LN2 * elapsed_days / half_life_days) if amount > 0.0 else 0.0


@compiled
def added_pressure(multiplier: float, fatigue_fraction: float, earlier: float) -> float:
    """What a contact adds to the hazard multiplier after (fading) earlier ones in its channel.

    >>> round(added_pressure(2.0, 0.8, 1.0), 6)
    0.8
    """
    return (multiplier - 1.0) * math.pow(fatigue_fraction, earlier)


@compiled
def promised_days(uniform: float, minimum_days: int, maximum_days: int) -> int:
    """Days from the call to the promised day, whole and equally likely.

    >>> promised_days(0.0001, 3, 14), promised_days(0.9999, 3, 14)
    (3, 14)
    """
    return minimum_days + int(uniform * (maximum_days - minimum_days + 1))


@compiled
def is_covered_by_promises(cause: float, liquidity_fraction: float, response_fraction: float) -> bool:
    """Whether a promise that its customer keeps pays this invoice, by the invoice's own cause draw.

    Of the invoices that are late for want of money, a kept promise reaches the same share as a contact does;
    the customer that keeps its word pays the others of its overdue invoices. With 2/3 liquidity and 0.5:

    >>> is_covered_by_promises(0.3, 2 / 3, 0.5), is_covered_by_promises(0.4, 2 / 3, 0.5)
    (False, True)
    """
    return cause >= liquidity_fraction * (1.0 - response_fraction)


class Causes(NamedTuple):
    """Shares of invoices by their cause draw, from the lowest on."""

    uncovered: float  # late for want of money, and not paid by a promise
    liquidity: float  # late for want of money, paid by a promise or not


@compiled
def cause_among_open(uniform: float, shares: Causes, usual: Causes) -> float:
    """The cause draw of an item that has been chased and is still open: whom contacts move have mostly paid.

    With a third uncovered and two thirds short of money usually, and a half and three quarters of what is left:

    >>> round(cause_among_open(0.45, Causes(0.5, 0.75), Causes(1 / 3, 2 / 3)), 6)
    0.3
    """
    if shares.liquidity <= 0.0:
        return uniform
    if uniform < shares.uncovered:
        return uniform / shares.uncovered * usual.uncovered
    if uniform < shares.liquidity:
        part = (uniform - shares.uncovered) / (shares.liquidity - shares.uncovered)
        return usual.uncovered + part * (usual.liquidity - usual.uncovered)
    part = (uniform - shares.liquidity) / max(1.0 - shares.liquidity, 1e-12)
    return usual.liquidity + part * (1.0 - usual.liquidity)


@compiled
def response_in_trouble(response: float, chased_first: float) -> float:
    """Share of a contact's effect on a customer in trouble, who pays first whom he hears (0: as others, 1: in full).

    >>> response_in_trouble(0.5, 0.0), response_in_trouble(0.5, 0.6), response_in_trouble(0.5, 1.0)
    (0.5, 0.8, 1.0)
    """
    return response + (1.0 - response) * chased_first


@compiled
def is_chased(due: int, day: int, called: bool) -> bool:
    """Whether an invoice belongs to its customer's case: overdue, or its own ladder has asked for a call.

    >>> is_chased(10, 11, False), is_chased(10, 10, False), is_chased(10, 7, True)
    (True, False, True)
    """
    return due < day or called


@compiled
def is_step_for(segment: int, amount: int, segments: int, above: int, below: int) -> bool:
    """Whether a ladder step is for an invoice of this segment and amount (cents): from ``above`` up to ``below``.

    ``segments`` has bit n for segment n. A step for segments 0 and 2, from 1,000 up to 5,000:

    >>> [is_step_for(segment, 100_000, 0b101, 100_000, 500_000) for segment in (0, 1, 2)]
    [True, False, True]
    >>> is_step_for(0, 99_999, 0b101, 100_000, 500_000), is_step_for(0, 500_000, 0b101, 100_000, 500_000)
    (False, False)
    """
    return (segments >> segment) & 1 == 1 and above <= amount < below


@compiled
def call_minutes(uniform: float, mean_minutes: float) -> float:
    """Minutes that a worked call takes: exponential (assumption: as in the queueing textbook, M/M/c).

    >>> round(call_minutes(0.5, 12.0), 4)
    8.3178
    """
    return -mean_minutes * math.log1p(-uniform)


@compiled
def scaled_offset(day: int, intensity: float) -> int:
    """A ladder step's day after due under an intensity: twice the intensity, half the wait, rounded up.

    >>> scaled_offset(45, 2.0), scaled_offset(-5, 2.0), scaled_offset(3, 1.0)
    (23, -5, 3)
    """
    if day <= 0 or intensity <= 0.0:
        return day
    return math.ceil(day / intensity - 1e-9)
