"""Lesson 2: the DSO family, and how each member lies.

Simple DSO, countback and CEI by hand on an account of the learner's own run; a season that moves the one and not the
other; a write-off that makes all of them look better; published figures that cannot be set beside one's own.
"""

from __future__ import annotations

from calendar import month_abbr
from collections.abc import Sequence

from simulator.classroom.answers import Choice, Number, Several, Slip
from simulator.classroom.case import Case
from simulator.classroom.handouts.account import CLOSING, MONTHS, OPENING, QUARTER_DAYS, account_of
from simulator.classroom.handouts.lies import WRITE_OFF_SOON, by_month, seasonal
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Tasks
from simulator.classroom.wording import moved
from simulator.metrics.collections import (
    collection_effectiveness_by_months_fraction,
    collection_effectiveness_fraction,
)
from simulator.metrics.dso import dso_countback_days, dso_days

TASKS = Tasks("02_dso_family")
MONTH_KEYS = tuple(name.casefold() for name in month_abbr[1:])
_TWICE = 2.0


def _spread(values: Sequence[float]) -> float:
    return max(values) - min(values)


@TASKS.chance(
    "season_moves",
    "Sales get a season; every customer pays exactly as late as before. How likely is it that simple DSO then moves "
    "at least twice as many days between its best and its worst month as countback? (0 never, 1 certainly)",
)
def season_moves(case: Case) -> Chance:
    compared = seasonal(case)
    simple, countback = (_spread(by_month(compared, name)) for name in ("dso_days", "dso_countback_days"))
    told = f"Simple DSO moved by {simple:.1f} days, countback by {countback:.1f}."
    return Chance(simple >= _TWICE * countback, told)


@TASKS.range(
    "dso_by_pen",
    "From now on, what is 90 days past due is written off (today after 365). By how many days does the DSO on open "
    "items fall? From, to:",
    unit="days",
)
def dso_by_pen(case: Case) -> Range:
    change = -case.change("dso_open_items_days", WRITE_OFF_SOON).value
    return Range(change, "days", 2.0, f"{moved('It', -change, 'days', 1)}, and nobody paid sooner.")


@TASKS.number(
    "simple_dso",
    "What is this account's simple DSO on 31 December, from the credit sales of the quarter (92 days)? Receivables "
    "and sales both with VAT.",
    unit="days",
    topics=("dso_family",),
)
def simple_dso(case: Case) -> Number:
    account = account_of(case)
    closing, sales = account.receivables(CLOSING), account.sales()
    value = dso_days(closing, sum(sales), QUARTER_DAYS) or 0.0
    net = dso_days(closing, sum(account.sales(net=True)), QUARTER_DAYS) or 0.0
    return Number(
        value,
        "days",
        0.06,
        "What is open on 31 December, divided by what was invoiced in the quarter, times the days of the quarter.",
        slips=(
            Slip(
                "VAT in",
                net,
                "The receivables are with VAT: so must the sales be. This DSO is a fifth too long.",
            ),
            Slip(
                "countback",
                _countback(case),
                "That is the countback. The simple one takes all three months at once.",
            ),
            Slip("90 days", value * 90 / QUARTER_DAYS, "How many days have October, November and December?"),
            Slip(
                "a year's days",
                value * 365 / QUARTER_DAYS,
                "Sales of a quarter go with the days of a quarter.",
            ),
            Slip(
                "opening for closing",
                account.receivables(OPENING) / sum(sales) * QUARTER_DAYS,
                "That is what was open on 30 September. DSO on 31 December looks at what is open then.",
            ),
        ),
    )


def _countback(case: Case) -> float:
    account = account_of(case)
    months = [
        (float(sales), float(days))
        for sales, (_, _, days) in zip(reversed(account.sales()), reversed(MONTHS), strict=True)
    ]
    return dso_countback_days(account.receivables(CLOSING), months) or 0.0


@TASKS.number(
    "countback",
    "And its DSO by countback on 31 December?",
    unit="days",
    points=2,
    topics=("dso_family",),
)
def countback(case: Case) -> Number:
    account = account_of(case)
    closing = account.receivables(CLOSING)
    october, november, december = account.sales()
    value, rest = _countback(case), closing - december
    simple = dso_days(closing, october + november + december, QUARTER_DAYS) or 0.0
    return Number(
        value,
        "days",
        0.06,
        "Take December's sales off what is open: that is 31 days. Which part of November is what is left?",
        slips=(
            Slip(
                "simple for countback", simple, "That is the simple DSO. Count back month by month instead."
            ),
            Slip(
                "rest over December",
                31 + rest / december * 30 if december else 0.0,
                "What is left after December belongs to November: divide it by November's sales.",
            ),
            Slip(
                "part of all days",
                rest / november * 30 if november else 0.0,
                "December's days are used up as well: add them.",
            ),
            Slip(
                "whole months",
                61.0,
                "November is used up in part only: take that part of its 30 days.",
            ),
        ),
    )


