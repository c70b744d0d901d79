"""Levers that contradict each other, with the change that mends it.

What cannot stand together is refused everywhere; what can, but is hardly meant, is warned about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from simulator.checks.ladders import meet
from simulator.levers import Levers, Step
from simulator.parameters import CHANNELS

AGENCY, DEBT_SALE, LEGAL = "agency", "debt_sale", "legal"
USUAL_MANDATE_DAYS = 120
_USUAL_COURT_DAYS = 42 + 90
"""A judgment by default, and the time to pay it."""


class Terms(NamedTuple):
    """The shortest and the longest payment terms that any customer has under a strategy (days)."""

    shortest: int
    longest: int


@dataclass(frozen=True)
class Clash:
    """Two levers that cannot stand together, or hardly.

    Attributes:
        sentence: Both values, and why they clash.
        key: The lever that is changed to mend it.
        value: Its new value.
        remedy: That change in words, for a button.
        is_refused: Whether nothing may run; else it is only warned about.
    """

    sentence: str
    key: str
    value: Any
    remedy: str
    is_refused: bool = True

    @property
    def advice(self) -> str:
        """The sentence, and what to write in a file."""
        if isinstance(self.value, list):
            return f"{self.sentence} {self.remedy} ({self.key})."
        return f"{self.sentence} Set {self.key} to {self.value}."


def clashes(levers: Levers, terms: Terms, mandate_days: int = USUAL_MANDATE_DAYS) -> tuple[Clash, ...]:
    """What is contradictory in a strategy, what is refused first.

    Args:
        levers: Every lever's value.
        terms: The payment terms that customers have under the strategy (days).
        mandate_days: For how long a collection agency has an invoice (days).

    >>> from simulator.levers import Levers
    >>> late = Levers().but(discount={"rate_fraction": 0.02, "window_days": 40})
    >>> clashes(late, Terms(30, 30))[0].sentence
    'The discount window (40 days) is longer than the payment terms (30 days).'
    """
    found = [
        *_credit(levers),
        *_discount(levers, terms),
        *_charges(levers),
        *_insurance(levers, terms),
        *_retention(levers),
        *_order_of_steps(levers, mandate_days),
        *_write_off(levers, mandate_days),
        *_factor(levers),
    ]
    return tuple(sorted(found, key=lambda clash: not clash.is_refused))


def refused(found: tuple[Clash, ...]) -> tuple[Clash, ...]:
    """Those with which nothing may run."""
    return tuple(clash for clash in found if clash.is_refused)


def warned(found: tuple[Clash, ...]) -> tuple[Clash, ...]:
    """Those that are only warned about."""
    return tuple(clash for clash in found if not clash.is_refused)


def _credit(levers: Levers) -> Iterator[Clash]:
    """A cut-off without anything to judge by, limits by an insurer that there is not."""
    policy = levers.credit_policy
    if policy.refused_fraction > 0.0 and policy.information == "none":
        yield Clash(
            f"{policy.refused_fraction:.0%} of the applicants are refused, but we know nothing of them: it hits good "
            "ones as often as bad ones.",
            "credit_policy.information",
            "bureau",
            "Ask a bureau",
            is_refused=False,
        )
    if policy.analysts > 0 and policy.decision_days > 0:
        yield Clash(
            f"Applicants wait until one of our analysts ({policy.analysts}) works on their file: the "
            f"{policy.decision_days} days that a decision takes count no more.",
            "credit_policy.decision_days",
            0,
            "Let only the analysts' work count",
            is_refused=False,
        )
    if policy.monitoring == "alerts" and policy.limit_rule == "none" and policy.alert_limit_fraction > 0.0:
        yield Clash(
            f"A warning cuts a customer's limit to {policy.alert_limit_fraction:.0%}, but customers have no limits: we "
            "pay for warnings on which we do nothing.",
            "credit_policy.alert_limit_fraction",
            0.0,
            "Sell no more on credit after a warning",
            is_refused=False,
        )
    if policy.limit_rule == "insurer" and levers.insurance.insured_fraction <= 0.0:
        yield Clash(
            "Credit limits follow the insurer's, but there is no insurance: hardly anybody gets any credit.",
            "credit_policy.limit_rule",
            "monthly_sales",
            "Set limits by months of sales",
        )


def _discount(levers: Levers, terms: Terms) -> Iterator[Clash]:
    """A window that ends after the invoice is due."""
    discount = levers.discount
    if discount.rate_fraction > 0.0 and discount.window_days > terms.longest:
        days = min(10, terms.longest)
        yield Clash(
            f"The discount window ({discount.window_days} days) is longer than the payment terms "
            f"({terms.longest} days).",
            "discount.window_days",
            days,
            f"Set the window to {days} days",
        )


def _charges(levers: Levers) -> Iterator[Clash]:
    """Two discounts at once; charges for lateness that come to nothing."""
    discount, late = levers.discount, levers.late_charges
    if discount.rate_fraction > 0.0 and discount.dynamic_rate_per_year > 0.0:
        yield Clash(
            f"There are two discounts, a fixed one ({discount.rate_fraction:.2%}) and a sliding one "
            f"({discount.dynamic_rate_per_year:.2%} a year).",
            "discount.dynamic_rate_per_year",
            0.0,
            "Keep the fixed discount",
        )
    if late.policy != "none" and late.jurisdiction == "none" and not late.own_rate_per_year:
        yield Clash(
            "Late charges are announced, but neither a law (late_charges.jurisdiction none) nor our contract "
            "(late_charges.own_rate_per_year) names a rate.",
            "late_charges.policy",
            "none",
            "Announce no late charges",
        )


def _insurance(levers: Levers, terms: Terms) -> Iterator[Clash]:
    """Terms beyond those that the insurer covers: for everybody, or for some."""
    insurance = levers.insurance
    if insurance.insured_fraction <= 0.0 or terms.longest <= insurance.maximum_terms_days:
        return
    is_nobody = terms.shortest > insurance.maximum_terms_days
    what = "so nothing is insured" if is_nobody else "so customers with longer terms are not insured"
    whose = "Our payment terms" if is_nobody else "Our longest payment terms"
    days = terms.shortest if is_nobody else terms.longest
    yield Clash(
        f"{whose} ({days} days) are longer than the insurer covers ({insurance.maximum_terms_days} days), {what}.",
        "insurance.maximum_terms_days",
        terms.longest,
        f"Agree {terms.longest} days with the insurer",
        is_refused=is_nobody,
    )


def _retention(levers: Levers) -> Iterator[Clash]:
    """Retained money that the insurer does not cover; a discount that nobody can take."""
    terms, insurance = levers.terms, levers.insurance
    last = terms.retention_release_days + terms.retention_defects_days
    if (
        terms.retention_fraction > 0.0
        and insurance.insured_fraction > 0.0
        and last > insurance.maximum_terms_days
    ):
        yield Clash(
            f"Retained money is due up to {last} days after the invoice, longer than the insurer covers "
            f"({insurance.maximum_terms_days} days), so it is not insured.",
            "insurance.maximum_terms_days",
            last,
            f"Agree {last} days with the insurer",
            is_refused=False,
        )
    is_offered = levers.discount.rate_fraction > 0.0 or levers.discount.dynamic_rate_per_year > 0.0
    if terms.direct_debit_fraction >= 1.0 and is_offered:
        yield Clash(
            "Every customer pays by direct debit on the due date (terms.direct_debit_fraction 1), so the discount for "
            "paying early goes only to those whose debit fails.",
            "terms.direct_debit_fraction",
            0.5,
            "Let half of the customers pay by debit",
            is_refused=False,
        )


def _first(steps: tuple[Step, ...], *channels: str) -> Step | None:
    """The first step by one of these channels."""
    return next((step for step in sorted(steps, key=lambda step: step.day) if step.channel in channels), None)


def _moved(steps: tuple[Step, ...], moved: Step, day: int) -> list[dict[str, Any]]:
    """The ladder as a file has it, with one step on another day, or the next that is free."""
    others = [step for step in steps if step != moved]
    while any(step.day == day for step in others):
        day += 1
    placed = [*others, moved.model_copy(update={"day": day})]
    return [step.model_dump() for step in sorted(placed, key=lambda step: step.day)]


def _pairs(steps: tuple[Step, ...], early: str, late: tuple[str, ...]) -> Iterator[tuple[Step, Step]]:
    """Steps of one kind, each with the first of other kinds that the same invoice may take."""
    for step in steps:
        if step.channel == early:
            others = (other for other in steps if meet(step.model_dump(), other.model_dump()))
            if other := _first(tuple(others), *late):
                yield step, other


def _order_of_steps(levers: Levers, mandate_days: int) -> Iterator[Clash]:
    """An agency or a court before our first contact, a sale before either of them, a court before the agency."""
    steps = levers.collections.ladder
    for given, name in ((AGENCY, "agency"), (LEGAL, "court")):
        for step, own in _pairs(steps, given, CHANNELS):
            if step.day < own.day:
                day = max(other.day for other in steps if other.channel in CHANNELS) + 1
                yield _out_of_order(
                    f"The {name} gets invoices {step.day} days after due, before our first contact ({own.day} days).",
                    _moved(steps, step, day),
                    f"Move the {name} to {day} days after due",
                )
    for sale, other in _pairs(steps, DEBT_SALE, (AGENCY, LEGAL)):
        if sale.day < other.day:
            name = "agency" if other.channel == AGENCY else "court"
            day = other.day + mandate_days + 1
            yield _out_of_order(
                f"Debts are sold {sale.day} days after due, before the {name} gets them ({other.day} days).",
                _moved(steps, sale, day),
                f"Move the sale to {day} days after due",
            )
    for legal, agency in _pairs(steps, LEGAL, (AGENCY,)):
        if legal.day < agency.day:
            day = agency.day + mandate_days + 1
            yield _out_of_order(
                f"We go to court {legal.day} days after due, before the agency gets the debt ({agency.day} days).",
                _moved(steps, legal, day),
                f"Move the court to {day} days after due",
            )


def _out_of_order(sentence: str, ladder: list[dict[str, Any]], remedy: str) -> Clash:
    """Steps in the wrong order, and the ladder that mends it."""
    return Clash(sentence, "collections.ladder", ladder, remedy)


def _write_off(levers: Levers, mandate_days: int) -> Iterator[Clash]:
    """A write-off that comes before what should come first."""
    plan, stop = levers.collections, levers.credit_policy.stop_supply_days
    agency = _first(plan.ladder, AGENCY)
    late = [step for step in plan.ladder if step.day >= plan.write_off_days]
    if late:
        last = max(step.day for step in late)
        yield Clash(
            f"The ladder has steps up to {last} days after due, but debts are written off after "
            f"{plan.write_off_days} days: the later steps never happen.",
            "collections.write_off_days",
            last + 1,
            f"Write off after {last + 1} days",
            is_refused=False,
        )
    if agency and agency.day < plan.write_off_days <= agency.day + mandate_days:
        days = agency.day + mandate_days + 1
        yield Clash(
            f"Debts are written off after {plan.write_off_days} days, but the agency has them from day {agency.day} "
            f"for {mandate_days} days: the write-off waits.",
            "collections.write_off_days",
            days,
            f"Write off after {days} days",
            is_refused=False,
        )
    legal = _first(plan.ladder, LEGAL)
    if legal and legal.day < plan.write_off_days <= legal.day + _USUAL_COURT_DAYS:
        days = legal.day + _USUAL_COURT_DAYS + 1
        yield Clash(
            f"Debts are written off after {plan.write_off_days} days, but go to court on day {legal.day}: "
            "the write-off waits for the judgment and for its payment.",
            "collections.write_off_days",
            days,
            f"Write off after {days} days",
            is_refused=False,
        )
    if stop > plan.write_off_days:
        yield Clash(
            f"Supply stops when a customer is {stop:,} days late, but debts are written off after "
            f"{plan.write_off_days} days: we go on delivering to customers whose debts we have given up.",
            "credit_policy.stop_supply_days",
            plan.write_off_days,
            f"Stop supply after {plan.write_off_days} days",
            is_refused=False,
        )


def _factor(levers: Levers) -> Iterator[Clash]:
    """Bad debts that two people are paid to bear; an agency that takes what the factor still has."""
    financing, insurance = levers.financing, levers.insurance
    if financing.facility == "none":
        return
    if financing.protected_fraction > 0.0 and insurance.insured_fraction > 0.0:
        yield Clash(
            f"The factor bears {financing.protected_fraction:.0%} of bad debts and the insurer "
            f"{insurance.insured_fraction:.0%} of what is left: we pay both for nearly the same.",
            "financing.protected_fraction",
            0.0,
            "Factor with recourse",
            is_refused=False,
        )
    step = _first(levers.collections.ladder, AGENCY, DEBT_SALE, LEGAL)
    if step and financing.protected_fraction > 0.0:
        what = {AGENCY: "an agency", DEBT_SALE: "a buyer of debts", LEGAL: "a court"}[step.channel]
        yield Clash(
            f"From {step.day} days after due {what} gets debts that the factor bears "
            f"({financing.protected_fraction:.0%}): they are taken back, and its protection ends.",
            "financing.protected_fraction",
            0.0,
            "Factor with recourse",
            is_refused=False,
        )
