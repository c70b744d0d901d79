"""Lesson 9: insurance as a contract, factoring, provision.

Two claims settled by hand, a file with broken duties, what the insurer takes off a bad year, what a factor's money
costs a year, a provision matrix, and a facility that brings no more than is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.classroom.answers import Goal, Number, Several, Slip
from simulator.classroom.case import Case
from simulator.classroom.handouts.insurance import EVENTS, RATES, VAT, Policy, balances, events, policy, quote
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Tasks
from simulator.classroom.verdicts import Verdict, not_yet, right
from simulator.classroom.wording import part
from simulator.metrics.factoring import factoring_yearly_rate
from simulator.metrics.provisions import expected_credit_loss
from simulator.results.comparison import Comparison
from simulator.rules.insurance import ClaimTerms, claim_amount, insured_loss
from simulator.units import CENTS

TASKS = Tasks("09_insurance_and_factoring")
RUNS = 200
"""From so many runs on a bad year is told."""
BAD_YEAR = "write_offs_net_of_claims_p95"
DISCOUNTING = {"financing": {"facility": "invoice_discounting", "advance_fraction": 0.85}}
"""What the factor offers without being asked."""
_LEAST_LIFT, _MOST_COST = 0.8, 0.92
_LEVERS = {"facility", "advance_fraction"}


@TASKS.chance(
    "insurance_earns", "How likely is it that insuring 90 % raises the average profit? (0 never, 1 certainly)"
)
def insurance_earns(case: Case) -> Chance:
    insured = _insured(case)
    found = insured.difference(insured.others[0], "profit_to_the_end")
    rises = found is not None and found.mean > 0
    return Chance(rises, f"On average profit {'rose' if rises else 'fell'}.")


@TASKS.range(
    "comes_back",
    "Of 100 EUR of premium, how much comes back as claims on average, with twice the usual failures? From, to:",
    unit="EUR",
)
def comes_back(case: Case) -> Range:
    insured = _insured(case).others[0]
    found = 100 * (insured.mean("claims") or 0.0) / (insured.mean("premium") or 1.0)
    return Range(found, "EUR", 20.0, f"It was {found:.0f} EUR.")


def _claim(owed: int, limit: int, contract: Policy) -> float:
    """What the insurer pays of one debt, net of VAT (EUR)."""
    terms = ClaimTerms(contract.share, int(contract.excess * CENTS), False, 0)
    return claim_amount(insured_loss(int(owed * CENTS), int(limit * CENTS), 0), terms) / CENTS


@TASKS.number(
    "claims_paid",
    "What does the insurer pay for the two failures together?",
    unit="EUR",
    points=2,
    topics=("credit_insurance", "insolvency"),
)
def claims_paid(case: Case) -> Number:
    """120,000 under a limit of 100,000 at 90 % less 1,000: 89,000; 45,000 under cover: 39,500; together 128,500."""
    one = policy(case)
    quince, rowan = _claim(one.quince, one.quince_limit, one), _claim(one.rowan, one.rowan_limit, one)
    losses = min(one.quince, one.quince_limit) + one.rowan
    return Number(
        quince + rowan,
        "EUR",
        1.0,
        "For each customer: what was delivered under cover, net of VAT; no more than the limit; the insurer's share of "
        "that; less the excess.",
        slips=(
            Slip(
                "VAT in",
                quince + _claim(round(one.rowan * (1 + VAT)), one.rowan_limit, one),
                "The VAT is not insured: it comes back from the tax office. What is Rowan's debt without it?",
            ),
            Slip(
                "limit ignored",
                _claim(one.quince, one.quince, one) + rowan,
                "Compare Quince's debt with its limit.",
            ),
            Slip(
                "later deliveries counted",
                quince + _claim(one.rowan + one.rowan_after, one.rowan_limit, one),
                "On which day did the second part of Rowan's debt leave, and what does the maximum extension say?",
            ),
            Slip(
                "no own share",
                losses - 2 * one.excess,
                "The insurer pays a share of an insured loss, not all of it.",
            ),
            Slip("no excess", quince + rowan + 2 * one.excess, "We bear a part of every claim ourselves."),
            Slip("one excess", quince + rowan + one.excess, "How many claims are there?"),
            Slip(
                "excess off the loss",
                (losses - 2 * one.excess) * one.share,
                "In which order? Read from what the excess is taken off in this contract.",
            ),
        ),
    )


@TASKS.several(
    "broken",
    "Which events in Sorrel's file break a duty, or keep the insurer from paying for that delivery now?",
    {number: f"Event {number}" for number in EVENTS},
    points=2,
    topics=("credit_insurance", "sales_and_credit"),
)
def broken(case: Case) -> Several:
    told = dict(zip(EVENTS, events(case), strict=True))
    wrong = {
        number: f"Read the clause for event {number} again: is the day, or the number, within it?"
        for number, (_, breaks) in told.items()
        if not breaks
    }
    return Several(
        frozenset(told) - set(wrong),
        wrong,
        "Go through the contract clause by clause: one more of them speaks here.",
    )


@TASKS.number(
    "off_the_bad_year",
    "By how much does the insurance lower the write-offs after claims of a bad year, of which there is one in twenty?",
    unit="EUR",
    points=2,
    topics=("credit_insurance", "concentration"),
)
def off_the_bad_year(case: Case) -> Number:
    """130,000 less 84,000: 46,000."""
    compared = _insured(case)
    today, insured = compared.first, compared.others[0]
    bad = [result.mean(BAD_YEAR) or 0.0 for result in (today, insured)]
    usual = [result.mean("write_offs_net_of_claims") or 0.0 for result in (today, insured)]
    return Number(
        bad[0] - bad[1],
        "EUR",
        1_100.0,
        "Two cells of the row of the bad year: what was lost without the insurer, and what with him?",
        slips=(
            Slip(
                "the usual year",
                usual[0] - usual[1],
                "That is the average year. Nobody insures for that one.",
            ),
            Slip("what is left", bad[1], "That is what you lose although you are insured."),
            Slip("all of it", bad[0], "That is the bad year without the insurer. Does he take all of it?"),
            Slip(
                "claims",
                insured.mean("claims") or 0.0,
                "That is what he pays on average over all years, good and bad.",
            ),
        ),
    )


@TASKS.number(
    "factor_rate",
    "Which simple yearly rate do you pay for the factor's money, all in, on what you really get? 365 days.",
    unit="fraction per year",
    points=2,
    topics=("factoring",),
)
def factor_rate(case: Case) -> Number:
    """100,000 at 85 %, fee 1.2 %, 7 %, 45 days: 1,933.56 on 85,000 for 45 days, 0.1845 a year (M29)."""
    one = quote(case)
    drawn = 100_000 * one.advance * one.days
    rate = factoring_yearly_rate(one.cost, drawn) or 0.0
    return Number(
        rate,
        "fraction per year",
        0.0006,
        "Add fee and interest in EUR. Divide by the money that you get at once, and bring it to a year.",
        slips=(
            Slip(
                "on the whole invoice",
                rate * one.advance,
                "On how much money do you pay that? Not on 100,000.",
            ),
            Slip("interest alone", one.rate, "And the fee?"),
            Slip("fee alone", 100_000 * one.fee * 365 / drawn, "And the interest?"),
            Slip(
                "not a year",
                one.cost / (100_000 * one.advance),
                "That is for the days until the customer pays.",
            ),
            Slip(
                "fee a year added", one.rate + one.fee, "The fee is paid for each invoice, not once a year."
            ),
            Slip("360 days", rate * 360 / 365, "A year has 365 days here."),
        ),
    )


@TASKS.number(
    "provision",
    "Which provision does the matrix ask for, net of VAT?",
    unit="EUR",
    points=2,
    topics=("provisioning", "bad_debt_reserve"),
)
def provision(case: Case) -> Number:
    """Each balance without VAT times its rate, added up: 1,250,000 x 0.003 + 450,000 x 0.016 + ..."""
    net = [amount / (1 + VAT) for amount in balances(case)]
    due = expected_credit_loss(net, RATES)
    return Number(
        due,
        "EUR",
        1.5,
        "Five products, then their sum. The balances have VAT in them, and VAT comes back when a debt is lost.",
        slips=(
            Slip("VAT in", due * (1 + VAT), "A lost debt costs you its net amount: the VAT is given back."),
            Slip(
                "VAT taken off wrongly",
                due * (1 + VAT) * (1 - VAT),
                "100 with 20 % on top is 120. How do you go back?",
            ),
            Slip(
                "not due left out",
                due - net[0] * RATES[0],
                "Some of what is not due yet will be lost as well.",
            ),
            Slip("average rate", sum(net) * sum(RATES) / len(RATES), "Each bucket has its own rate."),
            Slip("over 90 alone", net[-1] * RATES[-1], "That is the oldest bucket alone."),
        ),
    )


@TASKS.plan(
    "your_facility",
    "Lift the cash low point by at least 80 % of what invoice discounting with an advance of 85 % does, at no "
    "more than 92 % of its cost (what it takes off profit to the end).",
    points=3,
    topics=("factoring", "working_capital"),
)
def your_facility(case: Case) -> Goal:
    return Goal(lambda changes: _judged(case, changes))


def _judged(case: Case, changes: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """Whether a facility brings the cash that is needed for little."""
    if set(changes) != {"financing"} or not set(changes["financing"]) <= _LEVERS:
        return not_yet("Move the facility and the advance; the rest is the factor's price.", "other levers")
    lift, cost = _lift_and_cost(case, DISCOUNTING)
    own_lift, own_cost = _lift_and_cost(case, changes)
    if own_lift < _LEAST_LIFT * lift:
        return not_yet(
            f"It lifts the low point by {part(own_lift / lift)} of what the usual offer does.", "too little"
        )
    if own_cost > _MOST_COST * cost:
        return not_yet(
            f"It costs {part(own_cost / cost)} of the usual offer. Which service do you pay for without need, and "
            "do you draw more money than you are short of?",
            "too dear",
        )
    return right("It brings the cash that you need, and not much more.")


TASKS.reflection(
    "who_must_know",
    "Three duties of the contract are broken most easily by people outside the credit department. Who has to know "
    "what, and how would you teach them?",
)


def _insured(case: Case) -> Comparison:
    return case.compare("insured", replications=RUNS)


def _lift_and_cost(case: Case, changes: Mapping[str, Mapping[str, Any]]) -> tuple[float, float]:
    """How much higher the cash low point is, and how much lower the profit (currency)."""
    return case.change("lowest_cash", changes).value, -case.change("profit_to_the_end", changes).value
