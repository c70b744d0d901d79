"""What discounts and late charges come to in a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.journal import Event
from simulator.metrics import charges, discounts, dso
from simulator.metrics.tally import LAST_AGE, NET, VAT, Closed
from simulator.units import CENTS

if TYPE_CHECKING:
    from simulator.levers import EarlyPaymentDiscount, Levers
    from simulator.metrics.windows import Window, Windows
    from simulator.scenario import Scenario

Value = float | None

HORIZON_ONLY = (
    "discount_take_up_fraction",
    "unearned_discount_fraction",
    "discount_leakage_fraction",
    "discount_yearly_rate_fraction",
    "discount_effective_rate_fraction",
    "discount_break_even_fraction",
)


def of_window(window: Window) -> dict[str, Value]:
    """Late charges, and unearned deductions that were claimed back."""
    made, received = window.net(Event.LATE_CHARGED), window.net(Event.LATE_CHARGE_PAID)
    claimed = window.events[Event.DISCOUNT_CHARGED_BACK]
    return {
        "late_charges_made": made,
        "late_charges_received": received,
        "late_charges_collected_fraction": charges.late_charges_collected_fraction(received, made),
        "discount_charged_back": int(claimed[NET]) / CENTS,
        "discount_charged_back_paid": int(claimed[VAT]) / CENTS,
    }


def of_horizon(windows: Windows, whole: Window, scenario: Scenario, levers: Levers) -> dict[str, Value]:
    """Who takes the discount, who keeps it unearned, what it pays the buyer a year, and what it may cost us."""
    discount = levers.discount
    if discount.rate_fraction <= 0.0 and discount.dynamic_rate_per_year <= 0.0:
        return dict.fromkeys(HORIZON_ONLY)
    accepted = whole.events[Event.DISCOUNT_ACCEPTED]
    return {
        **_of_takers(windows, whole, discount),
        "discount_leakage_fraction": discounts.discount_leakage_fraction(
            int(accepted[VAT]), int(accepted[NET])
        ),
        **_rates(whole, discount),
        "discount_break_even_fraction": discounts.break_even_discount_fraction(
            scenario.company.cost_of_funds_per_year,
            discount.window_days,
            dso.dso_paid_days(whole.paid(Closed.VALUE_DAYS), whole.paid(Closed.VALUE)) or 0.0,
        ),
    }


def _of_takers(windows: Windows, whole: Window, discount: EarlyPaymentDiscount) -> dict[str, Value]:
    """Take-up, and the part of it that was not earned; of a sliding discount the takers are those who said so."""
    kept, sold = windows.tally.columns.paid_ages[:, 1] / CENTS, whole.gross(Event.INVOICED)
    last = min(discount.window_days + discount.grace_days, LAST_AGE)
    is_fixed = discount.rate_fraction > 0.0
    taken = float(kept.sum()) / discount.rate_fraction if is_fixed else whole.net(Event.DISCOUNT_ACCEPTED)
    return {
        "discount_take_up_fraction": discounts.discount_take_up_fraction(taken, sold),
        "unearned_discount_fraction": discounts.unearned_discount_fraction(
            float(kept[last + 1 :].sum()), float(kept.sum())
        )
        if is_fixed
        else None,
    }


def _rates(whole: Window, discount: EarlyPaymentDiscount) -> dict[str, Value]:
    """What the discount pays the buyer a year for paying in the window instead of on the due date."""
    terms = dso.dso_paid_days(whole.paid(Closed.VALUE_TERMS_DAYS), whole.paid(Closed.VALUE))
    simple: Value = discount.dynamic_rate_per_year
    compound: Value = None
    if discount.rate_fraction > 0.0:
        earlier = None if terms is None else terms - discount.window_days
        rate = discount.rate_fraction
        simple = None if earlier is None else discounts.discount_rate_per_year(rate, earlier)
        compound = None if earlier is None else discounts.effective_discount_rate_per_year(rate, earlier)
    return {"discount_yearly_rate_fraction": simple, "discount_effective_rate_fraction": compound}
