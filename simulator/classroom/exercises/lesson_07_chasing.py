"""Lesson 7: chasing.

A queue worked by hand, how much money would have come anyway, what the ladder's gain is made of, what a dialler is
worth to a desk that nobody waits for, and a desk of one's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.classroom.answers import Choice, Goal, Number, Order, Slip
from simulator.classroom.case import Case
from simulator.classroom.handouts.chasing import NAMES, begins, by_gain, calls
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Tasks
from simulator.classroom.verdicts import Verdict, not_yet, right
from simulator.classroom.wording import more_or_less
from simulator.results.comparison import Result

TASKS = Tasks("07_chasing")
NOBODY = {"collections": {"ladder": [], "collectors": 0}}
"""The company without any reminder and without anybody who calls."""
_LEAST_GAIN, _LATER, _BUSIEST = 45_000.0, 0.05, 0.8
_LEVERS = {"shift_minutes", "call_attempts", "worklist_rule"}


@TASKS.chance(
    "half_by_itself",
    "How likely is it that, without any reminder or call, more than half of the money that is unpaid on its due day "
    "comes within the next 30 days? (0 never, 1 certainly)",
)
def half_by_itself(case: Case) -> Chance:
    found = _cured(_nobody(case))
    return Chance(found > 0.5, f"By itself came {'more' if found > 0.5 else 'less'} than half of it.")


@TASKS.range(
    "days_by_the_ladder",
    "By how many days do all reminders and calls together shorten the days to pay? From, to:",
    unit="days",
)
def days_by_the_ladder(case: Case) -> Range:
    found = case.change("dso_paid_days", NOBODY).value
    return Range(found, "days", 2.0, f"It was {found:.1f} days.")


@TASKS.order(
    "queue_order",
    "In which order do you call the five customers, if each call should save as much as it can?",
    {name.lower(): name for name in NAMES},
    topics=("dunning", "collector_capacity"),
)
def queue_order(case: Case) -> Order:
    order = tuple(call.name.lower() for call in by_gain(case))
    return Order(
        order,
        "A call can save at most the days that the money would otherwise still stay away. Multiply them by the amount: "
        "a large sum that comes the day after tomorrow by itself is worth little.",
    )


@TASKS.number(
    "last_call_begins",
    "How many minutes after the desk opens does the fifth call of your order begin? Two collectors work.",
    unit="minutes",
    topics=("collector_capacity",),
)
def last_call_begins(case: Case) -> Number:
    """Calls of 12, 6, 9, 20 and 5 minutes begin at 0, 0, 6, 12 and 15."""
    queue = by_gain(case)
    start = begins(queue)[-1]
    before = [call.minutes for call in queue[:-1]]
    return Number(
        start,
        "minutes",
        0.1,
        "Draw a line for each collector. Whoever is free first takes the next name of the list; what is the fifth?",
        slips=(
            Slip("one collector", sum(before), "That is the wait with one collector. There are two."),
            Slip("halved", sum(before) / 2, "A call cannot be shared: follow each of the two, call by call."),
            Slip("end for beginning", start + queue[-1].minutes, "Then it ends. When does it begin?"),
            Slip("other order", begins(calls(case))[-1], "That is the order of the sheet, not of your list."),
            Slip(
                "largest first",
                begins(sorted(calls(case), key=lambda call: -call.overdue))[-1],
                "That is the order by amount. Which call saves most?",
            ),
        ),
    )


@TASKS.number(
    "self_cure",
    "Of the money that is unpaid on its due day, which fraction comes within the next 30 days although nobody asks?",
    unit="fraction",
    points=2,
    topics=("self_cure", "dunning"),
)
def self_cure(case: Case) -> Number:
    """Paid by day 30 61 %, by day 60 91 %: 30 of 39 unpaid came, 0.77."""
    nobody = _nobody(case)
    chased = case.compare(NOBODY).first
    due, later = _paid(nobody)
    return Number(
        (later - due) / (1 - due),
        "fraction",
        0.006,
        "Take the column without reminders. What came from day 30 to day 60, and what was still out on day 30?",
        slips=(
            Slip(
                "with the ladder", _cured(chased), "That is the money that came while you were asking for it."
            ),
            Slip(
                "of all sales",
                later - due,
                "That is a fraction of all money invoiced, not of the unpaid part.",
            ),
            Slip("all that was paid", later, "That counts those who paid by the due day as well."),
            Slip("what did not come", (1 - later) / (1 - due), "That is the part that stayed away."),
        ),
    )


@TASKS.choice(
    "where_the_gain_is",
    "What makes up most of what the reminders and calls earn for your company?",
    {
        "orders": "Orders that would have been stopped or lost because something was overdue",
        "interest": "Interest saved, because money comes sooner",
        "losses": "Bad debts avoided",
        "postage": "Cheap e-mails in place of dear calls",
    },
    topics=("dunning", "stop_supply", "sales_and_credit"),
)
def where_the_gain_is(case: Case) -> Choice:
    changed = {
        "orders": case.change("lost_margin", NOBODY).value,
        "interest": case.change("overdraft_interest", NOBODY).value,
        "losses": case.change("write_offs", NOBODY).value,
    }
    hints = {
        "orders": "Look at the lost margin in the table: how much does it move?",
        "interest": "Interest is saved, but compare its row with the one of the lost margin.",
        "losses": "Look at the write-offs: how far do they move, beside the other rows?",
        "postage": "Postage is a cost. What does the desk earn, before its costs?",
    }
    most = max(changed, key=lambda one: changed[one])
    return Choice(most, {key: hint for key, hint in hints.items() if key != most})


@TASKS.choice(
    "dialler",
    "The dialler halves the minutes of a call. Why does it earn your company next to nothing?",
    {
        "free": "No customer waits for a collector: the minutes saved are minutes that nobody needed",
        "price": "Because it is too dear",
        "angry": "Because customers leave when a machine calls",
        "late": "Because calls come too late to change anything",
    },
    topics=("collector_capacity",),
)
def dialler(_case: Case) -> Choice:
    return Choice(
        "free",
        {
            "price": "Its price is not even in the table. Look at the collectors' load, and at what waits.",
            "angry": "Look at the customers lost: do they move?",
            "late": "Calls do change something: compare with the run without anybody who calls.",
        },
    )


@TASKS.plan(
    "your_desk",
    "Find a desk that earns at least 45,000 EUR a year more than today's, with customers on average no more than 0.05 "
    "days later, and busy for no more than 80 % of its time.",
    points=3,
    topics=("collector_capacity", "dunning"),
)
def your_desk(case: Case) -> Goal:
    return Goal(lambda changes: _judged(case, changes))


def _judged(case: Case, changes: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """Whether a desk earns more, without customers paying later or people working at their limit."""
    if set(changes) != {"collections"} or not set(changes["collections"]) <= _LEVERS:
        return not_yet("Move the shift, the attempts and whom to call first; nothing else.", "other levers")
    gain = case.change("profit_to_the_end", changes).value
    later = case.change("days_late_mean", changes).value
    load = case.compare(changes).others[0].mean("desk_load_fraction")
    if load is None or load > _BUSIEST:
        return not_yet(
            "The desk has no slack: one sick day, and cases wait. A desk near 100 % is no cheap desk.",
            "too busy",
        )
    if later > _LATER:
        return not_yet(f"Invoices are paid {later:.2f} days later than today.", "later")
    if gain < _LEAST_GAIN:
        return not_yet(
            f"It earns {more_or_less(gain)} than today. Half of the answer is what you stop paying for; the other half "
            "is what you could do with minutes that are free: how many calls reach nobody?",
            "too little",
        )
    return right("It earns enough, nobody pays later, and there is room for a bad day.")


TASKS.reflection(
    "our_own_ladder",
    "Which step of your own company's reminders would you leave out for half of the customers, chosen by coin, to "
    "learn what it does? Say what you would measure, and for how long.",
)


def _nobody(case: Case) -> Result:
    return case.compare(NOBODY).others[0]


def _paid(result: Result) -> tuple[float, float]:
    """What is paid by the due day and 30 days later, at net 30 (fractions of the value)."""
    return result.mean("paid_within_30_fraction") or 0.0, result.mean("paid_within_60_fraction") or 0.0


def _cured(result: Result) -> float:
    """Of what is unpaid on the due day: the fraction that came within 30 days."""
    due, later = _paid(result)
    return (later - due) / (1 - due)
