"""Lesson 11: from our own ledger to a policy.

Two exports, what customers really owe, a short back-test by hand, a policy for the fitted customers, an audit of what
was done under it, and interest by law.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from simulator.classroom.answers import Choice, Goal, Number, Several, Slip, told_apart
from simulator.classroom.case import Case
from simulator.classroom.handouts.audit import BROKEN, HINTS, files_of
from simulator.classroom.handouts.books import Books, amount_of, books_of, entered_twice, open_credits
from simulator.classroom.handouts.invoices import late_invoice_of
from simulator.classroom.predictions import Chance, Range
from simulator.classroom.tasks import Tasks
from simulator.classroom.verdicts import Verdict, not_yet, right
from simulator.classroom.wording import moved
from simulator.rules.late_charges import COMPENSATION, RATES, charge_cents, late_interest
from simulator.units import CENTS

TASKS = Tasks("11_ledger_to_policy")
_DAYS_LESS, _MOST_COST_FRACTION = 1.8, 0.0001
_GROUPS = {"discount", "late_charges", "collections", "terms", "credit_policy"}


@TASKS.range(
    "cash_of_a_week",
    "How much of what is open on 25 November is paid in the seven days after it? From, to:",
    unit="EUR",
)
def cash_of_a_week(case: Case) -> Range:
    came = books_of(case).backtest.weeks[-1].came
    return Range(came, "EUR", 0.4 * came, f"{came:,.0f} EUR came in.")


@TASKS.chance(
    "model_beats_average",
    "How likely is it that the model's weekly cash is less far off than that of each customer's average delay? "
    "(0 never, 1 certainly)",
)
def model_beats_average(case: Case) -> Chance:
    methods = books_of(case).backtest.methods
    model, average = (methods[name]["weekly_wape"] for name in ("simulator", "customer_mean"))
    told = f"The model's weekly cash is off by {model:.0%}, the average delay's by {average:.0%}."
    return Chance(model < average, told)


@TASKS.number(
    "really_owed",
    "What do your customers really owe you on 31 December, VAT included?",
    unit="EUR",
    points=2,
    topics=("data_quality", "cash_application", "internal_audit"),
)
def really_owed(case: Case) -> Number:
    """2,887,594.91 open - 364,926.32 entered twice - 46,462.04 credit notes = 2,476,206.55."""
    ledger = books_of(case).export
    report = ledger.report
    assert report is not None  # it was read from a file
    read = report.open_cents / CENTS
    twice, credit = amount_of(ledger, entered_twice(ledger)), -amount_of(ledger, open_credits(ledger))
    owed = read - twice - credit
    return Number(
        owed,
        "EUR",
        1.0,
        "Begin with the open invoices as read. What is in them that nobody owes, and what do you owe your customers?",
        slips=(
            Slip("as read", read, "That is the file as it stands. What does its report ask you to look at?"),
            Slip(
                "credit notes left in",
                read - twice,
                "The doubles are out. A credit note that is not set off is money that the customer will not pay.",
            ),
            Slip(
                "doubles left in", read - credit, "The credit notes are off. Does anybody pay a bill twice?"
            ),
            Slip("credit notes added", read - twice + credit, "Does a credit note raise what is owed?"),
            Slip(
                "both of each pair out",
                read - 2 * twice - credit,
                "One of each pair is a real invoice. How many of the two are wrong?",
            ),
        ),
    )


@TASKS.number(
    "weekly_error",
    "By what part of the cash that came was the model's weekly forecast off, over the four weeks together?",
    unit="fraction",
    points=2,
    topics=("model_validation", "cash_forecasting"),
)
def weekly_error(case: Case) -> Number:
    """Forecasts 100 and 80, 120 and 60 came: (20 + 20) / 180 = 0.222; added up they would be right."""
    weeks = books_of(case).backtest.weeks
    missed = [week.expected - week.came for week in weeks]
    came = sum(week.came for week in weeks)
    size = sum(map(abs, missed))
    value = size / came
    slips = (
        Slip(
            "errors set off",
            abs(sum(missed)) / came,
            "Too much in one week does not pay the wages of another: take each week's error without its sign.",
        ),
        Slip(
            "average of percentages",
            sum(abs(one) / week.came for one, week in zip(missed, weeks, strict=True)) / len(weeks),
            "An average of four percentages counts a small week as much as a large one. Add the money first.",
        ),
        Slip(
            "by the forecast",
            size / sum(week.expected for week in weeks),
            "Divide by what came: the forecast cannot be its own yardstick.",
        ),
        Slip(
            "not divided by four weeks",
            size / came * len(weeks),
            "The cash of all four weeks is below the line.",
        ),
    )
    hint = "Add the four differences without their signs, and divide by all that came in the four weeks."
    return Number(value, "fraction", 0.0006, hint, slips=told_apart(value, 0.0006, slips))


@TASKS.choice(
    "amber_means",
    "The light is amber: only sixteen weeks could be compared. What do you do before the cash of it goes to the bank?",
    {
        "more_days": "Look ahead from more days of the past; until then tell the bank differences, not levels",
        "more_runs": "Run the model a thousand times instead of sixty, so that the light turns green",
        "throw_away": "Put the model away: what is not green is wrong",
        "beats_naive": "Nothing: it was better than the naive methods, and amber is only for engineers",
    },
    topics=("model_validation", "communication"),
)
def amber_means(_case: Case) -> Choice:
    return Choice(
        "more_days",
        {
            "more_runs": "More runs sharpen the forecast of a week. Do they add a week that really happened?",
            "throw_away": "Which sentence under the light says that the model was wrong? Read what it says instead.",
            "beats_naive": "Better than a poor method is not the same as tested. How many weeks is that built on?",
        },
    )


@TASKS.plan(
    "your_policy",
    "Find a policy for these customers that lowers DSO (countback) by at least 1.8 days and costs at most 0.01 % of "
    "credit sales in profit.",
    points=3,
    topics=("credit_policy", "terms_policy", "legal_compliance", "cost_of_discount"),
)
def your_policy(case: Case) -> Goal:
    return Goal(lambda changes: _judged(books_of(case), changes))


def _judged(books: Books, changes: Mapping[str, Mapping[str, Any]]) -> Verdict:
    """Whether a policy brings the days without costing profit, by the law that holds."""
    if not set(changes) <= _GROUPS:
        return not_yet(
            "Insurer and bank are for another day: change terms, discount, charges, chasing.", "other levers"
        )
    charges = changes.get("late_charges", {})
    if charges.get("policy", "none") != "none" and charges.get("jurisdiction", "uk") != "eu":
        return not_yet(
            "Your customers buy in euro, in the European Union. Which law grants the charges?", "other law"
        )
    fitted = books.fitted
    days = -fitted.change("dso_countback_days", changes).value
    profit = fitted.change("profit_to_the_end", changes).value
    if days < _DAYS_LESS:
        return not_yet(
            f"{moved('DSO', -days, 'days', 1)}. Which lever moves those who can pay sooner?", "too few days"
        )
    if profit < -_MOST_COST_FRACTION * fitted.level("credit_sales").value:
        return not_yet(
            f"DSO falls by {days:.1f} days, and profit by {-profit:,.0f} EUR. Who pays for the days, us or the late?",
            "costs profit",
        )
    return right(f"DSO falls by {days:.1f} days and profit stands.")


@TASKS.several(
    "broke_policy",
    "Which of the six files broke the policy?",
    {str(number): f"File {number}" for number in range(1, 7)},
    points=2,
    topics=(
        *("internal_audit", "order_approval", "stop_supply", "policy_review"),
        *("promises_to_pay", "collection_agencies", "legal_action"),
    ),
)
def broke_policy(case: Case) -> Several:
    files = files_of(case.seed)
    broken = frozenset(str(one.number) for one in files if one.kind in BROKEN)
    return Several(
        broken,
        {str(one.number): HINTS[one.kind] for one in files if one.kind not in BROKEN},
        "Another one broke a rule. Hold each file against all four: authority, stop, exceptions, agency and court.",
    )


@TASKS.number(
    "late_interest",
    "What may you charge for this invoice under the late-payment rules of the European Union, compensation included?",
    unit="EUR",
    points=2,
    topics=("legal_compliance",),
)
def late_charge(case: Case) -> Number:
    """12,000 EUR due on 4 July, paid 45 days late: 12,000 x 0.104 x 45 / 365 + 40 = 193.86."""
    one = late_invoice_of(case.seed)
    fixed = COMPENSATION["eu"][0]
    before, rate = (_rate(day) for day in (one.issued, one.due))
    interest = late_interest(one.gross, rate, one.days_late)
    value = charge_cents(round(one.gross * CENTS), rate, one.days_late, fixed) / CENTS
    slips = (
        Slip(
            "without compensation",
            interest,
            "The interest is right. What else does the directive give for each invoice?",
        ),
        Slip("without interest", fixed, "That is the fixed sum. Interest comes on top of it."),
        Slip(
            "rate of the invoice date",
            late_interest(one.gross, before, one.days_late) + fixed,
            "Which half-year's rate holds: that in which the invoice was written, or that in which it fell due?",
        ),
        Slip(
            "days since the invoice",
            late_interest(one.gross, rate, one.days_late + (one.due - one.issued).days) + fixed,
            "Interest runs from the day after the due date: nobody is late before.",
        ),
        Slip(
            "net of VAT",
            late_interest(one.net, rate, one.days_late) + fixed,
            "The customer owes the whole invoice late, not only the part that is your sale.",
        ),
        Slip(
            "a whole year's interest",
            one.gross * rate + fixed,
            "The rate is for a year. How many days of it was the customer late?",
        ),
    )
    hint = "Amount with VAT x yearly rate of the half-year in which it fell due x days late / 365, and the fixed sum."
    return Number(value, "EUR", 0.2, hint, slips=told_apart(value, 0.2, slips))


def _rate(day: date) -> float:
    """The Union's rate that holds for what falls due on a day."""
    return [rate for since, rate in RATES["eu"] if since <= day][-1]


TASKS.reflection(
    "who_signs",
    "Who in your company has to sign the page, who has to know it, and what would you show them first: the light, the "
    "policy, or the money?",
)
