"""The assumptions about good times and bad ones, turned into the numbers that a run reads."""

from __future__ import annotations

from simulator.rules.economy import chance_per_month
from simulator.scenario import Scenario
from simulator.shocks import scenario_on

ECONOMY_ASSUMPTIONS = (
    ("failure_multiplier", "f8"),
    ("lateness_multiplier", "f8"),
    ("order_multiplier", "f8"),
    ("recession_begins", "f8"),  # chance a month
    ("recession_ends", "f8"),
    ("recession_failure_multiplier", "f8"),
    ("recession_lateness_multiplier", "f8"),
    ("recession_order_multiplier", "f8"),
    ("recession_cut", "f8"),
    ("contagion_multiplier", "f8"),
    ("contagion_months", "f8"),
    ("contagion_size", "f8"),
)


def economy_numbers(scenario: Scenario) -> dict[str, float]:
    """What makes good times and bad ones."""
    economy, health = scenario.economy, scenario.health
    return {
        "failure_multiplier": economy.failure_multiplier,
        "lateness_multiplier": economy.lateness_multiplier,
        "order_multiplier": economy.order_multiplier,
        "recession_begins": chance_per_month(economy.recessions_per_year),
        "recession_ends": 1.0 / economy.recession_months,
        "recession_failure_multiplier": economy.recession_failure_multiplier,
        "recession_lateness_multiplier": economy.recession_lateness_multiplier,
        "recession_order_multiplier": economy.recession_order_multiplier,
        "recession_cut": scenario.insurer.recession_cut_fraction,
        "contagion_multiplier": health.contagion_multiplier,
        "contagion_months": health.contagion_months,
        "contagion_size": health.contagion_size_fraction,
    }


def phase_days(scenario: Scenario) -> list[int]:
    """The days within the horizon on which a shock begins or ends."""
    windows = [shock.window(scenario.company.start_date) for shock in scenario.shocks]
    return sorted({day for window in windows for day in window if day < scenario.company.horizon_days})


def demand_ceiling(scenario: Scenario) -> float:
    """The largest value that season x growth x stress x times can take within the horizon.

    1 where orders recur: their number is fixed, and demand shows in their value.
    """
    if scenario.portfolio.order_process == "recurring":
        return 1.0
    years = max(scenario.company.horizon_days, 0) / 365.0
    earlier = -scenario.company.warm_up_days / 365.0
    growth = 1.0 + scenario.economy.growth_per_year
    stress = max(scenario.health.stress_order_multiplier, 1.0)
    phases = [scenario, *(scenario_on(scenario, scenario.shocks, day) for day in phase_days(scenario))]
    times = max(1.0, *(phase.economy.order_multiplier for phase in phases))
    if scenario.economy.recessions_per_year > 0.0:
        times *= max(1.0, scenario.economy.recession_order_multiplier)
    return float(max(scenario.economy.season_sales) * max(growth**years, growth**earlier) * stress * times)
