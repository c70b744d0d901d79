"""Lesson 10: when it all goes wrong at once.

How concentrated the book is, why failures come together, cash at risk from twenty years of one's own, what shocks do to
profit and to cash, which bank line that asks for, and what to do so that it need not be so large.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.classroom.answers import Goal, Number, Order, Slip, told_apart
from simulator.classroom.case import Case
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Tasks
from simulator.classroom.verdicts import Verdict, not_yet, right
from simulator.classroom.wording import moved
from simulator.metrics.concentration import effective_customers, herfindahl, shares
from simulator.metrics.forecasts import cash_flow_at_risk

TASKS = Tasks("10_bad_times")
BAD_YEAR = ("recession", "largest_customer_fails")
"""What comes at once in the bank's question."""
ORDINARY_YEARS, UNCOVERED = 20, 2
"""Years of one's own for cash at risk; of forty bad years, how many the line need not cover."""
_GOOD, _BAD, _OFTEN_BAD = 0.006, 0.046, 0.1
_MOST_PROFIT, _NEARLY, _ROUND = 0.0075, 0.95, 10_000
_PATTERN: Mapping[str, Mapping[str, Any]] = {"terms": {"net_days": 25}, "discount": {"rate_fraction": 0.01}}
"""What the bank's sum is measured by: no share of sales would ask as much of one company as of the next."""


def sales_shares(case: Case) -> list[float]:
    """The share of each customer in expected sales, the largest first (fractions)."""
    customers = case.portfolio.customers
    return sorted(shares((customers["orders_per_month"] * customers["order_value"]).tolist()), reverse=True)


def low_points(case: Case) -> NDArray[np.float64]:
    """The cash low points of bad years under today's strategy, the worst first (currency)."""
    return np.sort(case.under(*BAD_YEAR).compare().first.values("lowest_cash"))


@TASKS.number(
    "equal_customers",
    "How many customers of equal size would be as concentrated as yours?",
    unit="customers",
    points=1,
    topics=("concentration",),
)
def equal_customers(case: Case) -> Number:
    """1 / sum of squared shares: shares of 0.5, 0.3 and 0.2 are worth 1 / 0.38 = 2.6 customers."""
    parts = sales_shares(case)
    index = herfindahl(parts) or 1.0
    value = effective_customers(index) or 1.0
    return Number(
        value,
        "customers",
        0.012 * value,
        "Square each share, add the squares, the small ones' too; then turn the sum upside down.",
        slips=(
            Slip("the index itself", index, "That is the sum of squares. How many equal customers have it?"),
            Slip("all customers", float(len(parts)), "So many there are. But they are not of equal size."),
            Slip("one over the largest", 1 / parts[0], "All shares count, not the largest alone."),
            Slip(
                "the ten largest alone",
                1 / (herfindahl(parts[:10]) or 1.0),
                "The others count too, though little: their sum of squares is in the last row.",
            ),
            Slip("index in points", index * 10_000, "Shares are fractions here: 10 % is 0.1."),
        ),
    )


@TASKS.number(
    "together",
    "How many times as likely is it that two customers fail in the same year, compared with failures that know nothing "
    "of each other?",
    unit="times",
    points=2,
    topics=("correlated_defaults",),
)
def together(_case: Case) -> Number:
    """(0.9 x 0.006^2 + 0.1 x 0.046^2) / 0.01^2 = 2.44."""
    average = (1 - _OFTEN_BAD) * _GOOD + _OFTEN_BAD * _BAD
    both = (1 - _OFTEN_BAD) * _GOOD**2 + _OFTEN_BAD * _BAD**2
    value = both / average**2
    return Number(
        value,
        "times",
        0.03,
        "In a good year both fail with 0.006 × 0.006, in a bad one with 0.046 × 0.046. Weigh the two kinds of years.",
        slips=(
            Slip(
                "the chance itself",
                both,
                "That is how likely it is. How many times as likely as 0.01 × 0.01?",
            ),
            Slip("independent", 1.0, "They are not independent: both live in the same year."),
            Slip("bad years alone", _BAD**2 / average**2, "Only one year in ten is bad."),
            Slip("one customer", _BAD / average, "That is for one customer in a bad year. Two are asked."),
            Slip(
                "weights squared too",
                ((1 - _OFTEN_BAD) ** 2 * _GOOD**2 + _OFTEN_BAD**2 * _BAD**2) / average**2,
                "It is one and the same year for both: its chance counts once.",
            ),
        ),
    )


