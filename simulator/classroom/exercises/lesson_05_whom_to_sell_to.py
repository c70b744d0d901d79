"""Lesson 5: whom to sell to.

Twelve files by hand (Gini, swap set), the chance of default at which an order still pays, whom a cut-off refuses, when
an override helps, fraud, and a policy that sales and credit both sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.classroom.answers import Goal, Number, Several, Slip
from simulator.classroom.case import Case
from simulator.classroom.handouts.applications import COUNT, FAILED, applications, gini_of, kept_out
from simulator.classroom.handouts.doors import DOOR
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Tasks
from simulator.classroom.verdicts import Verdict, not_yet, right
from simulator.metrics.decisions import break_even_default_chance

TASKS = Tasks("05_whom_to_sell_to")
_LEAST_REFUSED = 0.10
_DAYS = 60
_ALLOWED = {
    "information",
    "refused_fraction",
    "refused_offer",
    "limit_months_of_sales",
    "stop_supply_days",
}


@TASKS.chance(
    "door_pays",
    "Credit refuses the worst fifth of the applicants by a bureau's score. How likely is it that this company's "
    "profit rises? (0 never, 1 certainly)",
)
def door_pays(case: Case) -> Chance:
    change = case.change("profit_to_the_end", DOOR).value
    return Chance(change > 0, "Profit rose." if change > 0 else "Profit fell.")


@TASKS.range(
    "good_of_a_hundred",
    "Of a hundred applicants whom this door refuses, how many would not have failed in the two years that we look "
    "at? From, to:",
    unit="applicants",
)
def good_of_a_hundred(case: Case) -> Range:
    good = 100 * _refused_good(case)
    return Range(good, "applicants", 15.0, f"It was {good:.0f} of a hundred.")


def _refused_good(case: Case) -> float:
    refused, failed = (case.level(name, DOOR).value for name in ("customers_refused", "refused_failed"))
    return 1 - failed / refused


@TASKS.number(
    "gini_by_hand",
    "What is the Gini of the bureau's score on these twelve files?",
    unit="fraction",
    points=2,
    topics=("credit_scoring",),
)
def gini_by_hand(case: Case) -> Number:
    gini = gini_of(applications(case))
    pairs, all_pairs = FAILED * (COUNT - FAILED), COUNT * (COUNT - 1) / 2
    return Number(
        gini,
        "fraction",
        0.006,
        "Take each pair of one who failed and one who paid: how often has the one who failed the worse score?",
        slips=(
            Slip(
                "AUC for Gini",
                (1 + gini) / 2,
                "That is the share of pairs in the right order (AUC). Gini is 2 x AUC − 1.",
            ),
            Slip(
                "all pairs",
                gini * pairs / all_pairs,
                "Two who both paid tell nothing: only pairs of one who failed and one who paid count.",
            ),
            Slip("wrong order", -gini, "A high score is bad here: which order of a pair is the right one?"),
        ),
    )


@TASKS.number(
    "swap_set",
    "By how much more of the failed orders does the score keep out than the rule of sales (both refuse three)?",
    unit="EUR",
    points=2,
    topics=("credit_scoring", "order_approval", "fraud"),
)
def swap_set(case: Case) -> Number:
    files = applications(case)
    by_score, by_size = kept_out(files, by_score=True), kept_out(files, by_score=False)
    worst = sum(one.order for one in sorted(files, key=lambda one: one.score)[-3:])
    largest = sum(one.order for one in sorted(files, key=lambda one: one.order)[-3:])
    lost = sum(one.order for one in files if one.has_failed)
    return Number(
        by_score - by_size,
        "EUR",
        1.0,
        "Mark the three that each rule refuses. Of those that failed, whose order does only one of the rules keep out?",
        slips=(
            Slip(
                "score alone",
                by_score,
                "That is what the score keeps out. What did the other rule keep out already?",
            ),
            Slip("rule of sales alone", by_size, "That is what the rule of sales keeps out. And the score?"),
            Slip(
                "all refused orders",
                worst - largest,
                "Orders of those who paid are no loss that was kept out.",
            ),
            Slip("still lost", lost - by_score, "That is what is lost in spite of the score."),
        ),
    )


@TASKS.number(
    "break_even",
    "At which chance of default does one order on credit gain nothing? Your company's gross margin, paid after 60 "
    "days, money at 8 % a year.",
    unit="fraction",
    points=2,
    topics=("credit_limits", "incremental_profit", "order_approval"),
)
def break_even(case: Case) -> Number:
    """1 - C (1 + k t / 365) / R: cost 80 for 100, 60 days, 8 %: 0.1895."""
    margin = case.scenario.company.gross_margin_fraction
    value = break_even_default_chance(1 - margin, 1.0, _DAYS, 0.08)
    return Number(
        value,
        "fraction",
        0.0006,
        "Paid, you get 100. Not paid, you lose the goods; and the money to buy them is tied up for 60 days.",
        slips=(
            Slip(
                "margin alone",
                margin,
                "Nearly. The goods were paid for 60 days before the customer pays: what did that cost?",
            ),
            Slip(
                "a year's interest",
                1 - (1 - margin) * 1.08,
                "That is interest for a year. The money is out for 60 days.",
            ),
            Slip(
                "margin on cost",
                margin / (1 - margin),
                "What you risk is the cost; what you may win is the whole price.",
            ),
            Slip(
                "interest on the price",
                margin - 0.08 * _DAYS / 365,
                "What you have paid is the cost of the goods, and not their price: interest is on that.",
            ),
        ),
    )


@TASKS.several(
    "good_override",
    "Sales wants a refusal overridden. Which of these is a reason that a credit manager may accept?",
    {
        "new_facts": "Accounts of last month, which the bureau has not seen, show new equity",
        "security": "The parent company signs a guarantee, and we have checked the parent",
        "profit": "Its last accounts show a profit, and less cash from trading than in any year before",
        "target": "Without this order the month's target is missed",
        "likes": "The customer's buyer has always been fair to our salesman",
        "size": "It would be our largest order this year",
        "others": "Two suppliers named by the applicant speak well of it",
    },
    points=2,
    topics=("sales_and_credit", "order_approval", "credit_information", "financial_statements"),
)
def good_override(_case: Case) -> Several:
    return Several(
        frozenset({"new_facts", "security"}),
        {
            "profit": "Profit is an opinion until its own customers have paid. What will it pay your invoice with?",
            "target": "That is a reason for sales. Does it say anything of whether the customer will pay?",
            "likes": "Is the buyer the one who decides whether the firm survives?",
            "size": "A large first order makes the mistake larger. What does it say of the chance?",
            "others": "Applicants name those who speak well of them. What would be news?",
        },
        "One is missing: what else changes what we lose, or what we know?",
    )


@TASKS.several(
    "red_flags",
    "A new applicant has a clean score. Which of these belong to a fraud and make you telephone before you deliver?",
    {
        "large_first": "The first order is many times larger than usual, easy to resell, and urgent",
        "new_address": "Delivery to another address than the registered one, a mail domain two weeks old",
        "changed_control": "An old, quiet company got new directors last month",
        "asks_terms": "The applicant asks for the usual 30 days",
        "asks_price": "The applicant haggles over the price",
    },
    points=1,
    topics=("fraud", "credit_information"),
)
def red_flags(_case: Case) -> Several:
    return Several(
        frozenset({"large_first", "new_address", "changed_control"}),
        {
            "asks_terms": "So does everybody who is honest.",
            "asks_price": "Who haggles means to pay. Who takes any price may not.",
        },
        "One is missing: a fraud needs goods, a place to take them to, and a good name.",
    )


@TASKS.plan(
    "both_sign",
    "Find a policy that both sign: at least the worst tenth of the applicants is refused credit by a bureau's score "
    "or better; credit sales and profit to the end are not below today's.",
    points=3,
    topics=("sales_and_credit", "credit_policy", "credit_limits", "stop_supply"),
)
def both_sign(case: Case) -> Goal:
    return Goal(lambda changes: _signed(case, changes))


def _signed(case: Case, changes: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """Whether sales and credit would both sign a policy."""
    levers = changes.get("credit_policy", {})
    if set(changes) != {"credit_policy"} or set(levers) - _ALLOWED:
        return not_yet(
            "Use the levers of the lab alone: information, cut-off, limits, stop of supply.", "other levers"
        )
    if levers.get("information") not in ("bureau", "full_review"):
        return not_yet(
            "Credit does not sign: without a score that tells something, a cut-off hits anybody.", "blind"
        )
    if levers.get("refused_fraction", 0.0) < _LEAST_REFUSED - 1e-9:
        return not_yet("Credit does not sign: at least the worst tenth is to be refused credit.", "no door")
    sales, profit = (case.change(name, changes).value for name in ("credit_sales", "profit_to_the_end"))
    if sales < 0:
        return not_yet(
            f"Sales does not sign: {-sales / 1000:,.0f} thousand EUR of sales are missing. Who is inside the door "
            "and still cannot order?",
            "too small",
        )
    if profit < 0:
        return not_yet(
            "Neither signs: sales hold, and profit falls. What of the policy costs more than it brings?",
            "too dear",
        )
    return right("Both sign: a stricter door, and more room for those who are inside.")


TASKS.reflection(
    "joint_figure",
    "Sales is paid by turnover, credit by bad debt. Which one figure would you give to both, who reckons it, and how "
    "could each of them cheat it?",
    fewest=40,
)
