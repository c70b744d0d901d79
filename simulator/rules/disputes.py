"""Disputes: which invoices are disputed and why, when we hear of it, how long it lasts, and what it costs."""

import math

from simulator.compiling import compiled
from simulator.rules.contact import EMAIL
from simulator.units import half_even

PRICING, ADMIN, SCOPE, QUALITY = 0, 1, 2, 3
"""Causes: a wrong price; a duplicate, a missing order number or another clerical error; not what was agreed; faulty."""

_SURE = 1.0 - 1e-15
_CLOSE = 1e-12


@compiled
def dispute_cause(place: float, pricing: float, admin: float, scope: float) -> int:
    """The cause of a dispute, from its place among all disputes (0 to 1) and the shares of the causes.

    >>> [dispute_cause(place, 0.37, 0.18, 0.27) for place in (0.1, 0.5, 0.6, 0.9)]
    [0, 1, 2, 3]
    """
    if place < pricing:
        return PRICING
    if place < pricing + admin:
        return ADMIN
    return SCOPE if place < pricing + admin + scope else QUALITY


@compiled
def is_prevented(cause: int, uniform: float, check_fraction: float) -> bool:
    """Whether a check before sending finds what would be disputed: only what is wrong on the invoice itself.

    >>> is_prevented(PRICING, 0.3, 0.5), is_prevented(ADMIN, 0.7, 0.5), is_prevented(QUALITY, 0.3, 1.0)
    (True, False, False)
    """
    return cause <= ADMIN and uniform < check_fraction


@compiled
def dispute_days(uniform: float, mean_days: float) -> int:
    """Whole days that a dispute lasts, at least one: Gamma with shape 2, from its quantile.

    The distribution function of Gamma(2) is 1 - (1 + x) e^-x, so x - ln(1 + x) = -ln(1 - u); Newton from the right
    of the root never overshoots. The median of Gamma(2) is 1.6783; with a mean of 22 days:

    >>> dispute_days(0.5, 22.0), dispute_days(0.001, 22.0), round(11 * 1.6783, 2)
    (18, 1, 18.46)
    """
    wanted = -math.log1p(-min(uniform, _SURE))
    x = wanted + math.sqrt(2.0 * wanted)
    for _ in range(60):
        step = (x - math.log1p(x) - wanted) * (1.0 + x) / x
        x -= step
        if step < _CLOSE * x:
            break
    return max(half_even(0.5 * mean_days * x), 1)


@compiled
def answer_days(days: int, customer_share: float) -> int:
    """Days that the customer's side of a dispute takes once a clerk has worked on it, at least one.

    >>> answer_days(22, 0.5), answer_days(1, 0.5)
    (11, 1)
    """
    return max(half_even(days * customer_share), 1)


@compiled
def speaks_up_on(due: int, hidden: bool, silent_days: int) -> int:
    """The day on which the customer tells of a dispute unasked: when the invoice is due, or some days later.

    >>> speaks_up_on(30, False, 30), speaks_up_on(30, True, 30)
    (30, 60)
    """
    return due + silent_days if hidden else due


@compiled
def brings_it_up(channel: int) -> bool:
    """Whether a contact makes the customer tell of a dispute: a person or a formal letter does, an e-mail does not.

    >>> brings_it_up(EMAIL), brings_it_up(EMAIL + 1)
    (False, True)
    """
    return channel != EMAIL


@compiled
def days_left_out(due: int, known: int, settled: int) -> int:
    """Days by which our own counts (ladder, stop of supply, write-off) start later: those in which we knew of it.

    Due on day 30, told on day 40, settled on day 62; told on day 25; settled before due:

    >>> days_left_out(30, 40, 62), days_left_out(30, 25, 62), days_left_out(30, 10, 20)
    (22, 32, 0)
    """
    return max(settled - max(due, known), 0)
