"""A lever that has nothing to act on changes nothing: the journals are the same, byte for byte (CF31)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from simulator.levers import Levers
from simulator.shocks import Shock
from tests.behaviour.trials import journals, small_wholesaler, world_of

Changes = Mapping[str, Mapping[str, Any]]
EMAILS = [{"day": 3, "channel": "email"}, {"day": 20, "channel": "email"}]
WITH_LATE_STEPS = [*EMAILS, {"day": 120, "channel": "call"}, {"day": 150, "channel": "final_demand"}]

TODAY = [step.model_dump() for step in Levers().collections.ladder]


class Pair(NamedTuple):
    """Levers that leave another lever nothing to act on, and that other lever moved."""

    switched_off: Changes
    moved: Changes


PAIRS = {
    "the window of no discount": Pair(
        {}, {"discount": {"window_days": 25, "grace_days": 9, "customers": "sme"}}
    ),
    "the fine print of no late charges": Pair(
        {},
        {"late_charges": {"jurisdiction": "us", "own_rate_per_year": 0.2, "customers": "sme"}},
    ),
    "the days of no instalments and no retention, the fee of no debit": Pair(
        {},
        {
            "terms": {
                "milestone_days": 9,
                "instalment_days": 5,
                "retention_release_days": 10,
                "retention_defects_days": 20,
                "direct_debit_fee_fraction": 0.02,
            }
        },
    ),
    "what is claimed back of no discount": Pair({}, {"discount": {"unearned_policy": "enforce"}}),
    "whom no change of terms names": Pair({}, {"terms": {"customers": "micro"}}),
    "a warning that nobody gives": Pair({}, {"credit_policy": {"alert_limit_fraction": 0.0}}),
    "the door where nobody is refused": Pair(
        {}, {"credit_policy": {"refused_offer": "prepayment", "risky_review_months": 1}}
    ),
    "risk codes that change nothing": Pair(
        {},
        {
            "credit_policy": {
                "terms_shift_days": 0,
                "limit_multiplier": 1.0,
                "deposit_fraction": 0.0,
                "concentration_cap_fraction": 1.0,
                "authority": 1e10,
                "guarantee_fraction": 0.0,
                "guarantee_above": 50_000.0,
            }
        },
    ),
    "terms that are the customers' own": Pair({}, {"terms": {"net_days": 30, "net_days_shift": 0}}),
    "the size of no limit": Pair(
        {"credit_policy": {"limit_rule": "none"}},
        {"credit_policy": {"limit_months_of_sales": 0.5, "limit_minimum_orders": 1.0}},
    ),
    "a stop that nobody reaches": Pair(
        {"credit_policy": {"stop_supply_days": 5_000}}, {"credit_policy": {"stop_supply_days": 90_000}}
    ),
    "calls where nobody calls": Pair(
        {"collections": {"collectors": 0}},
        {
            "collections": {
                "shift_minutes": 90.0,
                "minutes_per_call": 3.0,
                "call_attempts": 7,
                "cost_per_call": 9.0,
                "promise_pauses_chasing_days": 10,
                "worklist_rule": "oldest",
            }
        },
    ),
    "the court that no ladder asks for": Pair(
        {},
        {"collections": {"minimum_legal_balance": 0.0, "cost_per_undefended_claim": 9_000.0}},
    ),
    "claims that are too small": Pair(
        {"collections": {"minimum_legal_balance": 1e9}},
        {"collections": {"ladder": [*TODAY, {"day": 60, "channel": "legal"}]}},
    ),
    "a condition that all fulfil": Pair(
        {},
        {
            "collections": {
                "ladder": [
                    {"day": -5, "channel": "email", "above": 0.0},
                    {"day": 3, "channel": "email", "segments": ["large", "mid", "sme", "micro", "public"]},
                    {"day": 10, "channel": "call", "below": 1e14},
                    {"day": 20, "channel": "call"},
                    {"day": 30, "channel": "manager"},
                    {"day": 45, "channel": "final_demand"},
                ]
            }
        },
    ),
    "calls that no ladder asks for": Pair(
        {"collections": {"ladder": EMAILS}},
        {
            "collections": {
                "minutes_per_call": 3.0,
                "call_attempts": 7,
                "cost_per_call": 9.0,
                "cost_per_letter": 50.0,
            }
        },
    ),
    "e-mails that no ladder asks for": Pair(
        {"collections": {"ladder": [{"day": 10, "channel": "call"}]}},
        {"collections": {"cost_per_email": 40.0}},
    ),
    "steps after the write-off": Pair(
        {"collections": {"ladder": EMAILS, "write_off_days": 100}},
        {"collections": {"ladder": WITH_LATE_STEPS}},
    ),
    "the terms of no policy": Pair(
        {},
        {
            "insurance": {
                "premium_rate_fraction": 0.01,
                "limit_fee_per_year": 80.0,
                "discretionary_limit": 0.0,
                "waiting_period_days": 30,
                "maximum_extension_days": 5,
                "each_claim_excess": 0.0,
                "excess_basis": "before_share",
            }
        },
    ),
    "the terms of no factor": Pair(
        {},
        {
            "financing": {
                "advance_fraction": 0.7,
                "factoring_fee_fraction": 0.03,
                "concentration_fraction": 0.01,
                "recourse_days": 10,
                "protected_fraction": 0.9,
                "minimum_fee_per_year": 90_000.0,
                "staff_saved_fraction": 1.0,
            }
        },
    ),
    "the price of debts that are not sold": Pair({}, {"collections": {"debt_sale_fraction": 0.15}}),
    "the price of checks that nobody makes": Pair({}, {"terms": {"cost_per_invoice_check": 9.0}}),
    "the intensity of nothing": Pair(
        {"collections": {"ladder": [], "collectors": 0}}, {"collections": {"intensity": 3.0}}
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_an_inactive_lever_changes_nothing_at_all(name):
    scenario = small_wholesaler(40, 270)
    base = scenario.today.but(**PAIRS[name].switched_off)
    world = world_of(scenario, base, base.but(**PAIRS[name].moved))
    for replication in range(2):
        before, after = journals(world, replication)
        assert before.tobytes() == after.tobytes()


QUIET: Mapping[str, Changes] = {
    "applicants whom nobody judges": {
        "applicants": {
            "score_gini_fraction": 0.3,
            "cost_per_report": 100.0,
            "report_days": 9,
            "lost_per_day_fraction": 0.04,
            "gap_days": 200,
            "history_gini_fraction": 0.2,
            "accepts_prepayment_fraction": 0.7,
            "committee_days": 20,
            "monitoring_cost_per_year": 20.0,
            "alert_fraction": 0.9,
            "fraud_order_multiple": 9.0,
            "minutes_per_application": 500.0,
            "minutes_per_report": 900.0,
            "analyst_cost_per_year": 90_000.0,
            "reference_bias": 1.5,
            "score_life_days": 30,
            "stale_gini_multiplier": 0.4,
            "guarantee_cost_per_year": 900.0,
        },
        "health": {"title_success_fraction": 0.9, "title_recovery_fraction": 0.3, "title_days": 5}
        | {"guarantor_pays_fraction": 0.9, "guarantee_days": 5},
    },
    "worse applicants where terms are today's": {"applicants": {"adverse_selection_multiplier": 3.0}},
    "recessions that never come": {
        "economy": {
            "recession_months": 6.0,
            "recession_failure_multiplier": 4.0,
            "recession_lateness_multiplier": 2.0,
            "recession_order_multiplier": 0.7,
        },
        "insurer": {"recession_cut_fraction": 0.4},
    },
    "contagion that is none": {"health": {"contagion_months": 24, "contagion_size_fraction": 0.01}},
}
LATE = Shock(
    name="Too late",
    why="Nobody is there to see it",
    start_day=270,
    times={"economy": {"order_multiplier": 0.5, "lateness_multiplier": 3.0}},
    events={"customers_fail": [1], "insurer_cuts_cover_fraction": 1.0},
)
NEUTRAL = Shock(
    name="Nothing",
    why="A shock that changes what it finds into itself",
    start_day=30,
    days=100,
    times={
        "economy": {"order_multiplier": 1.0, "failure_multiplier": 1.0},
        "company": {"supplier_days": 1.0},
    },
    events={"insurer_cuts_cover_fraction": 0.0},
)


@pytest.mark.parametrize("name", QUIET)
def test_times_that_never_come_change_nothing_at_all(name):
    scenario = small_wholesaler(40, 270)
    levers = scenario.today.but(insurance={"insured_fraction": 0.9})
    (before,) = journals(world_of(scenario, levers))
    (after,) = journals(world_of(scenario.but(**QUIET[name]), levers))
    assert before.tobytes() == after.tobytes()


@pytest.mark.parametrize("shock", [LATE, NEUTRAL], ids=lambda shock: shock.name)
def test_a_shock_that_does_nothing_changes_nothing_at_all(shock):
    scenario = small_wholesaler(40, 270)
    levers = scenario.today.but(insurance={"insured_fraction": 0.9})
    (before,) = journals(world_of(scenario, levers))
    (after,) = journals(world_of(scenario.with_shocks([shock]), levers))
    assert before.tobytes() == after.tobytes()


SWITCHED_ON: Mapping[str, Changes] = {
    "the window of no discount": {"discount": {"rate_fraction": 0.02}},
    "the fine print of no late charges": {"late_charges": {"policy": "charge"}},
    "the days of no instalments and no retention, the fee of no debit": {
        "terms": {"instalments": 2, "milestones": 2}
    },
    "what is claimed back of no discount": {"discount": {"rate_fraction": 0.02}},
    "whom no change of terms names": {"terms": {"net_days": 45}},
    "a stop that nobody reaches": {"credit_policy": {"stop_supply_days": 20}},
    "the size of no limit": {},
    "calls where nobody calls": {},
    "calls that no ladder asks for": {},
    "e-mails that no ladder asks for": {},
    "steps after the write-off": {},
    "the intensity of nothing": {},
    "the terms of no policy": {"insurance": {"insured_fraction": 0.9}},
    "the terms of no factor": {"financing": {"facility": "factoring"}},
    "the price of checks that nobody makes": {"terms": {"invoice_check_fraction": 0.5}},
    "the price of debts that are not sold": {
        "collections": {"ladder": [{"day": 30, "channel": "debt_sale"}]}
    },
}


@pytest.mark.parametrize("name", SWITCHED_ON)
def test_it_matters_as_soon_as_it_has_something_to_act_on(name):
    """The same change where it is not switched off moves something, so the test above is not empty."""
    scenario = small_wholesaler(40, 270)
    base = scenario.today.but(**SWITCHED_ON[name])
    before, after = journals(world_of(scenario, base, base.but(**PAIRS[name].moved)))
    assert before.tobytes() != after.tobytes()


def test_disputes_that_nobody_has_change_nothing_at_all():
    """Without disputes, no assumption about them and no clerk (who costs nothing here) moves a row."""
    scenario = small_wholesaler(40, 270, disputes={"clerk_cost_per_year": 0.0})
    other = scenario.but(
        disputes={"hidden_fraction": 0.0, "silent_days": 5, "mean_days": 60.0, "credited_fraction": 1.0}
    )
    clerks = other.today.but(collections={"dispute_clerks": 3})
    (before,), (after,) = journals(world_of(scenario)), journals(world_of(other, clerks))
    assert before.tobytes() == after.tobytes()
