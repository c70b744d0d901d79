"""Engine and reference agree on any strategy, in any scenario, on any ledger: cases that nobody thought of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from simulator.engine.model import Run
from simulator.engine.world import World
from simulator.parameters import CAUSES, CODES
from simulator.portfolio.portfolio import MONTH_END, OPEN_ITEM, SEGMENTS, OwnRuns, Portfolio
from simulator.portfolio.synthetic import observed_laws, synthetic_portfolio
from simulator.rules.banking import OWN_RUNS
from simulator.rules.worklist import WORKLIST_RULES
from simulator.shocks import Shock
from tests.reference.company import simulate_reference
from tests.reference.comparing import (
    KeepingReader,
    assert_same,
    engine_journals,
    levers_of,
    small_wholesaler,
    world_of,
)

CHANNELS = ("email", "call", "manager", "final_demand")
OUT_OF_THE_HOUSE = (*CHANNELS, "agency", "debt_sale", "legal", "legal")
WHO = some.sampled_from(("all", *SEGMENTS))
FEW_DAYS = some.integers(0, 9)


WHOM: some.SearchStrategy[dict[str, Any]] = some.one_of(
    some.just({}),
    some.fixed_dictionaries(
        {},
        optional={
            "segments": some.lists(some.sampled_from(SEGMENTS), min_size=1, max_size=3, unique=True),
            "above": some.sampled_from((0, 500.0, 3000.0)),
            "below": some.sampled_from((3500.0, 20_000.0)),
        },
    ),
)


@some.composite
def ladders(draw):
    days = draw(some.lists(some.integers(-20, 60), max_size=7, unique=True))
    steps = []
    for day in sorted(days):
        channels = OUT_OF_THE_HOUSE if day > 0 else CHANNELS
        steps.append({"day": day, "channel": draw(some.sampled_from(channels))} | draw(WHOM))
    return steps


def groups(**levers):
    return some.fixed_dictionaries({}, optional=levers)


def by_code(*values):
    return some.fixed_dictionaries({name: some.sampled_from(values) for name in CODES})


LEVERS = some.fixed_dictionaries(
    {
        "credit_policy": groups(
            limit_rule=some.sampled_from(("monthly_sales", "statements", "bureau", "insurer", "none")),
            limit_months_of_sales=some.sampled_from((0.0, 0.5, 1.0, 3.0)),
            limit_minimum_orders=some.sampled_from((0.0, 1.0, 5.0)),
            stop_supply_days=some.sampled_from((0, 1, 20, 100_000)),
            information=some.sampled_from(("none", "none", "trade_reference", "bureau", "full_review")),
            refused_fraction=some.sampled_from((0.0, 0.0, 0.3, 1.0)),
            refused_offer=some.sampled_from(("nothing", "prepayment")),
            override_fraction=some.sampled_from((0.0, 0.3, 1.0)),
            decision_days=some.sampled_from((0, 0, 4, 40)),
            authority=some.sampled_from((0.0, 50_000.0, 1e9)),
            review_months=some.sampled_from((0, 1, 2)),
            risky_review_months=some.sampled_from((1, 2)),
            terms_shift_days=by_code(-40, 0, 40),
            limit_multiplier=by_code(0.0, 0.5, 1.0, 2.0),
            deposit_fraction=by_code(0.0, 0.3, 1.0),
            monitoring=some.sampled_from(("none", "alerts")),
            alert_limit_fraction=some.sampled_from((0.0, 0.3, 1.0)),
            concentration_cap_fraction=some.sampled_from((0.05, 1.0)),
            retention_of_title=some.sampled_from(("no", "yes")),
            analysts=some.sampled_from((0, 0, 1, 3)),
            guarantee_fraction=by_code(0.0, 0.5, 1.0),
            guarantee_above=some.sampled_from((0.0, 0.0, 20_000.0)),
        ),
        "terms": groups(
            net_days=some.sampled_from((None, 0, 7, 30, 90)),
            net_days_shift=some.integers(-40, 40),
            customers=WHO,
            net_days_sme=some.sampled_from((None, 0, 45)),
            due_convention=some.sampled_from(("net", "net", "end_of_month", "end_of_month_plus")),
            milestones=some.sampled_from((0, 0, 1, 3)),
            milestone_days=some.sampled_from((1, 10, 40)),
            instalments=some.sampled_from((0, 0, 1, 2, 5)),
            instalment_days=some.sampled_from((0, 7, 30)),
            retention_fraction=some.sampled_from((0.0, 0.0, 0.05, 0.5)),
            retention_release_days=some.sampled_from((0, 10, 60)),
            retention_defects_days=some.sampled_from((0, 40)),
            direct_debit_fraction=some.sampled_from((0.0, 0.0, 0.5, 1.0)),
            direct_debit_fee_fraction=some.sampled_from((0.0, 0.01)),
            clarity_fraction=some.sampled_from((0.0, 0.0, 0.4, 1.0)),
            invoice_lag_days=FEW_DAYS,
            invoice_check_fraction=some.sampled_from((0.0, 0.5, 1.0)),
            cost_per_invoice_check=some.sampled_from((0.0, 2.0)),
        ),
        "discount": groups(
            rate_fraction=some.sampled_from((0.0, 0.01, 0.03, 0.2, 1.0)),
            window_days=some.integers(0, 30),
            grace_days=FEW_DAYS,
            customers=WHO,
            unearned_policy=some.sampled_from(("tolerate", "enforce")),
            dynamic_rate_per_year=some.sampled_from((0.0, 0.12, 0.5)),
        ),
        "late_charges": groups(
            policy=some.sampled_from(("none", "threaten", "charge", "charge")),
            jurisdiction=some.sampled_from(("uk", "eu", "us", "none")),
            own_rate_per_year=some.sampled_from((None, None, 0.0, 0.5)),
            customers=some.sampled_from(("all", "all_but_large", "sme")),
        ),
        "collections": groups(
            ladder=ladders(),
            intensity=some.sampled_from((0.0, 0.4, 1.0, 3.0)),
            collectors=some.integers(0, 3),
            shift_minutes=some.sampled_from((0.0, 5.0, 30.0, 450.0)),
            minutes_per_call=some.sampled_from((0.0, 3.0, 25.0)),
            call_attempts=some.integers(1, 4),
            promise_pauses_chasing_days=some.integers(0, 20),
            write_off_days=some.sampled_from((1, 5, 30, 90, 36_500)),
            debt_sale_fraction=some.sampled_from((0.0, 0.05, 1.0)),
            worklist_rule=some.sampled_from(WORKLIST_RULES),
            payment_plan_instalments=some.sampled_from((0, 1, 3)),
            payment_plan_days=some.sampled_from((1, 10, 30)),
            minimum_legal_balance=some.sampled_from((0.0, 2_500.0, 20_000.0)),
            outsourcing_fee_per_account=some.sampled_from((0.0, 0.0, 100.0)),
            dispute_clerks=some.sampled_from((0, 0, 1, 3)),
        ),
        "insurance": groups(
            insured_fraction=some.sampled_from((0.0, 0.9, 0.9, 1.0)),
            premium_rate_fraction=some.sampled_from((0.0, 0.0025, 0.1)),
            minimum_premium_fraction=some.sampled_from((0.0, 0.8, 1.0)),
            limit_fee_per_year=some.sampled_from((0.0, 35.0)),
            each_claim_excess=some.sampled_from((0.0, 100.0, 1000.0)),
            excess_basis=some.sampled_from(("after_share", "before_share")),
            aggregate_first_loss=some.sampled_from((0.0, 3000.0)),
            minimum_loss=some.sampled_from((0.0, 500.0)),
            maximum_liability_multiple=some.sampled_from((0.0, 2.0, 30.0)),
            discretionary_limit=some.sampled_from((0.0, 10_000.0, 1e9)),
            maximum_terms_days=some.sampled_from((0, 30, 120)),
            maximum_extension_days=some.sampled_from((0, 10, 60)),
            waiting_period_days=some.sampled_from((0, 10, 60, 3650)),
            claim_payment_days=some.sampled_from((0, 1, 30, 400)),
            cover=some.sampled_from(("whole_turnover", "excess_of_loss", "key_accounts")),
            key_accounts=some.sampled_from((0, 2, 5)),
            layer=some.sampled_from((0.0, 5_000.0, 1e6)),
            top_up_fraction=some.sampled_from((0.0, 0.7, 1.0)),
            notified_fraction=some.sampled_from((0.0, 0.5, 1.0)),
            notification_days=some.sampled_from((0, 10, 60)),
            salvage_basis=some.sampled_from(("pro_rata", "first_in_first_out")),
        ),
        "financing": groups(
            facility=some.sampled_from(("none", "factoring", "factoring", "invoice_discounting")),
            advance_fraction=some.sampled_from((0.0, 0.85, 1.0)),
            maximum_age_days=some.sampled_from((0, 30, 90)),
            concentration_fraction=some.sampled_from((0.0, 0.1, 1.0)),
            recourse_days=some.sampled_from((0, 20, 90)),
            protected_fraction=some.sampled_from((0.0, 0.9, 1.0)),
            minimum_fee_per_year=some.sampled_from((0.0, 12_000.0)),
            staff_saved_fraction=some.sampled_from((0.0, 0.5)),
        ),
    }
)

ASSUMPTIONS = some.fixed_dictionaries(
    {
        "company": groups(
            start_date=some.sampled_from((date(2026, 1, 1), date(2024, 2, 29), date(2025, 10, 17))),
            horizon_days=some.sampled_from((1, 30, 150)),
            warm_up_days=some.sampled_from((0, 1, 45, 200)),
            run_off_days=some.sampled_from((0, 20, 600)),
            calendar=some.sampled_from(("real", "plain")),
            country=some.sampled_from(("GB", "DE", "none")),
            vat_fraction=some.sampled_from((0.0, 0.2)),
            vat_relief=some.sampled_from(("granted", "granted", "refused")),
            vat_relief_days=some.sampled_from((0, 30)),
            supplier_days=some.sampled_from((0, 60)),
            base_rate_per_year=some.sampled_from((0.0, 0.1)),
            opening_cash=some.sampled_from((-1e6, 0.0, 1e7)),
        ),
        "portfolio": groups(
            churn_per_year=some.sampled_from((0.0, 0.9)),
            order_process=some.sampled_from(("poisson", "poisson", "recurring")),
            invoice_cv=some.sampled_from((0.0, 3.0)),
            orders_per_month=some.sampled_from(
                (
                    dict.fromkeys(SEGMENTS, 20.0),
                    {"large": 8.0, "mid": 0.0, "sme": 3.0, "micro": 1.0, "public": 0.0},
                )
            ),
        ),
        "behaviour": groups(
            habit_share_fraction=some.sampled_from((0.0, 1.0)),
            late_cap_days=some.sampled_from((1, 20, 365)),
            contact_rate_fraction=some.sampled_from((0.0, 1.0)),
            promise_fraction=some.sampled_from((0.0, 1.0)),
            agency_success_fraction=some.sampled_from((0.0, 0.8, 1.0)),
            agency_mandate_days=some.sampled_from((1, 7, 120)),
            chased_first_fraction=some.sampled_from((0.0, 0.6, 1.0)),
            agency_churn_multiplier=some.sampled_from((1.0, 50.0)),
            leaves_unpaid_fraction=some.sampled_from(
                (dict.fromkeys(SEGMENTS, 0.0), dict.fromkeys(SEGMENTS, 0.5))
            ),
            promise_minimum_days=some.sampled_from((0, 3)),
            promise_maximum_days=some.sampled_from((3, 14)),
            liquidity_response_fraction=some.sampled_from((0.0, 0.5, 1.0)),
            fatigue_fraction=some.sampled_from((0.0, 1.0)),
            hold_lost_fraction=some.sampled_from((0.0, 1.0)),
            unearned_fraction=some.sampled_from((dict.fromkeys(SEGMENTS, 0.1), dict.fromkeys(SEGMENTS, 0.6))),
            partial_payment_fraction=some.sampled_from((0.0, 0.0, 0.3, 1.0)),
            partial_payment_days=some.sampled_from((1, 30)),
            debit_failure_fraction=some.sampled_from((0.0, 0.02, 0.5)),
            late_charge_hazard_multiplier=some.sampled_from((1.0, 1.1, 5.0)),
            threat_credibility_fraction=some.sampled_from((0.0, 0.5)),
            late_charge_paid_fraction=some.sampled_from((0.0, 0.2, 1.0)),
            late_charge_churn_multiplier=some.sampled_from((1.0, 30.0)),
            discount_charge_back_paid_fraction=some.sampled_from((0.0, 0.5)),
            discount_charge_back_churn_multiplier=some.sampled_from((1.0, 30.0)),
            on_time_fraction=some.sampled_from((dict.fromkeys(SEGMENTS, 0.0), dict.fromkeys(SEGMENTS, 1.0))),
        ),
        "health": groups(
            dividend_delay_days=some.sampled_from((0, 90)),
            failure_spread=some.sampled_from((0.0, 0.5, 1.5)),
            no_dividend_fraction=some.sampled_from((0.0, 1.0)),
            title_success_fraction=some.sampled_from((0.0, 1.0)),
            title_recovery_fraction=some.sampled_from((0.1, 1.0)),
            title_days=some.sampled_from((0, 30, 90)),
            guarantor_pays_fraction=some.sampled_from((0.0, 0.5, 1.0)),
            guarantee_days=some.sampled_from((0, 30, 90)),
            informal_fraction=some.sampled_from((0.0, 1.0)),
            stress_lateness_multiplier=some.sampled_from((1.0, 4.0)),
            economy_persistence_fraction=some.sampled_from((0.0, 0.9)),
            contagion_multiplier=some.sampled_from((1.0, 4.0)),
            contagion_months=some.sampled_from((0, 2, 6)),
            contagion_size_fraction=some.sampled_from((0.0, 0.3)),
        ),
        "applicants": groups(
            report_days=some.sampled_from((0, 9)),
            cost_per_report=some.sampled_from((0.0, 33.0)),
            lost_per_day_fraction=some.sampled_from((0.0, 0.05, 1.0)),
            gap_days=some.sampled_from((0, 45)),
            history_gini_fraction=some.sampled_from((0.0, 0.2)),
            accepts_prepayment_fraction=some.sampled_from((0.0, 0.35, 1.0)),
            committee_days=some.sampled_from((0, 7)),
            alert_fraction=some.sampled_from((0.0, 0.6, 1.0)),
            fraud_fraction=some.sampled_from((0.0, 0.0, 0.3, 1.0)),
            fraud_order_multiple=some.sampled_from((0.0, 5.0)),
            minutes_per_application=some.sampled_from((0.0, 30.0, 2_000.0)),
            minutes_per_report=some.sampled_from((0.0, 200.0)),
            reference_bias=some.sampled_from((0.0, 0.5, 3.0)),
            score_life_days=some.sampled_from((1, 60, 365)),
            stale_gini_multiplier=some.sampled_from((0.0, 0.7)),
            adverse_selection_multiplier=some.sampled_from((1.0, 5.0)),
        ),
        "economy": groups(
            failure_multiplier=some.sampled_from((0.0, 1.0, 3.0)),
            lateness_multiplier=some.sampled_from((0.3, 1.0, 2.0)),
            order_multiplier=some.sampled_from((0.0, 0.7, 1.5)),
            recessions_per_year=some.sampled_from((0.0, 0.9)),
            recession_months=some.sampled_from((1.0, 4.0)),
            recession_order_multiplier=some.sampled_from((0.5, 1.2)),
        ),
        "disputes": groups(
            rate_fraction=some.sampled_from((0.0, 0.3, 0.3, 1.0)),
            cause_fraction=some.sampled_from(
                ({"pricing": 1.0, "admin": 0.0, "scope": 0.0, "quality": 0.0}, dict.fromkeys(CAUSES, 0.25))
            ),
            hidden_fraction=some.sampled_from((0.0, 0.6, 1.0)),
            silent_days=some.sampled_from((0, 5, 90)),
            mean_days=some.sampled_from((0.0, 8.0, 80.0)),
            credited_fraction=some.sampled_from((0.0, 0.4, 1.0)),
            credit_share_fraction=some.sampled_from((0.0, 0.2, 0.99)),
            minutes_per_dispute=some.sampled_from((0.0, 60.0, 400.0)),
            customer_share_fraction=some.sampled_from((0.0, 0.5, 1.0)),
        ),
        "courts": groups(
            default_judgment_fraction=some.sampled_from((0.0, 0.9, 1.0)),
            default_judgment_days=some.sampled_from((0, 10, 42)),
            small_claim_days=some.sampled_from((20, 349)),
            paid_fraction=some.sampled_from((0.0, 0.45)),
            paid_later_fraction=some.sampled_from((0.0, 0.5)),
            paid_days=some.sampled_from((1, 20, 90)),
        ),
        "insurer": groups(
            recession_cut_fraction=some.sampled_from((0.0, 0.5, 1.0)),
            refusal_healthy_fraction=some.sampled_from((0.0, 0.3, 1.0)),
            refusal_stressed_fraction=some.sampled_from((0.0, 1.0)),
            stress_seen_fraction=some.sampled_from((0.0, 0.6, 1.0)),
            late_notice_rejected_fraction=some.sampled_from((0.0, 0.5, 1.0)),
            premium_multiplier=some.sampled_from((1.0, 2.0)),
        ),
    }
)


@some.composite
def shocks(draw):
    found = []
    for number in range(draw(some.integers(0, 3))):
        times = {
            "economy": draw(
                groups(
                    failure_multiplier=some.sampled_from((0.5, 4.0)),
                    lateness_multiplier=some.sampled_from((0.5, 3.0)),
                    order_multiplier=some.sampled_from((0.0, 0.5, 1.4)),
                    competitor_terms_ratio=some.sampled_from((0.5, 3.0)),
                )
            ),
            "company": draw(
                groups(
                    supplier_days=some.sampled_from((0.0, 0.5, 2.0)),
                    collectors_at_work_fraction=some.sampled_from((0.0, 0.5)),
                )
            ),
        }
        events = draw(
            groups(
                customers_fail=some.sampled_from(((1,), (8, 2), (99,))),
                insurer_cuts_cover_fraction=some.sampled_from((0.0, 0.5, 1.0)),
            )
        )
        start, days = (
            draw(some.sampled_from((0, 1, 31, 60, 149, 200))),
            draw(some.sampled_from((None, 1, 40))),
        )
        found.append(
            Shock(name=str(number), why="chance", start_day=start, days=days, times=times, events=events)
        )
    return found


def small(failures: float, assumptions):
    scenario = small_wholesaler(
        failures,
        company={"horizon_days": 150, "warm_up_days": 45, "run_off_days": 600},
        portfolio={"customers": 8},
        health={"stressed_to_insolvent_per_month": 0.2},
    )
    return scenario.but(**assumptions)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    assumptions=ASSUMPTIONS,
    today=LEVERS,
    changed=LEVERS,
    failures=some.sampled_from((1.0, 30.0)),
    change_at=some.sampled_from((0, 0, 13, 60, 120)),
    pause_at=some.integers(-40, 300),
    coming=shocks(),
)
def test_any_strategy_in_any_scenario(assumptions, today, changed, failures, change_at, pause_at, coming):
    scenario = small(failures, assumptions).but(today=today).with_shocks(coming)
    world = world_of(scenario, [scenario.today.but(**changed)])
    seed, change_at = change_at + 1000 * pause_at, min(change_at, world.last_day)
    run = Run(world, seed, 0, KeepingReader())
    for day in sorted({change_at, min(pause_at, world.last_day)}):
        if day > run.day:
            run.run(day)
        if day == change_at:
            run.change(world.plans[0])
    run.finish()
    reference = simulate_reference(world, world.plans[0], seed, 0, change_at)
    assert_same(run.reader.journal(), reference, f"seed {seed}")


def ledger_like(scenario) -> Portfolio:
    """Invented customers with what only a ledger brings: open items of all ages, and lateness in banking days."""
    portfolio = synthetic_portfolio(scenario, observed_laws(scenario))
    customers, newcomers = portfolio.customers.copy(), portfolio.newcomers.copy()
    customers["axis"], newcomers["axis"] = np.arange(len(customers)) % 2, np.arange(len(newcomers)) % 2
    customers["habit_share"] = 0.0
    customers["terms_days"] = 14 + 7 * (np.arange(len(customers)) % 5)
    customers["run_calendar"] = np.where(
        np.arange(len(customers)) % 3 == 0, OWN_RUNS, customers["run_calendar"]
    )
    customers["run_calendar"][::5] = OWN_RUNS + 1
    items = np.zeros(6 * len(customers), dtype=OPEN_ITEM)
    items["slot"] = np.arange(len(items)) % len(customers)
    items["issued"] = -1 - 11 * np.arange(len(items)) % 400
    items["due"] = items["issued"] + customers["terms_days"][items["slot"]]
    items["net"] = 100_000 + 777 * np.arange(len(items))
    items["vat"] = items["net"] // 5
    items["uncovered"], items["liquidity"] = 0.4, np.where(np.arange(len(items)) % 2, 0.8, 0.0)
    items["tired_call"] = 0.5 * (np.arange(len(items)) % 2)
    items["soft"], items["firm"] = 0.2 * (np.arange(len(items)) % 3), 0.1 * (np.arange(len(items)) % 4)
    seen = OwnRuns(0, np.array([-90, -62, -27]), np.array([28, 35]))
    rest = OwnRuns(5, np.array([-40]), np.array([], dtype=np.int64), calendar=MONTH_END)
    weekday_laws = np.arange(7 * len(portfolio.laws), dtype=np.int32).reshape(-1, 7) % len(portfolio.laws)
    return replace(
        portfolio,
        customers=customers,
        newcomers=newcomers,
        open_items=items,
        origin="ledger",
        weekday_laws=weekday_laws,
        dependence=(0.05, 0.25, 0.2, 0.3),
        own_runs=(seen, rest),
    )


@pytest.mark.parametrize("seed", range(6))
def test_a_ledger_with_open_items(seed):
    scenario = small_wholesaler(
        8.0,
        company={"warm_up_days": 0, "horizon_days": 300, "start_date": date(2026, 3, 18)},
        portfolio={"customers": 30},
    )
    names = ("status_quo", "discount", "mixed", "insured", "out_of_the_house")
    world = World.build(scenario, ledger_like(scenario), [levers_of(name, scenario) for name in names])
    for name, plan, rows in zip(names, world.plans, engine_journals(world, seed), strict=True):
        assert_same(rows, simulate_reference(world, plan, seed, 0), f"{name} on a ledger, seed {seed}")
        assert (rows["invoice"] <= -2).any()
