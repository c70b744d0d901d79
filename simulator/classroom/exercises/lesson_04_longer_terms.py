"""Lesson 4: longer terms.

The textbook's sum (incremental profit, present value of a day's sales), the same decision played, and where the orders
stayed that the sum had counted on; at last terms that win orders without the whole bill.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.classroom.answers import Goal, Number, Several, Slip, told_apart
from simulator.classroom.case import Case
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Tasks
from simulator.classroom.verdicts import Verdict, not_yet, right
from simulator.classroom.wording import moved, part
from simulator.metrics.decisions import Terms, longer_terms_profit, present_value_per_day

TASKS = Tasks("04_longer_terms")
PROMISED = 0.10
"""By how much sales says that orders grow (fraction)."""
OLD, NEW = Terms(30, 0.001), Terms(60, 0.002)
"""What the paper assumes of today's terms and of those asked for."""
LONGER = {"terms": {"net_days": 60}}
WITH_LIMITS: Mapping[str, Mapping[str, Any]] = {
    "terms": {"net_days": 60},
    "credit_policy": {"limit_months_of_sales": 6.0},
}
_YEAR, _LEAST_PROFIT, _MOST_CASH, _VAT = 365, 0.60, 0.55, 1.20
_MEASURES = ("profit_to_the_end", "lowest_cash")


def _paper(case: Case) -> tuple[float, float, float]:
    """Yearly sales (currency), variable cost (fraction of sales), cost of money (fraction per year)."""
    company = case.scenario.company
    return (
        company.annual_credit_sales,
        1 - company.gross_margin_fraction,
        company.cost_of_funds_per_year,
    )


@TASKS.number(
    "tied_up",
    "On paper: how much more money is tied up in receivables when net 30 becomes net 60 and sales grow by 10 %?",
    unit="EUR",
    points=1,
    topics=("terms_policy", "working_capital"),
)
def tied_up(case: Case) -> Number:
    """Old sales 30 days longer, new ones 60 days at cost.

    (30 x 16m + 60 x 1.6m x 0.82) / 365 = 1,530,740.
    """
    sales, cost, _ = _paper(case)
    more, longer = PROMISED * sales, NEW.pay_days - OLD.pay_days
    value = (longer * sales + NEW.pay_days * more * cost) / _YEAR
    return Number(
        value,
        "EUR",
        0.002 * value,
        "Two sums: what you sell already waits so many days longer; what is new waits from its first day, at cost.",
        slips=(
            Slip(
                "new sales at full price",
                (longer * sales + NEW.pay_days * more) / _YEAR,
                "Of a new sale only the cost is your money; its margin was never paid out.",
            ),
            Slip(
                "old sales forgotten",
                NEW.pay_days * more * cost / _YEAR,
                "Those who buy already will take the longer terms too.",
            ),
            Slip(
                "thirty days for new sales",
                longer * (sales + more * cost) / _YEAR,
                "A new sale was not there before: how many days does it wait?",
            ),
            Slip(
                "all receivables",
                NEW.pay_days * (sales + more) / _YEAR,
                "That is all that is open under the new terms. What is open already today?",
            ),
            Slip("VAT in", _VAT * value, "The textbook's sum is without VAT, in sales and in receivables."),
        ),
    )


@TASKS.number(
    "paper_profit",
    "On paper: what do the new terms add to a year's profit?",
    unit="EUR",
    points=2,
    topics=("terms_policy", "incremental_profit"),
)
def paper_profit(case: Case) -> Number:
    """Margin of the new sales, less the cost of the money tied up, less more bad debt (M22)."""
    sales, cost, money = _paper(case)
    value = longer_terms_profit(sales, PROMISED, cost, money, (OLD, NEW))
    more = PROMISED * sales
    tied = (30 * sales + 60 * more * cost) / _YEAR
    bad = NEW.bad_debt_fraction * (sales + more) - OLD.bad_debt_fraction * sales
    gained = more * (1 - cost)
    return Number(
        value,
        "EUR",
        max(600.0, 0.004 * abs(value)),
        "Three lines: margin of the new sales, less a year's cost of the money tied up, less the growth of bad debt.",
        slips=(
            Slip("money is free", gained - bad, "What does the bank ask for the money tied up?"),
            Slip("bad debt forgotten", gained - money * tied, "Bad debt grows too: from 0.1 % to 0.2 %."),
            Slip(
                "bad debt of new sales only",
                gained - money * tied - NEW.bad_debt_fraction * more,
                "The 0.2 % is of all sales, also of those that were there before.",
            ),
            Slip(
                "margin of all sales",
                (sales + more) * (1 - cost) - money * tied - bad,
                "Only the margin of the new sales is gained.",
            ),
            Slip(
                "sales for margin",
                more - money * tied - bad,
                "New sales are not profit: take off what they cost you to make or buy.",
            ),
            Slip(
                "the money itself",
                gained - tied - bad,
                "The money tied up comes back. What it costs is a year's interest on it.",
            ),
        ),
    )


