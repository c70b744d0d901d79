"""What is agreed about payment: the due date, parts of an invoice, direct debit, terms that nobody forgets."""

from simulator.compiling import compiled
from simulator.rules.banking import Calendar

NET, END_OF_MONTH, END_OF_MONTH_PLUS = 0, 1, 2
"""When an invoice is due: so many days after it; at the end of the month of that day; so many days after the end of
the month of the invoice."""

MONTH_END_WAIT_DAYS = 14.72
"""Days to the end of the month, average over the days of a year (CF5)."""

PART = 1_000_000
"""Part j of order k is invoice k + j x PART: its luck has an address of its own, and the first part has the order's."""
MILESTONE = 100
"""Milestone m of an order has part numbers from m x MILESTONE on."""
RETAINED = 98
"""Number of the part that is retained until completion; the next is retained until the end of the defects period."""


@compiled
def month_end(calendar: Calendar, day: int) -> int:
    """The last day of a day's month."""
    table = calendar.month_end
    return table[min(max(day - calendar.first_day, 0), table.shape[0] - 1)]


@compiled
def due_day(calendar: Calendar, convention: int, issued: int, terms_days: int) -> int:
    """The due day of an invoice.

    The plain calendar has months of thirty days. Issued on day 34 at 30 days net, to the end of the month, and
    30 days after the end of the month:

    >>> import numpy as np
    >>> days = np.arange(120, dtype=np.int32)
    >>> runs = days[None, :]
    >>> plain = Calendar(0, runs, runs, days, days, (days // 30 * 30 + 29).astype(np.int32))
    >>> [int(due_day(plain, how, 34, 30)) for how in (NET, END_OF_MONTH, END_OF_MONTH_PLUS)]
    [64, 89, 89]
    """
    if convention == NET:
        return issued + terms_days
    if convention == END_OF_MONTH:
        return month_end(calendar, issued + terms_days)
    return month_end(calendar, issued) + terms_days


@compiled
def milestones_left(number: int, milestones: int) -> int:
    """How many milestones an accepted order has still to be billed, by its number.

    >>> [milestones_left(7 + m * MILESTONE * PART, 3) for m in range(4)]
    [3, 2, 1, 1]
    """
    return max(milestones - number // (MILESTONE * PART), 1)


@compiled
def is_first_part(number: int) -> bool:
    """Whether an invoice is the first of its milestone (or the whole of it).

    >>> is_first_part(7), is_first_part(7 + PART), is_first_part(7 + MILESTONE * PART)
    (True, False, True)
    """
    return number // PART % MILESTONE == 0


@compiled
def part_cents(amount: int, number: int, count: int) -> int:
    """One of ``count`` equal parts of an amount; together they are the amount to the cent.

    >>> [part_cents(1000, number, 3) for number in range(3)]
    [333, 333, 334]
    """
    return amount * (number + 1) // count - amount * number // count


def average_terms(
    net_days: float, instalments: int, instalment_days: int, retention: tuple[float, int, int]
) -> float:
    """The terms of an invoice in parts, by value (days).

    Three instalments thirty days apart at 30 days net; and 5 % retained, half for 120 and half for 485 days (CF25):

    >>> average_terms(30.0, 3, 30, (0.0, 0, 0)), round(average_terms(45.0, 1, 30, (0.05, 120, 365)), 3)
    (60.0, 57.875)
    """
    share, release, defects = retention
    later = instalment_days * (max(instalments, 1) - 1) / 2
    return (1.0 - share) * (net_days + later) + share * (release + defects / 2)


@compiled
def is_reminded(cause: float, liquidity_fraction: float, avoided_fraction: float) -> bool:
    """Whether clear terms keep this invoice from being forgotten; who is short of money stays late.

    >>> is_reminded(0.70, 0.6, 0.4), is_reminded(0.90, 0.6, 0.4), is_reminded(0.30, 0.6, 0.4)
    (True, False, False)
    """
    return liquidity_fraction <= cause < liquidity_fraction + (1.0 - liquidity_fraction) * avoided_fraction