@TASKS.number(
    "cash_at_risk",
    "What is cash flow at risk at 95 %, from your twenty years of closing cash?",
    unit="EUR",
    points=2,
    topics=("cash_flow_at_risk",),
)
def cash_at_risk(case: Case) -> Number:
    """Average - 5th percentile, between the worst and the second worst of twenty (M26)."""
    years = np.sort(case.compare(replications=ORDINARY_YEARS).first.values("closing_cash"))
    value, average = cash_flow_at_risk(years.tolist()), float(years.mean())
    return Number(
        value,
        "EUR",
        0.004 * value,
        "The average of the twenty, less the 5th percentile: 95 % of the way from the worst to the second worst.",
        slips=told_apart(
            value,
            0.004 * value,
            (
                Slip("the worst year", average - float(years[0]), "From the worst, not the 5th percentile."),
                Slip(
                    "the 5th percentile alone",
                    average - value,
                    "That is the 5th percentile. How far below average?",
                ),
                Slip("the average alone", average, "That is the average. How far below it is a bad year?"),
                Slip(
                    "the wrong end",
                    float(np.percentile(years, 95)) - average,
                    "That is how much better a good year is. The bank asks about a bad one.",
                ),
                Slip(
                    "best less worst",
                    float(years[-1] - years[0]),
                    "Not the whole spread: from the average down.",
                ),
            ),
        ),
    )


@TASKS.chance(
    "line_holds",
    "How likely is it that today's bank line is kept in at least 38 of 40 years in which a recession comes and the "
    "largest customer fails?",
)
def line_holds(case: Case) -> Chance:
    limit = case.scenario.company.overdraft_limit
    broken = int((low_points(case) < -limit).sum())
    return Chance(broken <= UNCOVERED, f"The line of {limit:,.0f} EUR was broken in {broken} of 40 years.")


@TASKS.range(
    "recession_costs", "By how much does a recession lower this year's profit? From, to:", unit="EUR"
)
def recession_costs(case: Case) -> Range:
    usual, struck = case.level("profit_to_the_end"), case.under("recession").level("profit_to_the_end")
    fall = usual.value - struck.value
    return Range(fall, "EUR", 150_000.0, f"{moved('It', -fall)}.")


@TASKS.order(
    "worst_for_profit",
    "Order these by what they take from the year's profit, the most first.",
    {
        "supplier_squeeze": "Suppliers want their money in half the days",
        "late_payers_pay_later": "Whoever pays late pays half as late again",
        "sales_drop": "A fifth fewer orders for half a year",
    },
    points=1,
    topics=("stress_testing",),
)
def worst_for_profit(case: Case) -> Order:
    names = ("supplier_squeeze", "late_payers_pay_later", "sales_drop")
    left = {name: case.under(name).level("profit_to_the_end").value for name in names}
    return Order(
        tuple(sorted(names, key=left.__getitem__)),
        "Look at the row of profit, not at the row of cash: they rank the shocks differently.",
    )


@TASKS.number(
    "line_needed",
    "A recession comes and the largest customer fails: which bank line is enough in 38 of the 40 years?",
    unit="EUR",
    points=2,
    topics=("stress_testing", "cash_flow_at_risk", "working_capital"),
)
def line_needed(case: Case) -> Number:
    """The third worst low point, as a line: two years of forty may be worse."""
    lows, limit = low_points(case), case.scenario.company.overdraft_limit
    value = max(0.0, -float(lows[UNCOVERED]))
    return Number(
        value,
        "EUR",
        0.002 * value,
        "Two of the forty years may go beyond the line. Which is the worst that may not?",
        slips=told_apart(
            value,
            0.002 * value,
            (
                Slip(
                    "all forty",
                    -float(lows[0]),
                    "That is enough in all forty. Two of them need not be covered.",
                ),
                Slip("one left out", -float(lows[1]), "So only one year is left out; two may be."),
                Slip("three left out", -float(lows[3]), "So three years are left out; only two may be."),
                Slip("the average", -float(lows.mean()), "That is enough in about half of the years."),
                Slip("less today's line", value - limit, "That is what is missing. The whole line is asked."),
            ),
        ),
    )


@TASKS.plan(
    "your_reserve",
    "The bank will not raise the line. Find a strategy that raises the average low point of cash in bad years by "
    "the sum that it names at your first try, and gives up at most 0.75 % of sales in an ordinary year’s profit.",
    points=3,
    topics=("stress_testing", "working_capital", "credit_policy"),
)
def your_reserve(case: Case) -> Goal:
    return Goal(lambda changes: _judged(case, changes))


def _judged(case: Case, changes: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """Whether a strategy keeps cash in a bad year, at a price that an ordinary year can pay."""
    sales = case.scenario.company.annual_credit_sales
    bad_year = case.under(*BAD_YEAR)
    wanted = _NEARLY * bad_year.change("lowest_cash", _PATTERN).value // _ROUND * _ROUND
    raised = bad_year.change("lowest_cash", changes).value
    given_up = -case.change("profit_to_the_end", changes).value
    if raised < wanted:
        return not_yet(
            f"{moved('The low point', raised)}; {wanted:,.0f} EUR more is wanted. Whose money is it that "
            "you wait for, and who could bring it sooner?",
            "too little",
        )
    if given_up > _MOST_PROFIT * sales:
        return not_yet(
            f"It gives up {given_up:,.0f} EUR in an ordinary year; {_MOST_PROFIT * sales:,.0f} EUR is the most. Is "
            "there less of the same?",
            "too dear",
        )
    return right("Cash for a bad year, paid for by the ordinary ones.")


TASKS.reflection(
    "letter_to_the_bank",
    "Write to the bank: which line you ask for, for which bad year, and what you do before you use it.",
)
