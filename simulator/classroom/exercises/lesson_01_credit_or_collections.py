"""Lesson 1: credit or collections.

Two companies with the same DSO: one sells to weak customers, the other does not chase strong ones. Which is which, what
the telephone brings, what a stricter door brings within a year, and whose calls the customers cost.
"""

from __future__ import annotations

from simulator.classroom.answers import Choice, Number, Order, Several, Slip
from simulator.classroom.case import Case
from simulator.classroom.handouts.companies import (
    AS_IT_IS,
    COLLECTIONS,
    CREDIT,
    DOOR,
    SAME_DESK,
    TELEPHONE,
    Companies,
)
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Tasks
from simulator.classroom.wording import moved

TASKS = Tasks("01_credit_or_collections")
_TERMS, _PUNCTUAL, _YEAR = 30, 9, 365
_READ = 0.05
"""A figure of a table with one decimal may be off by so much."""


def _level(case: Case, cause: str, strategy: str, measure: str) -> float:
    value = Companies(case).prescriptions(cause).result(strategy).mean(measure)
    return 0.0 if value is None else value


@TASKS.chance(
    "later_and_worse",
    "One of the two loses far more to bad debt. How likely is it that its late invoices are also late for longer, on "
    "average? (0 never, 1 certainly)",
)
def later_and_worse(case: Case) -> Chance:
    weak, strong = (
        _level(case, cause, AS_IT_IS, "days_late_of_late_mean") for cause in (CREDIT, COLLECTIONS)
    )
    told = f"Its late invoices are {weak:.0f} days late on average, those of the other {strong:.0f}."
    return Chance(weak > strong, told)


@TASKS.range(
    "door_in_a_year",
    "The one with the bad debt shuts the door tomorrow: a bureau's score for every applicant, the worst three in ten "
    "get nothing. By how many percent do the write-offs of the first year fall? From, to:",
    unit="percent",
)
def door_in_a_year(case: Case) -> Range:
    before = _level(case, CREDIT, AS_IT_IS, "write_offs")
    less = 100 * (1 - _level(case, CREDIT, DOOR, "write_offs") / before)
    return Range(less, "percent", 10.0, f"{moved('They', -less, 'percent', 1)}.")


@TASKS.number(
    "tenth_customer",
    "Nine of ten euros arrive on day 30. On which day does the tenth arrive, if the DSO is the one that Amber shows "
    "(its countback)?",
    unit="days from the invoice",
    topics=("dso_family", "ageing"),
)
def tenth_customer(case: Case) -> Number:
    """9 x 30 + day = 10 x DSO: with 35.3 days the tenth comes on day 83."""
    dso = Companies(case).beside()["Amber"].mean("dso_countback_days") or 0.0
    day = 10 * dso - _PUNCTUAL * _TERMS
    return Number(
        day,
        "days from the invoice",
        10 * _READ + 0.01,
        "Ten euros, ten days of arrival: nine of them are known, and so is their average.",
        slips=(
            Slip("days late", day - _TERMS, "That is how late it is. On which day does it arrive?"),
            Slip(
                "one of nine",
                9 * dso - 8 * _TERMS,
                "There are ten euros in all: nine on day 30, and one that is late.",
            ),
            Slip("ten times the DSO", 10 * dso, "The other nine euros have days too: take theirs off."),
            Slip("the DSO itself", dso, "If the tenth came on that day, what would the average be?"),
        ),
    )


@TASKS.choice(
    "which_is_which",
    "Which company has its trouble in credit (whom it sells to), which in collections (how it chases)?",
    {
        "amber": "Amber in credit, Blue in collections",
        "blue": "Blue in credit, Amber in collections",
    },
    points=2,
    topics=("dso_family", "ageing", "dunning"),
)
def which_is_which(case: Case) -> Choice:
    credit = Companies(case).name_of(CREDIT).casefold()
    other = next(name for name in ("amber", "blue") if name != credit)
    hint = (
        "Whoever is never asked pays late and pays in the end; whoever cannot pay is asked, and does not. Which of "
        "the two loses the money?"
    )
    return Choice(credit, {other: hint})


