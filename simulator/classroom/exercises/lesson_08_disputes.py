"""Lesson 8: disputes, deductions, cash application.

Receipts matched to invoices by hand, what is really owed, the way of a deduction, how many days disputes add, credit
notes that are no bad debt, and what repairs most for its money.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.classroom.answers import Goal, Number, Order, Several, Slip
from simulator.classroom.case import Case
from simulator.classroom.handouts.disputes import INVOICES, account
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Tasks
from simulator.classroom.verdicts import Verdict, not_yet, right
from simulator.classroom.wording import more_or_less

TASKS = Tasks("08_disputes")
CHECKED = {"terms": {"invoice_check_fraction": 1.0}}
_CALL_DAY = 10
_PART_OF_GAIN, _MOST_DAYS = 0.5, 16.0
_LEVERS = {"terms": {"invoice_check_fraction"}, "collections": {"dispute_clerks"}}


@TASKS.range(
    "days_by_disputes",
    "Eight in a hundred invoices are disputed. By how many days does that lengthen the days to pay of all? From, to:",
    unit="days",
)
def days_by_disputes(case: Case) -> Range:
    found = _days_to_pay(case) - _days_to_pay(case, disputed=False)
    return Range(found, "days", 2.0, f"It was {found:.1f} days.")


@TASKS.chance(
    "checking_pays",
    "How likely is it that checking every single invoice before it leaves, for 2 EUR each, raises profit? "
    "(0 never, 1 certainly)",
)
def checking_pays(case: Case) -> Chance:
    gain = case.change("profit_to_the_end", CHECKED).value
    return Chance(gain > 0, f"Profit {'rose' if gain > 0 else 'fell'}.")


@TASKS.several(
    "transfer_pays",
    "Which invoices does receipt R1, the one without a reference, pay?",
    {number: f"Invoice {number}" for number in INVOICES},
    points=1,
    topics=("cash_application",),
)
def transfer_pays(case: Case) -> Several:
    paid = frozenset(account(case).paid_together)
    hint = "Add up: invoices in full and to the euro, and no others, make the transfer."
    return Several(paid, {number: hint for number in INVOICES if number not in paid}, hint)


@TASKS.number(
    "really_owed",
    "After all receipts are applied and the notes are read: how much does Hazel owe that is overdue and in no dispute?",
    unit="EUR",
    points=2,
    topics=("cash_application", "deductions", "disputes"),
)
def really_owed(case: Case) -> Number:
    """The clean invoice that nobody paid, 102 without the missing goods, 107 without its credit note."""
    one = account(case)
    owed, amounts = one.owed, one.amounts
    return Number(
        owed,
        "EUR",
        1.0,
        "Strike out what R1 to R4 pay. Of what is left, take off what is not due, what is disputed and what we have "
        "already agreed to credit.",
        slips=(
            Slip(
                "ledger's word", one.overdue, "That is the ledger before the money of the weekend is applied."
            ),
            Slip("nothing taken off", owed + one.short + one.credit, "Read the notes of 102 and 107."),
            Slip(
                "dispute counted",
                owed + one.short,
                "The missing goods of 102 are in dispute: who has to answer?",
            ),
            Slip(
                "credit note forgotten",
                owed + one.credit,
                "We agreed to a credit for 107. Is that still owed?",
            ),
            Slip(
                "whole dispute out",
                owed - amounts["102"] + one.short,
                "Only a part of 102 is in dispute. Nobody contests the rest.",
            ),
            Slip("not due counted", owed + amounts["106"], "Look at the due date of 106."),
            Slip(
                "deduction counted",
                owed + one.deducted,
                "The freight kept of 103: is it owed, or to be decided?",
            ),
            Slip(
                "paid twice, set off",
                owed - amounts["105"],
                "What was paid twice is the customer's money until they say what it is for.",
            ),
        ),
    )


@TASKS.order(
    "way_of_a_deduction",
    "A customer has kept 250 EUR without a word. In which order is it settled?",
    {
        "apply": "Apply the rest of the money to its invoice, and book the 250 as an open deduction",
        "reason": "Ask the customer for the reason and a paper that shows it",
        "owner": "Give it to the one person who can decide: sales, logistics or pricing",
        "decide": "Decide by a date: credit note, or the money is asked for",
        "cause": "Count the causes once a month, and repair the one that comes most often",
    },
    topics=("deductions", "disputes", "cash_application"),
)
def way_of_a_deduction(_case: Case) -> Order:
    return Order(
        ("apply", "reason", "owner", "decide", "cause"),
        "Ask of each step what it needs before it can be done: an account that is true, a reason, somebody who may "
        "decide, decisions to count.",
    )


@TASKS.number(
    "days_on_paper",
    "8 % of the invoices are disputed, 22 days each; 60 % of these customers tell only when you call on day 10. "
    "How many days does that add to the average invoice?",
    unit="days",
    points=2,
    topics=("disputes",),
)
def days_on_paper(case: Case) -> Number:
    """0.08 x (22 + 0.6 x 10) = 2.24 days."""
    told = case.scenario.disputes
    rate, days, hidden = told.rate_fraction, told.mean_days, told.hidden_fraction
    each = days + hidden * _CALL_DAY
    return Number(
        rate * each,
        "days",
        0.006,
        "What does one disputed invoice lose on average: its days to settle, and for those who keep silent the days "
        "until you call? How many invoices are disputed?",
        slips=(
            Slip(
                "silence forgotten",
                rate * days,
                "Of most of them you hear late. What happens until you call?",
            ),
            Slip("all silent", rate * (days + _CALL_DAY), "Not all of them keep silent."),
            Slip("each disputed one", each, "That is what a disputed invoice loses. And the average of all?"),
            Slip("only the silent", rate * hidden * (days + _CALL_DAY), "The others are disputed as well."),
        ),
    )


@TASKS.number(
    "credit_notes",
    "How much, net of VAT, did the company credit because of disputes under today's policy?",
    unit="EUR",
    points=1,
    topics=("dilution", "bad_debt_reserve", "disputes"),
)
def credit_notes(case: Case) -> Number:
    """Dilution x credit sales: 0.64 % of 18 million are 115,200."""
    today = case.compare(CHECKED).first
    sales, dilution = today.mean("credit_sales") or 0.0, today.mean("dilution_fraction") or 0.0
    lost = today.mean("write_offs") or 0.0
    value = sales * dilution
    vat = case.scenario.company.vat_fraction
    return Number(
        value,
        "EUR",
        0.015 * value,
        "Dilution is the part of credit sales that is taken back by credit notes. The table has both.",
        slips=(
            Slip(
                "bad debt",
                lost,
                "Write-offs are money that was owed and never came.",
            ),
            Slip(
                "all that is disputed",
                sales * case.scenario.disputes.rate_fraction,
                "Most disputes end with payment. What was credited?",
            ),
            Slip("VAT in", value * (1 + vat), "Sales and dilution are net of VAT."),
            Slip("with the bad debt", value + lost, "Two different things were added up here."),
        ),
    )


@TASKS.plan(
    "your_repair",
    "Settle disputes in 16 days or less on average, and still earn at least half of what checking every invoice earns.",
    points=3,
    topics=("disputes", "deductions"),
)
def your_repair(case: Case) -> Goal:
    return Goal(lambda changes: _judged(case, changes))


def _judged(case: Case, changes: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """Whether disputes are settled soon, and for little enough."""
    if any(not set(levers) <= _LEVERS.get(group, set()) for group, levers in changes.items()):
        return not_yet("Move the invoice check and the dispute clerks; nothing else.", "other levers")
    most = case.change("profit_to_the_end", CHECKED).value
    gain = case.change("profit_to_the_end", changes).value
    days = case.compare(changes).others[0].mean("dispute_resolution_days")
    if days is not None and days > _MOST_DAYS:
        return not_yet(
            f"A dispute still takes {days:.0f} days. Fewer disputes are not faster ones: who works on them?",
            "too slow",
        )
    if gain < _PART_OF_GAIN * most:
        return not_yet(
            f"It earns {more_or_less(gain)} than today; checking every invoice alone earns {most:,.0f}. Settling "
            "faster costs a salary. What pays for it?",
            "too dear",
        )
    return right("Disputes are settled soon, and those that need not be never arise.")


TASKS.reflection(
    "whose_fault",
    "Whose budget should a credit note be booked against in your company, and what would change if it were?",
)


def _days_to_pay(case: Case, *, disputed: bool = True) -> float:
    """Days to pay under today's policy, with the lesson's disputes or without any."""
    scenario = None if disputed else case.scenario.but(disputes={"rate_fraction": 0.0})
    return case.side_by_side("status_quo", scenario=scenario).first.mean("dso_paid_days") or 0.0
