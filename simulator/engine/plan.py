"""The plan of a run: words of scenario and levers turned into the numbers that kernels read."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import as_records
from simulator.engine.collecting import (
    COLLECTION_ASSUMPTIONS,
    COLLECTION_LEVERS,
    collection_assumptions,
    collection_levers,
    ladder_numbers,
    servers_of,
    staff_cents_per_month,
)
from simulator.engine.conditions import (
    CONDITION_ASSUMPTIONS,
    CONDITION_LEVERS,
    condition_assumptions,
    condition_levers,
    felt_terms,
    terms_by_place,
)
from simulator.engine.credit import (
    CREDIT_ASSUMPTIONS,
    CREDIT_LEVERS,
    Agreed,
    agreed_by_code,
    credit_assumptions,
    credit_levers,
)
from simulator.engine.credit_desk import DESK_ASSUMPTIONS, DESK_LEVERS, desk_assumptions, desk_levers
from simulator.engine.economy import ECONOMY_ASSUMPTIONS, economy_numbers, phase_days
from simulator.engine.financing import FINANCING_LEVERS, financing_numbers
from simulator.engine.limits import limit_of_code_ratio, limits_by_place
from simulator.engine.policies import (
    INSURANCE_LEVERS,
    dispute_assumptions,
    dispute_levers,
    insurance_numbers,
    insurer_assumptions,
    terms_of_policy,
)
from simulator.levers import Levers
from simulator.portfolio.portfolio import SEGMENTS, Portfolio
from simulator.portfolio.quality import chain_of
from simulator.rules.ordering import terms_factor
from simulator.scenario import Scenario
from simulator.shocks import scenario_on
from simulator.units import NEVER, cents

_MONTHS = 12
DAYS_PER_MONTH = 365.0 / 12.0
_FULL_SHIFT_MINUTES = 450.0

LEVERS = np.dtype(
    [
        ("email_cost_cents", "i8"),
        ("letter_cost_cents", "i8"),
        ("call_cost_cents", "i8"),
        ("staff_cents_per_month", "f8"),
        ("shift_minutes", "f8"),
        ("minutes_per_call", "f8"),
        ("discount_rate", "f8"),
        ("discount_window_days", "i4"),
        ("discount_grace_days", "i4"),
        ("discount_segment", "i4"),  # -1: all
        ("stop_supply_days", "i4"),
        ("invoice_lag_days", "i4"),
        ("promise_pause_days", "i4"),
        ("call_attempts", "i4"),
        ("servers", "i4"),
        ("debt_sale_fraction", "f8"),
        ("clerk_cents_per_month", "f8"),
        ("invoice_check_fraction", "f8"),
        ("check_cost_cents", "i8"),
        ("dispute_clerks", "i4"),
        *CONDITION_LEVERS,
        *COLLECTION_LEVERS,
        *CREDIT_LEVERS,
        *DESK_LEVERS,
        *INSURANCE_LEVERS,
        *FINANCING_LEVERS,
    ],
    align=True,
)

ASSUMPTIONS = np.dtype(
    [
        ("margin_fraction", "f8"),
        ("vat_fraction", "f8"),
        ("overdraft_rate_per_year", "f8"),
        ("base_rate_per_year", "f8"),
        ("fixed_cents_per_month", "f8"),
        ("late_cap_days", "f8"),
        ("liquidity_cause_fraction", "f8"),
        ("liquidity_response_fraction", "f8"),
        ("contact_rate_fraction", "f8"),
        ("promise_fraction", "f8"),
        ("promise_kept_healthy", "f8"),
        ("promise_kept_stressed", "f8"),
        ("email_multiplier", "f8"),
        ("call_multiplier", "f8"),
        ("manager_multiplier", "f8"),
        ("final_demand_multiplier", "f8"),
        ("email_half_life_days", "f8"),
        ("personal_half_life_days", "f8"),
        ("fatigue_fraction", "f8"),
        ("banking_share", "f8"),  # banking days in a calendar day: half-lives on the banking axis
        ("stressed_cost_of_funds", "f8"),
        ("discount_hassle", "f8"),
        ("discount_slope", "f8"),
        ("hold_lost_fraction", "f8"),
        ("hold_churn_multiplier", "f8"),
        ("hard_contact_churn_multiplier", "f8"),
        ("churn_per_year", "f8"),
        ("stress_recovery", "f8"),
        ("stress_failure", "f8"),
        ("informal_fraction", "f8"),
        ("stress_lateness_multiplier", "f8"),
        ("stress_order_multiplier", "f8"),
        ("no_dividend_fraction", "f8"),
        ("dividend_loss_minimum", "f8"),
        ("dividend_loss_maximum", "f8"),
        ("asset_correlation", "f8"),
        ("economy_persistence", "f8"),
        ("growth_per_year", "f8"),
        ("demand_ceiling", "f8"),  # the largest demand multiplier: possible orders come at this rate
        ("agency_success", "f8"),
        ("refusal_healthy", "f8"),
        ("refusal_stressed", "f8"),
        ("stress_seen", "f8"),
        ("late_notice_rejected", "f8"),
        ("premium_multiplier", "f8"),
        ("recession_premium", "f8"),
        ("dispute_rate", "f8"),
        ("pricing_cause", "f8"),
        ("admin_cause", "f8"),
        ("scope_cause", "f8"),
        ("dispute_days", "f8"),
        ("hidden_disputes", "f8"),
        ("credited_disputes", "f8"),
        ("credited_share", "f8"),
        ("customer_share", "f8"),
        ("minutes_per_dispute", "f8"),
        *ECONOMY_ASSUMPTIONS,
        *CONDITION_ASSUMPTIONS,
        *CREDIT_ASSUMPTIONS,
        *DESK_ASSUMPTIONS,
        *COLLECTION_ASSUMPTIONS,
        ("promise_minimum_days", "i4"),
        ("promise_maximum_days", "i4"),
        ("vat_relief_days", "i4"),
        ("supplier_days", "i4"),
        ("dividend_delay_days", "i4"),
        ("agency_mandate_days", "i4"),
        ("silent_dispute_days", "i4"),
    ],
    align=True,
)

SEGMENT_NUMBERS = np.dtype(
    [
        ("cost_of_funds", "f8"),
        ("ready_fraction", "f8"),
        ("unearned_fraction", "f8"),
        ("to_stress", "f8"),
        ("sudden", "f8"),
        ("stressed_share", "f8"),
        ("failures_per_year", "f8"),
        ("leaves_unpaid", "f8"),  # share of those who leave
    ],
    align=True,
)


class Plan(NamedTuple):
    """A strategy in numbers."""

    levers: NDArray[Any]
    ladder: NDArray[np.int64]
    terms_days: NDArray[np.int32]  # by place
    value_factor: NDArray[np.float64]  # by place: demand's answer to terms
    limit_cents: NDArray[np.int64]  # by place, gross
    agreed: Agreed  # the same by risk code
    servers: int
    shift_minutes: float
    policy: tuple[Any, ...]  # the terms of the insurance; empty without one
    later: tuple[Plan, ...] = ()  # the same strategy in each phase that shocks bring


def _record(dtype: np.dtype[Any], values: dict[str, Any]) -> NDArray[Any]:
    """One record as an array of length one; a forgotten field is an error."""
    missing = [name for name in dtype.names or () if name not in values and name != "spare"]
    if missing:
        raise KeyError(f"no value for {missing}")
    record: NDArray[Any] = as_records(np.zeros(1, dtype=dtype))
    for name, value in values.items():
        record[name] = value
    record.setflags(write=False)
    return record


def _segment_of(customers: str) -> int:
    """Number of the segment that a lever names, -1 for all."""
    return -1 if customers == "all" else SEGMENTS.index(customers)


def factors_by_place(scenario: Scenario, terms: list[float], today: list[float]) -> NDArray[np.float64]:
    """How order value answers to terms: ours against today's, and the competitors' against what they are now."""
    elasticity = scenario.behaviour.terms_elasticity
    rivals = scenario.economy.competitor_terms_ratio**-elasticity
    return np.array(
        [terms_factor(new, old, elasticity) * rivals for new, old in zip(terms, today, strict=True)]
    )


def make_plan(scenario: Scenario, portfolio: Portfolio, levers: Levers) -> Plan:
    """A strategy's levers in numbers, in usual times and in each phase."""
    later = (
        _plan(scenario_on(scenario, scenario.shocks, day), portfolio, levers) for day in phase_days(scenario)
    )
    return _plan(scenario, portfolio, levers)._replace(later=tuple(later))


