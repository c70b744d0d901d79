"""The levers of insurance and disputes, turned into the numbers that kernels read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.levers import CreditInsurance, Levers
from simulator.portfolio.portfolio import Portfolio
from simulator.rules.insurance import may_be_insured
from simulator.scenario import Disputes
from simulator.units import cents, half_even

_MONTHS = 12

INSURANCE_LEVERS = (
    ("insured_fraction", "f8"),
    ("premium_rate", "f8"),
    ("minimum_premium_fraction", "f8"),
    ("maximum_multiple", "f8"),
    ("discretionary_limit", "f8"),  # currency
    ("expected_insured_sales", "f8"),  # cents a year
    ("claim_excess_cents", "i8"),
    ("first_loss_cents", "i8"),
    ("minimum_loss_cents", "i8"),
    ("limit_fee_cents", "i8"),
    ("excess_before_share", "i4"),
    ("maximum_terms_days", "i4"),
    ("maximum_extension_days", "i4"),
    ("waiting_period_days", "i4"),
    ("claim_payment_days", "i4"),
    ("spare", "i4"),
)


def insurance_numbers(
    insurance: CreditInsurance, portfolio: Portfolio, terms: NDArray[Any], factors: NDArray[np.float64]
) -> dict[str, Any]:
    """The levers of the insurance, and the sales that are expected to be covered."""
    return {
        "insured_fraction": insurance.insured_fraction,
        "premium_rate": insurance.premium_rate_fraction,
        "minimum_premium_fraction": insurance.minimum_premium_fraction,
        "maximum_multiple": insurance.maximum_liability_multiple,
        "discretionary_limit": insurance.discretionary_limit,
        "expected_insured_sales": _expected_sales(insurance, portfolio, terms, factors),
        "claim_excess_cents": cents(insurance.each_claim_excess),
        "first_loss_cents": cents(insurance.aggregate_first_loss),
        "minimum_loss_cents": cents(insurance.minimum_loss),
        "limit_fee_cents": cents(insurance.limit_fee_per_year),
        "excess_before_share": int(insurance.excess_basis == "before_share"),
        "maximum_terms_days": insurance.maximum_terms_days,
        "maximum_extension_days": insurance.maximum_extension_days,
        "waiting_period_days": insurance.waiting_period_days,
        "claim_payment_days": insurance.claim_payment_days,
    }


def _expected_sales(
    insurance: CreditInsurance, portfolio: Portfolio, terms: NDArray[Any], factors: NDArray[np.float64]
) -> float:
    """Sales of a year to customers who can be covered, net, in cents."""
    rows = portfolio.customers
    eligible = [
        may_be_insured(int(segment), int(days), insurance.maximum_terms_days)
        for segment, days in zip(rows["segment"], terms, strict=True)
    ]
    yearly = _MONTHS * rows["orders_per_month"] * rows["order_value"] * factors
    return float(100.0 * yearly[np.array(eligible, dtype=bool)].sum())


def terms_of_policy(insurance: CreditInsurance) -> tuple[Any, ...]:
    """What makes two policies the same policy; nothing, where there is none."""
    if insurance.insured_fraction <= 0.0:
        return ()
    return tuple(getattr(insurance, name) for name in type(insurance).model_fields)


def dispute_levers(levers: Levers, disputes: Disputes, shift: float) -> dict[str, Any]:
    """Clerks, their pay for this part of a full shift, and the check of invoices before they leave."""
    clerks, terms = levers.collections.dispute_clerks, levers.terms
    return {
        "dispute_clerks": clerks,
        "clerk_cents_per_month": 100.0 * clerks * disputes.clerk_cost_per_year * shift / _MONTHS,
        "invoice_check_fraction": terms.invoice_check_fraction,
        "check_cost_cents": half_even(100.0 * terms.cost_per_invoice_check * terms.invoice_check_fraction),
    }


def dispute_assumptions(disputes: Disputes) -> dict[str, Any]:
    """How often invoices are disputed, why, and how it ends."""
    return {
        "dispute_rate": disputes.rate_fraction,
        "pricing_cause": disputes.cause_fraction["pricing"],
        "admin_cause": disputes.cause_fraction["admin"],
        "scope_cause": disputes.cause_fraction["scope"],
        "dispute_days": disputes.mean_days,
        "hidden_disputes": disputes.hidden_fraction,
        "silent_dispute_days": disputes.silent_days,
        "credited_disputes": disputes.credited_fraction,
        "credited_share": disputes.credit_share_fraction,
        "customer_share": disputes.customer_share_fraction,
        "minutes_per_dispute": disputes.minutes_per_dispute,
    }
