"""Lesson 6: early warning.

Who has changed, how many of them fail, how much would be open, what one more delivery is worth, and what stopping
supply and watching customers save and cost in this company.
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
from simulator.metrics.decisions import break_even_default_chance

TASKS = Tasks("06_early_warning")
EARLY_STOP = {"credit_policy": {"stop_supply_days": 15}}
NO_STOP = {"credit_policy": {"stop_supply_days": 999}}
WATCHED = {"credit_policy": {"monitoring": "alerts", "alert_limit_fraction": 0.0}}
_TERMS, _STOP, _PAYS_LATE, _YEAR = 30, 60, 75, 365
_LEAST_GAIN = 0.10


@TASKS.several(
    "who_changed",
    "Which of the five accounts behave differently from their own past, in a way that warns? Choose all that do.",
    {
        "alder": "Alder: always about 25 days late",
        "birch": "Birch: 2, 1, 3, 9, 16, 24 days late, and its last two promises to pay were broken",
        "cedar": "Cedar: on time but for one disputed invoice",
        "elm": "Elm: 5, 6, 4, 11, 14, 19 days late, and it orders more than ever",
        "fir": "Fir: 12, 9, 8, 5, 3, 2 days late",
    },
    points=1,
    topics=("early_warning", "credit_information", "promises_to_pay"),
)
def who_changed(_case: Case) -> Several:
    return Several(
        frozenset({"birch", "elm"}),
        {
            "alder": "Late, and always has been. What has changed about it?",
            "cedar": "One invoice is disputed. What do the others say?",
            "fir": "Something has changed, but in which direction?",
        },
        "There is another one. Good news from sales can be part of the pattern.",
    )


@TASKS.number(
    "fail_of_stressed",
    "Of the customers who get into trouble, which share fails in the end?",
    unit="fraction",
    points=1,
    topics=("early_warning",),
)
def fail_of_stressed(case: Case) -> Number:
    """0.03 / (0.03 + 0.12) = 0.2: of those who leave the state of trouble, those who leave it by failing."""
    health = case.scenario.health
    fails, recovers = health.stressed_to_insolvent_per_month, health.stressed_to_healthy_per_month
    value = fails / (fails + recovers)
    return Number(
        value,
        "fraction",
        0.004,
        "Everybody leaves the state of trouble in the end, by one door or the other: compare the doors.",
        slips=(
            Slip("failing to recovering", fails / recovers, "Of all who leave, not of those who recover."),
            Slip("one month", fails, "That is a month's. A customer stays in trouble for several months."),
            Slip("a year of months", 12 * fails, "Nobody stays a year for sure: most recover before."),
            Slip("those who recover", recovers / (fails + recovers), "Those are the ones who recover."),
        ),
    )


def _daily(case: Case) -> float:
    """What the largest customer buys a day, VAT included (currency)."""
    customers, company = case.portfolio.customers, case.scenario.company
    yearly = float((customers["orders_per_month"] * 12 * customers["order_value"]).max())
    return yearly * (1 + company.vat_fraction) / _YEAR


@TASKS.number(
    "exposure_at_failure",
    "The largest customer stops paying at all, orders as before (no credit limit holds it), and fails half a year "
    "later. Terms are net 30; you stop supply when its oldest invoice is 60 days overdue. How much is open when it "
    "fails?",
    unit="EUR",
    points=2,
    topics=("exposure_at_default", "stop_supply"),
)
def exposure_at_failure(case: Case) -> Number:
    """A day's purchases with VAT x (terms + days overdue at which supply stops): CF19.

    2,970,000 x 1.2 / 365 x (30 + 60) = 878,795.
    """
    daily = _daily(case)
    value, vat = daily * (_TERMS + _STOP), 1 + case.scenario.company.vat_fraction
    return Number(
        value,
        "EUR",
        0.012 * value,
        "From which delivery on is nothing paid, and which delivery is the last? Count the days between them.",
        slips=(
            Slip("days overdue alone", daily * _STOP, "The oldest invoice was open before it was overdue."),
            Slip("terms alone", daily * _TERMS, "That is what is open on a good day."),
            Slip("VAT out", value / vat, "Customers owe what is on the invoice, VAT included."),
            Slip("until the failure", daily * (_TERMS + 182), "Supply stops long before the failure."),
            Slip("a year's purchases", daily * _YEAR, "That is a year's. How many days are open?"),
        ),
    )


@TASKS.number(
    "break_even_chance",
    "One more delivery to a customer in trouble, paid after 75 days if at all: at which chance of never being paid do "
    "you gain nothing?",
    unit="fraction",
    points=2,
    topics=("early_warning", "order_approval"),
)
def break_even_chance(case: Case) -> Number:
    """1 - cost x (1 + 0.08 x 75 / 365) / price: at a margin of 0.18 it is 0.1665."""
    company = case.scenario.company
    margin, money = company.gross_margin_fraction, company.cost_of_funds_per_year
    value = break_even_default_chance(1 - margin, 1.0, _PAYS_LATE, money)
    return Number(
        value,
        "fraction",
        0.002,
        "You put in the cost, and its interest until the day of payment. With which chance must the price come back?",
        slips=(
            Slip(
                "money is free",
                margin,
                "The cost lies in the customer's hands for 75 days: add its interest.",
            ),
            Slip(
                "chance of being paid",
                1 - value,
                "That is the chance of being paid at which you gain nothing.",
            ),
            Slip(
                "margin to cost",
                margin / (1 - margin),
                "Odds, not a chance: compare the cost with the whole price.",
            ),
            Slip(
                "failures in a month",
                0.03,
                "That is how often they fail. At which chance do you gain nothing?",
            ),
        ),
    )


@TASKS.chance(
    "stop_pays",
    "How likely is it that stopping supply at 15 days overdue, not 60, raises profit? (0 never, 1 certainly)",
)
def stop_pays(case: Case) -> Chance:
    change = case.change("profit_to_the_end", EARLY_STOP).value
    return Chance(change > 0, f"{moved('Profit', change)} in three years.")


@TASKS.range(
    "margin_lost",
    "How much margin do orders lost to the early stop cost in three years? From, to:",
    unit="EUR",
)
def margin_lost(case: Case) -> Range:
    change = case.change("lost_margin", EARLY_STOP).value
    return Range(change, "EUR", 200_000.0, f"It was {change:,.0f} EUR.")


@TASKS.number(
    "cost_of_alerts",
    "What do the bureau's alerts cost in three years: its bill, and the margin of the orders refused on its word?",
    unit="EUR",
    points=2,
    topics=("early_warning", "credit_information"),
)
def cost_of_alerts(case: Case) -> Number:
    """What information costs more + the margin that is lost more: 560 + 62,690 = 63,250.

    It is read off the learner's own runs, which are the same for whoever reads them: no error of the simulation.
    """
    bill, margin = (case.change(name, WATCHED) for name in ("information_cost", "lost_margin"))
    saved = -case.change("write_offs", WATCHED).value
    value = bill.value + margin.value
    return Number(
        value,
        "EUR",
        0.02 * abs(value),
        "Two lines of the table, in its last column: what the bureau asks, and the margin of orders that were lost.",
        slips=told_apart(
            value,
            0.02 * abs(value),
            (
                Slip(
                    "the bill alone",
                    bill.value,
                    "The bureau's bill is the smaller part. What did its word cost?",
                ),
                Slip("losses saved", saved, "That is what was saved in write-offs. What was paid for it?"),
                Slip(
                    "net of what was saved",
                    value - saved,
                    "Leave out what was saved: the cost alone is asked.",
                ),
                Slip(
                    "sales for margin",
                    bill.value + case.change("orders_lost_to_holds", WATCHED).value,
                    "A lost order costs its margin, not its whole value.",
                ),
            ),
        ),
    )


@TASKS.plan(
    "your_watch",
    "The board wants the bureau's alerts. Find rules that use them, keep write-offs no higher than today, and add at "
    "least 10 % of the profit that never stopping supply would add.",
    points=3,
    topics=("early_warning", "stop_supply", "credit_policy"),
)
def your_watch(case: Case) -> Goal:
    return Goal(lambda changes: _judged(case, changes))


def _judged(case: Case, changes: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """Whether the rules stop those who are in trouble, and hardly anybody else."""
    levers = changes.get("credit_policy", {})
    allowed = {"monitoring", "alert_limit_fraction", "stop_supply_days"}
    if set(changes) - {"credit_policy"} or set(levers) - allowed:
        return not_yet(
            "Change the stop, the alerts and what they do to a limit, nothing else.", "other levers"
        )
    if levers.get("monitoring") != "alerts":
        return not_yet("The board wants the bureau's alerts: switch monitoring on.", "no alerts")
    gain, own = (case.change("profit_to_the_end", one).value for one in (NO_STOP, changes))
    if own < _LEAST_GAIN * gain:
        return not_yet(
            f"It adds {part(own / gain)} of that profit. Who else is stopped, besides those whom the bureau names?",
            "too little",
        )
    if case.change("write_offs", changes).value > 0:
        return not_yet("Write-offs rise. What does an alert do to the limit?", "too risky")
    return right("It stops few, and mostly the right ones.")


TASKS.reflection(
    "the_telephone",
    "An alert names a good customer of many years, and nothing is overdue. What do you do this week, and what not?",
)