def in_phase(plan: Plan, number: int) -> Plan:
    """The strategy in a phase; 0: before the first."""
    return plan.later[number - 1] if number else plan


def _plan(scenario: Scenario, portfolio: Portfolio, levers: Levers) -> Plan:
    plan, discount = levers.collections, levers.discount
    values = {
        "email_cost_cents": cents(plan.cost_per_email),
        "letter_cost_cents": cents(plan.cost_per_letter),
        "call_cost_cents": cents(plan.cost_per_call),
        "staff_cents_per_month": staff_cents_per_month(scenario, levers, len(portfolio)),
        "shift_minutes": plan.shift_minutes,
        "minutes_per_call": plan.minutes_per_call,
        "discount_rate": discount.rate_fraction,
        "discount_window_days": discount.window_days,
        "discount_grace_days": discount.grace_days,
        "discount_segment": _segment_of(discount.customers),
        "stop_supply_days": min(levers.credit_policy.stop_supply_days, NEVER),
        "invoice_lag_days": levers.terms.invoice_lag_days,
        "promise_pause_days": plan.promise_pauses_chasing_days,
        "call_attempts": plan.call_attempts,
        "servers": servers_of(scenario, levers, len(portfolio)),
        "debt_sale_fraction": plan.debt_sale_fraction,
    }
    terms = terms_by_place(levers, portfolio)
    todays = felt_terms(scenario.today, terms_by_place(scenario.today, portfolio))
    factors = factors_by_place(scenario, felt_terms(levers, terms), todays)
    values |= insurance_numbers(levers.insurance, portfolio, terms, factors)
    values |= condition_levers(levers, scenario)
    values |= collection_levers(plan)
    values |= financing_numbers(levers.financing)
    values |= dispute_levers(levers, scenario.disputes, plan.shift_minutes / _FULL_SHIFT_MINUTES)
    values |= credit_levers(scenario, levers.credit_policy)
    values |= desk_levers(scenario, levers)
    limits = limits_by_place(scenario, portfolio, levers.credit_policy)
    elasticity = scenario.behaviour.terms_elasticity
    return Plan(
        agreed=agreed_by_code(
            levers.credit_policy,
            elasticity,
            (terms, factors, limits),
            limit_of_code_ratio(scenario, levers.credit_policy),
        ),
        levers=_record(LEVERS, values),
        ladder=ladder_numbers(levers.collections),
        terms_days=terms,
        value_factor=factors,
        limit_cents=limits,
        servers=servers_of(scenario, levers, len(portfolio)),
        shift_minutes=plan.shift_minutes,
        policy=terms_of_policy(levers.insurance),
    )


