"""Every shipped strategy does what its file expects of it (paired, mean difference beyond two standard errors)."""

from __future__ import annotations

import pytest

from simulator.parameters import shipped_folder
from simulator.scenario import Scenario, load_scenario
from simulator.strategy import load_strategy
from tests.behaviour.trials import samples, small_wholesaler, t_value

REPLICATIONS = 40
MANY = 300
RARE = {"balanced": MANY, "early_warning": MANY}
"""Losses are rare: where nothing else about a strategy moves them, the direction shows in many replications only."""
CLEAR = 2.0
NAMES = sorted(path.stem for path in (shipped_folder() / "strategies").glob("*.yaml"))
EXPECTANT = [name for name in NAMES if load_strategy(name).expected]


def unlike_customers() -> Scenario:
    """A small wholesaler whose customers differ as those of the shipped one do, so that a score can sort them."""
    shipped = load_scenario("wholesale")
    return small_wholesaler(120, 730, health=dict(shipped.health), applicants=dict(shipped.applicants))


@pytest.mark.parametrize("name", EXPECTANT)
def test_a_shipped_strategy_does_what_its_file_expects(name):
    strategy, scenario = load_strategy(name), unlike_customers()
    today, changed = samples(
        scenario, [scenario.today, strategy.levers(scenario.today)], RARE.get(name, REPLICATIONS)
    )
    wrong = []
    for metric, direction in strategy.expected.items():
        difference = changed.values(metric) - today.values(metric)
        if (1 if direction == "up" else -1) * t_value(difference) <= CLEAR:
            told = f"mean difference {difference.mean():.6g}, t = {t_value(difference):.2f}"
            wrong.append(f"{name}: {metric} should go {direction}; {told}")
    assert not wrong, "\n".join(wrong)


def test_today_expects_nothing_and_changes_nothing():
    today = load_strategy("status_quo")
    assert not today.changes
    assert not today.expected
