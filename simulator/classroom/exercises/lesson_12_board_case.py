"""Lesson 12: the board case.

Three motions and their price, a proposal of one's own under three conditions, the order of a memo, and the defence:
is it luck, and at which figure do we come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from simulator.classroom.answers import Choice, Goal, Number, Order, Several, Slip, told_apart
from simulator.classroom.case import Case, Estimate
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Tasks
from simulator.classroom.verdicts import Verdict, not_yet, right
from simulator.classroom.wording import part

TASKS = Tasks("12_board_case")
RECESSION = "recession"
_CASH_BETTER, _MOST_LOSSES = 0.12, 0.15
MOTIONS = ("growth", "strict", "discount")
"""What the directors move."""
_ALLOWED_ABOVE = 2


@TASKS.range(
    "storm_depth",
    "By how much deeper does the recession push the cash low point of today's policy, on average? From, to:",
    unit="EUR",
)
def storm_depth(case: Case) -> Range:
    deeper = case.level("lowest_cash").value - case.under(RECESSION).level("lowest_cash").value
    scale = 0.005 * case.scenario.company.annual_credit_sales
    return Range(deeper, "EUR", scale, f"It was {deeper:,.0f} EUR deeper.")


@TASKS.chance(
    "growth_survives",
    "How likely is it that growth brings more profit than today also in the recession? (0 never, 1 certainly)",
)
def growth_survives(case: Case) -> Chance:
    change = case.under(RECESSION).change("profit_to_the_end", "growth").value
    return Chance(change > 0, f"It brings {change:+,.0f} EUR against today.".replace("-", "−"))


@TASKS.number(
    "price_of_cash",
    "In the recession: how much profit does the motion 2/10 cost for each euro by which it lifts the cash low point? "
    "Take both from the last column of the table, 2/10 less today.",
    unit="profit per euro of cash",
    points=2,
    topics=("cash_flow_at_risk", "working_capital", "board_reporting"),
)
def price_of_cash(case: Case) -> Number:
    """81,000 less profit, low point 319,000 less deep: 0.25."""
    storm = case.under(RECESSION)
    cost, lift = _cost_and_lift(storm, "discount")
    usual_cost, usual_lift = _cost_and_lift(case, "discount")
    strict_cost, strict_lift = _cost_and_lift(storm, "strict")
    value = cost.value / lift.value
    closing = storm.change("closing_cash", "discount").value
    return Number(
        value,
        "profit per euro of cash",
        0.02 * value,
        "Take two differences from the recession's table: what profit loses, and what the low point gains.",
        slips=told_apart(
            value,
            0.02 * value,
            (
                Slip(
                    "the other way round",
                    lift.value / cost.value,
                    "That is cash for a euro of profit. Turn it round.",
                ),
                Slip(
                    "the usual year",
                    usual_cost.value / usual_lift.value,
                    "These are the figures of the usual year. Which table is the recession's?",
                ),
                Slip(
                    "closing cash",
                    cost.value / closing,
                    "That is cash on the last day. The bank looks at the lowest day.",
                ),
                Slip(
                    "the strict motion",
                    strict_cost.value / strict_lift.value,
                    "That is the price of the strict motion.",
                ),
                Slip("sign", -value, "Say it as a price: how much is given up, as a positive number."),
            ),
        ),
    )


def _cost_and_lift(case: Case, motion: str) -> tuple[Estimate, Estimate]:
    """What a motion costs in profit, and by how much it lifts the low point of cash."""
    cost, lift = case.change("profit_to_the_end", motion), case.change("lowest_cash", motion)
    return Estimate(-cost.value, cost.error), lift


@TASKS.plan(
    "your_proposal",
    "Your proposal: in a usual year no less profit than today; in the recession a cash low point at least 12 % less "
    "deep and write-offs at most 15 % higher than under today's policy.",
    points=3,
    topics=("credit_policy", "stress_testing", "board_reporting", "incremental_profit"),
)
def your_proposal(case: Case) -> Goal:
    return Goal(lambda changes: _judged(case, changes))


def _judged(case: Case, changes: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """Whether a proposal meets the three conditions of the board."""
    charges = changes.get("late_charges", {})
    if charges.get("policy", "none") != "none" and charges.get("jurisdiction", "uk") != "eu":
        return not_yet("Your customers buy in euro. Under which law do you charge them?", "other law")
    profit = case.change("profit_to_the_end", changes).value
    if profit < 0:
        return not_yet(
            f"In a usual year it costs {-profit:,.0f} EUR of profit. Which lever earns what another one costs?",
            "costs profit",
        )
    storm = case.under(RECESSION)
    better = storm.change("lowest_cash", changes).value / abs(storm.level("lowest_cash").value)
    if better < _CASH_BETTER:
        return not_yet(
            f"Profit stands. The recession's low point gains {part(better)} of its depth. What brings money sooner?",
            "too little cash",
        )
    losses = storm.change("write_offs", changes).value / storm.level("write_offs").value
    if losses > _MOST_LOSSES:
        return not_yet(
            f"In the recession write-offs rise by {losses:.0%}. Whom do you let owe you more than before?",
            "losses",
        )
    return right(f"Profit stands, and the low point of the recession is {better:.0%} less deep.")


@TASKS.order(
    "memo_order",
    "In which order does a memo of one page say it?",
    {
        "assumed": "What was assumed, and which of it the answer leans on",
        "changes": "What changes for whom, with its range",
        "ask": "What you ask the board to decide",
        "review": "The figure that would show you wrong, its day, and who acts then",
        "wrong": "What could go wrong, and what it would cost",
    },
    topics=("board_reporting", "communication"),
)
def memo_order(_case: Case) -> Order:
    return Order(
        ("ask", "changes", "wrong", "assumed", "review"),
        "A director may read one line only: which? Then its effect, its danger, what it rests on, how you will know.",
    )


@TASKS.choice(
    "is_it_luck",
    "A director: 'It says write-offs −6,000 (−15,000 to +3,000). So we lose 6,000 less, agreed?' You say:",
    {
        "not_known": "We do not know whether they fall: it may be luck; I do not count it among the reasons",
        "yes": "Yes, 6,000 is the best figure that we have",
        "no_effect": "No, it has been shown that the policy does not touch write-offs",
        "worst": "No, the honest figure is the worst end, 3,000 more",
    },
    topics=("board_reporting", "communication", "bad_debt_reserve"),
)
def is_it_luck(_case: Case) -> Choice:
    return Choice(
        "not_known",
        {
            "yes": "The best figure, yes. Does the range leave out zero?",
            "no_effect": "Not having shown an effect is not the same as having shown that there is none.",
            "worst": "Either end of the range is as far from likely as the other. What does the range hold besides?",
        },
    )


@TASKS.number(
    "trip_wire",
    "2/10 is adopted. Set the trip-wire for year-end DSO: the level that only two of the forty runs go above.",
    unit="days",
    points=2,
    topics=("policy_review", "dso_family", "board_reporting"),
)
def trip_wire(case: Case) -> Number:
    """Of forty years in order, the third from the top: two lie above it."""
    compared = case.compare("discount")
    found = compared.others[0]
    years = np.sort(found.values("dso_countback_days"))
    value = float(years[-1 - _ALLOWED_ABOVE])
    average = found.interval("dso_countback_days")
    today = np.sort(compared.results[0].values("dso_countback_days"))
    high = average.high if average is not None and average.high is not None else value
    return Number(
        value,
        "days",
        0.06,
        "Put the forty years in order. Go down from the top until two are above you.",
        slips=told_apart(
            value,
            0.06,
            (
                Slip(
                    "the average",
                    float(years.mean()),
                    "Half of all years lie above that. You would cry wolf.",
                ),
                Slip(
                    "range of the average",
                    high,
                    "That range says how well the average is known, not how far a single year may lie from it.",
                ),
                Slip("the highest", float(years[-1]), "No run goes above that: then you are told too late."),
                Slip("from the bottom", float(years[_ALLOWED_ABOVE]), "You counted from the low end."),
                Slip(
                    "today's years",
                    float(today[-1 - _ALLOWED_ABOVE]),
                    "These are the years of today's policy.",
                ),
            ),
        ),
    )


@TASKS.several(
    "wire_needs",
    "What must a trip-wire name, so that it is pulled when it should be?",
    {
        "measure": "One measure, and how it is reckoned",
        "level": "A level, fixed before the policy begins",
        "day": "The day on which it is looked at",
        "person": "Who reports it, and who decides then",
        "all_measures": "All the measures of the comparison",
        "judgement": "That management will watch developments closely",
        "after": "That its level is reviewed when it is reached",
    },
    points=2,
    topics=("policy_review", "board_reporting"),
)
def wire_needs(_case: Case) -> Several:
    return Several(
        frozenset({"measure", "level", "day", "person"}),
        {
            "all_measures": "Of many measures one is always out of range by luck. Which one would change your mind?",
            "judgement": "Who would be wrong, and when, if nothing were done? A wish cannot be broken.",
            "after": "A wire that is moved when it is touched holds nothing.",
        },
        "Imagine it is pulled: by which figure, on which day, by whom? Each of these has to stand in it.",
    )


TASKS.reflection(
    "memo",
    "Your memo to the board, one page: decision asked for, effect with range, danger, assumptions, trip-wire.",
    fewest=90,
)