@TASKS.number(
    "value_per_day",
    "By present value: how much more is a day's sales worth under the new terms?",
    unit="EUR per day",
    points=2,
    topics=("net_present_value", "terms_policy"),
)
def value_per_day(case: Case) -> Number:
    """The present value of a day's sales under the new terms less that under the old ones (M22b)."""
    sales, cost, money = _paper(case)
    grown = sales * (1 + PROMISED)
    old = present_value_per_day(sales, cost, money, OLD)
    new = present_value_per_day(grown, cost, money, NEW)
    cost_later = grown / _YEAR * (1 - NEW.bad_debt_fraction - cost) / (
        1 + money * NEW.pay_days / _YEAR
    ) - sales / _YEAR * (1 - OLD.bad_debt_fraction - cost) / (1 + money * OLD.pay_days / _YEAR)
    same_sales = present_value_per_day(sales, cost, money, NEW) - old
    return Number(
        new - old,
        "EUR per day",
        max(2.0, 0.006 * abs(new - old)),
        "For each policy: a day's sales x ((1 − bad debt) / (1 + cost of money x days / 365) − cost). New less old.",
        slips=(
            Slip("a year", (new - old) * _YEAR, "That is a year's worth. A day's is asked."),
            Slip("new terms alone", new, "That is what a day is worth then. What is it worth today?"),
            Slip(
                "cost paid later",
                cost_later,
                "The goods are paid for at the start: only what customers pay is discounted.",
            ),
            Slip(
                "no growth", same_sales, "Under the new terms a day's sales are larger by the promised 10 %."
            ),
            Slip("sign", old - new, "New less old: the other way round."),
        ),
    )


@TASKS.chance(
    "half_of_paper",
    "How likely is it that the run brings at least half of the profit that the paper gives? (0 never, 1 certainly)",
)
def half_of_paper(case: Case) -> Chance:
    sales, cost, money = _paper(case)
    paper = longer_terms_profit(sales, PROMISED, cost, money, (OLD, NEW))
    found = case.change("profit_to_the_end", LONGER).value
    is_half = found >= paper / 2  # neither number is told: the paper's is an exercise
    return Chance(
        is_half, f"The run brought {'at least' if is_half else 'less than'} half of what the paper has."
    )


@TASKS.range("cash_falls", "By how much does the lowest point of cash fall? From, to:", unit="EUR")
def cash_falls(case: Case) -> Range:
    fall = -case.change("lowest_cash", LONGER).value
    return Range(fall, "EUR", 400_000.0, f"{moved('It', -fall)}.")


@TASKS.number(
    "missing_margin",
    "Sales promised 10 % of yearly sales on top. How much margin did the promise bring less than that?",
    unit="EUR",
    points=2,
    topics=("incremental_profit", "sales_and_credit"),
)
def missing_margin(case: Case) -> Number:
    """(Promised sales - sales that came) x margin: (1,600,000 - 588,164) x 0.18 = 182,130."""
    sales, cost, _ = _paper(case)
    came, margin = case.change("credit_sales", LONGER), 1 - cost
    promised = PROMISED * sales
    value = (promised - came.value) * margin
    return Number(
        value,
        "EUR",
        0.006 * value,
        "The sales promised, less the sales that came (the last column of the table): times the margin.",
        error=margin * came.error,
        slips=told_apart(
            value,
            max(0.006 * value, 2 * margin * came.error),
            (
                Slip(
                    "sales for margin",
                    promised - came.value,
                    "That is missing in sales. How much of it is margin?",
                ),
                Slip("what came", came.value * margin, "That is the margin that came. What was promised?"),
                Slip(
                    "what was promised",
                    promised * margin,
                    "That was promised. What came of it is in the table.",
                ),
                Slip(
                    "cost for margin",
                    (promised - came.value) * cost,
                    "That is the cost of the missing sales. Their margin is the rest.",
                ),
            ),
        ),
    )


@TASKS.several(
    "why_fewer",
    "Which of these explain in your runs why fewer orders came than were promised? Choose all that do.",
    {
        "answer": "Customers order only a little more when they get twice the days",
        "limits": "The credit limits stayed as they were: more orders were held, and some were lost",
        "failures": "More customers failed, and their orders are missing",
        "late": "Customers now pay later than the new terms",
        "price": "Customers got lower prices with the longer terms",
    },
    points=1,
    topics=("terms_policy", "credit_limits"),
)
def why_fewer(_case: Case) -> Several:
    return Several(
        frozenset({"answer", "limits"}),
        {
            "failures": "Look at the write-offs: how many orders can be missing because of them?",
            "late": "A sale counts on the day of its invoice. When it is paid does not change sales.",
            "price": "No price was changed in these runs; only the days were.",
        },
        "There is another reason. Look at the orders lost to holds, and at what is left when they do not grow.",
    )


@TASKS.plan(
    "your_terms",
    "Find terms that bring at least 60 % of the profit which net 60 with limits of six months adds, and take at most "
    "55 % of the cash which it takes at the lowest point.",
    points=3,
    topics=("terms_policy", "credit_limits", "working_capital"),
)
def your_terms(case: Case) -> Goal:
    return Goal(lambda changes: _judged(case, changes))


def _judged(case: Case, changes: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """Whether terms win orders without the whole bill."""
    limits = set(changes.get("credit_policy", {}))
    if set(changes) - {"terms", "credit_policy"} or limits - {"limit_months_of_sales"}:
        return not_yet("Change the terms and the limits alone.", "other levers")
    profit, cash = (abs(case.change(name, WITH_LIMITS).value) for name in _MEASURES)
    own_profit, own_cash = (case.change(name, changes).value for name in _MEASURES)
    if own_profit < _LEAST_PROFIT * profit:
        return not_yet(
            f"It brings {part(own_profit / profit)} of the profit. Which orders are still held, and who gets no days?",
            "too little",
        )
    if -own_cash > _MOST_CASH * cash:
        return not_yet(
            f"It takes {part(-own_cash / cash)} of the cash. Must everybody have all the days?",
            "too dear in cash",
        )
    return right("It wins orders, and the bank can follow.")


TASKS.reflection(
    "what_you_ask_for",
    "Your largest customer asks for net 60. What do you ask for in return, and at which point do you say no?",
)
