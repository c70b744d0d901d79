"""The ladder and the other levers of collections, turned into the numbers that kernels read."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.checks.ladders import meet
from simulator.engine.financing import share_of_pay
from simulator.levers import CollectionPlan, Levers, Step
from simulator.parameters import SEGMENTS
from simulator.rules.contact import CHANNELS, WRITE_OFF, scaled_offset
from simulator.rules.worklist import WORKLIST_RULES
from simulator.scenario import Scenario
from simulator.units import cents

COLLECTION_LEVERS = (
    ("worklist_rule", "i4"),
    ("is_outsourced", "i4"),
    ("plan_instalments", "i4"),
    ("plan_days", "i4"),
    ("minimum_legal_cents", "i8"),
    ("undefended_claim_cents", "i8"),
)
COLLECTION_ASSUMPTIONS = (
    ("plan_kept", "f8"),
    ("chased_first", "f8"),
    ("agency_churn_multiplier", "f8"),
    ("default_judgment_fraction", "f8"),
    ("defended_cost_fraction", "f8"),
    ("judgment_paid_fraction", "f8"),
    ("judgment_paid_later_fraction", "f8"),
    ("default_judgment_days", "i4"),
    ("small_claim_days", "i4"),
    ("large_claim_days", "i4"),
    ("judgment_paid_days", "i4"),
)
_ENOUGH_PER_ACCOUNT = 2
_MONTHS, _FULL_SHIFT_MINUTES = 12, 450.0
_ALL_SEGMENTS = (1 << len(SEGMENTS)) - 1
_ANY_AMOUNT = 1 << 62


class _Planned(NamedTuple):
    """A step on the day on which it is taken."""

    day: int
    step: Step


def collection_levers(plan: CollectionPlan) -> dict[str, Any]:
    """Whom collectors call first, who they are, and which claims go to court."""
    return {
        "worklist_rule": WORKLIST_RULES.index(plan.worklist_rule),
        "is_outsourced": int(plan.outsourcing_fee_per_account > 0.0),
        "plan_instalments": plan.payment_plan_instalments,
        "plan_days": plan.payment_plan_days,
        "minimum_legal_cents": cents(plan.minimum_legal_balance),
        "undefended_claim_cents": cents(plan.cost_per_undefended_claim),
    }


def collection_assumptions(scenario: Scenario) -> dict[str, Any]:
    """Payment plans, claims and judgments, and what going to others does to goodwill."""
    courts = scenario.courts
    return {
        "chased_first": scenario.behaviour.chased_first_fraction,
        "plan_kept": scenario.behaviour.payment_plan_kept_fraction,
        "agency_churn_multiplier": scenario.behaviour.agency_churn_multiplier,
        "default_judgment_fraction": courts.default_judgment_fraction,
        "defended_cost_fraction": courts.defended_cost_fraction,
        "judgment_paid_fraction": courts.paid_fraction,
        "judgment_paid_later_fraction": courts.paid_later_fraction,
        "default_judgment_days": courts.default_judgment_days,
        "small_claim_days": courts.small_claim_days,
        "large_claim_days": courts.large_claim_days,
        "judgment_paid_days": courts.paid_days,
    }


def servers_of(scenario: Scenario, levers: Levers, accounts: int) -> int:
    """Collectors at work: staff times intensity, less those who have left, halves up; an outside team has enough."""
    plan = levers.collections
    if plan.outsourcing_fee_per_account > 0.0:
        return _ENOUGH_PER_ACCOUNT * accounts
    return int(plan.collectors * plan.intensity * scenario.company.collectors_at_work_fraction + 0.5)


def staff_cents_per_month(scenario: Scenario, levers: Levers, accounts: int) -> float:
    """What we pay for calls: our part of the collectors' pay for this part of a shift, or an outside team."""
    plan = levers.collections
    if plan.outsourcing_fee_per_account > 0.0:
        return 100.0 * plan.outsourcing_fee_per_account * accounts / _MONTHS
    pay = servers_of(scenario, levers, accounts) * scenario.company.collector_cost_per_year
    ours = pay * share_of_pay(levers.financing) * plan.shift_minutes / _FULL_SHIFT_MINUTES
    return 100.0 * ours / _MONTHS


def ladder_numbers(plan: CollectionPlan) -> NDArray[np.int64]:
    """The ladder's steps before the write-off, brought forward by the intensity, and the write-off itself.

    Where the intensity brings two steps of one invoice to one day, the later one moves a day on: none is dropped.
    """
    planned: list[_Planned] = []
    for step in sorted(plan.ladder, key=lambda step: step.day):
        earlier = [other.day for other in planned if meet(other.step.model_dump(), step.model_dump())]
        day = scaled_offset(step.day, plan.intensity)
        planned.append(_Planned(max(day, max(earlier) + 1) if earlier else day, step))
    rows = [
        (day, CHANNELS.index(step.channel), *_whom(step))
        for day, step in sorted(planned, key=lambda one: one.day)
        if day < plan.write_off_days
    ]
    return np.array([*rows, (plan.write_off_days, WRITE_OFF, _ALL_SEGMENTS, 0, _ANY_AMOUNT)], dtype=np.int64)


def _whom(step: Step) -> tuple[int, int, int]:
    """Segments as bits, and the amounts (cents) from which and below which a step is for an invoice."""
    segments = sum(1 << SEGMENTS.index(name) for name in step.segments) or _ALL_SEGMENTS
    return (
        segments,
        0 if step.above is None else cents(step.above),
        _ANY_AMOUNT if step.below is None else cents(step.below),
    )
