"""All closed forms, in their order, and the run of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from simulator import __version__
from simulator.verification import (
    chasing,
    concentration,
    correlation,
    disputes,
    exposure,
    factoring,
    failures,
    insurance,
    invariance,
    limits,
    littles_law,
    paying,
    people,
    receivables,
    sales_over_time,
    scores,
)
from simulator.verification.cases import Case, Form

Progress = Callable[[str, int, int], None]
"""Told which form comes next, how many are done, and how many there are."""

FORMS: dict[str, Form] = {
    "CF1": receivables.paid_at_due,
    "CF2": littles_law.littles_law,
    "CF3": paying.mean_days_late,
    "CF4": paying.ageing_profile,
    "CF5": paying.payment_runs,
    "CF6": receivables.discount_taken,
    "CF7": failures.cost_of_failures,
    "CF7b": failures.sales_without_replacement,
    "CF8": correlation.correlated_defaults,
    "CF9": failures.chain_of_health,
    "CF10": people.erlang_c,
    "CF10b": people.constant_calls,
    "CF10c": people.largest_first,
    "CF10d": people.overload,
    "CF11": limits.orders_refused,
    "CF12": insurance.one_claim,
    "CF12b": insurance.salvage_shared,
    "CF13": insurance.first_loss_and_maximum,
    "CF14": insurance.layer,
    "CF15": insurance.protracted_default,
    "CF16": insurance.cover_withdrawn,
    "CF17": chasing.escalation,
    "CF18": paying.contact_multiplies_hazard,
    "CF19": exposure.exposure_at_default,
    "CF20": insurance.agency_placement,
    "CF21": concentration.pareto,
    "CF21b": concentration.rank_size,
    "CF22": scores.power_of_a_score,
    "CF23": sales_over_time.growth_bias,
    "CF24": sales_over_time.countback_in_season,
    "CF25": sales_over_time.retention,
    "CF26": sales_over_time.terms_elasticity,
    "CF27": receivables.never_paid,
    "CF28": receivables.collection_effectiveness,
    "CF29": disputes.days_of_disputes,
    "CF30": failures.doubled_hazard,
    "CF31": invariance.inactive_levers,
    "CF32": invariance.cash_identity,
    "CF33": chasing.more_contact,
    "M29": factoring.factored_invoice,
}


def verify(seed: int, effort: float = 1.0, progress: Progress | None = None) -> list[Case]:
    """Run every closed form with a seed.

    Args:
        seed: The seed of the statistical cases.
        effort: Size of the runs; 1 takes about a minute on one core.
        progress: Told what comes next.
    """
    cases: list[Case] = []
    for number, (identity, form) in enumerate(FORMS.items()):
        if progress is not None:
            progress(identity, number, len(FORMS))
        cases += form(seed, effort)
    return cases


def as_document(cases: Sequence[Case], seed: int) -> dict[str, Any]:
    """The cases as plain values."""
    return {"seed": seed, "version": __version__, "cases": [case.as_document() for case in cases]}