def assumption_numbers(scenario: Scenario, banking_share: float, ceiling: float) -> NDArray[Any]:
    """The scenario's assumptions in numbers; possible orders come at the rate of the ceiling."""
    company, behaviour, health = scenario.company, scenario.behaviour, scenario.health
    return _record(
        ASSUMPTIONS,
        {
            "margin_fraction": company.gross_margin_fraction,
            "vat_fraction": company.vat_fraction,
            "overdraft_rate_per_year": company.overdraft_rate_per_year,
            "base_rate_per_year": company.base_rate_per_year,
            "fixed_cents_per_month": 100.0 * company.fixed_cost_per_month,
            "late_cap_days": behaviour.late_cap_days,
            "liquidity_cause_fraction": behaviour.liquidity_cause_fraction,
            "liquidity_response_fraction": behaviour.liquidity_response_fraction,
            "contact_rate_fraction": behaviour.contact_rate_fraction,
            "promise_fraction": behaviour.promise_fraction,
            "promise_kept_healthy": behaviour.promise_kept_healthy_fraction,
            "promise_kept_stressed": behaviour.promise_kept_stressed_fraction,
            "email_multiplier": behaviour.contact_multiplier["email"],
            "call_multiplier": behaviour.contact_multiplier["call"],
            "manager_multiplier": behaviour.contact_multiplier["manager"],
            "final_demand_multiplier": behaviour.contact_multiplier["final_demand"],
            "email_half_life_days": behaviour.email_half_life_days,
            "personal_half_life_days": behaviour.personal_contact_half_life_days,
            "fatigue_fraction": behaviour.fatigue_fraction,
            "banking_share": banking_share,
            "stressed_cost_of_funds": behaviour.stressed_cost_of_funds_per_year,
            "discount_hassle": behaviour.discount_hassle_per_year,
            "discount_slope": behaviour.discount_slope_per_year,
            "hold_lost_fraction": behaviour.hold_lost_fraction,
            "hold_churn_multiplier": behaviour.hold_churn_multiplier,
            "hard_contact_churn_multiplier": behaviour.hard_contact_churn_multiplier,
            "churn_per_year": scenario.portfolio.churn_per_year,
            "stress_recovery": health.stressed_to_healthy_per_month,
            "stress_failure": health.stressed_to_insolvent_per_month,
            "informal_fraction": health.informal_fraction,
            "stress_lateness_multiplier": health.stress_lateness_multiplier,
            "stress_order_multiplier": health.stress_order_multiplier,
            "no_dividend_fraction": health.no_dividend_fraction,
            "dividend_loss_minimum": health.dividend_loss_minimum_fraction,
            "dividend_loss_maximum": health.dividend_loss_maximum_fraction,
            "asset_correlation": health.asset_correlation_fraction,
            "economy_persistence": health.economy_persistence_fraction,
            "growth_per_year": scenario.economy.growth_per_year,
            "demand_ceiling": ceiling,
            "agency_success": behaviour.agency_success_fraction,
            "agency_mandate_days": behaviour.agency_mandate_days,
            **insurer_assumptions(scenario.insurer),
            **economy_numbers(scenario),
            **condition_assumptions(scenario),
            "promise_minimum_days": behaviour.promise_minimum_days,
            "promise_maximum_days": behaviour.promise_maximum_days,
            "vat_relief_days": company.vat_relief_days,
            "supplier_days": company.supplier_days,
            "dividend_delay_days": health.dividend_delay_days,
            **dispute_assumptions(scenario.disputes),
            **credit_assumptions(scenario),
            **desk_assumptions(scenario),
            **collection_assumptions(scenario),
        },
    )


def segment_numbers(scenario: Scenario) -> NDArray[Any]:
    """What differs by segment, with the chain of health solved."""
    numbers: NDArray[Any] = as_records(np.zeros(len(SEGMENTS), dtype=SEGMENT_NUMBERS))
    behaviour = scenario.behaviour
    for place, name in enumerate(SEGMENTS):
        solved = chain_of(scenario, name)
        numbers[place] = (
            behaviour.buyer_cost_of_funds_per_year[name],
            behaviour.accounts_payable_ready_fraction[name],
            behaviour.unearned_fraction[name],
            solved.chances.to_stress,
            solved.chances.sudden,
            solved.stressed_share,
            scenario.health.failures_per_year[name],
            behaviour.leaves_unpaid_fraction[name],
        )
    numbers.setflags(write=False)
    return numbers


def monthly_orders_to_daily(orders_per_month: NDArray[np.float64], ceiling: float) -> NDArray[np.float64]:
    """Possible orders a day, before thinning."""
    return orders_per_month * ceiling / DAYS_PER_MONTH