@TASKS.number(
    "effectiveness",
    "What is the collection effectiveness of this account in the quarter, the whole period at once?",
    unit="fraction",
    points=2,
    topics=("collection_effectiveness",),
)
def effectiveness(case: Case) -> Number:
    account = account_of(case)
    opening, closing = account.receivables(OPENING), account.receivables(CLOSING)
    current, sales = account.receivables(CLOSING, current_only=True), sum(account.sales())
    value = collection_effectiveness_fraction(opening, sales, closing, current) or 0.0
    by_months = collection_effectiveness_by_months_fraction(3, opening, sales, closing, current) or 0.0
    return Number(
        value,
        "fraction",
        0.0006,
        "Above the line what was collected; below it opening and sales, less what is not yet due.",
        slips=(
            Slip(
                "of everything",
                (opening + sales - closing) / (opening + sales),
                "What is not yet due cannot be collected: take it off below the line.",
            ),
            Slip(
                "by months",
                by_months,
                "That is the form with sales divided by the months. Take them whole here.",
            ),
            Slip(
                "overdue for current",
                (opening + sales - closing) / (opening + sales - (closing - current)),
                "Below the line it is what is not yet due that comes off, not what is overdue.",
            ),
            Slip(
                "upside down",
                1 / value,
                "No desk collects more than it could: what stands above the line?",
            ),
            Slip("what is left", 1 - value, "That is the part that was not collected."),
        ),
    )


@TASKS.choice(
    "month_that_lies",
    "The company with the season: at the end of which month does simple DSO look worst against countback?",
    dict(zip(MONTH_KEYS, month_abbr[1:], strict=True)),
    topics=("dso_family",),
)
def month_that_lies(case: Case) -> Choice:
    gaps = month_gaps(case)
    worst = MONTH_KEYS[gaps.index(max(gaps))]
    best = MONTH_KEYS[gaps.index(min(gaps))]
    hints = {
        key: "Take countback off simple DSO, month by month: where is the difference largest?"
        for key in MONTH_KEYS
        if key != worst
    }
    if best != worst:
        hints[best] = "There simple DSO looks better than it is. Where does it look worse?"
    return Choice(worst, hints)


def month_gaps(case: Case) -> list[float]:
    """Simple DSO less countback at each month end of the company with a season (days)."""
    compared = seasonal(case)
    pairs = zip(by_month(compared, "dso_days"), by_month(compared, "dso_countback_days"), strict=True)
    return [simple - true for simple, true in pairs]


@TASKS.several(
    "better_by_pen",
    "Which of these looked better after the early write-off, although no customer paid a day sooner?",
    {
        "over_90": "The share over 90 days past due",
        "open_items": "DSO on open items",
        "cei": "Collection effectiveness (CEI)",
        "cash": "Cash collected",
        "bad_debt": "Bad debt as a share of sales",
    },
    points=2,
    topics=("dso_family", "collection_effectiveness", "ageing", "internal_audit"),
)
def better_by_pen(_case: Case) -> Several:
    return Several(
        frozenset({"over_90", "open_items", "cei"}),
        {
            "cash": "Look at the line again. Does anybody pay sooner because an invoice was given up?",
            "bad_debt": "That is where the invoices went: does this share rise or fall?",
        },
        "One is missing: what else is reckoned from what is still open?",
    )


@TASKS.several(
    "before_comparing",
    "A study says 38 days, your table says fewer. What must be the same before you may call yours better?",
    {
        "method": "The method: simple, countback, or days to pay",
        "vat": "VAT in both receivables and sales, or in neither",
        "terms": "The payment terms that customers have",
        "population": "Whose customers were counted: country, sector, size",
        "currency": "The currency",
        "logo": "The software with which it was counted",
    },
    points=2,
    topics=("benchmarking", "dso_family"),
)
def before_comparing(_case: Case) -> Several:
    return Several(
        frozenset({"method", "vat", "terms", "population"}),
        {
            "currency": "Days have no currency: it is above the line and below it.",
            "logo": "What is counted matters, not what counts it.",
        },
        "One is missing. At net 60, would 38 days be good or impossible? In receivables with VAT over sales without?",
    )


TASKS.reflection(
    "your_two_figures",
    "You may show your board two figures of this family each month, and one sentence under each that says when it "
    "lies. Which two, and which sentences?",
    fewest=40,
)
