"""The levers of financing, turned into the numbers that kernels read."""

from __future__ import annotations

from typing import Any

from simulator.levers import Financing

FINANCING_LEVERS = (
    ("advance_fraction", "f8"),
    ("factor_fee", "f8"),  # service and protection together
    ("factor_margin", "f8"),
    ("concentration_fraction", "f8"),
    ("protected_fraction", "f8"),
    ("minimum_factor_fee", "f8"),  # cents a year
    ("has_factor", "i4"),
    ("oldest_funded_days", "i4"),
    ("recourse_days", "i4"),
)


def financing_numbers(financing: Financing) -> dict[str, Any]:
    """The levers of the facility."""
    is_factoring = financing.facility == "factoring"
    fee = financing.factoring_fee_fraction if is_factoring else financing.discounting_fee_fraction
    protection = financing.protection_fee_fraction if financing.protected_fraction > 0.0 else 0.0
    return {
        "advance_fraction": financing.advance_fraction,
        "factor_fee": fee + protection,
        "factor_margin": financing.margin_per_year,
        "concentration_fraction": financing.concentration_fraction,
        "protected_fraction": financing.protected_fraction,
        "minimum_factor_fee": 100.0 * financing.minimum_fee_per_year,
        "has_factor": int(financing.facility != "none"),
        "oldest_funded_days": financing.maximum_age_days,
        "recourse_days": financing.recourse_days,
    }


def share_of_pay(financing: Financing) -> float:
    """The share of the collectors' pay that is ours: under factoring the factor may pay the rest."""
    return 1.0 - (financing.staff_saved_fraction if financing.facility == "factoring" else 0.0)
