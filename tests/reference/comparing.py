"""Engine and reference side by side: the worlds and strategies of the comparison, and what differs, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.replication import simulate
from simulator.engine.world import World
from simulator.journal import ROW, Desk, Event, in_order
from simulator.levers import Levers
from simulator.portfolio.synthetic import observed_laws, synthetic_portfolio
from simulator.scenario import Scenario, load_scenario
from simulator.shocks import Shock
from simulator.strategy import load_strategy

SHIPPED = ("status_quo", "discount", "strict", "growth", "intensive_collections")
MIXED: dict[str, Mapping[str, Any]] = {
    "credit_policy": {
        "limit_months_of_sales": 3.0,
        "stop_supply_days": 20,
        "information": "full_review",
        "refused_fraction": 0.4,
        "refused_offer": "prepayment",
        "override_fraction": 0.2,
        "review_months": 4,
        "terms_shift_days": {"A": 10, "C": -10},
        "limit_multiplier": {"A": 1.5, "C": 0.6, "N": 0.8},
        "deposit_fraction": {"C": 0.3, "N": 0.2},
        "monitoring": "alerts",
        "retention_of_title": "yes",
        "analysts": 1,
        "guarantee_fraction": {"B": 0.5, "N": 0.8},
        "guarantee_above": 5_000.0,
    },
    "terms": {
        "net_days_shift": 15,
        "customers": "sme",
        "invoice_lag_days": 0,
        "invoice_check_fraction": 0.5,
        "net_days_micro": 14,
        "instalments": 2,
        "retention_fraction": 0.05,
        "retention_release_days": 60,
        "retention_defects_days": 120,
        "direct_debit_fraction": 0.2,
        "clarity_fraction": 0.2,
    },
    "discount": {
        "rate_fraction": 0.03,
        "window_days": 14,
        "customers": "mid",
        "unearned_policy": "enforce",
    },
    "late_charges": {"policy": "charge", "jurisdiction": "eu"},
    "collections": {
        "collectors": 2,
        "shift_minutes": 12.0,
        "promise_pauses_chasing_days": 10,
        "write_off_days": 40,
        "call_attempts": 3,
        "cost_per_call": 1.5,
        "dispute_clerks": 2,
        "worklist_rule": "expected_gain",
        "payment_plan_instalments": 3,
        "payment_plan_days": 20,
    },
}
"""One strategy that moves what the shipped ones leave alone: two people with twelve minutes a day leave a backlog,
promises stop the ladder and two clerks work on disputes, an invoice is given up before the ladder of today ends, one
segment gets longer terms, another short ones and a third a discount that it has to earn, invoices come in parts,
some by direct debit, and lateness is charged."""

OUT_OF_THE_HOUSE: dict[str, Mapping[str, Any]] = {
    "credit_policy": {"stop_supply_days": 90, "deposit_fraction": {"B": 0.2}},
    "collections": {
        "ladder": [
            {"day": 3, "channel": "email"},
            {"day": 15, "channel": "call", "above": 1_000.0},
            {"day": 15, "channel": "final_demand", "below": 1_000.0},
            {"day": 25, "channel": "agency", "below": 40_000.0},
            {"day": 25, "channel": "legal", "above": 40_000.0},
            {"day": 40, "channel": "final_demand"},
            {"day": 160, "channel": "debt_sale"},
        ],
        "debt_sale_fraction": 0.1,
        "minimum_legal_balance": 6_000.0,
        "outsourcing_fee_per_account": 80.0,
        "payment_plan_instalments": 2,
        "payment_plan_days": 8,
    },
    "insurance": {
        "insured_fraction": 0.8,
        "excess_basis": "before_share",
        "each_claim_excess": 200.0,
        "minimum_loss": 50.0,
        "aggregate_first_loss": 2_000.0,
        "maximum_liability_multiple": 20.0,
        "discretionary_limit": 40_000.0,
        "maximum_extension_days": 20,
        "waiting_period_days": 60,
        "claim_payment_days": 45,
        "cover": "excess_of_loss",
        "layer": 20_000.0,
        "notified_fraction": 0.7,
    },
}
"""A deposit, an agency or a court after 25 days, an outside team, plans in two instalments, a sale at last, and a
narrow layer that pays early for what customers default on."""

FACTORED: dict[str, Mapping[str, Any]] = {
    "collections": {
        "ladder": [*OUT_OF_THE_HOUSE["collections"]["ladder"][:2], {"day": 70, "channel": "agency"}]
    },
    "insurance": {
        "insured_fraction": 0.8,
        "waiting_period_days": 30,
        "minimum_loss": 50.0,
        "cover": "key_accounts",
        "key_accounts": 25,
        "discretionary_limit": 5_000.0,
        "top_up_fraction": 0.6,
        "notified_fraction": 0.4,
        "notification_days": 20,
        "salvage_basis": "first_in_first_out",
    },
    "financing": {
        "facility": "invoice_discounting",
        "protected_fraction": 0.9,
        "concentration_fraction": 0.06,
        "maximum_age_days": 60,
        "minimum_fee_per_year": 50_000.0,
    },
}
"""A facility with protection beside a policy, few old invoices, little of one customer, and an agency."""

STORM = (
    Shock(
        name="Crash",
        why="All at once",
        start_day=40,
        days=100,
        changes={"economy": {"failure_multiplier": 3.0, "lateness_multiplier": 1.5}},
        times={"economy": {"order_multiplier": 0.7}},
        plus={"company": {"overdraft_rate_per_year": 0.05}},
        events={"customers_fail": [1, 3], "insurer_cuts_cover_fraction": 0.4},
    ),
    Shock(
        name="Squeeze",
        why="It lasts",
        start_day=90,
        changes={
            "company": {"collectors_at_work_fraction": 0.4, "supplier_days": 10},
            "economy": {"competitor_terms_ratio": 1.6},
        },
    ),
    Shock(
        name="Good start",
        why="Over by the first of March",
        start_day=0,
        days=59,
        times={"economy": {"lateness_multiplier": 0.8, "order_multiplier": 1.2}},
        events={"customers_fail": [2]},
    ),
)
"""Shocks that overlap, begin on day 0, end on a first of a month, and hit what recessions and contagion hit too."""

STRATEGIES = (*SHIPPED, "mixed", "insured", "out_of_the_house", "factored", "protected")
MONTHS_18 = 548
FIELDS = [name for name in ROW.names or () if name != "spare"]


class KeepingReader:
    """A reader that keeps a copy of every block."""

    def __init__(self, blocks: Sequence[NDArray[Any]] = (), months: Sequence[int] = ()) -> None:
        self.blocks, self.months = list(blocks), list(months)

    def take(self, rows: NDArray[Any]) -> None:
        """Keep a block."""
        self.blocks.append(np.array(rows, dtype=ROW))

    def close_month(self, day: int) -> None:
        """Keep the day, and how many rows were there by then."""
        self.months.append(day)

    def copy(self) -> KeepingReader:
        """A reader that has read the same."""
        return KeepingReader(self.blocks, self.months)

    def journal(self) -> NDArray[Any]:
        """All rows in canonical order."""
        return in_order(np.concatenate([np.zeros(0, dtype=ROW), *self.blocks]))


def small_wholesaler(failures: float = 1.0, **groups: Any) -> Scenario:
    """Forty customers for eighteen months; ``failures`` multiplies how many fail in a year."""
    scenario = load_scenario("wholesale").but(
        company={"horizon_days": MONTHS_18}, portfolio={"customers": 40}
    )
    rates = {name: rate * failures for name, rate in scenario.health.failures_per_year.items()}
    alike = {"failures_per_year": rates, "failure_spread": 0.0}
    return scenario.but(health=alike, applicants={"adverse_selection_multiplier": 1.0}).but(**groups)


@cache
def times(kind: str) -> World:
    """The world in good times, in hard times, in strange or in stormy ones, under all the strategies."""
    if kind == "hard":
        scenario = small_wholesaler(
            8.0, health={"no_dividend_fraction": 0.3, "failure_spread": 1.5}, disputes={"rate_fraction": 0.25}
        )
    elif kind == "stormy":
        scenario = small_wholesaler(
            4.0,
            health={
                "no_dividend_fraction": 0.3,
                "contagion_multiplier": 3.0,
                "contagion_size_fraction": 0.02,
            },
            economy={"recessions_per_year": 0.8, "recession_months": 4.0},
        ).with_shocks(STORM)
    elif kind == "strange":
        scenario = small_wholesaler(
            5.0,
            company={
                "calendar": "plain",
                "opening_cash": 250_000.0,
                "warm_up_days": 200,
                "vat_fraction": 0.07,
                "vat_relief": "refused",
            },
            portfolio={"churn_per_year": 0.5},
            applicants={
                "adverse_selection_multiplier": 2.0,
                "lost_per_day_fraction": 0.03,
                "fraud_fraction": 0.1,
            },
            economy={"competitor_terms_ratio": 1.5, "growth_per_year": 0.3},
            disputes={"rate_fraction": 0.12, "mean_days": 50.0, "credit_share_fraction": 0.5},
            behaviour={
                "partial_payment_fraction": 0.1,
                "leaves_unpaid_fraction": {"large": 0.0, "mid": 0.3, "sme": 0.3, "micro": 0.3, "public": 0.0},
            },
        ).but(
            today={
                "terms": {"invoice_lag_days": 6},
                "credit_policy": {"limit_months_of_sales": 1.5},
                "collections": {"dispute_clerks": 1, "shift_minutes": 60.0},
                "financing": {"facility": "factoring", "recourse_days": 30},
                "insurance": {
                    "insured_fraction": 0.75,
                    "waiting_period_days": 45,
                    "each_claim_excess": 100.0,
                    "claim_payment_days": 60,
                },
            }
        )
    else:
        scenario = small_wholesaler()
    return world_of(scenario, [levers_of(name, scenario) for name in STRATEGIES])


def world_of(scenario: Scenario, levers: Sequence[Levers]) -> World:
    """The world of a scenario with its synthetic portfolio."""
    return World.build(scenario, synthetic_portfolio(scenario, observed_laws(scenario)), list(levers))


def levers_of(name: str, scenario: Scenario) -> Levers:
    """The levers of a strategy by its name."""
    if name == "mixed":
        return scenario.today.but(**MIXED)
    if name == "out_of_the_house":
        return scenario.today.but(**OUT_OF_THE_HOUSE)
    if name == "protected":
        return scenario.today.but(**FACTORED)
    return load_strategy(name).levers(scenario.today)


def engine_journals(world: World, seed: int, replication: int = 0) -> list[NDArray[Any]]:
    """What the engine writes, for each strategy of the world."""
    return [reader.journal() for reader in simulate(world, seed, replication, KeepingReader())]  # type: ignore[attr-defined]


def assert_same(engine: NDArray[Any], reference: NDArray[Any], where: str) -> None:
    """Both journals have the same rows; otherwise the first that differ are shown."""
    shared = min(len(engine), len(reference))
    differs = np.zeros(shared, dtype=bool)
    for field in FIELDS:
        differs |= engine[field][:shared] != reference[field][:shared]
    if len(engine) == len(reference) and not differs.any():
        return
    first = int(np.argmax(differs)) if differs.any() else shared
    near = slice(max(first - 2, 0), first + 6)
    lines = [
        f"{where}: {len(engine)} rows of the engine, {len(reference)} of the reference, first difference:"
    ]
    lines += [f"  engine     {in_words(row)}" for row in engine[near]]
    lines += [f"  reference  {in_words(row)}" for row in reference[near]]
    raise AssertionError("\n".join(lines))


def in_words(row: Any) -> str:
    """A row that a person can read."""
    who = f"customer {row['customer']} invoice {row['invoice']} sequence {row['sequence']}"
    dates = f"issued {row['issued']} due {row['due']}"
    event = f"{Desk(row['desk']).name:<10} {Event(row['event']).name:<18}"
    return f"day {row['day']:>5} {event} {who} {dates} net {row['net']} vat {row['vat']}"


def keys_of(rows: NDArray[Any]) -> NDArray[Any]:
    """What the canonical order sorts by."""
    return np.stack(
        [rows[name].astype(np.int64) for name in ("day", "desk", "customer", "invoice", "sequence")], axis=1
    )
