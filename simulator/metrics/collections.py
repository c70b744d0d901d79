"""Collections: how well, how fast and at what cost money that is due comes in."""


def collection_effectiveness_fraction(
    opening: float, credit_sales: float, closing: float, closing_current: float
) -> float | None:
    """Collection effectiveness index over a whole period (fraction).

    (opening receivables + credit sales - closing) / (opening + credit sales - closing that is current). It depends
    on the length of the period: results show the average of monthly values. Source: Oracle, monthly form (M7).

    >>> round(collection_effectiveness_fraction(140_000, 310_000, 150_000, 105_000), 5)
    0.86957
    """
    due = opening + credit_sales - closing_current
    return (opening + credit_sales - closing) / due if due > 0 else None


def collection_effectiveness_by_months_fraction(
    months: float, opening: float, credit_sales: float, closing: float, closing_current: float
) -> float | None:
    """Collection effectiveness in its N-month form (fraction): credit sales enter divided by N.

    Source: Oracle, Credit Research Foundation (M7b). The same ledger as M7 stands 19 points lower:

    >>> round(collection_effectiveness_by_months_fraction(3, 140_000, 310_000, 150_000, 105_000), 5)
    0.6747
    """
    return collection_effectiveness_fraction(opening, credit_sales / months, closing, closing_current)


def days_late_value_weighted(value_times_late_days: float, value: float) -> float | None:
    """Days late weighted by value, early payments counting as 0 (days) (M6).

    >>> days_late_value_weighted(685_000, 40_000)
    17.125
    """
    return value_times_late_days / value if value > 0 else None


def days_late_mean(late_days: float, count: float) -> float | None:
    """Average days late by count, early payments counting as 0 (days); over late invoices only it is M6b.

    >>> days_late_mean(5 + 22 + 65, 5), round(days_late_mean(5 + 22 + 65, 3), 3)
    (18.4, 30.667)
    """
    return late_days / count if count > 0 else None


def late_fraction(late: float, closed: float) -> float | None:
    """Share of the closed invoices that were late (fraction), by count or by value (M10).

    >>> late_fraction(3, 5), late_fraction(33_000, 40_000)
    (0.6, 0.825)
    """
    return late / closed if closed > 0 else None


def collector_years(staff_cost: float, cost_per_year: float, collectors: float, days: float) -> float:
    """Collectors paid for, in years of one person: pay / pay per year; where staff are free, heads x time.

    >>> collector_years(67_500, 45_000, 2, 365), collector_years(0, 0, 2, 365)
    (1.5, 2.0)
    """
    return staff_cost / cost_per_year if cost_per_year > 0 else collectors * days / 365


def overdue_collected_per_collector(overdue_cash: float, years_of_collectors: float) -> float | None:
    """Overdue cash collected per collector and year (currency) (M15).

    >>> overdue_collected_per_collector(1_800_000, 1.5)
    1200000.0
    """
    return overdue_cash / years_of_collectors if years_of_collectors > 0 else None


def cost_per_unit_collected_fraction(cost: float, overdue_cash: float) -> float | None:
    """Collection cost / overdue cash collected (fraction) (M15).

    >>> cost_per_unit_collected_fraction(67_500, 1_800_000)
    0.0375
    """
    return cost / overdue_cash if overdue_cash > 0 else None


def desk_load_fraction(minutes_worked: float, minutes_available: float) -> float | None:
    """Minutes worked / minutes available (fraction) (M35).

    33 calls of 12 minutes in 450 minutes:

    >>> desk_load_fraction(33 * 12, 450)
    0.88
    """
    return minutes_worked / minutes_available if minutes_available > 0 else None


def average_backlog_cases(cases_at_close: float, shifts: float) -> float | None:
    """Cases left when a shift closes, on average (cases) (M35).

    >>> average_backlog_cases(30, 4)
    7.5
    """
    return cases_at_close / shifts if shifts > 0 else None


def calls_per_collector_day(calls: float, collectors: float, shifts: float) -> float | None:
    """Calls worked per collector and working day (calls) (M15).

    >>> calls_per_collector_day(1_320, 2, 20)
    33.0
    """
    days = collectors * shifts
    return calls / days if days > 0 else None


def backlog_age_days(ages: float, cases: float) -> float | None:
    """Age of the cases left when a shift closes, on average (days): sum of their ages / cases (M35).

    >>> backlog_age_days(21 + 29, 7 + 8)
    3.3333333333333335
    """
    return ages / cases if cases > 0 else None


def promise_kept_fraction(kept: float, due: float) -> float | None:
    """Promises to pay that were kept / promises made and due (fraction), by count or by value (M24).

    Kept means in full by the promised day and its grace; by value a part counts as a part; open promises do not
    count yet.

    >>> promise_kept_fraction(46, 80), round(promise_kept_fraction(92_000, 150_000), 5)
    (0.575, 0.61333)
    """
    return kept / due if due > 0 else None
