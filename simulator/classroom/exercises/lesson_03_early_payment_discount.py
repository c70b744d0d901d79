"""Lesson 3: what 2/10 net 30 costs.

The yearly rate that a buyer is offered, the same over the days that they would really have taken, leakage and unearned
discounts, and whether this company should offer it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.classroom.answers import Choice, Goal, Number, Several, Slip
from simulator.classroom.case import Case
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Tasks
from simulator.classroom.verdicts import Verdict, not_yet, right
from simulator.classroom.wording import part

TASKS = Tasks("03_early_payment_discount")
_RATE, _WINDOW, _NET, _YEAR = 0.02, 10, 30, 365
_LEAST_CASH, _MOST_COST = 0.4, 0.35


@TASKS.chance(
    "profit_rises", "How likely is it that 2/10 net 30 raises this company's profit? (0 never, 1 certainly)"
)
def profit_rises(case: Case) -> Chance:
    change = case.change("profit_to_the_end", "discount").value
    return Chance(change > 0, "Profit rose." if change > 0 else "Profit fell.")


@TASKS.range("days_sooner", "By how many days will the average payment come sooner? From, to:", unit="days")
def days_sooner(case: Case) -> Range:
    change = case.change("dso_paid_days", "discount").value
    return Range(-change, "days", 4.0, f"It was {-change:.1f} days.")


@TASKS.number(
    "offered_rate",
    "Which yearly rate does 2/10 net 30 offer a buyer who would otherwise pay on day 30? Simple interest, 365 days.",
    unit="fraction per year",
    points=1,
    topics=("cost_of_discount",),
)
def offered_rate(_case: Case) -> Number:
    """0.02 / 0.98 x 365 / 20 = 0.3724."""
    lent, days = 1 - _RATE, _NET - _WINDOW
    return Number(
        _RATE / lent * _YEAR / days,
        "fraction per year",
        0.0006,
        "The buyer pays 98 now instead of 100 later: which interest is that, on what, and for how many days?",
        slips=(
            Slip(
                "on 100 instead of 98",
                _RATE * _YEAR / days,
                "What does the buyer lend you: 100, or what they pay?",
            ),
            Slip("over 30 days", _RATE / lent * _YEAR / _NET, "How many days sooner is day 10 than day 30?"),
            Slip(
                "compounded",
                (1 + _RATE / lent) ** (_YEAR / days) - 1,
                "Simple interest is asked, without compounding.",
            ),
            Slip("360 days", _RATE / lent * 360 / days, "A year has 365 days here."),
            Slip(
                "two percent a month",
                _RATE * 12,
                "It is not 2 % a month: how many times do 20 days go into a year?",
            ),
        ),
    )


@TASKS.number(
    "real_rate",
    "Your customers do not pay on day 30. Which rate do you really offer, from the day on which they pay today?",
    unit="fraction per year",
    points=2,
    topics=("cost_of_discount",),
)
def real_rate(case: Case) -> Number:
    """0.02 / 0.98 x 365 / (day they pay today - 10): with 33.3 days 0.3197."""
    day, error = case.level("dso_paid_days")
    rate = _RATE / (1 - _RATE) * _YEAR / (day - _WINDOW)
    return Number(
        rate,
        "fraction per year",
        0.002,
        "Take the days to pay of today's column in place of 30; the rest of the sum stays.",
        error=rate / (day - _WINDOW) * error,
        slips=(
            Slip(
                "terms for the real day",
                _RATE / (1 - _RATE) * _YEAR / (_NET - _WINDOW),
                "That is the rate on paper.",
            ),
            Slip(
                "window not taken off",
                _RATE / (1 - _RATE) * _YEAR / day,
                "From which day on is the money sooner?",
            ),
        ),
    )


@TASKS.number(
    "given_for_nothing",
    "How much discount did the company give to customers who would have paid within ten days anyway?",
    unit="EUR",
    points=2,
    topics=("cost_of_discount",),
)
def given_for_nothing(case: Case) -> Number:
    """Discounts x leakage: 235,509 x 0.088 = 20,735."""
    offered = case.compare("discount").others[0]
    given, share = offered.mean("discounts") or 0.0, offered.mean("discount_leakage_fraction") or 0.0
    unearned = offered.mean("unearned_discount_fraction") or 0.0
    return Number(
        given * share,
        "EUR",
        0.02 * given * share,
        "Leakage is a share of the discounts given; the table has both.",
        slips=(
            Slip(
                "unearned for leakage", given * unearned, "Unearned is what they deducted after the window."
            ),
            Slip("all discounts", given, "That is all of it. Which part changed nothing?"),
        ),
    )


@TASKS.choice(
    "why_it_costs",
    "Profit falls although money comes sooner. What is the main reason?",
    {
        "funds": "Money that comes sooner saves less interest than the discount gives away",
        "late": "The customers who take it were the late payers",
        "losses": "Bad debts rise with the discount",
        "sales": "Sales fall",
    },
    topics=("cost_of_discount",),
)
def why_it_costs(_case: Case) -> Choice:
    return Choice(
        "funds",
        {
            "late": "Look at the days to pay of those who take it: most of them were good payers.",
            "losses": "Look at the write-offs in the table: do they move?",
            "sales": "Look at the credit sales in the table: do they move?",
        },
    )


@TASKS.several(
    "taken_late",
    "Your largest customer has kept the 2 % on day 25, for the third time. What do you do? Choose all that fit.",
    {
        "same_day": "Tell them the same day, with the invoice and its terms, that 2 % are still open",
        "trade": "Ask what they can give for a longer window: direct debit, a fixed payment day, larger orders",
        "sales_first": "Agree with sales beforehand what may be given, and by whom it is said",
        "let_go": "Write it off: it is only 2 %, and they are the largest",
        "hold": "Stop the next delivery until the 2 % are paid",
        "next_price": "Add it quietly to the next price",
    },
    points=1,
    topics=("negotiation", "customer_relations", "deductions"),
)
def taken_late(_case: Case) -> Several:
    return Several(
        frozenset({"same_day", "trade", "sales_first"}),
        {
            "let_go": "It becomes the price, and others hear of it. What is 2 % of all that they buy?",
            "hold": "Is 2 % of one invoice worth the margin of an order? What comes before a stop?",
            "next_price": "They will find it, and trust you less than before. What could be said openly?",
        },
        "There is more: a quick word, one voice, and something asked in return for something given.",
    )


@TASKS.plan(
    "your_discount",
    "Find a discount that brings at least 40 % of what 2/10 adds to closing cash, at no more than 35 % of its cost "
    "(what it takes off profit to the end).",
    points=3,
    topics=("cost_of_discount", "working_capital"),
)
def your_discount(case: Case) -> Goal:
    return Goal(lambda changes: _judged(case, changes))


def _judged(case: Case, changes: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """Whether a discount brings cash for little."""
    if set(changes) != {"discount"}:
        return not_yet("Change the discount alone: its rate and its window.", "other levers")
    cash, cost = (abs(case.change(name, "discount").value) for name in ("closing_cash", "profit_to_the_end"))
    own_cash, own_cost = (
        case.change("closing_cash", changes).value,
        -case.change("profit_to_the_end", changes).value,
    )
    if own_cash < _LEAST_CASH * cash:
        return not_yet(
            f"It brings {part(own_cash / cash)} of the cash. Who takes it, at this rate and window?",
            "too small",
        )
    if own_cost > _MOST_COST * cost:
        return not_yet(
            f"It costs {part(own_cost / cost)} of what 2/10 costs. The rate is paid on every invoice.",
            "too dear",
        )
    return right("It brings enough cash for little enough profit.")


TASKS.reflection(
    "when_to_offer",
    "Which company should offer 2/10 net 30 nevertheless? Think of its cost of money, and of its bank.",
)
