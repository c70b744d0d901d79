"""Days sales outstanding and its relatives (days).

Receivables and sales must both be gross of VAT, or both net: receivables with 20 % VAT over net sales give 52.258
days for the first example instead of 43.548. A measure that is undefined is None.
"""

from collections.abc import Iterable
from typing import NamedTuple

Amount = float


def dso_days(receivables: Amount, credit_sales: Amount, days: float) -> float | None:
    """Days sales outstanding, simple (days): receivables at the end / credit sales of the period x its days.

    Source: Credit Research Foundation (M1).

    >>> round(dso_days(150_000, 310_000, 90), 3)
    43.548
    """
    return receivables / credit_sales * days if credit_sales > 0 else None


def dso_countback_days(receivables: Amount, sales_backwards: Iterable[tuple[Amount, float]]) -> float | None:
    """Days sales outstanding by countback (days).

    ``sales_backwards`` holds (credit sales, calendar days) of each month, the last month first. Whole months are
    used up until the receivables are exhausted; the last one counts in part. None when the history is too short.
    Source: the standard method of credit management, CICM (M2).

    >>> dso_countback_days(150_000, [(90_000, 31), (120_000, 28), (100_000, 31)])
    45.0
    """
    left = receivables
    counted = 0.0
    if left <= 0:
        return 0.0
    for sales, days in sales_backwards:
        if sales >= left:
            return counted + left / sales * days
        left -= sales
        counted += days
    return None


def dso_paid_days(value_times_days: float, value: Amount) -> float | None:
    """Days to pay of the invoices closed in the period, weighted by value (days).

    Source: "true days to pay" (M3). Five invoices, 1,841,000 amount-days over 40,000:

    >>> dso_paid_days(1_841_000, 40_000)
    46.025
    """
    return value_times_days / value if value > 0 else None


def dso_open_items_days(items: Iterable[tuple[Amount, float, Amount]]) -> float | None:
    """DSO on open items, called "true" (days): sum of age x amount / credit sales of the invoice's month.

    ``items`` holds (amount, age in days, credit sales of the month of issue). Source: Oracle Collections (M3b).

    >>> dso_open_items_days([(12_000, 75, 100_000), (48_000, 45, 120_000), (90_000, 15, 90_000)])
    42.0
    """
    total = 0.0
    for amount, age, month_sales in items:
        if month_sales <= 0:
            return None
        total += age * amount / month_sales
    return total


def best_possible_dso_days(current: Amount, credit_sales: Amount, days: float) -> float | None:
    """DSO if nobody were late (days): receivables not yet due / credit sales x days.

    Source: Credit Research Foundation (M4).

    >>> round(best_possible_dso_days(105_000, 310_000, 90), 3)
    30.484
    """
    return current / credit_sales * days if credit_sales > 0 else None


def average_days_delinquent_days(dso: float | None, best_possible: float | None) -> float | None:
    """The part of DSO that is lateness (days): DSO - best possible DSO of the same period.

    Source: Credit Research Foundation (M5).

    >>> round(average_days_delinquent_days(43.548, 30.484), 3)
    13.064
    """
    return None if dso is None or best_possible is None else dso - best_possible


def receivables_turnover(credit_sales_per_year: Amount, average_receivables: Amount) -> float | None:
    """How often receivables turn over in a year (times): credit sales / average receivables (M12).

    >>> round(receivables_turnover(3_600_000, (400_000 + 450_000) / 2), 4)
    8.4706
    """
    return credit_sales_per_year / average_receivables if average_receivables > 0 else None


def collection_period_days(turnover: float | None) -> float | None:
    """Average collection period (days): 365 / turnover (M13).

    >>> round(collection_period_days(8.4706), 3)
    43.09
    """
    return 365 / turnover if turnover else None


class PaidDays(NamedTuple):
    """Days to pay, and two of their parts, weighted by value (days)."""

    days_to_pay: float
    terms_days: float
    days_late: float


def dso_decomposition(before: PaidDays, after: PaidDays) -> dict[str, float]:
    """Why days to pay differ (days): by terms, by lateness, and the rest, which is earlier payment and mix (M30).

    The three parts sum to the difference. Terms 30 to 32, lateness 13 to 15, days to pay 42.5 to 47:

    >>> dso_decomposition(PaidDays(42.5, 30.0, 13.0), PaidDays(47.0, 32.0, 15.0))
    {'terms': 2.0, 'lateness': 2.0, 'mix': 0.5}
    """
    terms, lateness = after.terms_days - before.terms_days, after.days_late - before.days_late
    return {
        "terms": terms,
        "lateness": lateness,
        "mix": after.days_to_pay - before.days_to_pay - terms - lateness,
    }
