"""The levers of insurance and disputes, turned into the numbers that kernels read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.assumptions import Disputes, Insurer
from simulator.engine.sizes import size_ranks
from simulator.levers import CreditInsurance, Levers
from simulator.portfolio.portfolio import Portfolio
from simulator.rules.insurance import may_be_insured
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
    ("layer_cents", "i8"),  # 0: none
    ("top_up_fraction", "f8"),
    ("top_up_rate", "f8"),
    ("notified_fraction", "f8"),
    ("notification_days", "i4"),
    ("key_accounts", "i4"),  # 0: all
    ("has_named_limits", "i4"),
    ("insured_part_first", "i4"),
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
        **_kind_of_cover(insurance),
    }


def _kind_of_cover(insurance: CreditInsurance) -> dict[str, Any]:
    """Whom the policy covers and how, and what it demands."""
    in_layer, key_only = insurance.cover == "excess_of_loss", insurance.cover == "key_accounts"
    return {
        "layer_cents": max(cents(insurance.layer), 1) if in_layer else 0,
        "has_named_limits": int(not in_layer),
        "key_accounts": max(insurance.key_accounts, 1) if key_only else 0,
        "top_up_fraction": insurance.top_up_fraction,
        "top_up_rate": insurance.top_up_premium_fraction,
        "notified_fraction": insurance.notified_fraction,
        "notification_days": insurance.notification_days,
        "insured_part_first": int(insurance.salvage_basis == "first_in_first_out"),
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
    if insurance.cover == "key_accounts":
        ranks = size_ranks(portfolio)
        most = max(insurance.key_accounts, 1)
        eligible = [known and rank <= most for known, rank in zip(eligible, ranks.tolist(), strict=True)]
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


def insurer_assumptions(insurer: Insurer) -> dict[str, Any]:
    """How the insurer sees our customers, what it does when told late, and how its price follows the times."""
    return {
        "refusal_healthy": insurer.refusal_healthy_fraction,
        "refusal_stressed": insurer.refusal_stressed_fraction,
        "stress_seen": insurer.stress_seen_fraction,
        "late_notice_rejected": insurer.late_notice_rejected_fraction,
        "premium_multiplier": insurer.premium_multiplier,
        "recession_premium": insurer.recession_premium_multiplier,
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