@TASKS.several(
    "evidence",
    "Which of these facts, true of one of the two, point to credit rather than to collections?",
    {
        "bad_debt": "Its bad debt is a multiple of the other's, at about the same sales",
        "late_though_called": "More of its invoices are late, although it calls",
        "over_90": "More of its receivables is over 90 days past due, and hardly moves",
        "same_dso": "Its DSO is above its terms",
        "long_late": "Those of its invoices that are late are late for longer, and are paid in the end",
        "silence": "Between the due date and day 45 nobody asks for the money",
    },
    points=2,
    topics=("ageing", "collection_effectiveness", "credit_policy"),
)
def evidence(_case: Case) -> Several:
    return Several(
        frozenset({"bad_debt", "late_though_called", "over_90"}),
        {
            "same_dso": "Both have that. A fact that fits both suspects convicts neither.",
            "long_late": "Late and paid in the end: would a better customer have helped there, or a reminder?",
            "silence": "Is that a fact about the customers, or about the desk?",
        },
        "One is missing: which other fact is true although the desk does its work?",
    )


@TASKS.number(
    "cash_of_the_telephone",
    "How much cash does the telephone release, once, in the company whose trouble is collections? Use the change of "
    "its countback DSO; sales in the table are without VAT, receivables with 20 %.",
    unit="EUR",
    points=2,
    topics=("working_capital", "dunning"),
)
def cash_of_the_telephone(case: Case) -> Number:
    """Days x sales with VAT / 365: 5.2 days x 22,972,344 x 1.2 / 365 = 392,735."""
    compared = Companies(case).prescriptions(COLLECTIONS)
    before, after = compared.first, compared.result(TELEPHONE)
    found = compared.difference(after, "dso_countback_days")
    days = -found.mean if found else 0.0
    sales = before.mean("credit_sales") or 0.0
    gross = 1 + case.scenario.company.vat_fraction
    value = days * sales * gross / _YEAR
    per_day = value / days
    return Number(
        value,
        "EUR",
        2 * _READ * per_day + 0.01 * value,
        "A day of DSO is a day of sales, as they stand in the receivables. How many fewer, and what is one worth?",
        slips=(
            Slip(
                "VAT out",
                value / gross,
                "Customers pay the invoice with its VAT, and that is what stands open.",
            ),
            Slip(
                "a month of sales", value * _YEAR / 12, "A day of DSO is worth a day of sales, not a month."
            ),
            Slip(
                "all of the DSO",
                per_day * (before.mean("dso_countback_days") or 0.0),
                "That is everything that is open. Only the difference comes in.",
            ),
        ),
    )


@TASKS.number(
    "work_of_the_door",
    "Which share of its collectors' work would the company with the credit trouble be spared, if it had the "
    "customers of the other and chased them in the same way?",
    unit="fraction of the load",
    points=2,
    topics=("collector_capacity", "credit_policy", "working_capital"),
)
def work_of_the_door(case: Case) -> Number:
    """1 - load with the other's customers / load with its own: 1 - 0.094 / 0.112 = 0.16."""
    own = _level(case, CREDIT, AS_IT_IS, "desk_load_fraction")
    other = _level(case, COLLECTIONS, SAME_DESK, "desk_load_fraction")
    share = 1 - other / own
    return Number(
        share,
        "fraction of the load",
        0.012,
        "Both desks have the same hours and the same ladder: how much smaller is the one load, as a part of the other?",
        slips=(
            Slip(
                "points for share",
                own - other,
                "That is the difference of the two loads. Which part of its own load is it?",
            ),
            Slip("what is left", other / own, "That is the part that stays. Which part goes?"),
            Slip(
                "on the smaller load",
                own / other - 1,
                "The question starts from the company's own load: that is what you divide by.",
            ),
        ),
    )


@TASKS.order(
    "how_soon",
    "Three measures begin on the same Monday. In which order does each show in the receivables, the first one first?",
    {
        "door": "A bureau's score for new applicants",
        "terms": "Shorter terms on every new invoice",
        "telephone": "Calls to whoever is overdue",
    },
    topics=("credit_policy", "terms_policy", "dunning"),
)
def how_soon(_case: Case) -> Order:
    return Order(
        ("telephone", "terms", "door"),
        "Which invoices does each of them touch: those that are overdue, those that are written from now on, or "
        "those of customers who are not there yet?",
    )


TASKS.reflection(
    "prescription",
    "Write to the director of the company with the credit trouble: what should it change, what will that not change "
    "this year, and by which figure, other than DSO, should you be judged?",
    fewest=40,
)
